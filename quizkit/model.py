"""The quiz: one frozen dataclass for each question type, and what they share.

Numbers that count (points, weights, values) are exact rationals. Positions in a source are
no part of the model; see :mod:`quizkit.reading`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import get_args

ONE = Fraction(1)
ZERO = Fraction(0)


class Role(StrEnum):
    """What an option is; a neutral one neither earns nor costs, under every policy."""

    KEY = "key"
    DISTRACTOR = "distractor"
    NEUTRAL = "neutral"


class Selection(StrEnum):
    """How many options a student may choose."""

    SINGLE = "single"
    MULTIPLE = "multiple"


class Policy(StrEnum):
    """How the options of a multiple selection add up; see :mod:`quizkit.scoring`."""

    RIGHT_MINUS_WRONG = "right-minus-wrong"
    BALANCED = "balanced"
    RIGHT_ONLY = "right-only"
    ALL_OR_NOTHING = "all-or-nothing"
    WEIGHTS = "weights"


class Numbering(StrEnum):
    """What an LMS writes before each option."""

    NONE = "none"
    LOWER = "abc"
    UPPER = "ABC"
    DECIMAL = "123"
    ROMAN = "iii"
    ROMAN_UPPER = "III"


@dataclass(frozen=True, slots=True)
class Content:
    """Rich text as the author wrote it: exactly one of the two is set."""

    markdown: str | None = None
    html: str | None = None

    def __post_init__(self) -> None:
        if (self.markdown is None) == (self.html is None):
            raise ValueError("content is either Markdown or HTML")

    @property
    def source(self) -> str:
        """The text as written, in whichever language."""
        return self.markdown if self.markdown is not None else self.html or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What a student reads after answering the question as a whole.

    ``correct`` is shown for full marks, ``incorrect`` for none (nothing answered too),
    ``partial`` in between, ``general`` always.
    """

    general: Content | None = None
    correct: Content | None = None
    partial: Content | None = None
    incorrect: Content | None = None


NO_FEEDBACK = Feedback()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a question was written: a relative POSIX path and a line, counted from 1."""

    path: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionBase:
    """What every question has, whatever its answer form."""

    id: str
    title: str = ""
    stem: Content
    points: Fraction = ONE
    feedback: Feedback = NO_FEEDBACK
    hints: tuple[Content, ...] = ()
    tags: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a choice. ``weight`` is None where none was written."""

    id: str
    content: Content
    role: Role
    weight: Fraction | None = None
    fixed: bool = False
    feedback: Content | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(QuestionBase):
    """One or several options out of a list."""

    selection: Selection
    options: tuple[Option, ...]
    policy: Policy = Policy.RIGHT_MINUS_WRONG
    shuffle: bool = True
    numbering: Numbering = Numbering.LOWER


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalse(QuestionBase):
    """A statement to judge. ``words`` are the author's for true and false, where not the usual."""

    answer: bool
    feedback_true: Content | None = None
    feedback_false: Content | None = None
    words: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextAnswer:
    """An answer typed as text. Weight 0 marks an expected wrong one."""

    text: str
    weight: Fraction = ONE
    feedback: Content | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText(QuestionBase):
    """A word or phrase to type; the first answer that fits counts."""

    answers: tuple[TextAnswer, ...]
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumericAnswer:
    """A closed interval: a value with an absolute tolerance, or a minimum and a maximum."""

    value: Fraction | None = None
    tolerance: Fraction = ZERO
    min: Fraction | None = None
    max: Fraction | None = None
    weight: Fraction = ONE
    feedback: Content | None = None

    def __post_init__(self) -> None:
        is_range = self.min is not None and self.max is not None
        if (self.value is None) != is_range:
            raise ValueError("a numeric answer has a value or a minimum and a maximum")
        # The sign of a fraction is that of its numerator, which is quicker to ask.
        if self.tolerance.numerator < 0 or (is_range and self.low > self.high):
            raise ValueError("a numeric answer accepts no number")

    @property
    def low(self) -> Fraction:
        """The least number accepted."""
        if self.value is not None:
            return self.value - self.tolerance
        assert self.min is not None
        return self.min

    @property
    def high(self) -> Fraction:
        """The greatest number accepted."""
        if self.value is not None:
            return self.value + self.tolerance
        assert self.max is not None
        return self.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeric(QuestionBase):
    """A number to type; the first answer that holds it counts."""

    answers: tuple[NumericAnswer, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A left side and the right side that belongs to it."""

    left: Content
    right: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(QuestionBase):
    """Left sides to be given their right sides; distractors are right sides of none."""

    pairs: tuple[Pair, ...]
    distractors: tuple[Content, ...] = ()
    shuffle: bool = True

    @property
    def rights(self) -> tuple[Content, ...]:
        """All right sides: those of the pairs in order, then the distractors."""
        return tuple(pair.right for pair in self.pairs) + self.distractors


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(QuestionBase):
    """Items to be put in order; they stand here in the right one."""

    items: tuple[Content, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextGap:
    """A gap to fill with text."""

    id: str
    answers: tuple[TextAnswer, ...]
    case_sensitive: bool = False
    points: Fraction = ONE


@dataclass(frozen=True, slots=True, kw_only=True)
class NumericGap:
    """A gap to fill with a number."""

    id: str
    answers: tuple[NumericAnswer, ...]
    points: Fraction = ONE


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceGap:
    """A gap that is a drop-down list."""

    id: str
    options: tuple[Option, ...]
    points: Fraction = ONE


Gap = TextGap | NumericGap | ChoiceGap


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloze(QuestionBase):
    """Text with gaps: ``{{gap-id}}`` in the stem stands for each; ``gaps`` in that order."""

    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Essay(QuestionBase):
    """A text that a person marks."""

    model_answer: Content | None = None
    rubric: Content | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Info(QuestionBase):
    """Text between questions; nothing to answer, no points."""

    points: Fraction = field(default=ZERO)


Question = Choice | TrueFalse | ShortText | Numeric | Matching | Ordering | Cloze | Essay | Info

QUESTION_TYPES: dict[str, type[Question]] = {
    "choice": Choice,
    "true-false": TrueFalse,
    "short-text": ShortText,
    "numeric": Numeric,
    "matching": Matching,
    "ordering": Ordering,
    "cloze": Cloze,
    "essay": Essay,
    "info": Info,
}
_TYPE_NAMES = {cls: name for name, cls in QUESTION_TYPES.items()}
assert set(_TYPE_NAMES) == set(get_args(Question)), "a question type lacks its name"


def type_name(question: Question) -> str:
    """The canonical name of the question's type, such as ``short-text``."""
    return _TYPE_NAMES[type(question)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A pool: each student gets ``pick`` of these questions, worth ``points`` each."""

    id: str
    title: str = ""
    pick: int
    points: Fraction | None = None
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A local file that travels with the quiz. ``path`` is as the content refers to it."""

    path: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a whole quiz is taken; None leaves it to the LMS. ``time_limit`` is in minutes."""

    time_limit: Fraction | None = None
    attempts: int | None = None
    shuffle_questions: bool | None = None
    show_correct_answers: bool | None = None
    one_at_a_time: bool | None = None


NO_SETTINGS = Settings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """A titled sequence of questions, with the files they need."""

    identifier: str
    title: str = ""
    language: str | None = None
    description: Content | None = None
    settings: Settings = NO_SETTINGS
    questions: tuple[Question, ...]
    groups: tuple[Group, ...] = ()
    assets: tuple[Asset, ...] = ()
