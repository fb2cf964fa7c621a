"""GIFT exports, as the parser gift-pegjs and our own reading of Moodle's see them."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.oracles import gift
from tests.oracles.moodle_engine import MoodleQuestion, NumberAnswer
from tests.shared import ROOT

from .node import run_judge

EXPORTS = sorted((ROOT / "exports").glob("*.gift"))

# What the parser calls each kind. It knows no ordering, and takes one for a single long answer.
TYPES = {
    "info": "Description",
    "choice-single": "MC",
    "choice-multiple": "MC",
    "true-false": "TF",
    "short-text": "Short",
    "numeric": "Numerical",
    "matching": "Matching",
    "essay": "Essay",
    "ordering": "Short",
}

# The parser takes no bare colon anywhere; Moodle wants one escaped in titles only.


@cache
def parsed() -> dict[str, dict[str, Any]]:
    """What the parser says of each export, by file name."""
    result: dict[str, dict[str, Any]] = json.loads(
        run_judge("gift-pegjs", "parse_gift.cjs", *map(str, EXPORTS))
    )
    return result


@pytest.mark.parametrize(
    "path",
    [pytest.param(p, id=p.stem) for p in EXPORTS],
)
def test_the_parser_reads_what_moodle_reads(path: Path) -> None:
    result = parsed()[path.name]
    assert "error" not in result, result["error"]
    found = [q for q in result["questions"] if q["type"] != "Category"]
    bank = gift.read(path.read_bytes())
    assert len(found) == len(bank)
    for theirs, ours in zip(found, bank, strict=True):
        assert theirs["title"] == ours.name
        assert theirs["type"] == TYPES[ours.kind], ours.name
        assert shape(theirs["stem"]["text"]) == shape(ours.stem), ours.name
        assert answers(theirs) == expected(ours), ours.name


def shape(text: str) -> str:
    """Text whose runs of white space count as one space."""
    return re.sub(r"\s+", " ", text).strip()


def answers(question: dict[str, Any]) -> list[object]:
    """Texts, weights in percent, and feedback of a question as the parser gives them."""
    match question["type"]:
        case "MC" | "Short":
            return [(shape(c["text"]["text"]), weight(c), told(c)) for c in question["choices"]]
        case "Numerical":
            return [(*number(c["text"]), weight(c), told(c)) for c in question["choices"]]
        case "TF":
            feedback = (question["trueFeedback"], question["falseFeedback"])
            return [question["isTrue"], *(shape(f["text"]) if f else "" for f in feedback)]
        case "Matching":
            pairs = question["matchPairs"]
            return [(shape(p["subquestion"]["text"]), shape(p["subanswer"])) for p in pairs]
    return []


def weight(choice: dict[str, Any]) -> float:
    """The weight in percent: 100 or 0 where none is written."""
    written = choice["weight"]
    return round(float(written if written is not None else 100 * choice["isCorrect"]), 3)


def told(choice: dict[str, Any]) -> str:
    return shape(choice["feedback"]["text"]) if choice["feedback"] else ""


def number(text: dict[str, Any]) -> tuple[float | None, float]:
    """Value and tolerance; no value where any number will do."""
    if "number" not in text:
        assert text["text"] == "*", text
        return None, 0.0
    return float(text["number"]), float(text.get("range", 0))


def expected(question: MoodleQuestion) -> list[object]:
    """The same from Moodle's reading."""
    rows: list[object] = []
    match question.kind:
        case "choice-single" | "choice-multiple" | "short-text" | "numeric":
            for option in question.options:
                percent = round(100 * option.fraction, 3)
                first: tuple[object, ...] = (shape(option.text),)
                if isinstance(option, NumberAnswer):
                    first = (option.value, option.tolerance)
                rows.append((*first, percent, shape(option.feedback)))
        case "true-false":
            key = bool(question.options[0].fraction)
            right, wrong = question.options if key else reversed(question.options)
            # GIFT puts the feedback for the wrong response first.
            rows = [key, shape(wrong.feedback), shape(right.feedback)]
        case "matching":
            rights = [shape(right) for right in question.rights]
            pairs = zip(question.lefts, question.right_answers, strict=True)
            rows = [(shape(left), rights[partner]) for left, partner in pairs]
            unused = set(range(len(rights))) - set(question.right_answers)
            rows += [("", rights[n]) for n in sorted(unused)]
        case "ordering":
            settings = f">{len(question.items)} ALL VERTICAL ALL_OR_NOTHING SHOW none"
            rows = [(shape(" ".join([settings, *question.items])), 100, "")]
    return rows
