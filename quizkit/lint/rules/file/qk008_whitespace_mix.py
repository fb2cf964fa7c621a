"""QK008 whitespace-mix: found while the source is decoded."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class WhitespaceMix(Rule):
    """See ``explanation``."""

    code, name, severity = "QK008", "whitespace-mix", Severity.INFO
    emitted = True
    explanation = (
        "Line ends of Windows and of Unix, or tabs and spaces before list items, are mixed. A "
        "tab counts as up to four columns in CommonMark, so a nested item may land on another "
        "level than the eye tells."
    )
    bad = "## Which number is even?\n\n- ✅ 2, for\n  - it is halved\n\t- without rest\n- ❌ 3\n"
    good = "## Which number is even?\n\n- ✅ 2, for\n  - it is halved\n  - without rest\n- ❌ 3\n"
