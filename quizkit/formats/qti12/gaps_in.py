"""Texts with blanks and drop-down lists, in Canvas's, Respondus's and Blackboard's ways."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from html import unescape

from quizkit.formats.base import Feature
from quizkit.formats.qti12.item import Condition, Response, Test
from quizkit.formats.qti12.material import OPEN, SHUT
from quizkit.formats.qti12.reading import Reading
from quizkit.formats.qti12.typed_in import is_case_sensitive, number_answers, text_answers
from quizkit.formats.taken import Unreadable, plain, unwrapped
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
    TextAnswer,
    TextGap,
)

_PREFIX = "response_"
_MARKS = re.compile(f"{OPEN}([^{SHUT}]*){SHUT}")
_LISTED = frozenset({"dropdown", "wordbank"})
_EXACT = frozenset({"", "TextInChoices", "TextEquivalence", "Equivalence", "MultipleMethods"})


def read_blanks(reading: Reading) -> Question:
    """Blanks to type in; New Quizzes makes lists of some."""
    return _read(reading, menus=False)


def read_menus(reading: Reading) -> Question:
    """Drop-down lists."""
    return _read(reading, menus=True)


def _read(reading: Reading, *, menus: bool) -> Question:
    responses = reading.item.responses or _named_in_conditions(reading)
    stem, names = _placed(reading, responses)
    gaps: list[Gap] = []
    for response, name in zip(responses, names, strict=True):
        gap = _gap(reading, response, name, menus=menus)
        if gap is None:
            stem = stem.replace(f"{{{{{name}}}}}", "____")
            reading.miss(f'the blank "{response.ident}" has no answer')
        else:
            gaps.append(gap)
    if not gaps:
        raise Unreadable("none of its blanks has an answer")
    _declare_together(reading)
    order = {gap.id: stem.find(f"{{{{{gap.id}}}}}") for gap in gaps}
    gaps.sort(key=lambda gap: order[gap.id])
    return Cloze(gaps=tuple(_with_points(reading, gaps)), **reading.shared(stem))


def _named_in_conditions(reading: Reading) -> list[Response]:
    """Respondus declares no responses: ``respident="[a]"`` is all."""
    names = dict.fromkeys(t.response for c in reading.item.conditions for t in c.wanted)
    element = reading.item.element
    return [Response(name, "response_str", "Single", element, (), None) for name in names if name]


def _placed(reading: Reading, responses: list[Response]) -> tuple[str, list[str]]:
    """The stem with ``{{g1}}`` where each blank stands, and the gaps' names by response."""
    marked = reading.marked_stem
    places: dict[str, str] = {}
    for response in responses:
        spellings = [response.ident.removeprefix(_PREFIX), response.ident.strip("[]")]
        prompt = response.element.find("material")
        if prompt is not None:
            spellings.append(reading.materials.text(prompt))
        for spelling in spellings:
            if spelling and f"[{spelling}]" in marked:
                places[response.ident] = f"[{spelling}]"
                break
    names: list[str] = []
    number = 0
    for _ in responses:
        number += 1
        while f"{{{{g{number}}}}}" in marked:
            number += 1
        names.append(f"g{number}")
    for response, name in zip(responses, names, strict=True):
        hole = f"{{{{{name}}}}}"
        if response.ident in places:
            marked = marked.replace(places[response.ident], hole, 1)
        else:
            marked = marked.replace(f"{OPEN}{response.ident}{SHUT}", hole, 1)
    stem = unwrapped(_MARKS.sub("", marked).strip())
    for name in names:
        if f"{{{{{name}}}}}" not in stem:
            stem = f"{stem}\n<p>{{{{{name}}}}}</p>"
    return stem, names


def _gap(reading: Reading, response: Response, name: str, *, menus: bool) -> Gap | None:
    kinds = {(label.element.get("answer_type") or "") for label in response.labels}
    if response.labels and (menus or kinds & _LISTED):
        return _menu(reading, response, name)
    if response.is_number and not response.labels:
        numbers = number_answers(reading, response)
        return NumericGap(id=name, answers=numbers) if numbers else None
    if any(reading.label_text(label) for label in response.labels):
        answers = _listed_answers(reading, response)
    else:
        answers = text_answers(reading, response)
    if not answers:
        return None
    return TextGap(id=name, answers=answers, case_sensitive=is_case_sensitive(reading, response))


def _menu(reading: Reading, response: Response, name: str) -> ChoiceGap:
    gains = {label.ident: ZERO for label in response.labels}
    for condition in reading.item.of(response):
        for test in _of(condition, response):
            if test.value in gains:
                gains[test.value] = max(gains[test.value], reading.gain(condition))
    best = max(gains.values(), default=ZERO)
    shares = [exact_share(gains[label.ident] / best) if best else ZERO for label in response.labels]
    if not best:
        reading.miss(f'the list "{response.ident}" has no right entry')
    contents = [plain(reading.label_text(label)) for label in response.labels]
    feedback = [reading.own_feedback(response, label.ident) for label in response.labels]
    return ChoiceGap(id=name, options=weigh_single(tuple(shares)).options(contents, feedback))


def _of(condition: Condition, response: Response) -> list[Test]:
    return [test for test in condition.wanted if test.response == response.ident]


def _listed_answers(reading: Reading, response: Response) -> tuple[TextAnswer, ...]:
    """In Canvas every label of a blank is accepted, whether a condition names it or not."""
    answers: dict[str, TextAnswer] = {}
    texts = {reading.label_text(label) for label in response.labels}
    for label in response.labels:
        text = reading.label_text(label)
        if unescape(text) != text and unescape(text) in texts:
            continue  # "&lt;b&gt;" beside "<b>": the same answer for an engine that reads HTML
        written = label.element.get("scoring_algorithm") or ""
        if written not in _EXACT:
            reading.lose(
                Feature.SCORE,
                f'answers like "{text}" were accepted too ({written}); here it stands for itself',
            )
        feedback: Content | None = reading.own_feedback(response, label.ident)
        if text and text not in answers:
            answers[text] = TextAnswer(text=text, feedback=feedback)
    return tuple(answers.values())


def _declare_together(reading: Reading) -> None:
    """Blanks that earn only all together; here each earns its share."""
    together = any(
        len({test.response for test in condition.wanted}) > 1
        for condition in reading.item.conditions
        if reading.gain(condition) > 0
    )
    if together:
        reading.lose(
            Feature.SCORE, "the blanks earned points only all together; here each earns its share"
        )


def _with_points(reading: Reading, gaps: list[Gap]) -> list[Gap]:
    """Equal shares, as Canvas gives, unless the conditions say otherwise."""
    if reading.is_canvas or not reading.item.responses:
        return gaps
    worth: list[Fraction] = []
    for response in reading.item.responses:
        gains = [
            reading.gain(c)
            for c in reading.item.of(response)
            if {test.response for test in c.wanted} == {response.ident}
        ]
        worth.append(max(gains, default=ZERO))
    if len(worth) != len(gaps) or min(worth, default=ZERO) <= 0 or len(set(worth)) == 1:
        return gaps
    least = min(worth)
    return [
        replace(gap, points=exact_share(points / least) if least else ONE)
        for gap, points in zip(gaps, worth, strict=True)
    ]
