"""QK302 heading-unmatched: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class HeadingUnmatched(Rule):
    """See ``explanation``."""

    code, name, severity = "QK302", "heading-unmatched", Severity.ERROR
    emitted = True
    explanation = (
        "A heading with a marker opens the feedback of the option that it names. This one "
        "names none, so its text would reach no option."
    )
    bad = (
        "## Which is even?\n\n- ✅ two\n- ❌ three\n\n### Explanation\n\n#### ❌ elephants\n\nNo.\n"
    )
    good = "## Which is even?\n\n- ✅ two\n- ❌ three\n\n### Explanation\n\n#### ❌ three\n\nNo.\n"
