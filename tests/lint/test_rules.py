"""Every rule's own examples: the bad one raises its code, the good one is clean."""

from __future__ import annotations

import pytest

from quizkit.lint.engine import check
from quizkit.lint.rule import Rule, all_rules
from quizkit.markdown.reader import read_markdown

OUTSIDE = {"QK001", "QK002", "QK003", "QK004", "QK005", "QK501", "QK502"}
"""Found by the decoder or on disk, not in a text."""
TEXT_RULES = [rule for rule in all_rules() if rule.code not in OUTSIDE]


def codes(text: str) -> list[str]:
    return [d.code for d in check(read_markdown(text, path="quiz.md"))]


@pytest.mark.parametrize("rule", TEXT_RULES, ids=lambda rule: rule.code)
def test_bad_example_raises_the_code(rule: Rule) -> None:
    assert rule.code in codes(rule.bad)


@pytest.mark.parametrize("rule", TEXT_RULES, ids=lambda rule: rule.code)
def test_good_example_is_clean_of_it(rule: Rule) -> None:
    assert rule.code not in codes(rule.good)


def test_every_rule_explains_itself() -> None:
    for rule in all_rules():
        assert len(rule.explanation) > 40, rule.code
        assert rule.bad and rule.good, rule.code
