"""Where lines begin, however long a text is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quizkit import line_starts
from quizkit.line_starts import line_starts as starts_of


@given(st.text(alphabet="ab\n\r\u2028", max_size=80), st.integers(1, 9))
def test_lines_begin_after_each_break(text: str, stretch: int) -> None:
    usual, line_starts._STRETCH = line_starts._STRETCH, stretch
    try:
        found = list(starts_of(text))
    finally:
        line_starts._STRETCH = usual
    assert found == [0, *(place + 1 for place, char in enumerate(text) if char == "\n")]
