"""QK212 number-format: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class NumberFormat(Rule):
    """See ``explanation``."""

    code, name, severity = "QK212", "number-format", Severity.ERROR
    emitted = True
    vital = True
    silences = ("QK201",)
    explanation = (
        'A number in an answer cannot be read, or can be read in two ways: "1,200" is a '
        "thousand and more to an English reader and one and a fifth to a German one. A unit "
        "behind it has a place of its own."
    )
    bad = "---\nlanguage: en\n---\n\n## How many metres are 1.2 km?\n\n- = 1,200\n"
    good = "---\nlanguage: en\n---\n\n## How many metres are 1.2 km?\n\n- = 1200\n"
