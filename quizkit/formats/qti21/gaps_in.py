"""Texts with gaps of QTI 2.x: inline interactions, and words to be put into a text."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction

from quizkit.formats.base import Feature
from quizkit.formats.qti21.body_in import hole
from quizkit.formats.qti21.declared import NUMBERS, Declaration, Value
from quizkit.formats.qti21.item_in import Item
from quizkit.formats.qti21.remarks import Probe, sort_remarks
from quizkit.formats.qti21.typed_in import (
    OTHER,
    Earns,
    Span,
    accepted_texts,
    is_case_sensitive,
    number_answers,
    number_spans,
    telling_numbers,
    text_answers,
)
from quizkit.formats.safe_xml import Element
from quizkit.formats.taken import Unreadable
from quizkit.formats.weighing import exact_share, weigh_single
from quizkit.model import (
    ONE,
    ZERO,
    ChoiceGap,
    Cloze,
    Content,
    Gap,
    NumericGap,
    Question,
    TextGap,
)

_FAR = Fraction(987_654_321)


class _Field:
    """One gap while it is read: its responses, and what the item makes of them."""

    def __init__(self, item: Item, interaction: Element, name: str) -> None:
        self.item = item
        self.name = name
        self.declared = item.declared(interaction)
        self.choices = list(interaction.iter("inlineChoice"))
        self.shuffled = interaction.get("shuffle") == "true"
        self.texts: list[str] = []
        self.spans: list[Span] = []
        if not self.choices and self.declared.base in NUMBERS:
            self.spans = number_spans(item, self.declared)
        elif not self.choices:
            self.texts = accepted_texts(item, self.declared)

    def given(self, value: Value) -> dict[str, Value]:
        """Nothing in the other gaps."""
        return {self.declared.identifier: value}

    @property
    def values(self) -> list[tuple[Value, tuple[str, Hashable]]]:
        """What may stand in it, each with a name of its own."""
        if self.choices:
            idents = [choice.get("identifier") or "" for choice in self.choices]
            return [(ident, (self.name, ident)) for ident in idents]
        if self.spans:
            points = telling_numbers(self.spans)
            return [(points[span], (self.name, span)) for span in self.spans]
        return [(text, (self.name, text)) for text in self.texts]

    @property
    def worth(self) -> Fraction:
        """The most that the gap earns by itself, in the item's measure."""
        return max((self.item.earned(self.given(value)) for value, _ in self.values), default=ZERO)

    def probes(self) -> list[Probe]:
        """Each of its values alone."""
        return [Probe(self.given(value), key) for value, key in self.values]

    def other(self) -> Value:
        """A wrong value."""
        return _FAR if self.declared.base in NUMBERS else OTHER

    def gap(self, told: Mapping[Hashable, Content], points: Fraction) -> Gap:
        """The gap; its shares are of what it is worth. Raises Unreadable."""
        worth = self.worth
        scale = self.item.best / worth if worth > 0 else ONE
        mine: dict[Hashable, Content] = {
            key[1]: content
            for key, content in told.items()
            if isinstance(key, tuple) and key[0] == self.name
        }

        def earns(given: dict[str, Value]) -> Fraction:
            return exact_share(self.item.share(given) * scale)

        if self.choices:
            return self._menu(mine, points, earns)
        if self.declared.base in NUMBERS:
            if not self.spans:
                raise Unreadable("a gap has no number as its answer")
            numbers = number_answers(earns, self.spans, self.given, mine)
            return NumericGap(id=self.name, answers=numbers, points=points)
        if not self.texts:
            raise Unreadable("a gap has no answer")
        answers = text_answers(earns, self.texts, self.given, mine)
        case = is_case_sensitive(self.item, self.declared, self.texts)
        return TextGap(id=self.name, answers=answers, case_sensitive=case, points=points)

    def _menu(self, mine: Mapping[Hashable, Content], points: Fraction, earns: Earns) -> ChoiceGap:
        idents = [choice.get("identifier") or "" for choice in self.choices]
        shares = [min(max(earns(self.given(ident)), ZERO), ONE) for ident in idents]
        contents = [self.item.reader.content(c) or Content(html="") for c in self.choices]
        fixed = sum(
            1 << n
            for n, choice in enumerate(self.choices)
            if self.shuffled and choice.get("fixed") == "true"
        )
        if not self.shuffled and len(idents) > 1:
            self.item.job.lose_list_order()
        told = [mine.get(ident) for ident in idents]
        options = weigh_single(tuple(shares)).options(contents, told, fixed=fixed)
        return ChoiceGap(id=self.name, options=options, points=points)


def read_inline(item: Item, interactions: Sequence[Element]) -> Question:
    """Fields and drop-down lists in the text."""
    names = _names(item, len(interactions))
    fields = [_Field(item, e, name) for e, name in zip(interactions, names, strict=True)]
    probes = [probe for field in fields for probe in field.probes()]
    nothing = Probe({})
    wrong = Probe({field.declared.identifier: field.other() for field in fields})
    right = Probe(
        {
            f.declared.identifier: f.declared.correct
            for f in fields
            if f.declared.correct is not None
        }
    )
    remarks = sort_remarks(item, [*probes, nothing, wrong, right])
    worths = _worths(item, fields)
    gaps = [f.gap(remarks.by_choice, worth) for f, worth in zip(fields, worths, strict=True)]
    stem = item.body.markup
    for number, name in enumerate(names):
        stem = stem.replace(hole(number), f"{{{{{name}}}}}")
    shared = item.shared(stem) | {"feedback": remarks.whole}
    return Cloze(gaps=tuple(gaps), **shared)


def _names(item: Item, count: int) -> list[str]:
    names: list[str] = []
    number = 0
    while len(names) < count:
        number += 1
        if f"{{{{g{number}}}}}" not in item.body.markup:
            names.append(f"g{number}")
    return names


def _worths(item: Item, fields: Sequence[_Field]) -> list[Fraction]:
    """The points of each gap, as the item adds them up; equal ones where it does not."""
    worths = [field.worth for field in fields]
    if any(worth <= 0 for worth in worths):
        if item.best > 0:
            item.lose(
                Feature.SCORE,
                "the gaps earned points only all together; here each earns its share",
            )
        return [ONE] * len(fields)
    least = min(worths)
    if sum(worths, ZERO) * 1000 < item.best * 999:
        item.lose(Feature.SCORE, "the gaps together earned more than each by itself")
    return [exact_share(worth / least) for worth in worths]


def read_gap_match(item: Item, interaction: Element) -> Question:
    """``gapMatchInteraction``: words to put into a text; each place is a drop-down list of all."""
    declared = item.declared(interaction)
    words = list(interaction.iter("gapText", "gapImg"))
    contents = [item.reader.content(word) or Content(html="") for word in words]
    idents = [word.get("identifier") or "" for word in words]
    for word in words:
        parent = word.getparent()
        if parent is not None:
            parent.remove(word)
    prompt = interaction.find("prompt")
    if prompt is not None:
        interaction.remove(prompt)
    places = [gap.get("identifier") or "" for gap in interaction.iter("gap")]
    names = _names(item, len(places))
    for gap, name in zip(list(interaction.iter("gap")), names, strict=True):
        gap.text = f"{{{{{name}}}}}"
    if not places or not words:
        raise Unreadable("its text has no place for a word")
    best = [_best(item, declared, idents, place) for place in places]
    if not any(best):
        raise Unreadable("it does not say which word belongs where")
    gaps = []
    worths = [max(share, default=ZERO) for share in best]
    least = min((worth for worth in worths if worth > 0), default=ONE)
    for name, share, worth in zip(names, best, worths, strict=True):
        shares = tuple(exact_share(one / worth) if worth else ZERO for one in share)
        options = weigh_single(shares).options(contents, [None] * len(contents))
        points = exact_share(worth / least) if worth else ONE
        gaps.append(ChoiceGap(id=name, options=options, points=points))
    if any(worths) and abs(sum(worths, ZERO) - item.best) * 1000 > item.best:
        item.lose(Feature.SCORE, "the gaps together earned something else than each by itself")
    elif _costs(item, declared, idents, places, best):
        item.lose(Feature.SCORE, "a wrong word cost points of other gaps; here it earns none")
    item.lose(Feature.TYPE, "words to drag into the text became drop-down lists")
    stem = "\n".join(part for part in (item.body.markup, item.reader.markup(interaction)) if part)
    remarks = sort_remarks(item, [Probe({}), Probe({declared.identifier: declared.correct})])
    return Cloze(gaps=tuple(gaps), **(item.shared(stem) | {"feedback": remarks.whole}))


def _best(item: Item, declared: Declaration, idents: Sequence[str], place: str) -> list[Fraction]:
    """What each word earns in a place by itself, else whether it is named as right there."""
    earned = [
        max(item.earned({declared.identifier: (f"{ident} {place}",)}), ZERO) for ident in idents
    ]
    if any(earned):
        return earned
    right = set(declared.correct_values)
    named = [ONE if f"{ident} {place}" in right else ZERO for ident in idents]
    if any(named):
        item.lose(
            Feature.SCORE, "the gaps earned points only all together; here each earns its share"
        )
    return named


def _costs(
    item: Item,
    declared: Declaration,
    idents: Sequence[str],
    places: Sequence[str],
    best: Sequence[Sequence[Fraction]],
) -> bool:
    """Whether a wrong word in one place takes from what the right ones in the others earn."""
    right = [idents[max(range(len(idents)), key=share.__getitem__)] for share in best]
    whole = [f"{ident} {place}" for ident, place in zip(right, places, strict=True)]
    for number, place in enumerate(places):
        others = whole[:number] + whole[number + 1 :]
        alone = item.earned({declared.identifier: tuple(others)})
        for ident, worth in zip(idents, best[number], strict=True):
            given = (*others, f"{ident} {place}")
            if not worth and item.earned({declared.identifier: given}) < alone:
                return True
    return False
