"""Right answers that stand in the text of another question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quizkit.lint.document import Document
from quizkit.lint.prose import prose
from quizkit.model import Choice, Content, Info, Role

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_LEAST_LETTERS, _LEAST_WORDS, _MOST_WORDS = 14, 2, 12
_MOST_OWNERS = 3
"""What more questions than these accept is a stock phrase, and tells nothing of one of them."""


class Answer(NamedTuple):
    """A right answer as words, with the wrong ones beside it. ``told``: its own file leaks it."""

    question: int
    words: str
    wrong: tuple[str, ...]
    told: bool = False


class Text(NamedTuple):
    """What a question asks, as words."""

    question: int
    words: str


class Exposed(NamedTuple):
    """One file: the answers that are worth looking for, and the texts in which they may stand."""

    answers: tuple[Answer, ...] = ()
    texts: tuple[Text, ...] = ()


class Leak(NamedTuple):
    """An answer, and the text that holds it; each with the index of its file."""

    owner: int
    answer: Answer
    file: int
    text: Text


def leaks_in(doc: Document) -> list[Leak]:
    """The answers of a file that stand in another of its questions, each question's once."""
    return list(leaks([Exposed(tuple(_answers(doc)), doc.once(_texts))]))


def exposed_in(doc: Document) -> Exposed:
    """What a file has to be compared with others."""
    told = {leak.answer.question for leak in doc.once(leaks_in)}
    answers = (answer._replace(told=answer.question in told) for answer in _answers(doc))
    return Exposed(tuple(answers), doc.once(_texts))


def leaks(files: Sequence[Exposed]) -> Iterator[Leak]:
    """Each answer that stands in the text of another question; one for each question.

    The time is that of a look at each run of words: so many as there are words, times the
    lengths of answers.
    """
    owners, lengths = _index(files)
    told: set[tuple[int, int]] = set()
    for number, file in enumerate(files):
        for text in file.texts:
            words = text.words.split(" ")
            for start in range(len(words) - 1):
                for length in lengths.get((words[start], words[start + 1]), ()):
                    for owner, answer in owners.get(" ".join(words[start : start + length]), ()):
                        this = (owner, answer.question)
                        if this in told or this == (number, text.question):
                            continue
                        if not _names_others(answer, text):
                            told.add(this)
                            yield Leak(owner, answer, number, text)


def _index(
    files: Sequence[Exposed],
) -> tuple[dict[str, list[tuple[int, Answer]]], dict[tuple[str, str], list[int]]]:
    """The answers by their words, and how many words those have that begin with some two."""
    owners: dict[str, list[tuple[int, Answer]]] = {}
    for number, file in enumerate(files):
        for answer in file.answers:
            same = owners.setdefault(answer.words, [])
            if not answer.told and len(same) <= _MOST_OWNERS:
                same.append((number, answer))
    owners = {words: same for words, same in owners.items() if 0 < len(same) <= _MOST_OWNERS}
    lengths: dict[tuple[str, str], list[int]] = {}
    for key in owners:
        words = key.split(" ")
        known = lengths.setdefault((words[0], words[1]), [])
        if len(words) not in known:
            known.append(len(words))
    return owners, lengths


def _names_others(answer: Answer, text: Text) -> bool:
    """Whether a text names a wrong answer, too, so that it tells nothing."""
    padded = f" {text.words} "
    return any(f" {wrong} " in padded for wrong in answer.wrong)


def _words(content: Content) -> str:
    return " ".join(_WORD.findall(prose(content.source).lower()))


def _texts(doc: Document) -> tuple[Text, ...]:
    return tuple(
        Text(question.number, words)
        for question in doc.questions
        if not isinstance(question.question, Info)
        and len(words := _words(question.question.stem)) >= _LEAST_LETTERS
    )


def _answers(doc: Document) -> Iterator[Answer]:
    """The right answers of several words that do not stand in their own question's text."""
    for question in doc.questions:
        asked = question.question
        if not isinstance(asked, Choice):
            continue
        own = ""
        wrong: tuple[str, ...] = ()
        for option in asked.options:
            words = _words(option.content) if option.role is Role.KEY else ""
            if len(words) < _LEAST_LETTERS or not _is_telling(words):
                continue
            own = own or _words(asked.stem)
            if words not in own:
                wrong = wrong or tuple(_wrong(asked))
                yield Answer(question.number, words, wrong)


def _is_telling(words: str) -> bool:
    return _LEAST_WORDS <= words.count(" ") + 1 <= _MOST_WORDS


def _wrong(asked: Choice) -> Iterator[str]:
    for option in asked.options:
        words = _words(option.content) if option.role is Role.DISTRACTOR else ""
        if words:
            yield words
