"""Code frames: the caret stands under its place whatever stands before it."""

from __future__ import annotations

import pytest
from wcwidth import wcswidth

from quizkit.cli.frame import frame
from quizkit.diagnostics import Diagnostic, Severity, Span
from quizkit.lint.reports import concise, json, text


def found(column: int, end: int = 0, line: int = 1) -> Diagnostic:
    return Diagnostic(
        code="QK201",
        name="no-key",
        severity=Severity.ERROR,
        message="no correct answer",
        hint="mark one with ✅",
        path="quiz.md",
        span=Span(line, column, line, end or column),
    )


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("- ✅ Dropout", "Dropout"),
        ("- ⚠️ Dropout", "Dropout"),
        ("- ❌ 数据集 Dropout", "Dropout"),
        ("- ❌ 下列说法正确的是", "正确"),
        ("- cafe\u0301 Dropout", "Dropout"),
        ("- 한국어 Dropout", "Dropout"),
        ("- ما هي Dropout", "Dropout"),
        ("- क्षत्रिय Dropout", "Dropout"),
        ("\t- Dropout", "Dropout"),
        ("Dropout", "Dropout"),
        ("x" * 300 + " Dropout", "Dropout"),
    ],
)
def test_carets_stand_under_their_place(line: str, place: str) -> None:
    start = line.index(place)
    shown, carets = frame(found(start + 1, start + 1 + len(place)), line).split("\n")
    first = carets.index("^")
    assert carets.count("^") == wcswidth(place)
    assert wcswidth(shown[: shown.index(place)]) == first


def test_a_column_beyond_the_line_is_no_error() -> None:
    assert "^" in frame(found(80), "short")
    assert "^" in frame(found(1), "")


def test_reports() -> None:
    problem = found(3, 6)
    assert list(concise.report([problem], str)) == ["quiz.md:1:3: QK201 no correct answer"]
    lines = list(text.report([problem], lambda _: "  1 | line"))
    assert lines[0] == "quiz.md:1:3: QK201 error: no correct answer [no-key]"
    assert lines[1:3] == ["  1 | line", "  help: mark one with ✅"]
    assert '"code": "QK201"' in "".join(json.report([problem], str))
