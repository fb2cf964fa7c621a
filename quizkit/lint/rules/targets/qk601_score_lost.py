"""QK601 score-lost: found by an exporter, where a target is named."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class ScoreLost(Rule):
    """See ``explanation``."""

    code, name, severity = "QK601", "score-lost", Severity.WARNING
    emitted = True
    target = "canvas"
    explanation = (
        "Some response would earn another score there than quizkit's own rules give. The message "
        "says which, at worst."
    )
    bad = (
        "## Which numbers are even? {scoring=balanced}\n\n- ✅ 2\n- ✅ 4\n- ❌ 3\n- ❌ 5\n- ❌ 7\n"
    )
    good = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n"
