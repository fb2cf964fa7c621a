"""A question's stem: its blocks, less the instruction that an LMS gives itself."""

from __future__ import annotations

import re

from quizkit.diagnostics import Span
from quizkit.markdown.blocks import Block
from quizkit.markdown.draft import Draft
from quizkit.markdown.instructions import take_instruction
from quizkit.markdown.items import unquote
from quizkit.markdown.sections import Section
from quizkit.markdown.state import State
from quizkit.reading import Instruction

TITLE_NUMBER = re.compile(r"^(?:\*\*)?(?:Q|D|P|F|П|В)?\.?\s*(\d{1,4})[.):]\s+(?=\S)")
"""A number before a title that is the stem too."""
_LABEL = re.compile(r"[*_]*[^\W\d_]{2,12}[*_]*[:：][*_]*\s*")
"""What is left of "Note: several answers are right"."""
_FENCED = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^(?P=fence)[`~]*[ \t]*$", re.DOTALL | re.MULTILINE
)
_LONGEST = 20_000
"""Characters of a stem that is looked at; a longer one has words of its own."""
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)\n]*\)")
_COUNTS_ONLY = re.compile(r"(?!.*[?？؟])\W*(?:[^\W\d]{1,15}[\s.]*)?[№#]?\s*\d*[^\W\d]{0,2}\W*")
"""Headings such as "Question 7", and single words."""
_HOW_MANY = ("one", "all", "count")


def add_stem(state: State, draft: Draft, block: Block) -> None:
    """Add a block to the stem."""
    text = state.block_text(block)
    if state.quoted_hints and block.kind == "quote":
        draft.spans[("hints", len(draft.hints))] = Span.at(block.start + 1)
        draft.hints.append([unquote(text)])
        return
    draft.spans.setdefault(("stem",), Span.at(block.start + 1))
    if block.kind == "paragraph":
        written = text.replace(block.text, block.inline, 1).lstrip("\n")
        text = without_instruction(state, draft, written, block.start)
        if text != written and _LABEL.fullmatch(text):
            return
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
            kind=found.phrase.kind, text=found.text, span=Span.at(at + 1), count=found.phrase.count
        )
        if draft.form not in ("choice", "letters") or found.phrase.kind not in _HOW_MANY:
            return text
    return rest


def title_leads(title: str, stem: str) -> bool:
    """Whether a heading is the beginning of a stem: that is code and pictures alone.

    A heading that only counts, or is a single word, asks nothing.
    """
    if stem[:1] not in ("`", "~", "!") or len(stem) > _LONGEST or not title.strip():
        return False
    if _COUNTS_ONLY.fullmatch(title):
        return False
    return not _IMAGE.sub("", _FENCED.sub("", stem)).strip()


def lead_with_title(state: State, draft: Draft, head: Section) -> None:
    """Put what a heading asks before the stem."""
    stem, lines = draft.stem, draft.stem_lines
    draft.stem, draft.stem_lines = [], []
    take_stem_from_title(state, draft, head)
    draft.stem += stem
    draft.stem_lines += lines


def take_stem_from_title(state: State, draft: Draft, head: Section) -> None:
    """A heading without a stem is the stem too, less its number and instruction."""
    text = without_instruction(state, draft, head.text, draft.line)
    numbered = TITLE_NUMBER.match(text)
    if numbered is not None:
        bold = "**" if numbered[0].startswith("**") else ""
        text = bold + text[numbered.end() :]
    draft.stem.append(text or head.text)
    draft.stem_lines.append(draft.line)
