"""QK406 all-of-the-above."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice
from quizkit.reading import QuestionReading


class AllOfTheAbove(Rule):
    """See ``explanation``."""

    code, name, severity = "QK406", "all-of-the-above", Severity.WARNING
    types = (Choice,)
    silences = ("QK410",)
    languages = ("en", "ru", "de", "fr", "es", "it", "pt", "uk", "pl", "zh")
    explanation = (
        'Who knows that two options are right can tick "all of the above" without knowing the '
        "third, and who finds one wrong can leave it out (Haladyna and others 2002, guideline "
        '26). Where options are shuffled, "above" is wrong besides. Ask for all that apply.'
    )
    bad = (
        "---\nlanguage: en\n---\n\n## Which number is even?\n\n- ❌ 2\n- ❌ 4\n- ✅ All of the above\n",
        "---\nlanguage: ru\n---\n\n## Какое число чётное?\n\n- ❌ 2\n- ❌ 4\n"
        "- ✅ Все перечисленные\n",
        "---\nlanguage: zh\n---\n\n## 哪个数是偶数？\n\n- ❌ 2\n- ❌ 4\n- ✅ 以上都是\n",
    )
    good = (
        "---\nlanguage: en\n---\n\n## Which numbers are even?\n\nChoose all that apply.\n\n"
        "- ✅ 2\n- ✅ 4\n- ❌ 5\n"
    )
    _message = "two known answers give it away; and where options are shuffled nothing is above"
    _hint = 'mark each right option, and write "Choose all that apply."'

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Choice)
        phrases = doc.phrases("all_above")
        if not phrases:
            return
        for index, option in enumerate(asked.options):
            if option.content.source in phrases:
                yield self.at(question, ("options", index), self._message, hint=self._hint)
