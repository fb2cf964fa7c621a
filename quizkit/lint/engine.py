"""Runs the rules over a reading: selection, one finding for one cause, suppression."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from quizkit.diagnostics import Diagnostic, Severity, Span
from quizkit.lint.bank import Bank
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule, all_rules, find_rule, rules_by_code
from quizkit.lint.summary import Summary
from quizkit.lint.suppress import Suppressions
from quizkit.reading import QuestionReading, Reading

_WEIGHT = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.INFO: 0}


def check(
    reading: Reading,
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    targets: Sequence[str] = (),
) -> list[Diagnostic]:
    """All findings in the order of the text: those of reading, and those of the rules.

    ``select`` and ``ignore`` hold codes, beginnings of codes such as ``QK2``, names, or
    ``all``; the more exact of two wins. Without ``select`` the rules run that are on by
    default. ``targets`` adds what exports to them would lose. Findings that another one explains, or that a comment in the source suppresses,
    are left out; a comment that suppresses nothing is a finding.
    """
    return check_document(Document(reading), select=select, ignore=ignore, targets=targets)


def check_document(
    doc: Document,
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    targets: Sequence[str] = (),
) -> list[Diagnostic]:
    """As :func:`check`, given what rules look at."""
    wanted = wanted_codes(tuple(select), tuple(ignore))
    emitted = _emitted(doc, wanted)
    rules = [rule for rule in all_rules() if rule.code in wanted and not rule.emitted]
    found = _without_echoes([*emitted, *_run(doc, rules)], doc)
    if targets:
        from quizkit.lint.targets import target_findings

        found += (d for d in target_findings(doc, targets) if d.code in wanted)
    found = [_with_fix(d, doc) for d in found]
    suppressions = Suppressions(doc)
    if suppressions:
        found = suppressions.apply(found)
        if "QK010" in wanted:
            found += suppressions.unused(wanted, rules_by_code()["QK010"])
    return _placed(found, doc)


def _emitted(doc: Document, wanted: Collection[str]) -> list[Diagnostic]:
    """What decoder and reader found, as far as it is wanted and its rules tell it."""
    by_code: dict[str, list[Diagnostic]] = {}
    for diagnostic in doc.reading.all_diagnostics:
        if diagnostic.code in wanted:
            by_code.setdefault(diagnostic.code, []).append(_named(diagnostic))
    rules = rules_by_code()
    return [d for code, found in by_code.items() for d in rules[code].gather(found, doc)]


def check_one(
    doc: Document,
    question: QuestionReading,
    found: Iterable[Diagnostic] = (),
    *,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
) -> list[Diagnostic]:
    """The findings in one question of a document, as :func:`check_document` would have them.

    ``found`` is what was noted of its text beside it. Left out is what only a look at several
    questions shows, and what targets lose.
    """
    wanted = wanted_codes(tuple(select), tuple(ignore))
    part = doc.of_one(question)
    rules = [r for r in all_rules() if r.code in wanted and not r.emitted and not r.whole]
    by_code = rules_by_code()
    noted = (*question.diagnostics, *found)
    emitted = [_named(d) for d in noted if d.code in wanted and not by_code[d.code].whole]
    told = _without_echoes([*emitted, *_run(part, rules, (question,))], doc)
    told = [_with_fix(d, doc) for d in told]
    suppressions = Suppressions(doc)
    if suppressions:
        told = suppressions.apply(told)
    return _placed(told, doc)


def _placed(found: Iterable[Diagnostic], doc: Document) -> list[Diagnostic]:
    """Findings in the order of the text, each once, with its path, at a place that exists.

    What a foreign syntax hides from a reader, tabs or what a block is indented by, may have
    put a place beyond the end of its line.
    """
    path = doc.reading.path
    told = (replace(d, path=path, span=_within(d.span, doc)) for d in found)
    return sorted(dict.fromkeys(told), key=lambda d: d.sort_key)


def _within(span: Span, doc: Document) -> Span:
    last = len(doc.lines)
    line, end_line = min(span.line, last), min(span.end_line, last)
    column = min(span.column, len(doc.line(line)) + 1)
    end_column = min(span.end_column, len(doc.line(end_line)) + 1)
    if (line, column, end_line, end_column) == (
        span.line, span.column, span.end_line, span.end_column,
    ):  # fmt: skip
        return span
    end = max((end_line, end_column), (line, column))
    return Span(line, column, *end)


def check_bank(
    files: Sequence[Summary], *, select: Collection[str] = (), ignore: Collection[str] = ()
) -> list[Diagnostic]:
    """What several files together show, beside what each shows alone; see :func:`check`."""
    if len(files) < 2:
        return []
    found: list[Diagnostic] = []
    bank = Bank(files)
    for rule in all_rules():
        if _overrides(rule, "check_bank") and _wanted(rule, select, ignore):
            found += rule.check_bank(bank)
    return sorted(found, key=lambda d: d.sort_key)


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


@cache
def wanted_codes(select: tuple[str, ...], ignore: tuple[str, ...]) -> frozenset[str]:
    """The codes of the rules that ``select`` and ``ignore`` leave; see :func:`check`."""
    return frozenset(rule.code for rule in all_rules() if _wanted(rule, select, ignore))


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


def _with_fix(diagnostic: Diagnostic, doc: Document) -> Diagnostic:
    """An emitted finding with the fix that its rule has for it."""
    if diagnostic.fix is not None or doc.is_json:
        return diagnostic
    rule = rules_by_code().get(diagnostic.code)
    if rule is None or not _overrides(rule, "fix_for"):
        return diagnostic
    return replace(diagnostic, fix=rule.fix_for(diagnostic, doc))


def _run(
    doc: Document, rules: list[Rule], questions: Sequence[QuestionReading] | None = None
) -> Iterator[Diagnostic]:
    for rule in rules:
        if _overrides(rule, "check"):
            yield from rule.check(doc)
    by_type: dict[type, list[Callable[[QuestionReading, Document], Iterator[Diagnostic]]]] = {}
    for question in doc.questions if questions is None else questions:
        kind = type(question.question)
        checks = by_type.get(kind)
        if checks is None:
            checks = by_type[kind] = [
                rule.check_question
                for rule in rules
                if _overrides(rule, "check_question")
                and (not rule.types or kind in rule.types)
                and (not rule.signs or doc.has(*rule.signs))
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
