"""Questions that ask the same: what each asks and accepts, in few bytes, comparable across files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from operator import ne
from typing import NamedTuple

from quizkit.lint.compare import gist, seen
from quizkit.lint.document import Document
from quizkit.lint.suppress import Suppressions
from quizkit.model import (
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Essay,
    Gap,
    Info,
    Matching,
    Numeric,
    NumericGap,
    Ordering,
    Question,
    Role,
    ShortText,
    TextGap,
    TrueFalse,
    type_name,
)
from quizkit.naming import excerpt

ACROSS = ("QK111", "QK118", "QK119", "QK418", "QK419")
"""The rules that compare questions of several files."""
_COUNTING = re.compile(r"[\W\d_]+")
_NUMBERED = re.compile(r"^\W*\d+[.):]\s*")
_LONGEST_TYPO = 40
_LEAST_WORDS, _LEAST_LETTERS = 4, 6
_KEPT = 300
"""Characters of a title or of keys that are kept for messages."""
_QUOTED = 4
"""How many right answers a message names."""


class Asked(NamedTuple):
    """One question, as others are compared with it.

    ``asks`` stands for its text and what there is to choose from, ``material`` for the latter
    alone, ``accepts`` for its right answer; each is empty where nothing can be compared.
    ``words`` are those of its text. ``silent`` are rules that a comment in the source silences.
    ``title`` and ``right`` are what messages quote, as it was written.
    """

    number: int
    line: int
    title: str
    id: str
    asks: str
    material: str
    accepts: str
    right: tuple[str, ...]
    words: str
    silent: tuple[str, ...]

    @property
    def place(self) -> str:
        """The question as messages name it: ``Question 3 "Adam"``."""
        title = excerpt(self.title)
        return f'Question {self.number} "{title}"' if title else f"Question {self.number}"

    @property
    def accepted(self) -> str:
        """What it accepts, in few words."""
        said = [f'"{excerpt(text)}"' for text in self.right[:_QUOTED]]
        return ", ".join(said + ["…"] * (len(self.right) > _QUOTED)) or "nothing"


def asked_in(doc: Document) -> list[Asked]:
    """What every question of a file asks."""
    ignored = frozenset(doc.words("stop")) - {w.rstrip("~") for w in doc.words("negation")}
    suppressions = Suppressions(doc) or None
    return [_asked(q.question, q.number, ignored, doc, suppressions) for q in doc.questions]


def repeats_in(doc: Document) -> list[tuple[Asked, Asked]]:
    """Each question of a file that asks what an earlier one asks, with that one."""
    return list(repeats(doc.once(asked_in)))


def repeats(questions: Iterable[Asked]) -> Iterator[tuple[Asked, Asked]]:
    """Each question that asks what an earlier one asks, with that one."""
    first: dict[str, Asked] = {}
    by_form: dict[tuple[str, str, str], list[tuple[Asked, list[str]]]] = {}
    for question in questions:
        if not question.asks:
            continue
        earlier = first.setdefault(question.asks, question)
        if earlier is not question:
            yield question, earlier
            continue
        form = _form(question.words) if question.material else ""
        if form:
            alike = by_form.setdefault((question.material, question.accepts, form), [])
            words = question.words.split()
            twin = next((other for other, its in alike if _differ_by_a_typo(words, its)), None)
            if twin is not None:
                yield question, twin
            elif len(alike) < _LONGEST_TYPO and all(words != its for _, its in alike):
                alike.append((question, words))


def _form(text: str) -> str:
    """Words that may hold a typo blotted out: texts that differ by one have the rest in common.

    Empty for texts of few words, or without a word long enough.
    """
    words = text.split()
    if len(words) < _LEAST_WORDS:
        return ""
    blotted = [w if len(w) < _LEAST_LETTERS or not w.isalpha() else "~" for w in words]
    return " ".join(blotted) if "~" in blotted else ""


def _differ_by_a_typo(one: list[str], other: list[str]) -> bool:
    """Whether the words of two texts of one form are equal but for one slip in a long one."""
    differ = list(map(ne, one, other))
    return sum(differ) == 1 and _is_typo(one[differ.index(True)], other[differ.index(True)])


def _is_typo(one: str, other: str) -> bool:
    """Whether two words differ by one letter more, less or changed inside, or two exchanged."""
    if one[0] != other[0] or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    if len(one) == len(other):
        swapped = one[start + 1 : start + 2] + one[start : start + 1] + one[start + 2 :]
        return one[start + 1 :] == other[start + 1 :] or swapped == other[start:]
    shorter, longer = sorted((one, other), key=len)
    # A plural or another ending is another word, and no typo.
    return start < len(shorter) - 2 and shorter[start:] == longer[start + 1 :]


def _asked(
    question: Question,
    number: int,
    ignored: frozenset[str],
    doc: Document,
    suppressions: Suppressions | None,
) -> Asked:
    reading = doc.questions[number - 1]
    line = reading.span.line
    stem = title = ""
    if not isinstance(question, Info):
        title = _telling(question.title, doc)
        stem = gist(seen(question.stem), ignored)
    comparable = bool(stem or title)
    material = _material(question) if comparable else ""
    text = f"{type_name(question)}\x1f{stem}\x1f{gist(title, ignored) if title else ''}"
    return Asked(
        number=number,
        line=line,
        title=(question.title or question.stem.source)[:_KEPT],
        id=question.id if reading.explicit_id else "",
        asks=_digest(f"{text}\x1e{material}") if comparable else "",
        material=_digest(material) if material else "",
        accepts=_digest(_accepted(question)) if comparable else "",
        right=_right(question),
        words=stem if material else "",
        silent=tuple(c for c in ACROSS if suppressions.cover(c, line)) if suppressions else (),
    )


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def _telling(title: str, doc: Document) -> str:
    """A title without its number; nothing where it only counts."""
    words = " ".join(_COUNTING.split(title.lower())).strip()
    if not words or words in doc.book.question_words:
        return ""
    return _NUMBERED.sub("", title)


def _material(question: Question) -> str:
    """What there is to choose from; without options the answers tell."""
    match question:
        case Choice():
            return "\x1f".join(sorted([seen(option.content) for option in question.options]))
        case ShortText() | Numeric():
            return "\x1f".join(sorted(_answers(question)))
        case Cloze():
            return "\x1e".join(["\x1f".join(_offered(gap)) for gap in question.gaps])
        case Matching():
            rights = sorted(seen(right) for right in question.rights)
            return "\x1f".join([*(seen(pair.left) for pair in question.pairs), "\x1e", *rights])
        case Ordering():
            return "\x1f".join(sorted(seen(item) for item in question.items))
        case TrueFalse() | Essay() | Info():
            return ""


def _answers(asked: ShortText | Numeric | TextGap | NumericGap) -> list[str]:
    """What typed answers are compared with, and what each is worth."""
    if isinstance(asked, ShortText | TextGap):
        return [f"{one.text}\x1d{one.weight}" for one in asked.answers]
    return [
        f"{one.value}\x1d{one.tolerance}\x1d{one.min}\x1d{one.max}\x1d{one.weight}"
        for one in asked.answers
    ]


def _offered(gap: Gap) -> list[str]:
    """What a gap offers or accepts; the key of a drop-down is told, for its list tells little."""
    if isinstance(gap, ChoiceGap):
        return [f"{one.role}\x1d{seen(one.content)}" for one in gap.options]
    return _answers(gap)


def _accepted(question: Question) -> str:
    match question:
        case Choice():
            return "\x1f".join(sorted([seen(content) for content in _keys(question)]))
        case TrueFalse():
            return str(question.answer)
        case Matching():
            return "\x1f".join(f"{seen(p.left)}\x1e{seen(p.right)}" for p in question.pairs)
        case Ordering():
            return "\x1f".join(seen(item) for item in question.items)
        case _:
            return ""


def _keys(question: Choice) -> list[Content]:
    return [option.content for option in question.options if option.role is Role.KEY]


def _right(question: Question) -> tuple[str, ...]:
    """What a question accepts, as far as messages quote it."""
    match question:
        case Choice():
            return tuple([content.source[:_KEPT] for content in _keys(question)])
        case TrueFalse():
            return ("true" if question.answer else "false",)
        case Matching():
            return tuple([f"{p.left.source} – {p.right.source}"[:_KEPT] for p in question.pairs])
        case Ordering():
            return tuple([item.source[:_KEPT] for item in question.items])
        case _:
            return ()
