"""QK303 heading-fuzzy: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class HeadingFuzzy(Rule):
    """See ``explanation``."""

    code, name, severity = "QK303", "heading-fuzzy", Severity.WARNING
    emitted = True
    explanation = (
        "A heading in an explanation resembles an option without being equal to it, or its "
        "number and its text point at different options. It was taken for the likeliest one; "
        "equal texts leave no doubt."
    )
    bad = (
        "## Who wrote it?\n"
        "\n"
        "- ✅ Dostoevsky\n"
        "- ❌ Chekhov\n"
        "\n"
        "### Explanation\n"
        "\n"
        "#### ✅ Dostoyevsky\n"
        "\n"
        "Yes.\n"
    )
    good = (
        "## Who wrote it?\n"
        "\n"
        "- ✅ Dostoevsky\n"
        "- ❌ Chekhov\n"
        "\n"
        "### Explanation\n"
        "\n"
        "#### ✅ Dostoevsky\n"
        "\n"
        "Yes.\n"
    )
