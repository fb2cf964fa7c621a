"""What a target does with rich text, as data. Each exporter owns one or more profiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


def _same(text: str) -> str:
    return text


def _tex(tex: str, display: bool) -> str:
    """TeX between the delimiters that MathJax sees, escaped for HTML."""
    from html import escape

    body = escape(tex, quote=False)
    return rf"\[{body}\]" if display else rf"\({body}\)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How one target wants its markup.

    - ``xhtml``: write well-formed XHTML (void elements closed, no named entities beyond XML's);
    - ``text``: changes a run of prose that is already escaped for HTML;
    - ``code``: changes the escaped text inside ``code``, ``pre`` and ``kbd``;
    - ``math(tex, display)``: markup for a formula;
    - ``address``: the URL of a local file, given its path as in the quiz's assets;
    - ``rename``: elements to be written under another name, such as ``s`` as ``del``;
    - ``drop``: elements whose tags are removed, their content kept, with a loss each.
    """

    name: str
    xhtml: bool = False
    text: Callable[[str], str] = _same
    code: Callable[[str], str] = _same
    math: Callable[[str, bool], str] = _tex
    address: Callable[[str], str] = _same
    rename: Mapping[str, str] = field(default_factory=dict)
    drop: frozenset[str] = frozenset()


class ContentFeature(StrEnum):
    """What rendering may fail to keep."""

    ACTIVE = "active"
    """Scripts, event handlers, ``javascript:`` addresses."""
    ELEMENT = "element"
    """An element that the target has no place for; its text is kept."""
    MATH = "math"
    """A formula that could not be converted; its TeX is kept."""
    FILE = "file"
    """A local file that is not among the quiz's assets."""


class ContentLoss(NamedTuple):
    """Something that a rendering did not keep, and what happens instead."""

    feature: ContentFeature
    instead: str


class Rendered(NamedTuple):
    """Markup, the assets' paths that it refers to (in order, each once), and what was lost."""

    markup: str
    assets: tuple[str, ...] = ()
    lost: tuple[ContentLoss, ...] = ()
