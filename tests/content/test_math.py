"""Math: what counts as a formula, and how TeX becomes MathML."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from quizkit.content.math import MathError, math_problem, to_mathml, unbalanced
from quizkit.content.profile import ContentFeature, Profile
from tests.content.support import html, markdown, parse_xml, plain

MATHML = Profile(name="mathml", xhtml=True, math=to_mathml)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("$x$ is 5", r"<p>\(x\) is 5</p>"),
        ("$x$ \\", r"<p>\(x\) \</p>"),
        ("a$b$c", r"<p>a\(b\)c</p>"),
        ("$a_1 < b^2$ & c", r"<p>\(a_1 &lt; b^2\) &amp; c</p>"),
        ("**$x$**", r"<p><strong>\(x\)</strong></p>"),
        ("$a\\$b$", "<p>\\(a\\$b\\)</p>"),
        ("so $$x$$ here", r"<p>so \[x\] here</p>"),
        ("$$x$$", r"<p>\[x\]</p>"),
        ("$$a$$ and $$b$$", r"<p>\[a\] and \[b\]</p>"),
        ("$$\na\nb\n$$", "<p>\\[a\nb\\]</p>"),
        ("> $$\n> a\n> $$", "<blockquote>\n<p>\\[a\\]</p>\n</blockquote>"),
        ("- $$\n  a\n  $$\n- b", "<ul>\n<li>\n<p>\\[a\\]</p>\n</li>\n<li>b</li>\n</ul>"),
        ("a|b\n-|-\n$\\|x\\|$|2", None),
    ],
)
def test_formula_is_recognised(source: str, expected: str | None) -> None:
    markup = markdown(source).markup
    if expected is None:
        assert r"\(|x|\)" in markup
    else:
        assert markup == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>$$<br>\n a = b,<br>\n $$</p>", "<p>\\[ \n a = b, \n \\]</p>"),
        ("<p>\\[a<br>b\\] and \\(c<br/>d\\)</p>", "<p>\\[a b\\] and \\(c d\\)</p>"),
        ("<p><code>$$<br>$$</code><br>$$x$$</p>", "<p><code>$$<br>$$</code><br>\\[x\\]</p>"),
        ("<p>\\[a<br><b>b</b>\\]</p>", "<p>\\[a<br><b>b</b>\\]</p>"),
    ],
)
def test_formula_goes_on_over_line_breaks(source: str, expected: str) -> None:
    """Editors put them in; MathJax takes them for blanks."""
    assert html(source).markup == expected


@pytest.mark.parametrize(
    "source",
    [
        "$5 and $6",
        "от $5 до $10",
        "$x$5",
        "5$-10$",
        "$ x $",
        "\\$x$",
        "$$",
        "$$$$",
        "$$ $$",
        "$",
        "costs $5",
        "$HOME and `$PATH`",
        "`$x$`",
        "$$\na\n\nb\n$$",
        "$$ open",
    ],
)
def test_prices_and_code_are_no_formula(source: str) -> None:
    marked = markdown(source, Profile(name="m", math=lambda tex, display: "MATH")).markup
    assert "MATH" not in marked
    assert marked.count("$") == source.count("$")


def test_formula_between_an_lms_delimiters_is_recognised_in_html_content() -> None:
    source = r"<p>\(x<y\) and \[z\] and $$w$$ but $v$ <code>\(c\)</code></p>"
    marked = html(source, Profile(name="m", math=lambda tex, d: f"{{{tex},{d}}}")).markup
    assert marked == (r"<p>{x<y,False} and {z,True} and {w,True} but $v$ <code>\(c\)</code></p>")


def test_mathml_is_well_formed_and_in_its_namespace() -> None:
    markup = markdown(r"$\sin x \le \frac{a}{b}$ and $$\sum_{i=1}^n \text{ü <b>}$$", MATHML).markup
    formulas = list(parse_xml(markup).iter("{http://www.w3.org/1998/Math/MathML}math"))
    assert [f.get("display") for f in formulas] == [None, "block"]
    assert "\u2061" in markup
    assert "&lt;b&gt;" in markup


@pytest.mark.parametrize(
    "tex",
    [
        r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
        r"\begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}",
        r"\left( \frac{1}{2} \right]",
        r"\hat{x} \vec{v} \overline{AB} \mathbb{R} \mathcal{L}",
        r"\int_0^\infty e^{-x^2}\,dx",
        r"P(A \mid B) = \frac{P(B \mid A) P(A)}{P(B)}",
    ],
)
def test_school_formula_converts(tex: str) -> None:
    assert etree.fromstring(to_mathml(tex, True)).get("display") == "block"
    assert math_problem(tex) is None


def test_refused_formula_keeps_its_tex_and_is_a_loss() -> None:
    rendered = markdown(r"see $\ce{H2O} < 1$", MATHML)
    assert rendered.markup == r"<p>see <code>\ce{H2O} &lt; 1</code></p>"
    [loss] = rendered.lost
    assert loss.feature is ContentFeature.MATH
    assert r"\ce" in loss.instead


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\frac{1}{2", '"{" is never closed'),
        ("a}", '"}" closes nothing'),
        (r"\left( x", r'"\left" is never closed'),
        (r"\begin{a}x\end{b}", r'"\begin{a}" is not closed before "\end{b}"'),
        (r"\{ x", None),
        (r"\% { } % }", None),
        (r"\leftarrow x \rightarrow", None),
        (r"{\left( x \right)}", None),
    ],
)
def test_unbalanced_tex_is_named(tex: str, words: str | None) -> None:
    assert unbalanced(tex) == words


def test_unknown_command_is_named() -> None:
    assert math_problem(r"\fraq{1}{2}") == r'unknown command "\fraq"'


@pytest.mark.parametrize(
    "tex",
    [
        "x" * 10_001,
        "{" * 3000 + "}" * 3000,
        "{" * 9000,
        r"\sqrt" * 1900,
        r"\left(" * 800 + r"\right)" * 800,
        "^" * 9000,
        r"\newcommand{\a}[1]{{{#1}}}" + r"\a{" * 30 + "x" + "}" * 30,
    ],
)
def test_bomb_is_refused(tex: str) -> None:
    with pytest.raises(MathError):
        to_mathml(tex, False)


@pytest.mark.parametrize(
    "tex",
    [
        r"\newcommand{\a}[1]{{{{#1}}}}" + r"\newcommand{\b}[1]{\a{\a{\a{#1}}}}" + r"\b{\b{x}}" * 50,
        r"\frac" * 150,
        r"\sqrt\hat" * 90,
        r"\frac a\sqrt" * 900,
        r"x_\sqrt y_" * 900,
        r"\overset a \underset b" * 450,
        r"\begin{matrix}" * 190 + r"\end{matrix}" * 190,
        r"\let\x\x\x",
        r"\def\x{\x\x}\x",
    ],
)
def test_deep_formula_never_ends_the_process(tex: str) -> None:
    program = (
        "import sys\nfrom quizkit.content.math import math_problem\n"
        "math_problem(sys.stdin.read())\nprint('alive')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=tex, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "alive", done.stderr[-500:]


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\href{javascript:alert(1)}{x}",
        r"\class{x}{y}",
        r"\style{background:url(javascript:1)}{x}",
    ],
)
def test_formula_carries_no_script(tex: str) -> None:
    try:
        markup = to_mathml(tex, False)
    except MathError:
        return
    assert "<script" not in markup
    assert "javascript:" not in markup


@given(st.text(max_size=60) | st.text(alphabet=r"\{}^_&%$abfrcleitgh()[] ", max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_tex_is_refused_or_well_formed(tex: str) -> None:
    math_problem(tex)
    try:
        markup = to_mathml(tex, False)
    except MathError as error:
        assert str(error)
    else:
        etree.fromstring(markup)


def test_plain_text_of_a_formula_is_its_tex() -> None:
    assert plain("so $x^2$ and\n\n$$\ny < z\n$$") == "so x^2 and\ny < z"


@pytest.mark.parametrize("piece", ["$a ", "$$a ", "$", "$$", "\\$", "$`", "$x$ ", "$$\n"])
def test_dollars_take_linear_time(piece: str) -> None:
    began = time.perf_counter()
    markdown(piece * 10_000)
    assert time.perf_counter() - began < 5
