"""Short text and numbers as ``textEntryInteraction`` (QTI 2.1 information model, 7.3.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from quizkit.formats.numbers import plain_decimal
from quizkit.formats.qti21 import rules
from quizkit.formats.qti21.draft import Draft
from quizkit.formats.xml_writer import Markup, element
from quizkit.model import ONE, ZERO, Numeric, NumericAnswer, ShortText, TextAnswer
from quizkit.scoring import normalize_answer


def write_short_text(question: ShortText, draft: Draft) -> None:
    """A pattern for each answer: mappings and ``stringMatch`` take spaces around it as wrong."""
    answers = distinct(question.answers, case_sensitive=question.case_sensitive)
    draft.declarations.append(
        declared_text(rules.RESPONSE, answers, draft.most, case_sensitive=question.case_sensitive)
    )
    draft.body.append(element("p", None, entry(rules.RESPONSE)))
    fits = [
        rules.types_as(answer.text.strip(), case_sensitive=question.case_sensitive)
        for answer in answers
    ]
    shares = [answer.weight for answer in answers]
    draft.scoring += first_fitting(draft, fits, shares)
    for condition, answer in zip(fits, answers, strict=True):
        draft.remark(condition, answer.feedback)


def write_numeric(question: Numeric, draft: Draft) -> None:
    """Closed intervals; the unit stands behind the field."""
    answers = question.answers
    draft.declarations.append(declared_number(rules.RESPONSE, answers))
    unit = f" {question.unit}" if question.unit else ""
    draft.body.append(element("p", None, entry(rules.RESPONSE), unit))
    fits = [rules.within(answer.low, answer.high) for answer in answers]
    draft.scoring += first_fitting(draft, fits, [answer.weight for answer in answers])
    remark_numbers(draft, answers, rules.RESPONSE)


def entry(name: str) -> Markup:
    """The field itself; its width is the same for all, or it would hint at the answer."""
    return element("textEntryInteraction", {"responseIdentifier": name, "expectedLength": "20"})


def distinct(answers: Iterable[TextAnswer], *, case_sensitive: bool) -> list[TextAnswer]:
    """The answers that can fit: the first of equal ones, and none that is blank."""
    found: dict[str, TextAnswer] = {}
    for answer in answers:
        normal = normalize_answer(answer.text, case_sensitive=case_sensitive)
        if normal:
            found.setdefault(normal, answer)
    return list(found.values())


def declared_text(
    name: str, answers: Sequence[TextAnswer], most: Fraction, *, case_sensitive: bool
) -> Markup:
    """The response with its answers as a mapping too: editors show them from there.

    One correct value, however many are accepted: engines refuse two in a single response.
    """
    accepted = [answer for answer in answers if answer.weight > 0]
    best = max(accepted, key=lambda answer: answer.weight, default=None)
    entries = [
        (normalize_answer(answer.text, case_sensitive=True), min(answer.weight, ONE) * most)
        for answer in accepted
    ]
    return rules.response(
        name,
        "single",
        "string",
        correct=[normalize_answer(best.text, case_sensitive=True)] if best else [],
        mapping=rules.mapping(entries, most, case_sensitive=case_sensitive),
    )


def declared_number(name: str, answers: Sequence[NumericAnswer]) -> Markup:
    """The response with the best answer's value, or the middle of its range."""
    best = max(answers, key=lambda answer: answer.weight, default=None)
    correct = []
    if best is not None and best.weight > 0:
        middle = best.value if best.value is not None else (best.low + best.high) / 2
        correct = [plain_decimal(middle)]
    return rules.response(name, "single", "float", correct=correct)


def first_fitting(
    draft: Draft,
    fits: Sequence[Markup],
    shares: Sequence[Fraction],
    *,
    most: Fraction | None = None,
    adds: bool = False,
) -> list[Markup]:
    """A rule that earns the share of the first condition that holds.

    ``most`` is what a whole share is worth; ``adds`` puts it on top of what is there.
    """
    worth = draft.most if most is None else most
    branches = []
    for condition, share in zip(fits, shares, strict=True):
        earned = rules.number(min(max(share, ZERO), ONE) * worth)
        if adds:
            earned = rules.plus(draft.earned, earned)
        branches.append((condition, rules.assign(draft.earned, earned)))
    return [rules.when(*branches)] if branches else []


def remark_numbers(draft: Draft, answers: Sequence[NumericAnswer], name: str) -> None:
    """Feedback for the first answer that holds the number."""
    for index, answer in enumerate(answers):
        if answer.feedback is None:
            continue
        earlier = [
            rules.negated(rules.within(other.low, other.high, name))
            for other in answers[:index]
            if other.low <= answer.high and answer.low <= other.high
        ]
        draft.remark(
            rules.all_of(rules.within(answer.low, answer.high, name), *earlier), answer.feedback
        )
