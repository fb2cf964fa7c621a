"""``imsmanifest.xml``: which files a package names, in which order, and what it says of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from quizkit.formats.archive import Package, PackageError
from quizkit.formats.base import ImportJob
from quizkit.formats.safe_xml import Element, XmlReport, parse_xml, text_of

NAME = "imsmanifest.xml"


@dataclass(frozen=True)
class Resource:
    """One resource: its files by their names in the package, and its metadata."""

    identifier: str
    type: str
    href: str
    files: tuple[str, ...]
    dependencies: tuple[str, ...]
    title: str = ""
    tags: tuple[str, ...] = ()
    category: tuple[str, ...] = ()


@dataclass
class Manifest:
    """All resources in their order. ``folder`` is where the manifest stands."""

    folder: str = ""
    title: str = ""
    language: str = ""
    resources: list[Resource] = field(default_factory=list)


def read_manifest(package: Package, name: str, job: ImportJob) -> Manifest:
    """The manifest of that name; empty where it cannot be read."""
    report = XmlReport()
    try:
        root = parse_xml(package.read(name), report)
    except PackageError as error:
        job.miss(str(error))
        return Manifest()
    for problem in report.problems:
        job.miss(f"{name}: {problem}")
    manifest = Manifest(folder=name.rpartition("/")[0])
    if root is None:
        return manifest
    metadata = root.find("metadata")
    if metadata is not None:
        manifest.title = _first(metadata, "title")
        manifest.language = _first(metadata, "language")
    for element in root.iter("resource"):
        manifest.resources.append(_resource(element, package, manifest.folder, job))
    return manifest


def _resource(element: Element, package: Package, folder: str, job: ImportJob) -> Resource:
    href = _found(element.get("href") or "", package, folder)
    files: list[str] = []
    for file in element.iterfind("file"):
        written = file.get("href") or ""
        name = _found(written, package, folder)
        if name:
            files.append(name)
        elif written:
            job.miss(f"{written} is named in the manifest but not in the package")
    if not href and files:
        href = files[0]
    metadata = element.find("metadata")
    return Resource(
        identifier=element.get("identifier") or "",
        type=(element.get("type") or "").lower(),
        href=href,
        files=tuple(files),
        dependencies=tuple(
            found.get("identifierref") or "" for found in element.iterfind("dependency")
        ),
        title=_first(metadata, "title") if metadata is not None else "",
        tags=tuple(_all(metadata, "keyword")) if metadata is not None else (),
        category=tuple(_all(metadata, "entry")) if metadata is not None else (),
    )


def _found(address: str, package: Package, folder: str) -> str:
    return (package.find(address, folder) or "") if address else ""


def _first(metadata: Element, tag: str) -> str:
    return next(_all(metadata, tag), "")


def _all(metadata: Element, tag: str) -> Iterator[str]:
    for element in metadata.iter(tag):
        text = " ".join(text_of(element).split())
        if text:
            yield text
