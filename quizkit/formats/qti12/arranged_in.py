"""Matching, categories and orders of QTI 1.2."""

from __future__ import annotations

from collections.abc import Sequence

from quizkit.formats.base import Feature
from quizkit.formats.qti12.item import Response
from quizkit.formats.qti12.reading import Reading
from quizkit.formats.safe_xml import Element
from quizkit.formats.taken import Unreadable, plain, words
from quizkit.model import Content, Matching, Ordering, Pair, Question


def read_matching(reading: Reading) -> Question:
    """Left sides, each with the list of all right sides.

    An order that had to be written as a matching of items and numbers is an order again.
    """
    responses = [response for response in reading.item.responses if response.labels]
    rights = _rights(reading, responses)
    pairs: list[Pair] = []
    used: set[Content] = set()
    blank = 0
    for response in responses:
        left = _left(reading, response)
        key = _right_ident(reading, response)
        right = rights.get((response.ident, key)) if key is not None else None
        if right is None and not left.source.strip():
            blank += key is not None
            continue
        if right is None:
            reading.miss(f'"{words(left.source)[:60]}" has no right side; left out')
            continue
        pairs.append(Pair(left, right))
        used.add(right)
    if not pairs:
        raise Unreadable("it has no pair")
    _declare(reading, responses)
    if blank:
        what = "a pair without words is" if blank == 1 else f"{blank} pairs without words are"
        reading.lose(Feature.SCORE, f"{what} left out; the others share what was earned for them")
    others = dict.fromkeys(right for right in rights.values() if right not in used)
    order = _as_order(reading, pairs, others)
    if order is not None:
        return order
    return Matching(
        pairs=tuple(pairs),
        distractors=tuple(others),
        shuffle=_is_shuffled(responses),
        **reading.shared(),
    )


def _is_shuffled(responses: Sequence[Response]) -> bool:
    """Right sides are shuffled everywhere; what is asked is only said where it is not."""
    written = {
        (response.render.get("shuffle") or "").lower()
        for response in responses
        if response.render is not None
    }
    return written != {"no"}


def _left(reading: Reading, response: Response) -> Content:
    prompt = response.element.find("material")
    if prompt is not None:
        return reading.materials.content(prompt) or Content(html="")
    # Blackboard puts it behind the response, in the flow that holds both.
    flow = response.element.getparent()
    beside = flow.find("flow") if flow is not None else None
    content = reading.materials.content(beside) if beside is not None else None
    return content or Content(html="")


def _rights(reading: Reading, responses: Sequence[Response]) -> dict[tuple[str, str], Content]:
    """The right side that each choice of each left side stands for; equal texts are one."""
    block = [
        flow
        for flow in reading.item.element.iter("flow")
        if flow.get("class") == "RIGHT_MATCH_BLOCK"
    ]
    apart = [reading.materials.content(flow) for flow in block[0]] if block else []
    found: dict[tuple[str, str], Content] = {}
    for response in responses:
        for index, label in enumerate(response.labels):
            text = reading.label_text(label)
            if text:
                found[response.ident, label.ident] = _right(reading, label.element, text)
            elif index < len(apart) and apart[index] is not None:
                found[response.ident, label.ident] = apart[index] or Content(html="")
    return found


def _right(reading: Reading, element: Element, text: str) -> Content:
    content = reading.materials.content(element)
    if content is not None and "<" in content.source:
        return content
    return plain(text)


def _right_ident(reading: Reading, response: Response) -> str | None:
    """The choice that earns."""
    for condition in reading.item.of(response):
        if reading.gain(condition) > 0:
            for test in condition.wanted:
                if test.response == response.ident:
                    return test.value
    # Blackboard: a condition for each pair, without a score that could be added.
    for condition in reading.item.of(response):
        tests = [test for test in condition.wanted if test.response == response.ident]
        if len(tests) == 1 and condition.title.lower() != "incorrect":
            return tests[0].value
    return None


def _declare(reading: Reading, responses: Sequence[Response]) -> None:
    together = reading.item.fields.get("scoring_algorithm") == "DeepEquals" and len(responses) > 1
    if together and not _numbers(reading, responses):
        reading.lose(
            Feature.SCORE, "the pairs earned points only all together; here each earns its share"
        )
    for condition in reading.item.conditions:
        if condition.shows and reading.shown_by(condition) is not None:
            reading.lose(Feature.ANSWER_FEEDBACK, "feedback to a pair has no place here")


def _numbers(reading: Reading, responses: Sequence[Response]) -> bool:
    """Whether the right sides are the numbers of places."""
    texts = {reading.label_text(label) for response in responses for label in response.labels}
    return texts == {str(n + 1) for n in range(len(responses))}


def _as_order(
    reading: Reading, pairs: Sequence[Pair], others: dict[Content, None]
) -> Ordering | None:
    places = [words(pair.right.source) for pair in pairs]
    wanted = [str(n + 1) for n in range(len(pairs))]
    is_whole = reading.item.fields.get("scoring_algorithm") == "DeepEquals"
    if others or len(pairs) < 2 or sorted(places) != sorted(wanted) or not is_whole:
        return None
    items = [pair.left for _, pair in sorted(zip(map(int, places), pairs, strict=True), key=_place)]
    return Ordering(items=tuple(items), **reading.shared())


def _place(placed: tuple[int, Pair]) -> int:
    return placed[0]


def read_ordering(reading: Reading) -> Question:
    """The order in which the scoring condition names the items."""
    found = [response for response in reading.item.responses if response.labels]
    if not found:
        raise Unreadable("it has no items")
    labels = {label.ident: label for label in found[0].labels}
    order: list[str] = []
    for condition in reading.item.conditions:
        named = [test.value for test in condition.wanted if test.value in labels]
        if len(named) > len(order) and (reading.gain(condition) > 0 or not order):
            order = named
    if len(set(order)) != len(order) or not order:
        raise Unreadable("it does not say which order is right")
    left_out = [ident for ident in labels if ident not in order]
    if left_out:
        reading.lose(Feature.TYPE, f"{len(left_out)} items that belong nowhere are left out")
    for part in found[0].element.iter("material"):
        if part.get("position") in ("top", "bottom"):
            reading.lose(Feature.RICH_TEXT, "labels above and below the items are left out")
    items = tuple(reading.label_content(labels[ident]) for ident in order)
    return Ordering(items=items, **reading.shared())


def read_categories(reading: Reading) -> Question:
    """Entries to be sorted into categories: each entry is matched with its category."""
    pairs: list[Pair] = []
    placed: set[str] = set()
    entries: dict[str, Content] = {}
    names: list[Content] = []
    for response in reading.item.responses:
        prompt = response.element.find("material")
        name = plain(reading.materials.text(prompt)) if prompt is not None else Content(html="")
        names.append(name)
        entries |= {label.ident: reading.label_content(label) for label in response.labels}
        for condition in reading.item.of(response):
            if reading.gain(condition) <= 0:
                continue
            for test in condition.wanted:
                if test.response == response.ident and test.value in entries:
                    pairs.append(Pair(entries[test.value], name))
                    placed.add(test.value)
    if not pairs:
        raise Unreadable("nothing belongs to any of its categories")
    reading.lose(
        Feature.TYPE, "entries to sort into categories became entries to match with a category"
    )
    reading.lose(Feature.SCORE, "each entry earns its share here, whatever its category earned")
    spare = [ident for ident in entries if ident not in placed]
    if spare:
        reading.lose(Feature.TYPE, f"{len(spare)} entries of no category are left out")
    used = {pair.right for pair in pairs}
    return Matching(
        pairs=tuple(pairs),
        distractors=tuple(name for name in dict.fromkeys(names) if name not in used),
        **reading.shared(),
    )
