"""A text in a foreign habit while it is read: its lines, and questions made out of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from quizkit.diagnostics import Severity, Span
from quizkit.markdown.attributes import NO_ATTRIBUTES
from quizkit.markdown.blocks import Block
from quizkit.markdown.draft import Draft, join
from quizkit.markdown.items import ACCEPTED, Item
from quizkit.markdown.sections import Section, nested
from quizkit.markdown.state import State, plain_title
from quizkit.markdown.stem import add_stem, lead_with_title, take_stem_from_title, title_leads
from quizkit.markdown.types.answers import write_answer_text
from quizkit.model import Role

_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)")
_ASKS = ("?", "？", "؟", ":", "：", "...", "…")
_INDENT = re.compile(r"[ \t]*")
CODE, COMMENT = 1, 2
"""What shuts a line."""


class Page:
    """The lines of a text, counted from 0, and what is known of the quiz as a whole."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.lines = state.text.split("\n")
        self.shut = shut_lines(self.lines)
        """Which lines stand in code or in a comment of several lines."""
        self.first = state.front.end_line
        self.title = ""
        self.description: list[str] = []
        self._strays: list[int] = []

    # -- questions --------------------------------------------------------------------------

    def draft(self, line: int, title: str = "", form: str = "choice") -> Draft:
        """A question that begins in a line, under a heading's text."""
        draft = Draft(self.state.lines, line, 0, plain_title(title), NO_ATTRIBUTES)
        draft.form = form
        return draft

    def add_stem(self, draft: Draft, text: str, line: int) -> None:
        """Add blocks to a stem; ``line`` is that of the text's first line."""
        for block in self.blocks(text, line):
            if block.kind != "hr":
                add_stem(self.state, draft, block)

    def add_title(self, draft: Draft, title: str) -> None:
        """Make a heading the stem where there is no other, or ask its question first."""
        asked = any(mark in text for text in draft.stem for mark in "?？؟")
        asks = title.rstrip(" *_`").endswith(_ASKS) and not asked
        head = Section(None, line=draft.line)
        head.text = title
        if title and not draft.stem:
            take_stem_from_title(self.state, draft, head)
        elif asks or title_leads(title, join(draft.stem)):
            lead_with_title(self.state, draft, head)

    def add_option(
        self, draft: Draft, role: str, lines: tuple[int, int], text: str, feedback: str = ""
    ) -> None:
        """Add an option that stands in lines from the first up to the second."""
        start, end = lines
        first = text.split("\n")[0]
        column = self.lines[start].rfind(first) if first else -1
        draft.items.append(
            Item(
                start=start, end=end, role=role, marker="", text=text.strip(), feedback=feedback,
                attributes=NO_ATTRIBUTES, column=max(column, 0) + 1, raw_first=first,
            )
        )  # fmt: skip

    def add_answer(self, draft: Draft, text: str, line: int) -> None:
        """Add an answer to type, given as plain text."""
        self.add_option(draft, ACCEPTED, (line, line + 1), text)
        draft.items[-1].text = write_answer_text(text)

    def add_feedback(self, draft: Draft, text: str, line: int, kind: str = "general") -> None:
        """Add to a combined feedback."""
        if text.strip():
            draft.feedback.setdefault(kind, []).append(text.strip("\n").rstrip())
            draft.spans.setdefault(("feedback", kind), Span.at(line + 1))

    def add_hint(self, draft: Draft, text: str, line: int) -> None:
        """Add a hint."""
        if text.strip():
            draft.spans[("hints", len(draft.hints))] = Span.at(line + 1)
            draft.hints.append([text.strip()])

    def unclosed(self, draft: Draft, what: str, end: str) -> None:
        """Report what is never closed, where it begins."""
        message = f"{what} is never closed"
        hint = f"end it with a line of {end}"
        draft.report("QK113", "unclosed", Severity.ERROR, message, draft.line, hint)

    def blocks(self, text: str, line: int) -> list[Block]:
        """The Markdown blocks of a text whose first line is ``line``."""
        return nested(text, line, self.state.md, self.state.env)

    # -- what is no question ----------------------------------------------------------------

    def stray(self, lines: Iterable[int]) -> None:
        """Remember text that belongs to no question, if there is any in these lines."""
        found = next((n for n in lines if self.lines[n].strip()), None)
        if found is not None:
            self._strays.append(found)

    def close(self) -> None:
        """Say once how much of the text belongs to no question."""
        if self._strays:
            count = len(self._strays)
            more = "" if count == 1 else f" and {count - 1} more"
            verb = "belongs" if count == 1 else "belong"
            self.state.note("QK114", "stray-content", Severity.WARNING,
                            f"this passage{more} {verb} to no question, so no student will see it",
                            self._strays[0], "copy into a question what students must read")  # fmt: skip


def role_of(sign: str) -> str:
    """The role that a tick in a box gives: any sign is a key, nothing a distractor."""
    return Role.KEY if sign.strip() else Role.DISTRACTOR


def shut_lines(lines: list[str]) -> bytearray:
    """Which lines are no running text: in code fences (CODE), in comments of several lines (COMMENT).

    A fence or comment that is never closed shuts nothing, since it would swallow the rest.
    """
    shut = bytearray(len(lines))
    hopeless: dict[str, int] = {}
    number = 0
    while number < len(lines):
        line = lines[number]
        end = number
        if line.lstrip().startswith("<!--"):
            if "-->" not in line:
                end = _after_comment(lines, number, hopeless)
            sign = COMMENT
        else:
            end = _after_fence(lines, number, hopeless)
            sign = CODE
        shut[number:end] = bytes((sign,)) * (end - number)
        number = max(end, number + 1)
    return shut


def _after_comment(lines: list[str], number: int, hopeless: dict[str, int]) -> int:
    """The line after the comment that begins in a line; that line for one without an end."""
    if "<" not in hopeless:
        for end in range(number + 1, len(lines)):
            if "-->" in lines[end]:
                return end + 1
        hopeless["<"] = 1
    return number


def _after_fence(lines: list[str], number: int, hopeless: dict[str, int]) -> int:
    """The line after the code that begins in a line; that line where none does, or ends.

    ``hopeless`` holds for each sign how long a fence must be to be never closed again.
    """
    match = _FENCE.match(lines[number])
    if match is None or (match["fence"][0] == "`" and "`" in match["info"]):
        return number
    sign, length = match["fence"][0], len(match["fence"])
    if length >= hopeless.get(sign, length + 1):
        return number
    for end in range(number + 1, len(lines)):
        bare = lines[end].strip(" \t>")
        if len(bare) >= length and not bare.strip(sign):
            return end + 1
    hopeless[sign] = length
    return number


def indent_of(line: str) -> int:
    """How many white-space characters a line begins with."""
    match = _INDENT.match(line)
    return match.end() if match else 0


def dedented(lines: list[str], indent: int) -> str:
    """Lines without up to ``indent`` characters of white space each, as one text."""
    return "\n".join(line[min(indent, indent_of(line)) :] for line in lines)
