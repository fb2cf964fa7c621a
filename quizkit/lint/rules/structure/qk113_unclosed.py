"""QK113 unclosed: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class Unclosed(Rule):
    """See ``explanation``."""

    code, name, severity = "QK113", "unclosed", Severity.WARNING
    emitted = True
    explanation = (
        "Something is read otherwise than it was meant: a line directly above --- becomes a "
        "heading in Markdown."
    )
    bad = (
        "## Which is even?\n\n- ✅ 2\n- ❌ 3\n\n### Explanation\n\n**Verdict:** two halves.\n---\n"
    )
    good = "## Which is even?\n\n- ✅ 2\n- ❌ 3\n\n### Explanation\n\n**Verdict:** two halves.\n\n---\n"
