"""Pools: a heading with ``.group`` and the questions below it."""

from __future__ import annotations

from quizkit.diagnostics import Severity
from quizkit.markdown.numbers import parse_weight
from quizkit.markdown.sections import Section
from quizkit.markdown.state import State, plain_title
from quizkit.model import Group


class OpenPool:
    """A pool under way: its heading, and the ids of its questions so far."""

    def __init__(self, section: Section) -> None:
        self.section = section
        self.level = section.level
        self.members: list[str] = []

    def close(self, state: State, number: int) -> Group | None:
        """The pool, numbered among its like; None, with a finding, where it cannot be drawn."""
        attributes, line = self.section.attributes, self.section.line
        written = attributes.get("pick") or "1"
        pick = int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 0
        if not 1 <= pick <= len(self.members):
            message = f"pick={written}, but the pool has {len(self.members)} questions"
            hint = "draw at least one, and no more than there are"
            state.note("QK112", "unknown-attribute", Severity.ERROR, message, line, hint)
            return None
        points, title = attributes.get("points"), attributes.get("title")
        return Group(
            id=attributes.id or attributes.get("id") or f"group-{number}",
            title=plain_title(self.section.text) if title is None else title,
            pick=pick,
            points=parse_weight(points) if points else None,
            questions=tuple(self.members),
        )
