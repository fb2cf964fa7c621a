"""QK604 type-lost: found by an exporter, where a target is named."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class TypeLost(Rule):
    """See ``explanation``."""

    code, name, severity = "QK604", "type-lost", Severity.WARNING
    emitted = True
    target = "gift"
    explanation = (
        "Questions of this type, or of this form, do not exist there. The message says what takes "
        "their place."
    )
    bad = "## Two\n\nTwo is {= even}, and it is {= prime}.\n"
    good = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n"
