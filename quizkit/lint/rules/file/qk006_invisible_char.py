"""QK006 invisible-char: found while the source is decoded."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class InvisibleChar(Rule):
    """See ``explanation``."""

    code, name, severity = "QK006", "invisible-char", Severity.WARNING
    emitted = True
    explanation = (
        "A zero-width space, a soft hyphen or a byte order mark stands in the text. Nobody "
        "sees it, yet a typed answer is compared with it and does not match, and a search "
        "does not find the word. Joiners in emoji and in scripts that need them, no-break "
        "spaces, and direction marks in right-to-left text are left alone."
    )
    bad = "## Which num\u200bber is even?\n\n- ✅ 2\n- ❌ 3\n"
    good = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n"
