"""QK113 unclosed: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class Unclosed(Rule):
    """See ``explanation``."""

    code, name, severity = "QK113", "unclosed", Severity.ERROR
    whole = True
    emitted = True
    explanation = (
        "A code fence, a formula, a comment or a tag is opened and never closed, so the "
        "questions after it are part of it. Or a line stands directly above ---, which makes "
        "it a heading in Markdown."
    )
    bad = (
        "## Which number is even?\n"
        "\n"
        "- ✅ 2\n"
        "- ❌ 3\n"
        "\n"
        "### Explanation\n"
        "\n"
        "```\n"
        "2 % 2 == 0\n"
        "\n"
        "## Which number is odd?\n"
        "\n"
        "- ✅ 3\n"
        "- ❌ 2\n"
    )
    good = (
        "## Which number is even?\n"
        "\n"
        "- ✅ 2\n"
        "- ❌ 3\n"
        "\n"
        "### Explanation\n"
        "\n"
        "```\n"
        "2 % 2 == 0\n"
        "```\n"
        "\n"
        "## Which number is odd?\n"
        "\n"
        "- ✅ 3\n"
        "- ❌ 2\n"
    )
