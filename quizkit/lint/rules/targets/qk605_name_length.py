"""QK605 name-length: found by an exporter, where a target is named."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class NameLength(Rule):
    """See ``explanation``."""

    code, name, severity = "QK605", "name-length", Severity.WARNING
    emitted = True
    target = "moodle-xml"
    explanation = (
        "The title or the id of the question would be cut or changed there. Moodle, for one, "
        "holds 255 characters of a name."
    )
    bad = "## Which number is even? {#" + "the-even-number-" * 7 + "}\n\n- ✅ 2\n- ❌ 3\n"
    good = "## Which number is even? {#the-even-number}\n\n- ✅ 2\n- ❌ 3\n"
