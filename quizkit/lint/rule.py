"""What a rule is, and how the rules are found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from quizkit.diagnostics import Diagnostic, Fix, Severity, Span
from quizkit.errors import UnknownName, nearest

if TYPE_CHECKING:
    from quizkit.lint.bank import Bank, Place
    from quizkit.lint.document import Document, Found
    from quizkit.lint.summary import Summary
    from quizkit.reading import QuestionReading

Examples = str | tuple[str, ...]


class Rule:
    """One rule: its explanation, examples and check stand together in one file.

    ``emitted`` marks rules whose findings the decoder, the reader or the engine makes on its
    way; they have no check of their own. ``types`` are the question classes that a rule looks
    at, all without them. ``silences`` are beginnings of codes whose findings in the same
    question this one explains; a warning never silences an error. ``vital`` errors keep a
    question out of an export even where an author suppresses them, for no target can hold it.
    ``whole`` rules look at more than one question at a time; an editor runs them when the
    author pauses.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    explanation: ClassVar[str]
    bad: ClassVar[Examples]
    good: ClassVar[Examples]
    fixed: ClassVar[Examples] = ()
    default: ClassVar[bool] = True
    languages: ClassVar[tuple[str, ...]] = ()
    emitted: ClassVar[bool] = False
    target: ClassVar[str] = ""
    """Where a target must be named for the rule to find anything: one that shows the examples."""
    vital: ClassVar[bool] = False
    whole: ClassVar[bool] = False
    options: ClassVar[tuple[tuple[str, float], ...]] = ()
    """The numbers that the settings may change, with what they are otherwise."""
    types: ClassVar[tuple[type, ...]] = ()
    signs: ClassVar[tuple[str, ...]] = ()
    """Strings of which a source holds one wherever the rule finds something in a question."""
    silences: ClassVar[tuple[str, ...]] = ()

    def check(self, doc: Document) -> Iterator[Diagnostic]:
        """Findings in the file as a whole."""
        yield from ()

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:
        """Findings in one question, of a type that the rule looks at."""
        yield from ()

    def fix_for(self, found: Diagnostic, doc: Document) -> Fix | None:
        """The fix of an emitted finding, where its emitter left that to the rule."""
        return None

    def option(self, name: str, doc: Document) -> float:
        """A number that the settings may change."""
        return doc.options.get((self.code, name), dict(self.options)[name])

    def gather(self, found: list[Diagnostic], doc: Document) -> list[Diagnostic]:
        """What is told of the findings that were emitted: all of them, unless a rule overrides."""
        return found

    def check_bank(self, bank: Bank) -> Iterator[Diagnostic]:
        """Findings that only several files together show; each bears the path of its file."""
        yield from ()

    def finding(
        self,
        message: str,
        span: Span,
        *,
        hint: str = "",
        question: QuestionReading | None = None,
        fix: Fix | None = None,
        severity: Severity | None = None,
    ) -> Diagnostic:
        """A diagnostic of this rule."""
        return Diagnostic(
            code=self.code,
            name=self.name,
            severity=severity or self.severity,
            message=message,
            span=span,
            hint=hint,
            fix=fix,
            question_id=question.question.id if question else None,
        )

    def at(
        self,
        question: QuestionReading,
        path: tuple[str | int, ...],
        message: str,
        *,
        hint: str = "",
        fix: Fix | None = None,
        severity: Severity | None = None,
    ) -> Diagnostic:
        """A diagnostic at a part of a question, which the message names first."""
        return self.finding(
            f"{question.place(*path)}: {message}",
            question.where(*path),
            hint=hint,
            question=question,
            fix=fix,
            severity=severity,
        )

    def on(
        self,
        found: Found,
        doc: Document,
        message: str,
        *,
        hint: str = "",
        fix: Fix | None = None,
        severity: Severity | None = None,
    ) -> Diagnostic:
        """A diagnostic at a match in a piece of content."""
        return self.finding(
            f"{found.question.place(*found.part.path)}: {message}",
            doc.place_of(found),
            hint=hint,
            question=found.question,
            fix=fix,
            severity=severity,
        )

    def across(
        self, place: Place, message: str, *, hint: str = "", severity: Severity | None = None
    ) -> Diagnostic:
        """A diagnostic at a question of one of several files."""
        asked = place.asked
        found = self.finding(
            f"{asked.place}: {message}", Span.at(asked.line), hint=hint, severity=severity
        )
        return replace(found, path=place.path, question_id=asked.id or None)

    def of_bank(self, files: Sequence[Summary], message: str, hint: str) -> Diagnostic:
        """A diagnostic of several files together, which stands at the first of them."""
        found = self.finding(f"in {len(files)} files together: {message}", Span.at(1), hint=hint)
        return replace(found, path=files[0].path)


def examples(written: Examples) -> tuple[str, ...]:
    """One example or several as a tuple."""
    return (written,) if isinstance(written, str) else written


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code; loads all their modules."""
    folder = Path(__file__).parent
    found: dict[str, Rule] = {}
    for file in folder.glob("rules/*/*.py"):
        name = ".".join(file.relative_to(folder).with_suffix("").parts)
        for value in vars(import_module(f"quizkit.lint.{name}")).values():
            if isinstance(value, type) and issubclass(value, Rule) and value is not Rule:
                found[value.code] = value()
    return tuple(found[code] for code in sorted(found))


@cache
def rules_by_code() -> dict[str, Rule]:
    """The rules by their codes."""
    return {rule.code: rule for rule in all_rules()}


def find_rule(name: str) -> Rule:
    """A rule by its code or name; raises UnknownName."""
    for rule in all_rules():
        if name.upper() == rule.code or name.lower() == rule.name:
            return rule
    known = tuple(text for rule in all_rules() for text in (rule.code, rule.name))
    raise UnknownRule("rule", name, known)


class UnknownRule(UnknownName):
    """A name that no rule has; there are too many to list them."""

    def __str__(self) -> str:
        is_code = self.name[:2].upper() == "QK"
        for written in () if is_code else (self.name, self.name.upper(), self.name.lower()):
            guess = nearest(written, self.known)
            if guess is not None:
                return f'unknown rule "{self.name}"; did you mean "{guess}"?'
        return f'unknown rule "{self.name}"; quizkit rules lists them all'
