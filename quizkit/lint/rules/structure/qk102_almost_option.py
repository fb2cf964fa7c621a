"""QK102 almost-option: found while the source is read."""

from __future__ import annotations

import re

from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity, Span
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.markdown.items import Markers

_MARK = re.compile(r"(\s*[-*+])[ \t]*\[[ \t]*([xX]?)[ \t]*\]?[ \t]*(?=\S)")


_MARKERS = Markers()


class AlmostOption(Rule):
    """See ``explanation``."""

    code, name, severity = "QK102", "almost-option", Severity.ERROR
    emitted = True
    silences = ("QK103", "QK107", "QK201", "QK205", "QK206")
    explanation = (
        'A line looks like an option but is not read as one: "-[x]" lacks a space, "[]" lacks '
        "the space inside, the mark is none that quizkit knows, or the line is no item of a "
        "list. A key that is lost this way changes the score, and a question without options "
        "is not asked at all."
    )
    bad = "## Which number is even?\n\n- [x] 2\n- [ ] 3\n-[ ] 5\n"
    good = "## Which number is even?\n\n- [x] 2\n- [ ] 3\n- [ ] 5\n"
    fixed = good

    def fix_for(self, found: Diagnostic, doc: Document) -> Fix | None:

        number = found.span.line
        match = _MARK.match(doc.line(number))
        if match is None:
            return _listed(number, doc)
        mark = "[x]" if match[2] else "[ ]"
        span = Span(number, match.end(1) + 1, number, match.end() + 1)
        return Fix(f'write "- {mark}"', (Edit(span, f" {mark} "),), safe=False)


def _listed(number: int, doc: Document) -> Fix | None:
    """Marked lines of running text, made a list."""
    edits = []
    while _MARKERS.split(doc.line(number)) is not None:
        edits.append(Edit(Span(number, 1, number, 1), "- "))
        number += 1 if doc.line(number + 1).strip() else 2
    return Fix("make these lines a list", tuple(edits), safe=False) if edits else None
