"""Holds what an LMS makes of an export against the quiz: what differs, and what was declared.

A :class:`Case` is one question in one engine. Responses are given in the shape that
:func:`quizkit.scoring.score` takes and put into the oracle's by the marks in the texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import unescape
from itertools import combinations
from typing import Any
from unicodedata import normalize

from oracles.base import OracleOption, OracleQuestion

from quizkit.content.render import Renderer
from quizkit.formats.base import Exporter, Feature, Fidelity, Loss
from quizkit.formats.numbers import exact_decimal
from quizkit.model import (
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
    NumericGap,
    Option,
    Ordering,
    Question,
    Quiz,
    Selection,
    ShortText,
    TextAnswer,
    TextGap,
    TrueFalse,
)
from quizkit.scoring import normalize_answer, parse_response_number, score

from .marked import mark, marks

TOLERANCE = Fraction(1, 100_000)
Response = Any


@dataclass
class Case:
    """One question, what an engine reads of it, and what was declared for that engine."""

    quiz: Quiz
    question: Question
    read: Sequence[OracleQuestion]
    losses: Sequence[Loss]
    exporter: Exporter
    engine: str

    def lost(self, *features: Feature) -> bool:
        """Whether one of these is declared as lost."""
        return any(
            loss.feature in features and loss.fidelity is Fidelity.LOST for loss in self.losses
        )

    def said(self, *features: Feature) -> bool:
        """Whether anything is declared of one of these."""
        return any(loss.feature in features for loss in self.losses)

    @property
    def gone(self) -> bool:
        """Whether it cannot be answered there as one question; that must be declared."""
        theirs = self.read[0]
        asked = not isinstance(self.question, (Info, Essay))
        return len(self.read) > 1 or (asked and theirs.kind in ("info", "essay"))

    def differences(self) -> Iterator[str]:
        """Everything that is not as in the quiz and not declared, and the other way round."""
        if self.gone:
            if not self.lost(Feature.TYPE):
                yield f"became {[q.kind for q in self.read]}, undeclared"
            return
        yield from self._stem()
        yield from self._points()
        yield from self._tags()
        yield from self._general()
        yield from self._others()
        yield from self._scores()
        if not isinstance(self.question, (Info, Essay)):
            for response in responses(self.question):
                yield from self._feedback(response)

    def _stem(self) -> Iterator[str]:
        """Every word of the stem arrives, in its order; formulas are spelled as each target does."""
        stem = Renderer().text(self.question.stem)
        if "$" in self.question.stem.source or "\\" in stem:
            return
        theirs = iter(re.findall(r"\w+", unescape(re.sub(r"<[^>]*>", "", self.read[0].stem))))
        gaps = {gap.id for gap in self.question.gaps} if isinstance(self.question, Cloze) else set()
        lost = [w for w in re.findall(r"\w+", stem) if w not in gaps and w not in theirs]
        if lost and not self.said(Feature.RICH_TEXT):
            yield f"the stem lacks {lost}, undeclared"

    def _points(self) -> Iterator[str]:
        if isinstance(self.question, Info):
            return
        theirs, ours = Fraction(self.read[0].points), self.question.points
        same = abs(theirs - ours) <= TOLERANCE * max(ours, Fraction(1))
        if not same and not self.said(Feature.POINTS, Feature.SCORE):
            yield f"worth {theirs} instead of {ours}, undeclared"
        if same and self.lost(Feature.POINTS):
            yield "points declared as lost, but kept"

    def _tags(self) -> Iterator[str]:
        missing = {tag.lower() for tag in self.question.tags} - {
            tag.lower() for tag in self.read[0].tags
        }
        if missing and not self.said(Feature.TAGS):
            yield f"tags {missing} are missing, undeclared"
        if not missing and self.lost(Feature.TAGS):
            yield "tags declared as lost, but kept"

    def _general(self) -> Iterator[str]:
        general = self.question.feedback.general
        if general is None:
            return
        there = mark(general) in self.read[0].general_feedback
        if not there and not self.said(Feature.GENERAL_FEEDBACK):
            yield "general feedback is missing, undeclared"
        if there and self.lost(Feature.GENERAL_FEEDBACK):
            yield "general feedback declared as lost, but kept"

    def _others(self) -> Iterator[str]:
        """Hints, and what an essay holds for graders."""
        read, question = self.read[0], self.question
        there = [mark(hint) in marks(" ".join(read.hints)) for hint in question.hints]
        if not all(there) and not self.said(Feature.HINTS):
            yield "hints are missing, undeclared"
        if there and all(there) and self.lost(Feature.HINTS):
            yield "hints declared as lost, but kept"
        if not isinstance(question, Essay):
            return
        for feature, content in (
            (Feature.MODEL_ANSWER, question.model_answer),
            (Feature.RUBRIC, question.rubric),
        ):
            kept = content is None or mark(content) in marks(read.model_answer)
            if not kept and not self.said(feature):
                yield f"the {feature} is missing, undeclared"

    def _scores(self) -> Iterator[str]:
        if isinstance(self.question, (Info, Essay)):
            return
        differs = False
        for response in responses(self.question):
            if self._untouched(response) or self._only_case(response):
                continue
            if self._differs(response):
                differs = True
                if not self.lost(Feature.SCORE):
                    yield (
                        f"{response!r} earns {float(self.theirs(response))} instead of "
                        f"{float(self.ours(response))}, undeclared"
                    )
            yield from self._told(response)
        unknown = self.lost(Feature.POINTS) and not self.question.points
        if self.lost(Feature.SCORE) and not (unknown or differs or self._differs_finely()):
            yield "score declared as lost, but every response earns the same"

    def _told(self, response: Response) -> Iterator[str]:
        """What authors are told that a response earns, where something is lost."""
        if not self.lost(Feature.SCORE, Feature.POINTS):
            return
        told = self.exporter.earned(self.quiz, self.question, response, self.engine)
        theirs = self.theirs(response)
        if told is not None and not self._same(told, theirs):
            yield f"{response!r} earns {float(theirs)}, but is said to earn {float(told)}"

    def _same(self, one: Fraction, other: Fraction) -> bool:
        return abs(one - other) <= TOLERANCE * max(self.question.points, Fraction(1))

    def _differs_finely(self) -> bool:
        """Whether the fifteenth digit of a number decides, which is a loss too."""
        return any(self.ours(fine) != self.theirs(fine) for fine in finest(self.question))

    def ours(self, response: Response) -> Fraction:
        """What the quiz gives."""
        return score(self.question, response)

    def theirs(self, response: Response) -> Fraction:
        """What the engine gives."""
        read = self.read[0]
        return Fraction(read.score(translated(self.question, read, response)))

    def _untouched(self, response: Response) -> bool:
        """An order that nobody touched is marked as it happens to stand in some targets."""
        return isinstance(self.question, Ordering) and not response and self.said(Feature.SCORE)

    def _only_case(self, response: Response) -> bool:
        """Whether only capitals decide, where it is declared that they do not count."""
        return self.said(Feature.CASE) and other_case(self.question, response)

    def _numbers_are_text(self) -> bool:
        """Whether it is declared that a gap for a number takes only some of its spellings."""
        question = self.question
        numbers = isinstance(question, Cloze) and any(
            isinstance(gap, NumericGap) for gap in question.gaps
        )
        return numbers and self.said(Feature.TYPE)

    def _feedback(self, response: Response) -> Iterator[str]:
        read = self.read[0]
        if self._untouched(response) or self._only_case(response):
            return
        shown = marks(" ".join(read.feedback(translated(self.question, read, response))))
        own, others = own_feedback(self.question, response)
        if not self.said(Feature.OPTION_FEEDBACK, Feature.ANSWER_FEEDBACK):
            unpaid = not self.question.points and self._numbers_are_text()
            if own - shown and not unpaid and not self._differs(response):
                yield f"{response!r} does not show {own - shown}, undeclared"
            # A response that the target takes for another one is declared by its score; where
            # nothing is to be earned, nothing tells them apart.
            taken_for_another = not self.question.points or self._differs(response)
            if shown & (others - own) and not taken_for_another:
                yield f"{response!r} shows {shown & (others - own)} of other answers"
        unknown = not self.question.points or self._differs(response)
        if unknown or self.said(Feature.COMBINED_FEEDBACK):
            return
        wanted, unwanted = combined(self.question, self.ours(response))
        if wanted - shown:
            yield f"{response!r} does not show the combined {wanted}, undeclared"
        if shown & unwanted:
            yield f"{response!r} shows the combined {shown & unwanted} of another state"

    def _differs(self, response: Response) -> bool:
        """Whether points differ; where those of the question do, the share of them."""
        ours, theirs = self.ours(response), self.theirs(response)
        if not self.lost(Feature.POINTS):
            return not self._same(ours, theirs)
        if not self.question.points or not self.read[0].points:
            return False
        return abs(theirs / self.read[0].points - ours / self.question.points) > TOLERANCE


def combined(question: Question, earned: Fraction) -> tuple[set[str], set[str]]:
    """The marks of the feedback for what was earned, and of those for other states."""
    feedback = question.feedback
    state = "correct" if earned == question.points else "partial" if earned else "incorrect"
    texts: dict[str, Content | None] = {
        name: getattr(feedback, name) for name in ("correct", "partial", "incorrect")
    }
    found = {name: {mark(text)} if text else set() for name, text in texts.items()}
    wanted = found.pop(state)
    return wanted, set().union(*found.values())


# Responses


def responses(question: Question) -> Iterator[Response]:
    """Every response, or those at which a difference would show."""
    match question:
        case Choice():
            ids = [option.id for option in question.options]
            most = 1 if question.selection is Selection.SINGLE else len(ids)
            for size in range(most + 1):
                yield from map(list, combinations(ids, size))
        case TrueFalse():
            yield from (True, False, None)
        case ShortText():
            yield from texts(question.answers)
        case Numeric():
            yield from numbers(question.answers)
        case Matching():
            yield from _matchings(question)
        case Ordering():
            yield from _orders(question)
        case Cloze():
            yield from _fillings(question)


def texts(answers: Sequence[TextAnswer]) -> Iterator[str | None]:
    yield None
    yield "zzz"
    for answer in answers:
        text = answer.text
        typed = (text, f" {text} ", text.upper(), text.lower(), text.replace("<", "< "))
        # Keyboards give composed letters, whatever form the author's file has.
        yield from dict.fromkeys(normalize("NFC", one) for one in typed)


def numbers(answers: Sequence[NumericAnswer]) -> Iterator[str | None]:
    """At, just inside and just outside each bound; what is no number."""
    yield None
    yield "zzz"
    yield "0"
    for answer in answers:
        for bound in (answer.low, answer.high):
            for step in (-1, 0, 1):
                yield _typed(bound + step * Fraction(1, 10**6))
        yield _typed((answer.low + answer.high) / 2)
        yield f"{_typed(answer.low)}0" if "." in _typed(answer.low) else f"{_typed(answer.low)}.0"


def finest(question: Question) -> Iterator[Response]:
    """Numbers next to the bounds in as many digits as a target may hold."""
    answers = [(None, question.answers)] if isinstance(question, Numeric) else []
    if isinstance(question, Cloze):
        answers = [(g.id, g.answers) for g in question.gaps if isinstance(g, NumericGap)]
    for name, several in answers:
        for answer in several:
            for bound in (answer.low, answer.high):
                for places in range(11, 17):
                    for step in (-1, 0, 1):
                        near = round(bound, places) + step * Fraction(1, 10**places)
                        text = exact_decimal(near) or "0"
                        yield text if name is None else {name: text}


def _typed(number: Fraction) -> str:
    exact = exact_decimal(number)
    return exact if exact and len(exact) < 12 else exact_decimal(round(number, 9)) or "0"


def _matchings(question: Matching) -> Iterator[dict[int, int]]:
    right = {n: n for n in range(len(question.pairs))}
    yield {}
    yield right
    for left in right:
        yield {left: left}
        for other in range(len(question.rights)):
            yield {**right, left: other}


def _orders(question: Ordering) -> Iterator[list[int]]:
    right = list(range(len(question.items)))
    yield []
    yield right
    yield right[1:] + right[:1]
    for first, second in combinations(right, 2):
        swapped = list(right)
        swapped[first], swapped[second] = second, first
        yield swapped


def _fillings(question: Cloze) -> Iterator[dict[str, object]]:
    best = {gap.id: _best(gap) for gap in question.gaps}
    yield {}
    yield best
    for gap in question.gaps:
        for filling in gap_responses(gap):
            yield {gap.id: filling}
            yield {**best, gap.id: filling}


def gap_responses(gap: Gap) -> Iterator[str | None]:
    match gap:
        case TextGap():
            yield from texts(gap.answers)
        case NumericGap():
            yield from numbers(gap.answers)
        case ChoiceGap():
            yield None
            yield from (option.id for option in gap.options)


def _best(gap: Gap) -> str:
    if isinstance(gap, ChoiceGap):
        return gap.options[0].id
    if isinstance(gap, TextGap):
        return normalize("NFC", gap.answers[0].text)
    return _typed((gap.answers[0].low + gap.answers[0].high) / 2)


# The same in the oracle's shape


def translated(question: Question, read: OracleQuestion, response: Response) -> Response:
    """A response as the oracle takes it."""
    match question:
        case Choice():
            view = read if read.kind != "cloze" else read.gaps[0]
            places = {place(o.content, view.options) for o in question.options if o.id in response}
            if read.kind == "cloze":
                return [places or None]
            return places
        case Matching():
            lefts = [find(pair.left, read.lefts) for pair in question.pairs]
            rights = [find(right, read.rights) for right in question.rights]
            return {lefts[left]: rights[right] for left, right in response.items()}
        case Ordering():
            return _order(question, read, response)
        case Cloze():
            return _filled(question, read, response)
        case _:
            return [response] if read.kind == "cloze" else response


def place(content: Content, options: Sequence[OracleOption]) -> int:
    return find(content, [option.text for option in options])


def find(content: Content, held: Sequence[str], number: int = 0) -> int:
    """Where a content stands, by its mark; the ``number``-th of equal ones if there are so many."""
    found = [n for n, text in enumerate(held) if mark(content) in marks(text)]
    assert found, f"{mark(content)} is not among {held}"
    return found[min(number, len(found) - 1)]


def _order(question: Ordering, read: OracleQuestion, response: Sequence[int]) -> Response:
    """Canvas holds an order as a matching of items and places.

    Of items that read the same each is known by the place that is right for it there.
    """
    if read.kind == "matching":
        goal = [r if isinstance(r, str) else read.rights[r] for r in read.right_of]
        lefts = sorted(range(len(read.lefts)), key=lambda n: int(goal[n]))
        numbers = [read.rights.index(str(n + 1)) for n in range(len(question.items))]
        return {lefts[item]: numbers[rank] for rank, item in enumerate(response)}
    before = [question.items[:n].count(item) for n, item in enumerate(question.items)]
    items = [find(item, read.items, k) for item, k in zip(question.items, before, strict=True)]
    return [items[n] for n in response]


def _filled(question: Cloze, read: OracleQuestion, response: Mapping[str, object]) -> Response:
    if read.kind != "cloze":  # a lone gap became a question of its own
        (gap,) = question.gaps
        return _filling(gap, read.kind, read.options, response.get(gap.id))
    return [
        _filling(gap, held.kind, held.options, response.get(gap.id))
        for gap, held in zip(question.gaps, read.gaps, strict=True)
    ]


def _filling(gap: Gap, kind: str, options: Sequence[OracleOption], given: object) -> Response:
    if given is None or not isinstance(gap, ChoiceGap):
        return given
    (content,) = (option.content for option in gap.options if option.id == given)
    if kind == "short-text":  # an entry that must be typed, as it stands in brackets
        held = [option.text for option in options]
        return next((text for text in held if mark(content) in marks(text)), "zzz")
    return place(content, options)


# Feedback


def own_feedback(question: Question, response: Response) -> tuple[set[str], set[str]]:
    """The marks of the feedback to what was chosen or typed, and of that to any answer."""
    match question:
        case Choice():
            return _options(question.options, response)
        case TrueFalse():
            texts = {True: question.feedback_true, False: question.feedback_false}
            told = texts.get(response)
            every = {mark(text) for text in texts.values() if text}
            return ({mark(told)} if told else set()), every
        case ShortText():
            return _answers(question.answers, _hit_text(question, response))
        case Numeric():
            return _answers(question.answers, _hit_number(question.answers, response))
        case Cloze():
            own: set[str] = set()
            every: set[str] = set()
            for gap in question.gaps:
                mine, all_ = _gap(gap, response.get(gap.id))
                own, every = own | mine, every | all_
            return own, every
        case _:
            return set(), set()


def _gap(gap: Gap, given: object) -> tuple[set[str], set[str]]:
    match gap:
        case ChoiceGap():
            return _options(gap.options, [given])
        case TextGap():
            return _answers(gap.answers, _hit_text(gap, given))
        case NumericGap():
            return _answers(gap.answers, _hit_number(gap.answers, given))


def _options(options: Sequence[Option], chosen: Sequence[object]) -> tuple[set[str], set[str]]:
    own = {mark(o.feedback) for o in options if o.feedback and o.id in chosen}
    return own, {mark(o.feedback) for o in options if o.feedback}


def _answers(
    answers: Sequence[TextAnswer] | Sequence[NumericAnswer], hit: int | None
) -> tuple[set[str], set[str]]:
    every = [{mark(a.feedback)} if a.feedback else set() for a in answers]
    return (set() if hit is None else every[hit]), set().union(*every)


def _hit_text(held: ShortText | TextGap, given: object) -> int | None:
    if given is None:
        return None
    typed = normalize_answer(str(given), case_sensitive=held.case_sensitive)
    fits = [normalize_answer(a.text, case_sensitive=held.case_sensitive) for a in held.answers]
    return fits.index(typed) if typed in fits else None


def _hit_number(answers: Sequence[NumericAnswer], given: object) -> int | None:
    number = None if given is None else parse_response_number(str(given))
    if number is None:
        return None
    return next((n for n, a in enumerate(answers) if a.low <= number <= a.high), None)


def other_case(question: Question, response: Response) -> bool:
    """Whether a response fits an answer but for its capitals."""
    if isinstance(question, ShortText):
        return _other_case(question, response)
    if isinstance(question, Cloze):
        texts = (gap for gap in question.gaps if isinstance(gap, TextGap))
        return any(_other_case(gap, response.get(gap.id)) for gap in texts)
    return False


def _other_case(held: ShortText | TextGap, given: object) -> bool:
    if given is None or not held.case_sensitive:
        return False
    folded = normalize_answer(str(given), case_sensitive=False)
    exact = normalize_answer(str(given), case_sensitive=True)
    fits = [a for a in held.answers if normalize_answer(a.text, case_sensitive=False) == folded]
    return any(normalize_answer(a.text, case_sensitive=True) != exact for a in fits)
