"""Finds the JSON Schemas that quizkit ships, and asks them whether a document fits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

QUIZ = "quiz.schema.json"


def schema_text(name: str = QUIZ) -> str:
    """The text of a shipped schema.

    In a wheel the schemas lie in the package; an editable install leaves them beside it.
    Raises FileNotFoundError when quizkit was installed without them.
    """
    package = Path(__file__).parent
    for folder in (package / "schemas", package.parent / "schemas"):
        path = folder / name
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise FileNotFoundError(f"quizkit's schema {name} is missing; install quizkit again")


@cache
def load_schema(name: str = QUIZ) -> dict[str, Any]:
    """A shipped schema as data. Callers must not change it."""
    loaded: dict[str, Any] = json.loads(schema_text(name))
    return loaded


def schema_errors(document: object) -> Iterator[tuple[tuple[str | int, ...], ValidationError]]:
    """Every place where a document does not fit the quiz schema, with its path.

    jsonschema-rs, where it is installed, says a thousand times faster that all is well;
    jsonschema says what is wrong.
    """
    if _fits_surely(document):
        return
    for error in _validator("quiz").iter_errors(document):
        yield tuple(error.absolute_path), error
    if not isinstance(document, dict) or not isinstance(document.get("questions"), list):
        return
    for index, question in enumerate(document["questions"]):
        if not isinstance(question, dict):
            continue  # the envelope has said so
        kind = question.get("type")
        name = kind if isinstance(kind, str) and kind in _question_types() else "question"
        for error in _validator(name).iter_errors(question):
            yield ("questions", index, *error.absolute_path), error


@cache
def _question_types() -> dict[str, str]:
    """The name of each question type's definition."""
    definitions = load_schema()["$defs"]
    return {
        case["if"]["properties"]["type"]["const"]: case["then"]["$ref"].rpartition("/")[2]
        for case in definitions["question"]["allOf"]
    }


def _fits_surely(document: object) -> bool:
    if find_spec("jsonschema_rs") is None:
        return False
    import jsonschema_rs

    try:
        return bool(_fast_validator().is_valid(document))
    except (ValueError, TypeError, jsonschema_rs.ValidationError):
        return False  # an integer beyond 64 bits, say: let jsonschema judge


@cache
def _fast_validator() -> Any:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(load_schema())


@cache
def _validator(name: str) -> Any:
    """The validator for ``quiz`` without its questions, for one type, or for any question.

    One for each type, chosen here, takes a third of the time that the schema's own conditions
    would.
    """
    from jsonschema import Draft202012Validator
    from referencing import Registry

    schema = load_schema()
    if name == "quiz":
        questions = {**schema["properties"]["questions"], "items": {"type": "object"}}
        shape = {**schema, "properties": {**schema["properties"], "questions": questions}}
    else:
        target = _question_types().get(name, "question")
        shape = {"$defs": schema["$defs"], "$ref": f"#/$defs/{target}"}
    # The default registry would fetch an unknown reference from the network.
    return Draft202012Validator(shape, registry=Registry())
