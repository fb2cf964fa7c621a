"""QK002 mojibake-part: found while the source is decoded."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class MojibakePart(Rule):
    """See ``explanation``."""

    code, name, severity = "QK002", "mojibake-part", Severity.WARNING
    emitted = True
    explanation = (
        "Some lines, pasted from elsewhere perhaps, hold UTF-8 that was read in another "
        "encoding. Lines with enough damage to be certain are repaired while reading; a "
        "shorter piece is only reported, with what it probably means, for a chance likeness "
        "cannot be ruled out."
    )
    bad = "# Straße\n\nWir fahren Ã¼ber die lange BrÃ¼cke, fÃ¼r heute.\n"
    good = "# Straße\n\nWir fahren über die lange Brücke, für heute.\n"
