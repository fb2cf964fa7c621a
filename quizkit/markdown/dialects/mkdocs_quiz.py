"""mkdocs-quiz: a task list, or text with ``[[answers]]``, between ``<quiz>`` and ``</quiz>``.

The syntax is that of https://ewels.github.io/mkdocs-quiz/; its first versions wrote
``<?quiz?>`` with lines such as ``answer-correct:``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Severity
from quizkit.markdown.blocks import Block
from quizkit.markdown.dialects.lia_gaps import has_gap, write_gaps
from quizkit.markdown.dialects.page import Page, dedented, indent_of
from quizkit.markdown.draft import Draft
from quizkit.markdown.options import read_answers
from quizkit.model import Role

_OPENS = re.compile(r"[ \t]*<(?P<old>\?)?quiz(?(old)\?)>[ \t]*$", re.IGNORECASE)
_CLOSES = re.compile(r"[ \t]*<(?P<old>\?)?/quiz(?(old)\?)>[ \t]*$", re.IGNORECASE)
_BEGINS = re.compile(_OPENS.pattern, re.IGNORECASE | re.MULTILINE)
_EMPTY_BOX = re.compile(r"^([ \t]*[-*+][ \t]+)\[\](?=[ \t])")
_FIELD = re.compile(r"(?P<name>question|answer|answer-correct|content):[ \t]*(?P<text>.*)$")
_HEADING = re.compile(r"[ \t]{0,3}(?P<marks>#{1,6})[ \t]+(?P<text>\S.*?)[ \t]*#*[ \t]*$")


class MkdocsQuiz:
    """The habit of pages with ``<quiz>``."""

    title = "quizzes between <quiz> and </quiz>"

    def recognizes(self, text: str) -> bool:
        """Whether the tag stands on a line of its own."""
        return _BEGINS.search(text) is not None

    def read(self, page: Page) -> Iterator[Draft]:
        """The questions in order; the page around them is no quiz."""
        lines, shut = page.lines, page.shut
        number = left = page.first
        heading = ""
        while number < len(lines):
            line = lines[number]
            if shut[number] or not _OPENS.match(line):
                found = None if shut[number] else _HEADING.match(line)
                if found:
                    heading = found["text"]
                    page.stray(_worded(page, left, number))
                    left = number + 1
                    if not page.title and len(found["marks"]) == 1:
                        page.title = heading
                number += 1
                continue
            page.stray(_worded(page, left, number))
            end, closed = _end(page, number)
            draft = _question(page, number, end)
            if not closed:
                page.unclosed(draft, "this <quiz>", "</quiz>")
            draft.end = number = left = end + closed
            yield draft
        page.stray(_worded(page, left, number))


def _worded(page: Page, start: int, end: int) -> list[int]:
    """The lines of running text in a stretch of the page."""
    return [n for n in range(start, end) if page.lines[n].strip()]


def _end(page: Page, start: int) -> tuple[int, bool]:
    """The line of the closing tag, or where a quiz without one must have ended."""
    for number in range(start + 1, len(page.lines)):
        if page.shut[number]:
            continue
        if _CLOSES.match(page.lines[number]):
            return number, True
        if _OPENS.match(page.lines[number]):
            return number, False
    return len(page.lines), False


def _question(page: Page, start: int, end: int) -> Draft:
    """The quiz between the tag in one line and that in another."""
    inside = page.lines[start + 1 : end]
    indent = indent_of(page.lines[start])
    if any(_FIELD.match(line.lstrip()) for line in inside[:3]) and "?" in page.lines[start]:
        return _by_fields(page, start, end)
    text = dedented([_EMPTY_BOX.sub(r"\1[ ]", line) for line in inside], indent)
    blocks = page.blocks(text, start + 1)
    forms = page.state.forms
    first = next((n for n, block in enumerate(blocks) if forms.is_marked(block)), None)
    draft = page.draft(start)
    if first is not None:
        _choice(page, draft, blocks, first, indent)
    elif has_gap(text):
        _gaps(page, draft, text, start + 1)
    else:
        for block in blocks:
            page.add_stem(draft, block.text, block.start)
        draft.report("QK117", "incomplete-type", Severity.ERROR,
                     "this quiz has no answers", start,
                     "add a list of - [x] and - [ ], or an answer in [[ ]]")  # fmt: skip
    forms.forget()
    return draft


def _choice(page: Page, draft: Draft, blocks: list[Block], first: int, indent: int) -> None:
    for block in blocks[:first]:
        page.add_stem(draft, block.text, block.start)
    answers = blocks[first:]
    rules = [n for n, block in enumerate(answers) if block.kind == "hr"]
    read_answers(page.state, draft, [b for n, b in enumerate(answers) if n not in rules])
    for item in draft.items:
        item.column += indent


def _gaps(page: Page, draft: Draft, text: str, line: int) -> None:
    """Text with answers in it; below a rule stands what is shown afterwards."""
    draft.form = "cloze"
    blocks = page.blocks(text, line)
    rule = next((block.start for block in blocks if block.kind == "hr"), None)
    lines = text.split("\n")
    cut = len(lines) if rule is None else rule - line
    comma = page.state.context.decimal_comma
    page.add_stem(draft, write_gaps("\n".join(lines[:cut]), comma), line)
    page.add_feedback(draft, "\n".join(lines[cut + 1 :]), line + cut + 1)


def _by_fields(page: Page, start: int, end: int) -> Draft:
    """A quiz of the first versions: one field a line, ``content:`` the last."""
    draft = page.draft(start)
    for number in range(start + 1, end):
        found = _FIELD.match(page.lines[number].lstrip())
        if found is None:
            continue
        text = found["text"].strip()
        if found["name"] == "question":
            page.add_stem(draft, text, number)
        elif found["name"] == "content":
            page.add_feedback(draft, "\n".join([text, *page.lines[number + 1 : end]]), number)
            break
        else:
            role = Role.KEY if found["name"] == "answer-correct" else Role.DISTRACTOR
            page.add_option(draft, role, (number, number + 1), text)
    return draft
