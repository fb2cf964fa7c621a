"""Every rule's own examples: the bad one raises its code, the good one is clean."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizkit.decode import decode
from quizkit.diagnostics import Diagnostic
from quizkit.lint.docs import pages
from quizkit.lint.engine import check
from quizkit.lint.rule import Rule, all_rules, examples
from quizkit.lint.written import Written
from quizkit.markdown.reader import read_markdown
from quizkit.reading import Reading

DOCS = Path(__file__).parents[2] / "docs" / "rules"
NOT_A_TEXT = {"QK003", "QK501", "QK502", "QK504"}
"""Found in bytes or on disk: see test_decode.py and the tests of the command line."""


def lint(text: str, rule: Rule | None = None) -> list[Diagnostic]:
    """What lint says of a text that comes from a file; a rule that is off by default is on."""
    decoded = decode(text.encode(), path="quiz.md")
    reading: Reading = read_markdown(decoded.text, path="quiz.md")
    found = (*decoded.diagnostics, *reading.diagnostics)
    names = [other.code for other in all_rules() if other.default or other is rule]
    targets = (rule.target,) if rule is not None and rule.target else ()
    return check(reading._replace(diagnostics=found), select=names, targets=targets)


def codes(text: str, rule: Rule | None = None) -> list[str]:
    return [found.code for found in lint(text, rule)]


def cases(field: str) -> list[object]:
    return [
        pytest.param(rule, text, id=f"{rule.code}-{number}")
        for rule in all_rules()
        if rule.code not in NOT_A_TEXT
        for number, text in enumerate(examples(getattr(rule, field)), 1)
    ]


@pytest.mark.parametrize(("rule", "text"), cases("bad"))
def test_bad_example_raises_its_code_and_no_other(rule: Rule, text: str) -> None:
    found = codes(text, rule)
    assert rule.code in found
    # Damage may leave no question behind; that is not what the example is about.
    if rule.target:  # a target may lose more than the rule is about
        found = [code for code in found if code == rule.code or code < "QK6"]
    assert set(found) - {"QK101"} <= {rule.code}


@pytest.mark.parametrize(("rule", "text"), cases("good"))
def test_good_example_is_clean(rule: Rule, text: str) -> None:
    assert set(codes(text, rule)) <= ({"QK101"} if rule.code < "QK003" else set())


@pytest.mark.parametrize(("rule", "text"), cases("bad"))
def test_fix_mends_what_was_found(rule: Rule, text: str) -> None:
    found = [f for f in lint(text, rule) if f.code == rule.code and f.fix and f.fix.edits]
    if not found:
        assert not rule.fixed
        pytest.skip("no edits")
    written = Written(text)
    written.apply(found)
    mended = written.raw
    assert rule.code not in codes(mended, rule)
    if rule.fixed:
        assert mended in examples(rule.fixed)


def test_every_rule_explains_itself() -> None:
    for rule in all_rules():
        assert len(rule.explanation) > 40, rule.code
        assert rule.bad and rule.good, rule.code
        assert rule.name == rule.name.lower() and " " not in rule.name


def test_names_and_codes_are_unique() -> None:
    rules = all_rules()
    assert len({rule.name for rule in rules}) == len({rule.code for rule in rules}) == len(rules)


def test_pages_of_the_rules_are_up_to_date(update_exports: bool) -> None:
    made = pages()
    if update_exports:
        DOCS.mkdir(parents=True, exist_ok=True)
        for old in DOCS.glob("*.md"):
            old.unlink()
        for name, text in made.items():
            (DOCS / name).write_text(text, encoding="utf-8")
    there = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
    assert there == made
