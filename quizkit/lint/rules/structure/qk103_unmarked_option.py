"""QK103 unmarked-option: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class UnmarkedOption(Rule):
    """See ``explanation``."""

    code, name, severity = "QK103", "unmarked-option", Severity.WARNING
    emitted = True
    explanation = (
        "Among options with markers one has none, or two styles of marker are mixed. It is "
        "kept as a wrong answer, which may not be what was meant."
    )
    bad = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n- 5\n"
    good = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n- ❌ 5\n"
