"""The schema says what a quiz may be, describes every member, and is found where it lies."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from quizkit.canonical import to_document
from quizkit.model import QUESTION_TYPES, Quiz
from quizkit.schema import load_schema, schema_errors, schema_text
from tests.shared import ROOT
from tests.strategies import quizzes


def _properties(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(schema, dict):
        for name, member in schema.get("properties", {}).items():
            if isinstance(member, dict):
                yield f"{path}/{name}", member
        for key, member in schema.items():
            if key not in ("if", "not"):
                yield from _properties(member, f"{path}/{key}")
    elif isinstance(schema, list):
        for index, member in enumerate(schema):
            yield from _properties(member, f"{path}/{index}")


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(load_schema())
    assert schema_text() == (ROOT / "schemas" / "quiz.schema.json").read_text(encoding="utf-8")


def test_every_member_is_described() -> None:
    silent = [path for path, member in _properties(load_schema()) if not member.get("description")]
    assert silent == []


def test_every_object_is_closed_but_for_others_members() -> None:
    definitions = load_schema()["$defs"]
    for name, definition in {"quiz": load_schema(), **definitions}.items():
        if definition.get("type") == "object" and "allOf" not in definition:
            assert definition["additionalProperties"] is False, name
            assert definition["patternProperties"] == {"^x-": True}, name


def test_schema_knows_every_question_type() -> None:
    cases = load_schema()["$defs"]["question"]["allOf"]
    assert [case["if"]["properties"]["type"]["const"] for case in cases] == list(QUESTION_TYPES)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(quizzes())
def test_whole_schema_and_its_pieces_agree(quiz: Quiz) -> None:
    document = to_document(quiz)
    assert list(schema_errors(document)) == []
    whole = Draft202012Validator(load_schema())
    assert whole.is_valid(document)
    for question in document["questions"]:
        question["surprise"] = 1
    assert whole.is_valid(document) == (not document["questions"])
    assert len(list(schema_errors(document))) == len(document["questions"])


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    document = {"format": "quizkit/1", "questions": [], "$ref": "http://example.org/x.json"}
    assert len(list(schema_errors(document))) == 1


def test_example_of_the_readme_shape_fits() -> None:
    text = '{"format": "quizkit/1", "questions": []}'
    assert list(schema_errors(json.loads(text))) == []
