"""The importer of GIFT, as Moodle 4.5 reads it: first brace to first brace, whatever was meant."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import quote

from quizkit.content.addresses import local_path
from quizkit.content.markup import escape
from quizkit.errors import UnreadableSource
from quizkit.formats.archive import PackageError
from quizkit.formats.base import Feature, Importer, ImportJob
from quizkit.formats.gift.answers_in import Answers, with_general
from quizkit.formats.gift.blocks import SPACE, Block, blocks, restored, set_aside
from quizkit.formats.identity import Identities
from quizkit.formats.moodle_xml.entry import OWN_MARKS
from quizkit.formats.moodle_xml.importer import category_path, with_title
from quizkit.formats.plain_source import source_text
from quizkit.formats.source import ImportSource
from quizkit.formats.taken import Unreadable, as_info, spoken_name
from quizkit.model import NO_FEEDBACK, Content, Question, Quiz, type_name

_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_CATEGORY = "$CATEGORY:"
_TITLE = re.compile(r"^\s*::(?:[^:\n]|\\:|:(?!:)){1,250}::", re.MULTILINE)
_SIGNS = re.compile(
    r"(?<!\\)\{\s*(?:[=~]|#\s*[=%]?\s*-?[0-9.]|(?:T|F|TRUE|FALSE)\s*[#}]|>\s*[0-9]|\}\s*$)",
    re.MULTILINE,
)
_OTHERS = re.compile(
    r"\A\s*[<{\[]|\\documentclass|\\begin\{|^#{1,6}\s+\S.*\n\s*\n|^\s*[-*+]\s+(?:\[[ xX]\]|[✅❌⚠])"
    r"|^ANSWER:\s*[A-Z]\s*$|\A---\s*\n",
    re.MULTILINE,
)
_DOLLAR = re.compile(r"(?<![\\$])\$(?!\$)")
_ADDRESS = re.compile(r"""(?:src|href)\s*=\s*["']?([^"'<>\s]+)""")
_PLUGINFILE = "@@PLUGINFILE@@/"
_FOLDER = "media"


class GiftImporter(Importer):
    """GIFT in a file, or in an archive with the images that it shows."""

    name = "gift"
    label = "GIFT"
    rank = 60

    def recognizes(self, head: bytes, name: str) -> bool:
        """Titles between colons, categories, or braces that hold answers."""
        text = head.decode("utf-8", "replace").removeprefix("\ufeff")
        if text.lstrip().startswith(("<?xml", "<quiz", "{")):
            return False
        if name.lower().endswith((".gift", ".gift.txt")):
            return True
        if _OTHERS.search(text):
            return False
        return bool(_SIGNS.search(text)) or bool(
            _TITLE.search(text) and ("{" in text or _CATEGORY in text)
        )

    def read(self, source: ImportSource, job: ImportJob) -> Quiz:
        """The questions in the order of the file."""
        text = source_text(source, job)
        reading = _Reading(source, job)
        for block in blocks(text):
            reading.take(block)
        if not reading.questions:
            raise UnreadableSource(source.name, "holds no GIFT questions")
        title, placed = with_title(
            reading.questions, [question.category for question in reading.questions]
        )
        return Quiz(
            identifier=source.identifier,
            title=title,
            questions=placed,
            assets=tuple(job.assets[path] for path in sorted(job.assets)),
        )


class _Reading:
    """One file as it is gone through."""

    def __init__(self, source: ImportSource, job: ImportJob) -> None:
        self._source = source
        self._job = job
        self._identities = Identities()
        self._category: tuple[str, ...] = ()
        self.questions: list[Question] = []

    def take(self, block: Block) -> None:
        """A category or a question; a block of comments is neither."""
        where = f"line {block.line}"
        if not block.text:
            if block.announced:
                self._job.miss(f'question "{block.announced}": Moodle left it out of GIFT', where)
            return
        text = block.text
        if text.startswith(_CATEGORY):
            first, _, rest = text.partition("\n")
            self._category = category_path(first[len(_CATEGORY) :])
            self._job.read["category"] += 1
            if not rest.strip(SPACE):
                return
            self._job.miss(
                "no blank line after the category: Moodle takes what follows for a part of its "
                "name; it was read as a question",
                where,
            )
            text = rest.strip(SPACE)
        question = _Parts(text, block, self._category, where, self).question()
        self._job.read[type_name(question)] += 1
        self.questions.append(question)

    @property
    def job(self) -> ImportJob:
        return self._job

    def identity(self, wanted: str, *basis: str) -> str:
        """An id of its own."""
        return self._identities.take(wanted, *basis)

    def content(self, text: str, written: str) -> Content | None:
        """A text in one of Moodle's formats, with the files of an archive that it shows."""
        text = text.strip(SPACE)
        if not text:
            return None
        if written == "markdown":
            return Content(markdown=_DOLLAR.sub(r"\\$", text))
        if written == "plain":
            text = escape(text)
        if written == "html" and "<span" in text:
            text = OWN_MARKS.sub(lambda match: match[1] or "", text)
        if written != "html":
            text = text.replace("\n", "<br>\n")
        if "=" in text and ("src" in text or "href" in text):
            text = _ADDRESS.sub(self._file, text)
        return Content(html=text)

    def _file(self, match: re.Match[str]) -> str:
        """An address with the path of the file that it means, if it means one."""
        package, written = self._source.beside, match[1].removeprefix(_PLUGINFILE)
        path = local_path(written)
        if path is None:
            return match[0]
        try:
            name = package.find(path, self._source.folder) if package is not None else None
            if package is None or name is None:
                raise PackageError(f'the file "{path}" is not in the source')
            kept = self._job.add_file(name, package.read(name))
        except PackageError as error:
            self._job.lose(None, Feature.IMAGES, str(error))
            if not match[1].startswith(_PLUGINFILE):
                return match[0]
            kept = f"{_FOLDER}/{path}"  # where a person may put it
        return match[0].replace(match[1], quote(kept))


class _Parts:
    """A block's parts: title, text, answers."""

    def __init__(
        self, text: str, block: Block, category: tuple[str, ...], where: str, reading: _Reading
    ) -> None:
        self._reading = reading
        self._where = where
        text = set_aside(text)
        title = ""
        if text.startswith("::") and (end := text.find("::", 2)) >= 0:
            title, text = text[2:end], text[end + 2 :].strip(SPACE)
        self._title = unescape(" ".join(restored(title).split()))
        stem, self._answers, self._trouble = _split(text)
        self._format = "moodle"
        self._stem = self._rich(stem, first=True) or Content(html="")
        self._id = reading.identity(block.ident, self._title, self._stem.source)
        if block.ident and self._id != block.ident:
            self._lose(Feature.IDENTIFIER, f'the id "{block.ident}" became "{self._id}"')
        self._shared: dict[str, Any] = {
            "id": self._id,
            "title": self._title,
            "stem": self._stem,
            "feedback": NO_FEEDBACK,
            "tags": tuple({tag.lower(): tag for tag in block.tags if tag}.values()),
            "category": category,
        }

    def question(self) -> Question:
        """The question; its text alone where its answers cannot be read."""
        if self._answers is None:
            if self._trouble:
                self._miss(self._trouble)
            return as_info(self._shared)
        text, at = self._answers, self._answers.rfind("####")
        if at >= 0:
            self._shared = with_general(self._shared, self._rich(text[at + 4 :]))
            text = text[:at].strip(SPACE)
        if self._trouble:
            self._reading.job.miss(f"{self._spoken()}: {self._trouble}", self._where)
        try:
            return Answers(text, self._rich, self._shared, self._lose).read()
        except Unreadable as trouble:
            self._miss(str(trouble))
            return as_info(self._shared)

    def _miss(self, trouble: str) -> None:
        self._reading.job.miss(f"{self._spoken()}: {trouble}; only its text was taken", self._where)

    def _spoken(self) -> str:
        return spoken_name(self._title, len(self._reading.questions) + 1)

    def _lose(self, feature: Feature, happened: str) -> None:
        self._reading.job.lose(self._id, feature, happened, self._where)

    def _rich(self, text: str, *, first: bool = False) -> Content | None:
        """A text; the format of the first one holds for the others, but for their own."""
        text = text.strip(SPACE)
        prefix = _FORMAT.match(text)
        written = prefix[1] if prefix else self._format
        if first:
            self._format = written
        if prefix:
            text = text[prefix.end() :]
        return self._reading.content(restored(text), written)


def _split(text: str) -> tuple[str, str | None, str]:
    """Text and answers (None for none), and what is odd about them."""
    start, end = text.find("{"), text.find("}")
    if start < 0:
        return text, None, "" if end < 0 else "it has a closing brace but no opening one"
    if end < start:
        return text, None, "its braces do not match"
    stem, after = text[:start].strip(SPACE), text[end + 1 :].strip(SPACE)
    trouble = ""
    if after:
        stem = f"{stem} _____ {after}"
        if "{" in after:
            trouble = "further answers in it are text, for no blank line stands before them"
    return stem, text[start + 1 : end].strip(SPACE), trouble
