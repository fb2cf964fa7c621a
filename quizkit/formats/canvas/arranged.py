"""Matching, and ordering as matching: Classic cannot even open an ordering question."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from quizkit.formats.base import Feature
from quizkit.formats.canvas.differences import Difference
from quizkit.formats.canvas.engines import BOTH, CLASSIC, adapt, lose
from quizkit.formats.canvas.item import (
    FULL,
    Draft,
    is_answer,
    material,
    plain_material,
    scores,
)
from quizkit.formats.idents import digest, mixed
from quizkit.formats.xml_writer import Markup, block, element
from quizkit.model import ZERO, Content, Matching, Ordering

_RIGHTS = "on the right side"


def write_matching(question: Matching, draft: Draft) -> None:
    """Right sides are plain text, and equal ones are one; each left side earns its share."""
    draft.fields["scoring_algorithm"] = "PartialDeep"
    contents = list(dict.fromkeys(question.rights))
    words = [draft.text.words(question, content, _RIGHTS) for content in contents]
    words = [word or f"({n})" for n, word in enumerate(words, start=1)]
    texts = list(dict.fromkeys(words))
    place = {content: texts.index(word) for content, word in zip(contents, words, strict=True)}
    _write_pairs(
        draft,
        [draft.text.html(question, pair.left) for pair in question.pairs],
        texts,
        [place[pair.right] for pair in question.pairs],
        mixed(len(texts), f"{question.id}/rights"),
    )
    draft.partial = len(question.pairs) > 1
    _declare_equal_rights(question, draft, place)


def _declare_equal_rights(question: Matching, draft: Draft, place: dict[Content, int]) -> None:
    """Right sides that differ in the quiz but not as plain text cannot be told apart."""
    crowded = [p for p in place.values() if list(place.values()).count(p) > 1]
    confused = sum(place[pair.right] in crowded for pair in question.pairs)
    if confused and question.points:
        share = question.points * Fraction(confused, len(question.pairs))
        found = Difference("mixing up right sides that read the same", ZERO, share)
        lose(draft.job, question, Feature.SCORE, found.words(question.points))


def write_ordering(question: Ordering, draft: Draft) -> None:
    """Each item gets a number; the items stand in another order than the right one."""
    draft.fields["scoring_algorithm"] = "DeepEquals"
    count = len(question.items)
    order = mixed(count, f"{question.id}/items")
    _write_pairs(
        draft,
        [draft.text.html(question, question.items[n]) for n in order],
        [str(n + 1) for n in range(count)],
        order,
        list(range(count)),
    )
    adapt(
        draft.job,
        question,
        Feature.TYPE,
        "it becomes a matching question: each item gets its number in the order",
    )
    if count > 1 and question.points:
        # In a matching question two items may get the same number, so one alone can be wrong.
        earned = question.points * Fraction(count - 1, count)
        found = Difference("putting all items but one in their places", ZERO, earned)
        lose(draft.job, question, Feature.SCORE, found.words(question.points), CLASSIC)
    if len(set(question.items)) < count and question.points:
        swapped = Difference("swapping items that read the same", question.points, ZERO)
        for engine in BOTH:
            lose(draft.job, question, Feature.SCORE, swapped.words(question.points), engine)


def _write_pairs(
    draft: Draft,
    lefts: Sequence[str],
    rights: Sequence[str],
    right_of: Sequence[int],
    shown_order: Sequence[int],
) -> None:
    """Left sides as HTML, right sides as text; ``right_of`` gives each left its right."""
    draft.kind = "matching_question"
    question = draft.question
    idents = draft.answer_idents(rights, "rights")
    labels: list[Markup] = [
        element("response_label", {"ident": idents[n]}, plain_material(rights[n]))
        for n in shown_order
    ]
    for index, (left, right) in enumerate(zip(lefts, right_of, strict=True)):
        number = int(digest(question.id, "left", str(index))[:8], 16) % 90_000 + 10_000
        name = f"response_{number}{index:03}"
        draft.response.append(
            block(
                "response_lid",
                {"ident": name},
                material(left),
                block("render_choice", None, *labels),
            )
        )
        share = FULL / len(lefts)
        draft.scoring.append(scores(is_answer(idents[right], name), share, adds=True))
