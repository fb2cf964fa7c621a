"""QK603 feedback-lost: found by an exporter, where a target is named."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class FeedbackLost(Rule):
    """See ``explanation``."""

    code, name, severity = "QK603", "feedback-lost", Severity.WARNING
    emitted = True
    target = "gift"
    explanation = "Feedback that is written here would not reach students there."
    bad = "## Which numbers are even?\n\n- ✅ 2\n- ✅ 4\n- ❌ 3\n\n### If partly correct\n\nLook again.\n"
    good = "## Which number is even?\n\n- ✅ 2\n  > Yes.\n- ❌ 3\n"
