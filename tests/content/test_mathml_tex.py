"""MathML as TeX: what comes back reads as it read, and what is not sure stays MathML."""

from __future__ import annotations

import pytest
from lxml import etree

from quizkit.content.math import to_mathml
from quizkit.content.mathml_tex import tex_of_mathml


def back(tex: str) -> str | None:
    return tex_of_mathml(etree.fromstring(to_mathml(tex, False)))


@pytest.mark.parametrize(
    "tex",
    [
        r"m\vec{g}",
        r"QK^{\top}",
        r"a\ne b\le c",
        r"\sum_{i=1}^n i=\frac{n(n+1)}{2}",
        r"\mathbf{x}\in\mathbb{R}^n",
        r"\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}",
        r"f(x)=\begin{cases}1 & x>0 \\ 0 & \text{else}\end{cases}",
        r"\sqrt[3]{x}+\sqrt{2}",
        r"\hat{y}\dot{x}\overline{AB}",
        r"g\sin\theta",
        r"10^{-3}",
        r"x_1^2",
        r"0{,}5",
        r"\lim_{x\to 0}\frac{\sin x}{x}",
    ],
)
def test_ordinary_formulas_come_back_as_they_were(tex: str) -> None:
    assert back(tex) == tex
    assert to_mathml(back(tex) or "", False) == to_mathml(tex, False)


@pytest.mark.parametrize(
    "markup",
    [
        "<math><maction><mi>x</mi></maction></math>",
        "<math><mfrac><mi>x</mi></mfrac></math>",
        "<math><mfrac linethickness='0'><mi>n</mi><mi>k</mi></mfrac></math>",
        "<math><mi>\\</mi></math>",
        f"<math>{'<mrow>' * 100}<mi>x</mi>{'</mrow>' * 100}</math>",
    ],
)
def test_what_is_not_sure_stays_mathml(markup: str) -> None:
    assert tex_of_mathml(etree.fromstring(markup)) is None


def test_tex_that_stands_beside_it_is_taken() -> None:
    markup = (
        "<math><semantics><mfrac><mi>a</mi><mi>b</mi></mfrac>"
        "<annotation encoding='application/x-tex'>\\frac{a}{b}</annotation></semantics></math>"
    )
    assert tex_of_mathml(etree.fromstring(markup)) == r"\frac{a}{b}"
