"""QK606 match-lost: found by an exporter, where a target is named."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class MatchLost(Rule):
    """See ``explanation``."""

    code, name, severity = "QK606", "match-lost", Severity.WARNING
    emitted = True
    target = "canvas"
    explanation = (
        "A matching question of this form cannot be held there, or not with its scoring: Canvas "
        "compares right sides as plain text, Moodle wants two prompts at least. What a target "
        "wants besides, such as Moodle's third answer, the export adds by itself."
    )
    bad = "## Match each word with its look {.matching}\n\n| Word | Look |\n| --- | --- |\n| strong | **word** |\n| weak | word |\n"
    good = "## Match each word with its look {.matching}\n\n| Word | Look |\n| --- | --- |\n| strong | bold |\n| weak | plain |\n"
