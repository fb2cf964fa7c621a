"""markdown2moodle: plain bullets below a question, ``- !right`` with a mark, ``---`` between.

The syntax is that of https://github.com/brunomnsilva/markdown2moodle; a heading of the first
level names the category of what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quizkit.markdown.blocks import Block, iter_blocks
from quizkit.markdown.dialects.page import Page
from quizkit.markdown.draft import Draft
from quizkit.markdown.items import Item
from quizkit.model import Role

_MARKED = re.compile(r"^[ ]{0,3}[-*+][ \t]+!(?![\[!=\s])", re.MULTILINE)
_FENCE_ROWS = re.compile(r"^\[\[\[[ \t]*\n?|\n?^\]\]\][ \t]*$", re.MULTILINE)
_MOST_LIKELY = 2
"""So many questions are no coincidence, even where none has a question mark."""


class Markdown2Moodle:
    """The habit of markdown2moodle."""

    title = "right answers that begin with an exclamation mark"

    def recognizes(self, text: str) -> bool:
        """Whether some bullet begins with an exclamation mark that opens no image."""
        return _MARKED.search(text) is not None

    def read(self, page: Page) -> Iterator[Draft]:
        """The questions in order; none where a single list might be mere emphasis."""
        drafts = list(_read(page))
        asked = [draft for draft in drafts if draft.stem and _asks(draft.stem[-1])]
        if asked and (len(drafts) >= _MOST_LIKELY or len(asked) == len(drafts)):
            yield from drafts


def _asks(text: str) -> bool:
    return text.rstrip(" *_`").endswith(("?", "？", "؟", ":", "："))


def _read(page: Page) -> Iterator[Draft]:
    state = page.state
    stem: list[Block] = []
    category = ""
    for block in iter_blocks(state.lines, state.md, state.env, page.first):
        if block.kind == "heading" and block.tokens[0].tag == "h1":
            page.stray(block.start for block in stem[:1])
            stem, category = [], block.inline
        elif block.kind == "hr" and page.lines[block.start].startswith("-"):
            page.stray(block.start for block in stem[:1])
            stem = []
        elif block.kind == "bullets" and stem and _is_choice(state.forms.items(block)):
            yield _question(page, stem, block, category)
            stem = []
            state.forms.forget()
        elif block.kind != "html" or not block.text.lstrip().startswith("<!--"):
            stem.append(block)
    page.stray(block.start for block in stem[:1])


def _is_choice(items: list[Item]) -> bool:
    """Whether some items are marked, and some are not."""
    marked = [item.text.startswith("!") and not item.text.startswith("![") for item in items]
    return any(marked) and not all(marked)


def _question(page: Page, stem: list[Block], block: Block, category: str) -> Draft:
    draft = page.draft(stem[0].start)
    for part in stem:
        text = _FENCE_ROWS.sub("", part.text) if "[[[" in part.text else part.text
        page.add_stem(draft, text, part.start)
    for item in page.state.forms.items(block):
        right = item.text.startswith("!") and not item.text.startswith("![")
        item.role = Role.KEY if right else Role.DISTRACTOR
        item.text = item.text[right:]
        draft.items.append(item)
    if category:
        draft.attributes = draft.attributes.with_pair("category", category)
    draft.marker_style = "custom"
    draft.end = block.end
    return draft
