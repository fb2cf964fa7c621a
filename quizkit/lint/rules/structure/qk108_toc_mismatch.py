"""QK108 toc-mismatch: found while the source is read."""

from __future__ import annotations

from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity, Span
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule


class TocMismatch(Rule):
    """See ``explanation``."""

    code, name, severity = "QK108", "toc-mismatch", Severity.WARNING
    whole = True
    emitted = True
    explanation = (
        "The table of contents and the headings disagree: an entry leads nowhere, or a "
        "question is not listed. Was a question lost on the way?"
    )
    bad = "# Quiz\n\n- [One](#one)\n- [Two](#two)\n\n## One\n\nWhich is even?\n\n- ✅ 2\n- ❌ 3\n"
    good = "# Quiz\n\n- [One](#one)\n\n## One\n\nWhich is even?\n\n- ✅ 2\n- ❌ 3\n"
    fixed = good

    def fix_for(self, found: Diagnostic, doc: Document) -> Fix | None:

        number = found.span.line
        line = doc.line(number).lstrip()
        if not line.startswith(("-", "*", "+")) or number >= len(doc.lines):
            return None
        return Fix("remove the entry", (Edit(Span(number, 1, number + 1, 1), ""),), safe=False)
