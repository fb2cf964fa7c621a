"""Matching and ordering (QTI 2.1 information model, 7.4.2 and 7.4.5)."""

from __future__ import annotations

from fractions import Fraction

from quizkit.formats.idents import mixed
from quizkit.formats.qti21 import rules
from quizkit.formats.qti21.draft import Draft
from quizkit.formats.xml_writer import Markup, block, element
from quizkit.model import ONE, Content, Matching, Ordering


def write_matching(question: Matching, draft: Draft) -> None:
    """Two sets; each left side takes one right side, a right side may serve twice.

    Equal right sides are one choice, so that either place of them is right.
    """
    rights = list(dict.fromkeys(question.rights))
    order = mixed(len(rights), f"{question.id}/rights")
    names = {rights[index]: f"R{place + 1}" for place, index in enumerate(order)}
    left_names = [f"L{place + 1}" for place in range(len(question.pairs))]
    pairs = [
        f"{left} {names[pair.right]}" for left, pair in zip(left_names, question.pairs, strict=True)
    ]
    lefts = [
        _choice(draft, left, pair.left, "1")
        for left, pair in zip(left_names, question.pairs, strict=True)
    ]
    draft.body.append(
        block(
            "matchInteraction",
            {
                "responseIdentifier": rules.RESPONSE,
                "shuffle": str(question.shuffle).lower(),
                "maxAssociations": "0",
            },
            block("simpleMatchSet", None, *lefts),
            block(
                "simpleMatchSet",
                None,
                *(_choice(draft, names[rights[n]], rights[n], "0") for n in order),
            ),
        )
    )
    each = draft.most * Fraction(1, len(pairs)) if pairs else draft.most
    draft.declarations.append(
        rules.response(
            rules.RESPONSE,
            "multiple",
            "directedPair",
            correct=pairs,
            mapping=rules.mapping(((pair, each) for pair in pairs), draft.most),
        )
    )
    draft.scoring.append(rules.assign(draft.earned, rules.mapped()))
    if draft.earned == "SCORE":
        draft.template = rules.MAP_RESPONSE


def write_ordering(question: Ordering, draft: Draft) -> None:
    """All or nothing. The items stand in another order than the right one."""
    items = question.items
    order = mixed(len(items), f"{question.id}/items")
    names = [""] * len(items)
    for place, index in enumerate(order):
        names[index] = f"C{place + 1}"
    choices = [
        element("simpleChoice", {"identifier": names[n]}, draft.text.short(question, items[n]))
        for n in order
    ]
    draft.kind = "order"
    draft.body.append(
        block(
            "orderInteraction",
            {"responseIdentifier": rules.RESPONSE, "shuffle": "true"},
            *choices,
        )
    )
    draft.declarations.append(
        rules.response(rules.RESPONSE, "ordered", "identifier", correct=names)
    )
    if len(set(items)) == len(items):
        right = rules.is_correct()
        if draft.earned == "SCORE" and draft.most == ONE:
            draft.template = rules.MATCH_CORRECT
    else:
        right = _right_places(items, names)
    draft.scoring.append(rules.when((right, rules.assign(draft.earned, rules.number(draft.most)))))
    draft.full = right


def _right_places(items: tuple[Content, ...], names: list[str]) -> Markup:
    """Every place holds its item, or one equal to it."""
    places = []
    for place, item in enumerate(items, start=1):
        equal = [name for name, other in zip(names, items, strict=True) if other == item]
        places.append(rules.any_of(*(rules.at_place(place, name) for name in equal)))
    return rules.all_of(*places)


def _choice(draft: Draft, name: str, content: Content, limit: str) -> Markup:
    return element(
        "simpleAssociableChoice",
        {"identifier": name, "matchMax": limit},
        draft.text.short(draft.question, content),
    )
