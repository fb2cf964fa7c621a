"""QK112 unknown-attribute: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class UnknownAttribute(Rule):
    """See ``explanation``."""

    code, name, severity = "QK112", "unknown-attribute", Severity.ERROR
    emitted = True
    explanation = (
        "Attributes in braces say how a question or an option is meant. A key, a type or a "
        "value that quizkit does not know has no effect, so points or scoring would not be as "
        "you wrote them."
    )
    bad = "## Which number is even? {pionts=2}\n\n- ✅ 2\n- ❌ 3\n"
    good = "## Which number is even? {points=2}\n\n- ✅ 2\n- ❌ 3\n"
