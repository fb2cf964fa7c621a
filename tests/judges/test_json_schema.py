"""Canonical documents against the published schema, by jsonschema, with nothing fetched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry

from tests.shared import ROOT

EXPORTS = sorted((ROOT / "exports").glob("*.quiz.json"))
SCHEMA = json.loads((ROOT / "schemas" / "quiz.schema.json").read_text(encoding="utf-8"))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name.split(".")[0])
def test_export_fits_the_schema(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    # An empty registry: a reference to anything outside the schema is an error, not a download.
    judge = Draft202012Validator(
        SCHEMA, registry=Registry(), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    found = [f"{error.json_path}: {error.message}" for error in judge.iter_errors(document)]
    assert found == []
