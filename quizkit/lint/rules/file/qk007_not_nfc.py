"""QK007 not-nfc: found while the source is decoded."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class NotNfc(Rule):
    """See ``explanation``."""

    code, name, severity = "QK007", "not-nfc", Severity.WARNING
    emitted = True
    explanation = (
        "A letter is written as a plain letter followed by a combining accent, as file names "
        "on a Mac are. It looks the same as the single character that keyboards type, but "
        "compares as another text, so a student's right answer may not match (Unicode "
        "Standard Annex 15)."
    )
    bad = "## Which drink is café in French?\n\n- ✅ coffee\n- ❌ tea\n"
    good = "## Which drink is café in French?\n\n- ✅ coffee\n- ❌ tea\n"
