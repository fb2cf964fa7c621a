"""quizdown: ordinary task lists, with quotes as hints and numbered lists as sequences.

The syntax is that of https://github.com/bonartm/quizdown-js; a quiz is a whole file with
quizdown's options in its front matter, or stands inside a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from quizkit.diagnostics import Severity
from quizkit.locale import phrasebook
from quizkit.markdown.dialects.page import shut_lines
from quizkit.markdown.state import State

_OPTIONS = re.compile(
    r"^(?:shuffle_?answers|shuffle_?questions|primary_?color|secondary_?color|n_?questions"
    r"|passing_?grade|start_?on_?load|enable_?retry)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_FRONT = re.compile(r"---[ \t]*\n(?P<front>(?:(?!---).*\n)*?)---[ \t]*(?:\n|$)")
_FIELD = re.compile(r"[ \t]*(?P<name>\w+)[ \t]*:[ \t]*(?P<value>.*?)[ \t]*$")
_TITLE = re.compile(r"#[ \t]+(?P<text>\S.*?)[ \t]*#*[ \t]*$")
_FENCE = re.compile(r"[ \t]*(?P<fence>`{3,}|~{3,})[ \t]*\{?quizdown\}?[ \t]*$")
_PAIRS = (
    (
        re.compile(r"[ \t]*<div\b[^>]*\bclass=[\"'][^\"'>]*\bquizdown\b[^>]*>[ \t]*$"),
        re.compile(r"[ \t]*</div>[ \t]*$"),
    ),
    (
        re.compile(r"[ \t]*\{\{[<%][ \t]*quizdown\b[^}]*\}\}[ \t]*$"),
        re.compile(r"[ \t]*\{\{[<%][ \t]*/[ \t]*quizdown[ \t]*[%>]\}\}[ \t]*$"),
    ),
)
"""What opens a quiz inside a page, and what closes it."""


@dataclass
class Prepared:
    """A text of which only the quizzes are left, line for line, and quizdown's options."""

    text: str
    options: dict[str, str] = field(default_factory=dict)
    title: str = ""
    unclosed: int | None = None
    """The line of a quiz in a page that is never closed."""


class Quizdown:
    """The habit of quizdown."""

    title = "quizzes in the syntax of quizdown"

    def recognizes(self, text: str) -> bool:
        """Whether its options stand in the front matter, or a quiz in a page."""
        front = _FRONT.match(text)
        if front is not None and _OPTIONS.search(front["front"]):
            return True
        return "quizdown" in text and any(
            _FENCE.match(line) or any(opens.match(line) for opens, _ in _PAIRS)
            for line in text.split("\n")
            if "quizdown" in line
        )

    def prepare(self, text: str) -> Prepared:
        """The text without what is no quiz."""
        front = _FRONT.match(text)
        if front is not None and _OPTIONS.search(front["front"]):
            return Prepared(text, _options(front["front"].split("\n")))
        return _cut_out(text)


def settle(state: State, prepared: Prepared) -> None:
    """Give a text's reader quizdown's meanings, and what its options say."""
    front, options = state.front, prepared.options
    state.forms.sequences = state.quoted_hints = True
    front.title = front.title or prepared.title
    if options.get("shuffleanswers") in ("true", "false") and front.shuffle is None:
        state.defaults.shuffle = options["shuffleanswers"] == "true"
    if options.get("shufflequestions") in ("true", "false"):
        shuffled = options["shufflequestions"] == "true"
        front.settings = replace(front.settings, shuffle_questions=shuffled)
    if options.get("locale") and not front.language:
        front.language = options["locale"].strip("\"'")
        state.book = phrasebook(front.language)
        state.forms.book = state.book
    if prepared.unclosed is not None:
        state.note("QK113", "unclosed", Severity.ERROR, "this quiz is never closed",
                   prepared.unclosed, "close it as it is opened, below its last answer")  # fmt: skip


def _options(lines: list[str]) -> dict[str, str]:
    """Options by their names without underscores, in small letters."""
    found = (_FIELD.match(line) for line in lines)
    return {m["name"].replace("_", "").lower(): m["value"].lower() for m in found if m}


def _cut_out(text: str) -> Prepared:
    lines = text.split("\n")
    shut = shut_lines(lines)
    left = [""] * len(lines)
    prepared = Prepared("")
    number = 0
    while number < len(lines):
        line = lines[number]
        closes = _closing(lines, shut, number)
        if closes is None:
            found = None if shut[number] else _TITLE.match(line)
            if found is not None and not prepared.title:
                prepared.title = found["text"]
            number += 1
            continue
        end = next((n for n in range(number + 1, len(lines)) if closes.match(lines[n])), None)
        if end is None:
            end, prepared.unclosed = len(lines), number
        _take(lines, left, (number + 1, end), prepared)
        number = end + 1
    prepared.text = "\n".join(left)
    return prepared


def _closing(lines: list[str], shut: bytearray, number: int) -> re.Pattern[str] | None:
    """What closes the quiz that a line opens; None where it opens none."""
    line = lines[number]
    if "quizdown" not in line:
        return None
    fence = _FENCE.match(line)
    if fence is not None and not (number and shut[number] and shut[number - 1]):
        return re.compile(rf"[ \t]*{re.escape(fence['fence'][0])}{{{len(fence['fence'])},}}[ \t]*$")
    if shut[number]:
        return None
    return next((closes for opens, closes in _PAIRS if opens.match(line)), None)


def _take(lines: list[str], left: list[str], place: tuple[int, int], prepared: Prepared) -> None:
    """Leave the lines of a quiz, unindented, without its own front matter."""
    start, end = place
    inside = lines[start:end]
    indents = [len(line) - len(line.lstrip()) for line in inside if line.strip()]
    indent = min(indents, default=0)
    bare = [line[indent:] for line in inside]
    first = next((n for n, line in enumerate(bare) if line.strip()), len(bare))
    if first < len(bare) and bare[first].rstrip() == "---":
        close = next((n for n in range(first + 1, len(bare)) if bare[n].rstrip() == "---"), None)
        if close is not None:
            prepared.options |= _options(bare[first + 1 : close])
            bare[first : close + 1] = [""] * (close + 1 - first)
    left[start:end] = bare
