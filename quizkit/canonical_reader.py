"""Reads the canonical JSON document: a document that fits becomes a quiz, exactly.

What does not fit raises InvalidDocument, which names every place in the author's terms.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Any, NoReturn, TypeVar

from quizkit.canonical_check import document_problems
from quizkit.errors import DocumentProblem, InvalidDocument
from quizkit.model import (
    NO_FEEDBACK,
    NO_SETTINGS,
    ONE,
    ZERO,
    Asset,
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Essay,
    Feedback,
    Gap,
    Group,
    Info,
    Matching,
    Numbering,
    Numeric,
    NumericAnswer,
    NumericGap,
    Option,
    Ordering,
    Pair,
    Policy,
    Question,
    Quiz,
    Role,
    Selection,
    Settings,
    ShortText,
    Source,
    TextAnswer,
    TextGap,
    TrueFalse,
)
from quizkit.numbers import parse_number

WORDS = "x-words"
"""An extension of a true/false question: the author's words, for true and for false."""

Json = Mapping[str, Any]
_Default = TypeVar("_Default", Fraction, None)


def loads(text: str, *, path: str = "") -> Quiz:
    """The quiz in a JSON text. ``path`` names the file in messages and, failing all else, the quiz.

    Raises InvalidDocument, with line and column where the text is no JSON.
    """
    return from_document(parse_json(text, path=path), path=path)


def parse_json(text: str, *, path: str = "") -> object:
    """The data in a JSON text, stricter than the standard library: no NaN, no name twice.

    Raises InvalidDocument.
    """

    def refuse(place: str, message: str) -> NoReturn:
        raise InvalidDocument((DocumentProblem(place, message),), path)

    def members(pairs: list[tuple[str, object]]) -> dict[str, object]:
        members = dict(pairs)
        if len(members) != len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            refuse("the JSON text", f'"{twice}" is written twice in one object; keep one of them')
        return members

    def constant(name: str) -> NoReturn:
        refuse("the JSON text", f"{name} is no number in JSON; write a number in digits")

    try:
        return json.loads(text, object_pairs_hook=members, parse_constant=constant)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        refuse(place, f"this is not JSON: {_first_lower(error.msg)}")
    except RecursionError:
        refuse("the JSON text", "it is nested too deeply to be a quiz")
    except ValueError:
        refuse("the JSON text", "it holds a number of thousands of digits")


def _first_lower(message: str) -> str:
    return message[:1].lower() + message[1:]


def from_document(document: object, *, path: str = "") -> Quiz:
    """The quiz that a document describes. ``path`` names its file.

    Raises InvalidDocument where it does not fit the schema, or where its parts do not fit
    together.
    """
    problems = document_problems(document)
    if problems:
        raise InvalidDocument(tuple(problems), path)
    assert isinstance(document, Mapping)
    return _quiz(document, path)


def identifier_for(path: str) -> str:
    """The identifier of a quiz that has none of its own: its file's name without endings."""
    name = PurePosixPath(path.replace("\\", "/")).name
    stem = re.sub(r"(?:\.quiz)?\.[A-Za-z]+$", "", name) or name
    return stem if stem and stem != "-" else "quiz"


def _quiz(document: Json, path: str) -> Quiz:
    return Quiz(
        identifier=document.get("identifier") or identifier_for(path),
        title=document.get("title", ""),
        language=document.get("language"),
        description=_content(document.get("description")),
        settings=_settings(document["settings"]) if "settings" in document else NO_SETTINGS,
        questions=tuple(_question(question) for question in document["questions"]),
        groups=tuple(_group(group) for group in document.get("groups", ())),
        assets=tuple(_asset(asset) for asset in document.get("assets", ())),
    )


def _settings(document: Json) -> Settings:
    limit = document.get("time_limit")
    return Settings(
        # A float's shortest decimal is what stood in the file.
        time_limit=None if limit is None else Fraction(str(limit)),
        attempts=_whole(document.get("attempts")),
        shuffle_questions=document.get("shuffle_questions"),
        show_correct_answers=document.get("show_correct_answers"),
        one_at_a_time=document.get("one_at_a_time"),
    )


def _whole(number: int | float | None) -> int | None:
    """An integer; JSON Schema takes 1.0 for one too."""
    return None if number is None else int(number)


def _group(document: Json) -> Group:
    return Group(
        id=document["id"],
        title=document.get("title", ""),
        pick=int(document["pick"]),
        points=_number(document, "points", None),
        questions=tuple(document["questions"]),
    )


def _asset(document: Json) -> Asset:
    return Asset(
        path=document["path"],
        media_type=document["media_type"],
        data=base64.b64decode(document["data"]),
    )


def _number(document: Json, name: str, default: _Default) -> Fraction | _Default:
    return parse_number(document[name]) if name in document else default


def _content(document: Json | None) -> Content | None:
    return None if document is None else _some_content(document)


def _some_content(document: Json) -> Content:
    return Content(document.get("markdown"), document.get("html"))


def _contents(documents: list[Json]) -> tuple[Content, ...]:
    return tuple(_some_content(document) for document in documents)


def _feedback(document: Json) -> Feedback:
    return Feedback(
        general=_content(document.get("general")),
        correct=_content(document.get("correct")),
        partial=_content(document.get("partial")),
        incorrect=_content(document.get("incorrect")),
    )


def _question(document: Json) -> Question:
    shared: dict[str, Any] = {
        "id": document["id"],
        "title": document.get("title", ""),
        "stem": _some_content(document["stem"]),
        "feedback": _feedback(document["feedback"]) if "feedback" in document else NO_FEEDBACK,
        "hints": _contents(document.get("hints", [])),
        "tags": tuple(document.get("tags", ())),
        "category": tuple(document.get("category", ())),
    }
    if "points" in document:
        shared["points"] = parse_number(document["points"])
    if "source" in document:
        source = document["source"]
        shared["source"] = Source(source["path"], int(source["line"]))
    return _READERS[document["type"]](document, shared)


def _choice(document: Json, shared: dict[str, Any]) -> Choice:
    scoring = document.get("scoring", {})
    return Choice(
        selection=Selection(document["selection"]),
        options=_options(document),
        policy=Policy(scoring.get("policy", Policy.RIGHT_MINUS_WRONG)),
        shuffle=document.get("shuffle", True),
        numbering=Numbering(document.get("numbering", Numbering.LOWER)),
        **shared,
    )


def _words(said: object) -> tuple[str, str] | None:
    """The author's words for true and false; the schema says nothing of an extension."""
    match said:
        case [str(true), str(false)] if true.strip() and false.strip():
            return true, false
        case _:
            return None


def _true_false(document: Json, shared: dict[str, Any]) -> TrueFalse:
    return TrueFalse(
        answer=document["answer"],
        feedback_true=_content(document.get("feedback_true")),
        feedback_false=_content(document.get("feedback_false")),
        words=_words(document.get(WORDS)),
        **shared,
    )


def _short_text(document: Json, shared: dict[str, Any]) -> ShortText:
    return ShortText(
        answers=_text_answers(document),
        case_sensitive=document.get("case_sensitive", False),
        **shared,
    )


def _numeric(document: Json, shared: dict[str, Any]) -> Numeric:
    return Numeric(answers=_numeric_answers(document), unit=document.get("unit", ""), **shared)


def _matching(document: Json, shared: dict[str, Any]) -> Matching:
    return Matching(
        pairs=tuple(
            Pair(_some_content(pair["left"]), _some_content(pair["right"]))
            for pair in document["pairs"]
        ),
        distractors=_contents(document.get("distractors", [])),
        shuffle=document.get("shuffle", True),
        **shared,
    )


def _ordering(document: Json, shared: dict[str, Any]) -> Ordering:
    return Ordering(items=_contents(document["items"]), **shared)


def _cloze(document: Json, shared: dict[str, Any]) -> Cloze:
    stem = shared["stem"].source
    written = sorted(document["gaps"].items(), key=lambda gap: stem.find(f"{{{{{gap[0]}}}}}"))
    gaps = tuple(_gap(gap_id, gap) for gap_id, gap in written)
    points = shared.pop("points", None)
    if points is None:
        points = sum((gap.points for gap in gaps), ZERO)
    return Cloze(gaps=gaps, points=points, **shared)


def _essay(document: Json, shared: dict[str, Any]) -> Essay:
    return Essay(
        model_answer=_content(document.get("model_answer")),
        rubric=_content(document.get("rubric")),
        **shared,
    )


def _info(document: Json, shared: dict[str, Any]) -> Info:
    return Info(**shared)


_READERS: Mapping[str, Callable[[Json, dict[str, Any]], Question]] = {
    "choice": _choice,
    "true-false": _true_false,
    "short-text": _short_text,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "cloze": _cloze,
    "essay": _essay,
    "info": _info,
}


def _gap(gap_id: str, document: Json) -> Gap:
    points = _number(document, "points", ONE)
    if document["kind"] == "numeric":
        return NumericGap(id=gap_id, answers=_numeric_answers(document), points=points)
    if document["kind"] == "choice":
        return ChoiceGap(id=gap_id, options=_options(document), points=points)
    return TextGap(
        id=gap_id,
        answers=_text_answers(document),
        case_sensitive=document.get("case_sensitive", False),
        points=points,
    )


def _options(document: Json) -> tuple[Option, ...]:
    return tuple(
        Option(
            id=option["id"],
            content=_some_content(option["content"]),
            role=Role(option["role"]),
            weight=_number(option, "weight", None),
            fixed=option.get("fixed", False),
            feedback=_content(option.get("feedback")),
        )
        for option in document["options"]
    )


def _text_answers(document: Json) -> tuple[TextAnswer, ...]:
    return tuple(
        TextAnswer(
            text=answer["text"],
            weight=_number(answer, "weight", ONE),
            feedback=_content(answer.get("feedback")),
        )
        for answer in document["answers"]
    )


def _numeric_answers(document: Json) -> tuple[NumericAnswer, ...]:
    return tuple(
        NumericAnswer(
            value=_number(answer, "value", None),
            tolerance=_number(answer, "tolerance", ZERO),
            min=_number(answer, "min", None),
            max=_number(answer, "max", None),
            weight=_number(answer, "weight", ONE),
            feedback=_content(answer.get("feedback")),
        )
        for answer in document["answers"]
    )
