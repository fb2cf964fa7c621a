"""The importer of QTI 2.0 to 2.2: packages with or without a test, and single items."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import replace

from quizkit.errors import UnreadableSource
from quizkit.formats.archive import Package, PackageError
from quizkit.formats.base import Importer, ImportJob
from quizkit.formats.identity import Identities
from quizkit.formats.manifest import NAME, Manifest, Resource, read_manifest
from quizkit.formats.package_files import PackageFiles
from quizkit.formats.qti21.arranged_in import read_associate, read_match, read_order
from quizkit.formats.qti21.body_in import INLINE, BodyReader, take_unit
from quizkit.formats.qti21.choices_in import read_choice, read_hottext
from quizkit.formats.qti21.declared import NUMBERS
from quizkit.formats.qti21.gaps_in import read_gap_match, read_inline
from quizkit.formats.qti21.item_in import Item
from quizkit.formats.qti21.layout_in import Entry, Layout, Passage, PoolOf, Reference, read_test
from quizkit.formats.qti21.open_in import (
    read_extended,
    read_info,
    read_slider,
    read_text_alone,
    read_upload,
)
from quizkit.formats.qti21.text_in import spoken_kind
from quizkit.formats.qti21.typed_in import read_typed
from quizkit.formats.safe_xml import Element, XmlReport, is_too_deep, parse_xml, root_name
from quizkit.formats.source import ImportSource
from quizkit.formats.taken import Unreadable
from quizkit.model import Content, Essay, Group, Info, Question, Quiz, type_name

_ITEM, _TEST = "assessmentItem", "assessmentTest"
_MARKS = (
    b"imsqti_item_xmlv2p",
    b"imsqti_test_xmlv2p",
    b"imsqti_apipitem_xmlv2p",
    b"imsqti_apiptest",
)
_BLOCK: dict[str, Callable[[Item, Element], Question]] = {
    "choiceInteraction": read_choice,
    "hottextInteraction": read_hottext,
    "orderInteraction": read_order,
    "matchInteraction": read_match,
    "associateInteraction": read_associate,
    "gapMatchInteraction": read_gap_match,
    "extendedTextInteraction": read_extended,
    "sliderInteraction": read_slider,
    "uploadInteraction": read_upload,
}
_MOST_ITEMS = 20_000


class Qti21Importer(Importer):
    """Items that any standard engine runs: what they score is found by running them."""

    name = "qti21"
    label = "QTI 2.1"
    rank = 15
    whole_package = True

    def recognizes(self, head: bytes, name: str) -> bool:
        """An item or a test of version 2, or a manifest that names one."""
        root = root_name(head)
        if root == "manifest":
            return any(mark in head.lower() for mark in _MARKS)
        return root in (_ITEM, _TEST)

    def read(self, source: ImportSource, job: ImportJob) -> Quiz:
        """All items, in the order of the test where there is one."""
        reading = _Reading(source, job)
        package = source.package
        if package is not None and source.member.lower().endswith(NAME):
            reading.manifest = read_manifest(package, source.member, job)
        elif package is None:
            return reading.single()
        quiz = reading.whole(package)
        if not quiz.questions:
            raise UnreadableSource(source.name, "holds no QTI 2.1 items")
        return quiz


class _Reading:
    """One source as it is gone through."""

    def __init__(self, source: ImportSource, job: ImportJob) -> None:
        self._source = source
        self._job = job
        self._files = PackageFiles(source, job)
        self._identities = Identities()
        self._languages: dict[str, None] = {}
        self.manifest = Manifest()
        self._questions: list[Question] = []
        self._groups: list[Group] = []

    def single(self) -> Quiz:
        """One item by itself; of a test alone nothing can be read."""
        root = _parsed(self._source.data, "", self._job)
        if root is not None and root.tag == _TEST and self._source.beside is not None:
            return self.of_test(root, self._source.beside)
        if root is None or root.tag == _TEST:
            raise UnreadableSource(
                self._source.name, "holds a test without its items; import the whole package"
            )
        if root.tag != _ITEM:
            raise UnreadableSource(self._source.name, "holds no QTI 2.1 items")
        self._questions.append(self._question(root, "", None, Reference("", "")))
        return self._quiz(Layout())

    def of_test(self, root: Element, package: Package) -> Quiz:
        """A test alone, whose items lie beside it."""
        layout = read_test(root)
        self._laid_out(layout, package, {})
        if not self._questions:
            raise UnreadableSource(
                self._source.name, "holds a test, but its items are not beside it"
            )
        return self._quiz(layout)

    def whole(self, package: Package) -> Quiz:
        """A package: its test, then the items that no test names."""
        resources = {r.href: r for r in self.manifest.resources if r.href}
        layout = self._layout(package, resources)
        done = self._laid_out(layout, package, resources)
        for name in self._item_files(package, resources):
            if name not in done:
                entry = Reference(name, "")
                self._questions += self._referred(entry, package, resources, done)
        return self._quiz(layout)

    def _laid_out(
        self, layout: Layout, package: Package, resources: dict[str, Resource]
    ) -> set[str]:
        """Read the items of a test; returns the names of their files."""
        done: set[str] = set()
        for entry in layout.entries:
            if isinstance(entry, PoolOf):
                self._pool(entry, package, resources, done)
            elif isinstance(entry, Passage):
                self._passage(entry)
            else:
                self._questions += self._referred(entry, package, resources, done)
        return done

    def _layout(self, package: Package, resources: dict[str, Resource]) -> Layout:
        named = [name for name, resource in resources.items() if "test" in resource.type]
        for name in named or [n for n in package.names() if n.lower().endswith(".xml")]:
            if _root_of(package, name) != _TEST:
                continue
            root = self._load(package, name)
            if root is None:
                continue
            layout = read_test(root)
            folder = name.rpartition("/")[0]
            for number, entry in enumerate(layout.entries):
                layout.entries[number] = _resolved(entry, folder)
            return layout
        return Layout()

    def _item_files(self, package: Package, resources: dict[str, Resource]) -> list[str]:
        """Items by the manifest's order, then those that it does not name."""
        named = [name for name, resource in resources.items() if "item" in resource.type]
        others = [name for name in package.names() if name.lower().endswith(".xml")]
        names = dict.fromkeys([*named, *others])
        return [name for name in names if _root_of(package, name) == _ITEM][:_MOST_ITEMS]

    def _pool(
        self,
        pool: PoolOf,
        package: Package,
        resources: dict[str, Resource],
        done: set[str],
    ) -> None:
        found = [q for e in pool.items for q in self._referred(e, package, resources, done)]
        self._questions += found
        if not found:
            self._job.miss(f'the pool "{pool.title}" has no items in the package')
            return
        self._groups.append(
            Group(
                id=self._identities.take(pool.identifier, pool.title),
                title=pool.title,
                pick=min(max(pool.pick, 1), len(found)),
                questions=tuple(question.id for question in found),
            )
        )
        self._job.read["pool"] += 1

    def _passage(self, passage: Passage) -> None:
        """What a section says before its items, as a text of its own."""
        content = BodyReader(self._files, "", "").content(passage.element)
        if content is not None:
            ident = self._identities.take("", "section", content.source)
            self._questions.append(Info(id=ident, stem=content, category=passage.category))
            self._job.read["info"] += 1

    def _referred(
        self,
        entry: Reference,
        package: Package,
        resources: dict[str, Resource],
        done: set[str],
    ) -> list[Question]:
        name = package.find(entry.href) or ""
        if not name:
            self._job.miss(f"the item {entry.href} is named but not in the package")
            return []
        if name in done:
            self._job.miss(f"the item {name} is named twice; it was taken once")
            return []
        done.add(name)
        root = self._load(package, name)
        if root is None:
            return []
        if root.tag != _ITEM:
            self._job.miss(f"{name} is no item")
            return []
        return [self._question(root, name, resources.get(name), entry)]

    def _load(self, package: Package, name: str) -> Element | None:
        try:
            return _parsed(package.read(name), name, self._job)
        except PackageError as error:
            self._job.miss(str(error))
            return None

    def _question(
        self, root: Element, name: str, resource: Resource | None, entry: Reference
    ) -> Question:
        label, ident = root.get("label") or "", root.get("identifier") or ""
        wanted = label if re.fullmatch(r"\S+", label) else ident
        text = " ".join("".join(map(str, root.itertext())).split())[:500]
        identity = self._identities.take(wanted, root.get("title") or "", text)
        if root.get("lang"):
            self._languages[root.get("lang") or ""] = None
        number = len(self._questions) + 1
        item = Item(root, self._job, self._files, question_id=identity, number=number, file=name)
        item.weight, item.points_in_test = entry.weight, entry.points
        question = self._read(item)
        if not isinstance(question, Essay):
            item.lose_rubrics()
        tags = resource.tags if resource is not None else ()
        category = (resource.category if resource is not None else ()) or entry.category
        self._job.read[type_name(question)] += 1
        return replace(question, tags=tags, category=category)

    def _read(self, item: Item) -> Question:
        interactions = item.body.interactions
        if item.root.get("adaptive") == "true":
            return self._text_alone(item, "it changes with each try (adaptive)")
        if item.root.find("templateDeclaration") is not None or item.body.odd:
            return self._text_alone(item, "its values are drawn anew for each student (template)")
        if not interactions:
            return read_info(item)
        kinds = {str(interaction.tag) for interaction in interactions}
        try:
            if kinds <= set(INLINE):
                if len(interactions) == 1 and kinds == {"textEntryInteraction"}:
                    is_number = item.declared(interactions[0]).base in NUMBERS
                    unit = take_unit(item.body) if is_number else ""
                    if item.body.tail_is_blank:
                        return read_typed(item, interactions[0], unit)
                return read_inline(item, interactions)
            if len(interactions) > 1:
                raise Unreadable(f"it asks for {len(interactions)} things at once")
            (kind,) = kinds
            if kind not in _BLOCK:
                raise Unreadable(spoken_kind(kind))
            return _BLOCK[kind](item, interactions[0])
        except Unreadable as trouble:
            return self._text_alone(item, str(trouble))

    def _text_alone(self, item: Item, why: str) -> Question:
        item.miss(f"{why}; only its text was taken")
        return read_text_alone(item)

    def _quiz(self, layout: Layout) -> Quiz:
        for feature, happened in layout.lost:
            self._job.lose(None, feature, happened)
        description: Content | None = None
        if layout.introduction is not None:
            description = BodyReader(self._files, "", "").content(layout.introduction)
        language = self.manifest.language or next(iter(self._languages), "")
        known = re.fullmatch(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*", language)
        title = layout.title or self.manifest.title
        return Quiz(
            identifier=self._source.identifier,
            title="" if title == self._source.identifier else title,
            language=language if known else None,
            description=description,
            settings=layout.settings,
            questions=tuple(self._questions),
            groups=tuple(self._groups),
            assets=tuple(self._job.assets[path] for path in sorted(self._job.assets)),
        )


def _resolved(entry: Entry, folder: str) -> Entry:
    """Addresses are relative to the test's file."""
    if isinstance(entry, Passage):
        return entry
    if isinstance(entry, PoolOf):
        entry.items = [replace(e, href=posixpath.join(folder, e.href)) for e in entry.items]
        return entry
    return replace(entry, href=posixpath.join(folder, entry.href))


def _root_of(package: Package, name: str) -> str:
    try:
        return root_name(package.head(name, 8192))
    except PackageError:
        return ""


def _parsed(data: bytes, name: str, job: ImportJob) -> Element | None:
    report = XmlReport()
    root = parse_xml(data, report)
    for problem in report.problems:
        job.miss(f"{name}: {problem}" if name else problem)
    if root is not None and is_too_deep(root):
        job.miss(f"{name or 'the item'} is nested deeper than any honest file; left out")
        return None
    return root
