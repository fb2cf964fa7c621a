"""QK108 toc-mismatch: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class TocMismatch(Rule):
    """See ``explanation``."""

    code, name, severity = "QK108", "toc-mismatch", Severity.WARNING
    emitted = True
    explanation = (
        "The table of contents and the headings disagree: an entry leads nowhere, or a "
        "question is not listed. Was a question lost on the way?"
    )
    bad = "# Quiz\n\n- [One](#one)\n- [Two](#two)\n\n## One\n\nWhich is even?\n\n- ✅ 2\n- ❌ 3\n"
    good = "# Quiz\n\n- [One](#one)\n\n## One\n\nWhich is even?\n\n- ✅ 2\n- ❌ 3\n"
