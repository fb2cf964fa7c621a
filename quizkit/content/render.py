"""What exporters ask for content: markup for a profile, or plain text."""

from __future__ import annotations

import re
from collections.abc import Collection

from quizkit.content.markup import escape
from quizkit.content.normal import normal
from quizkit.content.profile import Profile, Rendered
from quizkit.content.rewrite import rewrite
from quizkit.content.text import plain_text
from quizkit.model import Content

_MARKUP = re.compile("[\\\\`*_\\[<&$~^\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What may be more than text in Markdown, wherever it stands, and what XML cannot hold."""
_BLANK = re.compile(r"[ \n]+")
_BLOCK_START = re.compile(r"[\s#>|=:+]|-(?![0-9])|[0-9]{1,9}[.)](?:\s|$)")


class Renderer:
    """Renders content; made for one quiz, whose assets' paths it knows.

    A profile's ``math`` may raise :class:`quizkit.content.math.MathError`: the formula is then
    shown as TeX in ``code``, with a loss.
    """

    def __init__(self, assets: Collection[str] = ()) -> None:
        self._assets = frozenset(assets)

    def html(self, content: Content, profile: Profile) -> Rendered:
        """Block markup for a target."""
        text = plain_paragraph(content)
        if text is not None and "p" not in profile.drop and "p" not in profile.rename:
            return Rendered(f"<p>{profile.text(escape(text))}</p>")
        return rewrite(normal(content), profile, self._assets)

    def inline(self, content: Content, profile: Profile) -> Rendered:
        """The same without the paragraph around it, where there is only one."""
        text = plain_paragraph(content)
        if text is not None:
            return Rendered(profile.text(escape(text)))
        rendered = rewrite(normal(content), profile, self._assets)
        markup = rendered.markup
        if markup.startswith("<p>") and markup.find("</p>") == len(markup) - len("</p>"):
            return Rendered(markup[3:-4], rendered.assets, rendered.lost)
        return rendered

    def text(self, content: Content) -> str:
        """Plain text in reading order: no markup, math as TeX, images as their alt text."""
        text = plain_paragraph(content)
        if text is not None:
            return _BLANK.sub(" ", text) if "\n" in text or "  " in text else text
        return plain_text(normal(content))


def plain_paragraph(content: Content) -> str | None:
    """The text of Markdown that is one paragraph without any markup, else None.

    Most contents of a quiz are such, and parsing them would take twenty times as long.
    """
    if content.markdown is None:
        return None
    text = content.markdown.strip("\n")
    if not text or _MARKUP.search(text):
        return None
    if "\n" not in text:
        return None if text[-1].isspace() or _BLOCK_START.match(text) else text
    for line in text.split("\n"):
        if not line or line[-1].isspace() or _BLOCK_START.match(line):
            return None
    return text
