"""QK502 image-outside: found while the files of a source are gathered."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class ImageOutside(Rule):
    """See ``explanation``."""

    code, name, severity = "QK502", "image-outside", Severity.ERROR
    emitted = True
    vital = True
    explanation = (
        "A picture outside the quiz's folder does not travel with the quiz, and what lies "
        "there is nobody else's business. Copy it beside the quiz."
    )
    bad = "## What is this?\n\n![A leaf](../leaf.png)\n\n- ✅ a leaf\n- ❌ a tree\n"
    good = "## What is this?\n\n![A leaf](leaf.png)\n\n- ✅ a leaf\n- ❌ a tree\n"
