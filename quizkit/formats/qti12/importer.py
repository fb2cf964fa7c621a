"""The importer of QTI 1.2: packages of Canvas and others, and single files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from quizkit.errors import UnreadableSource
from quizkit.formats.archive import Package, PackageError
from quizkit.formats.base import Feature, Importer, ImportJob
from quizkit.formats.manifest import NAME, Manifest, read_manifest
from quizkit.formats.qti12.assembly import Assembly, Part, content_of
from quizkit.formats.qti12.beside_in import said_beside
from quizkit.formats.qti12.material import Materials
from quizkit.formats.qti12.settings_in import (
    QuizMeta,
    account_issues,
    read_meta,
    settings_of_assessment,
)
from quizkit.formats.safe_xml import Element, XmlReport, is_too_deep, parse_xml, root_name
from quizkit.formats.source import ImportSource
from quizkit.model import NO_SETTINGS, Content, Quiz

_ROOT = "questestinterop"
_ENDINGS = (".xml", ".qti", ".dat", ".xml.qti")
_BANKS = "non_cc_assessments/"
_POOR = "assessment_qti.xml"
_META = "assessment_meta.xml"


class Qti12Importer(Importer):
    """Canvas exports (Classic and New Quizzes), cartridges, Respondus, Blackboard, WebCT."""

    name = "qti12"
    label = "QTI 1.2 (Canvas)"
    rank = 20

    def recognizes(self, head: bytes, name: str) -> bool:
        """A ``questestinterop``, or a manifest that names one."""
        root = root_name(head)
        if root == "manifest":
            return any(mark in head for mark in _MARKS) and b"imsqti_item_xmlv2p" not in head
        return root == _ROOT

    def read(self, source: ImportSource, job: ImportJob) -> Quiz:
        """All quizzes and banks of the source as one."""
        documents = list(_documents(source, job))
        if not documents:
            raise UnreadableSource(source.name, "holds no QTI 1.2 questions")
        assembly = Assembly(source, job)
        banks = [d for d in documents if d.bank is not None]
        assembly.banks = {d.bank: d.root for d in banks if d.bank is not None}
        quizzes = [d for d in documents if d.bank is None]
        assembly.several = sum(d.root.find("assessment") is not None for d in quizzes) > 1
        for document in quizzes:
            assembly.add(document.part())
        for document in banks:
            assembly.add_rest(document.part())
        if not assembly.questions:
            raise UnreadableSource(source.name, "holds no QTI 1.2 questions")
        return _quiz(source, job, assembly, quizzes, documents[0].manifest)


_MARKS = (
    b"imsqti_xmlv1p",
    b"ims_qtiasiv1p",
    b"imsqti_assessment_xmlv1p",
    b"canvas_export.txt",
    b"assessment/x-bb-",
    b".xml.qti",
    b"webct.question",
    b"imsqti_item_xmlv1p",
)


@dataclass
class _Document:
    """One file of questions. ``bank`` is set for a question bank."""

    name: str
    root: Element
    meta: QuizMeta
    manifest: Manifest
    bank: str | None = None
    title: str = ""

    def part(self) -> Part:
        """What is to be added."""
        return Part(self.root, self.name, self.title, self.meta.shuffle_answers)


@dataclass
class _Finder:
    """Reads the files of a package that hold questions."""

    package: Package
    job: ImportJob
    manifest: Manifest
    metas: dict[str, str] = field(default_factory=dict)

    def document(self, name: str) -> _Document | None:
        """The file of that name, if it holds questions."""
        try:
            if root_name(self.package.head(name, 4096)) != _ROOT:
                return None
            data = self.package.read(name)
        except PackageError as error:
            self.job.miss(str(error))
            return None
        root = _parsed(data, name, self.job)
        if root is None:
            return None
        document = _Document(name, root, self._meta(name, root), self.manifest)
        _name(document)
        return document

    def _meta(self, name: str, root: Element) -> QuizMeta:
        """The settings beside a quiz: by the folder, by the quiz's ident, by the manifest."""
        assessment = root.find("assessment")
        ident = (assessment.get("ident") or "") if assessment is not None else ""
        folder = name.rpartition("/")[0]
        wanted = [f"{folder}/{_META}" if folder else _META, f"{ident}/{_META}"]
        wanted += [self.metas[name]] if name in self.metas else []
        for path in wanted:
            found = self.package.find(path)
            if found is None or (found == _META and folder):
                continue
            try:
                meta = _parsed(self.package.read(found), found, self.job)
            except PackageError as error:
                self.job.miss(str(error))
                continue
            if meta is not None and meta.tag == "quiz":
                return read_meta(meta)
        return QuizMeta()


def _parsed(data: bytes, name: str, job: ImportJob) -> Element | None:
    report = XmlReport()
    root = parse_xml(data, report)
    for problem in report.problems:
        job.miss(problem, name)
    if root is not None and is_too_deep(root):
        job.miss("it is nested deeper than any honest file; left out", name)
        return None
    return root


def _name(document: _Document) -> None:
    """Title, and whether it is a bank."""
    bank = document.root.find("objectbank")
    assessment = document.root.find("assessment")
    if bank is not None and assessment is None:
        document.bank = (bank.get("ident") or document.name).strip()
        labels = {
            (found.findtext("fieldlabel") or "").strip(): (found.findtext("fieldentry") or "")
            for holder in bank.iterfind("qtimetadata")
            for found in holder.iter("qtimetadatafield")
        }
        document.title = labels.get("bank_title", "").strip()
        return
    title = (assessment.get("title") or "").strip() if assessment is not None else ""
    document.title = document.meta.title or title
    if assessment is not None and document.meta.settings == NO_SETTINGS:
        document.meta.settings = settings_of_assessment(assessment)


def _documents(source: ImportSource, job: ImportJob) -> Iterator[_Document]:
    package = source.package
    if package is None or not source.member.lower().endswith(NAME):
        root = _parsed(source.data, source.member, job)
        if root is not None and root.tag == _ROOT:
            document = _Document(source.member or source.name, root, QuizMeta(), Manifest())
            _name(document)
            document.bank = None
            yield document
        return
    manifest = read_manifest(package, source.member, job)
    finder = _Finder(package, job, manifest, _metas(manifest))
    for name in _question_files(package, manifest):
        found = finder.document(name)
        if found is not None:
            yield found


def _metas(manifest: Manifest) -> dict[str, str]:
    """For each file the settings that its resource depends on."""
    by_identifier = {resource.identifier: resource for resource in manifest.resources}
    found: dict[str, str] = {}
    for resource in manifest.resources:
        for name in resource.dependencies:
            other = by_identifier.get(name)
            for file in other.files if other else ():
                if file.endswith(_META):
                    found |= dict.fromkeys(resource.files, file)
    return found


def _question_files(package: Package, manifest: Manifest) -> list[str]:
    """The files that may hold questions, in the manifest's order, then the others.

    A cartridge holds each quiz twice: the file with all that Canvas knows stands apart.
    """
    named = [file for resource in manifest.resources for file in (*resource.files, resource.href)]
    names = dict.fromkeys(name for name in (*named, *package.names()) if name)
    files = [name for name in names if name.lower().endswith(_ENDINGS)]
    rich = {
        name.rpartition("/")[2].removesuffix(".xml.qti"): name
        for name in files
        if _BANKS in f"/{name}"
    }
    chosen: dict[str, None] = {}
    for name in files:
        folder, _, file = name.rpartition("/")
        quiz = folder.rpartition("/")[2]
        if file == _POOR and quiz in rich:
            chosen[rich[quiz]] = None
        elif file not in (NAME, _META):
            chosen[name] = None
    return list(chosen)


def _said_first(assembly: Assembly, document: _Document) -> Content | None:
    """What a test itself says to students."""
    assessment = document.root.find("assessment")
    if assessment is None:
        return None
    folder = document.name.rpartition("/")[0]
    # ILIAS describes a test by its objectives.
    return said_beside(assessment, Materials(assembly.files, None, folder), "objectives")


def _quiz(
    source: ImportSource,
    job: ImportJob,
    assembly: Assembly,
    quizzes: list[_Document],
    manifest: Manifest,
) -> Quiz:
    whole = [document for document in quizzes if document.root.find("assessment") is not None]
    only = whole[0] if len(whole) == 1 else None
    description = None
    settings = NO_SETTINGS
    if only is not None:
        settings = only.meta.settings
        if only.meta.description:
            description = content_of(assembly, only.meta.description, only.name)
        else:
            description = _said_first(assembly, only)
        account_issues(only.meta, job)
    for document in whole if only is None else ():
        if document.meta.settings != NO_SETTINGS or document.meta.description:
            job.lose(
                None,
                Feature.SETTINGS,
                f'the source holds {len(whole)} quizzes; the settings of "{document.title}" '
                "are left out",
                document.name,
            )
    languages = sorted(assembly.languages)
    return Quiz(
        identifier=source.identifier,
        language=languages[0] if len(languages) == 1 else None,
        title=only.title if only is not None else manifest.title,
        description=description,
        settings=settings,
        questions=tuple(assembly.questions),
        groups=tuple(assembly.groups),
        assets=tuple(job.assets[path] for path in sorted(job.assets)),
    )
