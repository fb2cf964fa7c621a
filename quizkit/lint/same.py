"""Questions that ask the same."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator

from quizkit.lint.compare import gist, seen
from quizkit.lint.document import Document
from quizkit.model import (
    Choice,
    Cloze,
    Content,
    Essay,
    Info,
    Matching,
    Numeric,
    Ordering,
    Question,
    Role,
    ShortText,
    TrueFalse,
)
from quizkit.naming import excerpt
from quizkit.reading import QuestionReading

_COUNTING = re.compile(r"[\W\d_]+")


def repeats(doc: Document) -> Iterator[tuple[QuestionReading, QuestionReading]]:
    """Each question that asks what an earlier one asks, with that one."""
    ignored = frozenset(doc.words("stop")) - {w.rstrip("~") for w in doc.words("negation")}
    first: dict[Hashable, QuestionReading] = {}
    for question in doc.questions:
        key = _asked(question.question, ignored, doc)
        if key is None:
            continue
        earlier = first.setdefault(key, question)
        if earlier is not question:
            yield question, earlier


def _asked(question: Question, ignored: frozenset[str], doc: Document) -> Hashable:
    """What a question asks: its words and what there is to choose from; None to leave it out."""
    if isinstance(question, Info):
        return None
    title = _telling(question.title, doc)
    stem = gist(seen(question.stem), ignored)
    if not stem and not title:
        return None
    return type(question), stem, gist(title, ignored) if title else "", _material(question)


def _telling(title: str, doc: Document) -> str:
    """A title without its number; nothing where it only counts."""
    words = [word for word in _COUNTING.split(title.lower()) if word]
    if not words or " ".join(words) in doc.book.question_words:
        return ""
    return re.sub(r"^\W*\d+[.):]\s*", "", title)


def _material(question: Question) -> Hashable:
    match question:
        case Choice():
            return frozenset(seen(option.content) for option in question.options)
        case ShortText() | Numeric() | Cloze():
            # Without options the answers tell, and those of a cloze are part of the text.
            return (
                question.gaps
                if isinstance(question, Cloze)
                else frozenset(map(repr, question.answers))
            )
        case Matching():
            rights = [seen(right) for right in question.rights]
            return tuple(seen(pair.left) for pair in question.pairs), frozenset(rights)
        case Ordering():
            return frozenset(seen(item) for item in question.items)
        case TrueFalse() | Essay() | Info():
            return None


def accepts_same(one: Question, other: Question) -> bool:
    """Whether two questions that ask the same accept the same."""
    return _accepted(one) == _accepted(other)


def _accepted(question: Question) -> Hashable:
    match question:
        case Choice():
            return frozenset(seen(content) for content in _keys(question))
        case TrueFalse():
            return question.answer
        case Matching():
            return tuple((seen(pair.left), seen(pair.right)) for pair in question.pairs)
        case Ordering():
            return tuple(seen(item) for item in question.items)
        case _:
            return None


def _keys(question: Choice) -> list[Content]:
    return [option.content for option in question.options if option.role is Role.KEY]


def accepted(question: Question) -> str:
    """What a question accepts, in few words."""
    if isinstance(question, Choice):
        return ", ".join(f'"{excerpt(content.source)}"' for content in _keys(question)) or "nothing"
    if isinstance(question, TrueFalse):
        return "true" if question.answer else "false"
    return "another answer"
