"""Files that content in a package refers to: found whatever the LMS calls them, and kept."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, unquote

from quizkit.content.addresses import local_path
from quizkit.content.files import local_files
from quizkit.content.markup import escape
from quizkit.formats.archive import PackageError
from quizkit.formats.base import Feature, ImportJob
from quizkit.formats.source import ImportSource
from quizkit.model import Content

_ADDRESS = re.compile(
    r"""(\s(?:src|href|data|poster)\s*=\s*)(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)
_TOKEN = re.compile(
    r"(?:\$|%24)IMS[-_]CC[-_]FILEBASE(?:\$|%24)/?|%%LINKPATH%%|@X@LOCALFOLDER[^/]*/?"
)
_FOREIGN = re.compile(r"\$[A-Z_]+\$|@X@|/courses/|/equation_images/|/media_objects")
_ROOTS = ("", "web_resources", "Uploaded Media", "resources")
_EQUATION = re.compile(r"<img\b[^>]*\bequation_image\b[^>]*>", re.IGNORECASE)
_TEX = re.compile(
    r"""\s(?:data-equation-content|data-latex|title)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)
_ALT = re.compile(
    r"""\salt\s*=\s*(?:"(?:LaTeX:\s*)?([^"]*)"|'(?:LaTeX:\s*)?([^']*)')""", re.IGNORECASE
)
_DRAWN = re.compile(r"equation_images/([^\"'?\s>]+)")
_DISPLAY = r"\displaystyle "


class PackageFiles:
    """Makes the content of one source refer to files by the paths under which they are kept."""

    def __init__(self, source: ImportSource, job: ImportJob) -> None:
        self._source = source
        self._job = job
        self._paths: dict[tuple[str, str], str | None] = {}

    def localized(self, markup: str, question_id: str | None, folder: str = "") -> str:
        """Markup with its files kept; images of formulas become formulas again.

        ``folder`` is where the file stands that holds the markup.
        """
        if "equation_image" in markup:
            markup = _EQUATION.sub(_formula, markup)
        if "=" not in markup or "<" not in markup:
            return markup

        def put(match: re.Match[str]) -> str:
            written = match[2] if match[2] is not None else match[3]
            kept = self._kept(unescape(written), question_id, folder)
            return match[0] if kept is None else f'{match[1]}"{escape(quote(kept))}"'

        return _ADDRESS.sub(put, markup)

    def image(self, address: str, question_id: str | None, folder: str = "") -> str:
        """Markup for an image that a source names outside of any markup."""
        kept = self._kept(address, question_id, folder)
        return f'<img src="{escape(quote(kept) if kept is not None else address)}" alt="">'

    def _kept(self, address: str, question_id: str | None, folder: str) -> str | None:
        """The path of a file in the package; None for what lies elsewhere."""
        token = _TOKEN.match(address)
        written = address[token.end() :] if token else address
        if not token and (_FOREIGN.search(address) or address.startswith("/")):
            if "equation_images" not in address and _FOREIGN.search(address):
                self._lose(address, question_id, "it lies in the LMS, not in the package")
            return None
        path = local_path(written)
        if path is None:
            return None
        key = (path, folder)
        if key not in self._paths:
            self._paths[key] = self._take(path, folder)
        kept = self._paths[key]
        if kept is None:
            self._lose(unquote(path), question_id, "it is not in the source")
        return kept

    def _take(self, path: str, folder: str) -> str | None:
        package = self._source.beside
        if package is None:
            return None
        for start in (folder, *_ROOTS):
            name = package.find(path, start)
            if name is not None:
                try:
                    return self._job.add_file(_safe(name), package.read(name))
                except PackageError as error:
                    self._job.miss(str(error))
                    return None
        return None

    def _lose(self, address: str, question_id: str | None, why: str) -> None:
        self._job.lose(question_id, Feature.IMAGES, f'the file "{address[:120]}": {why}')


def _safe(name: str) -> str:
    return re.sub(r"[\x00-\x1f\\:*?\"<>|]", "_", name)


def _formula(match: re.Match[str]) -> str:
    """An image that an LMS drew from TeX, as that TeX."""
    found = _TEX.search(match[0]) or _ALT.search(match[0])
    drawn = _DRAWN.search(match[0])
    if found is not None:
        tex = unescape(found[1] if found[1] is not None else found[2])
    elif drawn is not None:
        tex = unquote(unquote(drawn[1]))
    else:
        return match[0]
    if tex.startswith(_DISPLAY):
        return f"\\[{escape(tex[len(_DISPLAY) :])}\\]"
    return f"\\({escape(tex)}\\)"


class MarkdownFiles:
    """Takes along the files that the Markdown of one source shows."""

    def __init__(self, source: ImportSource, job: ImportJob) -> None:
        self._source = source
        self._job = job

    def content(self, text: str, question_id: str | None) -> Content:
        """Markdown as content; its local files are kept."""
        content = Content(markdown=text)
        for reference in local_files(content) if "](" in text or "<" in text else ():
            if reference.kind == "link":
                continue
            kept = self._take(reference.path, question_id)
            if kept is not None and kept != reference.path:
                text = text.replace(reference.address, quote(kept))
        return Content(markdown=text)

    def _take(self, path: str, question_id: str | None) -> str | None:
        package = self._source.beside
        name = package.find(path, self._source.folder) if package is not None else None
        if package is None or name is None:
            why = f'the file "{path[:120]}": it is not in the source'
            self._job.lose(question_id, Feature.IMAGES, why)
            return None
        try:
            # What stands above the source in its package comes to stand beside it.
            wanted = path.rpartition("/")[2] if ".." in path.split("/") else path
            return self._job.add_file(wanted, package.read(name))
        except PackageError as error:
            self._job.miss(str(error))
            return None
