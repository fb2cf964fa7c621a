"""QK517 quote-mix."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity, Span
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule

_STRAIGHT = re.compile(r'(?<!\w)"(?=\w)[^"\n]*(?<=[\w.,!?])"(?!\w)')
_CURLY = re.compile(r"“[^”\n]*”")


class QuoteMix(Rule):
    """See ``explanation``."""

    code, name, severity = "QK517", "quote-mix", Severity.INFO
    whole = True
    default = False
    explanation = (
        'Straight quotation marks ("so") and curly ones (“so”) stand side by side in the prose. '
        "Where students type an answer, the two do not match each other."
    )
    bad = '## Which is "even"?\n\n- ✅ “two”\n- ❌ “three”\n'
    good = '## Which is "even"?\n\n- ✅ "two"\n- ❌ "three"\n'

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        if not doc.has('"') or not doc.has("“"):
            return
        straight, curly = list(doc.matches(_STRAIGHT)), list(doc.matches(_CURLY))
        if straight and curly:
            rare = min(straight, curly, key=len)
            span: Span = doc.place_of(rare[0])
            message = f"two kinds of quotation marks: {len(straight)} straight, {len(curly)} curly"
            yield self.finding(message, span, hint="use one kind", question=rare[0].question)
