"""QK005 control-char: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class ControlChar(Rule):
    """See ``explanation``."""

    code, name, severity = "QK005", "control-char", Severity.ERROR
    emitted = True
    explanation = (
        "Control characters and hidden direction marks are invisible, and an LMS refuses them "
        "or shows the text in another order."
    )
    bad = "(a hidden character)"
    good = "(the text without it)"
