"""A Markdown file as it is edited: its text for reading, its bytes for writing back."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from quizkit.decode import decode

_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class SourceText:
    """``text`` has plain line breaks, and is repaired where the bytes were damaged."""

    data: bytes
    text: str
    intact: bool
    """Whether the bytes are UTF-8 and undamaged, so that what is not edited stays as it is."""

    def encode(self, text: str) -> bytes:
        """An edited text as bytes: in UTF-8, with the line breaks that each line had.

        New lines get the break that most lines have. A byte order mark stays.
        """
        raw = self.data.decode("utf-8", "replace").removeprefix("\ufeff")
        mark = codecs.BOM_UTF8 if self.data.startswith(codecs.BOM_UTF8) else b""
        breaks = _BREAK.findall(raw)
        kinds = Counter(breaks)
        usual = kinds.most_common(1)[0][0] if kinds else "\n"
        if len(kinds) < 2 or not self.intact:
            return mark + text.replace("\n", usual).encode()
        old, new = self.text.split("\n"), text.split("\n")
        ends = [usual] * len(new)
        for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
            for step in range(block.size):
                if block.a + step < len(breaks):
                    ends[block.b + step] = breaks[block.a + step]
        ends[-1] = ""
        joined = "".join(line + end for line, end in zip(new, ends, strict=True))
        return mark + joined.encode()


def source_text(data: bytes, *, path: str = "") -> SourceText:
    """The text of a file. Raises UnreadableSource for what is no text."""
    decoded = decode(data, path=path)
    plain = _BREAK.sub("\n", data.decode("utf-8", "replace")).removeprefix("\ufeff")
    return SourceText(data, decoded.text, plain == decoded.text)
