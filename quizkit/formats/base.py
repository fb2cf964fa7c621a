"""What exporters and importers are: a quiz on one side, a format on the other, losses named."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from pathlib import PurePosixPath
from typing import ClassVar, Protocol

from quizkit.content.profile import ContentFeature, Profile, Rendered
from quizkit.formats.source import ImportSource
from quizkit.media_types import media_type
from quizkit.model import ZERO, Asset, Content, Info, Question, Quiz, type_name


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
    always kept. Features that it does not name are kept. ``save`` says of features that are
    kept as a rule where they are not. ``scores`` is false where nothing gives points, as on
    paper: there is no score to compare.
    """

    name: str
    label: str
    fidelity: Mapping[Feature, Fidelity]
    save: Mapping[Feature, str] = field(default_factory=dict)
    scores: bool = True

    def cell(self, feature: Feature) -> str:
        """What a table says of a feature: kept, adapted, lost, or that it is mostly kept."""
        return "mostly" if feature in self.save else self.fidelity.get(feature, Fidelity.KEPT).value


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
    _written: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.assets = {asset.path: asset for asset in self.quiz.assets}

    def data(self, path: str) -> bytes:
        """The bytes of an asset as they are written: a drawing without what runs in it."""
        if path not in self._written:
            asset = self.assets[path]
            data, active = asset.data, False
            if asset.media_type == "image/svg+xml" or path.lower().endswith(".svg"):
                from quizkit.content.svg import safe_svg

                data, active = safe_svg(data)
            if active:
                self.lose(None, Feature.IMAGES, f"what can run in the drawing {path} is left out")
            self._written[path] = data
        return self._written[path]

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

    def earned(
        self, quiz: Quiz, question: Question, response: object, engine: str
    ) -> Fraction | None:
        """The points that a response earns in an engine; None where the exporter cannot tell.

        Asked only of questions that a loss of score, points or type is declared for, and only
        to be shown to an author. The response has the shape that
        :func:`quizkit.scoring.score` takes.
        """
        return ZERO if self.writers and type(question) not in self.writers else None


_LONGEST = 300
"""Characters of a message: a damaged source may quote itself at any length."""


@dataclass(frozen=True, slots=True)
class ImportLoss:
    """Something of a source that a quiz cannot hold, and what happened to it.

    ``question_id`` is None where the whole source is meant; ``where`` is a place in it, such as
    ``line 12`` or the name of a file in a package.
    """

    question_id: str | None
    feature: Feature
    happened: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """An element that was not understood: what it is, where it stands, and why."""

    what: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an importer read, by kind of element, and what it did not understand.

    Every element of a source is counted in the one or named in the other.
    """

    read: Mapping[str, int]
    missed: tuple[Missed, ...]


@dataclass
class ImportJob:
    """One import under way: what was read, what was lost, and the files met so far.

    ``keep_file`` takes each file as it is met, so that none stays in memory; without it the
    quiz holds them all.
    """

    keep_file: Callable[[Asset], None] | None = None
    losses: list[ImportLoss] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)
    read: Counter[str] = field(default_factory=Counter)
    assets: dict[str, Asset] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict)
    _paths: list[str] = field(default_factory=list)
    _seen: set[ImportLoss] = field(default_factory=set)

    def lose(
        self, question_id: str | None, feature: Feature, happened: str, where: str = ""
    ) -> None:
        """Declare a loss, once."""
        loss = ImportLoss(question_id, feature, happened, where)
        if loss not in self._seen:
            self._seen.add(loss)
            self.losses.append(loss)

    def lose_list_order(self) -> None:
        """Declare, once for a source, that a drop-down list does not keep its order."""
        self.lose(
            None,
            Feature.SHUFFLE,
            "drop-down lists that kept the order of their entries are shuffled from now on; "
            "fixed=true behind an entry keeps it in its place",
        )

    def miss(self, what: str, where: str = "") -> None:
        """Name an element that was not understood."""
        if len(what) > _LONGEST:
            what = f"{what[:_LONGEST]}…"
        self.missed.append(Missed(what, where))

    def add_file(self, path: str, data: bytes) -> str:
        """Keep a file; returns the path by which content refers to it.

        Equal files of one name are one. Another file of a name that is taken gets a number.
        """
        digest = sha256(data).hexdigest()
        wanted = PurePosixPath(path)
        number = 2
        while (key := path.casefold()) in self._digests and self._digests[key] != digest:
            path = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}").as_posix()
            number += 1
        if key not in self._digests:
            self._digests[key] = digest
            self._paths.append(path)
            self.read["file"] += 1
            asset = Asset(path=path, media_type=media_type(path), data=data)
            if self.keep_file is not None:
                self.keep_file(asset)
            else:
                self.assets[path] = asset
        return path

    @property
    def files(self) -> list[str]:
        """The paths of the files met so far, in order."""
        return self._paths

    def receipt(self) -> Receipt:
        """The account of the import, once it is done."""
        return Receipt(dict(sorted(self.read.items())), tuple(self.missed))


class Importer(ABC):
    """The base of all importers: one class a format.

    ``name`` is as in ``--from``; of several that recognise a source the one with the lowest
    ``rank`` reads it: the stricter a format is, the lower. Where ``whole_package`` is set it
    reads a package as a whole, whichever of its files was recognised; else each by itself.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    rank: ClassVar[int] = 50
    whole_package: ClassVar[bool] = False

    @abstractmethod
    def recognizes(self, head: bytes, name: str) -> bool:
        """Whether a source is of this format, from its first bytes.

        Of a package ``head`` is the beginning of its manifest or, without one, of a file in it.
        ``name`` may decide between formats that look alike, nothing more.
        """

    @abstractmethod
    def read(self, source: ImportSource, job: ImportJob) -> Quiz:
        """The quiz in a source. What cannot be read is noted in ``job``, and costs nothing else.

        Raises UnreadableSource where the source as a whole is of no such format.
        """
