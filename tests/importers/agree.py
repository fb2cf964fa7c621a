"""Whether an imported question scores and says what an oracle reads in the original."""

from __future__ import annotations

import html
import os
import random
import re
import unicodedata
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

from oracles.base import OracleQuestion

from quizkit.model import (
    ZERO,
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Essay,
    Gap,
    Info,
    Matching,
    Numeric,
    NumericAnswer,
    Ordering,
    Question,
    Selection,
    ShortText,
    TextAnswer,
    TextGap,
    TrueFalse,
)
from quizkit.scoring import normalize_answer, score
from tests.shared import ROOT

_TAG = re.compile(r"<[^<>]*>")
_IMAGE = re.compile(r"<img[^>]*>|<object.*?</object>|<object[^>]*/>", re.DOTALL)
_OBJECT = re.compile(r"<object[^>]*?\bdata=\"([^\"]*)\"[^>]*?(?:/>|>.*?</object>)", re.DOTALL)
_GAP = re.compile(r"\{\{g?[0-9]+\}\}|\{#[0-9]+\}|\[\[[0-9]+\]\]")
_ALL_SUBSETS = 7


def collected(*patterns: str) -> list[Path]:
    """Files of the collection; none where there is none, so that tests can be named by them."""
    folder = Path(os.environ.get("QUIZKIT_SHARED") or ROOT.parent / "shared") / "corpus"
    found = [path for pattern in patterns for path in sorted(folder.glob(pattern))]
    return found or [Path("absent")]


def said(text: str) -> str:
    """A text as a reader takes it in: no tags, no entities, no matter of white space.

    Images count by their file's name.
    """
    text = _OBJECT.sub(lambda m: f" {_file(m[1])} ", text)
    text = re.sub(r"<img[^>]*?src=[\"']?([^\"'>]*)[^>]*>", lambda m: f" {_file(m[1])} ", text)
    text = html.unescape(_TAG.sub(" ", _GAP.sub(" ¤ ", text)))
    text = re.sub(r"\\(?=[$])", "", text)
    return " ".join(unicodedata.normalize("NFC", text).split())


def _file(address: str) -> str:
    return re.sub(r"-\d+(?=\.\w+$)", "", address.rpartition("/")[2])


def content_said(content: Content | None) -> str:
    return "" if content is None else said(content.source)


def differences(ours: Question, theirs: OracleQuestion, lost: frozenset[str]) -> Iterator[str]:
    """What differs, in words; ``lost`` are the features declared lost for this question."""
    mine, stem = ours.stem.source, theirs.stem
    if "images and files" in lost:
        mine, stem = _IMAGE.sub(" ", mine), _IMAGE.sub(" ", stem)
    if said(mine) != said(stem):
        yield f"stem: {said(mine)!r} instead of {said(stem)!r}"
    if isinstance(ours, Info):
        if theirs.kind != "info":
            yield f"an information text instead of {theirs.kind}"
        return
    if abs(ours.points - theirs.points) > Fraction(1, 10**6) and "points" not in lost:
        yield f"{ours.points} points instead of {theirs.points}"
    if isinstance(ours, Essay):
        return
    for response, given in responses(ours, theirs):
        if "score" not in lost:
            got, wanted = score(ours, response), theirs.score(given)
            if abs(float(got) - float(wanted)) > 1e-5 * max(float(ours.points), 1):
                yield f"{given!r} earns {float(got)} instead of {float(wanted)}"
                return
        if lost & {"answer feedback", "option feedback", "score", "combined feedback"}:
            continue
        mine = [text for text in feedback(ours, response) if text]
        wanted_words = [said(text) for text in theirs.feedback(given)]
        wanted_words = [text for text in wanted_words if text]
        if sorted(mine) != sorted(wanted_words) and " ".join(mine) != " ".join(wanted_words):
            yield f"{given!r} shows {mine} instead of {wanted_words}"
            return


def responses(ours: Question, theirs: OracleQuestion) -> Iterator[tuple[Any, Any]]:
    """Pairs of the same response, for us and for the oracle."""
    match ours:
        case Choice():
            view = theirs.as_choice()
            if len(view.options) != len(ours.options):
                raise AssertionError(f"{len(ours.options)} options, not {len(view.options)}")
            for chosen in _chosen(ours):
                yield [ours.options[n].id for n in chosen], set(chosen)
        case TrueFalse():
            yield True, True
            yield False, False
        case ShortText():
            for text in _texts(theirs, ours.answers):
                yield text, text
        case Numeric():
            for text in _numbers(ours.answers):
                yield text, text
        case Matching():
            yield from _pairings(ours, theirs)
        case Ordering():
            order = list(theirs.correct_order)
            yield list(range(len(order))), order
        case Cloze():
            yield from _fillings(ours, theirs)
        case _:
            return


def _chosen(question: Choice) -> Iterator[tuple[int, ...]]:
    count = len(question.options)
    if question.selection is Selection.SINGLE:
        yield from ((n,) for n in range(count))
        return
    if count <= _ALL_SUBSETS:
        for size in range(1, count + 1):
            yield from combinations(range(count), size)
        return
    draw = random.Random(count)
    for _ in range(100):
        yield tuple(sorted(draw.sample(range(count), draw.randint(1, count))))


def _texts(theirs: OracleQuestion, answers: Iterable[TextAnswer]) -> Iterator[str]:
    yield from (answer.text for answer in answers)
    if not hasattr(theirs, "machine"):  # QTI compares texts to the last blank
        yield from (f" {answer.text} " for answer in answers)
    yield "something else entirely"


def _numbers(answers: Iterable[NumericAnswer]) -> Iterator[str]:
    for answer in answers:
        middle = (answer.low + answer.high) / 2
        half = (answer.high - answer.low) / 2
        for factor in (0, Fraction(1, 2), Fraction(-1, 2), 2, -2):
            yield f"{float(middle + half * factor):.12g}"
    yield "987654321"


def _pairings(ours: Matching, theirs: OracleQuestion) -> Iterator[tuple[Any, Any]]:
    rights = [content_said(right) for right in ours.rights]
    place = {said(right): n for n, right in enumerate(theirs.rights)}
    assert len(ours.pairs) == len(theirs.lefts), f"{len(ours.pairs)} pairs"
    for shift in range(min(len(rights), 3)):
        mine = {n: (n + shift) % len(rights) for n in range(len(ours.pairs))}
        yield mine, {n: place[rights[right]] for n, right in mine.items()}


def _fillings(ours: Cloze, theirs: OracleQuestion) -> Iterator[tuple[Any, Any]]:
    """Each value of each gap alone, and with the best in all the others."""
    assert len(ours.gaps) == len(theirs.gaps), f"{len(ours.gaps)} gaps, not {len(theirs.gaps)}"
    values = [_values(gap) for gap in ours.gaps]
    best = [max(found, key=lambda value: value[2]) for found in values]
    for number, (gap, found) in enumerate(zip(ours.gaps, values, strict=True)):
        blank: list[Any] = [None] * len(ours.gaps)
        others = {g.id: b[0] for g, b in zip(ours.gaps, best, strict=True) if g is not gap}
        right = [value[1] for value in best]
        for mine, given, _ in found:
            yield {gap.id: mine}, [*blank[:number], given, *blank[number + 1 :]]
            if others:
                yield {**others, gap.id: mine}, [*right[:number], given, *right[number + 1 :]]


def _values(gap: Gap) -> list[tuple[Any, Any, Fraction]]:
    """What may stand in a gap, for us and for the oracle, and what it is worth."""
    if isinstance(gap, ChoiceGap):
        weights = option_weights_of(gap)
        return [(o.id, n, weights[n]) for n, o in enumerate(gap.options)]
    if isinstance(gap, TextGap):
        wrong = ("something else entirely",) * 2
        return [*((a.text, a.text, a.weight) for a in gap.answers), (*wrong, ZERO)]
    return [
        (text, text, max((a.weight for a in gap.answers if _holds(a, text)), default=ZERO))
        for text in _numbers(gap.answers)
    ]


def option_weights_of(gap: ChoiceGap) -> list[Fraction]:
    """What each entry of a drop-down list is worth."""
    keys = [Fraction(option.role == "key") for option in gap.options]
    return [k if o.weight is None else o.weight for k, o in zip(keys, gap.options, strict=True)]


def _holds(answer: NumericAnswer, text: str) -> bool:
    return answer.low <= Fraction(text) <= answer.high


def feedback(question: Question, response: Any) -> list[str]:
    """What quizkit says a student reads after a response, as plain words."""
    own = [content_said(content) for content in _own(question, response)]
    earned = score(question, response)
    told = question.feedback
    if question.points and earned >= question.points * Fraction(99999, 100000):
        state = told.correct
    else:
        state = told.partial if earned > 0 else told.incorrect
    return [text for text in (*own, content_said(state), content_said(told.general)) if text]


def _own(question: Question, response: Any) -> Iterator[Content | None]:
    match question:
        case Choice():
            yield from (o.feedback for o in question.options if o.id in response)
        case TrueFalse():
            yield question.feedback_true if response else question.feedback_false
        case ShortText():
            yield _of_text(question.answers, response, question.case_sensitive)
        case Numeric():
            yield _of_number(question.answers, response)
        case Cloze():
            for gap in question.gaps:
                if gap.id not in response:
                    continue
                if isinstance(gap, ChoiceGap):
                    yield from (o.feedback for o in gap.options if o.id == response[gap.id])
                elif hasattr(gap, "case_sensitive"):
                    yield _of_text(gap.answers, response[gap.id], gap.case_sensitive)
                else:
                    yield _of_number(gap.answers, response[gap.id])  # type: ignore[arg-type]
        case _:
            return


def _of_text(answers: Iterable[TextAnswer], text: str, case: bool) -> Content | None:
    given = normalize_answer(text, case_sensitive=case)
    for answer in answers:
        if normalize_answer(answer.text, case_sensitive=case) == given:
            return answer.feedback
    return None


def _of_number(answers: Iterable[NumericAnswer], text: str) -> Content | None:
    number = Fraction(text)
    return next((a.feedback for a in answers if a.low <= number <= a.high), None)
