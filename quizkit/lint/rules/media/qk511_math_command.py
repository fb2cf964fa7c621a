"""QK511 math-command."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.errors import nearest
from quizkit.lint.document import Document
from quizkit.lint.formulas import (
    COMMAND,
    ENVIRONMENT,
    commands,
    defined,
    environments,
    formulas,
)
from quizkit.lint.rule import Rule

_COMMON = (
    "alpha", "approx", "begin", "beta", "cdot", "cos", "delta", "frac", "gamma", "geq", "infty",
    "int", "lambda", "left", "leq", "lim", "log", "mathrm", "matrix", "neq", "overline", "partial",
    "pmatrix", "prod", "right", "sigma", "sin", "sqrt", "sum", "text", "theta", "times", "vec",
)  # fmt: skip
"""What is meant more often than what else resembles a misspelt name."""


class MathCommand(Rule):
    """See ``explanation``."""

    code, name, severity = "QK511", "math-command", Severity.WARNING
    explanation = (
        "MathJax, which Moodle and Canvas show formulas with, does not know this command, so "
        "students would see it in red. A command that the quiz defines itself is known."
    )
    bad = "## What is $\\fraq{1}{2}$?\n\n- ✅ 0.5\n- ❌ 2\n"
    good = "## What is $\\frac{1}{2}$?\n\n- ✅ 0.5\n- ❌ 2\n"

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        if not doc.has("\\"):
            return
        found = [formula for formula in formulas(doc) if "\\" in formula.tex]
        own = {name for formula in found for name in defined(formula.tex)}
        for part, tex, start in found:
            for pattern, known, mark in (
                (COMMAND, commands(), "\\"),
                (ENVIRONMENT, environments(), "\\begin"),
            ):
                for match in pattern.finditer(tex):
                    name = match[1]
                    if name in known or name in own or _is_escaped(tex, match.start()):
                        continue
                    guess = nearest(name, _COMMON) or nearest(name, sorted(known))
                    shown, likely = (
                        (f"\\{name}", f"\\{guess}") if mark == "\\" else (name, str(guess))
                    )
                    at = max(start, 0) + match.start()
                    yield self.finding(
                        f'{part.question.place(*part.path)}: MathJax does not know "{shown}"',
                        doc.place(part, at, at + len(match[0])),
                        hint=f'did you mean "{likely}"?' if guess else "",
                        question=part.question,
                    )


def _is_escaped(tex: str, at: int) -> bool:
    r"""Whether a backslash is the second of ``\\``, a line break."""
    slashes = len(tex[:at]) - len(tex[:at].rstrip("\\"))
    return slashes % 2 == 1
