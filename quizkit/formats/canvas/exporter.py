"""Canvas: one package that Classic Quizzes and New Quizzes both import."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar, cast

from quizkit.formats.base import ExportedFile, Exporter, Feature, Job
from quizkit.formats.canvas.arranged import write_matching, write_ordering
from quizkit.formats.canvas.body import Body
from quizkit.formats.canvas.choice import write_choice, write_true_false
from quizkit.formats.canvas.cloze import write_cloze
from quizkit.formats.canvas.earned import share_there
from quizkit.formats.canvas.engines import CLASSIC, ENGINES, adapt, lose, name_engines
from quizkit.formats.canvas.item import Draft
from quizkit.formats.canvas.open_text import write_essay, write_info
from quizkit.formats.canvas.package import (
    ASSESSMENT_END,
    LONGEST_TITLE,
    POOL_END,
    assessment_start,
    manifest_document,
    pool_start,
    settings_document,
)
from quizkit.formats.canvas.typed import write_numeric, write_short_text
from quizkit.formats.idents import digest
from quizkit.formats.layout import Pool, arranged
from quizkit.formats.numbers import plain_decimal, spoken, spoken_points
from quizkit.formats.zip_stream import Member, zip_chunks
from quizkit.model import (
    Choice,
    ChoiceGap,
    Cloze,
    Essay,
    Group,
    Info,
    Matching,
    Numeric,
    Ordering,
    Question,
    Quiz,
    ShortText,
    TrueFalse,
)
from quizkit.scoring import fraction

Writer = Callable[[Question, Draft], None]
_FROM_CANVAS = re.compile(r"[gi][0-9a-f]{32}")


class CanvasExporter(Exporter):
    """QTI 1.2 items in one file, their quiz's settings, and a manifest."""

    name = "canvas"
    label = "Canvas"
    suffix = ".canvas.zip"
    engines = ENGINES
    writers: ClassVar[Mapping[type[Question], Callable[..., object]]] = {
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

    def files(self, job: Job) -> Iterator[ExportedFile]:
        """One zip archive."""
        yield ExportedFile(self.suffix, zip_chunks(self._members(job)))

    def earned(
        self, quiz: Quiz, question: Question, response: object, engine: str
    ) -> Fraction | None:
        """As the base says; the points are those of the pool, where there is one."""
        share = share_there(question, response, engine)
        if share is None:
            share = fraction(question, response)
        for group in quiz.groups:
            if question.id in group.questions:
                members = (q for q in quiz.questions if q.id in group.questions)
                return share * pool_points(group, members)
        return share * question.points

    def _members(self, job: Job) -> Iterator[Member]:
        """Folder, assessment and resource have one name, or Classic finds no settings."""
        quiz, body = job.quiz, Body(job)
        ident = canvas_ident("quiz", quiz.identifier)
        title = _title(job)
        yield Member(f"{ident}/{ident}.xml", self._assessment(job, body, ident, title))
        description = body.html(None, quiz.description) if quiz.description else ""
        shuffled = _shuffles_answers(job)
        _declare_settings(job)
        name_engines(job, 0)
        meta = settings_document(quiz, ident, title, description, shuffle_answers=shuffled)
        yield Member(f"{ident}/assessment_meta.xml", (meta,))
        for name in sorted(body.files):
            yield Member(name, (body.files[name],))
        yield Member("imsmanifest.xml", (manifest_document(ident, sorted(body.files)),))

    def _assessment(self, job: Job, body: Body, ident: str, title: str) -> Iterator[bytes]:
        """The assessment, an item at a time."""
        yield assessment_start(ident, title).encode()
        for part in arranged(job):
            if isinstance(part, Pool):
                each = pool_points(part.group, part.questions)
                yield _pool_start(job, part, each).encode()
                for question in part.questions:
                    yield self._item(_worth(question, each), job, body)
                yield POOL_END.encode()
            else:
                yield self._item(part, job, body)
        yield ASSESSMENT_END.encode()

    def _item(self, question: Question, job: Job, body: Body) -> bytes:
        start = len(job.losses)
        question = self.writable(question, job)
        draft = Draft(job, body, question, item_ident(job.quiz.identifier, question.id))
        draft.stem = body.stem(question)
        cast(Writer, self.writers[type(question)])(question, draft)
        body.check_stem(question, draft.stem)
        _write_feedback(draft)
        _declare_common(draft)
        name_engines(job, start)
        return f"{draft.markup()}\n".encode()


def item_ident(quiz: str, question: str) -> str:
    """A question's identifier: its own where Canvas gave it, so that Canvas knows it again."""
    return question if _FROM_CANVAS.fullmatch(question) else canvas_ident(quiz, question)


def canvas_ident(*parts: str) -> str:
    """An identifier as Canvas's own: unique, plain, and without a meaning."""
    return f"g{digest('canvas', *parts)[:32]}"


def _title(job: Job) -> str:
    title = " ".join((job.quiz.title or job.quiz.identifier).split())
    if len(title) <= LONGEST_TITLE:
        return title
    adapt(job, None, Feature.QUIZ_TITLE, f"the title is cut to {LONGEST_TITLE} characters")
    return title[: LONGEST_TITLE - 1] + "…"


def _write_feedback(draft: Draft) -> None:
    """General feedback, and that for right and for wrong answers."""
    question, feedback = draft.question, draft.question.feedback
    if isinstance(question, Info):
        return
    if feedback.general is not None:
        draft.add_feedback("general_fb", draft.text.html(question, feedback.general))
    if isinstance(question, Essay):
        return
    if feedback.correct is not None:
        draft.add_feedback("correct_fb", draft.text.html(question, feedback.correct))
    if feedback.incorrect is not None:
        html = draft.text.html(question, feedback.incorrect)
        draft.add_feedback("general_incorrect_fb", html)
    if not draft.partial:
        return
    if feedback.partial is not None:
        instead = (
            "partly right answers get the feedback for wrong ones"
            if feedback.incorrect is not None
            else "the feedback for partly right answers is left out"
        )
        lose(draft.job, question, Feature.COMBINED_FEEDBACK, instead)
    elif feedback.incorrect is not None:
        adapt(
            draft.job,
            question,
            Feature.COMBINED_FEEDBACK,
            "the feedback for wrong answers is shown for partly right ones too",
        )


def _declare_common(draft: Draft) -> None:
    question = draft.question
    for has, feature, words in (
        (question.hints, Feature.HINTS, "hints are left out"),
        (question.tags, Feature.TAGS, "tags are left out"),
        (question.category, Feature.CATEGORY, "the category is left out"),
    ):
        if has:
            lose(draft.job, question, feature, words)


def pool_points(group: Group, questions: Iterable[Question]) -> Fraction:
    """What each question of a pool is worth there: the pool's points, or the most of any."""
    if group.points is not None:
        return group.points
    own = [question.points for question in questions if not isinstance(question, Info)]
    return max(own, default=Fraction(1))


def _worth(question: Question, points: Fraction) -> Question:
    """The question at its pool's points: those of its answers are shares of them."""
    return question if isinstance(question, Info) else replace(question, points=points)


def _pool_start(job: Job, pool: Pool, each: Fraction) -> str:
    """A pool has one number of points for all its questions."""
    group = pool.group
    for question in pool.questions:
        if question.points != each and not isinstance(question, Info):
            lose(
                job,
                question,
                Feature.POINTS,
                f"it is worth {spoken_points(each)} there instead of {spoken(question.points)}, "
                "as all questions of its pool are",
            )
    ident = canvas_ident(job.quiz.identifier, "group", group.id)
    pick = min(group.pick, len(pool.questions))
    return pool_start(ident, group.title or group.id, pick, plain_decimal(each))


def _shuffles_answers(job: Job) -> bool:
    """Classic shuffles all questions' answers or none; none where one must keep its order.

    Answers are the options of choices and the entries of drop-down lists.
    """
    choices = [q for q in job.quiz.questions if _has_options(q)]
    still = [q for q in choices if _keeps_order(q)]
    if still and len(still) < len(choices):
        lose(
            job,
            None,
            Feature.SHUFFLE,
            "answers are shuffled in all questions or in none; they are in none, "
            f'for "{still[0].title or still[0].id}" must keep its order',
            CLASSIC,
        )
    elif any(not isinstance(q, Choice) or q.shuffle for q in still):
        lose(
            job,
            None,
            Feature.SHUFFLE,
            "answers are not shuffled, for some of them must keep their place",
            CLASSIC,
        )
    return bool(choices) and not still


def _has_options(question: Question) -> bool:
    if isinstance(question, Cloze):
        return any(isinstance(gap, ChoiceGap) for gap in question.gaps)
    return isinstance(question, Choice)


def _keeps_order(question: Question) -> bool:
    """Whether some option must stay in its place."""
    if isinstance(question, Cloze):
        menus = [gap for gap in question.gaps if isinstance(gap, ChoiceGap)]
        return any(option.fixed for gap in menus for option in gap.options)
    assert isinstance(question, Choice)
    return not question.shuffle or any(option.fixed for option in question.options)


def _declare_settings(job: Job) -> None:
    settings = job.quiz.settings
    if settings.shuffle_questions:
        lose(job, None, Feature.SETTINGS, "questions are not shuffled", CLASSIC)
    if settings.time_limit is not None and settings.time_limit.denominator != 1:
        adapt(job, None, Feature.SETTINGS, "the time limit is rounded up to whole minutes")
