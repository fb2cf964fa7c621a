"""Choices of QTI 2.x, with the policy that their scoring amounts to."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from fractions import Fraction
from itertools import combinations

from quizkit.formats.base import Feature
from quizkit.formats.qti21.declared import Declaration, Value
from quizkit.formats.qti21.item_in import Item, as_value
from quizkit.formats.qti21.remarks import Probe, sort_remarks
from quizkit.formats.safe_xml import Element
from quizkit.formats.taken import Unreadable, words_alone
from quizkit.formats.truth import met_words, truth_of
from quizkit.formats.weighing import Weighed, exact_share, weigh
from quizkit.model import (
    ONE,
    ZERO,
    Choice,
    Content,
    Policy,
    Question,
    Role,
    Selection,
    TrueFalse,
)

_ALL_SUBSETS = 6
Chosen = tuple[int, ...]


def read_choice(item: Item, interaction: Element) -> Question:
    """``choiceInteraction``."""
    choices = list(interaction.iter("simpleChoice"))
    contents = [item.reader.content(choice) or Content(html="") for choice in choices]
    return _choice(item, interaction, choices, contents)


def read_hottext(item: Item, interaction: Element) -> Question:
    """``hottextInteraction``: words to choose in a text; they are listed below it."""
    choices = [deepcopy(choice) for choice in interaction.iter("hottext")]
    for choice in choices:
        choice.tail = None
    contents = [item.reader.content(choice) or Content(html="") for choice in choices]
    item.lose(Feature.TYPE, "words to choose in the text are listed below it")
    prompt = interaction.find("prompt")
    if prompt is not None:
        interaction.remove(prompt)
    text = item.reader.markup(interaction)
    item.body.markup = "\n".join(part for part in (item.body.markup, text) if part)
    return _choice(item, interaction, choices, contents)


def _choice(
    item: Item, interaction: Element, choices: Sequence[Element], contents: list[Content]
) -> Question:
    if not choices:
        raise Unreadable("it has no options")
    declared = item.declared(interaction)
    idents = [choice.get("identifier") or "" for choice in choices]
    several = declared.cardinality != "single"
    selection = Selection.MULTIPLE if several else Selection.SINGLE
    responses = _responses(len(idents), _keys(declared, idents), several=several)
    table = {chosen: item.share(_given(declared, idents, chosen)) for chosen in responses}
    weighed = _weighed(item, declared, idents, table, several=several)
    probes = [
        Probe(
            _given(declared, idents, chosen),
            chosen[0] if len(chosen) == 1 else None,
            frozenset(chosen),
        )
        for chosen in responses
    ]
    remarks = sort_remarks(item, probes)
    feedback = [remarks.by_choice.get(number) for number in range(len(idents))]
    shared = item.shared() | {"feedback": remarks.whole}
    truth = _truth(idents, contents, weighed) if not several else None
    if truth is not None:
        answer, true, false = truth
        return TrueFalse(
            answer=answer,
            feedback_true=feedback[true],
            feedback_false=feedback[false],
            words=met_words(contents[true], contents[false]),
            **shared,
        )
    if not any(role is Role.KEY for role in weighed.roles):
        item.miss("it names no right option")
    fixed = sum(1 << n for n, choice in enumerate(choices) if choice.get("fixed") == "true")
    shuffle = interaction.get("shuffle") == "true"
    return Choice(
        selection=selection,
        options=weighed.options(contents, feedback, fixed=fixed if shuffle else 0),
        policy=weighed.policy,
        shuffle=shuffle,
        **shared,
    )


def _given(declared: Declaration, idents: Sequence[str], chosen: Chosen) -> dict[str, Value]:
    return {declared.identifier: as_value(declared, [idents[n] for n in chosen])}


def _keys(declared: Declaration, idents: Sequence[str]) -> Chosen:
    """The choices that are said to be right, else those that a mapping pays."""
    named = {str(atom) for atom in declared.correct_values}
    if not named and declared.mapping is not None:
        named = {str(entry.key) for entry in declared.mapping.entries if entry.value > 0}
    return tuple(n for n, ident in enumerate(idents) if ident in named)


def _responses(count: int, keys: Chosen, *, several: bool) -> list[Chosen]:
    """Responses that tell one way to score from another: all of them where they are few."""
    found: dict[Chosen, None] = {(): None} | {(n,): None for n in range(count)}
    if several:
        whole = tuple(range(count))
        sizes = range(2, count + 1) if count <= _ALL_SUBSETS else (2,)
        if count <= 4 * _ALL_SUBSETS:
            found |= {chosen: None for size in sizes for chosen in combinations(whole, size)}
        for extra in whole:
            found[tuple(sorted({*keys, extra}))] = None
            found[tuple(n for n in keys if n != extra)] = None
        found |= {keys: None, whole: None}
    return list(found)


def _weighed(
    item: Item,
    declared: Declaration,
    idents: Sequence[str],
    table: dict[Chosen, Fraction],
    *,
    several: bool,
) -> Weighed:
    """The way to score that gives the same for every response that was tried."""
    count = len(idents)
    if not several:
        shares = [min(table[n,], ONE) for n in range(count)]
        if any(share < 0 for share in shares):
            item.lose(Feature.SCORE, "a wrong option cost points; here it earns none")
        return weigh(shares, Selection.SINGLE)
    keys = _keys(declared, idents)
    if any(share < 0 for share in table.values()):
        item.lose(Feature.SCORE, "a wrong selection cost points; here it earns none")
    for weighed, scores in _ways(item, declared, idents, table, keys):
        if all(_close(scores(chosen), max(share, ZERO)) for chosen, share in table.items()):
            return weighed
    item.lose(
        Feature.SCORE, "it scored in a way that has no like here; all right options are asked for"
    )
    roles = tuple(Role.KEY if n in keys else Role.DISTRACTOR for n in range(count))
    return Weighed(Policy.ALL_OR_NOTHING, roles, (None,) * count)


def _close(one: Fraction, other: Fraction) -> bool:
    return abs(one - other) * 50_000 <= 1


class _Sum:
    """Scores as a sum cut to 0..1."""

    def __init__(self, shares: Sequence[Fraction]) -> None:
        self._shares = shares

    def __call__(self, chosen: Chosen) -> Fraction:
        return min(max(sum((self._shares[n] for n in chosen), ZERO), ZERO), ONE)


class _Exact:
    """Scores everything for all keys with no distractor, else nothing."""

    def __init__(self, roles: Sequence[Role]) -> None:
        self._keys = {n for n, role in enumerate(roles) if role is Role.KEY}
        self._wrong = {n for n, role in enumerate(roles) if role is Role.DISTRACTOR}

    def __call__(self, chosen: Chosen) -> Fraction:
        right = bool(self._keys) and self._keys <= set(chosen) and not self._wrong & set(chosen)
        return ONE if right else ZERO


def _ways(
    item: Item,
    declared: Declaration,
    idents: Sequence[str],
    table: dict[Chosen, Fraction],
    keys: Chosen,
) -> list[tuple[Weighed, _Sum | _Exact]]:
    """Ways to score that come into question, the likeliest first."""
    count = len(idents)
    found: list[tuple[Weighed, _Sum | _Exact]] = []
    for shares in (_mapped(item, declared, idents), _derived(table, keys, count)):
        if shares is not None:
            found.append((weigh(shares, Selection.MULTIPLE), _Sum(shares)))
    moved = [
        n for n in range(count) if n not in keys and table.get(tuple(sorted({*keys, n}))) != ONE
    ]
    roles = tuple(
        Role.KEY if n in keys else Role.DISTRACTOR if n in moved else Role.NEUTRAL
        for n in range(count)
    )
    exact = Weighed(Policy.ALL_OR_NOTHING, roles, (None,) * count)
    found.append((exact, _Exact(roles)))
    return found


def _mapped(item: Item, declared: Declaration, idents: Sequence[str]) -> list[Fraction] | None:
    mapping = declared.mapping
    if mapping is None or item.best <= 0 or mapping.default:
        return None
    values = {str(entry.key): entry.value for entry in mapping.entries}
    return [exact_share(values.get(ident, ZERO) / item.best) for ident in idents]


def _derived(table: dict[Chosen, Fraction], keys: Chosen, count: int) -> list[Fraction]:
    """What each option adds, by itself or to all the keys."""
    shares = []
    for n in range(count):
        alone = table[n,]
        beside = table.get(tuple(sorted({*keys, n})), ZERO) - table.get(keys, ZERO)
        shares.append(alone if alone or n in keys else beside)
    return shares


def _truth(
    idents: Sequence[str], contents: Sequence[Content], weighed: Weighed
) -> tuple[bool, int, int] | None:
    """The answer, and the places of true and false, where the choices are just these."""
    if any(truth_of(words_alone(content.source)) is None for content in contents):
        return None  # they say something else, or show it
    names = [ident.lower() for ident in idents]
    spoken = [words_alone(content.source).lower() for content in contents]
    for found in (names, spoken):
        if sorted(found) == ["false", "true"] and weighed.policy is not Policy.WEIGHTS:
            true = found.index("true")
            keys = [n for n, role in enumerate(weighed.roles) if role is Role.KEY]
            return (keys == [true], true, 1 - true) if len(keys) == 1 else None
    return None
