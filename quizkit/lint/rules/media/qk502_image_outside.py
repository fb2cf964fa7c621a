"""QK502 image-outside: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class ImageOutside(Rule):
    """See ``explanation``."""

    code, name, severity = "QK502", "image-outside", Severity.ERROR
    emitted = True
    explanation = "A picture outside the quiz's folder does not travel with the quiz."
    bad = "![A leaf](../leaf.png)"
    good = "![A leaf](images/leaf.png)"
