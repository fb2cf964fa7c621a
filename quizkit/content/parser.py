"""The one Markdown parser: CommonMark, tables, strikethrough, math, sub- and superscript."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from quizkit.content.dollars import install_dollars

DEEPEST = 100
"""How deep blocks may nest. CommonMark's preset stops at 20 and drops what is deeper."""


@cache
def markdown_it() -> MarkdownIt:
    """The parser that everything reads Markdown with; made once, never changed."""
    return new_parser()


def new_parser() -> MarkdownIt:
    """A parser for who must change it.

    ``~x~`` is a subscript, ``~~x~~`` struck out, ``^x^`` a superscript, ``$x$`` and
    ``$$x$$`` math. ``\\(`` is a bracket, as CommonMark says. Bare addresses are no links.
    """
    options = {"html": True, "linkify": False, "xhtmlOut": False, "maxNesting": DEEPEST}
    md = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    md.use(sub_plugin).use(superscript_plugin)
    install_dollars(md)
    return md
