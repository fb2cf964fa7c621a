"""What Moodle's default filters do to a text on the student's screen."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# Shorter forms may exist; these were seen to turn into pictures.
EMOTICONS = ("(n)", "(y)", ":-)", ":-(", ";-)", "B-)", "8-)", ":o)", "}-]", "(martin)")
_MATH = re.compile(r"\\\(.*?\\\)|\\\[.*?\\\]|\$\$.*?\$\$", re.DOTALL)
_URL = re.compile(r"\bhttps?://\S+|\bwww\.\S+")


class _Reader(HTMLParser):
    """Raw text runs, each with the elements it stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[tuple[str, str]] = []
        self.runs: list[tuple[str, list[tuple[str, str]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "img", "hr", "input", "col", "wbr"):
            self.open.append((tag, dict(attrs).get("class") or ""))
        self._add("")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass
        self._add("")

    def handle_data(self, data: str) -> None:
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        self._add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};")

    def _add(self, text: str) -> None:
        """Text between two tags is one run, entities still written out."""
        if text and self.runs and self.runs[-1][0]:
            self.runs[-1] = (self.runs[-1][0] + text, self.runs[-1][1])
        else:
            self.runs.append((text, list(self.open)))


def hazards(html: str) -> list[str]:
    """Emoticons, links and formulas that Moodle makes where the author meant plain text.

    Emoticons are replaced everywhere but in pre and span.nolink; URLs and math are reported
    inside code and pre only, since in running text they may be meant.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = []
    for text, inside in reader.runs:
        tags = {tag for tag, _ in inside}
        if any(tag == "span" and "nolink" in names.split() for tag, names in inside):
            continue
        if "pre" not in tags:
            # The filter sees the source: &#40;n) is safe, &#58;-) ends in an emoticon.
            found += [f"emoticon {e}" for e in EMOTICONS if e in text]
        if tags & {"code", "pre"}:
            found += [f"link {url[0]}" for url in _URL.finditer(text)]
            found += [f"formula {math[0]}" for math in _MATH.finditer(text)]
    return found
