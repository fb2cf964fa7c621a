"""Options that begin with letters, and the line elsewhere that says which of them is right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from quizkit.locale import Phrasebook
from quizkit.markdown.explanation import plain

_ALPHABETS = ("abcdefghij", "абвгдежзик", "أبجدهوزحطي", "αβγδεζηθικ", "אבגדהוזחטי")
_INDEX = {letter: n for alphabet in _ALPHABETS for n, letter in enumerate(alphabet)}
_INDEX |= {"ا": 0, "ґ": 4}
_LETTERS = "".join(_INDEX) + "".join(_INDEX).upper()
_LABEL = re.compile(
    rf"[ \t]*(?:\*\*|__)?[(（]?([{_LETTERS}])ـ?(?:[.):：）、](?:\*\*|__)?(?=\s|$|[^\s.])|(?:\*\*|__)[.):：）])[ \t]*"
)
_PUNCTUATION = ".):：）,،—–-"
_TAG = re.compile(r"<[^>]*>")
_SUMMARY = re.compile(r"<summary[^>]*>(.*?)</summary>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LetterOption:
    """One option: the line where it begins, its text, and the lines that it has."""

    line: int
    text: str
    end: int


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """Which options are right, counted from 0, and what the line says beside that."""

    keys: tuple[int, ...]
    rest: str


def split_label(text: str) -> tuple[int, str] | None:
    """The place in the alphabet of an option's letter, and the text after it."""
    match = _LABEL.match(text)
    return (_INDEX[match[1].lower()], text[match.end() :]) if match else None


def letter_run(text: str, line: int) -> tuple[str, list[LetterOption], str, int] | None:
    """A paragraph that holds lettered options: what stands before, they, and what stands after.

    The letters begin with the first of their alphabet and follow one another, one a line; a
    line without a letter goes on with the option above. None for fewer than two options.
    """
    lines = text.split("\n")
    first = next((n for n, one in enumerate(lines) if (split_label(one) or (None,))[0] == 0), None)
    if first is None:
        return None
    options: list[LetterOption] = []
    number = first
    while number < len(lines):
        label = split_label(lines[number])
        if label is not None and label[0] == len(options):
            options.append(LetterOption(line + number, label[1].rstrip(" \\"), line + number + 1))
        elif options and not _begins_answer(lines[number]):
            last = options[-1]
            longer = f"{last.text}\n{lines[number].strip()}"
            options[-1] = LetterOption(last.line, longer, line + number + 1)
        else:
            break
        number += 1
    if len(options) < 2:
        return None
    before = "\n".join(lines[:first]).rstrip(" \\")
    return before, options, "\n".join(lines[number:]), line + number


def _begins_answer(line: str) -> bool:
    """Whether a line looks like "Answer: B", in whatever language."""
    return re.match(r"[\W_]*[^\W\d_][^:：]{0,40}[:：][\W_]*[^\W\d_]{1,5}(?:\W|$)", line) is not None


@lru_cache(maxsize=8)
def _answer_pattern(words: tuple[str, ...], conjunctions: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    joins = "|".join(re.escape(w) for w in sorted(conjunctions, key=len, reverse=True))
    one = rf"[(（]?[{_LETTERS}]ـ?[)）]?"
    return re.compile(
        rf"^[\W_]*(?:{longest_first})\s*(?:\(s\))?[\s*_]*"
        rf"(?:[:：=\-–—]|is|are|[^:：\n]{{1,30}}[:：](?=[\s*_]*[{_LETTERS}][\W_]*$))?[\s*_]*"
        rf"(?P<keys>{one}(?:\s*(?:[,،、;&/+]|\b(?:{joins})\b)\s*{one})*|[A-J]{{2,5}})"
        rf"(?P<rest>[\s*_]*$|[\s*_]*[.):：）,،—–-].*|\s+.*)$",
        re.IGNORECASE | re.DOTALL,
    )


_ASIDE = re.compile(r"[\s*_]*[(（].*[)）][\s*_.]*", re.DOTALL)
"""What is added in brackets: "B (or C, if time is short)"."""


def answer_line(text: str, options: Sequence[str], book: Phrasebook) -> AnswerLine | None:
    """What a line such as ``**Answer:** B, D`` says, given the options' texts."""
    pattern = _answer_pattern(tuple(book.answer_words), tuple(book.and_words))
    match = pattern.match(text.strip())
    if match is None:
        return None
    keys = tuple(sorted({_INDEX[c] for c in _letters(match["keys"], book) if c in _INDEX}))
    if not keys or max(keys) >= len(options):
        return None
    rest = match["rest"]
    said = plain(rest.lstrip(f" *_{_PUNCTUATION}"))
    repeats = any(said == plain(options[key]) for key in keys)
    bracket = match["keys"][-1:] in ")）" or rest.lstrip(" *_")[:1] in _PUNCTUATION
    aside = _ASIDE.fullmatch(rest) is not None
    word = bool(said) and rest[:1].isspace() and not bracket and not aside
    if word and not repeats:
        return None  # "Answer: A cat" names no letter, unless the option A is "cat"
    if repeats:
        rest = ""
    return AnswerLine(keys, rest.strip(f" *_{_PUNCTUATION}\n"))


_KEY = re.compile(
    rf"^[\W_]*(?P<keys>[{_LETTERS}](?:\s*[,;&/+]\s*[{_LETTERS}])*)(?P<end>[\s*_]*$|[*_]*[.):\s–—-].*)",
    re.DOTALL,
)


def key_line(text: str, options: Sequence[str]) -> AnswerLine | None:
    """What an entry of an answer key says: ``b``, ``**B** - because``, ``a) the option``."""
    match = _KEY.match(text.strip())
    if match is None:
        return None
    keys = tuple(sorted({_INDEX[c] for c in match["keys"].lower() if c in _INDEX}))
    rest = match["end"].lstrip(f" *_{_PUNCTUATION}")
    punctuated = match["end"].lstrip(" *_")[:1] in _PUNCTUATION
    if not keys or max(keys) >= len(options) or (rest and not punctuated):
        return None
    if any(plain(rest) == plain(options[key]) for key in keys):
        rest = ""
    return AnswerLine(keys, rest.strip())


def _letters(keys: str, book: Phrasebook) -> str:
    """The letters in "B, D", "A and C", "A e C" or "AC".

    A conjunction may be a letter too, so it is one only between two others.
    """
    words = re.findall(r"[^\W\d_]+", keys)
    joined = len(words) > 2 and len(words) % 2 == 1
    if joined and all(word.lower() in book.and_words for word in words[1::2]):
        words = words[::2]
    longer = [word for word in words if word.lower() not in book.and_words or len(word) == 1]
    return "".join(longer).lower()


def details_lines(html: str, book: Phrasebook) -> list[str]:
    """The lines of text in a ``<details>`` block; a summary that only says "Answer" is none."""

    def summary(match: re.Match[str]) -> str:
        text = _TAG.sub("", match[1]).strip(" *_:：")
        known = text.lower() in book.answer_words or book.heading(text) is not None
        return "\n" if known else f"\n{text}\n"

    text = _TAG.sub("", _SUMMARY.sub(summary, html))
    return [line for raw in text.split("\n") if (line := unescape(raw).strip())]
