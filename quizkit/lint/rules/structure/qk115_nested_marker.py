"""QK115 nested-marker: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class NestedMarker(Rule):
    """See ``explanation``."""

    code, name, severity = "QK115", "nested-marker", Severity.WARNING
    emitted = True
    explanation = (
        "A bullet with a marker is indented under another option. In Markdown it is content "
        "of that option, not an option of its own."
    )
    bad = "## Which number is even?\n\n- ✅ 2\n  - ❌ 3\n- ❌ 5\n"
    good = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n- ❌ 5\n"
