"""A folder's quizzes: their list as a page, and the view of each."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import quote

from quizkit.check.file import is_other_text
from quizkit.check.settings import Asked
from quizkit.disk import SourceFile, find_sources, load
from quizkit.errors import QuizkitError
from quizkit.formats.html.page import END, opening
from quizkit.formats.xml_writer import Markup, block, element, text
from quizkit.preview.frame import around_list
from quizkit.preview.view import View, stamp

QUIZ = "/quiz/"
"""What the addresses of a folder's quizzes begin with."""
_FRESH = 1.0
"""Seconds for which a search through the folder holds, at least."""
_REST = 10
"""Times as long as a search took the next one waits: a large folder is not searched all day."""
_READ = 300
"""Quizzes that are read for the list; the others are listed by their names."""
_ENTRY = tuple[str, str]
"""What the list says of a quiz: its title, and how many questions it has."""


class Folder:
    """The quizzes of a folder, by their names within it; for one thread at a time."""

    def __init__(self, path: Path, asked: Asked) -> None:
        self._path = path
        self._asked = asked
        self._next_search = float("-inf")
        self._sources: dict[str, SourceFile] = {}
        self._views: dict[str, View] = {}
        self._entries: dict[str, tuple[str, _ENTRY | None]] = {}

    def view(self, name: str) -> View | None:
        """The view of a quiz that the folder holds.

        A text that is no quiz has none. What was one keeps its view, whatever an author who
        is writing makes of it for a while.
        """
        source = self._found().get(name)
        if source is None:
            return None
        if name not in self._views:
            if self._entry(source) is None:
                return None
            self._views[name] = View(source, self._asked, in_folder=True)
        return self._views[name]

    def version(self) -> str:
        """What changes when a quiz comes, goes or is written."""
        return stamp(source.path for source in self._found().values())

    def page(self) -> bytes:
        """The list."""
        sources = list(self._found().values())
        version = stamp(source.path for source in sources)
        name = self._path.resolve().name or str(self._path)
        rows = [
            _row(source.name, *entry)
            for number, source in enumerate(sources)
            if (entry := self._entry(source) if number < _READ else (source.name, "")) is not None
        ]
        listed = block("ul", {"class": "qk-index"}, *rows)
        empty = element("p", None, "There is no quiz in this folder yet.")
        heading = element("h1", None, text(name))
        frame = around_list(name, version)
        start = opening(name, "en", "ltr", frame)
        return f"{start}<main>\n{heading}\n{listed if rows else empty}\n".encode() + END

    def _found(self) -> dict[str, SourceFile]:
        begun = time.monotonic()
        if begun >= self._next_search:
            try:
                sources = find_sources([self._path])
            except QuizkitError:  # a folder without quizzes, for now
                sources = []
            self._sources = {source.name: source for source in sources}
            now = time.monotonic()
            self._next_search = now + max(_FRESH, _REST * (now - begun))
        return self._sources

    def _entry(self, source: SourceFile) -> _ENTRY | None:
        """What the list says of a quiz; None for a text that is none."""
        version = stamp([source.path])
        known = self._entries.get(source.name)
        if known is None or known[0] != version:
            known = self._entries[source.name] = (version, self._read(source))
        return known[1]

    def _read(self, source: SourceFile) -> _ENTRY | None:
        try:
            reading = load(source, encoding=self._asked.encoding)
        except QuizkitError as error:
            return source.name, str(error).splitlines()[0]
        if is_other_text(reading):
            return None
        number = len(reading.questions)
        said = f"{number} question{'' if number == 1 else 's'}"
        return reading.quiz.title or source.stem, said


def _row(name: str, title: str, said: str) -> Markup:
    address = f"{QUIZ}{quote(name, errors='surrogateescape')}"
    link = element("a", {"href": address}, element("bdi", None, title))
    below = " · ".join(part for part in (name, said) if part)
    return element("li", None, link, element("small", None, element("bdi", None, below)))
