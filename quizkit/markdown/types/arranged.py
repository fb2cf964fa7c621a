"""Matching (a table of two columns) and ordering (a numbered list in the right order)."""

from __future__ import annotations

from collections.abc import Sequence

from quizkit.diagnostics import Severity, Span
from quizkit.markdown.blocks import Block, cells
from quizkit.markdown.draft import Common, Context, Draft
from quizkit.markdown.first_line import as_text
from quizkit.markdown.scribe import NOTHING, Scribe, list_item, one_line
from quizkit.model import Content, Matching, Ordering, Pair


def build_matching(draft: Draft, common: Common, context: Context) -> Matching:
    """Pairs from the rows of a table; a row without a left side is a distractor.

    The heading row is for readers of the source: it names the columns and is not exported.
    """
    pairs: list[Pair] = []
    distractors: list[Content] = []
    for line, row in table_rows(draft.table) if draft.table else draft.rows:
        if len(row) != 2:
            draft.report("QK117", "incomplete-type", Severity.ERROR,
                         f"a matching table has two columns, this row has {len(row)}", line,
                         "put what is matched left, its partner right")  # fmt: skip
            break
        left, right = map(as_text, row)
        if not right:
            message = f'"{left}" has no partner' if left else "this row is empty"
            draft.report("QK117", "incomplete-type", Severity.ERROR, message, line)
        elif left:
            draft.spans[("pairs", len(pairs))] = Span.at(line + 1)
            pairs.append(Pair(Content(markdown=left), Content(markdown=right)))
        else:
            distractors.append(Content(markdown=right))
    return Matching(
        **vars(common),
        points=draft.points(context),
        pairs=tuple(pairs),
        distractors=tuple(distractors),
        shuffle=draft.flag("shuffle", context.defaults.shuffle),
    )


def table_rows(table: Block) -> list[tuple[int, list[str]]]:
    """The body rows of a table: the line of each, counted from 0, and its cells."""
    if table.columns:
        width, lines = table.columns, table.lines
        found = ((n, cells(lines[n])[:width]) for n in range(table.start + 2, table.end))
        return [(n, row + [""] * (width - len(row))) for n, row in found]
    rows: list[tuple[int, list[str]]] = []
    body = False
    for token in table.tokens:
        if token.type == "tbody_open":
            body = True
        elif body and token.type == "tr_open":
            rows.append((token.map[0] if token.map else table.start, []))
        elif body and token.type == "inline":
            rows[-1][1].append(token.content.strip())
    return rows


def build_ordering(draft: Draft, common: Common, context: Context) -> Ordering:
    """Items from a numbered list."""
    for index, item in enumerate(draft.items):
        draft.spans[("items", index)] = item.span
    return Ordering(
        **vars(common),
        points=draft.points(context),
        items=tuple(Content(markdown=item.text.strip("\n")) for item in draft.items),
    )


def write_matching(question: Matching, scribe: Scribe, header: Sequence[str] = ()) -> str:
    """The table of pairs, the distractors below them without a left side.

    ``header`` are the cells of its heading row, where they are not the usual words.
    """
    usual = (scribe.heading("question"), scribe.heading("answers"))
    head = (header[0], header[1]) if len(header) == 2 else usual
    rows = [(_cell(pair.left), _cell(pair.right)) for pair in question.pairs]
    rows += [("", _cell(content)) for content in question.distractors]
    lines = [f"| {left} | {right} |" for left, right in (head, ("---", "---"), *rows)]
    return "\n".join(line.replace("|  |", "| |") for line in lines)


def _cell(content: Content) -> str:
    text = one_line(content.source) or NOTHING
    return text.replace("|", "\\|")


def write_ordering(question: Ordering, delimiter: str) -> str:
    """The items as a numbered list; ``delimiter`` follows each number."""
    return "\n".join(
        list_item(f"{number}{delimiter}", item.source, (), None)
        for number, item in enumerate(question.items, 1)
    )
