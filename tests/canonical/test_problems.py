"""JSON that is no quiz: each problem is one line that names the place as its author would."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from quizkit.canonical import from_document, loads
from quizkit.errors import InvalidDocument


def option(name: str, **changes: object) -> dict[str, object]:
    return {"id": name, "content": {"markdown": name}, "role": "key", **changes}


def choice(**changes: object) -> dict[str, object]:
    whole: dict[str, object] = {
        "id": "q1",
        "type": "choice",
        "title": "Adam",
        "stem": {"markdown": "Which?"},
        "selection": "single",
        "options": [option("a"), option("b", role="distractor")],
    }
    return {**whole, **changes}


def numeric(*answers: dict[str, str]) -> dict[str, object]:
    return {"id": "n", "type": "numeric", "stem": {"markdown": "?"}, "answers": list(answers)}


def problems(document: object) -> list[str]:
    with pytest.raises(InvalidDocument) as caught:
        from_document(document)
    return [str(problem) for problem in caught.value.problems]


def of(*questions: object, **members: object) -> dict[str, Any]:
    return {"format": "quizkit/1", "questions": list(questions), **members}


def asset(**changes: str) -> dict[str, str]:
    data = base64.b64encode(b"x").decode()
    return {"path": "a.png", "media_type": "image/png", "data": data, **changes}


CASES = {
    "no format": ({"questions": []}, 'the quiz: "format" is missing; add it'),
    "no object": ([], "the quiz: [] is not understood here; it must be an object in braces"),
    "other version": (
        {"format": "quizkit/2", "questions": []},
        'format: "quizkit/2" is not understood here; write "quizkit/1"',
    ),
    "misspelt member": (
        of(choice(pionts="2")),
        'question 1 "Adam": "pionts" is unknown here; did you mean "points"?',
    ),
    "misspelt type": (
        of(choice(type="chioce")),
        'question 1 "Adam", type: "chioce" is unknown; did you mean "choice"?',
    ),
    "percentage": (
        of(choice(options=[option("a"), option("b", weight="50%")])),
        'question 1 "Adam", option 2, weight: "50%" is no exact number; '
        'write a number as text: "1", "0.5" or "1/3"',
    ),
    "bare number": (
        of(choice(points=2)),
        'question 1 "Adam", points: 2 must stand in quotes: "2"',
    ),
    "negative points": (
        of(choice(points="-1")),
        'question 1 "Adam", points: "-1" is below 0; write a number as text: "1", "0.5" or "1/3"',
    ),
    "exponent": (
        of(numeric({"value": "1e3"})),
        'question 1 "?", answer 1, value: "1e3" is no exact number; '
        'write a number as text: "1", "0.5" or "1/3"',
    ),
    "zero denominator": (
        of(numeric({"value": "1/0"})),
        'question 1 "?", answer 1, value: "1/0" is no exact number; '
        'write a number as text: "1", "0.5" or "1/3"',
    ),
    "value and range": (
        of(numeric({"value": "1", "min": "0", "max": "2"})),
        'question 1 "?", answer 1: value does not go with min and max; '
        'write "value" and "tolerance", or "min" and "max"',
    ),
    "range upside down": (
        of(numeric({"min": "2", "max": "1"})),
        'question 1 "?", answer 1: min "2" is above max "1"; exchange them',
    ),
    "bare text": (
        of(choice(stem="Which?")),
        'question 1 "Adam", stem: "Which?" is bare text; write {"markdown": "Which?"}',
    ),
    "two languages": (
        of(choice(stem={"markdown": "a", "html": "b"})),
        'question 1 "Adam", stem: content is "markdown" or "html", not both; remove one',
    ),
    "no language": (
        of(choice(stem={})),
        'question 1 "Adam", stem: "markdown" or "html" is missing; write one of them',
    ),
    "no options": (
        of(choice(options=[])),
        'question 1 "Adam", options: it is empty; it needs at least one',
    ),
    "equal question ids": (
        of(choice(), choice(title="Eve")),
        'question 2 "Eve": has the same id "q1" as number 1; each needs its own',
    ),
    "equal option ids": (
        of(choice(options=[option("a"), option("a")])),
        'question 1 "Adam", option 2: has the same id "a" as number 1; each needs its own',
    ),
    "gap without a place": (
        of(
            {
                "id": "c",
                "type": "cloze",
                "stem": {"markdown": "Text"},
                "gaps": {"g1": {"kind": "text", "answers": [{"text": "x"}]}},
            }
        ),
        'question 1 "Text", gap "g1": the stem has no {{g1}}; write it where the gap stands',
    ),
    "unknown member of a pool": (
        of(choice(id="first"), groups=[{"id": "g", "pick": 1, "questions": ["frist"]}]),
        'group 1 "g": no question has the id "frist"; did you mean "first"?',
    ),
    "member twice": (
        of(choice(), groups=[{"id": "g", "pick": 1, "questions": ["q1", "q1"]}]),
        'group 1 "g": question "q1" already stands here; keep it in one place',
    ),
    "more than the pool has": (
        of(choice(), groups=[{"id": "g", "pick": 2, "questions": ["q1"]}]),
        'group 1 "g": it draws 2 questions but has 1; lower pick or add questions',
    ),
    "damaged file": (
        of(assets=[asset(sha256="0" * 64)]),
        'file 1 "a.png", sha256: the data does not have this SHA-256: '
        "the file was damaged or changed",
    ),
    "no base64": (
        of(assets=[asset(data="!")]),
        'file 1 "a.png", data: this is not base64; encode the file\'s bytes again',
    ),
    "half a character": (
        of(choice(title="\ud83d")),
        'question 1 "\ud83d", title: it holds half a character (a lone surrogate); '
        "type the character again",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_problem_names_its_place_and_what_to_do(name: str) -> None:
    document, expected = CASES[name]
    assert problems(document) == [expected]


def test_all_problems_are_told() -> None:
    found = problems(of(choice(pionts="1"), choice(points="x", id="q2")))
    assert [problem.split(":")[0] for problem in found] == [
        'question 1 "Adam"',
        'question 2 "Adam", points',
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a":\n [1,}', "q.json: line 2, column 5: this is not JSON: expecting value"),
        ("", "q.json: line 1, column 1: this is not JSON: expecting value"),
        (
            '{"format": "quizkit/1", "format": "quizkit/1"}',
            'q.json: the JSON text: "format" is written twice in one object; keep one of them',
        ),
        (
            '{"x": NaN}',
            "q.json: the JSON text: NaN is no number in JSON; write a number in digits",
        ),
        ("[" * 100_000, "q.json: the JSON text: it is nested too deeply to be a quiz"),
        (
            '{"x": ' + "9" * 5000 + "}",
            "q.json: the JSON text: it holds a number of thousands of digits",
        ),
    ],
)
def test_malformed_json_is_one_line_with_its_place(text: str, expected: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        loads(text, path="q.json")
    assert str(caught.value) == expected


def test_outside_paths_are_refused() -> None:
    for path in ("/etc/passwd", "C:\\x", "a\\b", ""):
        assert problems(of(assets=[asset(path=path)]))
