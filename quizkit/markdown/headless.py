"""Questions without headings: numbered list items, numbered paragraphs, or one after another."""

from __future__ import annotations

import re
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.utils import EnvType

from quizkit.markdown.apart import gathered
from quizkit.markdown.blocks import Block
from quizkit.markdown.forms import Forms
from quizkit.markdown.items import dedent, item_indent, marker_style, written_numbers
from quizkit.markdown.letters import letter_run, split_label
from quizkit.markdown.sections import Section, nested, take_number
from quizkit.model import Role

_ANSWERED = re.compile(r"[:：][\s*_]*[A-Ja-j][\s*_.]*$")
"""How a heading such as "Option: C" ends, below which the next question stands."""
_KEY = re.compile(r"[\W_]*[A-Ja-jА-Га-г](?![^\W_])")
_KEYS = re.compile(r"(?<!\d)\d{1,3}[ \t]*[.):=\-–—]?[ \t*_]*[A-Ja-jА-Га-г](?![^\W_])")
"""Numbers with a letter each: "1-B, 2. C"."""
_SIGNS = re.compile(r"[<>*_\\{}$\[\]#&|]")
_FEWEST_LINES = 6
"""Lines of two questions, each with two options."""
_FEWEST_BOLD = 3
"""Questions with a bold answer each that make a quiz of a text."""


def split(section: Section, forms: Forms, md: MarkdownIt, env: EnvType) -> list[Section]:
    """A section, and after it the questions without headings that it holds.

    The section keeps what stands before the first of them; a section without such questions
    comes back alone.
    """
    if not forms.may_ask(section):
        if section.text or len(section.blocks) < 2 * _FEWEST_BOLD:
            return [section]
        return _with_bold_answers(section, forms) or [section]
    kinds = {block.kind for block in section.blocks}
    blocks = _parted(section.blocks)
    if "code" in kinds:
        blocks = _unindented(blocks, md, env)
    if "fence" in kinds:
        blocks = _unfenced(blocks, forms)
    section.blocks = gathered(blocks)
    whole = Section(None, line=section.line)
    whole.text, whole.level, whole.attributes = section.text, section.level, section.attributes
    whole.unclosed, whole.rules = section.unclosed, section.rules
    found = [whole]
    for index, block in enumerate(section.blocks):
        below = section.blocks[index + 1] if index + 1 < len(section.blocks) else None
        inside = _questions_in_list(block, below, forms, md, env)
        if inside:
            found += inside
            continue
        if below is not None and _heads_key(block, below, forms):
            found.append(Section(None, line=block.start))
            found[-1].blocks.append(block)
            continue
        begun = _begins(section.blocks, index, forms, found[-1], md, env)
        if begun is not None:
            found.append(begun)
        else:
            found[-1].blocks.append(block)
    if len(found) == 1:
        return [section]
    return found


def _heads_key(block: Block, below: Block, forms: Forms) -> bool:
    """Whether a paragraph is only "Answers:", above a list or table of them."""
    if below.kind == "bullets" or block.kind != "paragraph":
        return False
    if not forms.is_key_label(block.inline):
        return False
    if below.kind == "paragraph":
        return len(_KEYS.findall(below.inline)) > 1
    if below.kind == "numbers":
        return all(_KEY.match(item.text) is not None for item in forms.items(below))
    return below.kind == "table"


def _with_bold_answers(section: Section, forms: Forms) -> list[Section]:
    """Questions that are a paragraph and a list of which one item is bold, and nothing else is.

    One such list is emphasis; a text of which nearly all lists are so asks.
    """
    blocks = section.blocks
    places = [n for n, block in enumerate(blocks) if block.kind == "bullets"]
    pairs = [n - 1 for n in places if n and blocks[n - 1].kind == "paragraph"]
    if len(pairs) < _FEWEST_BOLD or "?" not in section.source:
        return []
    bold = sum(forms.emphasised(blocks[n + 1]) for n in pairs)
    if bold < _FEWEST_BOLD or bold * 10 < len(pairs) * 9:
        return []
    found = [Section(None, line=section.line)]
    for index, block in enumerate(blocks):
        if index in pairs:
            found.append(Section(None, line=block.start))
            found[-1].bold_answer = forms.emphasised(blocks[index + 1])
        found[-1].blocks.append(block)
    return found


def _parted(blocks: list[Block]) -> list[Block]:
    """The blocks, with paragraphs that hold several numbered questions cut before each number."""
    if not any(b.kind == "paragraph" and b.end - b.start >= _FEWEST_LINES for b in blocks):
        return blocks
    found: list[Block] = []
    for block in blocks:
        lines = block.inline.split("\n") if block.kind == "paragraph" else []
        cuts = _cuts(lines)
        if not cuts:
            found.append(block)
            continue
        for start, end in pairwise([0, *cuts, len(lines)]):
            text = "\n".join(lines[start:end])
            first = block.start + start
            found.append(Block("paragraph", first, first + end - start, block.lines, inline=text))
    return found


def _cuts(lines: list[str]) -> list[int]:
    """The lines of a paragraph where the next question begins: its number, above options anew."""
    if len(lines) < _FEWEST_LINES:
        return []
    cuts: list[int] = []
    number, lettered = 0, False
    for index, line in enumerate(lines):
        label = split_label(line)
        if label is None:
            if lettered and take_number(line)[0] is not None:
                number = index
        elif label[0] == 0:
            if lettered and number > (cuts[-1] if cuts else 0):
                cuts.append(number)
            lettered = True
    return cuts


def _unfenced(blocks: list[Block], forms: Forms) -> list[Block]:
    """The blocks, with code that is nothing but options made a paragraph.

    Where other options follow before the next number, it is part of what is asked.
    """
    if not any(block.kind == "fence" and _is_options(block) for block in blocks):
        return blocks
    found: list[Block] = []
    for index, block in enumerate(blocks):
        if block.kind == "fence" and _is_options(block):
            below = blocks[index + 1 : index + 6]
            if _options_below(below, forms) is None:
                lines = [_as_code(line) for line in block.text.split("\n")[1:-1]]
                text = "\n".join(["", *lines])
                block = Block("paragraph", block.start, block.end, block.lines, inline=text)
        found.append(block)
    return found


def _is_options(block: Block) -> bool:
    """Whether each line of some code is an option with a letter, three at least."""
    lines = block.text.split("\n")[1:-1]
    labels = [split_label(line) for line in lines]
    places = [label[0] if label else -1 for label in labels]
    return len(places) > 2 and places == list(range(len(places)))


def _as_code(line: str) -> str:
    """An option's line, its text as code where Markdown would read signs in it."""
    label = split_label(line)
    if label is None or _SIGNS.search(label[1]) is None or "`" in label[1]:
        return line
    text = label[1].rstrip()
    return f"{line[: len(line) - len(label[1])]}`{text}`"


def _unindented(blocks: list[Block], md: MarkdownIt, env: EnvType) -> list[Block]:
    """The blocks, with options that are code to Markdown read as what they are.

    Below a number of three digits four columns are too few for Markdown, which takes what
    stands there after an empty line for code.
    """
    found: list[Block] = []
    for block in blocks:
        numbered = found and found[-1].kind == "numbers" and block.kind == "code"
        text = dedent(block.lines, block.start, block.end, 4) if numbered else ""
        if text and letter_run(text, block.start) is not None:
            found += nested(text, block.start, md, env)
        else:
            found.append(block)
    return found


def _questions_in_list(
    block: Block, below: Block | None, forms: Forms, md: MarkdownIt, env: EnvType
) -> list[Section]:
    """The items of a list whose items each hold options, as sections of their own.

    The last one's options may stand ``below`` the list, where they are indented too little.
    """
    if block.kind not in ("numbers", "bullets"):
        return []
    items = forms.items(block)
    nests = (
        any(item.nested_markers for item in items)
        or block.kind == "numbers"
        or "\n" in "".join(item.text for item in items)
    )
    if not nests or any(item.role is not None for item in items):
        return []
    sections: list[Section] = []
    count = block.kind == "numbers"
    numbers = written_numbers(block, items) if count else range(1, len(items) + 1)
    for number, item in zip(numbers, items, strict=True):
        indent = item_indent(block.lines[item.start])
        text = dedent(block.lines, item.start, item.end, indent, first_cut=True)
        section = Section(None, line=item.start, number=number)
        section.blocks = gathered(nested(text, item.start, md, env))
        if block.kind == "bullets" and not _take_number(section):
            return []
        sections.append(section)
    asking = sum(_has_options(section, forms) for section in sections)
    open_ones = sum(not _asks(section, forms) for section in sections)
    if asking and below is not None and forms.is_marked(below):
        open_ones -= not _asks(sections[-1], forms)
    if asking < len(sections) and sum(_is_sure(section, forms) for section in sections) > 1:
        return sections  # boxes with right and wrong ones below what asks, among open questions
    # Gaps in every item are those of one text; one in three may be for students to write out.
    return sections if asking and open_ones * 3 <= len(sections) else []


def _is_sure(section: Section, forms: Forms) -> bool:
    """Whether an item asks, and boxes below it show right and wrong options."""
    blocks = section.blocks
    index = next((n for n, block in enumerate(blocks) if forms.is_marked(block)), None)
    if index is None or not _is_complete(blocks[index], forms) or not forms.asks(section, index):
        return False
    return all(marker_style(item.marker) == "task" for item in forms.items(blocks[index]))


def _asks(section: Section, forms: Forms) -> bool:
    return _has_options(section, forms) or forms.has_gap(section)


def _has_options(section: Section, forms: Forms) -> bool:
    return any(forms.lettered(block) or forms.is_marked(block) for block in section.blocks)


def _begins(
    blocks: list[Block], index: int, forms: Forms, under_way: Section, md: MarkdownIt, env: EnvType
) -> Section | None:
    """A question that begins at a block: a numbered paragraph or item that options follow."""
    block = blocks[index]
    number, said = take_number(block.inline) if block.kind == "paragraph" else (None, "")
    if number is not None and forms.says_answer(said):
        return None  # an entry of the answers to earlier questions, with remarks on their options
    whole = block.kind == "paragraph" and forms.is_whole(block)
    if block.kind == "paragraph" and number is None and not whole and "?" not in block.inline:
        return None
    if block.kind not in ("numbers", "paragraph"):
        return None
    answered = _has_options(under_way, forms)
    if answered and under_way.text and not _asks_anew(blocks, index, forms):
        return None  # the heading above asks already; this belongs to its options
    following = blocks[index + 1 : index + 6]
    if block.kind == "numbers":
        item = forms.items(block)[-1]
        if len(forms.items(block)) > 1 or _options_below(following, forms) is None:
            return None
        section = Section(None, line=item.start, number=block.first_number)
        text = dedent(
            block.lines, item.start, item.end, item_indent(block.lines[item.start]), first_cut=True
        )
        section.blocks = gathered(nested(text, item.start, md, env))
        return section
    opens = answered or whole or _ends_open(under_way, block, forms)
    if number is None and not opens and _ANSWERED.search(under_way.text) is None:
        return None
    section = Section(None, line=block.start, number=number)
    section.blocks = [block]
    if number is not None and forms.has_gap(section):
        beside = answered or (under_way.number is not None and forms.has_gap(under_way))
        return section if beside and _take_number(section) else None
    options = block if forms.lettered(block) else _options_below(following, forms)
    if options is None:
        # The next number without answers is no explanation of the question before it.
        follows = answered and number is not None and number - 1 == under_way.number
        return section if follows else None
    if _looks_like_a_check_list(options, forms) and not forms.asks(section, 1):
        return None
    _take_number(section)
    return section


def _ends_open(under_way: Section, block: Block, forms: Forms) -> bool:
    """Whether a paragraph asks and offers options, below another question and its own list."""
    if under_way.text or not forms.lettered(block):
        return False
    run = letter_run(block.inline, block.start)
    if run is None or "?" not in run[0]:
        return False
    lists = [n for n, other in enumerate(under_way.blocks) if other.kind == "bullets"]
    return bool(lists) and forms.asks(under_way, lists[0])


def _asks_anew(blocks: list[Block], index: int, forms: Forms) -> bool:
    """Whether a paragraph between two whole lists of options asks the second one's question."""
    if blocks[index].kind != "paragraph" or blocks[index].inline.rstrip(" *_")[-1:] not in "?？؟":
        return False
    below = blocks[index + 1] if index + 1 < len(blocks) else None
    if below is not None and forms.lettered(below):
        return any(forms.lettered(block) for block in blocks[:index])
    above = next((block for block in reversed(blocks[:index]) if forms.is_marked(block)), None)
    return all(block is not None and _is_complete(block, forms) for block in (above, below))


def _is_complete(block: Block, forms: Forms) -> bool:
    """Whether a list has a right option and a wrong one."""
    if block.kind not in ("bullets", "numbers"):
        return False
    roles = {item.role for item in forms.items(block)}
    return Role.KEY in roles and Role.DISTRACTOR in roles


def _looks_like_a_check_list(options: Block, forms: Forms) -> bool:
    """Signs such as ✅ and ❌ before items are seldom a quiz's, unless something is asked."""
    return options.kind == "bullets" and any(
        item.role is not None and marker_style(item.marker) == "emoji"
        for item in forms.items(options)
    )


def _options_below(blocks: list[Block], forms: Forms) -> Block | None:
    """The options that come before the next numbered paragraph or rule."""
    for block in blocks:
        if forms.is_marked(block) or forms.lettered(block):
            return block
        if block.kind in ("hr", "numbers"):
            return None
        if block.kind == "paragraph" and take_number(block.inline)[0] is not None:
            return None
    return None


def _take_number(section: Section) -> bool:
    """Take the number off a section's first paragraph; say whether it has one."""
    first = section.blocks[0] if section.blocks else None
    if first is None or first.kind != "paragraph":
        return False
    number, rest = take_number(first.inline)
    if number is None:
        return False
    section.number = number
    first.inline = rest
    return True
