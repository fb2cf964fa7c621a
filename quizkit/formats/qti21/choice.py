"""Choice and true/false as ``choiceInteraction`` (QTI 2.1 information model, 7.4.1)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from quizkit.formats.base import Feature
from quizkit.formats.idents import ranks
from quizkit.formats.qti21 import rules
from quizkit.formats.qti21.draft import Draft
from quizkit.formats.truth import words_of
from quizkit.formats.xml_writer import Markup, block, element
from quizkit.model import (
    ONE,
    ZERO,
    Choice,
    Numbering,
    Option,
    Role,
    Selection,
    TrueFalse,
)
from quizkit.scoring import is_additive, option_weights


def write_choice(question: Choice, draft: Draft) -> None:
    """Weights as a mapping; all-or-nothing as a rule over the options."""
    options = question.options
    idents = option_idents(options, question.id)
    single = question.selection is Selection.SINGLE
    correct = [i for i, o in zip(idents, options, strict=True) if o.role is Role.KEY]
    if single:
        correct = _one_best(question, idents)
    draft.body.append(_interaction(question, draft, idents))
    if question.numbering not in (Numbering.LOWER,):
        draft.job.lose(
            draft.question, Feature.NUMBERING, "the LMS decides how options are numbered there"
        )
    if is_additive(question):
        _score_by_weights(question, draft, idents, correct)
    else:
        _score_all_or_nothing(question, draft, idents, correct)
    chosen = rules.matches if single else rules.member
    for ident, option in zip(idents, options, strict=True):
        draft.remark(chosen(ident), option.feedback)


def write_true_false(question: TrueFalse, draft: Draft) -> None:
    """Two choices named ``true`` and ``false``, in the quiz's language, not shuffled."""
    answer = str(question.answer).lower()
    words = words_of(question, draft.job.quiz.language)
    choices = [
        element("simpleChoice", {"identifier": ident, "fixed": "true"}, word)
        for ident, word in zip(("true", "false"), words, strict=True)
    ]
    draft.body.append(
        block(
            "choiceInteraction",
            {"responseIdentifier": rules.RESPONSE, "shuffle": "false", "maxChoices": "1"},
            *choices,
        )
    )
    plain = not draft.has_feedback(question.feedback_true, question.feedback_false)
    _score_single(draft, {answer: ONE, _other(answer): ZERO}, [answer], plain)
    draft.remark(rules.matches("true"), question.feedback_true)
    draft.remark(rules.matches("false"), question.feedback_false)


def option_idents(options: Sequence[Option], salt: str, start: int = 1) -> list[str]:
    """Identifiers that say nothing of an option's role or its place in the source."""
    numbers = ranks([option.id for option in options], salt)
    return [f"C{number + start}" for number in numbers]


def clamped(share: Fraction) -> Fraction:
    """A share between nothing and everything, as a single choice earns it."""
    return min(max(share, ZERO), ONE)


def _interaction(question: Choice, draft: Draft, idents: Sequence[str]) -> Markup:
    choices = [
        element(
            "simpleChoice",
            {"identifier": ident, "fixed": "true" if option.fixed else "false"},
            draft.text.short(question, option.content),
        )
        for ident, option in zip(idents, question.options, strict=True)
    ]
    # No limit for several: one equal to the number of keys would tell how many to tick.
    limits = {"maxChoices": "1"} if question.selection is Selection.SINGLE else _NO_LIMIT
    return block(
        "choiceInteraction",
        {
            "responseIdentifier": rules.RESPONSE,
            "shuffle": str(question.shuffle).lower(),
            **limits,
        },
        *choices,
    )


_NO_LIMIT = {"maxChoices": "0", "minChoices": "0"}


def _one_best(question: Choice, idents: Sequence[str]) -> list[str]:
    """The one value that a single response may name as correct: the best-paid key."""
    weights = option_weights(question)
    keys = [n for n, o in enumerate(question.options) if o.role is Role.KEY] or [
        n for n, weight in enumerate(weights) if weight > 0
    ]
    return [idents[max(keys, key=lambda n: (weights[n], -n))]] if keys else []


def _score_by_weights(
    question: Choice, draft: Draft, idents: Sequence[str], correct: Sequence[str]
) -> None:
    weights = dict(zip(idents, option_weights(question), strict=True))
    if question.selection is Selection.SINGLE:
        plain = not draft.has_feedback(*(option.feedback for option in question.options))
        _score_single(draft, {i: clamped(w) for i, w in weights.items()}, correct, plain)
        return
    entries = [(ident, weight * draft.most) for ident, weight in weights.items()]
    draft.declarations.append(
        rules.response(
            rules.RESPONSE,
            "multiple",
            "identifier",
            correct=correct,
            mapping=rules.mapping(entries, draft.most),
        )
    )
    _score_by_mapping(draft)


def _score_single(
    draft: Draft, weights: dict[str, Fraction], correct: Sequence[str], plain: bool
) -> None:
    """One choice: the bare template where one key earns 1 point, for every importer knows it."""
    earning = [weight for weight in weights.values() if weight]
    simple = plain and draft.earned == "SCORE" and draft.most == ONE and earning == [ONE]
    entries = [(ident, weight * draft.most) for ident, weight in weights.items()]
    table = Markup("") if simple else rules.mapping(entries, draft.most)
    draft.declarations.append(
        rules.response(rules.RESPONSE, "single", "identifier", correct=correct, mapping=table)
    )
    if simple:
        draft.template = rules.MATCH_CORRECT
    else:
        _score_by_mapping(draft)


def _score_by_mapping(draft: Draft) -> None:
    draft.scoring.append(rules.assign(draft.earned, rules.mapped()))
    if draft.earned == "SCORE":
        draft.template = rules.MAP_RESPONSE


def _score_all_or_nothing(
    question: Choice, draft: Draft, idents: Sequence[str], correct: Sequence[str]
) -> None:
    """Every key and no distractor; neutral options are in neither list."""
    draft.declarations.append(
        rules.response(rules.RESPONSE, "multiple", "identifier", correct=correct)
    )
    roles = {ident: o.role for ident, o in zip(idents, question.options, strict=True)}
    if Role.NEUTRAL not in roles.values() and correct:
        condition = rules.is_correct()
        if draft.earned == "SCORE" and draft.most == ONE:
            draft.template = rules.MATCH_CORRECT
    else:
        keys = [rules.member(ident) for ident in correct]
        others = [
            rules.negated(rules.member(ident))
            for ident, role in roles.items()
            if role is Role.DISTRACTOR
        ]
        condition = rules.all_of(*keys, *others)
    draft.scoring.append(
        rules.when((condition, rules.assign(draft.earned, rules.number(draft.most))))
    )
    draft.full = condition


def _other(answer: str) -> str:
    return "false" if answer == "true" else "true"
