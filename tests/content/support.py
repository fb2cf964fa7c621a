"""What the tests of content share: texts to render, and the renderings compared."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import strategies as st
from lxml import etree

from quizkit.content import normal as normal_module
from quizkit.content.normal import Normal
from quizkit.content.profile import Profile, Rendered
from quizkit.content.render import Renderer
from quizkit.content.rewrite import rewrite
from quizkit.model import Content

IDENTITY = Profile(name="identity")
XHTML = Profile(name="xhtml", xhtml=True)

_FRAGMENTS = (
    "a", "word ", "слово", "数", "é", "😀", "1", "12. ", "1) ", "- ", "+ ", "* ", "*", "**", "_",
    "__", "`", "``", "```", "```python\n", "~", "~~", "~~~", "^", "$", "$$", "$x$", "$$\n", "\\",
    "\\(", "\\[", "[", "]", "](", ")", "![", "[a]: b\n", "<", ">", "> ", "<b>", "</b>", "<br>",
    "<div>", "</div>", "<T>", "<!-- ", " -->", "<?", "?>", "<script>", "</script>", "<a href='",
    "'>", "javascript:", "http://a.b/c", "&", "&amp;", "&#x1;", "&nbsp;", "&lt;", "#", "# ", "=",
    "===", "---", "-", "|", "|-|", "\n|-|-|\n", ":", " ", "  ", "    ", "\n", "\n\n", "\t", "\r",
    "\r\n", "\x00", "\x0b", "\x0c", "\x1f", "\xa0", "\u2028", "\ufffe", "\ud800", '"', "'",
    "<img src=x onerror=alert(1)>", "<svg>", "<math>", "<table>", "<td>", "<p>", "</p>", "<pre>",
)  # fmt: skip

texts = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(_FRAGMENTS), max_size=24).map("".join),
)
"""Any text, and texts full of what Markdown and HTML mind."""


def markdown(text: str, profile: Profile = IDENTITY, assets: tuple[str, ...] = ()) -> Rendered:
    return Renderer(assets).html(Content(markdown=text), profile)


def html(text: str, profile: Profile = IDENTITY, assets: tuple[str, ...] = ()) -> Rendered:
    return Renderer(assets).html(Content(html=text), profile)


def plain(text: str) -> str:
    return Renderer().text(Content(markdown=text))


def slowly(text: str, profile: Profile = IDENTITY) -> Rendered:
    """Markdown rendered with all block rules, no short cut taken."""
    return rewrite(slow_normal(text), profile, ())


def slow_normal(text: str) -> Normal:
    with patch.object(normal_module, "is_paragraph", return_value=False):
        return normal_module.normal.__wrapped__(Content(markdown=text))


def parse_xml(markup: str) -> etree._Element:
    """The markup as XML with no entity declared but XML's own; raises when not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(f"<root>{markup}</root>".encode(), parser)
