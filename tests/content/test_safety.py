"""Raw HTML: what passes, what is left out and said, what is shown as text."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizkit.content.elements import ALLOWED, TEX
from quizkit.content.profile import ContentFeature, Rendered
from tests.content.support import XHTML, html, markdown, parse_xml, plain, texts

_HOSTILE = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x/y.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src='javascript:alert(1)'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>x</button></form>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>",
    "<math href='javascript:alert(1)'><mi>x</mi></math>",
    "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<style>@import 'javascript:alert(1)';</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p style='width:expression(alert(1))'>x</p>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='javascript:alert(1)//'>",
    "<link rel=stylesheet href='javascript:alert(1)'>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<video poster='javascript:alert(1)'></video>",
    "<input autofocus onfocus=alert(1)>",
    "<body onload=alert(1)>",
    "<xmp><p title='</xmp><script>alert(1)</script>'></xmp>",
    "<textarea></textarea><script>alert(1)</script>",
    "<title></title><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml <script>alert(1)</script> ?>",
    "<tex-inline><script>alert(1)</script></tex-inline>",
    "<tex-inline onclick=alert(1)>x</tex-inline>",
    "<p aria-\"x='1' aria-label='y'>z</p>",
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](http://a "onclick=alert(1)")',
    "![\"onerror=alert(1)](http://a/'onerror=alert(1))",
    '```x"onclick=alert(1)\n```',
)


def assert_safe(rendered: Rendered) -> None:
    """Nothing but known elements, no handler, no address that runs something."""
    for element in parse_xml(rendered.markup).iter():
        name = re.sub(r"\{.*\}", "", element.tag)
        assert name == "root" or name in ALLOWED - TEX, name
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on"), attribute
            squeezed = re.sub(r"[\x00-\x20]", "", value).lower()
            if attribute in ("href", "src", "poster", "cite"):
                assert not squeezed.startswith(("javascript:", "vbscript:", "data:text")), value
                assert "svg+xml" not in squeezed
            if attribute == "style":
                assert "url(" not in squeezed and "expression" not in squeezed


@pytest.mark.parametrize("source", _HOSTILE)
def test_no_script_survives(source: str) -> None:
    for text in (source, f"before {source} after", f"<div>\n{source}\n</div>", f"- x {source}"):
        assert_safe(markdown(text, XHTML))
        assert_safe(html(text, XHTML))


@given(st.lists(st.sampled_from(_HOSTILE) | texts, max_size=5).map("".join))
@settings(max_examples=400, deadline=None)
def test_no_script_survives_any_mixture(source: str) -> None:
    assert_safe(markdown(source, XHTML))
    assert_safe(html(source, XHTML))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("x <script>alert(1)</script>", "a script was left out"),
        ("<b onclick=x>y</b>", "an event handler was left out"),
        ("<a href='javascript:1'>y</a>", "an address that runs a script was left out"),
        ("<iframe src='http://x'></iframe>", "an embedded page was left out"),
        ("<img src='data:image/svg+xml,x' alt=y>", "an address that holds data"),
    ],
)
def test_active_content_left_out_is_said(source: str, words: str) -> None:
    for rendered in (markdown(source), html(source)):
        [loss] = rendered.lost
        assert loss.feature is ContentFeature.ACTIVE
        assert loss.instead.startswith(words)


def test_drawing_and_form_left_out_are_said() -> None:
    assert "SVG" in markdown("a <svg><path d='M0'/></svg> b").lost[0].instead
    assert markdown("a <svg><path d='M0'/></svg> b").markup == "<p>a  b</p>"
    [loss] = html("<form>x</form>").lost
    assert loss.feature is ContentFeature.ELEMENT


@pytest.mark.parametrize(
    "source",
    [
        "a <kbd>Ctrl</kbd> <u>u</u> <mark>m</mark> <ins>i</ins> <sub>1</sub> <sup>2</sup>",
        '<span dir="rtl" lang="ar" class="c" style="color:red">x</span>',
        '<abbr title="a &quot;b&quot; &lt;c&gt;">x</abbr>',
        "<details>\n<summary>q</summary>\n<p>a</p>\n</details>",
        '<table class="t"><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
        '<figure><img src="http://a/b.png" alt="x" /><figcaption>c</figcaption></figure>',
        '<video controls="" src="http://a/b.mp4">x</video>',
        '<img src="data:image/png;base64,AAAA" alt="" />',
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
    ],
)
def test_harmless_markup_passes_unchanged(source: str) -> None:
    for rendered in (markdown(source, XHTML), html(source, XHTML)):
        assert rendered.markup.removeprefix("<p>").removesuffix("</p>") == source
        assert rendered.lost == ()


@pytest.mark.parametrize(
    "source",
    [
        "List<T> and Map<K,V>",
        "vector<int> v",
        "What does <title> do?",
        "an <input> and a <form>",
        "begin with <?php and end with ?>",
        "<!DOCTYPE html> comes first",
        "if a<b then",
        "x <y and z",
    ],
)
def test_markup_that_an_author_writes_about_stays_text(source: str) -> None:
    assert plain(source) == source
    assert markdown(source).lost == ()


def test_unknown_tags_inside_raw_html_stay_text() -> None:
    assert markdown("<div>\nList<T> x<y\n</div>").markup == ("<div>\nList&lt;T&gt; x&lt;y\n</div>")
    assert html("<p>List<T> x</p>").markup == "<p>List&lt;T&gt; x</p>"


def test_what_editors_leave_behind_is_dropped_from_html() -> None:
    rendered = html("<p>a<o:p></o:p> <custom-tag>b</custom-tag><?xml:namespace x?></p>")
    assert rendered.markup == "<p>a b</p>"
    assert rendered.lost == ()


def test_comments_vanish_without_a_loss() -> None:
    rendered = markdown("a <!-- quizkit: off --> b\n\n<!--\nhidden\n-->\n\nc")
    assert rendered.markup == "<p>a  b</p>\n<p>c</p>"
    assert rendered.lost == ()


def test_unclosed_raw_element_is_closed_at_the_end() -> None:
    assert markdown("a <b>c", XHTML).markup == "<p>a <b>c</b></p>"


@given(texts)
@settings(max_examples=400, deadline=None)
def test_any_html_becomes_well_formed_xhtml(text: str) -> None:
    parse_xml(html(text, XHTML).markup)


@given(st.text(max_size=80).map(lambda text: text.replace("<", "").replace("&", "")))
@settings(max_examples=400, deadline=None)
def test_text_without_markup_is_kept_whole_in_html(text: str) -> None:
    root = parse_xml(html(text.replace("$", "").replace("\\", ""), XHTML).markup)
    expected = "".join(c for c in text if c.isprintable() and c not in "$\\ ")
    assert "".join(c for c in root.text or "" if c.isprintable() and c not in " \ufffd") == (
        expected.replace("\ufffd", "")
    )


@pytest.mark.parametrize(
    "piece",
    ["<div>", "<b>", "<i>x</p>", "<ul><li>", "<a href=x>", "<font><p><b>", "<table><td>", "<a '",
     "<math><mi>", "<!--", "<T>", "<a x=", "</", "<tex-inline>", "<script>", "<svg>", "<sup>"],
)  # fmt: skip
def test_hostile_nesting_takes_little_time(piece: str) -> None:
    began = time.perf_counter()
    for rendered in (html(piece * 20_000, XHTML), markdown(f"x {piece * 5_000}", XHTML)):
        parse_xml(rendered.markup)
    assert time.perf_counter() - began < 6
