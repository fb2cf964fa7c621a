"""QK510 math-unbalanced."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.content.math import unbalanced
from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.formulas import formulas
from quizkit.lint.rule import Rule

_OPENED = re.compile(
    r"(?<![\\$\w])\$(?=\\[A-Za-z]{2}|[A-Za-z]_(?:\{|\w\b)|[^\s$`]{0,20}[\w)}\]]\^[\w{(+−-])(?=[^$`\n]*$)",
    re.MULTILINE,
)


_COMPUTED = "{@"
"""Opens what STACK computes and puts into a formula before it is shown."""


class MathUnbalanced(Rule):
    """See ``explanation``."""

    code, name, severity = "QK510", "math-unbalanced", Severity.ERROR
    explanation = (
        r"In a formula a brace, \begin or \left has no partner, or a dollar sign opens one that "
        "never ends. Students would see the raw TeX, or an error in red."
    )
    bad = (
        "## What is $\\frac{1}{2$?\n\n- ✅ 0.5\n- ❌ 2\n",
        "## What is $\\left( 1 + 2$?\n\n- ✅ 3\n- ❌ 2\n",
        "## What is $x^2 for $x$ = 3?\n\n- ✅ 9\n- ❌ 6\n",
    )
    good = (
        "## What is $\\frac{1}{2}$, or \\{1\\}?\n\n- ✅ 0.5\n- ❌ 2\n",
        "## What does `$x^2` cost, $5 or $6?\n\n- ✅ 5\n- ❌ 6\n",
    )

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        if not doc.has("$", "\\"):
            return
        for part, tex, start in formulas(doc):
            problem = unbalanced(tex)
            if problem is not None and _COMPUTED not in tex:
                at = max(start, 0)
                yield self.finding(
                    f"{part.question.place(*part.path)}: {problem}",
                    doc.place(part, at, at + len(tex)),
                    hint="complete the formula",
                    question=part.question,
                )
        for found in doc.matches(_OPENED, sign="$"):
            if found.part.content.markdown is not None:
                message = "this dollar sign opens a formula that never ends"
                yield self.on(found, doc, message, hint="close it with a second dollar sign")
