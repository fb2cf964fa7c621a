"""QK419 spelled-two-ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.bank import Bank
from quizkit.lint.document import Document, Found
from quizkit.lint.parts import parts
from quizkit.lint.prose import prose
from quizkit.lint.rule import Rule
from quizkit.lint.spelling import Word, apart, strays, words_in

_HINT = 'write "{}" here too, if the same is meant'


class SpelledTwoWays(Rule):
    """See ``explanation``."""

    code, name, severity = "QK419", "spelled-two-ways", Severity.INFO
    whole = True
    explanation = (
        'A term is written with a hyphen here and in one word there ("e-mail", "email"), or its '
        'capitals differ ("JavaScript", "Javascript"). Students take two spellings for two '
        "things, and a typed answer matches only one of them. Files that are checked together and "
        "are of one language count together."
    )
    bad = (
        "## What does a data-base hold?\n\n- ✅ tables\n- ❌ chairs\n\n"
        "## Which database is free?\n\n- ✅ one\n- ❌ none\n\n"
        "## Who asks a database?\n\n- ✅ you\n- ❌ me\n"
    )
    good = (
        "## What does a database hold?\n\n- ✅ tables\n- ❌ chairs\n\n"
        "## Which database is free?\n\n- ✅ one\n- ❌ none\n"
    )

    def check(self, doc: Document) -> Iterator[Diagnostic]:
        """Group the words that are equal without hyphens and capitals."""
        for rare, usual in apart(doc.once(words_in)):
            found = _first(rare, doc)
            spelled = found.match[0] if found else rare.spelled
            message = f'"{spelled}" is written "{usual.spelled}" in {usual.times} other places'
            hint = _HINT.format(usual.spelled)
            if found is not None:
                yield self.on(found, doc, message, hint=hint)
            else:
                yield self.at(doc.questions[rare.question - 1], (), message, hint=hint)

    def check_bank(self, bank: Bank) -> Iterator[Diagnostic]:
        """As :meth:`check`, where only several files tell which spelling is the rare one."""
        for stray in strays([file.spelled for file in bank.files]):
            place = bank.place(stray.file, stray.word.question)
            if self.code not in place.asked.silent:
                usual, elsewhere = stray.usual, bank.place(*stray.elsewhere)
                yield self.across(
                    place,
                    f'"{stray.word.spelled}" is written "{usual.spelled}" in {usual.times} other '
                    f"places, as in question {elsewhere.named}",
                    hint=_HINT.format(usual.spelled),
                )


def _first(word: Word, doc: Document) -> Found | None:
    """Where a word of this form stands first, as far as it stands there by itself."""
    pattern = re.compile(
        rf"(?<![^\W_])(?<!-){re.escape(word.spelled)}(?![^\W_])(?!-)", re.IGNORECASE
    )
    for part in parts(doc.questions[word.question - 1]):
        for match in pattern.finditer(prose(part.content.source)):
            if word._replace(spelled=match[0]).form == word.form:
                return Found(part, match)
    return None
