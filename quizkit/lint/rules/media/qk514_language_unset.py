"""QK514 language-unset."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity, Span
from quizkit.lint.document import Document
from quizkit.lint.language import language_name
from quizkit.lint.rule import Rule

_OPENING = re.compile(r"---[ \t]*$")


class LanguageUnset(Rule):
    """See ``explanation``."""

    code, name, severity = "QK514", "language-unset", Severity.INFO
    whole = True
    explanation = (
        "The quiz does not say which language it is in. A screen reader needs that to pronounce "
        "it (WCAG 2.2, 3.1.1), and rules on words rest on it. The language named here was "
        "recognised by its words."
    )
    bad = (
        "## Which of the numbers is even?\n\nAn even number is the double of another whole number, "
        "and it is easy to see that by its last digit, which is one of the five that you can half "
        "without a rest. The other five are odd, and they are not to be taken here for this.\n\n"
        "- ✅ 2\n- ❌ 3\n"
    )
    good = "---\nlanguage: en\n---\n\n" + bad
    fixed = good

    def check(self, doc: Document) -> Iterator[Diagnostic]:

        if not doc.questions or doc.says_language:
            return
        language = doc.guessed_language
        if language is None:
            return
        written = f"language: {language}"
        fix = None
        if not doc.is_json:
            if _OPENING.match(doc.line(1)):
                edit = Edit(Span.at(2), f"{written}\n")
            else:
                edit = Edit(Span.at(1), f"---\n{written}\n---\n\n")
            fix = Fix(f'add "{written}"', (edit,), safe=False)
        yield self.finding(
            f"the language is not said; this looks like {language_name(language)}",
            Span.at(1),
            hint=f'add "{written}" between --- lines at the top',
            fix=fix,
        )
