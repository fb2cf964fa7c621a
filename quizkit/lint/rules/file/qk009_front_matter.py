"""QK009 front-matter: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class FrontMatter(Rule):
    """See ``explanation``."""

    code, name, severity = "QK009", "front-matter", Severity.ERROR
    emitted = True
    explanation = (
        "The lines between --- at the top of the file are YAML and say what holds for the "
        "whole quiz. An unknown word there has no effect, so it is reported with the nearest "
        "known one."
    )
    bad = "---\ntitle: [unclosed\n---\n"
    good = "---\ntitle: My quiz\n---\n"
