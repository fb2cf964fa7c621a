"""Quizzes in the syntax of other tools, read from the same text, with places in it.

Each module makes drafts of questions out of one tool's syntax. A text is read in a habit only
where it shows that habit's own signs, and only where a question comes of it; whatever is
ordinary Markdown is left to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast, runtime_checkable

if TYPE_CHECKING:
    from quizkit.markdown.dialects.page import Page
    from quizkit.markdown.dialects.quizdown import Prepared
    from quizkit.markdown.draft import Draft

__all__ = ["Habit", "Manner", "find_habit", "habit_names", "own_syntax"]


class Habit(Protocol):
    """One tool's way of writing quizzes."""

    title: str
    """What is read by guess, as the message says it."""

    def recognizes(self, text: str) -> bool:
        """Whether a text that holds one of the signs is of this habit."""
        ...

    def read(self, page: Page) -> Iterator[Draft]:
        """The questions of a page in order, each complete."""
        ...


@runtime_checkable
class Manner(Protocol):
    """A way of writing quizzes that is ordinary Markdown but for some meanings."""

    title: str
    """What is read by guess, as the message says it."""

    def recognizes(self, text: str) -> bool:
        """Whether a text that holds one of the signs is of this habit."""
        ...

    def prepare(self, text: str) -> Prepared:
        """What the ordinary reader is to read of a text, and how."""
        ...


class _Entry(NamedTuple):
    name: str
    """Its name among the formats that ``import --from`` takes; its module's, with hyphens."""
    habit: str
    signs: tuple[str, ...]
    """Strings of which every text of the habit holds one: the cheap test."""
    keys: tuple[str, ...] = ()
    """Keys of the front matter that are only this tool's, and are read."""
    marks: str = r"(?!)"
    """A pattern of headings and comments that are syntax, not an author's words."""


_HABITS = (
    _Entry(
        "freecodecamp",
        "FreeCodeCamp",
        (" --text--", " --sentence--"),
        keys=("lang",),
        marks=r"#+[ \t]+--[\w-]+--[ \t]*",
    ),  # fmt: skip
    _Entry("raspberry-pi", "RaspberryPi", (" question ---",)),
    _Entry("mdx", "Mdx", ("<Question",)),
    _Entry("mkdocs-quiz", "MkdocsQuiz", ("<quiz>", "<?quiz?>")),
    _Entry(
        "quizdown",
        "Quizdown",
        ("quizdown", "shuffle", "color", "rading"),
        keys=(
            "shuffle_answers",
            "shuffleAnswers",
            "shuffle_questions",
            "shuffleQuestions",
            "locale",
        ),
    ),
    _Entry("typeofnan", "TypeOfNaN", ("// correct",), keys=("answers",), marks="explanation"),
    _Entry("liascript", "LiaScript", ("[(", "[[")),
    _Entry("markdown2moodle", "Markdown2Moodle", ("- !", "* !", "+ !")),
)
"""All habits, the strictest first; their modules are loaded when a sign is met."""


def habit_names() -> tuple[str, ...]:
    """The names of all habits."""
    return tuple(entry.name for entry in _HABITS)


def own_syntax(name: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """What of a text is the syntax of a habit: keys of the front matter, headings and comments."""
    entry = next(entry for entry in _HABITS if entry.name == name)
    return entry.keys, re.compile(entry.marks)


def find_habit(text: str, name: str | None = None) -> tuple[str, Habit | Manner] | None:
    """The habit that a text is written in, with its name; None for ordinary Markdown.

    Given a ``name``, that one, whatever the text looks like.
    """
    for entry in _HABITS:
        if name is not None:
            if entry.name == name:
                return entry.name, _load(entry)
        elif any(_rarest(sign) in text and sign in text for sign in entry.signs):
            habit = _load(entry)
            if habit.recognizes(text):
                return entry.name, habit
    return None


@cache
def _rarest(sign: str) -> str:
    """The character of a sign that most texts lack: looking for one takes next to nothing."""
    return next((char for char in sign if not char.isalnum() and char not in " -"), sign[0])


@cache
def _load(entry: _Entry) -> Habit | Manner:
    module = import_module(f"{__name__}.{entry.name.replace('-', '_')}")
    return cast("Habit | Manner", getattr(module, entry.habit)())
