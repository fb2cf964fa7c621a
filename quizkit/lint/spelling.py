"""The words of a quiz as they are spelled: how often each, and in which question first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import compress, groupby
from typing import NamedTuple

from quizkit.lint.document import Document
from quizkit.lint.parts import Part
from quizkit.lint.prose import prose

_LEAST_LETTERS, _MOST_LETTERS = 5, 60
_CLEARLY, _CLEARLY_ACROSS = 2, 3
"""How many times more often the usual spelling stands: other files may have other authors."""
_MOST_TOKENS = 200_000
"""Different words of one file that are looked at: several times those of 20,000 questions."""
_WORD = re.compile(r"[!(\[«„“\"'‘‚‹*_¿¡—–]*([^\W\d_]+(?:-[^\W\d_]+)*)[)\]»”“\"'’›*_.,;:!?…—–]*")
_LATIN, _FIRST_OTHER = re.compile("[A-Za-z]"), "\u0370"
_CAPITAL_INSIDE = re.compile(r"[a-zа-яё][A-ZА-ЯЁ]")
_VERBATIM = ("$", "<", "~~", "``", "\\")


class Word(NamedTuple):
    """One spelling of a word: how often, and the number of the question that has it first."""

    spelled: str
    times: int
    question: int

    @property
    def form(self) -> str:
        """What counts as a spelling: hyphens, and capitals inside a part.

        A sentence may begin with the word, and a title may have each part of it in capitals.
        """
        return "-".join(
            "".join("A" if char.isupper() else "a" for char in part[1:])
            for part in self.spelled.split("-")
        )


Table = dict[str, list[Word]]
"""Words by what they are without hyphens and capitals."""


def words_in(doc: Document) -> Table:
    """The words of all contents but those in code, formulas and addresses.

    Left out are words of several scripts, of scripts without capitals, and in capitals
    throughout.
    """
    counted, first = _tokens(doc)
    found: dict[str, Word] = {}
    for (token, times), question in zip(counted.items(), first, strict=True):
        word = token if token.isalpha() else _bare(token)
        if len(word) < _LEAST_LETTERS or not _is_term(word):
            continue
        other = found.get(word)
        if other is not None:
            times, question = times + other.times, other.question
        found[word] = Word(word, times, question)
    table: Table = {}
    for spelled, entry in found.items():
        key = spelled.lower().replace("-", "")
        if len(key) >= _LEAST_LETTERS:
            table.setdefault(key, []).append(entry)
    return table


def _tokens(doc: Document) -> tuple[Counter[str], list[int]]:
    """What stands between spaces: how often, and to each in turn the question that has it first."""
    counted: Counter[str] = Counter()
    first: list[int] = []
    for number, group in groupby(doc.parts, key=_number_of):
        counted.update(_prose([part.content.source for part in group]).split())
        first += [number] * (len(counted) - len(first))
        if len(counted) > _MOST_TOKENS:
            break
    return counted, first


def _number_of(part: Part) -> int:
    return part.question.number


def _prose(sources: list[str]) -> str:
    """As :func:`prose`, at less cost: no addresses and names need to go, for they are no words."""
    text = "\n\n".join(sources)
    if any(map(text.__contains__, _VERBATIM)):
        return "\n\n".join(map(prose, sources))
    if "`" in text:
        return "\n\n".join([" ` ".join(source.split("`")[::2]) for source in sources])
    return text


def _bare(token: str) -> str:
    """A token without the punctuation around it; nothing where it is no word."""
    match = _WORD.fullmatch(token) if len(token) >= _LEAST_LETTERS else None
    return match[1] if match else ""


def _is_term(word: str) -> bool:
    """Whether a word is of one script: not a foreign one with an ending of the quiz's own."""
    if len(word) > _MOST_LETTERS or word.isupper():
        return False
    if word.isascii():
        return True
    mixed = _LATIN.search(word) is not None and max(word) >= _FIRST_OTHER
    return not mixed and word.lower() != word.upper()


def is_special(words: Iterable[Word]) -> bool:
    """Whether one of some spellings has a hyphen, or a capital inside."""
    return any("-" in w.spelled or _CAPITAL_INSIDE.search(w.spelled) for w in words)


def by_form(words: Iterable[Word]) -> list[Word]:
    """The spellings with those joined that differ at the beginning alone, the usual one first."""
    groups: dict[str, list[Word]] = {}
    for word in words:
        groups.setdefault(word.form, []).append(word)
    joined = [
        Word(
            max(group, key=lambda word: word.times).spelled,
            sum(word.times for word in group),
            min(word.question for word in group),
        )
        for group in groups.values()
    ]
    return sorted(joined, key=lambda word: (-word.times, word.spelled))


def usual_of(forms: list[Word], clearly: int = _CLEARLY) -> Word | None:
    """Which of several spellings is clearly the usual one, as :func:`by_form` gives them."""
    if len(forms) < 2 or forms[0].times < clearly * forms[1].times:
        return None
    return forms[0]


def apart(table: Table) -> Iterator[tuple[Word, Word]]:
    """Each rare spelling in one file, with the usual one."""
    for words in table.values():
        if len(words) > 1 and is_special(words):
            forms = by_form(words)
            usual = usual_of(forms)
            if usual is not None:
                yield from ((rare, usual) for rare in forms[1:])


class Spelled(NamedTuple):
    """The words of one file, in few objects: most are never asked for.

    ``special`` are the keys of :func:`is_special` words, ``keys`` those of all words, once for
    each spelling, both with spaces between them; to each of ``keys`` one of ``rows`` says how
    often, in which question, and how it is spelled where it is not the key itself.
    """

    language: str = ""
    special: str = ""
    keys: str = ""
    rows: str = ""

    def of(self, wanted: set[str]) -> dict[str, list[Word]]:
        """The spellings of some keys."""
        keys = self.keys.split() if wanted else []
        known = wanted.intersection(keys)
        found: dict[str, list[Word]] = {}
        if not known:
            return found
        rows = zip(keys, self.rows.split(), strict=True)
        for key, row in compress(rows, map(known.__contains__, keys)):
            times, question, spelled = row.split(":")
            found.setdefault(key, []).append(Word(spelled or key, int(times), int(question)))
        return found


def spelled_in(doc: Document) -> Spelled:
    """The words of a file, to be compared with those of others."""
    table = doc.once(words_in)
    keys, rows = [], []
    for key, words in table.items():
        for spelled, times, question in words:
            keys.append(key)
            rows.append(f"{times}:{question}:{'' if spelled == key else spelled}")
    special = [key for key, words in table.items() if is_special(words)]
    return Spelled((doc.language or "").lower(), " ".join(special), " ".join(keys), " ".join(rows))


class Stray(NamedTuple):
    """A rare spelling in one of several files, and where the usual one stands: file, question."""

    file: int
    word: Word
    usual: Word
    elsewhere: tuple[int, int]


def strays(files: list[Spelled]) -> Iterator[Stray]:
    """Each rare spelling of a file, where other files of its language show that it is rare.

    A file that shows it by itself is left out, and so is one of an unknown language: what one
    language writes in one word, another writes with a hyphen.
    """
    special: dict[str, set[str]] = {}
    for file in files:
        if file.language:
            special.setdefault(file.language, set()).update(file.special.split())
    groups: dict[tuple[str, str], list[tuple[int, list[Word]]]] = {}
    for number, file in enumerate(files):
        for key, words in file.of(special.get(file.language, set())).items():
            groups.setdefault((file.language, key), []).append((number, words))
    for places in groups.values():
        if len(places) > 1:
            yield from _strays(places)


def _strays(places: list[tuple[int, list[Word]]]) -> Iterator[Stray]:
    forms = by_form(word for _, words in places for word in words)
    usual = usual_of(forms, _CLEARLY_ACROSS)
    if usual is None:
        return
    having = [
        (number, min(found))
        for number, words in places
        if (found := [word.question for word in words if word.form == usual.form])
    ]
    for number, words in places:
        own = by_form(words)
        if usual_of(own) is not None:
            continue
        for word in own:
            if word.form != usual.form:
                elsewhere = next((place for place in having if place[0] != number), having[0])
                yield Stray(number, word, usual, elsewhere)
