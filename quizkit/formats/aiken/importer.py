"""The importer of Aiken: a question's text, lettered options, ``ANSWER: B``.

Read as Moodle 4.5 reads it (text is plain, blank lines mean nothing, a letter counts by its
place in the alphabet), and more widely where Moodle would refuse the whole file: a text of
several lines, other alphabets, several keys, a line about numbering, one of feedback.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from quizkit.content.markup import escape
from quizkit.errors import UnreadableSource
from quizkit.formats.aiken.labels import place, places
from quizkit.formats.base import Feature, Importer, ImportJob
from quizkit.formats.identity import Identities
from quizkit.formats.plain_source import source_text
from quizkit.formats.source import ImportSource
from quizkit.formats.taken import as_info, plain, spoken_name
from quizkit.model import (
    Choice,
    Content,
    Feedback,
    Numbering,
    Option,
    Question,
    Quiz,
    Role,
    Selection,
    type_name,
)
from quizkit.naming import letter

_OPTION = re.compile(r"([^\W_]{1,2})(?:\)\s*|\.\s+)(.*)", re.DOTALL)
_ANSWER = re.compile(r"ANSWER\s*:\s*(.*)", re.IGNORECASE)
_TRANSLATED = re.compile(r"([^\W\d_]{2,20})\s*:\s*([^\W_](?:[\s,;]+[^\W_])*)")
"""A line such as ``Answer: B`` in any language: a word, a colon, labels and nothing else."""
_NUMBERING = re.compile(r"(?:NUMBERING|[^\W\d_]{2,20})\s*:\s*(ABCD|abcd|1234|ABC|abc|123|iii|III)")
_FEEDBACK = re.compile(r"(?:FEEDBACK|GFEED)\s*[:.]\s*(.*)", re.IGNORECASE)
_STRICT = re.compile(
    r"^[A-Z][).][ \t]*\S.*\n(?:[ \t]*\n|NUMBERING:.*\n)*ANSWER:[ \t]*[A-Z]\b[^\n]{0,20}$",
    re.MULTILINE,
)
_OTHERS = re.compile(
    r"\A\s*[<{\[]|\A---\s*\n|^#{1,6}\s+\S|^```|^[-*+]\s+\S|^\*\*|\\begin\{|^::", re.MULTILINE
)
_NUMBERINGS = {
    "abc": Numbering.LOWER,
    "ABC": Numbering.UPPER,
    "123": Numbering.DECIMAL,
    "iii": Numbering.ROMAN,
    "III": Numbering.ROMAN_UPPER,
}


class AikenImporter(Importer):
    """Aiken, as Moodle and others read it."""

    name = "aiken"
    label = "Aiken"
    rank = 45

    def recognizes(self, head: bytes, name: str) -> bool:
        """A lettered option and right behind it ``ANSWER:`` in capitals; no Markdown."""
        if name.lower().endswith((".md", ".markdown", ".mdx", ".gift")) or b"ANSWER" not in head:
            return False
        text = head.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        return bool(_STRICT.search(text)) and not _OTHERS.search(text)

    def read(self, source: ImportSource, job: ImportJob) -> Quiz:
        """The questions in the order of the file."""
        text = source_text(source, job)
        writer = _Writer(job)
        questions = [writer.question(entry) for entry in _entries(text, job)]
        if not questions:
            raise UnreadableSource(source.name, "holds no Aiken questions")
        return Quiz(identifier=source.identifier, questions=tuple(questions))


@dataclass
class _Entry:
    """The lines of one question. ``line`` is where it begins, from 1."""

    line: int
    stem: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    answer: str | None = None
    numbering: Numbering | None = None
    feedback: list[str] = field(default_factory=list)


def _entries(text: str, job: ImportJob) -> Iterator[_Entry]:
    """The questions, each as its lines; a text behind options or an answer begins the next."""
    entry: _Entry | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.strip(" \t\ufeff")
        if not line:
            continue
        answer = _answer_of(line, entry)
        if answer is not None:
            if entry is None or entry.answer is not None:
                job.miss("an answer without a question", f"line {number}")
            else:
                entry.answer = answer
            continue
        option = _OPTION.fullmatch(line)
        if option is not None and _continues(entry, option[1]):
            assert entry is not None
            entry.labels.append(option[1])
            entry.options.append(option[2].strip())
            continue
        if entry is not None and entry.options and _is_said_of(entry, line):
            continue
        if entry is None or entry.options or entry.answer is not None:
            if entry is not None:
                yield entry
            entry = _Entry(number)
        entry.stem.append(line)
    if entry is not None:
        yield entry


def _answer_of(line: str, entry: _Entry | None) -> str | None:
    """What an answer line names; None for any other line."""
    found = _ANSWER.fullmatch(line)
    if found is not None:
        return found[1].strip()
    if entry is None or not entry.options or entry.answer is not None:
        return None
    found = _TRANSLATED.fullmatch(line)
    if found is None or _NUMBERING.fullmatch(line):
        return None
    named = places(found[2])
    return found[2] if named and max(named) < len(entry.options) else None


def _continues(entry: _Entry | None, label: str) -> bool:
    """Whether a label is that of the question's next option."""
    if entry is None or entry.answer is not None or place(label) is None:
        return False
    if entry.options:
        return True
    return place(label) == 0 or (len(label) == 1 and label.isupper())


def _is_said_of(entry: _Entry, line: str) -> bool:
    """Take a line about the question that stands behind its options; False for any other."""
    numbering = _NUMBERING.fullmatch(line)
    if numbering is not None:
        entry.numbering = _NUMBERINGS[numbering[1][:3]]
        return True
    feedback = _FEEDBACK.fullmatch(line)
    if feedback is not None and entry.answer is not None:
        entry.feedback.append(feedback[1].strip())
        return True
    return False


class _Writer:
    """Makes questions of lines."""

    def __init__(self, job: ImportJob) -> None:
        self._job = job
        self._identities = Identities()
        self._number = 0

    def question(self, entry: _Entry) -> Question:
        """The question; its wording alone where it cannot be asked."""
        self._number += 1
        stem = "<br>\n".join(escape(line) for line in entry.stem)
        general = "<br>\n".join(escape(line) for line in entry.feedback)
        shared: dict[str, Any] = {
            "id": self._identities.take("", stem, *entry.options),
            "stem": Content(html=stem),
            "feedback": Feedback(general=Content(html=general) if general else None),
        }
        keys = places(entry.answer or "")
        trouble = _trouble(entry, keys)
        question: Question
        if trouble:
            name = spoken_name(entry.stem[0], self._number)
            self._job.miss(f"{name}: {trouble}; only its text was taken", f"line {entry.line}")
            shared["stem"] = Content(html=stem + _listed(entry.options))
            question = as_info(shared)
        else:
            question = self._choice(entry, keys, shared)
        self._job.read[type_name(question)] += 1
        return question

    def _choice(self, entry: _Entry, keys: tuple[int, ...], shared: dict[str, Any]) -> Choice:
        if len(keys) > 1:
            self._job.lose(
                shared["id"],
                Feature.SCORE,
                f"Moodle reads the first of the answers {entry.answer} alone; here all are keys",
                f"line {entry.line}",
            )
        return Choice(
            **shared,
            numbering=entry.numbering or Numbering.LOWER,
            selection=Selection.MULTIPLE if len(keys) > 1 else Selection.SINGLE,
            options=tuple(
                Option(
                    id=letter(n),
                    content=plain(text),
                    role=Role.KEY if n in keys else Role.DISTRACTOR,
                )
                for n, text in enumerate(entry.options)
            ),
        )


def _trouble(entry: _Entry, keys: tuple[int, ...]) -> str:
    """Why a question cannot be asked, or nothing."""
    if not entry.options:
        return "it has no options" if entry.answer is not None else "it has no options, no answer"
    if entry.answer is None:
        return "no answer is named"
    if len(entry.options) < 2:
        return "it has one option alone"
    if not keys:
        return f'the answer "{entry.answer[:40]}" names no option'
    if max(keys) >= len(entry.options):
        return f'the answer "{entry.answer[:40]}" names an option that is not there'
    return ""


def _listed(options: list[str]) -> str:
    if not options:
        return ""
    entries = "".join(f"<li>{escape(option)}</li>" for option in options)
    return f"\n<ol>{entries}</ol>"
