"""Plain text of content."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from quizkit.content.render import Renderer
from quizkit.model import Content
from tests.content.support import plain, texts


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("plain", "plain"),
        ("two\nlines", "two lines"),
        ("a **b** *c* ~~d~~ [e](http://x)", "a b c d e"),
        ("`a  b` and `<T>`", "a  b and <T>"),
        ("a\n\nb", "a\nb"),
        ("a  \nb", "a\nb"),
        ("a &amp; &copy; &lt;b&gt;", "a & © <b>"),
        ("![A cat](c.png) here", "A cat here"),
        ("# Head\n\ntext", "Head\ntext"),
        ("- a\n- b\n  - c\n", "- a\n- b\n  - c"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("1. a\n\n   more\n2. b", "1. a\n  more\n2. b"),
        ("|a|b|\n|-|-|\n|1||\n|x *y*|z|", "a | b\n1 |\nx y | z"),
        ("> q\n> r", "q r"),
        ("```\nfor:\n    x\n\ny\n```", "for:\n    x\n\ny"),
        ("text\n\n```\n  x\n```\n\nmore", "text\n  x\nmore"),
        ("10^3^ m^2^ x^a^ x^n+1^ 1^st^ H~2~O", "10³ m² x^a xⁿ⁺¹ 1st H2O"),
        ("<b>x</b> <!-- c --> y<br>z", "x y\nz"),
        ("<details><summary>q</summary>a</details>", "q\na"),
        ("a\xa0b", "a\xa0b"),
        ("", ""),
    ],
)
def test_plain_text(source: str, expected: str) -> None:
    assert plain(source) == expected


def test_plain_text_of_html() -> None:
    render = Renderer()
    assert render.text(Content(html="<p>a <b>b</b></p><p>c&nbsp;d</p>")) == "a b\nc\xa0d"
    assert render.text(Content(html="<script>x</script>y")) == "y"
    formula = "<math><semantics><mi>x</mi><annotation>\\xi</annotation></semantics></math>"
    assert render.text(Content(html=f"a {formula} b")) == "a \\xi b"


@given(texts)
@settings(max_examples=400, deadline=None)
def test_plain_text_of_anything_is_clean(text: str) -> None:
    found = plain(text)
    assert "\r" not in found and "\x00" not in found
    found.encode()
