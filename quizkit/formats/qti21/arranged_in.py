"""Matching and orders of QTI 2.x."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

from quizkit.formats.base import Feature
from quizkit.formats.qti21.declared import Declaration
from quizkit.formats.qti21.item_in import Item
from quizkit.formats.qti21.remarks import Probe, sort_remarks
from quizkit.formats.safe_xml import Element
from quizkit.formats.taken import Unreadable
from quizkit.formats.weighing import exact_share
from quizkit.model import ZERO, Content, Matching, Ordering, Pair, Question

_ALL_ORDERS = 5
"""Items of which every order is tried."""


def read_order(item: Item, interaction: Element) -> Question:
    """``orderInteraction``."""
    declared = item.declared(interaction)
    choices = {c.get("identifier") or "": c for c in interaction.iter("simpleChoice")}
    order = [str(atom) for atom in declared.correct_values if str(atom) in choices]
    if len(order) < 1 or len(set(order)) != len(order):
        raise Unreadable("it does not say which order is right")
    left_out = len(choices) - len(order)
    if left_out:
        item.lose(Feature.TYPE, f"{left_out} items that belong nowhere are left out")
    right = {declared.identifier: tuple(order)}
    others = [{declared.identifier: found} for found in _other_orders(order)]
    remarks = sort_remarks(item, [Probe({}), Probe(right), *map(Probe, others)])
    if any(item.earned(given) > 0 for given in others):
        item.lose(
            Feature.SCORE,
            "an order that is partly right earned some of the points; here it earns none",
        )
    items = tuple(item.reader.content(choices[ident]) or Content(html="") for ident in order)
    return Ordering(items=items, **(item.shared() | {"feedback": remarks.whole}))


def _other_orders(order: Sequence[str]) -> list[tuple[str, ...]]:
    """All wrong orders of a few items; of many, those with two neighbours exchanged."""
    right = tuple(order)
    if len(order) <= _ALL_ORDERS:
        return [found for found in permutations(right) if found != right]
    swapped = [(*right[:n], right[n + 1], right[n], *right[n + 2 :]) for n in range(len(right) - 1)]
    return [*swapped, tuple(reversed(right))]


def read_match(item: Item, interaction: Element) -> Question:
    """``matchInteraction``: left sides, each with one right side."""
    sets = list(interaction.iter("simpleMatchSet"))
    if len(sets) != 2:
        raise Unreadable("it has not two sides")
    lefts, rights = (list(side.iter("simpleAssociableChoice")) for side in sets)
    return _matching(item, interaction, lefts, rights)


def read_associate(item: Item, interaction: Element) -> Question:
    """``associateInteraction``: pairs out of one list; what stands first in a pair is its left."""
    choices = list(interaction.iter("simpleAssociableChoice"))
    declared = item.declared(interaction)
    firsts = {left for left, _ in _wanted(declared)}
    lefts = [choice for choice in choices if choice.get("identifier") in firsts]
    rights = [choice for choice in choices if choice.get("identifier") not in firsts]
    item.lose(Feature.TYPE, "one list to make pairs of became two")
    return _matching(item, interaction, lefts, rights)


def _matching(
    item: Item, interaction: Element, lefts: Sequence[Element], rights: Sequence[Element]
) -> Question:
    declared = item.declared(interaction)
    contents = {
        choice.get("identifier") or "": item.reader.content(choice) or Content(html="")
        for choice in (*lefts, *rights)
    }
    wanted = _wanted(declared)
    left_names = [choice.get("identifier") or "" for choice in lefts]
    right_names = [choice.get("identifier") or "" for choice in rights]
    counted = {name: [r for left, r in wanted if left == name] for name in left_names}
    turned = False
    if any(len(found) > 1 for found in counted.values()):
        # A table in which a left side has several right ones may be read the other way round.
        back = {name: [left for left, r in wanted if r == name] for name in right_names}
        if any(len(found) > 1 for found in back.values()):
            raise Unreadable("its sides have more than one partner each")
        left_names, right_names, counted, turned = right_names, left_names, back, True
    pairs = [
        Pair(contents[name], contents[counted[name][0]])
        for name in left_names
        if counted[name] and counted[name][0] in contents
    ]
    if not pairs:
        raise Unreadable("it does not say what belongs together")
    alone = [name for name in left_names if not counted[name]]
    if alone:
        item.lose(Feature.SCORE, "left sides that belong to nothing are left out")
    used = {pair.right for pair in pairs}
    others = dict.fromkeys(contents[name] for name in right_names)
    whole = {declared.identifier: tuple(f"{left} {right}" for left, right in wanted)}
    remarks = sort_remarks(item, [Probe({}), Probe(whole), *_partial(declared, wanted)])
    _declare(item, declared, wanted)
    if turned:
        item.lose(Feature.TYPE, "the two sides changed places, for one of them serves twice")
    return Matching(
        pairs=tuple(pairs),
        distractors=tuple(content for content in others if content not in used),
        shuffle=interaction.get("shuffle") == "true",
        **(item.shared() | {"feedback": remarks.whole}),
    )


def _wanted(declared: Declaration) -> list[tuple[str, str]]:
    """The right pairs: as they are named, else those that a mapping pays."""
    named = [str(atom) for atom in declared.correct_values]
    if not named and declared.mapping is not None:
        named = [str(entry.key) for entry in declared.mapping.entries if entry.value > 0]
    pairs = []
    for text in named:
        left, _, right = text.partition(" ")
        if right:
            pairs.append((left, right))
    return pairs


def _partial(declared: Declaration, wanted: Sequence[tuple[str, str]]) -> list[Probe]:
    if len(wanted) < 2:
        return []
    left, right = wanted[0]
    return [Probe({declared.identifier: (f"{left} {right}",)})]


def _declare(item: Item, declared: Declaration, wanted: Sequence[tuple[str, str]]) -> None:
    """Say where a pair does not earn its equal share."""
    each = Fraction(1, len(wanted))
    for left, right in wanted:
        earned = exact_share(max(item.share({declared.identifier: (f"{left} {right}",)}), ZERO))
        if abs(earned - each) * 1000 > 1:
            item.lose(
                Feature.SCORE,
                "its pairs did not earn an equal share each; here they do",
            )
            return
