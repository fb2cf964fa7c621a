"""QK010 unused-ignore: found while findings are suppressed."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class UnusedIgnore(Rule):
    """See ``explanation``."""

    code, name, severity = "QK010", "unused-ignore", Severity.WARNING
    emitted = True
    explanation = (
        "A comment suppresses a rule that finds nothing there, or names no rule at all. Left "
        "in place it would hide the next real finding."
    )
    bad = (
        "## Which number is even?\n"
        "\n"
        "<!-- quizkit: ignore QK201 it has a key -->\n"
        "\n"
        "- ✅ 2\n"
        "- ❌ 3\n"
    )
    good = (
        "## Which number is even?\n"
        "\n"
        "<!-- quizkit: ignore QK201 a survey, nothing is right -->\n"
        "\n"
        "- ❌ 2\n"
        "- ❌ 3\n"
    )
