"""QK501 image-missing: found while the files of a source are gathered."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class ImageMissing(Rule):
    """See ``explanation``."""

    code, name, severity = "QK501", "image-missing", Severity.ERROR
    emitted = True
    explanation = (
        "The quiz refers to a file that is not there, so students would see a broken picture. "
        "Where only upper and lower case differ the message says so: most servers see the "
        "difference."
    )
    bad = "## What is this?\n\n![A leaf](leaf.png)\n\n- ✅ a leaf\n- ❌ a tree\n"
    good = "## What is this?\n\n![A leaf](images/leaf.png)\n\n- ✅ a leaf\n- ❌ a tree\n"
