"""QK418 answer-elsewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.prose import prose
from quizkit.lint.rule import Rule
from quizkit.model import Choice, Info, Role
from quizkit.reading import QuestionReading

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_LEAST_LETTERS, _LEAST_WORDS, _MOST_WORDS = 14, 2, 12
Words = tuple[str, ...]


class AnswerElsewhere(Rule):
    """See ``explanation``."""

    code, name, severity = "QK418", "answer-elsewhere", Severity.INFO
    whole = True
    default = False
    explanation = (
        "The right answer of a question stands word for word in the text of another question, and "
        "none of its wrong answers does: whoever remembers one question answers the other "
        "(Haladyna and others 2002, guideline 7: items should not depend on each other). Answers "
        "of two words at least count. Where the two are never shown together, that is no harm."
    )
    bad = (
        "## What is the process called by which plants turn light into sugar?\n\n"
        "- ✅ oxygenic photosynthesis\n- ❌ cellular respiration\n\n"
        "## Which gas does oxygenic photosynthesis set free?\n\n- ✅ oxygen\n- ❌ nitrogen\n"
    )
    good = (
        "## What is the process called by which plants turn light into sugar?\n\n"
        "- ✅ oxygenic photosynthesis\n- ❌ cellular respiration\n\n"
        "## Which gas do plants set free in the light?\n\n- ✅ oxygen\n- ❌ nitrogen\n"
    )

    def check(self, doc: Document) -> Iterator[Diagnostic]:
        """Look up each stem's runs of words among the right answers."""
        stems = [(q, _words(q.question.stem.source)) for q in doc.questions]
        wanted = _answers(doc)
        told: set[int] = set()
        for question, words in stems:
            if isinstance(question.question, Info):
                continue
            for start, word in enumerate(words):
                for key, owner in wanted.get(word, ()):
                    if words[start : start + len(key)] != key or owner.number in told:
                        continue
                    if owner is question or _names_others(owner, question):
                        continue
                    told.add(owner.number)
                    yield self.at(
                        question,
                        ("stem",),
                        f'"{" ".join(key)}" is the right answer of question {owner.number}, on '
                        f"line {owner.span.line}",
                        hint="say it another way, or do not ask both in one test",
                    )


def _words(text: str) -> Words:
    return tuple(_WORD.findall(prose(text).lower()))


def _answers(doc: Document) -> dict[str, list[tuple[Words, QuestionReading]]]:
    """The right answers that are worth looking for, by their first words."""
    found: defaultdict[str, list[tuple[Words, QuestionReading]]] = defaultdict(list)
    for question in doc.questions:
        asked = question.question
        if not isinstance(asked, Choice):
            continue
        own = " ".join(_words(asked.stem.source))
        for option in asked.options:
            words = _words(option.content.source) if option.role is Role.KEY else ()
            if not _LEAST_WORDS <= len(words) <= _MOST_WORDS:
                continue
            text = " ".join(words)
            if len(text) >= _LEAST_LETTERS and text not in own:
                found[words[0]].append((words, question))
    return found


def _names_others(owner: QuestionReading, question: QuestionReading) -> bool:
    """Whether a stem names a wrong answer, too, so that it tells nothing."""
    asked = owner.question
    assert isinstance(asked, Choice)
    stem = " ".join(_words(question.question.stem.source))
    return any(
        option.role is Role.DISTRACTOR and " ".join(_words(option.content.source)) in stem
        for option in asked.options
    )
