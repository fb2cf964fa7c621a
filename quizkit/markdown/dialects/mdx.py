"""MDX pages with ``<Question choices={[{text: "...", explain: "...", correct: true}]} />``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.diagnostics import Severity
from quizkit.markdown.dialects.js_literal import JsError, JsObject, read_literal
from quizkit.markdown.dialects.page import Page
from quizkit.markdown.draft import Draft
from quizkit.model import Role

_TAG = re.compile(r"[ \t]*<Question\b(?P<rest>[^\n]*)")
_CHOICES = re.compile(r"\bchoices[ \t]*=[ \t]*\{")
_ASKED = re.compile(r"\bquestion[ \t]*=[ \t]*(?P<quote>[\"'])(?P<text>[^\n]*?)(?P=quote)")
_HEADING = re.compile(
    r"(?P<marks>#{1,6})[ \t]+(?P<text>\S.*?)[ \t]*(?:\[\[[\w-]+\]\])?[ \t]*#*[ \t]*$"
)
_NOT_PROSE = re.compile(
    r"(?:import|export)\b.*(?:from|=)|[ \t]*\{[#:/@][^\n]*\}[ \t]*$|[ \t]*<!--.*-->[ \t]*$"
)
_COMPONENT = re.compile(r"[ \t]*</?[A-Z]\w*")
_LONGEST = 400
"""Lines within which a component must end."""


class Mdx:
    """The habit of MDX pages with a Question component."""

    title = "quizzes in <Question> components"

    def recognizes(self, text: str) -> bool:
        """Whether such a component with choices begins a line."""
        return any(_TAG.match(line) for line in text.split("\n")) and bool(_CHOICES.search(text))

    def read(self, page: Page) -> Iterator[Draft]:
        """The questions in order: a heading, its text, and the component."""
        yield from _Reader(page).read()


class _Reader:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.lines = page.lines
        self.heading = ""
        self.heading_line: int | None = None
        self.left = page.first

    def read(self) -> Iterator[Draft]:
        number = self.left
        while number < len(self.lines):
            line = self.lines[number]
            if self.page.shut[number]:
                number += 1
            elif (heading := _HEADING.match(line)) is not None:
                self._leave(number)
                self.heading, self.heading_line = heading["text"], number
                if not self.page.title and len(heading["marks"]) == 1:
                    self.page.title = heading["text"]
                number += 1
                self.left = number
            elif _TAG.match(line):
                draft, number = self._question(number)
                self.left = number
                yield draft
            elif _COMPONENT.match(line):
                number = self._past(number)
            else:
                number += 1
        self._leave(number)

    def _leave(self, end: int) -> None:
        """The text up to a line belongs to no question; below the title it tells of the quiz."""
        cleaned = self._cleaned(self.left, end)
        prose = [self.left + n for n, line in enumerate(cleaned) if line.strip()]
        if prose and not self.page.description and self.heading == self.page.title != "":
            self.page.description = ["\n".join(cleaned).strip()]
        elif prose:
            self.page.stray(prose)

    def _cleaned(self, start: int, end: int) -> list[str]:
        """Lines without components and what else is code of the page; none is taken away."""
        texts: list[str] = []
        number = start
        while number < end:
            line = self.lines[number]
            shut = self.page.shut[number]
            if not shut and _COMPONENT.match(line):
                after = min(self._past(number), end)
                texts += [""] * (after - number)
                number = after
                continue
            texts.append("" if not shut and _NOT_PROSE.match(line) else line)
            number += 1
        return texts

    def _past(self, number: int) -> int:
        """The line after a component that ends with ``/>`` or its own closing tag."""
        for end in range(number, min(number + _LONGEST, len(self.lines))):
            line = self.lines[end]
            if "/>" in line or "</" in line or (end == number and line.rstrip().endswith(">")):
                return end + 1
            if end > number and not line.strip():
                break
        return number + 1

    def _question(self, number: int) -> tuple[Draft, int]:
        page = self.page
        fresh = self.heading_line is not None and self.left == self.heading_line + 1
        line = self.heading_line if fresh and self.heading_line is not None else number
        title = self.heading if fresh else ""
        draft = page.draft(line, title)
        page.add_stem(draft, "\n".join(self._cleaned(self.left, number)), self.left)
        end = self._component(draft, number)
        page.add_title(draft, title)
        draft.end = end
        return draft, end

    def _component(self, draft: Draft, number: int) -> int:
        """Read the choices of the component that begins in a line; the line after it."""
        last = self._last(number)
        text = "\n".join(self.lines[number:last])
        asked = _ASKED.search(text.split("choices")[0])
        if asked:
            self.page.add_stem(draft, asked["text"], number)
        found = _CHOICES.search(text)
        if found is None:
            self._broken(draft, number, "this question has no choices")
            return last
        try:
            value, end = read_literal(text, found.end())
        except JsError as error:
            at = number + text.count("\n", 0, error.position)
            self._broken(draft, at, f"the choices cannot be read: {error}")
            return last
        close = text.find(">", end)
        lines = text.count("\n", 0, close if close >= 0 else len(text)) + 1
        if close < 0:
            self.page.unclosed(draft, "this <Question>", "/>")
        for choice in value if isinstance(value, list) else ():
            self._choice(draft, choice, number, text)
        if not draft.items:
            self._broken(draft, number, "this question has no choices")
        return number + lines

    def _last(self, number: int) -> int:
        """The line before the next component of the kind, or far enough."""
        end = number + 1
        while end < len(self.lines) and end - number < _LONGEST:
            if _TAG.match(self.lines[end]) or _HEADING.match(self.lines[end]):
                break
            end += 1
        return end

    def _choice(self, draft: Draft, choice: object, number: int, text: str) -> None:
        if not isinstance(choice, JsObject) or "text" not in choice:
            self._broken(draft, number, "a choice has no text")
            return
        at = number + text.count("\n", 0, choice.places["text"])
        role = Role.KEY if choice.get("correct") in (True, "true") else Role.DISTRACTOR
        explain = str(choice.get("explain") or "").strip()
        self.page.add_option(draft, role, (at, at + 1), str(choice["text"]).strip(), explain)

    def _broken(self, draft: Draft, line: int, message: str) -> None:
        hint = 'write choices={[{text: "...", explain: "...", correct: true}, ...]}'
        draft.report("QK117", "incomplete-type", Severity.ERROR, message, line, hint)
