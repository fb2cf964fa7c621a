"""QK112 unknown-attribute: found while the source is read."""

from __future__ import annotations

import re

from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule

_GUESS = re.compile(r'did you mean "([^"]+)"\?')


class UnknownAttribute(Rule):
    """See ``explanation``."""

    code, name, severity = "QK112", "unknown-attribute", Severity.ERROR
    emitted = True
    explanation = (
        "Attributes in braces say how a question or an option is meant. A key, a type or a "
        "value that quizkit does not know has no effect, so points or scoring would not be as "
        "you wrote them."
    )
    bad = "## Which number is even? {pionts=2}\n\n- ✅ 2\n- ❌ 3\n"
    good = "## Which number is even? {points=2}\n\n- ✅ 2\n- ❌ 3\n"
    fixed = good

    def fix_for(self, found: Diagnostic, doc: Document) -> Fix | None:

        guess, span = _GUESS.search(found.hint), found.span
        written = doc.line(span.line)[span.column - 1 : span.end_column - 1]
        if guess is None or not written or f'"{written}"' not in found.message:
            return None
        return Fix(f"write {guess[1]}", (Edit(span, guess[1]),), safe=False)
