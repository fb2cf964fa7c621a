"""Questions without headings: numbered list items, numbered paragraphs, or one after another."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.utils import EnvType

from quizkit.markdown.apart import gathered
from quizkit.markdown.blocks import Block
from quizkit.markdown.forms import Forms
from quizkit.markdown.items import dedent, item_indent, marker_style
from quizkit.markdown.sections import Section, nested, take_number


def split(section: Section, forms: Forms, md: MarkdownIt, env: EnvType) -> list[Section]:
    """A section, and after it the questions without headings that it holds.

    The section keeps what stands before the first of them; a section without such questions
    comes back alone.
    """
    if not forms.may_ask(section):
        return [section]
    section.blocks = gathered(section.blocks)
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
        begun = _begins(section.blocks, index, forms, found[-1], md, env)
        if begun is not None:
            found.append(begun)
        else:
            found[-1].blocks.append(block)
    if len(found) == 1:
        return [section]
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
    number = block.first_number if block.kind == "numbers" else 1
    for place, item in enumerate(items):
        indent = item_indent(block.lines[item.start])
        text = dedent(block.lines, item.start, item.end, indent, first_cut=True)
        section = Section(None, line=item.start, number=number + place)
        section.blocks = gathered(nested(text, item.start, md, env))
        if block.kind == "bullets" and not _take_number(section):
            return []
        sections.append(section)
    asking = sum(_has_options(section, forms) for section in sections)
    open_ones = sum(not _asks(section, forms) for section in sections)
    if asking and below is not None and forms.is_marked(below):
        open_ones -= not _asks(sections[-1], forms)
    # Gaps in every item are those of one text; one in three may be for students to write out.
    return sections if asking and open_ones * 3 <= len(sections) else []


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
    if answered and under_way.text:
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
    if number is None and not answered and not whole:
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
