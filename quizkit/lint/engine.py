"""Runs the rules over a reading."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.rule import Rule, all_rules, find_rule
from quizkit.reading import Reading


def check(
    reading: Reading, *, select: Collection[str] = (), ignore: Collection[str] = ()
) -> list[Diagnostic]:
    """All findings in the order of the text: those of reading, and those of the rules.

    ``select`` and ``ignore`` hold codes, beginnings of codes such as ``QK2``, names, or
    ``all``; without ``select`` every rule runs.
    """
    rules = [rule for rule in all_rules() if _wanted(rule, select, ignore)]
    codes = {rule.code for rule in rules}
    found = [d for d in reading.all_diagnostics if d.code in codes]
    broken = {d.span.line for d in found if d.severity is Severity.ERROR}
    found += _run(reading, [rule for rule in rules if not rule.emitted])
    found = [d for d in found if d.code != "QK108" or d.span.line not in broken]
    placed = [replace(d, path=reading.path) for d in found]
    return sorted(placed, key=lambda d: d.sort_key)


def blocking(reading: Reading) -> dict[int, list[Diagnostic]]:
    """The errors that keep questions out of an export, by the question's number."""
    rules = [r for r in all_rules() if r.severity is Severity.ERROR and not r.emitted]
    by_number: dict[int, list[Diagnostic]] = {}
    for question in reading.questions:
        errors = [d for d in question.diagnostics if d.severity is Severity.ERROR]
        for rule in rules:
            errors += rule.check_question(question, reading)
        if errors:
            by_number[question.number] = [replace(d, path=reading.path) for d in errors]
    return by_number


def check_names(names: Iterable[str]) -> None:
    """Raise UnknownName for a name that selects no rule."""
    for name in names:
        if name != "all" and not any(rule.code.startswith(name.upper()) for rule in all_rules()):
            find_rule(name)


def _run(reading: Reading, rules: list[Rule]) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for rule in rules:
        found += rule.check_file(reading)
    for question in reading.questions:
        for rule in rules:
            found += rule.check_question(question, reading)
    return found


def _wanted(rule: Rule, select: Collection[str], ignore: Collection[str]) -> bool:
    chosen = not select or any(_names(rule, name) for name in select)
    return chosen and not any(_names(rule, name) for name in ignore)


def _names(rule: Rule, name: str) -> bool:
    return name == "all" or name == rule.name or rule.code.startswith(name.upper())
