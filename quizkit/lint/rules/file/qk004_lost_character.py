"""QK004 lost-character: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class LostCharacter(Rule):
    """See ``explanation``."""

    code, name, severity = "QK004", "lost-character", Severity.ERROR
    emitted = True
    explanation = (
        "The sign U+FFFD stands where a program could not read a character. What it was is "
        "lost; only its author can type it again."
    )
    bad = "## Caf�?\n"
    good = "## Café?\n"
