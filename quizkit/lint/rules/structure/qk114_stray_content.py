"""QK114 stray-content: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class StrayContent(Rule):
    """See ``explanation``."""

    code, name, severity = "QK114", "stray-content", Severity.WARNING
    emitted = True
    explanation = (
        "This text belongs to no question. An LMS has no place for it, so no student will see it."
    )
    bad = "# Quiz\n\n## Part one\n\nSome words.\n\n## Which is even?\n\n- ✅ 2\n- ❌ 3\n"
    good = "# Quiz\n\n## Part one {.info}\n\nSome words.\n\n## Which is even?\n\n- ✅ 2\n- ❌ 3\n"
