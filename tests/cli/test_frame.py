"""How wide a text is on a terminal, where the tables need not be asked."""

from __future__ import annotations

import unicodedata

from wcwidth import wcswidth

from quizkit.cli.frame import _width


def test_width_is_that_of_the_tables() -> None:
    codes = [c for c in range(32, 0x2100) if unicodedata.category(chr(c)) not in ("Cn", "Cc")]
    chars = [*map(chr, codes), "✅", "❌", "⚠️", "é", "中"]
    texts = [f"a{char}b" for char in chars]
    known = [text for text in texts if wcswidth(text) >= 0]
    assert [_width(text) for text in known] == [wcswidth(text) for text in known]
