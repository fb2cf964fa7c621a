"""The exporter to GIFT: one block for each question, as Moodle's importer really reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import ClassVar

from quizkit.formats.base import Engine, ExportedFile, Exporter, Feature, Fidelity, Job
from quizkit.formats.gift import escaping
from quizkit.formats.gift.answers import write_numeric, write_short_text
from quizkit.formats.gift.arranged import write_matching, write_ordering
from quizkit.formats.gift.choices import write_choice, write_true_false
from quizkit.formats.gift.cloze import write_cloze
from quizkit.formats.gift.earned import as_stored
from quizkit.formats.gift.sheet import Sheet
from quizkit.formats.moodle_xml.losses import account_quiz
from quizkit.formats.moodle_xml.names import Categories
from quizkit.model import (
    Choice,
    Cloze,
    Essay,
    Info,
    Matching,
    Numeric,
    Ordering,
    Question,
    Quiz,
    ShortText,
    TrueFalse,
)
from quizkit.scoring import score

_KEPT = frozenset({Feature.OPTION_FEEDBACK, Feature.ANSWER_FEEDBACK, Feature.CODE})
_ADAPTED = frozenset(
    {
        Feature.IDENTIFIER,
        Feature.GROUPS,
        Feature.QUIZ_TITLE,
        Feature.LANGUAGE,
    }
)
_FIDELITY = {
    feature: Fidelity.ADAPTED if feature in _ADAPTED else Fidelity.LOST
    for feature in Feature
    if feature not in _KEPT
}
_PLAIN = "in the answers of matching questions, which are plain text"
_SAVE = {
    Feature.SCORE: "what Moodle's list of weights cannot hold",
    Feature.TYPE: "texts with gaps, and what Moodle refuses",
    Feature.GENERAL_FEEDBACK: "in a text without a question",
    Feature.TAGS: "characters that GIFT or Moodle cannot take in tags",
    Feature.CATEGORY: "a backslash, and the end of a very long name",
    Feature.TITLE: "the end of one of more than 250 characters",
    Feature.RICH_TEXT: _PLAIN,
    Feature.MATH: _PLAIN,
}


def write_essay(sheet: Sheet, question: Essay) -> str:
    """``{}``; what is for graders alone has no place there, and students would see it."""
    sheet.points(question, question.points)
    sheet.lose_combined(question)
    for feature, content in (
        (Feature.MODEL_ANSWER, question.model_answer),
        (Feature.RUBRIC, question.rubric),
    ):
        if content is not None:
            sheet.job.lose(
                question, feature, "GIFT has no place that only graders see; it is left out"
            )
    return sheet.block(question, [])


def write_info(sheet: Sheet, question: Info) -> str:
    """Text without braces is a description."""
    sheet.lose_combined(question)
    return sheet.block(question, None)


_WRITERS: dict[type[Question], Callable[..., str]] = {
    Choice: write_choice,
    TrueFalse: write_true_false,
    ShortText: write_short_text,
    Numeric: write_numeric,
    Matching: write_matching,
    Ordering: write_ordering,
    Cloze: write_cloze,
    Essay: write_essay,
    Info: write_info,
}


class GiftExporter(Exporter):
    """GIFT, as Moodle 4.5 and later imports it."""

    name = "gift"
    label = "GIFT"
    suffix = ".gift"
    engines = (Engine("gift", "GIFT", _FIDELITY, _SAVE),)
    writers: ClassVar[Mapping[type[Question], Callable[..., object]]] = _WRITERS

    def files(self, job: Job) -> Iterator[ExportedFile]:
        """One file of blocks parted by blank lines."""
        yield ExportedFile(self.suffix, self._chunks(job))

    def earned(
        self, quiz: Quiz, question: Question, response: object, engine: str
    ) -> Fraction | None:
        """By the weights and points that Moodle stores."""
        return score(as_stored(question), response)

    def _chunks(self, job: Job) -> Iterator[bytes]:
        account_quiz(job)
        if job.quiz.description is not None:
            job.lose(
                None, Feature.DESCRIPTION, "GIFT holds nothing of the quiz itself; it is left out"
            )
        sheet, categories = Sheet(job), Categories(job)
        current = ""
        for question in job.quiz.questions:
            path = categories.path(question)
            if path != current:
                yield f"$CATEGORY: {_category(job, path)}\n\n".encode()
                current = path
            asked = self.writable(question, job)
            yield _WRITERS[type(asked)](sheet, asked).encode()


def _category(job: Job, path: str) -> str:
    written = escaping.category(path)
    if written != path:
        job.adapt(
            None,
            Feature.CATEGORY,
            f"a backslash is written {chr(0x2216)}, for GIFT would misread it there",
        )
    return written
