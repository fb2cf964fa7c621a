"""Words by language, from the data files in ``quizkit/locales``; one file is one language."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

_FOLDER = Path(__file__).with_name("locales")


@dataclass(frozen=True, slots=True)
class Locale:
    """The words of one language. ``tables[section][key]`` are phrases in lower case."""

    code: str
    name: str
    decimal_comma: bool
    tables: Mapping[str, Mapping[str, tuple[str, ...]]]

    def words(self, section: str, key: str) -> tuple[str, ...]:
        """The phrases of a key; none where the language's file does not have it."""
        return self.tables.get(section, {}).get(key, ())


@cache
def locale_codes() -> tuple[str, ...]:
    """The languages that have a file."""
    return tuple(sorted(entry.stem for entry in _FOLDER.glob("*.toml")))


@cache
def load_locale(code: str) -> Locale:
    """The words of a language, given its code; raises FileNotFoundError for an unknown one."""
    data = tomllib.loads((_FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    tables = {
        section: {key: _phrases(value) for key, value in table.items()}
        for section, table in data.items()
        if isinstance(table, dict)
    }
    return Locale(code, str(data["name"]), bool(data.get("decimal_comma")), tables)


def _phrases(value: str | list[str]) -> tuple[str, ...]:
    """One phrase a line, or a list."""
    lines = value.splitlines() if isinstance(value, str) else value
    return tuple(filter(None, map(str.strip, lines)))


def base_language(language: str | None) -> str | None:
    """``pt`` for ``pt-BR``: the code that a file may have."""
    return language.split("-")[0].lower() if language else None


def locale_for(language: str | None) -> Locale | None:
    """The words of a BCP 47 language, where there are any."""
    code = base_language(language)
    return load_locale(code) if code in locale_codes() else None


_MARKUP = re.compile(r"[*_`~\\]+")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_EDGES = " \t.:!?…。：！？;；,、–—-«»\"'“”„()（）[]【】️"


def normalize_phrase(text: str) -> str:
    """Text as phrases are compared: NFC, lower case, no markup, no outer punctuation."""
    if "<" in text:
        text = _TAG.sub("", text)
    bare = unicodedata.normalize("NFC", _MARKUP.sub("", text))
    return " ".join(bare.lower().split()).strip(_EDGES)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a known phrase means, and the language that it belongs to."""

    kind: str
    language: str
    count: int | None = None


_DIGITS = {str(n): n for n in range(1, 11)}


_HEADINGS = (
    "explanation", "correct", "partial", "incorrect", "hint",
    "model_answer", "rubric", "contents", "answers",
)  # fmt: skip
_INSTRUCTIONS = ("one", "all", "count", "match", "order", "fill")


@cache
def _phrases_of(code: str, section: str, kinds: tuple[str, ...]) -> dict[str, Phrase]:
    """What each phrase of a language means, as phrases are compared."""
    locale = load_locale(code)
    found: dict[str, Phrase] = {}
    for kind in reversed(kinds):
        # But for capitals the files hold phrases as they are compared.
        phrases = map(str.lower, locale.words(section, kind))
        found.update(dict.fromkeys(phrases, Phrase(kind, code)))
    return found


_SENTENCE = re.compile(r"[.,!?:;。！？：；，\n]+")
_LONGEST_OPENING = 6
_LAST_SPACED = "\u058f"
"""The last letter of the scripts from Latin to Armenian."""
_LONGEST_NUMBER = 12
"""Letters of the longest word for a number, and some."""


class Phrasebook:
    """The words of several languages at once; the first that knows a phrase has it."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.headings: dict[str, Phrase] = {}
        self.answer_words: dict[str, str] = {}
        self.and_words: set[str] = set()
        self.question_words: set[str] = set()
        self.fit_words: set[str] = set()
        """What says that an answer is right, such as "correct" and "right answer"."""
        self._instructions: dict[str, Phrase] = {}
        self._numbers: dict[str, int] = {}
        self._truth: dict[str, list[Phrase]] = {}
        tails: set[str] = set()
        for code in reversed(codes):
            locale = load_locale(code)
            self.headings.update(_phrases_of(code, "heading", _HEADINGS))
            self._instructions.update(_phrases_of(code, "instruction", _INSTRUCTIONS))
            self.question_words.update(locale.words("heading", "question"))
            tails.update(locale.words("instruction", "tails"))
            for n in range(1, 11):
                self._numbers.update(dict.fromkeys(locale.words("numbers", f"n{n}"), n))
            for value in ("true", "false"):
                for word in locale.words("truth", value):
                    self._truth.setdefault(word, []).append(Phrase(value, code))
            self.answer_words.update(dict.fromkeys(locale.words("answer_line", "words"), code))
            self.fit_words.update(locale.words("lint", "verdict_fit"))
            self.fit_words.update(locale.words("answer_line", "words"))
            self.and_words.update(locale.words("answer_line", "and"))
        self._numbers.update(_DIGITS)
        self._all_tails = tuple(sorted(tails, key=len, reverse=True))
        spaceless = [re.escape(w) for w in sorted(self._numbers, key=len) if _is_wide(w)]
        self._openers = {phrase.partition(" ")[0] for phrase in self._instructions}
        counting = (load_locale(code).words("instruction", "count") for code in codes)
        self._longest_count = max(map(len, chain(*counting)), default=0) + _LONGEST_NUMBER
        self._wide_number = re.compile("|".join(["\\d+", *reversed(spaceless)]))

    def instruction(self, sentence: str) -> Phrase | None:
        """What a whole sentence (or bracket) tells the student to do, if it does."""
        if not self._may_begin(sentence):
            return None
        phrase = normalize_phrase(sentence)
        if not phrase or len(phrase) > 120 or not self._may_instruct(phrase):
            return None
        found = self._lookup(phrase)
        if found is None and phrase.endswith(self._all_tails):
            heads = (phrase.removesuffix(tail) for tail in self._all_tails if phrase.endswith(tail))
            matches = (self._lookup(head.strip(_EDGES)) for head in heads if head)
            found = next((match for match in matches if match is not None), None)
        return found

    def _may_begin(self, sentence: str) -> bool:
        """Whether a sentence may instruct as its first word is written: plain words tell at once."""
        first = sentence.split(None, 1)[:1]
        if not first or not (first[0].isascii() and first[0].isalpha()):
            return True
        word = first[0].lower()
        return word in self._openers or word in self._numbers

    def _may_instruct(self, phrase: str) -> bool:
        """Whether some instruction begins as a phrase does: a cheap look that spares most dear ones.

        Only for scripts that part words by spaces.
        """
        first = phrase.partition(" ")[0]
        return (
            first in self._openers
            or first in self._numbers
            or first.isdecimal()
            or max(first) > _LAST_SPACED
        )

    def _lookup(self, phrase: str) -> Phrase | None:
        found = self._instructions.get(phrase)
        if found is not None and found.kind != "count":
            return found
        if len(phrase) > self._longest_count:
            return None
        for word in phrase.split():
            number = self._numbers.get(word)
            if number is not None:
                found = self._instructions.get(phrase.replace(word, "{n}", 1))
                if found is not None:
                    return Phrase(found.kind, found.language, number)
        if not phrase.isascii():
            for match in self._wide_number.finditer(phrase):
                number = self._numbers.get(match.group())
                if number is None:
                    continue
                key = normalize_phrase(phrase[: match.start()] + "{n}" + phrase[match.end() :])
                found = self._instructions.get(key) or self._instructions.get(
                    re.sub(r"\s*\{n\}\s*", "{n}", key)
                )
                if found is not None:
                    return Phrase(found.kind, found.language, number)
        return None

    def begins_instruction(self, text: str, kind: str) -> bool:
        """Whether some sentence begins with a phrase of that kind.

        "Match each country with its capital" names what is matched, as no list of phrases can.
        """
        for sentence in _SENTENCE.split(text):
            words = normalize_phrase(sentence).split()
            for length in range(min(len(words), _LONGEST_OPENING), 0, -1):
                found = self._instructions.get(" ".join(words[:length]))
                if found is not None:
                    return found.kind == kind
        return False

    def heading(self, text: str) -> Phrase | None:
        """What a heading such as "Explanation:" or "Hint 2" opens, if it does."""
        phrase = normalize_phrase(text)
        found = self.headings.get(phrase)
        if found is None and phrase[-1:].isdigit():
            found = self.headings.get(phrase.rstrip("0123456789 .#№"))
        return found

    def is_answer_label(self, text: str) -> bool:
        """Whether a text begins with a label such as "**Answer:**"."""
        label, colon, _ = text.partition("\n")[0].replace("：", ":").partition(":")
        return bool(colon) and normalize_phrase(label) in self.answer_words

    def truth(self, texts: tuple[str, str]) -> tuple[bool, bool] | None:
        """The truth values of two options, where both are one language's words for them."""
        first, second = (self._truth.get(normalize_phrase(text), ()) for text in texts)
        for one in first:
            for other in second:
                if one.language == other.language and one.kind != other.kind:
                    return one.kind == "true", other.kind == "true"
        return None


def _is_wide(word: str) -> bool:
    return any(unicodedata.east_asian_width(c) == "W" for c in word)


@cache
def phrasebook(language: str | None) -> Phrasebook:
    """All languages' words, those of ``language`` first, then English."""
    base = base_language(language)
    order = sorted(locale_codes(), key=lambda code: (code != base, code != "en", code))
    return Phrasebook(order)
