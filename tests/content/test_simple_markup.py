"""What is parsed the short way must come out as the whole parser would have it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from quizkit.content import normal
from quizkit.content.parser import new_parser
from quizkit.model import Content

_PIECES = (
    *("a", "Слово", "7", " ", " ", "\n", "  ", "**", "**", "*", "`", "`", "``", ".", ":", "(", ")"),
    *('"', "!", "_", "~", "^", "\\", "&amp;", "$", "-", "\u00a0", "\u3000", "，", "。", "你好"),
)


def whole(text: str) -> str:
    """The markup by the unchanged parser."""
    md = new_parser()
    env: dict[str, object] = {}
    return normal._renderer().render(md.parse(text, env), md.options, env).removesuffix("\n")


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=14).map("".join))
@example("**a** b **c:** `**d**` **`e`**")
@example("**a\nb** c**d**")
@example("a `b ** c` ** d")
@example("- **a** b\n- `c`\n  **d.**\n")
def test_the_short_way_gives_the_same_markup(text: str) -> None:
    assert normal.normal(Content(markdown=text)).markup == whole(text)


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "**Вывод:** подходит.",
        "a **b** c, `d*e` and **`f` g**!",
        "one\ntwo **three**, four",
    ],
)
def test_the_short_way_is_taken_for_common_text(text: str) -> None:
    assert normal._SIMPLE.fullmatch(text)


@pytest.mark.parametrize(
    "text", ["** a**", "a**b**", "**a ** b", "*a*", "a  \nb", "[a](b)", "`` a ``"]
)
def test_what_needs_rules_gets_them(text: str) -> None:
    assert not normal._SIMPLE.fullmatch(text)
