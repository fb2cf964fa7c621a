"""QK004 lost-character: found while the source is decoded."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class LostCharacter(Rule):
    """See ``explanation``."""

    code, name, severity = "QK004", "lost-character", Severity.ERROR
    emitted = True
    explanation = (
        "The sign U+FFFD stands where some program could not read a character. What stood "
        "there is lost; only the author can type it again. Shown on purpose it goes in code "
        "marks, `�`, and is left alone."
    )
    bad = "## What does caf� mean in French?\n\n- ✅ coffee house\n- ❌ cave\n"
    good = "## What does café mean in French?\n\n- ✅ coffee house\n- ❌ cave\n"
