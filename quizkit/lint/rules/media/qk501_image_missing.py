"""QK501 image-missing: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class ImageMissing(Rule):
    """See ``explanation``."""

    code, name, severity = "QK501", "image-missing", Severity.ERROR
    emitted = True
    explanation = (
        "The quiz refers to a file that is not there, so students would see a broken picture."
    )
    bad = "![A leaf](leaf.png)"
    good = "![A leaf](images/leaf.png)"
