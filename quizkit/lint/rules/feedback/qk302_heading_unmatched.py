"""QK302 heading-unmatched: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class HeadingUnmatched(Rule):
    """See ``explanation``."""

    code, name, severity = "QK302", "heading-unmatched", Severity.ERROR
    emitted = True
    explanation = (
        "A heading with a marker inside an explanation opens the feedback of the option that "
        "it names. This one names no option, or two, so its text would reach the wrong "
        "student or nobody."
    )
    bad = (
        "## Which number is even?\n"
        "\n"
        "- ✅ two\n"
        "- ❌ three\n"
        "\n"
        "### Explanation\n"
        "\n"
        "#### ❌ elephants\n"
        "\n"
        "No.\n"
    )
    good = (
        "## Which number is even?\n"
        "\n"
        "- ✅ two\n"
        "- ❌ three\n"
        "\n"
        "### Explanation\n"
        "\n"
        "#### ❌ three\n"
        "\n"
        "No.\n"
    )
