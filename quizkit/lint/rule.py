"""What a rule is, and how the rules are found."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import ClassVar

from quizkit.diagnostics import Diagnostic, Severity, Span
from quizkit.errors import UnknownName
from quizkit.reading import QuestionReading, Reading


class Rule:
    """One rule: its explanation, examples and check stand together in one file.

    ``emitted`` marks rules whose findings the decoder or the reader makes on its way; they
    have no check of their own.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    explanation: ClassVar[str]
    bad: ClassVar[str]
    good: ClassVar[str]
    emitted: ClassVar[bool] = False

    def check_question(self, question: QuestionReading, reading: Reading) -> Iterator[Diagnostic]:
        """Findings in one question."""
        yield from ()

    def check_file(self, reading: Reading) -> Iterator[Diagnostic]:
        """Findings in the file as a whole."""
        yield from ()

    def finding(
        self, message: str, span: Span, *, hint: str = "", question: QuestionReading | None = None
    ) -> Diagnostic:
        """A diagnostic of this rule."""
        return Diagnostic(
            code=self.code,
            name=self.name,
            severity=self.severity,
            message=message,
            span=span,
            hint=hint,
            question_id=question.question.id if question else None,
        )


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code; loads all their modules."""
    package = import_module("quizkit.lint.rules")
    found: dict[str, Rule] = {}
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if module.ispkg:
            continue
        for value in vars(import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, Rule) and value is not Rule:
                found[value.code] = value()
    return tuple(found[code] for code in sorted(found))


def find_rule(name: str) -> Rule:
    """A rule by its code or name; raises UnknownName."""
    for rule in all_rules():
        if name.upper() == rule.code or name == rule.name:
            return rule
    known = tuple(text for rule in all_rules() for text in (rule.code, rule.name))
    raise UnknownName("rule", name, known)
