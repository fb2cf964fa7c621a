"""QK001 mojibake: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class Mojibake(Rule):
    """See ``explanation``."""

    code, name, severity = "QK001", "mojibake", Severity.WARNING
    emitted = True
    explanation = (
        "The file was saved after its UTF-8 had been read in another encoding, so every "
        "letter that is not plain English is damaged. quizkit undoes the damage exactly while "
        "reading; save the repaired text so that other tools can read it too."
    )
    bad = "# –¢–µ—Å—Ç\n"
    good = "# Тест\n"
