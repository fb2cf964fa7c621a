"""Answer keys at the end of a file: which options of earlier questions are right."""

from __future__ import annotations

import re

from quizkit.markdown.blocks import Block
from quizkit.markdown.draft import Draft
from quizkit.markdown.explanation import plain
from quizkit.markdown.letters import AnswerLine, answer_line, key_line
from quizkit.markdown.sections import Section, take_number
from quizkit.markdown.state import State
from quizkit.markdown.types.arranged import table_rows
from quizkit.model import Role

_ENTRY = re.compile(r"^[\W_]*(\d{1,4})[.):]?[\W_]*$")


class AnswerKeys:
    """The questions without a key so far, by number, and what a section says of them."""

    def __init__(self) -> None:
        self.wanted: dict[int, tuple[int, Draft]] = {}

    def note(self, index: int, draft: Draft) -> None:
        """Remember a choice that has a number and no key."""
        if draft.lacks_key:
            number = draft.title_number or index + 1
            self.wanted.setdefault(number, (index, draft))

    def answers(self, section: Section, state: State, index: int, draft: Draft) -> bool:
        """Whether a section lists answers, among them that of the question under way."""
        number = draft.title_number or index + 1
        return any(
            n == number and _meant(text, draft, state) is not None
            for n, text, _ in self._entries(section, state)
        )

    def read(self, section: Section, state: State) -> list[tuple[int, Draft]]:
        """The questions that a section gives a key to, now with that key.

        Known are a numbered list or a table of answers, and a heading with the question's
        number above an answer line. A section is a key only if it answers half of what it lists.
        """
        entries = self._entries(section, state)
        found: list[tuple[int, Draft]] = []
        for number, text, rest in entries:
            wanted = self.wanted.get(number)
            line = _meant(text, wanted[1], state) if wanted else None
            if wanted is not None and line is not None:
                _give(wanted[1], line, rest)
                found.append(wanted)
        if not found or len(found) * 2 < len([e for e in entries if e[0] in self.wanted]):
            return []
        self.wanted = {n: w for n, w in self.wanted.items() if w not in found}
        return found

    def _entries(self, section: Section, state: State) -> list[tuple[int, str, list[str]]]:
        """Numbers with what is said of them, and the text that explains it."""
        number, _ = take_number(section.text)
        if number is not None and section.blocks and section.blocks[0].kind == "paragraph":
            first, *others = section.blocks
            return [(number, first.inline, state.texts(others))]
        entries: list[tuple[int, str, list[str]]] = []
        for block in section.blocks:
            entries += [(n, text, []) for n, text in _listed(block, state)]
        return entries


def _listed(block: Block, state: State) -> list[tuple[int, str]]:
    if block.kind == "numbers":
        start = block.first_number
        return [(start + n, item.text) for n, item in enumerate(state.forms.items(block))]
    if block.kind == "table":
        rows = [cells for _, cells in table_rows(block) if len(cells) > 1]
        return [
            (int(match[1]), " - ".join(cell for cell in cells[1:] if cell))
            for cells in rows
            if (match := _ENTRY.match(cells[0]))
        ]
    return []


def _meant(text: str, draft: Draft, state: State) -> AnswerLine | None:
    """What an entry means for a question: a letter, an answer line, or an option's own text."""
    options = [item.text for item in draft.items]
    head, _, tail = text.partition("\n")
    found = key_line(head, options) or answer_line(head, options, state.book)
    if found is None:
        texts = [plain(option) for option in options]
        said = plain(head)
        found = AnswerLine((texts.index(said),), "") if texts.count(said) == 1 else None
    if found is not None and tail.strip():
        return AnswerLine(found.keys, f"{found.rest}\n{tail}".strip())
    return found


def _give(draft: Draft, line: AnswerLine, rest: list[str]) -> None:
    """Make the options right that a line names; the rest explains the question."""
    for index, item in enumerate(draft.items):
        item.role = Role.KEY if index in line.keys else Role.DISTRACTOR
    draft.part = draft.feedback.setdefault("general", [])
    draft.add([line.rest, *rest])
