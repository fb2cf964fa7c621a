"""QK301 verdict-contradicts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.locale import normalize_phrase
from quizkit.model import Choice, Role
from quizkit.reading import QuestionReading

_FIRST = re.compile(r"\s*([^.!?…。！？\n]*)")
_LAST = re.compile(r"(?:^|[.!?…。！？\n])([^.!?…。！？\n]*[^.!?…。！？\n\s*_][.!?…。！？\s*_]*)$")
_LONGEST = 80
"""Characters of the longest sentence that may be a verdict with its label."""


class VerdictContradicts(Rule):
    """See ``explanation``."""

    code, name, severity = "QK301", "verdict-contradicts", Severity.WARNING
    types = (Choice,)
    languages = ("en", "ru", "de", "fr", "es", "it", "pt", "uk", "pl", "zh")
    explanation = (
        'An option\'s feedback gives a verdict, such as "Correct!" or "Conclusion: does not '
        "fit\", that contradicts the option's marker. One of the two is a mistake. Only whole "
        "sentences at the beginning and the end are taken for a verdict. Where the question "
        'asks for what is not so, "wrong" may be the right answer, and only words of fitting '
        'count. So it is where a line such as "Answer: B" names another option than marks, bold '
        "letters or remarks on the options do."
    )
    bad = (
        (
            "---\n"
            "language: en\n"
            "---\n"
            "\n"
            "## Which number is even?\n"
            "\n"
            "- ✅ 2\n"
            "  > It has two halves. Conclusion: does not fit.\n"
            "- ❌ 3\n"
            "  > It is odd.\n"
        ),
        (
            "---\n"
            "language: ru\n"
            "---\n"
            "\n"
            "## Какое число чётное?\n"
            "\n"
            "- ✅ 2\n"
            "  > Делится на два.\n"
            "- ❌ 3\n"
            "  > Верно!\n"
        ),
    )
    good = (
        "---\n"
        "language: en\n"
        "---\n"
        "\n"
        "## Which number is even?\n"
        "\n"
        "- ✅ 2\n"
        "  > It has two halves. Conclusion: fits.\n"
        "- ❌ 3\n"
        "  > Incorrect. It is odd.\n"
    )

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        assert isinstance(asked, Choice)
        fit, unfit = doc.words("verdict_fit"), doc.words("verdict_unfit")
        if not fit or not unfit:
            return
        longest = _longest(fit, unfit)
        for index, option in enumerate(asked.options):
            if option.feedback is None or option.weight is not None:
                continue
            against = {Role.KEY: unfit, Role.DISTRACTOR: fit}.get(option.role, ())
            said = [v for v in _verdicts(option.feedback.source, longest) if v in against]
            if said and _is_negative(asked.stem.source, doc):
                said = [verdict for verdict in said if verdict == against[0]]
            if said:
                marked = "right" if option.role is Role.KEY else "wrong"
                message = f'marked {marked}, but the feedback says "{said[0]}"'
                hint = "one of the two is a mistake: correct the marker or the feedback"
                yield self.at(question, ("options", index), message, hint=hint)


@cache
def _longest(fit: tuple[str, ...], unfit: tuple[str, ...]) -> int:
    """Characters of the longest verdict, with the markup that may stand around it."""
    return max(map(len, (*fit, *unfit))) + 8


def _verdicts(feedback: str, longest: int) -> Iterator[str]:
    """The first and the last sentence as phrases, without a label such as "Conclusion:".

    One longer than the ``longest`` verdict is none.
    """
    first = _FIRST.match(feedback)
    last = _LAST.search(feedback[-_LONGEST:])
    for match in (first, last):
        sentence = match[1] if match else ""
        if not sentence or len(sentence) > _LONGEST:
            continue
        label, colon, rest = sentence.partition(":")
        if colon and len(label.split()) <= 2:
            sentence = rest
        if len(sentence) <= longest:
            yield normalize_phrase(sentence)


def _is_negative(stem: str, doc: Document) -> bool:
    """Whether a question asks for what is not so."""
    words = set(re.findall(r"[^\W\d_]+(?:['’]t)?", stem.lower()))
    for word in doc.words("negation"):
        if word.endswith("~"):
            if any(other.startswith(word[:-1]) for other in words):
                return True
        elif word in words or (" " in word and word in stem.lower()):
            return True
    return "n't" in stem or "n’t" in stem
