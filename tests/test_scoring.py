"""The rules of scoring that no policy's name says."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from quizkit.api import read_text
from quizkit.model import Choice, Cloze
from quizkit.scoring import option_weights, score


def weights(options: str, instruction: str) -> list[F]:
    lines = "\n".join(f"- {option}" for option in options.split("; "))
    (question,) = read_text(f"## Q\n\nWhich? {instruction}\n\n{lines}\n").quiz.questions
    assert isinstance(question, Choice)
    return list(option_weights(question))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("✅ a; ❌ b {weight=50%}; ❌ c", [1, F(1, 2), 0]),
        ("✅ a; ❌ b {weight=-50%}; ❌ c", [1, F(-1, 2), 0]),
        ("✅ a {weight=75%}; ❌ b {weight=25%}", [F(3, 4), F(1, 4)]),
    ],
)
def test_credit_for_a_near_miss_takes_nothing_from_the_one_key(
    options: str, expected: list[F]
) -> None:
    assert weights(options, "Choose one.") == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("✅ a {weight=50%}; ✅ b; ✅ c; ❌ d", [F(1, 2), F(1, 4), F(1, 4), 0]),
        ("✅ a {weight=100%}; ✅ b; ❌ d {weight=-1/3}", [1, 0, F(-1, 3)]),
    ],
)
def test_keys_of_several_share_what_is_missing(options: str, expected: list[F]) -> None:
    assert weights(options, "Choose all that apply.") == expected


def test_near_miss_in_a_drop_down() -> None:
    (question,) = read_text("## Q\n\nIt is {✅ Paris | ❌ Lyon 50% | ❌ Rome}.\n").quiz.questions
    assert isinstance(question, Cloze)
    (gap,) = question.gaps
    assert [score(question, {gap.id: o.id}) for o in gap.options] == [1, F(1, 2), 0]  # type: ignore[union-attr]
