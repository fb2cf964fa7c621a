"""QK607 setting-lost: found by an exporter, where a target is named."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class SettingLost(Rule):
    """See ``explanation``."""

    code, name, severity = "QK607", "setting-lost", Severity.INFO
    emitted = True
    target = "gift"
    explanation = (
        "Points, shuffling, hints, tags or another setting cannot be held there, and must be set "
        "again by hand or do without."
    )
    bad = "## Which number is even? {points=2}\n\n- ✅ 2\n- ❌ 3\n"
    good = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n"
