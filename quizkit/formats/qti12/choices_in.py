"""Choices and true/false of QTI 1.2."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from quizkit.formats.base import Feature
from quizkit.formats.qti12.item import Condition, Label, Response
from quizkit.formats.qti12.reading import Reading
from quizkit.formats.taken import Unreadable, words, words_alone
from quizkit.formats.truth import met_words, truth_of
from quizkit.formats.weighing import Weighed, weigh
from quizkit.model import ONE, ZERO, Choice, Option, Policy, Question, Role, Selection, TrueFalse

_FEWEST = 2
"""Options that a choice must have."""


def read_single(reading: Reading) -> Question:
    """One option out of several."""
    response = choice_response(reading)
    weighed = weigh(_single_shares(reading, response), Selection.SINGLE)
    return _choice(reading, response, Selection.SINGLE, weighed)


def read_multiple(reading: Reading) -> Question:
    """Any number of options."""
    response = choice_response(reading)
    return _choice(reading, response, Selection.MULTIPLE, _weighed(reading, response))


def read_truth(reading: Reading) -> Question:
    """True or false; a choice where the two words are of no language known here."""
    response = choice_response(reading)
    truths = [_truth(reading.label_text(label)) for label in response.labels]
    if sorted(map(str, truths)) != ["False", "True"]:
        return read_single(reading)
    shares = _single_shares(reading, response)
    if sorted(shares) != [ZERO, ONE]:
        return read_single(reading)
    by_truth = dict(zip(truths, response.labels, strict=True))
    right = truths[shares.index(ONE)]
    true, false = by_truth[True], by_truth[False]
    return TrueFalse(
        answer=bool(right),
        feedback_true=reading.own_feedback(response, true.ident),
        feedback_false=reading.own_feedback(response, false.ident),
        words=met_words(reading.label_content(true), reading.label_content(false)),
        **reading.shared(),
    )


def choice_response(reading: Reading) -> Response:
    """The response that has choices. Raises Unreadable."""
    found = [response for response in reading.item.responses if response.labels]
    if not found:
        raise Unreadable("it has no options")
    if len(found) > 1:
        reading.miss("it asks for more than one choice; the first was taken")
    return found[0]


def _choice(reading: Reading, response: Response, selection: Selection, weighed: Weighed) -> Choice:
    labels = response.labels
    if not any(role is Role.KEY for role in weighed.roles):
        reading.miss("it names no right option")
    fixed = sum(1 << n for n, label in enumerate(labels) if _is_fixed(label))
    render = response.render
    options = weighed.options(
        [reading.label_content(label) for label in labels],
        [reading.own_feedback(response, label.ident) for label in labels],
        fixed=fixed,
    )
    return Choice(
        selection=selection,
        options=_with_words(reading, options),
        policy=weighed.policy,
        shuffle=render is not None and (render.get("shuffle") or "").lower() == "yes",
        **reading.shared(),
    )


def _with_words(reading: Reading, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The options without those that an author never filled in, and that are not right."""
    kept = tuple(
        option
        for option in options
        if option.role is Role.KEY
        or option.feedback is not None
        or words(option.content.source)
        or not words_alone(f"{option.content.source}x")
    )
    left = len(options) - len(kept)
    if not left or len(kept) < _FEWEST:
        return options
    what = "an option without text is" if left == 1 else f"{left} options without text are"
    reading.lose(Feature.TYPE, f"{what} left out")
    return kept


def _is_fixed(label: Label) -> bool:
    locked = (label.element.get("lock") or "").lower() == "yes"
    return locked or (label.element.get("rshuffle") or "").lower() == "no"


def _single_shares(reading: Reading, response: Response) -> list[Fraction]:
    """What each option earns; of conditions that name one, the last that scores decides."""
    gains = {label.ident: ZERO for label in response.labels}
    for condition in reading.item.of(response):
        gain = reading.gain(condition)
        if not condition.sets:
            continue
        for test in condition.wanted:
            if test.value in gains and (gain or len(condition.wanted) == 1):
                gains[test.value] = gain
    if not any(gain > 0 for gain in gains.values()):
        gains |= dict.fromkeys(_marked(reading, response, gains), ONE)
    vary = reading.item.fields.get("scoring_algorithm") == "VaryPointsByAnswer"
    if reading.is_canvas and not vary:
        return [ONE if gains[label.ident] > 0 else ZERO for label in response.labels]
    measure = reading.measure(gains.values())
    return [reading.share(gains[label.ident], measure) for label in response.labels]


def _marked(reading: Reading, response: Response, known: dict[str, Fraction]) -> list[str]:
    """Options that are right by what is said to them, in files that give no points."""
    found = []
    for condition in reading.item.of(response):
        right = condition.is_correct or condition.title.lower() == "correct"
        shown = any(reading.is_praise(ident) for ident in condition.shows)
        if right or shown:
            found += [test.value for test in condition.wanted if test.value in known]
    return found


def _weighed(reading: Reading, response: Response) -> Weighed:
    """Roles and weights of a multiple selection, by how the item scores."""
    scoring = [c for c in reading.item.of(response) if reading.gain(c)]
    exact = next((c for c in scoring if _is_exact(reading, c)), None)
    if exact is not None:
        keys = {test.value for test in exact.wanted}
        return _by_keys(reading, response.labels, keys)
    gains = {label.ident: ZERO for label in response.labels}
    for condition in scoring:
        for test in condition.wanted:
            if test.value in gains:
                gains[test.value] += reading.gain(condition)
    keys = {ident for ident, gain in gains.items() if gain > 0}
    if reading.is_canvas:
        return _by_keys(reading, response.labels, keys)
    earned = sum((gain for gain in gains.values() if gain > 0), ZERO)
    most = reading.item.most
    measure = most if most and most * 49 <= earned * 50 <= most * 51 else earned or ONE
    shares = [reading.share(gains[label.ident], measure) for label in response.labels]
    return weigh(shares, Selection.MULTIPLE)


def _is_exact(reading: Reading, condition: Condition) -> bool:
    return reading.gain(condition) > 0 and (
        condition.has_and or len(condition.wanted) > 1 or any(t.negated for t in condition.tests)
    )


def _by_keys(reading: Reading, labels: Sequence[Label], keys: set[str]) -> Weighed:
    """Keys and all others. Canvas takes points off; elsewhere the exact set is asked for."""
    fields = reading.item.fields
    exact = fields.get("scoring_algorithm") == "AllOrNothing" if reading.is_canvas else True
    if fields.get("bbmd_partialcredit", "").lower() == "true":
        reading.lose(
            Feature.SCORE, "a partly right selection earned some of the points; here it earns none"
        )
    roles = tuple(Role.KEY if label.ident in keys else Role.DISTRACTOR for label in labels)
    single = len(keys) == 1 and len(labels) == 1
    policy = Policy.ALL_OR_NOTHING if exact and not single else Policy.RIGHT_MINUS_WRONG
    return Weighed(policy, roles, (None,) * len(labels))


def _truth(text: str) -> bool | None:
    """Whether a word says true or false; None for neither."""
    return truth_of(words_alone(text))
