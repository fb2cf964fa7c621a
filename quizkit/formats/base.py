"""What an exporter is: a validated quiz in, named bytes and a true account of losses out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, Protocol

from quizkit.content.profile import ContentFeature, Profile, Rendered
from quizkit.model import Asset, Content, Info, Question, Quiz, type_name


class Feature(StrEnum):
    """What a quiz may use and a target may or may not hold; the rows of the fidelity table."""

    SCORE = "score"
    POINTS = "points"
    TYPE = "question type"
    OPTION_FEEDBACK = "option feedback"
    ANSWER_FEEDBACK = "answer feedback"
    GENERAL_FEEDBACK = "general feedback"
    COMBINED_FEEDBACK = "combined feedback"
    HINTS = "hints"
    TAGS = "tags"
    CATEGORY = "category"
    SHUFFLE = "shuffle"
    FIXED_OPTION = "fixed option"
    NUMBERING = "numbering"
    TITLE = "title"
    IDENTIFIER = "identifier"
    CASE = "case sensitivity"
    UNIT = "unit"
    RUBRIC = "rubric"
    MODEL_ANSWER = "model answer"
    RICH_TEXT = "rich text"
    IMAGES = "images and files"
    MATH = "math"
    CODE = "code"
    GROUPS = "groups"
    SETTINGS = "settings"
    DESCRIPTION = "quiz description"
    QUIZ_TITLE = "quiz title"
    LANGUAGE = "language"


class Fidelity(StrEnum):
    """What becomes of a feature in a target."""

    KEPT = "kept"
    ADAPTED = "adapted"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Loss:
    """A feature that a target cannot hold (or, ``adapted``, holds by another vehicle).

    ``instead`` says in an instructor's words what happens; ``engine`` names the engine of the
    target where a target has several. ``question_id`` is None where the whole quiz is meant.
    """

    question_id: str | None
    feature: Feature
    instead: str
    fidelity: Fidelity = Fidelity.LOST
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Engine:
    """One column of the fidelity table.

    ``fidelity`` declares the worst that may happen to each feature: what it calls kept is
    always kept. Features that it does not name are kept.
    """

    name: str
    label: str
    fidelity: Mapping[Feature, Fidelity]


class Render(Protocol):
    """What an exporter asks for content. Made by :mod:`quizkit.content`."""

    def html(self, content: Content, profile: Profile) -> Rendered:
        """Block markup for a target."""

    def inline(self, content: Content, profile: Profile) -> Rendered:
        """The same without the paragraph around it, where there is only one."""

    def text(self, content: Content) -> str:
        """Plain text in reading order: no markup, math as TeX, images as their alt text."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """One output file. ``suffix`` follows the source's name; ``chunks`` are taken once."""

    suffix: str
    chunks: Iterable[bytes]


@dataclass
class Job:
    """One export under way: the quiz, its renderer, and the losses met so far.

    ``numbered_names`` asks for names such as "07 Adam" where the target sorts by name.
    """

    quiz: Quiz
    render: Render
    numbered_names: bool = False
    losses: list[Loss] = field(default_factory=list)
    assets: dict[str, Asset] = field(init=False)
    _seen: set[Loss] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.assets = {asset.path: asset for asset in self.quiz.assets}

    @cached_property
    def places(self) -> dict[str, str]:
        """The place of each question by its id, from 1, all of the same width."""
        width = len(str(len(self.quiz.questions)))
        return {q.id: str(n).zfill(width) for n, q in enumerate(self.quiz.questions, 1)}

    def lose(
        self, question: Question | None, feature: Feature, instead: str, *, engine: str = ""
    ) -> None:
        """Declare a loss, once."""
        self._note(question, feature, instead, Fidelity.LOST, engine)

    def adapt(
        self, question: Question | None, feature: Feature, instead: str, *, engine: str = ""
    ) -> None:
        """Declare that another vehicle than the obvious one carries a feature."""
        self._note(question, feature, instead, Fidelity.ADAPTED, engine)

    def html(self, question: Question | None, content: Content, profile: Profile) -> Rendered:
        """Render block markup; what rendering loses becomes losses of the question."""
        return self._account(question, self.render.html(content, profile))

    def inline(self, question: Question | None, content: Content, profile: Profile) -> Rendered:
        """Render without the single paragraph's tags; losses as in :meth:`html`."""
        return self._account(question, self.render.inline(content, profile))

    def _account(self, question: Question | None, rendered: Rendered) -> Rendered:
        for loss in rendered.lost:
            self.lose(question, _CONTENT_FEATURES[loss.feature], loss.instead)
        return rendered

    def _note(
        self,
        question: Question | None,
        feature: Feature,
        instead: str,
        fidelity: Fidelity,
        engine: str,
    ) -> None:
        loss = Loss(question.id if question else None, feature, instead, fidelity, engine)
        if loss not in self._seen:
            self._seen.add(loss)
            self.losses.append(loss)


_CONTENT_FEATURES = {
    ContentFeature.ACTIVE: Feature.RICH_TEXT,
    ContentFeature.ELEMENT: Feature.RICH_TEXT,
    ContentFeature.MATH: Feature.MATH,
    ContentFeature.FILE: Feature.IMAGES,
}


class Exporter(ABC):
    """The base of all exporters: one class a target.

    A subclass sets ``name`` (as in ``--to``), ``label`` (for people), ``suffix``, ``engines``
    and implements :meth:`files`. ``writers`` maps question classes to functions of the
    subclass's own shape; :meth:`writable` replaces a question whose class is not there by its
    text and declares the loss.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    suffix: ClassVar[str]
    engines: ClassVar[tuple[Engine, ...]]
    writers: ClassVar[Mapping[type[Question], Callable[..., object]]] = {}

    @abstractmethod
    def files(self, job: Job) -> Iterator[ExportedFile]:
        """Yield the output, in pieces; ``job.losses`` is complete when all chunks are taken."""

    def writable(self, question: Question, job: Job) -> Question:
        """The question itself, or its text alone where the target lacks the type.

        Never skips a question: what cannot be asked is at least shown, and declared.
        """
        if type(question) in self.writers:
            return question
        job.lose(
            question,
            Feature.TYPE,
            f"{type_name(question)} questions do not exist there; "
            "only its text arrives, without points",
        )
        return Info(
            id=question.id,
            title=question.title,
            stem=question.stem,
            feedback=question.feedback,
            tags=question.tags,
            category=question.category,
            source=question.source,
        )
