"""Zip packages with an IMS manifest, as far as both QTI versions share them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from .base import ImportRefused

Element = etree._Element


@dataclass
class Resource:
    """A manifest resource: its type, its own file, all its files, what it depends on."""

    ident: str
    type: str
    href: str
    files: list[str]
    depends: list[str]
    element: Element


@dataclass
class Package:
    """The members of a zip and the resources its manifest lists.

    `outside` is true when the manifest's folder is not the zip's only top folder.
    """

    members: dict[str, bytes]
    resources: dict[str, Resource] = field(default_factory=dict)
    manifest: Element | None = None
    namespace: str = ""
    outside: bool = False


def open_package(data: bytes, *, manifest_anywhere: bool = False) -> Package:
    """Unzip and read `imsmanifest.xml`. Raises ImportRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [n for n in archive.namelist() if not n.endswith("/")]
            if len(names) != len(set(names)):
                raise ImportRefused("two members of one name")
            if any(n.startswith("/") or ".." in n.split("/") for n in names):
                raise ImportRefused("a member outside the package")
            members = {n: archive.read(n) for n in names}
    except zipfile.BadZipFile:
        raise ImportRefused("not a zip file") from None
    found = [n for n in members if n.split("/")[-1] == "imsmanifest.xml"]
    if "imsmanifest.xml" not in members:
        if not (manifest_anywhere and found):
            raise ImportRefused("no imsmanifest.xml at the root of the zip")
        root = found[0][: -len("imsmanifest.xml")]
        outside = root.count("/") > 1 or any(not n.startswith(root) for n in members)
        members = {n[len(root) :]: b for n, b in members.items() if n.startswith(root)}
    else:
        outside = False
    package = Package(members, outside=outside)
    package.manifest = parse(members["imsmanifest.xml"], "imsmanifest.xml")
    package.namespace = namespace(package.manifest)
    seen: set[str] = set()
    for element in descendants(package.manifest, "resource"):
        ident = element.get("identifier") or ""
        if ident in seen or not re.fullmatch(r"[^\W\d][\w.-]*", ident):
            raise ImportRefused(f"manifest identifier {ident!r} is no unique NCName")
        seen.add(ident)
        package.resources[ident] = Resource(
            ident,
            element.get("type") or "",
            unquote(element.get("href") or ""),
            [unquote(f.get("href") or "") for f in children(element, "file")],
            [d.get("identifierref") or "" for d in children(element, "dependency")],
            element,
        )
    return package


def parse(data: bytes, name: str) -> Element:
    """An XML member, never fetching anything."""
    try:
        parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ImportRefused(f"{name}: {error}") from None


def namespace(element: Element) -> str:
    return etree.QName(element).namespace or ""


def local(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: Element, name: str) -> list[Element]:
    return [child for child in element if local(child) == name]


def child(element: Element | None, name: str) -> Element | None:
    if element is None:
        return None
    return next(iter(children(element, name)), None)


def descendants(element: Element, *names: str) -> list[Element]:
    return [e for e in element.iter() if local(e) in names]


def inner(element: Element) -> str:
    """Markup inside an element, without namespace declarations and outer white space."""
    parts = [_escape(element.text or "")]
    parts += [etree.tostring(c, encoding="unicode", with_tail=True) for c in element]
    return re.sub(r' xmlns(:\w+)?="http://www\.imsglobal[^"]*"', "", "".join(parts)).strip()


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
