"""Questions that ask the same: what each asks and accepts, in few bytes, comparable across files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from quizkit.lint.compare import gist, seen
from quizkit.lint.document import Document
from quizkit.lint.suppress import Suppressions
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
    type_name,
)
from quizkit.naming import excerpt

ACROSS = ("QK111", "QK118", "QK119")
"""The rules that compare questions of several files."""
_COUNTING = re.compile(r"[\W\d_]+")
_LONGEST_TYPO = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, as others are compared with it.

    ``asks`` stands for its text and what there is to choose from, ``material`` for the latter
    alone, ``accepts`` for its right answer; each is empty where nothing can be compared.
    ``words`` are those of its text. ``silent`` are rules that a comment in the source silences.
    """

    number: int
    line: int
    place: str
    id: str
    asks: str
    material: str
    accepts: str
    accepted: str
    words: str
    silent: tuple[str, ...]


def asked_in(doc: Document) -> list[Asked]:
    """What every question of a file asks; found once."""
    if not doc.asked:
        ignored = frozenset(doc.words("stop")) - {w.rstrip("~") for w in doc.words("negation")}
        suppressions = Suppressions(doc)
        for question in doc.questions:
            doc.asked.append(_asked(question.question, question.number, ignored, doc, suppressions))
    return doc.asked


def repeats(questions: Iterable[Asked]) -> Iterator[tuple[Asked, Asked]]:
    """Each question that asks what an earlier one asks, with that one."""
    first: dict[str, Asked] = {}
    by_material: dict[str, list[Asked]] = {}
    for question in questions:
        if not question.asks:
            continue
        earlier = first.setdefault(question.asks, question)
        if earlier is not question:
            yield question, earlier
            continue
        if question.material:
            alike = by_material.setdefault(question.material, [])
            twin = next((other for other in alike if _differ_by_a_typo(question, other)), None)
            if twin is not None:
                yield question, twin
            elif len(alike) < _LONGEST_TYPO:
                alike.append(question)


def _differ_by_a_typo(one: Asked, other: Asked) -> bool:
    """Whether the texts are equal but for one slip in one long word, and accept the same."""
    if one.accepts != other.accepts:
        return False
    words, others = one.words.split(), other.words.split()
    if len(words) != len(others) or len(words) < 4:
        return False
    pairs = [(a, b) for a, b in zip(words, others, strict=True) if a != b]
    return len(pairs) == 1 and _is_typo(*pairs[0])


def _is_typo(one: str, other: str) -> bool:
    """Whether two words differ by one letter more, less or changed inside, or two exchanged."""
    if one[0] != other[0] or min(len(one), len(other)) < 6 or not (one + other).isalpha():
        return False
    if abs(len(one) - len(other)) > 1:
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
    suppressions: Suppressions,
) -> Asked:
    reading = doc.questions[number - 1]
    line = reading.span.line
    stem = title = ""
    if not isinstance(question, Info):
        title = _telling(question.title, doc)
        stem = gist(seen(question.stem), ignored)
    material = _material(question) if stem or title else ""
    text = f"{type_name(question)}\x1f{stem}\x1f{gist(title, ignored) if title else ''}"
    return Asked(
        number=number,
        line=line,
        place=reading.place(),
        id=question.id if reading.explicit_id else "",
        asks=_digest(f"{text}\x1e{material}") if stem or title else "",
        material=_digest(material) if material else "",
        accepts=_digest(_accepted(question)),
        accepted=_accepted_words(question),
        words=stem if material else "",
        silent=tuple(c for c in ACROSS if suppressions and suppressions.cover(c, line)),
    )


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def _telling(title: str, doc: Document) -> str:
    """A title without its number; nothing where it only counts."""
    words = [word for word in _COUNTING.split(title.lower()) if word]
    if not words or " ".join(words) in doc.book.question_words:
        return ""
    return re.sub(r"^\W*\d+[.):]\s*", "", title)


def _material(question: Question) -> str:
    """What there is to choose from; without options the answers tell."""
    match question:
        case Choice():
            return "\x1f".join(sorted(seen(option.content) for option in question.options))
        case ShortText() | Numeric():
            return "\x1f".join(sorted(map(repr, question.answers)))
        case Cloze():
            return repr(question.gaps)
        case Matching():
            rights = sorted(seen(right) for right in question.rights)
            return "\x1f".join([*(seen(pair.left) for pair in question.pairs), "\x1e", *rights])
        case Ordering():
            return "\x1f".join(sorted(seen(item) for item in question.items))
        case TrueFalse() | Essay() | Info():
            return ""


def _accepted(question: Question) -> str:
    match question:
        case Choice():
            return "\x1f".join(sorted(seen(content) for content in _keys(question)))
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


def _accepted_words(question: Question) -> str:
    """What a question accepts, in few words."""
    if isinstance(question, Choice):
        return ", ".join(f'"{excerpt(content.source)}"' for content in _keys(question)) or "nothing"
    if isinstance(question, TrueFalse):
        return "true" if question.answer else "false"
    return "another answer"
