"""Runs the rules over a reading: selection, one finding for one cause, suppression."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import cache

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule, all_rules, find_rule, rules_by_code
from quizkit.lint.suppress import Suppressions
from quizkit.reading import QuestionReading, Reading

_WEIGHT = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.INFO: 0}


def check(
    reading: Reading, *, select: Collection[str] = (), ignore: Collection[str] = ()
) -> list[Diagnostic]:
    """All findings in the order of the text: those of reading, and those of the rules.

    ``select`` and ``ignore`` hold codes, beginnings of codes such as ``QK2``, names, or
    ``all``; the more exact of two wins. Without ``select`` the rules run that are on by
    default. Findings that another one explains, or that a comment in the source suppresses,
    are left out; a comment that suppresses nothing is a finding.
    """
    doc = Document(reading)
    wanted = {rule.code for rule in all_rules() if _wanted(rule, select, ignore)}
    emitted = [named for d in reading.all_diagnostics if (named := _named(d)).code in wanted]
    rules = [rule for rule in all_rules() if rule.code in wanted and not rule.emitted]
    found = _without_echoes([*emitted, *_run(doc, rules)], doc)
    suppressions = Suppressions(doc)
    if suppressions:
        found = suppressions.apply(found)
        if "QK010" in wanted:
            found += suppressions.unused(wanted, rules_by_code()["QK010"])
    return sorted((replace(d, path=reading.path) for d in found), key=lambda d: d.sort_key)


def blocking(reading: Reading) -> dict[int, list[Diagnostic]]:
    """The errors that keep questions out of an export, by the question's number.

    Only rules of level error run. A suppressed one does not block, unless no target could
    hold the question. Errors that stand in the file itself are not in here.
    """
    doc = Document(reading)
    found: list[Diagnostic] = []
    for question in reading.questions:
        for d in question.diagnostics:
            if d.severity is Severity.ERROR:
                found.append(replace(_named(d), question_id=question.question.id))
    rules = [r for r in all_rules() if r.severity is Severity.ERROR and not r.emitted]
    found += (d for d in _run(doc, rules) if d.severity is Severity.ERROR)
    suppressions = Suppressions(doc)
    if suppressions:
        vital = [d for d in found if rules_by_code()[d.code].vital]
        rest = [d for d in found if not rules_by_code()[d.code].vital]
        found = [*vital, *suppressions.apply(rest)]
    by_number: dict[int, list[Diagnostic]] = {}
    for d in sorted(found, key=lambda d: d.sort_key):
        number = _question_at(doc, d.span.line)
        if number:
            by_number.setdefault(number, []).append(replace(d, path=reading.path))
    return by_number


def check_names(names: Iterable[str]) -> None:
    """Raise UnknownName for a name that selects no rule."""
    for name in names:
        if not any(_match(rule, name) >= 0 for rule in all_rules()):
            find_rule(name)


def _named(diagnostic: Diagnostic) -> Diagnostic:
    """A finding of the decoder or reader with its rule's name."""
    rule = rules_by_code().get(diagnostic.code)
    if rule is None or diagnostic.name:
        return diagnostic
    return replace(diagnostic, name=rule.name)


def _run(doc: Document, rules: list[Rule]) -> Iterator[Diagnostic]:
    for rule in rules:
        if _overrides(rule, "check"):
            yield from rule.check(doc)
    by_type: dict[type, list[Callable[[QuestionReading, Document], Iterator[Diagnostic]]]] = {}
    for question in doc.questions:
        kind = type(question.question)
        checks = by_type.get(kind)
        if checks is None:
            checks = by_type[kind] = [
                rule.check_question
                for rule in rules
                if _overrides(rule, "check_question") and (not rule.types or kind in rule.types)
            ]
        for check_question in checks:
            yield from check_question(question, doc)


def _overrides(rule: Rule, method: str) -> bool:
    return getattr(type(rule), method) is not getattr(Rule, method)


def _wanted(rule: Rule, select: Collection[str], ignore: Collection[str]) -> bool:
    unnamed = 0 if rule.default and not select else -1
    chosen = max((_match(rule, name) for name in select), default=unnamed)
    refused = max((_match(rule, name) for name in ignore), default=-1)
    return chosen >= 0 and (refused < 0 or (bool(select) and chosen > refused))


@cache
def _match(rule: Rule, name: str) -> int:
    """How exactly a name means a rule: -1 not at all, 0 as one of all, 9 by its own name."""
    if name.lower() == "all":
        return 0
    if name.lower() == rule.name:
        return 9
    upper = name.upper()
    if len(upper) > 1 and upper.startswith("QK"[: len(upper)]) and rule.code.startswith(upper):
        return len(upper)
    return -1


def _without_echoes(found: list[Diagnostic], doc: Document) -> list[Diagnostic]:
    """Findings without those that another in the same question explains."""
    rules = rules_by_code()
    loud: dict[int, list[Diagnostic]] = {}
    for d in found:
        if d.code in rules and rules[d.code].silences:
            loud.setdefault(_question_at(doc, d.span.line), []).append(d)
    if not loud:
        return found
    return [
        d
        for d in found
        if not any(
            _WEIGHT[other.severity] >= _WEIGHT[d.severity]
            and other.code != d.code
            and d.code.startswith(rules[other.code].silences)
            for other in loud.get(_question_at(doc, d.span.line), ())
        )
    ]


def _question_at(doc: Document, line: int) -> int:
    """The number of the question that a line belongs to; 0 before the first."""
    return bisect_right(doc.starts, line)
