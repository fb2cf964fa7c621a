"""Markdown to markup: what each construct becomes, and the short cuts that must not show."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from quizkit.content.render import Renderer, plain_paragraph
from quizkit.content.text import plain_text
from quizkit.model import Content
from tests.content.support import (
    IDENTITY,
    XHTML,
    markdown,
    parse_xml,
    plain,
    slow_normal,
    slowly,
    texts,
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", ""),
        ("  \n ", ""),
        ("plain", "<p>plain</p>"),
        ('a < b & "c" > d', '<p>a &lt; b &amp; "c" &gt; d</p>'),
        ("two\nlines", "<p>two\nlines</p>"),
        ("hard  \nbreak", "<p>hard<br>\nbreak</p>"),
        ("**bold** *it* `a  b`", "<p><strong>bold</strong> <em>it</em> <code>a  b</code></p>"),
        ("~~gone~~ H~2~O x^2^", "<p><s>gone</s> H<sub>2</sub>O x<sup>2</sup></p>"),
        ("[a](http://x.y 'T')", '<p><a href="http://x.y" title="T">a</a></p>'),
        ("[a][r]\n\n[r]: http://x.y", '<p><a href="http://x.y">a</a></p>'),
        ("http://x.y stays text", "<p>http://x.y stays text</p>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("> q", "<blockquote>\n<p>q</p>\n</blockquote>"),
        ("-5 degrees", "<p>-5 degrees</p>"),
        ("- 5", "<ul>\n<li>5</li>\n</ul>"),
        ("    x", "<pre><code>x\n</code></pre>"),
        ("```c++\na<b\n```", '<pre><code class="language-c++">a&lt;b\n</code></pre>'),
        ("```{.python n=1}\nx\n```", '<pre><code class="language-python">x\n</code></pre>'),
        ("\\(x\\) \\[y\\]", "<p>(x) [y]</p>"),
        ("&copy; &nbsp;&#65;", "<p>© \xa0A</p>"),
    ],
)
def test_construct_becomes_tidy_html(source: str, expected: str) -> None:
    assert markdown(source).markup == expected
    assert markdown(source).lost == ()


def test_table_cells_carry_their_alignment() -> None:
    markup = markdown("| a | b |\n|---|--:|\n| 1 | 2 |").markup
    assert '<td style="text-align:right">2</td>' in markup
    assert "<td>1</td>" in markup


def test_xhtml_closes_void_elements() -> None:
    markup = markdown("a  \nb\n\n---\n\n![x](http://a/b.png)", XHTML).markup
    assert markup.count("<br />") == markup.count("<hr />") == 1
    assert '<img src="http://a/b.png" alt="x" />' in markup


def test_twenty_quotes_do_not_swallow_the_text() -> None:
    assert "deep" in markdown("> " * 60 + "deep").markup


def test_text_nested_beyond_the_limit_is_a_loss() -> None:
    rendered = markdown("> " * 150 + "deep")
    assert "deep" not in rendered.markup
    assert "nested" in rendered.lost[0].instead
    assert markdown("> " * 90 + "deep").lost == ()


@given(texts)
@settings(max_examples=400, deadline=None)
def test_short_cuts_give_what_the_block_rules_give(text: str) -> None:
    assert markdown(text) == slowly(text)
    assert plain(text) == plain_text(slow_normal(text))


def test_random_plain_texts_equal_markdown_its_own_rendering() -> None:
    md = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    chance = random.Random(7)
    alphabet = "abcdefgh XYZ 0123 .,;:!?()'\"/%@#+-=>|]} äßж数😀{"
    taken = 0
    for _ in range(6000):
        text = "".join(chance.choice(alphabet) for _ in range(chance.randrange(1, 40)))
        if chance.random() < 0.3:
            text = text.replace(" ", "\n", 2)
        content = Content(markdown=text)
        taken += plain_paragraph(content) is not None
        expected = md.render(text).removesuffix("\n").replace("&quot;", '"')
        assert markdown(text).markup == expected.replace("<hr />", "<hr>"), text
    assert taken > 2000


@given(texts)
@settings(max_examples=400, deadline=None)
def test_any_markdown_becomes_well_formed_xhtml(text: str) -> None:
    parse_xml(markdown(text, XHTML).markup)


@given(texts)
@settings(max_examples=400, deadline=None)
def test_rendering_is_the_same_each_time(text: str) -> None:
    assert markdown(text) == markdown(text)


@pytest.mark.parametrize(
    "code",
    [
        "  two  spaces\n\n\ttab\n   \n<b> & \"q\" 'a' &amp; \\n $x$ **no** [x](y)\n",
        "\n\nleading and trailing\n\n\n",
        "a\xa0b\u200b\u2028c\n",
        "if a<b and c>d: print(`x`)\n",
    ],
)
@pytest.mark.parametrize("around", ["", "<b>raw</b>\n\n", "<details>\n\n"])
def test_fenced_code_survives_byte_for_byte(code: str, around: str) -> None:
    rendered = markdown(f"{around}~~~~text\n{code}~~~~\n", XHTML)
    [element] = parse_xml(rendered.markup).iter("code")
    assert element.text == code


@given(texts)
@settings(max_examples=400, deadline=None)
def test_any_fenced_code_survives(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    code = "\n".join(line for line in lines if "~~~" not in line) + "\n"
    [element] = parse_xml(markdown(f"~~~~\n{code}~~~~", XHTML).markup).iter("code")
    legal = "".join(c if c in "\t\n" or _is_xml(c) else "\ufffd" for c in code)
    assert element.text == legal


def _is_xml(char: str) -> bool:
    return char >= " " and not ("\ud800" <= char <= "\udfff" or char in "\ufffe\uffff")


def test_inline_drops_the_single_paragraph_only() -> None:
    render = Renderer()
    assert render.inline(Content(markdown="a *b*"), IDENTITY).markup == "a <em>b</em>"
    assert render.inline(Content(markdown="plain"), IDENTITY).markup == "plain"
    assert render.inline(Content(markdown="$$\nx\n$$"), IDENTITY).markup == r"\[x\]"
    two = Content(markdown="a\n\nb")
    assert render.inline(two, IDENTITY) == render.html(two, IDENTITY)
    assert render.inline(Content(html="<p>a <b>b</b></p>"), IDENTITY).markup == "a <b>b</b>"
    assert render.inline(Content(html='<p class="x">a</p>'), IDENTITY).markup == (
        '<p class="x">a</p>'
    )
    assert render.inline(Content(html="<p>a</p><p>b</p>"), IDENTITY).markup == "<p>a</p><p>b</p>"
