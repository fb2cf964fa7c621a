"""QK114 stray-content: found while the source is read."""

from __future__ import annotations

from dataclasses import replace

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule

_MOST = 3
"""Passages that are told one by one."""


class StrayContent(Rule):
    """See ``explanation``."""

    code, name, severity = "QK114", "stray-content", Severity.WARNING
    emitted = True
    whole = True
    explanation = (
        "This text belongs to no part of a question. No LMS has a place for it, so no student "
        "will see it. Text between questions is written as a section with the attribute "
        "{.info}. Where more than three passages are meant, as in a lesson with a quiz in it, the first "
        "is named with their number."
    )
    bad = "# Quiz\n\n## Part one\n\nSome words.\n\n## Which number is even?\n\n- ✅ 2\n- ❌ 3\n"
    good = (
        "# Quiz\n"
        "\n"
        "## Part one {.info}\n"
        "\n"
        "Some words.\n"
        "\n"
        "## Which number is even?\n"
        "\n"
        "- ✅ 2\n"
        "- ❌ 3\n"
    )

    def gather(self, found: list[Diagnostic], doc: Document) -> list[Diagnostic]:
        """One finding for all passages of a text that is more than a quiz."""
        if len(found) <= _MOST:
            return found
        first = min(found, key=lambda diagnostic: diagnostic.sort_key)
        message = (
            f"this and {len(found) - 1} more passages belong to no question, so no student will "
            "see them"
        )
        return [replace(first, message=message, fix=None)]
