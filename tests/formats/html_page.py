"""A page as a browser sees it: read as XML and as HTML, with and without what is folded away."""

from __future__ import annotations

import re
from copy import deepcopy
from html.parser import HTMLParser

from lxml import etree

from quizkit.content.render import Renderer
from quizkit.formats.base import Job, Loss
from quizkit.formats.html.exporter import HtmlExporter
from quizkit.model import Asset, Question, Quiz

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
PNG = Asset(path="img/a b.png", media_type="image/png", data=b"\x89PNG picture")


def page_of(quiz: Quiz) -> tuple[str, list[Loss]]:
    """The page and the losses."""
    job = Job(quiz, Renderer([asset.path for asset in quiz.assets]))
    (file,) = HtmlExporter().files(job)
    return b"".join(file.chunks).decode(), job.losses


def shown(*questions: Question, **quiz: object) -> etree._Element:
    """The page of some questions, as a tree."""
    made = Quiz(identifier="q", questions=questions, **{"assets": (PNG,), **quiz})  # type: ignore[arg-type]
    return tree(page_of(made)[0])


def tree(page: str) -> etree._Element:
    """The page read as XML: well-formed, or the test fails."""
    return etree.fromstring(page.encode(), etree.XMLParser(no_network=True, huge_tree=True))


def words(element: etree._Element) -> str:
    """The text of an element, on one line."""
    return " ".join("".join(element.itertext()).split())


def closed(page: etree._Element) -> etree._Element:
    """What stands in a page while all is folded."""
    left = deepcopy(page)
    for fold in left.xpath("//*[@class='qk-fold']"):
        previous, parent = fold.getprevious(), fold.getparent()
        if previous is not None:
            previous.tail = (previous.tail or "").rstrip()
        parent.remove(fold)
    return left


def source(element: etree._Element) -> str:
    """An element as text, to be compared; white space between tags counts for nothing."""
    return re.sub(r">\s+<", "><", etree.tostring(element, encoding="unicode"))


class AsHtml(HTMLParser):
    """What an HTML parser would take otherwise than an XML parser."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.open: list[str] = []

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        if tag not in VOID and "math" not in self.open:
            self.wrong.append(f"<{tag}/> stays open")

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in VOID:
            self.wrong.append(f"<{tag}> is not closed")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes another element")


def misread(page: str) -> list[str]:
    """The places where HTML and XML would differ."""
    parser = AsHtml()
    parser.feed(page)
    parser.close()
    return parser.wrong
