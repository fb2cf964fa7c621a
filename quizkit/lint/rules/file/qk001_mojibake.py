"""QK001 mojibake: found while the source is decoded."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class Mojibake(Rule):
    """See ``explanation``."""

    code, name, severity = "QK001", "mojibake", Severity.WARNING
    emitted = True
    explanation = (
        "The whole file was saved after its UTF-8 had been read in another encoding, such as "
        "Mac Roman or Windows-1252, so every letter beyond plain English became two or three "
        "strange ones. The damage is exactly reversible: quizkit undoes it while reading. "
        "quizkit lint --fix writes it so, and other tools can read it too."
    )
    bad = "# –¢–µ—Å—Ç\n"
    good = "# Тест\n"
