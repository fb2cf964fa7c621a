"""QK002 mojibake-part: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class MojibakePart(Rule):
    """See ``explanation``."""

    code, name, severity = "QK002", "mojibake-part", Severity.WARNING
    emitted = True
    explanation = (
        "A few characters look like UTF-8 that was read in another encoding. There are too "
        "few of them to be certain, so nothing is changed."
    )
    bad = "A word such as â€œquotedâ€\x9d\n"
    good = "A word such as “quoted”\n"
