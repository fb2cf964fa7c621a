"""Rich text for QTI 2.1: rendered, fitted to its schema, with what it loses declared."""

from __future__ import annotations

import re

from quizkit.content.math import to_mathml
from quizkit.content.profile import Profile, Rendered
from quizkit.formats.base import Feature, Job
from quizkit.formats.media import package_names
from quizkit.formats.qti21.mathml import mathml2_text
from quizkit.formats.qti21.xhtml import Subset, to_subset
from quizkit.formats.xml_writer import Markup, element, text
from quizkit.model import Content, Question

_OPEN, _CLOSE = "\U000f5a01", "\U000f5a02"
_TOKEN = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_GAP = re.compile(r"\{\{[^{}]*\}\}")
_TITLE_LENGTH = 80


class Body:
    """Renders one quiz's content. Files that are referred to are noted until taken."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.names = package_names(job.quiz.assets)
        self.files: dict[str, None] = {}
        self._formulas: list[str] = []
        self._profile = Profile(
            name="qti21",
            xhtml=True,
            math=self._formula,
            address=lambda path: self.names.get(path, path),
        )

    def take_files(self) -> tuple[str, ...]:
        """The assets' paths used since the last call."""
        files = tuple(self.files)
        self.files.clear()
        return files

    def flow(self, question: Question | None, content: Content) -> Markup:
        """Blocks, for a place that takes them."""
        rendered = self._job.html(question, content, self._profile)
        return self._fitted(question, rendered, paragraphs=True)

    def short(self, question: Question, content: Content) -> Markup:
        """The same without the single paragraph, for options."""
        rendered = self._job.inline(question, content, self._profile)
        return self._fitted(question, rendered, paragraphs=True)

    def feedback(self, question: Question, content: Content) -> Markup:
        """One ``div`` without any paragraph: an importer keeps only the first of those."""
        rendered = self._job.inline(question, content, self._profile)
        return element("div", None, self._fitted(question, rendered, paragraphs=False))

    def words(self, question: Question, content: Content) -> str:
        """Text alone, for choices that hold nothing else; what that loses is declared."""
        rendered = self._job.render.inline(content, self._profile)
        plain = " ".join(self._job.render.text(content).split())
        if rendered.markup != text(plain):
            self._declare_plain(question, rendered)
        self._formulas.clear()
        return plain

    def title(self, content: Content) -> str:
        """The beginning of a text, as the name of a question that has none."""
        plain = _GAP.sub("…", " ".join(self._job.render.text(content).split()))
        if len(plain) <= _TITLE_LENGTH:
            return plain
        return plain[: _TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip() + "…"

    def _declare_plain(self, question: Question, rendered: Rendered) -> None:
        where = "in a drop-down list there"
        markup = rendered.markup
        if _OPEN in markup or "<math" in markup:
            self._job.lose(question, Feature.MATH, f"formulas {where} are shown as TeX")
        if rendered.assets or "<img" in markup:
            self._job.lose(
                question, Feature.IMAGES, f"pictures {where} are replaced by their description"
            )
        bare = _TOKEN.sub("", re.sub(r"<img[^>]*>", "", markup))
        if "<" in bare:
            self._job.lose(question, Feature.RICH_TEXT, f"text {where} has no formatting")

    def _fitted(self, question: Question | None, rendered: Rendered, *, paragraphs: bool) -> Markup:
        self.files.update(dict.fromkeys(rendered.assets))
        subset: Subset = to_subset(rendered.markup, paragraphs=paragraphs)
        for words in subset.lost:
            self._job.lose(question, Feature.RICH_TEXT, words)
        for words in subset.adapted:
            self._job.adapt(question, Feature.RICH_TEXT, words)
        markup: str = subset.markup
        if self._formulas:
            markup = _TOKEN.sub(lambda match: self._formulas[int(match[1])], markup)
            self._formulas.clear()
        return Markup(markup)

    def _formula(self, tex: str, display: bool) -> str:
        """A stand-in until the text around it is fitted: the formula's markup already is."""
        self._formulas.append(mathml2_text(to_mathml(tex, display)))
        return f"{_OPEN}{len(self._formulas) - 1}{_CLOSE}"
