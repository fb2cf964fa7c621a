"""QK102 almost-option: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class AlmostOption(Rule):
    """See ``explanation``."""

    code, name, severity = "QK102", "almost-option", Severity.ERROR
    emitted = True
    silences = ("QK103", "QK107", "QK201", "QK205", "QK206")
    explanation = (
        'A line looks like an option but is not read as one: "-[x]" lacks a space, "[]" lacks '
        "the space inside, or the mark is none that quizkit knows. A key that is lost this "
        "way changes the score."
    )
    bad = "## Which number is even?\n\n- [x] 2\n- [ ] 3\n-[ ] 5\n"
    good = "## Which number is even?\n\n- [x] 2\n- [ ] 3\n- [ ] 5\n"
