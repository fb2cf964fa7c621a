"""QK602 fraction-list: found by an exporter, where a target is named."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class FractionList(Rule):
    """See ``explanation``."""

    code, name, severity = "QK602", "fraction-list", Severity.WARNING
    emitted = True
    target = "gift"
    explanation = (
        "Weights that are written on options, answers or gaps cannot be held exactly there. "
        "Moodle, for one, has a fixed list of them: 1/3 is on it, 1/13 is not."
    )
    bad = "## Which number is even?\n\n- = two\n- = 2 {weight=1/13}\n"
    good = "## Which number is even?\n\n- = two\n- = 2 {weight=1/3}\n"
