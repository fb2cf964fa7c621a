"""A question's stem: its blocks, less the instruction that an LMS gives itself."""

from __future__ import annotations

import re

from quizkit.diagnostics import Span
from quizkit.markdown.blocks import Block
from quizkit.markdown.draft import Draft
from quizkit.markdown.instructions import take_instruction
from quizkit.markdown.sections import Section
from quizkit.markdown.state import State
from quizkit.reading import Instruction

TITLE_NUMBER = re.compile(r"^(?:\*\*)?(?:Q|D|P|F|П|В)?\.?\s*(\d{1,4})[.):]\s+(?=\S)")
"""A number before a title that is the stem too."""
_HOW_MANY = ("one", "all", "count")


def add_stem(state: State, draft: Draft, block: Block) -> None:
    """Add a block to the stem."""
    text = state.block_text(block)
    draft.spans.setdefault(("stem",), Span(block.start + 1))
    if block.kind == "paragraph":
        text = text.replace(block.text, block.inline, 1)
        text = without_instruction(state, draft, text, block.start)
    if text.strip():
        draft.stem.append(text)
        draft.stem_lines.append(block.start)


def without_instruction(state: State, draft: Draft, text: str, line: int) -> str:
    """The text less its instruction, which is noted.

    Only how many to choose is taken out, since every LMS says that itself; nothing is where an
    attribute says it.
    """
    if draft.attributes.get("selection") is not None:
        return text
    rest, found = take_instruction(text, state.book)
    if found is not None:
        state.recognized(found.phrase.language)
        at = line + text.count("\n", 0, found.offset)
        draft.instruction = Instruction(
            kind=found.phrase.kind, text=found.text, span=Span(at + 1), count=found.phrase.count
        )
        if draft.form not in ("choice", "letters") or found.phrase.kind not in _HOW_MANY:
            return text
    return rest


def take_stem_from_title(state: State, draft: Draft, head: Section) -> None:
    """A heading without a stem is the stem too, less its number and instruction."""
    text = without_instruction(state, draft, head.text, draft.line)
    text = TITLE_NUMBER.sub("", text) or text
    draft.stem.append(text or head.text)
    draft.stem_lines.append(draft.line)
