"""Matching and ordering in GIFT."""

from __future__ import annotations

from quizkit.formats.base import Feature
from quizkit.formats.gift import escaping
from quizkit.formats.gift.sheet import Sheet
from quizkit.formats.moodle_xml.arranged import account_ordering, right_sides
from quizkit.model import Matching, Ordering

_FEWEST = 2


def write_matching(sheet: Sheet, question: Matching) -> str:
    """``{=left -> right ...}``; a right side without a left one is an extra."""
    if len(question.rights) < _FEWEST:
        return sheet.alone(question, "GIFT takes no matching question of one pair")
    sheet.points(question, question.points)
    sheet.lose_combined(question)
    if not question.shuffle:
        sheet.job.lose(question, Feature.SHUFFLE, "pairs read from GIFT are always shuffled")
    lefts = [sheet.rich(question, pair.left, inline=True) for pair in question.pairs]
    lefts += [""] * len(question.distractors)
    rights = [escaping.escaped(right) for right in right_sides(question, sheet.job)]
    lines = [
        f"={left} -> {right}" if left else f"= -> {right}"
        for left, right in zip(lefts, rights, strict=True)
    ]
    return sheet.block(question, lines)


def write_ordering(sheet: Sheet, question: Ordering) -> str:
    """``{>n ALL VERTICAL ALL_OR_NOTHING SHOW none`` and one item a line."""
    if len(question.items) < _FEWEST:
        return sheet.alone(question, "GIFT takes no order of a single item")
    sheet.points(question, question.points)
    sheet.lose_combined(question)
    account_ordering(sheet.job, question)
    items = []
    for number, content in enumerate(question.items):
        markup = sheet.markup(question, content, inline=True)
        before = sum(other == content for other in question.items[:number])
        items.append(escaping.item(markup + "<span></span>" * before))
    head = f">{len(items)} ALL VERTICAL ALL_OR_NOTHING SHOW none"
    return sheet.block(question, [head, *items])
