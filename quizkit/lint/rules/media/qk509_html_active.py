"""QK509 html-active."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.content.normal import normal
from quizkit.content.profile import ContentFeature
from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule

_SIGN = re.compile(
    r"<(?:script|iframe|object|embed|form|input|button|select|textarea|style|link|meta|svg|base)\b"
    r"|\son\w+\s*=|javascript:|data:|vbscript:",
    re.IGNORECASE,
)


class HtmlActive(Rule):
    """See ``explanation``."""

    code, name, severity = "QK509", "html-active", Severity.WARNING
    explanation = (
        "A script, an event handler, an embedded page or a form is left out of every export: no "
        "LMS lets a quiz run it, and it could harm students."
    )
    bad = "## Which is even?\n\n<script>alert(2)</script>\n\n- ✅ 2\n- ❌ 3\n"
    good = "## Which is even?\n\n`<script>alert(2)</script>`\n\n- ✅ 2\n- ❌ 3\n"

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        if not doc.has("<", "javascript:"):
            return
        for part in doc.parts:
            source = part.content.source
            if "<" not in source and "javascript:" not in source.lower():
                continue
            lost = normal(part.content).lost
            for loss in lost:
                if loss.feature is ContentFeature.ACTIVE:
                    sign = _SIGN.search(source)
                    where = (sign.start(), sign.end()) if sign else (0, 1)
                    yield self.finding(
                        f"{part.question.place(*part.path)}: {loss.instead}",
                        doc.place(part, *where),
                        hint="remove it, or show it as code between backticks",
                        question=part.question,
                    )
