"""The importer of Moodle XML: one question at a time, read as Moodle 4.5 reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape

from quizkit.errors import UnreadableSource
from quizkit.formats.base import Feature, Importer, ImportJob
from quizkit.formats.moodle_xml.cloze_in import read_cloze
from quizkit.formats.moodle_xml.entry import Entry, Shelf
from quizkit.formats.moodle_xml.offered_in import with_offered
from quizkit.formats.moodle_xml.select_in import read_select
from quizkit.formats.moodle_xml.types_in import READERS
from quizkit.formats.safe_xml import Element, XmlReport, root_name, stream_elements
from quizkit.formats.source import ImportSource
from quizkit.formats.taken import Unreadable, as_info, spoken_name
from quizkit.model import Content, Question, Quiz, type_name

_READERS = {
    **READERS,
    "cloze": read_cloze,
    "multianswer": read_cloze,
    "gapselect": read_select,
    "ddwtos": read_select,
}
_CALCULATED = frozenset({"calculated", "calculatedsimple", "calculatedmulti"})
_CORE = frozenset({"ddimageortext", "ddmarker", "randomsamatch", "random"})
_IGNORED = frozenset({"text"})
_USUAL = {
    "penalty": (
        "0.3333333",
        "0.3333",
        "0.1000000",
        "0.1",
        "0.0000000",
        "0",
        "0.0",
        "1.0000000",
        "1",
    ),
    "hidden": ("0", ""),
    "showstandardinstruction": ("0", "1", ""),
    "shownumcorrect": ("", "0", "1"),
    "single": None,
    "shuffleanswers": None,
    "answernumbering": None,
    "image": None,
    "image_base64": None,
}
"""Parts of any question that belong to an LMS, and what is not worth a word there."""
_WITHIN = frozenset(
    {
        *(
            "text",
            "file",
            "feedback",
            "answer",
            "tolerance",
            "fraction",
            "tag",
            "group",
            "infinite",
        ),
        *("shownumcorrect", "clearwrong", "options", "unit", "multiplier", "unit_name"),
        *("image_base64", "correctanswerformat", "correctanswerlength"),
    }
)
"""What stands in the parts of questions, as far as Moodle writes it."""
_SLASH = re.compile(r"(?<!/)/(?!/)")
_CONTEXT = re.compile(r"\$[a-z]+[0-9]*\$")


class MoodleXmlImporter(Importer):
    """Moodle XML, from version 1.9 on."""

    name = "moodle-xml"
    label = "Moodle XML"
    rank = 10

    def recognizes(self, head: bytes, name: str) -> bool:
        """A document whose root is ``quiz``, or a single question of one."""
        root = root_name(head)
        if root == "question":
            return b"<questiontext" in head
        return root == "quiz" and b"canvas.instructure" not in head[:4096]

    def read(self, source: ImportSource, job: ImportJob) -> Quiz:
        """The questions in the order of the file."""
        report = XmlReport()
        questions: list[Question] = []
        bank = _Bank(job)
        for element in stream_elements(source.open(), ["question"], report, size=source.size):
            question = bank.take(element)
            if question is not None:
                questions.append(question)
        if report.truncated and questions:
            last = questions.pop()
            bank.paths.pop()
            job.read[type_name(last)] -= 1
            job.miss(f"{spoken_name(last.title, len(questions) + 1)}: the file ends in the middle")
        for problem in report.problems:
            job.miss(problem)
        if not questions and not bank.categories:
            raise UnreadableSource(source.name, "holds no Moodle questions")
        bank.account()
        title, placed = with_title(questions, bank.paths)
        return Quiz(
            identifier=source.identifier,
            title=title,
            description=bank.description(),
            questions=placed,
            assets=tuple(job.assets[path] for path in sorted(job.assets)),
        )


class _Bank:
    """The file as it is gone through."""

    def __init__(self, job: ImportJob) -> None:
        self._job = job
        self._shelf = Shelf(job)
        self._infos: list[tuple[tuple[str, ...], Content, str]] = []
        self._path: tuple[str, ...] = ()
        self.paths: list[tuple[str, ...]] = []
        """The category of each question as the file has it."""
        self.categories = 0

    def take(self, element: Element) -> Question | None:
        """A question; None for an element that only says where those behind it belong."""
        if element.get("type") == "category":
            self._category(element)
            return None
        self._shelf.number += 1
        self.paths.append(self._path)
        # Most often the first name is that of the quiz, and no question's category.
        title = self.paths[0][:1]
        self._shelf.category = self._path[1:] if self._path[:1] == title else self._path
        entry = Entry(element, self._shelf)
        _old_image(entry)
        question = self._read(entry)
        if entry.bare:
            named = ", ".join(f"<{tag}>" for tag in entry.bare)
            self._job.miss(
                f"{entry.spoken}: no <text> in {named}, so Moodle passes over its words; "
                "they were taken",
                entry.where,
            )
        self._job.read[type_name(question)] += 1
        return question

    def _read(self, entry: Entry) -> Question:
        reader = _READERS.get(entry.kind)
        if reader is None:
            self._job.miss(f"{entry.spoken}: {_unknown(entry.kind)}", entry.where)
            with_offered(entry)
            return as_info(entry.shared())
        try:
            question = reader(entry)
        except Unreadable as trouble:
            self._job.miss(f"{entry.spoken}: {trouble}; only its text was taken", entry.where)
            return as_info(entry.shared())
        self._leave(entry)
        return question

    def _leave(self, entry: Entry) -> None:
        """Count what belongs to an LMS, and name what nobody knows."""
        for tag in entry.unknown_parts():
            if tag in _USUAL:
                usual = _USUAL[tag]
                if usual is not None and entry.value(tag) not in usual:
                    self._shelf.display[tag] += 1
            elif tag not in _IGNORED:
                self._job.miss(f"<{tag}> of {entry.spoken}", entry.where)
        for inner, tag in dict.fromkeys(_unknown_within(entry)):
            self._job.miss(f"<{inner}> within <{tag}> of {entry.spoken}", entry.where)

    def account(self) -> None:
        """Say what was left to the LMS, in one line."""
        display = self._shelf.display
        if display:
            named = ", ".join(f"{tag} ({count})" for tag, count in sorted(display.items()))
            self._job.lose(
                None, Feature.SETTINGS, f"settings of questions are left to the LMS: {named}"
            )

    def _category(self, element: Element) -> None:
        self.categories += 1
        self._job.read["category"] += 1
        holder = element.find("category")
        written = (holder.findtext("text") or holder.text or "") if holder is not None else ""
        self._path = category_path(written)
        info = Entry(element, Shelf(self._job)).content(element.find("info"))
        if info is not None:
            line = f"line {element.sourceline}" if element.sourceline else ""
            self._infos.append((self._path, info, line))

    def description(self) -> Content | None:
        """The description of the first category that holds all questions; others are lost."""
        found: Content | None = None
        for path, info, line in self._infos:
            if found is None and all(held[: len(path)] == path for held in self.paths):
                found = info
            else:
                name = "/".join(path)
                self._job.lose(
                    None,
                    Feature.DESCRIPTION,
                    f'the description of the category "{name}" is left out',
                    line,
                )
        return found


def _unknown_within(entry: Entry) -> Iterator[tuple[str, str]]:
    """Elements within the parts that were read, which nobody knows; each with its part."""
    for part in entry.element:
        if len(part) and not _is_usual(part) and part.tag in entry.used:
            yield from _unknown_below(part, str(part.tag))


def _is_usual(part: Element) -> bool:
    """Whether a part has no more in it than nearly all: a text, and feedback with its text."""
    for child in part:
        if child.tag != "text" and (
            child.tag != "feedback" or len(child) > 1 or (len(child) and child[0].tag != "text")
        ):
            return False
    return True


def _unknown_below(element: Element, part: str) -> Iterator[tuple[str, str]]:
    for child in element:
        if child.tag == "text":
            continue  # what is in a text is its markup
        if child.tag not in _WITHIN:
            yield str(child.tag), part
        elif len(child):
            yield from _unknown_below(child, part)


def _unknown(kind: str) -> str:
    if kind in _CALCULATED:
        return f"a {kind} question, whose numbers Moodle draws anew; only its text was taken"
    if kind in _CORE:
        return f"a {kind} question has no like here; only its text was taken"
    if not kind:
        return "it has no type; only its text was taken"
    return f'the type "{kind}" of a Moodle plug-in is not known; only its text was taken'


def _old_image(entry: Entry) -> None:
    """An image of Moodle 1.9: beside the text, which does not refer to it."""
    data = entry.value("image_base64")
    name = entry.value("image").rpartition("/")[2]
    if name and data:
        entry.add_image(name, data)
    elif name:
        entry.lose(Feature.IMAGES, f'the image "{name}" is not in the source')


def category_path(written: str) -> tuple[str, ...]:
    """``$course$/top/A/B`` as A and B; a doubled slash belongs to a name."""
    names = [unescape(name.replace("//", "/").strip()) for name in _SLASH.split(written.strip())]
    if names and _CONTEXT.fullmatch(names[0]):
        del names[0]
    if names and names[0] == "top":
        del names[0]
    return tuple(name for name in names if name)


def with_title(
    questions: Sequence[Question], paths: Sequence[tuple[str, ...]]
) -> tuple[str, tuple[Question, ...]]:
    """The quiz's title, a first category that all share, and the questions without it.

    ``paths`` are their categories as the source has them.
    """
    titles = {path[:1] for path in paths}
    title = "".join(titles.pop()) if len(titles) == 1 else ""
    wanted = [path[1:] for path in paths] if title else paths
    return title, tuple(
        [
            question if question.category == path else replace(question, category=path)
            for question, path in zip(questions, wanted, strict=True)
        ]
    )
