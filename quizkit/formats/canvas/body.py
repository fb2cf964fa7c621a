"""Rich text for Canvas: HTML that both engines' sanitisers keep."""

from __future__ import annotations

import base64
import binascii
import re

from quizkit.content.markup import escape, legal_text
from quizkit.content.profile import Profile, Rendered
from quizkit.formats.base import Feature, Job
from quizkit.formats.canvas.engines import CLASSIC, NEW, adapt, lose
from quizkit.formats.canvas.equation import delimited, equation_image, without_brackets
from quizkit.formats.canvas.looks import styled
from quizkit.formats.idents import digest
from quizkit.formats.media import FOLDER, package_names
from quizkit.model import Content, Question

LONGEST_STEM = 16_384
"""Characters of HTML; Classic replaces a longer stem by a notice."""

_RENAMED = {
    **dict.fromkeys(("s", "strike"), "del"),
    **dict.fromkeys(("kbd", "samp", "tt"), "code"),
    **dict.fromkeys(("var", "dfn"), "em"),
    **dict.fromkeys(("bdi", "bdo", "time"), "span"),
    "acronym": "abbr",
    **dict.fromkeys(
        ("address", "article", "aside", "section", "header", "footer", "main", "nav"),
        "div",
    ),
}
_DROPPED = frozenset({"mark", "details", "summary", "ruby", "rt", "rp", "picture", "wbr"})
_TAG = re.compile(r"<[a-zA-Z][^>]*\[[^>]*>")
_VALUE = re.compile(r'(\w[\w-]*)="([^"]*)"')
_DATA = re.compile(r'src="data:image/([\w+.-]+);base64,([A-Za-z0-9+/=\s]+)"')
_DATA_LEFT = re.compile(r'src="data:')
_RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"})
_TAG_LIKE = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY_LIKE = re.compile(r"&#?\w+;")


class Body:
    """Renders one quiz's content and notes the files that it uses."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._names = package_names(job.quiz.assets)
        self.files: dict[str, bytes] = {}
        self._question: Question | None = None
        language = job.quiz.language or ""
        self._direction = (
            ' dir="rtl"' if language.lower().partition("-")[0] in _RIGHT_TO_LEFT else ""
        )
        self._language = f' lang="{escape(language)}"' if re.fullmatch(r"[\w-]+", language) else ""
        # What both share has members of several types, which ** cannot tell to mypy.
        common = {"address": self._address, "rename": _RENAMED, "drop": _DROPPED}
        self._profile = Profile(name="canvas", math=equation_image, **common)  # type: ignore[arg-type]
        self._stem_profile = Profile(name="canvas-stem", math=self._stem_formula, **common)  # type: ignore[arg-type]

    def stem(self, question: Question) -> str:
        """A stem in one wrapper, as Canvas writes it; never empty."""
        self._question = question
        rendered = self._job.html(question, question.stem, self._stem_profile)
        html = self._unbracketed(question, self._collected(question, rendered))
        if not re.sub(r"<(?!img|video|audio)[^>]*>", "", html).strip():
            html = f"<p>{escape(legal_text(question.title)) or '…'}</p>"
        return f"<div{self._language}{self._direction}>{html}</div>"

    def check_stem(self, question: Question, html: str) -> None:
        """Declare a stem that Classic would not show."""
        if len(html) > LONGEST_STEM:
            lose(
                self._job,
                question,
                Feature.RICH_TEXT,
                f"the question's text is longer than {LONGEST_STEM} characters; "
                "a notice that it is too long is shown instead",
                CLASSIC,
            )

    def html(self, question: Question | None, content: Content) -> str:
        """An option, a feedback or a description."""
        rendered = self._job.inline(question, content, self._profile)
        html = self._collected(question, rendered)
        if self._direction:
            return f"<div{self._language}{self._direction}>{html}</div>"
        return html

    def words(self, question: Question, content: Content, where: str) -> str:
        """Text alone, for places that show markup as it is written; the loss is declared."""
        rendered = self._job.render.inline(content, self._profile)
        plain = " ".join(self._job.render.text(content).split())
        if rendered.markup != escape(plain):
            self._declare_plain(question, rendered, where)
        return self.plain(question, plain, where)

    def plain(self, question: Question, text: str, where: str) -> str:
        """Plain text that New Quizzes, which reads it as HTML, does not cut short."""
        spaced = without_tags(text)
        if spaced != text:
            adapt(self._job, question, Feature.RICH_TEXT, f'a space follows the sign "<" {where}')
        if _ENTITY_LIKE.search(spaced):
            lose(
                self._job,
                question,
                Feature.RICH_TEXT,
                f"text {where} that looks like a character's code (as &copy; does) is shown as "
                "that character",
                NEW,
            )
        return legal_text(spaced)

    def text(self, content: Content) -> str:
        """Plain text with its lines."""
        return legal_text(self._job.render.text(content))

    def _declare_plain(self, question: Question, rendered: Rendered, where: str) -> None:
        markup = rendered.markup
        if "equation_image" in markup or "<math" in markup:
            lose(self._job, question, Feature.MATH, f"formulas {where} are shown as TeX")
            markup = re.sub(r'<img class="equation_image"[^>]*>|<math.*?</math>', "", markup)
        if rendered.assets or "<img" in markup:
            lose(
                self._job,
                question,
                Feature.IMAGES,
                f"pictures {where} are replaced by their description",
            )
        if "<" in re.sub(r"<img[^>]*>", "", markup):
            lose(self._job, question, Feature.RICH_TEXT, f"text {where} has no formatting")

    def _collected(self, question: Question | None, rendered: Rendered) -> str:
        for path in rendered.assets:
            self.files[self._names[path]] = self._job.data(path)
        html = _DATA.sub(self._unpacked, rendered.markup) if "data:" in rendered.markup else ""
        html = html or rendered.markup
        if _DATA_LEFT.search(html):
            lose(self._job, question, Feature.IMAGES, "a picture written into the text is lost")
        modern = styled(html)
        if modern != html:
            adapt(
                self._job,
                question,
                Feature.RICH_TEXT,
                "colours, sizes and alignment in old HTML are written as styles",
            )
        return legal_text(modern)

    def _unpacked(self, match: re.Match[str]) -> str:
        """A picture inside the text becomes a file: both engines drop it otherwise."""
        try:
            data = base64.b64decode(match[2], validate=False)
        except (binascii.Error, ValueError):
            return match[0]
        suffix = {"jpeg": "jpg", "svg+xml": "svg"}.get(match[1], match[1])
        name = f"{FOLDER}/picture-{digest('data', match[2])[:16]}.{suffix}"
        self.files[name] = data
        return f'src="$IMS-CC-FILEBASE$/{name}"'

    def _address(self, path: str) -> str:
        name = self._names.get(path)
        return path if name is None else f"$IMS-CC-FILEBASE$/{name}"

    def _stem_formula(self, tex: str, display: bool) -> str:
        bare = without_brackets(tex)
        if bare is not None:
            return equation_image(bare, display)
        adapt(
            self._job,
            self._question,
            Feature.MATH,
            "a formula with an optional argument in square brackets stands in the text as TeX; "
            "it is typeset where MathJax is switched on",
        )
        return delimited(tex, display)

    def _unbracketed(self, question: Question, html: str) -> str:
        """No word in square brackets in a tag: New Quizzes looks for blanks there too."""
        if "[" not in html:
            return html
        changed = _TAG.sub(
            lambda tag: _VALUE.sub(
                lambda match: f'{match[1]}="{_rounded(*match.groups())}"', tag[0]
            ),
            html,
        )
        if changed != html:
            adapt(
                self._job,
                question,
                Feature.RICH_TEXT,
                "square brackets in the description of a picture or in an address are replaced",
            )
        return changed


def without_tags(text: str) -> str:
    """Plain text with a space behind a sign that New Quizzes would take for a tag's start."""
    return _TAG_LIKE.sub("< ", text)


def _rounded(name: str, value: str) -> str:
    if name in ("src", "href", "poster"):
        return value.replace("[", "%5B").replace("]", "%5D")
    return value.replace("[", "(").replace("]", ")")
