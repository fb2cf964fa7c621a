"""Questions whose options have letters: the options, and the line that says which are right."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quizkit.markdown.blocks import Block
from quizkit.markdown.draft import Draft
from quizkit.markdown.items import Item, unquote
from quizkit.markdown.letters import (
    CIRCLED,
    answer_line,
    bare_answer,
    details_lines,
    key_line,
    letter_run,
    number_line,
    said_after_label,
    split_label,
    split_number,
)
from quizkit.markdown.state import State
from quizkit.markdown.stem import without_instruction
from quizkit.markdown.trailing import marked_at_end

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)


def take_lettered(state: State, draft: Draft, block: Block) -> None:
    """Take options with letters from a list, or from the lines of a paragraph."""
    draft.marker_style = "letter"
    state.guess("options with letters, and the line that names the right one,", block.start)
    if block.kind != "paragraph":
        draft.items = state.forms.items(block)
        draft.numbered = block.kind == "numbers" or split_number(draft.items[0].text) is not None
        for item in draft.items if block.kind == "bullets" else ():
            draft.numbered = draft.numbered or item.text.lstrip()[:1] in CIRCLED
            label = split_label(item.text) or split_number(item.text)
            item.text = label[1] if label else item.text
        take_trailing(state, draft)
        return
    run = letter_run(block.inline, block.start)
    assert run is not None
    before, options, after, line = run
    if before.strip():
        stem = without_instruction(state, draft, before, block.start)
        draft.stem = [] if draft.stem == [draft.title] else draft.stem
        draft.stem.append(stem)
        draft.stem_lines.append(block.start)
    draft.numbered = block.lines[options[0].line].lstrip()[:1] in CIRCLED
    draft.items = [Item.plain(o.line, o.end, o.text, block.lines[o.line]) for o in options]
    take_trailing(state, draft)
    if after.strip():
        take_answer_text(state, draft, after, line)


def take_trailing(state: State, draft: Draft) -> None:
    """Take marks at the end of options as the key, where there are any."""
    keys, bare = marked_at_end([item.text for item in draft.items], state.book)
    if keys:
        state.guess("right answers that are marked at their end or set in bold", draft.line)
        draft.keys, draft.marked_at_end = keys, True
        for item, text in zip(draft.items, bare, strict=True):
            item.text = text


def take_answer_block(state: State, draft: Draft, block: Block, after: Sequence[Block]) -> bool:
    """Read the answer out of a paragraph, quote, comment or ``<details>`` below the options.

    ``after`` is what stands below the block.
    """
    if block.kind == "html":
        comment = _COMMENT.fullmatch(block.text.strip())
        if comment is not None:
            found = take_answer_text(state, draft, comment[1].strip(), block.start)
            return found or draft.form == "letters"
        lines, draft.answer_due = details_lines(block.text, state.book)
        if not lines:
            return True
        if draft.answer_due and _take_bare(draft, lines):
            return True
        return take_answer_text(state, draft, "\n".join(lines), block.start)
    if block.kind in ("paragraph", "quote") and draft.keys is None:
        text = block.inline if block.kind == "paragraph" else unquote(block.text)
        due, draft.answer_due = draft.answer_due, False
        if due and not _remarks(draft, after) and _take_bare(draft, text.split("\n")):
            return True
        return take_answer_text(state, draft, text, block.start)
    return False


def _take_bare(draft: Draft, lines: list[str]) -> bool:
    """Take the answer from lines that only name the option, where it is due."""
    lines = [line for line in lines if line.strip()]
    found = bare_answer(lines, [item.text for item in draft.items])
    if found is None or draft.keys is not None:
        return False
    draft.keys = found.keys
    draft.part = draft.feedback.setdefault("general", [])
    draft.add([found.rest])
    return True


def _remarks(draft: Draft, after: Sequence[Block]) -> bool:
    """Whether the next paragraph begins with an option's letter too, as a remark on it does."""
    below = after[0] if after and after[0].kind == "paragraph" else None
    if below is None:
        return False
    found = key_line(below.inline.split("\n")[0], [item.text for item in draft.items])
    return found is not None


def take_answer_text(state: State, draft: Draft, text: str, line: int) -> bool:
    """Find the answer line among lines; what else they say is general feedback."""
    options = [item.text for item in draft.items]
    rest: list[str] = []
    for one in text.split("\n"):
        found = None
        if draft.keys is None:
            found = number_line(one, options, state.book) if draft.numbered else None
            found = found or answer_line(one, options, state.book)
            if found is None and not (draft.numbered and one.strip(" *_.")[-1:].isdigit()):
                found = said_after_label(one, options, state.book)
        if found is None:
            rest.append(one)
        else:
            draft.keys = found.keys
            if found.rest:
                rest.append(found.rest)
    if draft.keys is None:
        return False
    draft.part = draft.feedback.setdefault("general", [])
    draft.add(["\n".join(rest).strip()])
    return True


def drop_labels(items: Sequence[Item]) -> None:
    """Take the letters off options that all have theirs, in order."""
    labels = [split_label(item.text) for item in items]
    if all(label is not None and label[0] == place for place, label in enumerate(labels)):
        for item, label in zip(items, labels, strict=True):
            item.text = label[1] if label else item.text


def take_box_answer(state: State, draft: Draft, block: Block, after: Sequence[Block]) -> bool:
    """Read the answer out of a block below boxes of which none is ticked."""
    if draft.marker_style != "task" or draft.form != "choice" or not draft.lacks_key:
        return False
    written = [item.text for item in draft.items]
    drop_labels(draft.items)
    taken = take_answer_block(state, draft, block, after)
    if draft.keys is not None:
        state.guess("empty boxes, and the line that names the right one,", draft.items[0].start)
        draft.form = "letters"
        return True
    for item, text in zip(draft.items, written, strict=True):
        item.text = text
    return taken
