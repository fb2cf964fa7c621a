"""QK003 not-utf8: found while the source is decoded."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class NotUtf8(Rule):
    """See ``explanation``."""

    code, name, severity = "QK003", "not-utf8", Severity.WARNING
    emitted = True
    explanation = (
        "The file is not UTF-8, the one encoding that every tool and LMS agrees on. UTF-16 is "
        "recognised with certainty. Any other encoding is a guess, which the message names: "
        "compare a few accented letters, say --encoding if it is wrong, and save the file as "
        "UTF-8."
    )
    bad = "(the text in another encoding, such as Windows-1251)"
    good = "(the same text saved as UTF-8)"
