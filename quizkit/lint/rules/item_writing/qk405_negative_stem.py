"""QK405 negative-stem."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity
from quizkit.lint.document import Document, Found
from quizkit.lint.negation import negated_at
from quizkit.lint.parts import Part
from quizkit.lint.rule import Rule
from quizkit.model import Choice, TrueFalse
from quizkit.reading import QuestionReading


class NegativeStem(Rule):
    """See ``explanation``."""

    code, name, severity = "QK405", "negative-stem", Severity.WARNING
    types = (Choice, TrueFalse)
    languages = ("en", "ru", "de", "fr", "es", "it", "pt", "uk", "pl")
    explanation = (
        "The question asks for what is not so, and the word that says it does not stand out, "
        "so students who know the answer miss it (Haladyna and others 2002, guideline 17). Ask "
        "positively, or set the word in bold or in capitals. Only the question word's own "
        "clause counts."
    )
    bad = (
        "---\nlanguage: en\n---\n\n## Which number is not even?\n\n- ✅ 3\n- ❌ 2\n- ❌ 4\n",
        "---\nlanguage: ru\n---\n\n## Какое число не является чётным?\n\n- ✅ 3\n- ❌ 2\n- ❌ 4\n",
        "---\nlanguage: fr\n---\n\n## Quel nombre n'est pas pair ?\n\n- ✅ 3\n- ❌ 2\n- ❌ 4\n",
    )
    good = (
        "---\nlanguage: en\n---\n\n## Which number is **NOT** even?\n\n- ✅ 3\n- ❌ 2\n- ❌ 4\n",
        "---\nlanguage: en\n---\n\n## Which number is odd, not even?\n\n- ✅ 3\n- ❌ 2\n- ❌ 4\n",
        "---\nlanguage: de\n---\n\n## Welche Zahl ist gerade, wenn sie nicht null ist?\n\n"
        "- ✅ 2\n- ❌ 3\n",
    )
    fixed = (
        "---\nlanguage: en\n---\n\n## Which number is **NOT** even?\n\n- ✅ 3\n- ❌ 2\n- ❌ 4\n",
        "---\nlanguage: ru\n---\n\n## Какое число **НЕ** является чётным?\n\n- ✅ 3\n- ❌ 2\n- ❌ 4\n",
        "---\nlanguage: fr\n---\n\n## Quel nombre n'est **PAS** pair ?\n\n- ✅ 3\n- ❌ 2\n- ❌ 4\n",
    )

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        stem = question.question.stem
        match = negated_at(stem.source, doc)
        if match is None:
            return
        part = Part(question, ("stem",), stem)
        word = match[0]
        emphatic = f"**{word.upper()}**"
        span = doc.find(part, match.start(), match.end())
        fix = None
        if span is not None and stem.markdown is not None and "'" not in word and "’" not in word:
            fix = Fix(f"write {emphatic}", (Edit(span, emphatic),), safe=False)
        yield self.on(
            Found(part, match),
            doc,
            f'"{word}" is easily missed',
            hint=f"write {emphatic}, or ask positively" if fix else "ask positively",
            fix=fix,
        )
