"""Questions whose options have letters: the options, and the line that says which are right."""

from __future__ import annotations

from quizkit.markdown.blocks import Block
from quizkit.markdown.draft import Draft
from quizkit.markdown.items import Item, unquote
from quizkit.markdown.letters import answer_line, details_lines, letter_run, split_label
from quizkit.markdown.state import State
from quizkit.markdown.stem import without_instruction
from quizkit.markdown.trailing import marked_at_end


def take_lettered(state: State, draft: Draft, block: Block) -> None:
    """Take options with letters from a list, or from the lines of a paragraph."""
    draft.marker_style = "letter"
    state.guess("options with letters, and the line that names the right one,", block.start)
    if block.kind == "bullets":
        draft.items = state.forms.items(block)
        for item in draft.items:
            label = split_label(item.text)
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


def take_answer_block(state: State, draft: Draft, block: Block) -> bool:
    """Read the answer line out of a paragraph, list or ``<details>`` below the options."""
    if block.kind == "html":
        lines = details_lines(block.text, state.book)
        if not lines:
            return True
        return take_answer_text(state, draft, "\n".join(lines), block.start)
    if block.kind in ("paragraph", "quote") and draft.keys is None:
        text = block.inline if block.kind == "paragraph" else unquote(block.text)
        return take_answer_text(state, draft, text, block.start)
    return False


def take_answer_text(state: State, draft: Draft, text: str, line: int) -> bool:
    """Find the answer line among lines; what else they say is general feedback."""
    options = [item.text for item in draft.items]
    rest: list[str] = []
    for one in text.split("\n"):
        found = None if draft.keys is not None else answer_line(one, options, state.book)
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
