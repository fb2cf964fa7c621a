"""One question's element while it is read: its parts by name, and what all types share."""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import quote, unquote

from quizkit.content.markup import escape
from quizkit.formats.base import Feature, ImportJob
from quizkit.formats.identity import Identities
from quizkit.formats.safe_xml import Element, inner_markup
from quizkit.formats.taken import says_the_same, spoken_name
from quizkit.formats.weighing import decimal_number, exact_points, exact_share, written_number
from quizkit.model import NO_FEEDBACK, ONE, ZERO, Content, Feedback

SPACE = " \t\n\r\0\x0b"
"""What Moodle trims; a no-break space stays."""
_FOLDER = "media"
_NO_FILES: Mapping[str, str] = {}
_FORMATS = frozenset({"html", "markdown", "moodle_auto_format", "plain_text", "wiki_like"})
_FALSE = frozenset({"false", "0", ""})
_FILE_LINK = re.compile(r"""@@PLUGINFILE@@/([^"'<>\s?#)]*)""")
OWN_MARKS = re.compile(r'<span></span>|<span class="nolink">([^<]*)</span>')
"""What an export puts into a text to keep Moodle's filters off; it goes when it comes back."""
_DOLLAR = re.compile(r"(?<![\\$])\$(?!\$)")
_NEWLINE = re.compile(r"\r\n?|\n")
_PLAIN_LINE = re.compile(r"[^<&\n]*")
_TAGS = re.compile(r"</?[A-Za-z!][^<>]*>")


@dataclass
class Shelf:
    """One import of a file: what its questions share."""

    job: ImportJob
    identities: Identities = field(default_factory=Identities)
    category: tuple[str, ...] = ()
    number: int = 0
    display: Counter[str] = field(default_factory=Counter)
    """Settings that belong to an LMS, with the number of questions that set them."""


class Entry:
    """A question's element. Parts that are asked for count as understood."""

    def __init__(self, element: Element, shelf: Shelf) -> None:
        self.shelf = shelf
        self.job = shelf.job
        self.element = element
        self.kind = element.get("type") or ""
        self._parts: dict[str, list[Element]] = {}
        for child in element:
            self._parts.setdefault(str(child.tag), []).append(child)
        self.id = ""
        self._points: Fraction | None = None
        self._early: list[tuple[Feature, str]] = []
        self.used: set[str] = set()
        self.bare: list[str] = []
        """Names of parts whose words stand in no ``<text>``: Moodle passes over them."""
        holder = self.first("questiontext")
        self.format = _format(holder, "html") if holder is not None else "html"
        self.name = " ".join(self.text(self.first("name")).split())
        self.names = self._files(holder) if holder is not None else {}
        """The files of the stem by their names, with the paths under which they are kept."""
        self.raw_stem = self.text(holder)
        self.stem = self.as_content(self.raw_stem, self.format, self.names)
        wanted = self.value("idnumber")
        self.id = shelf.identities.take(wanted, self.name, self.stem.source)
        for early in self._early:
            self.lose(*early)
        if wanted and self.id != wanted:
            self.lose(Feature.IDENTIFIER, f'the id number "{wanted}" became "{self.id}"')

    @property
    def spoken(self) -> str:
        """How messages name the question."""
        return spoken_name(self.name, self.shelf.number)

    @property
    def where(self) -> str:
        """Where messages say that it stands."""
        return f"line {self.element.sourceline}" if self.element.sourceline else ""

    def lose(self, feature: Feature, happened: str) -> None:
        """Declare a loss of this question; one met in its stem waits until it has an id."""
        if not self.id:
            self._early.append((feature, happened))
            return
        self.job.lose(self.id, feature, happened, self.where)

    # Parts

    def first(self, tag: str) -> Element | None:
        """The first child of that name; of a repeated one Moodle takes no other."""
        self.used.add(tag)
        found = self._parts.get(tag)
        return found[0] if found else None

    def all(self, tag: str) -> list[Element]:
        """All children of that name."""
        self.used.add(tag)
        return self._parts.get(tag, [])

    def value(self, tag: str, default: str = "") -> str:
        """The text of a child that holds nothing else."""
        found = self.first(tag)
        return default if found is None else (found.text or "").strip(SPACE)

    def truth(self, tag: str, default: bool) -> bool:
        """A switch; anything but three spellings is on."""
        found = self.first(tag)
        return default if found is None else (found.text or "").strip(SPACE) not in _FALSE

    def number(self, tag: str, default: Fraction) -> Fraction:
        """A number; what is none is named, and the default taken."""
        written = self.value(tag)
        if not written:
            return default
        number = written_number(written)
        if number is None:
            self.job.miss(f'<{tag}> "{written[:40]}" of {self.spoken} is no number', self.where)
            return default
        return number

    def unknown_parts(self) -> Iterator[str]:
        """Names of the children that nobody asked for."""
        return (tag for tag in self._parts if tag not in self.used)

    # Texts

    def within(self, holder: Element, tag: str) -> Element | None:
        """The first child of that name within a part."""
        for child in holder:
            if child.tag == tag:
                return child
        return None

    def text(self, holder: Element | None) -> str:
        """The text in a holder as it stands, whatever its format."""
        if holder is None:
            return ""
        inner = holder[0] if len(holder) else None
        if inner is not None and inner.tag != "text":
            inner = holder.find("text")
        if inner is None:
            text = (holder.text or "").strip(SPACE)
            if text and str(holder.tag) not in self.bare:
                self.bare.append(str(holder.tag))
            return text
        if len(inner):
            # Markup that was not escaped: Moodle refuses it, but what is meant is plain.
            return inner_markup(inner).strip(SPACE)
        return (inner.text or "").strip(SPACE)

    def content(self, holder: Element | None) -> Content | None:
        """The rich text of a holder with its files; None for a blank one."""
        if holder is None:
            return None
        inside = len(holder)
        inner = holder[0] if inside else None
        names = _NO_FILES
        if inner is not None and inner.tag == "text" and not len(inner):
            # As nearly all are: at most feedback stands beside the text.
            text = (inner.text or "").strip(SPACE)
            if inside > 2 or (inside == 2 and holder[1].tag == "file"):
                names = self._files(holder)
        else:
            text, names = self.text(holder), self._files(holder)
        if not text:
            return None
        return self.as_content(text, _format(holder, self.format), names)

    def as_content(self, text: str, written: str, names: Mapping[str, str]) -> Content:
        """A text in one of Moodle's formats; links to files become their paths."""
        if "@@PLUGINFILE@@" in text:
            text = _FILE_LINK.sub(lambda match: self._address(match[1], names), text)
        if written == "markdown":
            return Content(markdown=_DOLLAR.sub(r"\\$", text))
        if written == "html":
            if "<span" in text:
                text = OWN_MARKS.sub(lambda match: match[1] or "", text)
            return Content(html=text)
        if written != "moodle_auto_format":
            text = escape(text)
        if "\n" in text or "\r" in text:
            text = _NEWLINE.sub("<br>\n", text)
        return Content(html=text)

    def _address(self, written: str, names: Mapping[str, str]) -> str:
        name = unquote(written)
        if name not in names:
            self.lose(Feature.IMAGES, f'the file "{name}" is not in the source')
        return quote(names.get(name, f"{_FOLDER}/{name}"))

    def _files(self, holder: Element) -> dict[str, str]:
        """The files beside a text: their names, and the paths under which they are kept."""
        names: dict[str, str] = {}
        for file in holder:
            if file.tag != "file":
                continue
            path = (file.get("path") or "/").strip("/")
            name = (file.get("name") or "").rpartition("/")[2].strip()
            inner = f"{path}/{name}" if path else name
            if not name or ".." in inner.split("/") or "\\" in inner or inner in names:
                if inner not in names:
                    self.job.miss(f"a file of {self.spoken} without a usable name", self.where)
                continue
            data = decoded(file.text or "")
            if data is None:
                self.lose(Feature.IMAGES, f'the file "{name}" is damaged (not base64)')
                continue
            names[inner] = self.job.add_file(f"{_FOLDER}/{_safe(inner)}", data)
        return names

    def add_image(self, name: str, data: str) -> None:
        """Put an image that stands beside the stem behind its text."""
        image = decoded(data)
        if image is None:
            self.lose(Feature.IMAGES, f'the file "{name}" is damaged (not base64)')
            return
        path = self.job.add_file(f"{_FOLDER}/{_safe(name)}", image)
        self.lose(
            Feature.IMAGES,
            f'the image "{name}" of Moodle 1.9, which Moodle now drops, stands behind the text',
        )
        self.names[name] = path
        self.raw_stem += f'\n<p><img src="{quote(path)}" alt=""></p>'
        self.stem = self.as_content(self.raw_stem, self.format, self.names)

    # What all types share

    @property
    def points(self) -> Fraction:
        """The mark; 1 where none is written."""
        if self._points is None:
            self._points = self.as_points(self.number("defaultgrade", ONE))
        return self._points

    @points.setter
    def points(self, points: Fraction) -> None:
        self._points = points

    def as_points(self, points: Fraction) -> Fraction:
        """Points as a quiz holds them: none below 0."""
        if points.numerator < 0:
            self.lose(Feature.POINTS, f"it is worth {points} points, which became 0")
            return ZERO
        return exact_points(points)

    def shared(self) -> dict[str, Any]:
        """The members of every question but its feedback for right and wrong."""
        title = self.name
        if title and says_the_same(title, self.stem.source):
            title = ""
        return {
            "id": self.id,
            "title": unescape(_TAGS.sub("", title)) if "<" in title or "&" in title else title,
            "stem": self.stem,
            "points": self.points,
            "feedback": self.feedback(),
            "hints": self._hints(),
            "tags": self._tags(),
            "category": self.shelf.category,
        }

    def feedback(self) -> Feedback:
        """General and combined feedback."""
        general = self.content(self.first("generalfeedback"))
        correct = self.content(self.first("correctfeedback"))
        partial = self.content(self.first("partiallycorrectfeedback"))
        incorrect = self.content(self.first("incorrectfeedback"))
        if general is correct is partial is incorrect is None:
            return NO_FEEDBACK
        return Feedback(general=general, correct=correct, partial=partial, incorrect=incorrect)

    def share(self, answer: Element) -> Fraction:
        """The share that an answer earns; old files have it in an element."""
        written = answer.get("fraction")
        if written is None:
            old = answer.find("fraction")
            if old is None or not old.text:
                return ZERO
            number = decimal_number(old.text)
            return exact_share(number) if number is not None else ZERO
        share = _share(written)
        if share is None:
            self.job.miss(f'the grade "{written[:40]}" of {self.spoken} is no number', self.where)
            return ZERO
        return share

    def _hints(self) -> tuple[Content, ...]:
        found = [self.content(hint) for hint in self.all("hint")]
        return tuple([hint for hint in found if hint is not None])

    def _tags(self) -> tuple[str, ...]:
        holders = [*self.all("tags")[:1], *self.all("coursetags")[:1]]
        kept: dict[str, str] = {}
        for holder in holders:
            for tag in holder:
                name = " ".join(self.text(tag).split())
                if name:
                    kept.setdefault(name.lower(), name)
        return tuple(kept.values())


def decoded(text: str) -> bytes | None:
    """The bytes of base64, white space in it or not; None for what is none."""
    try:
        return base64.b64decode(text.strip())
    except (binascii.Error, ValueError):
        return None


def _format(holder: Element, default: str) -> str:
    written = holder.get("format", default)
    return written if written in _FORMATS else "html"


def _safe(name: str) -> str:
    return re.sub(r"[\x00-\x1f\\:*?\"<>|]", "_", name)


@lru_cache(maxsize=1024)
def _share(written: str) -> Fraction | None:
    """A grade in percent as the share that was meant."""
    number = written_number(written)
    return None if number is None else exact_share(number / 100)
