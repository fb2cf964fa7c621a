"""Items put together to a quiz: sections, pools, banks, and each item read by its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from quizkit.formats.base import Feature, ImportJob
from quizkit.formats.identity import Identities
from quizkit.formats.package_files import PackageFiles
from quizkit.formats.qti12.arranged_in import read_categories, read_matching, read_ordering
from quizkit.formats.qti12.beside_in import account_objectives, said_beside
from quizkit.formats.qti12.choices_in import read_multiple, read_single, read_truth
from quizkit.formats.qti12.gaps_in import read_blanks, read_menus
from quizkit.formats.qti12.item import Item, read_item
from quizkit.formats.qti12.jumbled_in import is_jumbled, read_jumbled
from quizkit.formats.qti12.kinds import kind_of
from quizkit.formats.qti12.material import Materials
from quizkit.formats.qti12.reading import Reading
from quizkit.formats.qti12.typed_in import read_essay, read_number, read_text, read_upload
from quizkit.formats.safe_xml import Element
from quizkit.formats.source import ImportSource
from quizkit.formats.taken import Unreadable, as_info, unwrapped, words, wrapper_language
from quizkit.formats.weighing import decimal_number, exact_points
from quizkit.model import (
    Choice,
    Cloze,
    Content,
    Group,
    Info,
    Matching,
    Policy,
    Question,
    Role,
    Selection,
    type_name,
)

_READERS: dict[str, Callable[[Reading], Question]] = {
    "single": read_single,
    "multiple": read_multiple,
    "truth": read_truth,
    "text": read_text,
    "number": read_number,
    "blanks": read_blanks,
    "menus": read_menus,
    "matching": read_matching,
    "ordering": read_ordering,
    "categories": read_categories,
    "essay": read_essay,
    "upload": read_upload,
}
_SECRET = frozenset({"blanks", "text", "number", "formula", "bowl", "spot"})
"""Kinds whose labels are the answers."""
_SELECTION = "selection_ordering/selection"
_BESIDE = ("presentation_material", "rubric", "objectives")
_UNASKED = {
    "formula": "its numbers are drawn anew by the LMS",
    "spot": "a place in an image is asked for",
    "opinion": "an opinion is asked for, none is right",
    "bowl": "a question has to be found for an answer",
}


@dataclass(frozen=True)
class Part:
    """A document of questions to be added."""

    root: Element
    name: str
    title: str
    shuffle_answers: bool | None


class Assembly:
    """Gathers questions and pools."""

    def __init__(self, source: ImportSource, job: ImportJob) -> None:
        self.job = job
        self.questions: list[Question] = []
        self.groups: list[Group] = []
        self.banks: dict[str, Element] = {}
        self.several = False
        """Whether there are more quizzes than one, so that each needs a category."""
        self.files = PackageFiles(source, job)
        self.languages: set[str] = set()
        """Languages that stems say they are in."""
        self._identities = Identities()
        self._in_package = source.package is not None
        self._bank_copies: set[str] = set()
        self._used_banks: set[str] = set()

    def add(self, part: Part) -> None:
        """All items of a quiz, in order."""
        category = (part.title,) if self.several and part.title else ()
        for holder, items in _runs(part.root):
            if holder is not None:
                self._said_in(holder, part, category)
            found = [self._question(item, part, category) for item in items]
            self.questions += found
            if holder is not None and holder.find(_SELECTION) is not None:
                self._pool(holder, found, part, category)

    def _said_in(self, section: Element, part: Part, category: tuple[str, ...]) -> None:
        """What a section says to students, as a text before its questions."""
        folder = part.name.rpartition("/")[0]
        content = said_beside(section, Materials(self.files, None, folder))
        if content is not None:
            ident = self._identities.take("", "section", content.source)
            self.questions.append(Info(id=ident, stem=content, category=category))
            self.job.read["info"] += 1
        where = part.name if self._in_package else ""
        account_objectives(section, self.job, None, where, "objectives")

    def add_rest(self, part: Part) -> None:
        """The items of a bank that no quiz has taken already."""
        bank = part.root.find("objectbank")
        ident = (bank.get("ident") or part.name).strip() if bank is not None else part.name
        if ident in self._used_banks:
            return
        category = (part.title,) if part.title else ()
        for item in part.root.iter("item"):
            if (item.get("ident") or "") in self._bank_copies:
                self.job.read["bank copy"] += 1
                continue
            self.questions.append(self._question(item, part, category))

    def _pool(
        self, section: Element, found: list[Question], part: Part, category: tuple[str, ...]
    ) -> None:
        """A section from which some items are drawn."""
        selection = section.find(_SELECTION)
        if selection is None:
            return
        reference = (selection.findtext("sourcebank_ref") or "").strip()
        if not found and reference:
            found = self._from_bank(reference, part, category)
            self.questions += found
        title = (section.get("title") or "").strip()
        if not found:
            self.job.miss(f'the pool "{title}": its questions are not in the source', part.name)
            return
        number = decimal_number(selection.findtext("selection_number") or "")
        written = selection.findtext("selection_extension/points_per_item") or ""
        points = decimal_number(written)
        if points is not None and all(question.points == points for question in found):
            points = None  # what they are worth anyway
        self.groups.append(
            Group(
                id=self._identities.take(section.get("ident") or "", title, part.name),
                title=title,
                pick=min(max(int(number or 1), 1), len(found)),
                points=None if points is None or points < 0 else exact_points(points),
                questions=tuple(question.id for question in found),
            )
        )
        self.job.read["pool"] += 1

    def _from_bank(self, reference: str, part: Part, category: tuple[str, ...]) -> list[Question]:
        root = self.banks.get(reference)
        if root is None:
            return []
        self._used_banks.add(reference)
        return [self._question(item, part, category) for item in root.iter("item")]

    def _question(self, element: Element, part: Part, category: tuple[str, ...]) -> Question:
        if element.tag == "bankentry_item":
            entry = self._bank_entry(element)
            if entry is None:
                return self._missing(element, part)
            element = entry
        item = read_item(element)
        copy = item.fields.get("assessment_question_identifierref", "")
        if copy:
            self._bank_copies.add(copy)
        self._bank_copies.add(item.ident)
        title = element.get("title") or ""
        number = len(self.questions) + 1
        text = " ".join("".join(map(str, element.itertext())).split())[:500]
        identity = self._identities.take(item.ident, title, text)
        if item.ident and identity != item.ident.replace(" ", "-"):
            self.job.lose(
                identity, Feature.IDENTIFIER, f'the ident "{item.ident}" stands there twice'
            )
        folder = part.name.rpartition("/")[0]
        materials = Materials(self.files, identity, folder)
        file = part.name if self._in_package else ""
        reading = Reading(item, materials, self.job, identity, number=number, file=file)
        account_objectives(element, self.job, identity, file, "objectives", "rubric")
        self.languages |= {wrapper_language(reading.marked_stem.strip())} - {""}
        question = replace(self._read(item, reading), category=category)
        if reading.is_canvas:
            question = _with_partial(question)
        if isinstance(question, Choice) and part.shuffle_answers:
            question = replace(question, shuffle=True)
        self.job.read[type_name(question)] += 1
        return question

    def _read(self, item: Item, reading: Reading) -> Question:
        kind = kind_of(item)
        if kind in _UNASKED:
            return _text_alone(reading, _UNASKED[kind], kind)
        if kind == "info":
            return self._info(reading)
        reader = _READERS[kind]
        if kind == "menus" and any(is_jumbled(r, item.is_indexed) for r in item.responses):
            reader = read_jumbled
        try:
            question = reader(reading)
        except Unreadable as trouble:
            return _text_alone(reading, str(trouble), kind)
        reading.account()
        return question

    def _info(self, reading: Reading) -> Info:
        info = as_info(reading.shared())
        reading.account()
        return info

    def _bank_entry(self, element: Element) -> Element | None:
        bank = self.banks.get((element.get("sourcebank_ref") or "").strip())
        wanted = (element.get("item_ref") or "").strip()
        if bank is None:
            return None
        return next((item for item in bank.iter("item") if item.get("ident") == wanted), None)

    def _missing(self, element: Element, part: Part) -> Question:
        name = element.get("item_ref") or ""
        self.job.miss(f"the question {name} of a bank that is not in the source", part.name)
        self.job.read["info"] += 1
        return Info(
            id=self._identities.take(name, part.name),
            title=(element.get("title") or "").strip(),
            stem=Content(html=""),
        )


def _with_partial(question: Question) -> Question:
    """Canvas says what it says to wrong answers to partly right ones too."""
    feedback = question.feedback
    if feedback.incorrect is None or feedback.partial is not None:
        return question
    match question:
        case Choice():
            single = question.selection is Selection.SINGLE
            whole = (
                question.policy is not Policy.WEIGHTS
                if single
                else (
                    question.policy is Policy.ALL_OR_NOTHING
                    or sum(option.role is Role.KEY for option in question.options) < 2
                )
            )
        case Matching():
            whole = len(question.pairs) < 2
        case Cloze():
            whole = len(question.gaps) < 2
        case _:
            whole = True
    if whole:
        return question
    return replace(question, feedback=replace(feedback, partial=feedback.incorrect))


def _text_alone(reading: Reading, why: str, kind: str) -> Info:
    """The text of an item that cannot be asked, with what it shows to choose from."""
    reading.miss(f"{why}; only its text was taken")
    stem = reading.stem
    if kind == "spot":
        stem = "\n".join([stem, *_pictures(reading)])
    elif kind not in _SECRET:
        shown = dict.fromkeys(
            content.source
            for response in reading.item.responses
            for label in response.labels
            if words((content := reading.label_content(label)).source) or "<img" in content.source
        )
        if shown:
            listed = "\n".join(f"<li>{choice}</li>" for choice in shown)
            stem = f"{stem}\n<ul>\n{listed}\n</ul>"
    info = as_info(reading.shared(stem))
    reading.account()
    return info


def _pictures(reading: Reading) -> Iterator[str]:
    """The pictures in which places are asked for."""
    for response in reading.item.responses:
        for material in response.element.iter("material"):
            if next(material.iterancestors("response_label"), None) is None:
                content = reading.materials.content(material)
                if content is not None:
                    yield content.source


def _runs(root: Element) -> Iterator[tuple[Element | None, list[Element]]]:
    """Items in order; those of a pool, or behind what a section says, together with it."""
    run: list[Element] = []
    for element in root.iter("section", "item", "bankentry_item"):
        if element.tag == "section":
            is_pool = element.find(_SELECTION) is not None
            if not is_pool and not any(element.find(tag) is not None for tag in _BESIDE):
                continue
            if run:
                yield None, run
                run = []
            yield element, list(element.iter("item", "bankentry_item")) if is_pool else []
        elif not any(
            above.find(_SELECTION) is not None for above in element.iterancestors("section")
        ):
            run.append(element)
    if run:
        yield None, run


def content_of(assembly: Assembly, markup: str, name: str) -> Content:
    """Some HTML of a quiz itself, with its files."""
    found = assembly.files.localized(markup.strip(), None, name.rpartition("/")[0])
    assembly.languages |= {wrapper_language(found)} - {""}
    return Content(html=unwrapped(found))
