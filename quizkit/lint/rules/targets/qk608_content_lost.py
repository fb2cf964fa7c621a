"""QK608 content-lost: found by an exporter, where a target is named."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class ContentLost(Rule):
    """See ``explanation``."""

    code, name, severity = "QK608", "content-lost", Severity.WARNING
    emitted = True
    target = "moodle-xml"
    explanation = (
        "Part of the content would not arrive there: a picture, a formula's layout, formatting."
    )
    bad = "## Match each with its square {.matching}\n\n| Number | Square |\n| --- | --- |\n| a | $a^2$ |\n| b | $b^2$ |\n"
    good = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n"
