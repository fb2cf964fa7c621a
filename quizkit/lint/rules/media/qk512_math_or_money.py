"""QK512 math-or-money."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity, Span
from quizkit.lint.document import Document
from quizkit.lint.formulas import Formula, formulas
from quizkit.lint.rule import Rule

_PRICE = re.compile(r"\d[\d.,]*(?:\s|$)")
_TEX = re.compile(r"[\\^_={}]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_FUNCTIONS = frozenset(
    {"sin", "cos", "tan", "log", "exp", "lim", "max", "min", "mod", "gcd", "det"}
)


class MathOrMoney(Rule):
    """See ``explanation``."""

    code, name, severity = "QK512", "math-or-money", Severity.WARNING
    explanation = (
        "Words between two dollar signs that begin with a number are read as a formula and "
        r"lose their spaces. If they are prices, write \$."
    )
    bad = "## A pen costs $5 in Rome and 6 US$ here; where is it cheap?\n\n- ✅ Rome\n- ❌ here\n"
    good = (
        "## A pen costs \\$5 in Rome and 6 US\\$ here; where is it cheap?\n\n- ✅ Rome\n- ❌ here\n"
    )
    fixed = (
        "## A pen costs \\$5 in Rome and 6 US\\$ here; where is it cheap?\n\n- ✅ Rome\n- ❌ here\n"
    )

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        if not doc.has("$"):
            return
        for formula in formulas(doc):
            part, tex, start = formula
            if not _is_prose(tex) or start < 1 or part.content.source[start - 1] != "$":
                continue
            yield self.finding(
                f'{part.question.place(*part.path)}: "${tex}$" is read as a formula',
                doc.place(part, start - 1, start + len(tex) + 1),
                hint=r"if these are prices, write \$",
                question=part.question,
                fix=_escaped(formula, doc),
            )


def _is_prose(tex: str) -> bool:
    if _PRICE.match(tex) is None or _TEX.search(tex):
        return False
    return any(word.lower() not in _FUNCTIONS for word in _WORD.findall(tex))


def _escaped(formula: Formula, doc: Document) -> Fix | None:
    part, tex, start = formula
    edits = []
    for at in (start - 1, start + len(tex)):
        span: Span | None = doc.find(part, at, at + 1)
        if span is None:
            return None
        edits.append(Edit(span, "\\$"))
    return Fix(r"write \$", tuple(edits), safe=False)
