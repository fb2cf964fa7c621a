"""QK304 heading-marker: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class HeadingMarker(Rule):
    """See ``explanation``."""

    code, name, severity = "QK304", "heading-marker", Severity.ERROR
    emitted = True
    explanation = (
        "The heading in the explanation marks an option as right and the list marks it as "
        "wrong, or the other way round. One of the two is a mistake, and the score depends on "
        "which."
    )
    bad = (
        "## Which number is even?\n"
        "\n"
        "- ✅ two\n"
        "- ❌ three\n"
        "\n"
        "### Explanation\n"
        "\n"
        "#### ✅ three\n"
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
