"""Words by language, from the data files in ``quizkit/locales``; one file is one language."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain, product
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).with_name("locales")


class Locale(NamedTuple):
    """The words of one language. ``tables[section][key]`` are phrases in lower case.

    A phrase may offer a choice, "(choose|pick) the (one|) right answer": it stands for all that
    can be chosen, here for four.
    """

    code: str
    name: str
    decimal_comma: bool
    tables: Mapping[str, Mapping[str, str | list[str]]]

    def words(self, section: str, key: str) -> tuple[str, ...]:
        """The phrases of a key; none where the language's file does not have it."""
        return _words(self.code, section, key)

    def written(self, section: str, key: str) -> list[str]:
        """The phrases of a key as the file has them, with their choices."""
        value = self.tables.get(section, {}).get(key, [])
        lines = value.splitlines() if isinstance(value, str) else value
        return [line for line in map(str.strip, lines) if line]


@cache
def locale_codes() -> tuple[str, ...]:
    """The languages that have a file."""
    return tuple(sorted(entry.stem for entry in _FOLDER.glob("*.toml")))


@cache
def load_locale(code: str) -> Locale:
    """The words of a language, given its code; raises FileNotFoundError for an unknown one."""
    data = tomllib.loads((_FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    tables = {section: table for section, table in data.items() if isinstance(table, dict)}
    return Locale(code, str(data["name"]), bool(data.get("decimal_comma")), tables)


@cache
def _words(code: str, section: str, key: str) -> tuple[str, ...]:
    written = load_locale(code).written(section, key)
    if not any("(" in phrase for phrase in written):
        return tuple(written)
    return tuple(chain.from_iterable(map(chosen, written)))


def chosen(written: str) -> Iterator[str]:
    """Every phrase that a phrase with choices stands for."""
    if "(" not in written:
        yield written
        return
    for parts in product(*_choices(written)):
        yield " ".join("".join(parts).split())


def _choices(written: str) -> list[list[str]]:
    """The parts of a phrase: what may stand at each place, one thing where there is no choice."""
    return [part.rstrip(")").split("|") for part in written.replace(")", ")(").split("(")]


def _opening(phrase: str) -> str:
    """The first word; the second too where a number begins: numbers begin much else."""
    first, _, rest = phrase.partition(" ")
    return first if first != "{n}" else f"{first} {rest.partition(' ')[0]}"


def _openings(written: str) -> Iterable[str]:
    """How the phrases begin that a phrase with choices stands for."""
    first = written.partition(" ")[0]
    if "(" not in first and first != "{n}":
        return (first,)
    if first[0] == "(" and first[-1] == ")" and "|)" not in first:
        return first[1:-1].split("|")
    return set(map(_opening, chosen(written)))


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


@lru_cache(maxsize=4096)
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
_LONGEST_COUNT = 80
"""Letters of the longest phrase with a number, and some."""


class Phrasebook:
    """The words of several languages at once; the first that knows a phrase has it."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        self.headings: dict[str, Phrase] = {}
        self.answer_words: dict[str, str] = {}
        self.and_words: set[str] = set()
        self.question_words: set[str] = set()
        self.fit_words: set[str] = set()
        """What says that an answer is right, such as "correct" and "right answer"."""
        self._opened: dict[str, list[str]] = {}
        self._unspaced: list[str] = []
        self._numbers: dict[str, int] = {}
        self._truth: dict[str, list[Phrase]] = {}
        tails: set[str] = set()
        for code in reversed(codes):
            locale = load_locale(code)
            self.headings.update(_phrases_of(code, "heading", _HEADINGS))
            self._open(locale)
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

    @cached_property
    def _wide_number(self) -> re.Pattern[str]:
        """Numbers within words that no spaces part."""
        spaceless = [re.escape(w) for w in sorted(self._numbers, key=len) if _is_wide(w)]
        return re.compile("|".join(["\\d+", *reversed(spaceless)]))

    def _open(self, locale: Locale) -> None:
        """Note how the instructions of a language begin: few need to know them all."""
        openings: set[str] = set()
        for kind in _INSTRUCTIONS:
            for written in locale.written("instruction", kind):
                if written.lstrip("(")[0] > _LAST_SPACED:
                    self._unspaced.insert(0, locale.code)
                    return
                openings.update(_openings(written.lower()))
        for opening in openings:
            self._opened.setdefault(opening, []).insert(0, locale.code)

    def _instruction(self, phrase: str) -> Phrase | None:
        """What a phrase tells to do that one of the files has just so."""
        first = _opening(phrase)
        codes = self._opened.get(first, ())
        for code in codes if first.isascii() else (*codes, *self._unspaced):
            found = _phrases_of(code, "instruction", _INSTRUCTIONS).get(phrase)
            if found is not None:
                return found
        return None

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
        return word in self._opened or word in self._numbers

    def _may_instruct(self, phrase: str) -> bool:
        """Whether some instruction begins as a phrase does: a cheap look that spares most dear ones.

        Only for scripts that part words by spaces.
        """
        first = phrase.partition(" ")[0]
        return (
            first in self._opened
            or first in self._numbers
            or first.isdecimal()
            or max(first) > _LAST_SPACED
        )

    def _lookup(self, phrase: str) -> Phrase | None:
        found = self._instruction(phrase)
        if found is not None and found.kind != "count":
            return found
        if len(phrase) > _LONGEST_COUNT:
            return None
        for word in phrase.split():
            number = self._numbers.get(word)
            if number is not None:
                found = self._instruction(phrase.replace(word, "{n}", 1))
                if found is not None:
                    return Phrase(found.kind, found.language, number)
        if not phrase.isascii():
            for match in self._wide_number.finditer(phrase):
                number = self._numbers.get(match.group())
                if number is None:
                    continue
                key = normalize_phrase(phrase[: match.start()] + "{n}" + phrase[match.end() :])
                found = self._instruction(key) or self._instruction(
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
                found = self._instruction(" ".join(words[:length]))
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

    def is_show(self, text: str) -> bool:
        """Whether a text is only words such as "Show answer", which a page has to click on."""
        return _NO_WORD.sub("", normalize_phrase(text)) in _show_phrases(self.codes)

    def is_question(self, word: str) -> bool:
        """Whether a word means "question", and not a task or an exercise as well."""
        return word.lower() in _words_for_question(self.codes)

    def is_truth(self, text: str) -> bool:
        """Whether a text is a word for true or false."""
        return normalize_phrase(text) in self._truth

    def truth(self, texts: tuple[str, str]) -> tuple[bool, bool] | None:
        """The truth values of two options, where both are one language's words for them."""
        first, second = (self._truth.get(normalize_phrase(text), ()) for text in texts)
        for one in first:
            for other in second:
                if one.language == other.language and one.kind != other.kind:
                    return one.kind == "true", other.kind == "true"
        return None


_NO_WORD = re.compile(r"^\W+|\W+$")


@cache
def _words_for_question(codes: tuple[str, ...]) -> frozenset[str]:
    """The first two words of each file: the rest are its words for tasks."""
    words = (load_locale(code).words("heading", "question")[:2] for code in codes)
    return frozenset(chain.from_iterable(words))


@cache
def _show_phrases(codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(
        chain.from_iterable(load_locale(c).words("answer_line", "show") for c in codes)
    )


def _is_wide(word: str) -> bool:
    return any(unicodedata.east_asian_width(c) == "W" for c in word)


@cache
def phrasebook(language: str | None) -> Phrasebook:
    """All languages' words, those of ``language`` first, then English."""
    base = base_language(language)
    order = sorted(locale_codes(), key=lambda code: (code != base, code != "en", code))
    return Phrasebook(order)
