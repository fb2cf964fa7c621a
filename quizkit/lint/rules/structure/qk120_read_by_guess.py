"""QK120 read-by-guess: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class ReadByGuess(Rule):
    """See ``explanation``."""

    code, name, severity = "QK120", "read-by-guess", Severity.INFO
    whole = True
    emitted = True
    explanation = (
        "Some habits of writing quizzes are read although they are not quizkit's own form: "
        "letter options with an answer line, questions without headings, text after the "
        "options as feedback, or the syntax of another tool, such as LiaScript or quizdown. Each "
        "such reading is said once a file, so that you can check it."
    )
    bad = "1. Which number is even?\n\n   A. 2\n   B. 3\n\n   Answer: A\n"
    good = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n"
