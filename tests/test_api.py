"""What other programs use."""

from __future__ import annotations

from pathlib import Path

import pytest

import quizkit

QUIZ = "# Numbers\n\n## Even\n\nWhich is even?\n\n- ✅ 2\n- ❌ 3\n"
BROKEN = QUIZ + "\n## Odd\n\nWhich is odd?\n\n- ❌ 2\n- ❌ 4\n"


def test_every_public_name_is_there() -> None:
    for name in quizkit.__all__:
        assert getattr(quizkit, name) is not None
    assert set(quizkit.__all__) <= set(dir(quizkit))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = quizkit.nothing


def test_read_lint_score_export(tmp_path: Path) -> None:
    path = tmp_path / "numbers.md"
    path.write_text(QUIZ, encoding="utf-8")
    reading = quizkit.read(path)
    assert quizkit.lint(reading) == quizkit.lint(path) == []
    (question,) = reading.quiz.questions
    assert quizkit.score(question, ["a"]) == 1
    result = quizkit.export(reading, "json")
    assert list(result.files) == ["numbers.quiz.json"]
    assert result.losses == ()
    assert list(quizkit.export(reading.quiz, "gift", name="x").files) == ["x.gift"]


def test_lint_stays_callable_beside_its_package() -> None:
    import quizkit.lint.engine

    assert [found.code for found in quizkit.lint(quizkit.read_text(BROKEN))] == ["QK201"]
    assert quizkit.lint(quizkit.read_text(BROKEN), ignore=["no-key"]) == []
    assert quizkit.lint.engine.check is not None


def test_broken_question_of_a_reading_is_left_out() -> None:
    reading = quizkit.read_text(BROKEN, path="q.md")
    assert b"Odd" not in quizkit.export(reading, "gift").files["q.gift"]


def test_errors_are_of_one_family(tmp_path: Path) -> None:
    with pytest.raises(quizkit.QuizkitError, match="did you mean"):
        quizkit.export(quizkit.read_text(QUIZ), "gfit")
    with pytest.raises(quizkit.QuizkitError, match="no such file"):
        quizkit.read(tmp_path / "none.md")
    with pytest.raises(quizkit.QuizkitError, match="name one file"):
        (tmp_path / "q.md").write_text(QUIZ, encoding="utf-8")
        quizkit.read(tmp_path)
