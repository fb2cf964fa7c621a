"""Questions whose options have letters: the options, and the line that says which are right."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from quizkit.diagnostics import Severity
from quizkit.markdown.blocks import Block
from quizkit.markdown.draft import Draft
from quizkit.markdown.items import Item, unquote
from quizkit.markdown.letters import (
    CIRCLED,
    INDEX,
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
from quizkit.markdown.verdicts import Judged, judgements, remarks

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
            draft.plain = draft.plain or label is None
            item.text = label[1] if label else item.text
        _part_last(draft)
        take_trailing(state, draft)
        take_tail(state, draft)
        return
    run = letter_run(block.inline, block.start)
    assert run is not None
    before, options, after, _ = run
    if before.strip():
        stem = without_instruction(state, draft, before.strip("\n"), block.start)
        draft.stem = [] if draft.stem == [draft.title] else draft.stem
        draft.stem.append(stem)
        draft.stem_lines.append(block.start)
    draft.numbered = block.lines[options[0].line].lstrip()[:1] in CIRCLED
    draft.items = [Item.plain(o.line, o.end, o.text, block.lines[o.line]) for o in options]
    take_trailing(state, draft)
    take_tail(state, draft)
    if after.strip() and not take_answer_text(state, draft, after):
        draft.part = draft.feedback.setdefault("general", [])
        draft.add([after])


_BRACKETS = re.compile(r"[（(][ \t\u3000]*([A-H](?:[ \t、,，]*[A-H]){0,6})[ \t\u3000]*[)）]")
_EAST_ASIAN = "[\u3040-\u30ff\u3400-\u9fff]"


def take_bracketed(state: State, draft: Draft) -> None:
    """Take the letters that stand in the brackets of a stem, where its blank would be.

    Question banks in Chinese fill in the answer so: "the right one is（B）". The stem keeps the
    blank.
    """
    found = [
        (n, match)
        for n, text in enumerate(draft.stem)
        if not text.isascii() and re.search(_EAST_ASIAN, text)
        for match in _BRACKETS.finditer(text)
    ]
    if len(found) != 1:
        return
    place, match = found[0]
    letters = re.findall(r"[A-H]", match[1])
    keys = tuple(sorted({INDEX[letter.lower()] for letter in letters}))
    if len(keys) < len(letters) or keys[-1] >= len(draft.items):
        return
    draft.keys = keys
    stem = draft.stem[place]
    draft.stem[place] = f"{stem[: match.start()]}（ ）{stem[match.end() :]}"
    if draft.title == stem:
        draft.title = draft.stem[place]
    state.guess("right answers that stand in the brackets of what is asked", draft.line)


def _part_last(draft: Draft) -> None:
    """Take further options out of the last one, where only their bullets are missing."""
    last = draft.items[-1]
    if "\n" not in last.text or draft.plain or draft.numbered:
        return
    text, *lines = last.text.split("\n")
    for number, line in enumerate(lines):
        label = split_label(line)
        if label is None or label[0] != len(draft.items):
            return
        last.text = text
        start = last.start + 1
        last = Item.plain(start, start + 1, label[1].rstrip(), draft.lines[start])
        text = "\n".join([label[1].rstrip(), *lines[number + 1 :]])
        last.text = text
        draft.items.append(last)
        text = label[1].rstrip()


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
            found = take_answer_text(state, draft, comment[1].strip())
            return found or draft.form == "letters"
        lines, draft.answer_due = details_lines(block.text, state.book)
        if not lines:
            return True
        if draft.answer_due and _take_bare(draft, lines):
            return True
        return take_answer_text(state, draft, "\n".join(lines))
    if block.kind == "paragraph" and state.forms.is_label(block.inline):
        draft.answer_due = True
        return draft.keys is None
    texts = _ANSWERS.get(block.kind)
    open_ended = draft.keys is None or draft.judged or draft.marked_at_end
    if texts is None or not (open_ended or block.kind == "bullets"):
        return False
    lines = texts(state, block)
    if _take_judgements(state, draft, lines, block.start):
        return True
    if block.kind == "bullets" and _take_remarks(state, draft, lines):
        return True
    if draft.marked_at_end and draft.keys is not None:
        return take_answer_text(state, draft, "\n".join(lines))
    if draft.keys is not None:
        return draft.judged and _is_outweighed(state, draft, lines, block.start)
    due, draft.answer_due = draft.answer_due or _may_show(draft, block), False
    if due and not _remarks(draft, after) and _take_bare(draft, lines):
        return True
    if block.kind == "bullets" and len(lines) > 1:
        return _take_listed(state, draft, lines)
    return take_answer_text(state, draft, "\n".join(lines))


def _listed(state: State, block: Block) -> list[str]:
    """The items of a list, each with its sign and what it goes on with."""
    items = state.forms.items(block)
    return [f"{item.marker} {item.text}".strip() if item.marker else item.text for item in items]


_ANSWERS: dict[str, Callable[[State, Block], list[str]]] = {
    "paragraph": lambda _, block: block.inline.split("\n"),
    "quote": lambda _, block: unquote(block.text).split("\n"),
    "bullets": _listed,
    "fence": lambda _, block: block.text.split("\n")[1:-1],
}
"""The lines, or list items, of each kind of block that may name the right options."""


def _take_judgements(state: State, draft: Draft, lines: Sequence[str], at: int) -> bool:
    """Take remarks such as "B - Correct: ..." as the key and as the options' feedback."""
    found = judgements(
        [line for line in lines if line.strip()], [item.text for item in draft.items], state.book
    )
    if not found or (draft.keys is None and not draft.judged and not _tells(found, draft)):
        return False
    draft.judged = draft.judged or draft.keys is None
    right = {judged.option for judged in found if judged.right}
    if draft.judged and (right or draft.keys is not None):
        draft.keys = tuple(sorted({*(draft.keys or ()), *right}))
    elif any(judged.right is not (judged.option in (draft.keys or ())) for judged in found):
        _report_contradiction(draft, at)
    _give_remarks(state, draft, [(judged.option, judged.remark) for judged in found])
    return True


def _may_show(draft: Draft, block: Block) -> bool:
    """Whether code below options with letters may be nothing but the right one."""
    return block.kind == "fence" and draft.form == "letters"


def _is_outweighed(state: State, draft: Draft, lines: Sequence[str], at: int) -> bool:
    """Take an answer line below remarks that have told what is right: it is what counts."""
    told, draft.keys = draft.keys, None
    if not take_answer_text(state, draft, "\n".join(lines)):
        draft.keys = told
        return False
    if draft.keys != told:
        _report_contradiction(draft, at)
    draft.judged = False
    return True


def _report_contradiction(
    draft: Draft, at: int, what: str = "remarks on the options call other ones right"
) -> None:
    draft.report("QK301", "verdict-contradicts", Severity.WARNING,
                 f"{what} than the line with the answer does", at,
                 "the line counts; one of the two is a mistake")  # fmt: skip


def _take_remarks(state: State, draft: Draft, lines: Sequence[str]) -> bool:
    """Take a list of remarks, each headed by an option's letter, as those options' feedback."""
    if draft.keys is None:
        return False
    found = remarks(lines, len(draft.items))
    _give_remarks(state, draft, found)
    return bool(found)


def _give_remarks(state: State, draft: Draft, found: Sequence[tuple[int, str]]) -> None:
    """Make remarks the options' feedback; a heading above them goes, for nothing is left of it."""
    general = draft.feedback.get("general", [])
    if found and general and state.book.heading(general[-1]) is not None:
        general.pop()
    for option, remark in found:
        if remark:
            draft.option_feedback.setdefault(option, []).append(remark)


def _tells(found: Sequence[Judged], draft: Draft) -> bool:
    """Whether remarks are enough to tell what is right: one is, and not all are."""
    right = sum(judged.right for judged in found)
    return right < len(draft.items) and (right > 0 or len(found) == 1)


def _take_listed(state: State, draft: Draft, lines: Sequence[str]) -> bool:
    """Take an answer line that is an item of a list; the other items stay a list."""
    for index, line in enumerate(lines):
        if take_answer_text(state, draft, line):
            rest = [f"- {other}" for n, other in enumerate(lines) if n != index]
            draft.add(["\n".join(rest)])
            return True
    return False


def take_tail(state: State, draft: Draft) -> None:
    """Take an answer line that stands right below the last option, as if it went on with it."""
    last = draft.items[-1]
    head, *tail = last.text.split("\n")
    options = [*(item.text for item in draft.items[:-1]), head]
    if tail and state.book.is_show(tail[-1]):
        last.text = "\n".join([head, *tail[:-1]]).rstrip(" \\\n")
        return
    for number, line in enumerate(tail):
        if state.book.is_answer_label(line) or answer_line(line, options, state.book):
            whole = last.text
            last.text = "\n".join([head, *tail[:number]]).rstrip(" \\\n")
            if not take_answer_text(state, draft, "\n".join(tail[number:])):
                last.text = whole
            return


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


def take_answer_text(state: State, draft: Draft, text: str) -> bool:
    """Find the answer line among lines; what else they say is general feedback.

    It outweighs marks and bold letters, which may be emphasis alone.
    """
    if not draft.marked_at_end or draft.keys is None:
        return _take_stated(state, draft, text)
    marked, draft.keys = draft.keys, None
    if not _take_stated(state, draft, text):
        draft.keys = marked
        return False
    draft.marked_at_end = False
    if draft.keys != marked:
        _report_contradiction(draft, draft.items[0].start, "the options mark other ones as right")
    return True


def _take_stated(state: State, draft: Draft, text: str) -> bool:
    options = [item.text for item in draft.items]
    rest: list[str] = []
    lines = text.split("\n")
    for number, one in enumerate(lines, 1):
        found = None
        if draft.keys is None and state.forms.is_label(one):
            listed = bare_answer([line for line in lines[number:] if line.strip()], options)
            if listed is not None:
                draft.keys = listed.keys
                rest.append(listed.rest)
                break
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


def expects_answer(draft: Draft) -> bool:
    """Whether the right options are still to be named: of letters, or of empty boxes."""
    if draft.form == "letters":
        return draft.keys is None
    return draft.marker_style == "task" and draft.form == "choice" and draft.lacks_key


def with_letters(state: State, draft: Draft, attempt: Callable[[], bool]) -> bool:
    """Try to name the right options; empty boxes are read like letters, if that succeeds."""
    if draft.form == "letters":
        return attempt()
    if not expects_answer(draft):
        return False
    written = [item.text for item in draft.items]
    drop_labels(draft.items)
    taken = attempt()
    if draft.keys is not None:
        state.guess("empty boxes, and the line that names the right one,", draft.items[0].start)
        draft.form = "letters"
        return True
    for item, text in zip(draft.items, written, strict=True):
        item.text = text
    return taken
