"""QK003 not-utf8: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class NotUtf8(Rule):
    """See ``explanation``."""

    code, name, severity = "QK003", "not-utf8", Severity.WARNING
    emitted = True
    explanation = (
        "The file is not UTF-8. quizkit guesses its encoding; a guess may be wrong for single "
        "letters."
    )
    bad = "(bytes of another encoding)"
    good = "(the same text saved as UTF-8)"
