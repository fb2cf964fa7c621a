"""QK005 control-char: found while the source is decoded."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class ControlChar(Rule):
    """See ``explanation``."""

    code, name, severity = "QK005", "control-char", Severity.ERROR
    emitted = True
    vital = True
    explanation = (
        "A control character or a bidirectional override hides in the text, usually from a "
        "paste. XML cannot hold the former, so a Moodle or QTI import fails; the latter shows "
        "the text in another order than it has."
    )
    bad = "## Which number\x08 is even?\n\n- ✅ 2\n- ❌ 3\n"
    good = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n"
