"""Any content brought to one form: balanced, safe HTML, formulas in elements of their own.

Content is parsed here, once; targets, plain text and the list of files are all made from the
normal form. See :mod:`quizkit.content.markup` for what it promises.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from quizkit.content.addresses import media_kind
from quizkit.content.elements import ALLOWED, REMOVED_RAW, TEX_DISPLAY, TEX_INLINE
from quizkit.content.markup import PIECE, escape, quote
from quizkit.content.parser import DEEPEST, new_parser
from quizkit.content.profile import ContentFeature, ContentLoss
from quizkit.content.sanitize import sanitize
from quizkit.model import Content

_NAME = r"[A-Za-z][A-Za-z0-9-]*"
_RAW = re.compile(
    rf"(?P<comment><!---?>|<!--.*?(?:-->|\Z))"
    rf"|<(?P<name>{_NAME})"
    r"""(?:\s+[A-Za-z_:][\w:.-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*/?>"""
    rf"|</(?P<closed>{_NAME})\s*>"
    r"|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<![A-Za-z][^>]*>|<",
    re.DOTALL,
)
_LANGUAGE = re.compile(r"\{?\s*\.?([^\s{}.,][^\s{},]*)")
_BLOCK_START = re.compile(
    r"[\s#>|=:<]|[-+*](?:\s|$)|[-+](?![0-9])|[*_]{1,2}\s|\*{3}|_{3}|`{3}|~{3}|\$\$|[0-9]{1,9}[.)](?:\s|$)"
)
_WORDS = r"[^`\\*_\[<&$~^ \n\x00-\x1f]++|[ ]++(?!\n)|\n(?![ ])|`[^`\n]+`(?!`)"
_STRONG = (
    rf"(?<![^ \n])\*\*(?=\S)(?:{_WORDS})+?(?:(?<=\S)\*\*(?![^ \n])|(?<=[^\W_])\*\*(?=[.,;:!?)]))"
)
_SIMPLE = re.compile(f"(?:{_WORDS}|{_STRONG})++")
"""Text with code between single backticks and ``**strong**`` words, in no way ambiguous."""
_TEX_IN_HTML = re.compile(
    r"\\\((?P<inline>.+?)\\\)|\\\[(?P<display>.+?)\\\]|\$\$(?P<dollars>.+?)\$\$", re.DOTALL
)
_BROKEN_TEX = re.compile(
    r"<(code|pre|kbd|samp)\b.*?</\1>"
    r"|\\\((?:(?!<(?!br>)).){1,4000}?\\\)"
    r"|\\\[(?:(?!<(?!br>)).){1,4000}?\\\]"
    r"|\$\$(?:(?!<(?!br>)).){1,4000}?\$\$",
    re.DOTALL,
)
"""Code, or a formula that editors may have put line breaks into, which MathJax reads as blanks."""
_READY = "ready"
"""The type of a token that holds markup already."""
_VERBATIM = frozenset({"code", "pre", "kbd", "samp", TEX_INLINE, TEX_DISPLAY, "math"})
_CUT_OFF = ContentLoss(
    ContentFeature.ELEMENT, f"text nested more than {DEEPEST} levels deep was left out"
)


class Normal(NamedTuple):
    """Content in normal form, and what did not make it there."""

    markup: str
    lost: tuple[ContentLoss, ...] = ()


@lru_cache(maxsize=1024)
def normal(content: Content) -> Normal:
    """The normal form of Markdown or HTML."""
    if content.markdown is not None:
        return _of_markdown(content.markdown)
    return _of_html(content.html or "")


def _of_markdown(text: str) -> Normal:
    md = _parser()
    env: dict[str, object] = {}
    tokens: list[Token] = []
    if not is_paragraph(text):
        tokens = md.parse(text, env)
        markup = _renderer().render(tokens, md.options, env).removesuffix("\n")
    else:
        inline = md.parseInline(text.strip("\n"), env)
        markup = f"<p>{_renderer().renderInline(inline[0].children or (), md.options, env)}</p>"
    lost: tuple[ContentLoss, ...] = ()
    if "raw" in env:
        markup, lost = sanitize(markup)
        markup = markup.replace("<p></p>", "").strip(" \n")
    if any(token.level >= DEEPEST - 1 for token in tokens):
        lost += (_CUT_OFF,)
    return Normal(markup, lost)


@cache
def _parser() -> MarkdownIt:
    md = new_parser()
    md.core.ruler.at("inline", _parse_inline)
    return md


def _parse_inline(state: StateCore) -> None:
    """Inline rules only where there is something to decide; most runs of a quiz are simple."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        if token.children is None:
            token.children = []
        if _SIMPLE.fullmatch(token.content):
            token.children.append(Token(_READY, "", 0, content=_simple_markup(token.content)))
        else:
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _simple_markup(text: str) -> str:
    parts = escape(text).split("`")
    is_strong = False
    for index, part in enumerate(parts):
        if index % 2:
            code = part[1:-1] if part[0] == part[-1] == " " and part.strip(" ") else part
            parts[index] = f"<code>{code}</code>"
        elif "**" in part:
            first, *rest = part.split("**")
            for piece in rest:
                first += f"{'</strong>' if is_strong else '<strong>'}{piece}"
                is_strong = not is_strong
            parts[index] = first
    return "".join(parts)


def _of_html(html: str) -> Normal:
    markup, lost = sanitize(html)
    if "\\(" in markup or "\\[" in markup or "$$" in markup:
        if "<br>" in markup:
            markup = _BROKEN_TEX.sub(_on_one_line, markup)
        markup = _with_formulas(markup)
    return Normal(markup.strip(" \n"), lost)


def is_paragraph(text: str) -> bool:
    """Whether Markdown is one paragraph for certain, so that its inline rules are enough."""
    text = text.strip("\n")
    if not text or "]:" in text or "\r" in text or "\t" in text or "\x00" in text:
        return False
    if "\n" not in text:
        return _BLOCK_START.match(text) is None and not text[-1].isspace()
    return all(
        line and _BLOCK_START.match(line) is None and not line[-1].isspace()
        for line in text.split("\n")
    )


def _with_formulas(markup: str) -> str:
    """Formulas between the delimiters that an LMS knows, moved into elements of our own."""
    out: list[str] = []
    verbatim = 0
    for piece in PIECE.finditer(markup):
        slash, name, _, text = piece.groups()
        if text is not None and not verbatim:
            out.append(_TEX_IN_HTML.sub(_formula, text))
            continue
        if name in _VERBATIM:
            verbatim += -1 if slash else 1
        out.append(piece.group())
    return "".join(out)


def _on_one_line(match: re.Match[str]) -> str:
    return match[0] if match[1] else match[0].replace("<br>", " ")


def _formula(match: re.Match[str]) -> str:
    name = TEX_INLINE if match["inline"] else TEX_DISPLAY
    return f"<{name}>{match[match.lastgroup or 0]}</{name}>"


def _raw(html: str, env: EnvType) -> str:
    """Raw HTML of a Markdown text: what is no markup that a quiz may hold stays as text.

    ``List<T>``, ``<?php`` and a bare ``<title>`` are things that authors write about; a
    browser would swallow them. What is left goes to the sanitiser: ``env`` notes that.
    """
    kept = _RAW.sub(_piece, html)
    if not kept.strip():
        return ""  # a comment leaves no empty line behind
    env["raw"] = True
    return kept


def _piece(match: re.Match[str]) -> str:
    if match["comment"] is not None:
        return ""
    name = (match["name"] or match["closed"] or "").lower()
    passes = name in ALLOWED or name in REMOVED_RAW
    return match.group() if passes else escape(match.group())


class _NormalRenderer(RendererHTML):
    """Tokens to normal form; only what differs from markdown-it's own HTML is said here."""

    def ready(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return tokens[idx].content

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return escape(tokens[idx].content)

    def code_inline(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return f"<code>{escape(tokens[idx].content)}</code>"

    def code_block(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return f"<pre><code>{escape(tokens[idx].content)}</code></pre>\n"

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        language = _LANGUAGE.match(token.info.strip())
        name = f' class="language-{quote(language[1])}"' if language else ""
        return f"<pre><code{name}>{escape(token.content)}</code></pre>\n"

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        source = str(token.attrs.get("src", ""))
        alt = " ".join(_alternative(token.children or ()).split())
        title = f' title="{quote(str(token.attrs["title"]))}"' if "title" in token.attrs else ""
        kind = media_kind(source)
        if kind != "image":
            return f'<{kind} controls="" src="{quote(source)}"{title}>{escape(alt)}</{kind}>'
        return f'<img src="{quote(source)}" alt="{quote(alt)}"{title}>'

    def html_inline(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        # Always one tag, comment or the like, and nothing else.
        html = tokens[idx].content
        match = _RAW.match(html)
        if match is None or match.end() != len(html):
            return escape(html)
        shown = _piece(match)
        if shown == html:
            env["raw"] = True
        return shown

    def html_block(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return _raw(tokens[idx].content, env)

    def math_inline(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return f"<{TEX_INLINE}>{escape(tokens[idx].content)}</{TEX_INLINE}>"

    def math_inline_double(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return f"<{TEX_DISPLAY}>{escape(tokens[idx].content.strip())}</{TEX_DISPLAY}>"

    def math_block(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        return f"<p>{self.math_inline_double(tokens, idx, options, env)}</p>\n"


def _alternative(tokens: Sequence[Token]) -> str:
    """An image's description as text: markup is dropped, formulas are TeX."""
    out: list[str] = []
    for token in tokens:
        if token.type == "image":
            out.append(_alternative(token.children or ()))
        elif token.type in ("softbreak", "hardbreak"):
            out.append(" ")
        else:
            out.append(token.content)
    return "".join(out)


@lru_cache(maxsize=1)
def _renderer() -> _NormalRenderer:
    return _NormalRenderer()
