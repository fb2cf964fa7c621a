"""The exporter to a web page: one question at a time, between a head and an end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, NamedTuple, cast

from quizkit.formats.base import Engine, ExportedFile, Exporter, Feature, Fidelity, Job
from quizkit.formats.html.asked import (
    Asked,
    ask_choice,
    ask_cloze,
    ask_essay,
    ask_matching,
    ask_nothing,
    ask_ordering,
    ask_true_false,
    ask_typed,
    gapped_stem,
)
from quizkit.formats.html.content import Pen
from quizkit.formats.html.heading import heading
from quizkit.formats.html.key import (
    Answers,
    answer_choice,
    answer_cloze,
    answer_essay,
    answer_matching,
    answer_nothing,
    answer_ordering,
    answer_true_false,
    answer_typed,
    folded,
)
from quizkit.formats.html.labels import Labels
from quizkit.formats.html.page import BARE, END, Around, head, pool_start
from quizkit.formats.html.sheet import Sheet
from quizkit.formats.layout import Pool, arranged
from quizkit.formats.xml_writer import Markup, block, element
from quizkit.model import (
    NO_SETTINGS,
    Choice,
    Cloze,
    Essay,
    Info,
    Matching,
    Numeric,
    Ordering,
    Question,
    ShortText,
    TrueFalse,
)


class Shown(NamedTuple):
    """How a type of question is shown: what a student meets, and what is folded away."""

    asked: Callable[..., Markup]
    answers: Callable[..., Markup]


_SHOWN: dict[type[Question], Shown] = {
    Choice: Shown(ask_choice, answer_choice),
    TrueFalse: Shown(ask_true_false, answer_true_false),
    ShortText: Shown(ask_typed, answer_typed),
    Numeric: Shown(ask_typed, answer_typed),
    Matching: Shown(ask_matching, answer_matching),
    Ordering: Shown(ask_ordering, answer_ordering),
    Cloze: Shown(ask_cloze, answer_cloze),
    Essay: Shown(ask_essay, answer_essay),
    Info: Shown(ask_nothing, answer_nothing),
}


class HtmlExporter(Exporter):
    """One self-contained page, to be read on a screen or on paper; it loads and runs nothing."""

    name = "html"
    label = "web page"
    suffix = ".html"
    engines = (
        Engine(
            "html",
            "web page",
            {
                Feature.SCORE: Fidelity.ADAPTED,
                Feature.SHUFFLE: Fidelity.ADAPTED,
                Feature.GROUPS: Fidelity.ADAPTED,
                Feature.SETTINGS: Fidelity.ADAPTED,
                Feature.RICH_TEXT: Fidelity.LOST,
                Feature.IMAGES: Fidelity.LOST,
                Feature.MATH: Fidelity.LOST,
            },
            {
                Feature.RICH_TEXT: "scripts, forms and other parts of pages",
                Feature.IMAGES: "files on the web, to which the page links",
                Feature.MATH: "formulas that MathML cannot be made of, shown as TeX",
            },
            scores=False,
        ),
    )
    writers: ClassVar[Mapping[type[Question], Callable[..., object]]] = {
        kind: shown.asked for kind, shown in _SHOWN.items()
    }

    def __init__(self, around: Around = BARE, *, as_written: bool = False) -> None:
        self.around = around
        self.as_written = as_written

    def files(self, job: Job) -> Iterator[ExportedFile]:
        """One page."""
        yield ExportedFile(self.suffix, _chunks(self, job))


def _chunks(exporter: HtmlExporter, job: Job) -> Iterator[bytes]:
    """The page from top to bottom; numbers count what can be answered."""
    labels, pen = Labels(job.quiz.language), Pen(job)
    _declare_quiz(job)
    yield head(job, labels, pen, exporter.around)
    place = number = 0
    for part in arranged(job):
        pool = isinstance(part, Pool)
        if isinstance(part, Pool):
            yield pool_start(part.group, labels)
            if part.group.pick < len(part.questions):
                job.adapt(None, Feature.GROUPS, "all questions of a pool are shown")
        for question in part.questions if isinstance(part, Pool) else (part,):
            place += 1
            shown = exporter.writable(question, job)
            number += not isinstance(shown, Info)
            pen.next_question()
            sheet = Sheet(job, pen, labels, f"q{place}", exporter.as_written)
            yield f"{_question(sheet, shown, number, in_pool=pool)}\n".encode()
        if pool:
            yield b"</section>\n"
    yield END


def _question(sheet: Sheet, question: Question, number: int, *, in_pool: bool) -> Markup:
    name = sheet.name
    shown = _SHOWN[type(question)]
    stem = (
        gapped_stem(sheet, question)
        if isinstance(question, Cloze)
        else sheet.pen.flow(question, question.stem)
    )
    named = {"class": "qk-question", "id": f"q-{question.id}"}
    title = heading(sheet, question, number, 3 if in_pool else 2)
    if title:
        named["aria-labelledby"] = f"{name}-h"
    return block(
        "section",
        named,
        title,
        element("div", {"class": "qk-stem", "id": f"{name}-s"}, stem),
        cast(Asked, shown.asked)(sheet, question),
        folded(sheet, question, cast(Answers, shown.answers)),
    )


def _declare_quiz(job: Job) -> None:
    """What a page shows and does not do."""
    quiz = job.quiz
    if any(not isinstance(question, (Info, Essay)) for question in quiz.questions):
        job.adapt(
            None,
            Feature.SCORE,
            "a page gives no points; under each question it says what every answer earns",
        )
    if any(isinstance(question, Choice) and question.shuffle for question in quiz.questions):
        job.adapt(None, Feature.SHUFFLE, "options are scattered once, the same way for everybody")
    if any(isinstance(question, Matching) and not question.shuffle for question in quiz.questions):
        job.adapt(None, Feature.SHUFFLE, "right sides of pairs are scattered all the same")
    if quiz.settings != NO_SETTINGS:
        job.adapt(None, Feature.SETTINGS, "the page says them; it cannot see to them")
