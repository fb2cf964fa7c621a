"""Raspberry Pi Foundation projects: ``--- question ---``, ``--- choices ---``, feedback in each.

The tags inside a question may be translated; what matters is which of them holds which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Severity
from quizkit.markdown.dialects.page import Page, dedented, indent_of, role_of
from quizkit.markdown.draft import Draft

_QUESTION = re.compile(r"[ \t]*---[ \t]*(?P<end>/?)question[ \t]*---[ \t]*$", re.IGNORECASE)
_CHOICES = re.compile(r"[ \t]*---[ \t]*(?P<end>/?)choices[ \t]*---[ \t]*$", re.IGNORECASE)
_TAG = re.compile(r"[ \t]*---[ \t]*(?P<end>/?)[ \t]*[^\W\d][\w -]{0,30}?[ \t]*---[ \t]*$")
_OPTION = re.compile(
    r"(?P<indent>[ \t]*)[-*+][ \t]+(?:\((?P<one>[ xX]?)\)|\[(?P<many>[ xX]?)\])[ \t]*(?P<text>.*)$"
)
_FIELD = re.compile(r"[ \t]*(?P<name>\w+):[ \t]*(?P<value>.*)$")
_HEADING = re.compile(r"#{1,6}[ \t]+(?P<text>\S.*?)[ \t]*#*[ \t]*$")
_LOOKS = re.compile(r"(?<=[`*_)\]])\{:[^}\n]{0,200}\}")
"""Kramdown's attributes behind a span, such as a colour; they say nothing to a student."""


class RaspberryPi:
    """The habit of the Raspberry Pi Foundation's projects."""

    title = "quizzes between --- question --- and --- /question ---"

    def recognizes(self, text: str) -> bool:
        """Whether a question is opened, and choices are, each on a line of its own."""
        lines = text.split("\n")
        return any(map(_QUESTION.match, lines)) and any(map(_CHOICES.match, lines))

    def read(self, page: Page) -> Iterator[Draft]:
        """The questions in order; the text before them tells of the quiz."""
        number = left = page.first
        while number < len(page.lines):
            found = None if page.shut[number] else _QUESTION.match(page.lines[number])
            if found is None or found["end"]:
                number += 1
                continue
            _describe(page, left, number)
            end, closed = _end(page, number)
            draft = _Question(page, number, end).read()
            if not closed:
                page.unclosed(draft, "this question", "--- /question ---")
            draft.end = number = left = end + closed
            yield draft
        page.stray(range(left, number))


def _describe(page: Page, start: int, end: int) -> None:
    """The title and the words before the first question; later ones belong to none."""
    if page.title or page.description:
        page.stray(range(start, end))
        return
    text = []
    for number in range(start, end):
        found = _HEADING.match(page.lines[number])
        if found and not page.title:
            page.title = found["text"]
        else:
            text.append(page.lines[number])
    if any(line.strip() for line in text):
        page.description = ["\n".join(text).strip()]


def _end(page: Page, start: int) -> tuple[int, bool]:
    """The line that closes a question, or where one that is never closed must have ended."""
    for number in range(start + 1, len(page.lines)):
        found = None if page.shut[number] else _QUESTION.match(page.lines[number])
        if found is not None:
            return number, bool(found["end"])
    return len(page.lines), False


class _Question:
    """One question, between two lines."""

    def __init__(self, page: Page, start: int, end: int) -> None:
        self.page = page
        self.end = end
        self.start = start
        self.draft = page.draft(start)

    def read(self) -> Draft:
        number = self._front(self.start + 1)
        choices = self._find(_CHOICES, number)
        self.page.add_stem(self.draft, self._text(number, choices, 0), number)
        if choices == self.end:
            self.draft.report("QK117", "incomplete-type", Severity.ERROR,
                              "this question has no choices", self.start,
                              "add them after a line of --- choices ---")  # fmt: skip
            return self.draft
        last = self._find(_CHOICES, choices + 1)
        self._options(choices + 1, last)
        return self.draft

    def _front(self, number: int) -> int:
        """Take the legend, which stands between two rules; the line after it."""
        lines = self.page.lines
        while number < self.end and not lines[number].strip():
            number += 1
        if number >= self.end or lines[number].strip() != "---":
            return number
        for end in range(number + 1, self.end):
            if lines[end].strip() == "---":
                return end + 1
            found = _FIELD.match(lines[end])
            if found is not None and found["name"] == "legend":
                self.draft.title = found["value"].strip().strip("\"'")
        return number

    def _find(self, tag: re.Pattern[str], number: int, last: int | None = None) -> int:
        """The next line that is a tag, or the last one, by default the end of the question."""
        shut = self.page.shut
        end = self.end if last is None else last
        while number < end and (shut[number] or not tag.match(self.page.lines[number])):
            number += 1
        return min(number, end)

    def _options(self, start: int, end: int) -> None:
        """Each option runs to the next one; what stands between tags in it is its feedback."""
        found = [
            (number, option)
            for number in range(start, end)
            if not self.page.shut[number] and (option := _OPTION.match(self.page.lines[number]))
        ]
        for place, (number, option) in enumerate(found):
            after = found[place + 1][0] if place + 1 < len(found) else end
            tag = self._find(_TAG, number + 1, after)
            close = self._find(_TAG, tag + 1, after)
            indent = len(option["indent"])
            rest = self._text(number + 1, tag, indent + 2).strip("\n")
            text = "\n".join(part for part in (_LOOKS.sub("", option["text"]), rest) if part)
            sign = option["one"] if option["one"] is not None else option["many"]
            feedback = self._text(tag + 1, close, indent + 2).strip()
            self.page.add_option(self.draft, role_of(sign), (number, after), text, feedback)
            if option["one"] is not None and not place:
                self.draft.attributes = self.draft.attributes.with_pair("selection", "single")

    def _text(self, start: int, end: int, indent: int) -> str:
        lines = self.page.lines[start:end]
        indent = min([indent, *(indent_of(line) for line in lines if line.strip())])
        return _LOOKS.sub("", dedented(lines, indent))
