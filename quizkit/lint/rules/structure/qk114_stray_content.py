"""QK114 stray-content: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class StrayContent(Rule):
    """See ``explanation``."""

    code, name, severity = "QK114", "stray-content", Severity.WARNING
    emitted = True
    explanation = (
        "This text belongs to no part of a question. No LMS has a place for it, so no student "
        "will see it. Text between questions is written as a section with the attribute "
        "{.info}."
    )
    bad = "# Quiz\n\n## Part one\n\nSome words.\n\n## Which number is even?\n\n- ✅ 2\n- ❌ 3\n"
    good = (
        "# Quiz\n"
        "\n"
        "## Part one {.info}\n"
        "\n"
        "Some words.\n"
        "\n"
        "## Which number is even?\n"
        "\n"
        "- ✅ 2\n"
        "- ❌ 3\n"
    )
