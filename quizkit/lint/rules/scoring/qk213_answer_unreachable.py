"""QK213 answer-unreachable."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.answers import decimal, number_lists, text_lists
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Cloze, Numeric, NumericAnswer, ShortText, TextAnswer
from quizkit.reading import QuestionReading
from quizkit.scoring import normalize_answer


class AnswerUnreachable(Rule):
    """See ``explanation``."""

    code, name, severity = "QK213", "answer-unreachable", Severity.ERROR
    types = (Numeric, ShortText, Cloze)
    explanation = (
        "An answer can never count, because an earlier one takes everything that it would "
        "accept, and the two earn or say different things. The first answer that fits "
        "decides. Where only feedback is lost that way, it is a warning."
    )
    bad = "## How long is the table, in metres?\n\n- = 2..4 {weight=50%}\n- = 3\n"
    good = "## How long is the table, in metres?\n\n- = 3\n- = 2..4 {weight=50%}\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        for answers, path in number_lists(question.question):
            for index, number in enumerate(answers):
                for earlier in answers[:index]:
                    taken = earlier.low <= number.low and number.high <= earlier.high
                    if taken and _differs(number, earlier):
                        where = path or ("answers", index)
                        level = _level(number, earlier)
                        yield self._never(question, where, _interval(earlier), level)
                        break
        for texts, case, path in text_lists(question.question):
            first: dict[str, TextAnswer] = {}
            for index, text in enumerate(texts):
                before = first.setdefault(normalize_answer(text.text, case_sensitive=case), text)
                if before is not text and _differs(text, before):
                    where, level = path or ("answers", index), _level(text, before)
                    yield self._never(question, where, f'"{before.text}"', level)

    def _never(
        self,
        question: QuestionReading,
        where: tuple[str | int, ...],
        taker: str,
        level: Severity,
    ) -> Diagnostic:
        message = f"never counts: {taker} above takes it"
        hint = "put the narrower one first" if '"' not in taker else "remove one of them"
        return self.at(question, where, message, hint=hint, severity=level)


def _level(one: TextAnswer | NumericAnswer, other: TextAnswer | NumericAnswer) -> Severity:
    """An error where a score depends on it; else only feedback is lost."""
    return Severity.ERROR if one.weight != other.weight else Severity.WARNING


def _differs(one: TextAnswer | NumericAnswer, other: TextAnswer | NumericAnswer) -> bool:
    """Whether the second answer would do anything that the first does not."""
    return one.weight != other.weight or (
        one.feedback is not None and one.feedback != other.feedback
    )


def _interval(answer: NumericAnswer) -> str:
    if answer.low == answer.high:
        return decimal(answer.low)
    return f"{decimal(answer.low)} to {decimal(answer.high)}"
