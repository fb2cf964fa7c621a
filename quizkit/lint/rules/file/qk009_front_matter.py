"""QK009 front-matter: found while the source is read."""

from quizkit.diagnostics import Severity
from quizkit.lint.rule import Rule


class FrontMatter(Rule):
    """See ``explanation``."""

    code, name, severity = "QK009", "front-matter", Severity.ERROR
    emitted = True
    explanation = (
        "The lines between --- at the top are YAML and hold for the whole quiz. YAML that "
        "cannot be read, an unknown key, a key written twice or a value of the wrong kind has "
        "no effect, and you might not notice."
    )
    bad = "---\nlanugage: en\n---\n\n## Which number is even?\n\n- ✅ 2\n- ❌ 3\n"
    good = "---\nlanguage: en\n---\n\n## Which number is even?\n\n- ✅ 2\n- ❌ 3\n"
