"""QK306 empty-explanation: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class EmptyExplanation(Rule):
    """See ``explanation``."""

    code, name, severity = "QK306", "empty-explanation", Severity.WARNING
    emitted = True
    explanation = (
        "A heading announces an explanation, a hint or an option's feedback, and nothing "
        "stands under it. Was the text lost?"
    )
    bad = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n\n### Explanation\n"
    good = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n\n### Explanation\n\nTwo has two halves.\n"
