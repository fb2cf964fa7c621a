"""QK201 no-key."""

from __future__ import annotations

from collections.abc import Iterator

from quizkit.diagnostics import Diagnostic, Severity
from quizkit.lint.document import Document
from quizkit.lint.rule import Rule
from quizkit.model import Choice, ChoiceGap, Cloze, Gap, Numeric, Option, Role, ShortText
from quizkit.naming import excerpt
from quizkit.reading import QuestionReading


class NoKey(Rule):
    """See ``explanation``."""

    code, name, severity = "QK201", "no-key", Severity.ERROR
    types = (Choice, ShortText, Numeric, Cloze)
    vital = True
    silences = ("QK204", "QK205", "QK206", "QK208", "QK209", "QK305")
    explanation = (
        "Nothing is marked as right, so nobody could earn points, and an LMS refuses the "
        "question or gives everyone nothing. A question for no points whose options are all "
        "neutral asks for an opinion, and is fine."
    )
    bad = (
        ("## Which number is even?\n\n- ❌ 1\n- ❌ 3\n"),
        ("## Welche Zahl ist gerade?\n\n- [ ] 1\n- [ ] 3\n"),
    )
    good = "## Which number is even?\n\n- ✅ 2\n- ❌ 3\n"

    def check_question(self, question: QuestionReading, doc: Document) -> Iterator[Diagnostic]:

        asked = question.question
        match asked:
            case Choice() if _is_survey(asked):
                return
            case Choice():
                if not any(_is_right(option) for option in asked.options):
                    message = f"{question.place()}: no correct answer{_seen(question, doc)}"
                    span = question.where("options", 0)
                    hint = "mark one with ✅"
                    if question.marker_style == "letter":
                        hint = 'write a line such as "Answer: B" below the options'
                    yield self.finding(message, span, hint=hint, question=question)
            case ShortText() | Numeric() | Cloze() if question.broken:
                return
            case ShortText() | Numeric():
                if not any(answer.weight > 0 for answer in asked.answers):
                    hint = "write one as - = answer"
                    yield self.at(question, (), "no answer is accepted", hint=hint)
            case Cloze():
                for number, gap in enumerate(asked.gaps, 1):
                    if not _can_be_filled(gap):
                        yield self.at(question, ("stem",), f"gap {number} has no right answer")
            case _:
                return


def _seen(question: QuestionReading, doc: Document) -> str:
    """The line that was meant as an answer and names no option, as words for the author."""
    told = question.question.feedback.general
    if question.marker_style != "letter" or told is None:
        return ""
    lines = (line for line in told.source.split("\n") if doc.book.is_answer_label(line))
    line = next(lines, "")
    return f', for "{excerpt(line)}" names no option' if line else ""


def _is_survey(asked: Choice) -> bool:
    """Whether it asks what students think: no points, and every option neutral."""
    return not asked.points and all(option.role is Role.NEUTRAL for option in asked.options)


def _is_right(option: Option) -> bool:
    return option.role is Role.KEY or (option.weight is not None and option.weight > 0)


def _can_be_filled(gap: Gap) -> bool:
    if isinstance(gap, ChoiceGap):
        return any(_is_right(option) for option in gap.options)
    return any(answer.weight > 0 for answer in gap.answers)
