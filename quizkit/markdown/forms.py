"""What a section asks: where its answers begin, and of which form they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from quizkit.locale import Phrasebook, normalize_phrase
from quizkit.markdown.blocks import Block
from quizkit.markdown.instructions import take_instruction
from quizkit.markdown.items import ACCEPTED, EXPECTED, Item, Markers, iter_items, marker_style
from quizkit.markdown.letters import (
    answer_line,
    bare_answer,
    details_lines,
    letter_run,
    number_line,
    said_after_label,
    split_label,
    split_number,
    text_line,
)
from quizkit.markdown.sections import Section, take_number
from quizkit.markdown.trailing import marked_at_end
from quizkit.markdown.types.gaps import find_gaps
from quizkit.model import Role

FORMS = {
    "choice": "choice",
    "true-false": "choice",
    "short-text": "answers",
    "numeric": "answers",
    "matching": "matching",
    "ordering": "ordering",
    "cloze": "cloze",
    "essay": "essay",
    "info": "info",
}
"""The answer form that each question type is written in."""

_IMAGES = re.compile(r"(?:!\[[^\]]*\]\([^)]*\)\s*)+")
_MOST_NUMBERED = 10
_LONGEST_LABEL = 40
CHOICE_ROLES = frozenset({Role.KEY, Role.DISTRACTOR, Role.NEUTRAL})


class Form(NamedTuple):
    """What a section's answers are, and the index of the block where they begin.

    The forms are those of :data:`FORMS`, and ``letters``.
    """

    kind: str
    start: int


class Forms:
    """Recognises answer forms; remembers the items of the lists it has read."""

    def __init__(self, markers: Markers, book: Phrasebook) -> None:
        self.markers = markers
        self.book = book
        self.sequences = False
        """Whether every numbered list under a heading is to be put in order, as in quizdown."""
        self._items: dict[int, tuple[Block, list[Item]]] = {}

    def items(self, block: Block) -> list[Item]:
        """A list's items, read once for each block."""
        known = self._items.get(id(block))
        if known is None:
            known = (block, list(iter_items(block, self.markers)))
            self._items[id(block)] = known
        return known[1]

    def forget(self) -> None:
        """Let the lists of the last section go."""
        self._items.clear()

    def find(self, section: Section) -> Form | None:
        """The form of a section, or None where nothing is asked."""
        wanted = next((name for name in section.attributes.classes if name in FORMS), None)
        options = self.may_ask(section)
        for index, block in enumerate(section.blocks):
            if options and (block.kind == "bullets" or self.boxes(block)):
                kind = self._list_form(section, index, wanted)
                if kind is not None:
                    return Form(kind, index)
            if block.kind == "table" and self._means(section, index, wanted, "matching", "match"):
                return Form("matching", index)
            if block.kind == "numbers" and self._means(section, index, wanted, "ordering", "order"):
                return Form("ordering", index)
        if self.sequences and section.text:
            numbered = (n for n, block in enumerate(section.blocks) if block.kind == "numbers")
            first = next(numbered, None)
            if first is not None and len(self.items(section.blocks[first])) > 1:
                return Form("ordering", first)
        end = next((i for i, b in enumerate(section.blocks) if b.kind == "hr"), len(section.blocks))
        if wanted == "cloze" or any(self._has_gap(block) for block in section.blocks[:end]):
            return Form("cloze", end)
        if wanted is not None:
            return Form(FORMS[wanted], end)
        found = self._letter_form(section) if options else None
        found = found or self._numbered_form(section)
        return found or self._trailing_form(section)

    def _trailing_form(self, section: Section) -> Form | None:
        """A plain list below a question, some items of which are marked at their end."""
        for index, block in enumerate(section.blocks):
            if block.kind != "bullets":
                continue
            asked = section.bold_answer or self._has_question_mark(section, index)
            if asked and self.emphasised(block):
                return Form("letters", index)
        return None

    def emphasised(self, block: Block) -> bool:
        """Whether some of a plain list's items, and not all, are marked at their end or bold."""
        items = self.items(block)
        if len(items) < 2 or any(item.role is not None for item in items):
            return False
        marked, _ = marked_at_end([item.text for item in items], self.book)
        return 0 < len(marked) < len(items)

    def may_ask(self, section: Section) -> bool:
        """Whether some line of a section looks like an option; looked at once."""
        if section.may_ask is None:
            section.may_ask = bool(section.blocks) and self.markers.may_hold_options(section.source)
        return section.may_ask

    def _letter_form(self, section: Section) -> Form | None:
        numbered = section.number is not None or take_number(section.text)[0] is not None
        for index, block in enumerate(section.blocks):
            if self.lettered(block) and (
                numbered or self.asks(section, index + 1) or self._answer_follows(section, index)
            ):
                return Form("letters", index)
        return None

    def _numbered_form(self, section: Section) -> Form | None:
        """A plain list below a question, and a line that says which of its items is right.

        Numbers are named by number, bullets by place or by their words.
        """
        for index, block in enumerate(section.blocks):
            if block.kind not in ("numbers", "bullets") or not self.asks(section, index):
                continue
            items = self.items(block)
            if not 1 < len(items) <= _MOST_NUMBERED or any(i.role is not None for i in items):
                continue
            texts = [item.text for item in items]
            texts[-1], _, tail = texts[-1].partition("\n")
            lines = self._lines_below(section.blocks[index + 1 : index + 4])
            if block.kind == "bullets":
                labels = any(split_label(item.text) is not None for item in items)
                if not labels and self._is_shown(section.blocks[index + 1 : index + 2], texts):
                    return Form("letters", index)
                if not labels and self._names_one([*tail.split("\n"), *lines], texts):
                    return Form("letters", index)
            elif block.first_number == 1 and any(
                number_line(line, texts, self.book) is not None for line in lines
            ):
                return Form("letters", index)
        return None

    def _names_one(self, lines: Sequence[str], texts: Sequence[str]) -> bool:
        """Whether a line after a word such as "Answer" names options by their words or place."""
        for number, line in enumerate(lines):
            if said_after_label(line, texts, self.book) or answer_line(line, texts, self.book):
                return True
            if self.is_label(line):
                return bare_answer([one for one in lines[number + 1 :] if one], texts) is not None
        return False

    def _is_shown(self, below: Sequence[Block], texts: Sequence[str]) -> bool:
        """Whether code right below a list is nothing but one of its items."""
        lines = [b.text.split("\n")[1:-1] for b in below if b.kind == "fence"]
        return any(len(code) == 1 and text_line(code[0], texts) is not None for code in lines)

    def is_key_label(self, text: str) -> bool:
        """Whether a line is only a word for a key, such as "**Answers**"."""
        if "\n" in text or len(text) > _LONGEST_LABEL:
            return False
        word = normalize_phrase(text)
        found = self.book.headings.get(word)
        return word in self.book.answer_words or (found is not None and found.kind == "answers")

    def is_label(self, text: str) -> bool:
        """Whether a line is only "**Answer:**", so that the answer is what follows."""
        if "\n" in text or len(text) > _LONGEST_LABEL:
            return False
        return text.strip(" *_")[-1:] in (":", "：") and self.book.is_answer_label(text)

    def _lines_below(self, blocks: list[Block]) -> list[str]:
        """The lines of the paragraphs, lists and ``<details>`` among blocks.

        A ``<details>`` headed "Answer" is a label for what follows.
        """
        lines: list[str] = []
        for block in blocks:
            if block.kind == "paragraph":
                lines += block.inline.split("\n")
            elif block.kind == "bullets" and lines and self.is_label(lines[-1]):
                lines += [item.text for item in self.items(block)]
            elif block.kind == "html":
                inside, due = details_lines(block.text, self.book)
                lines += ["Answer:"] * due + inside
        return lines

    def says_answer(self, text: str) -> bool:
        """Whether a text begins with a word such as "Answer" and a letter."""
        return answer_line(text, [""] * _MOST_NUMBERED, self.book) is not None

    def is_whole(self, block: Block) -> bool:
        """Whether one paragraph asks, offers options with letters and names the right one."""
        run = letter_run(block.inline, block.start) if "\n" in block.inline else None
        if run is None or not run[0].strip() or not run[2].strip():
            return False
        options = [option.text for option in run[1]]
        return any(answer_line(line, options, self.book) for line in run[2].split("\n"))

    def _answer_follows(self, section: Section, index: int) -> bool:
        """Whether a line below lettered options names the right ones."""
        block = section.blocks[index]
        following = [
            b.inline for b in section.blocks[index + 1 : index + 3] if b.kind == "paragraph"
        ]
        if block.kind == "bullets":
            options = [item.text for item in self.items(block)]
        else:
            run = letter_run(block.inline, block.start)
            assert run is not None
            options = [option.text for option in run[1]]
            following.insert(0, run[2])
        lines = (line for text in following for line in text.split("\n") if line.strip())
        return any(answer_line(line, options, self.book) is not None for line in lines)

    def lettered(self, block: Block) -> bool:
        """Whether a list or paragraph holds options with letters, in order from the first."""
        if block.kind == "bullets":
            texts = [item.text for item in self.items(block)]
            labels = [split_label(text) or split_number(text) for text in texts]
            places = [label[0] if label else -1 for label in labels]
            return len(places) > 1 and places == list(range(len(places)))
        return block.kind == "paragraph" and letter_run(block.inline, block.start) is not None

    def is_marked(self, block: Block) -> bool:
        """Whether a list's items begin with markers."""
        if block.kind == "bullets":
            return any(item.role is not None for item in self.items(block))
        return self.boxes(block)

    def boxes(self, block: Block) -> bool:
        """Whether a numbered list is a list of options: each item begins with a box."""
        if block.kind != "numbers":
            return False
        items = self.items(block)
        return len(items) > 1 and all(marker_style(item.marker) == "task" for item in items)

    def _list_form(self, section: Section, index: int, wanted: str | None) -> str | None:
        """What a list of bullets asks: a choice, typed answers, or nothing."""
        roles = {item.role for item in self.items(section.blocks[index])}
        if wanted is not None:
            fits = roles & (CHOICE_ROLES if FORMS[wanted] == "choice" else {ACCEPTED, EXPECTED})
            return FORMS[wanted] if fits and FORMS[wanted] in ("choice", "answers") else None
        if ACCEPTED in roles and self._types(section, index):
            return "answers"
        if not roles & CHOICE_ROLES or self._answered(section, index):
            return None
        if self._remarks(section, index):
            return None
        if section.attributes.pairs or section.attributes.id:
            return "choice"  # its author says how it counts, or names it
        for other in section.blocks[index + 1 :]:
            if other.kind == "bullets":
                roles |= {item.role for item in self.items(other)}
        if self._checks_off(section, index, roles):
            return None
        if Role.KEY in roles and roles & {Role.DISTRACTOR, Role.NEUTRAL}:
            return "choice"
        if self.asks(section, index) or self._judges(section.blocks[index]):
            return "choice"
        return None

    def _types(self, section: Section, index: int) -> bool:
        """Whether answers to type are meant, not notes some of which begin with a sign."""
        items = self.items(section.blocks[index])
        marked = sum(item.role is not None for item in items)
        return marked * 2 > len(items) or self.asks(section, index)

    def _remarks(self, section: Section, index: int) -> bool:
        """Whether signs such as ✅ judge options with letters that stand above."""
        items = self.items(section.blocks[index]) if index else []
        if not items or split_label(items[0].text) is None:
            return False
        if any(split_label(item.text) is None for item in items):
            return False
        if any(marker_style(item.marker) != "emoji" for item in items):
            return False
        return any(self.lettered(block) for block in section.blocks[:index])

    def _checks_off(self, section: Section, index: int, roles: set[str | None]) -> bool:
        """Whether signs such as ✅ seem to praise or warn, not to mark what is right.

        They do where all items bear ✅ though nothing tells to choose, and where lists with
        words between them stand in one section that asks nothing.
        """
        items = self.items(section.blocks[index])
        if any(item.role and marker_style(item.marker) != "emoji" for item in items):
            return False
        if None in roles:
            marked = sum(item.role is not None for item in items)
            if marked * 2 < len(items) and not self.asks(section, index):
                return True
        if roles & CHOICE_ROLES == {Role.KEY}:
            return not self._counts(section) and not self._instructs(section, index)
        lists = [n for n, block in enumerate(section.blocks) if self.is_marked(block)]
        words = any(
            block.kind == "paragraph" and not _IMAGES.fullmatch(block.inline)
            for block in section.blocks[lists[0] : lists[-1]]
        )
        return words and not self.asks(section, lists[0])

    def _counts(self, section: Section) -> bool:
        """Whether a section has a question's number: "3.", "Q3" or "Question 3"."""
        if section.number is not None:
            return True
        word = section.text.partition(" ")[0].lower()
        if len(word) > 1 and word.isalpha() and word not in self.book.question_words:
            return False
        return take_number(section.text)[0] is not None

    def _instructs(self, section: Section, end: int) -> bool:
        """Whether a stem tells how many to choose."""
        texts = self._stem_texts(section, end)
        return any(take_instruction(text, self.book)[1] is not None for text in texts if text)

    def _judges(self, block: Block) -> bool:
        """Whether a list without a key is a statement's true and false."""
        texts = [item.text for item in self.items(block)]
        return len(texts) == 2 and self.book.truth((texts[0], texts[1])) is not None

    def _answered(self, section: Section, end: int) -> bool:
        """Whether an open question's answer ("**Answer:** ...") begins before a block."""
        return any(
            self.book.is_answer_label(block.inline)
            for block in section.blocks[:end]
            if block.kind == "paragraph"
        )

    def asks(self, section: Section, end: int) -> bool:
        """Whether a stem says that it is one: a question mark or an instruction."""
        if self._has_question_mark(section, end):
            return True
        return self._instructs(section, end)

    def _has_question_mark(self, section: Section, end: int) -> bool:
        texts = self._stem_texts(section, end)
        return any(mark in text for text in texts for mark in "?？؟")

    def _means(
        self, section: Section, index: int, wanted: str | None, name: str, instruction: str
    ) -> bool:
        """Whether an attribute or an instruction gives a table or list its meaning."""
        if wanted is not None:
            return wanted == name
        texts = [text for text in self._stem_texts(section, index) if text]
        found = (take_instruction(text, self.book)[1] for text in texts)
        if self._lettered_below(section, index):
            return False  # what is to be matched or put in order, and answers to choose from
        if any(phrase is not None and phrase.phrase.kind == instruction for phrase in found):
            return True
        return any(self.book.begins_instruction(text, instruction) for text in texts)

    def _lettered_below(self, section: Section, index: int) -> bool:
        return any(self.lettered(block) for block in section.blocks[index + 1 :])

    def _stem_texts(self, section: Section, end: int) -> Sequence[str]:
        paragraphs = (b.inline for b in section.blocks[:end] if b.kind == "paragraph")
        return [section.text, *paragraphs]

    def has_gap(self, section: Section) -> bool:
        """Whether a gap stands in some block of a section."""
        return any(self._has_gap(block) for block in section.blocks)

    def _has_gap(self, block: Block) -> bool:
        if block.kind in ("fence", "code", "math", "html"):
            return False
        text = block.text
        if "{" not in text:
            return False
        return any(gap.alternatives or not gap.closed for gap in find_gaps(text, self.markers))
