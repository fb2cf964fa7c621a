"""What stands below a stem: lists of options, what spilled out of them, and feedback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from quizkit.diagnostics import Severity
from quizkit.markdown.blocks import Block
from quizkit.markdown.draft import Draft, join
from quizkit.markdown.items import (
    ACCEPTED,
    ALMOST_BOX,
    EXPECTED,
    Item,
    almost_box_hint,
    is_placeholder,
    marker_style,
    unquote,
)
from quizkit.markdown.lettered import expects_answer, take_answer_block, with_letters
from quizkit.markdown.state import State
from quizkit.model import Role

_IMAGE_ONLY = re.compile(r"(?:!\[[^\]]*\]\([^)]*\)\s*)+")
_AS_OPTION: dict[str, str] = {ACCEPTED: Role.KEY, EXPECTED: Role.DISTRACTOR}
_AS_ANSWER: dict[str, str] = {
    Role.KEY: ACCEPTED,
    Role.DISTRACTOR: EXPECTED,
    Role.NEUTRAL: EXPECTED,
}
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?=\S)")
_COMMENT = re.compile(r"\s*(?:<!--(?:(?!-->).)*-->\s*)+", re.DOTALL)


def read_answers(state: State, draft: Draft, blocks: list[Block]) -> None:
    """Read marked lists, the blocks that spilled out of them, and what follows."""
    closed, near = False, True
    before = (len(draft.items), len(draft.feedback.get("general", ())))
    for index, block in enumerate(blocks):
        if not closed and (block.kind == "bullets" or state.forms.boxes(block)):
            items = state.forms.items(block)
            if any(item.role is not None for item in items):
                if draft.items and _judges(draft, items) and _takes_answer(state, draft, block, []):
                    continue
                if draft.items or not block.plain_items:
                    _report_lists(draft, items, before)
                _add_items(state, draft, items)
                before = (len(draft.items), len(draft.feedback.get("general", ())))
                continue
        near = not closed or (
            near and block.kind == "paragraph" and not state.forms.lettered(block)
        )
        if (not closed or (near and draft.form == "letters")) and _takes_answer(
            state, draft, block, blocks[index + 1 :]
        ):
            continue
        if block.kind == "hr":
            closed = True
        elif draft.part is None and _COMMENT.fullmatch(block.text):
            continue  # it says no to a rule, or is the author's own; no student sees it
        elif not closed and _spills(state, blocks, index, draft):
            _spill(state, draft.items[-1], block)
        elif closed and draft.part is None:
            state.stray(block.start, "write it above the --- line")
        else:
            if draft.part is None:
                draft.part = draft.feedback.setdefault("general", [])
            draft.add(state.texts([block]))


def _report_lists(draft: Draft, items: list[Item], before: tuple[int, int]) -> None:
    """Say that options stand in two lists, which are two questions more often than one.

    ``before`` counts the options so far, and the blocks of feedback when they ended. A list
    that one gap divides counts as two where a right answer stands on both sides.
    """
    at = next((n for n in range(1, len(items)) if items[n].start > items[n - 1].end), 0)
    gaps = sum(b.start > a.end for a, b in pairwise(items)) if at else 0
    count, parts = before
    if len(draft.items) > 1 and len(items) > 1 and count == len(draft.items):
        between = len(draft.feedback.get("general", ())) > parts
        if between or (_has_key(draft.items) and _has_key(items)):
            _report_second(draft, items[0].start)
            return
    first, second = items[:at], items[at:]
    if gaps == 1 and len(first) > 1 and len(second) > 1 and _has_key(first) and _has_key(second):
        _report_second(draft, second[0].start)


def _report_second(draft: Draft, line: int) -> None:
    draft.report("QK106", "merged-questions", Severity.WARNING,
                 "a second list of options begins here, and is read as part of the question", line,
                 "give it a heading if it asks something else; if not, make it one list")  # fmt: skip


def _has_key(items: list[Item]) -> bool:
    return any(item.role == Role.KEY for item in items)


def _judges(draft: Draft, items: list[Item]) -> bool:
    """Whether signs such as ✅ may judge the options above, which bear letters or boxes."""
    if draft.form != "letters" and not expects_answer(draft):
        return False
    return all(item.role is None or marker_style(item.marker) == "emoji" for item in items)


def _takes_answer(state: State, draft: Draft, block: Block, after: list[Block]) -> bool:
    """Whether a block names the right ones of options that do not show it themselves."""
    if not draft.items or (draft.form != "letters" and draft.marker_style != "task"):
        return False
    return with_letters(state, draft, lambda: take_answer_block(state, draft, block, after))


def _add_items(state: State, draft: Draft, items: list[Item]) -> None:
    for item in items:
        if item.role is None:
            text = state.lines[item.start].strip()
            if ALMOST_BOX.match(text):
                _report_almost(draft, text, item.start)
                draft.items.append(item)
                continue
            draft.report("QK103", "unmarked-option", Severity.WARNING,
                         f'option "{text}" has no marker: is it right or wrong?', item.start,
                         "begin it with ✅ or ❌; without one it counts as wrong")  # fmt: skip
        else:
            _agree(draft, item)
            draft.marker_style = draft.marker_style or marker_style(item.marker)
        for number, line in enumerate(item.text.split("\n")):
            if ALMOST_BOX.match(line):
                _report_almost(draft, line, item.start + number)
        for nested in sorted({*item.nested_markers, *_swallowed(state, item)}):
            draft.report("QK115", "nested-marker", Severity.WARNING,
                         "a marked bullet stands inside another option", nested,
                         "unindent it if it is an option of its own")  # fmt: skip
        draft.items.append(item)


def _swallowed(state: State, item: Item) -> Iterator[int]:
    """The lines of further options that, indented as they are, Markdown takes for this one's text."""
    if "```" in item.text or "~~~" in item.text:
        return  # what stands in code is shown as it is
    for number, line in enumerate(item.text.split("\n")[1:], item.start + 1):
        bullet = _BULLET.match(line)
        if bullet is not None and state.markers.split(line[bullet.end() :]) is not None:
            yield number


def _agree(draft: Draft, item: Item) -> None:
    """Read an item by the form of its question where its marker belongs to another form."""
    typed = draft.form == "answers"
    meant = _AS_ANSWER.get(str(item.role)) if typed else _AS_OPTION.get(str(item.role))
    if meant is not None:
        wanted = "= or ≠" if typed else "✅ or ❌"
        draft.report("QK103", "unmarked-option", Severity.WARNING,
                     f'"{item.marker}" is not the kind of marker that the others have',
                     item.start, f"begin all of them with {wanted}", at=item.marker)  # fmt: skip
        item.role = meant


def _report_almost(draft: Draft, line: str, number: int) -> None:
    draft.report("QK102", "almost-option", Severity.ERROR,
                 f'"{line.strip()}" looks like an option, but is not read as one', number,
                 f'write "{almost_box_hint(line)}"')  # fmt: skip


def _spills(state: State, blocks: list[Block], index: int, draft: Draft) -> bool:
    """Whether an unindented block belongs to the option above it."""
    block = blocks[index]
    if not draft.items or block.kind not in ("fence", "quote", "paragraph", "code", "math"):
        return False
    if block.kind == "paragraph" and not _IMAGE_ONLY.fullmatch(block.inline.strip()):
        return False
    for other in blocks[index + 1 :]:
        if other.kind == "bullets":
            return any(i.role is not None for i in state.forms.items(other))
        if other.kind not in ("fence", "quote", "code", "math"):
            break
    last = draft.items[-1]
    if is_placeholder(last.text):
        return True
    sign = block.lines[block.start].lstrip()[:1]
    ends = (state.lines.skip_blank(item.end) for item in draft.items[:-1])
    below = [state.lines[end].lstrip()[:1] for end in ends if end < state.lines.end]
    return sign in below


def _spill(state: State, item: Item, block: Block) -> None:
    text = state.block_text(block)
    if block.kind == "quote":
        item.feedback = join([item.feedback, unquote(text)])
    else:
        item.text = text if is_placeholder(item.text) else join([item.text, text])
