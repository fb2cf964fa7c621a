"""Answer keys at the end of a file: which options of earlier questions are right."""

from __future__ import annotations

import re

from quizkit.markdown.blocks import Block
from quizkit.markdown.draft import Draft
from quizkit.markdown.explanation import plain
from quizkit.markdown.items import written_numbers
from quizkit.markdown.lettered import drop_labels
from quizkit.markdown.letters import AnswerLine, answer_line, key_line
from quizkit.markdown.sections import Section, take_number
from quizkit.markdown.state import State
from quizkit.markdown.types.arranged import table_rows
from quizkit.model import Role

_DASHED = re.compile(r"[*_]*(?:[^\W\d_]{1,12}[ \t]*)?[№#]?(\d{1,4})[ \t]*[-–—][ \t]*")
_PAIR = re.compile(
    r"(?<![^\s,;|*_(])(\d{1,3})[ \t]*[.):=\-–—]?[ \t*_(]*([A-J]{1,5}|[a-j])[)*_.]*(?=[\s,;|]|$)"
)
_ENTRY = re.compile(r"^[\W_]*(?:[^\W\d_]{1,12}[\s.№#]*)?(\d{1,4})[.):]?[\W_]*$")

_ANY_OPTIONS = [""] * 10
"""Options of which only the letters matter."""


class AnswerKeys:
    """The questions without a key so far, by number, and what a section says of them."""

    def __init__(self) -> None:
        self.wanted: dict[int, tuple[int, Draft]] = {}
        self._loose: list[int] = []
        """Lines below a list of answers that explain none of them."""

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
        meant: dict[int, tuple[AnswerLine, list[str]]] = {}
        for number, text, rest in entries:
            if number in self.wanted and number not in meant:
                line = _meant(text, self.wanted[number][1], state)
                if line is not None:
                    meant[number] = (line, rest)
        if not meant or len(meant) * 2 < len({e[0] for e in entries if e[0] in self.wanted}):
            return []
        if _is_question(section, state):
            return []
        if self._loose:
            state.stray(self._loose[0], "move it into a question, or leave it out")
        for number, (line, rest) in meant.items():
            _give(self.wanted[number][1], line, rest)
        found = [self.wanted[number] for number in meant]
        self.wanted = {n: w for n, w in self.wanted.items() if w not in found}
        return found

    def _entries(self, section: Section, state: State) -> list[tuple[int, str, list[str]]]:
        """Numbers with what is said of them, and the text that explains it."""
        number, said = _entry_heading(section, state)
        if number is not None:
            listed = [] if said and not _ENTRY.match(section.text) else self._listed(section, state)
            keys = sum(key_line(text, _ANY_OPTIONS) is not None for _, text, _ in listed)
            if keys > 1 and keys * 2 > len(listed):
                return listed  # the heading only counts the parts of the quiz
            entries = [(number, said, state.texts(section.blocks))] if said else []
            if section.blocks and section.blocks[0].kind == "paragraph":
                first, *others = section.blocks
                entries.append((number, first.inline, state.texts(others)))
            return entries
        return self._listed(section, state)

    def _listed(self, section: Section, state: State) -> list[tuple[int, str, list[str]]]:
        """The numbered lines, list items and rows below a heading."""
        entries: list[tuple[int, str, list[str]]] = []
        self._loose = []
        ended = False
        for block in section.blocks:
            grid = _grid(block.text)
            if block.kind == "hr":
                ended = True
            elif block.kind == "paragraph" and not grid:
                if ended and entries and _entry(block.inline.split("\n")[0], state)[0] is None:
                    self._loose.append(block.start)
                else:
                    _add_lines(entries, block, state)
                    ended = False
            elif listed := grid or _numbered(block, state):
                entries += [(n, text, []) for n, text in listed]
                ended = len(listed) > 1
            elif entries and ended:
                self._loose.append(block.start)
            elif entries:
                entries[-1][2].extend(state.texts([block]))
        return entries


def _entry_heading(section: Section, state: State) -> tuple[int | None, str]:
    """The number that a heading begins with, and what it says: "Question 3 - Answer: B"."""
    number, said = take_number(section.text)
    if number is None and (match := _DASHED.match(section.text)) is not None:
        said = section.text[match.end() :]
        if _says_answer(said, state):
            number = int(match[1])
    return number, said


def _says_answer(text: str, state: State) -> bool:
    """Whether a text begins with a word such as "Answer" and a letter."""
    return state.forms.says_answer(text)


def _is_question(section: Section, state: State) -> bool:
    """Whether a heading with a number is a question of its own, not the answer to an earlier one.

    Remarks on the wrong options have letters too, so a heading that says "Answer" settles it.
    """
    number, said = _entry_heading(section, state)
    if number is None or _says_answer(said, state):
        return False
    return state.forms.find(section) is not None


def _grid(text: str) -> list[tuple[int, str]]:
    """The entries of a key such as ``1. B   2. AC`` or ``1-b, 2-c``; none where words stand."""
    lines = [line for line in text.split("\n") if not line.lstrip().startswith(("```", "~~~"))]
    found = list(_PAIR.finditer("\n".join(lines)))
    left = _PAIR.sub("", "\n".join(lines))
    if len({match[1] for match in found}) < 2 or left.strip(" \t\n,;|*_"):
        return []
    return [(int(match[1]), ", ".join(match[2])) for match in found]


def _add_lines(entries: list[tuple[int, str, list[str]]], block: Block, state: State) -> None:
    """Add the lines of a paragraph that begin with a number; what follows explains them."""
    for line in block.inline.split("\n"):
        number, said = _entry(line, state)
        if number is not None:
            entries.append((number, said, []))
        elif entries and not entries[-1][1].strip(" *_") and not entries[-1][2]:
            entries[-1] = (entries[-1][0], line, [])
        elif entries:
            entries[-1][2].append(line)


def _entry(line: str, state: State) -> tuple[int | None, str]:
    """The number that a line of a key begins with, and what it says: "3. B", "Q3 - B"."""
    number, said = take_number(line)
    if number is None and (match := _DASHED.match(line)) is not None:
        said = line[match.end() :]
        if key_line(said, _ANY_OPTIONS) is not None or _says_answer(said, state):
            number = int(match[1])
    return number, said


def _numbered(block: Block, state: State) -> list[tuple[int, str]]:
    if block.kind == "numbers":
        items = state.forms.items(block)
        texts = [item.text for item in items]
        return list(zip(written_numbers(block, items), texts, strict=True))
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
    drop_labels(draft.items)
    for index, item in enumerate(draft.items):
        item.role = Role.KEY if index in line.keys else Role.DISTRACTOR
    draft.part = draft.feedback.setdefault("general", [])
    draft.add([line.rest, *rest])
