"""Where lines begin, however long a text is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quizkit import text_lines
from quizkit.text_lines import TextLines, line_starts


@given(st.text(alphabet="ab\n\r\u2028", max_size=80), st.integers(1, 9))
def test_lines_begin_after_each_break(text: str, stretch: int) -> None:
    usual, text_lines._STRETCH = text_lines._STRETCH, stretch
    try:
        found = list(line_starts(text))
    finally:
        text_lines._STRETCH = usual
    assert list(TextLines(text)) == text.split("\n")
    assert found == [0, *(place + 1 for place, char in enumerate(text) if char == "\n")]
