"""Choice and true/false."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from quizkit.formats.base import Feature
from quizkit.formats.canvas.differences import (
    Difference,
    ShareOf,
    choice_difference,
    half_or_more,
    has_partial_credit,
    key_positions,
)
from quizkit.formats.canvas.engines import CLASSIC, NEW, adapt, lose
from quizkit.formats.canvas.item import Draft, choices, is_answer, material, scores, shows
from quizkit.formats.truth import truth_words
from quizkit.formats.xml_writer import Markup, element
from quizkit.model import ONE, ZERO, Choice, Numbering, Option, Selection, TrueFalse
from quizkit.scoring import is_additive, option_weights

_ENGLISH = ("true", "false")


def write_choice(question: Choice, draft: Draft) -> None:
    """Tick boxes or radio buttons, with the scoring that loses least in each engine."""
    idents = draft.answer_idents([option.id for option in question.options], "options")
    if question.selection is Selection.SINGLE:
        _write_single(question, draft, idents)
    else:
        _write_multiple(question, draft, idents)
    if question.numbering is not Numbering.LOWER:
        lose(draft.job, question, Feature.NUMBERING, "options are not numbered as asked")


def write_true_false(question: TrueFalse, draft: Draft) -> None:
    """The two words of the quiz's language; Classic knows only English ones as true/false."""
    draft.kind = "true_false_question"
    words = truth_words(draft.job.quiz.language)
    idents = draft.answer_idents(("true", "false"), "truth")
    labels = [_label(ident, word) for ident, word in zip(idents, words, strict=True)]
    draft.response.append(choices(labels, several=False))
    draft.remark(idents[0], question.feedback_true)
    draft.remark(idents[1], question.feedback_false)
    right = idents[0] if question.answer else idents[1]
    draft.scoring.append(scores(is_answer(right), shown=_shown(draft)))
    if tuple(word.lower() for word in words) != _ENGLISH:
        adapt(
            draft.job,
            question,
            Feature.TYPE,
            f'it becomes multiple choice between "{words[0]}" and "{words[1]}"',
            CLASSIC,
        )


def _label(ident: str, html: str, *, locked: bool = False) -> Markup:
    lock = {"lock": "Yes"} if locked else {}
    return element("response_label", {"ident": ident, **lock}, material(html))


def _labels(question: Choice, draft: Draft, idents: Sequence[str]) -> list[Markup]:
    return [
        _label(ident, draft.text.html(question, option.content), locked=option.fixed)
        for ident, option in zip(idents, question.options, strict=True)
    ]


def _shown(draft: Draft) -> str:
    return "correct_fb" if draft.question.feedback.correct is not None else ""


# Several options


def _write_multiple(question: Choice, draft: Draft, idents: Sequence[str]) -> None:
    """One condition: all keys and nothing else. Additive ones make every option a key."""
    draft.kind = "multiple_answers_question"
    weights = option_weights(question)
    keys = key_positions(question.options, weights)
    draft.response.append(
        choices(_labels(question, draft, idents), several=True, shuffle=question.shuffle)
    )
    for ident, option in zip(idents, question.options, strict=True):
        draft.remark(ident, option.feedback)
    parts = [
        is_answer(ident) if n in keys else element("not", None, is_answer(ident))
        for n, ident in enumerate(idents)
    ]
    draft.scoring.append(scores(element("and", None, *parts), shown=_shown(draft)))
    draft.partial = is_additive(question) and has_partial_credit(weights)
    algorithm = "PartialScore" if is_additive(question) else "AllOrNothing"
    if _is_right_minus_wrong(question, weights, keys):
        draft.fields["scoring_algorithm"] = algorithm
        return
    _declare_multiple(question, draft, keys or frozenset({0}), algorithm)


def _is_right_minus_wrong(
    question: Choice, weights: Sequence[Fraction], keys: frozenset[int]
) -> bool:
    """Whether the weights are what both engines do anyway; most questions are such."""
    if not keys or not is_additive(question):
        return False
    share = Fraction(1, len(keys))
    return all(w == (share if n in keys else -share) for n, w in enumerate(weights))


def _declare_multiple(question: Choice, draft: Draft, keys: frozenset[int], algorithm: str) -> None:
    partial = choice_difference(question, _partial_score(keys))
    whole = choice_difference(question, _exact_set(keys))
    new = {"PartialScore": partial, "AllOrNothing": whole}
    if _size(new["PartialScore"]) != _size(new["AllOrNothing"]):
        algorithm = min(new, key=lambda name: _size(new[name]))
    draft.fields["scoring_algorithm"] = algorithm
    for found, engine in ((partial, CLASSIC), (new[algorithm], NEW)):
        if found is not None:
            lose(draft.job, question, Feature.SCORE, found.words(question.points), engine)


def _size(difference: Difference | None) -> Fraction:
    return abs(difference.ours - difference.theirs) if difference else ZERO


def _partial_score(keys: frozenset[int]) -> ShareOf:
    """Classic always, New Quizzes under PartialScore: right minus wrong, in shares of the keys."""
    count = max(len(keys), 1)

    def share(chosen: frozenset[int]) -> Fraction:
        return max(Fraction(len(chosen & keys) - len(chosen - keys), count), ZERO)

    return share


def _exact_set(keys: frozenset[int]) -> ShareOf:
    """New Quizzes under AllOrNothing."""
    return lambda chosen: ONE if chosen == keys else ZERO


# One option


def _write_single(question: Choice, draft: Draft, idents: Sequence[str]) -> None:
    draft.kind = "multiple_choice_question"
    weights = [min(max(weight, ZERO), ONE) for weight in option_weights(question)]
    draft.response.append(
        choices(_labels(question, draft, idents), several=False, shuffle=question.shuffle)
    )
    draft.partial = any(0 < weight < 1 for weight in weights)
    earning = [n for n, weight in enumerate(weights) if weight]
    if len(earning) == 1 and weights[earning[0]] == ONE:
        for ident, option in zip(idents, question.options, strict=True):
            draft.remark(ident, option.feedback)
        draft.scoring.append(scores(is_answer(idents[earning[0]]), shown=_shown(draft)))
    elif question.points == 0:
        # Nothing is paid, so all that counts is which options are shown as right.
        for ident, option, is_key in zip(
            idents, question.options, half_or_more(weights), strict=True
        ):
            draft.remark(ident, option.feedback)
            if is_key:
                draft.scoring.append(scores(is_answer(ident), shown=_shown(draft)))
    else:
        _write_varying(question, draft, idents, weights)


def _write_varying(
    question: Choice, draft: Draft, idents: Sequence[str], weights: Sequence[Fraction]
) -> None:
    """Points for each option in New Quizzes; Classic pays whatever earns at all in full.

    So an option worth less than half is named once more after the scoring, which makes it
    worth nothing there.
    """
    draft.fields["scoring_algorithm"] = "VaryPointsByAnswer"
    full = half_or_more(weights)
    best = max(weights, default=ZERO)
    for ident, option, weight, is_full in zip(idents, question.options, weights, full, strict=True):
        draft.scoring.append(
            scores(
                is_answer(ident),
                weight * question.points,
                shown=_shown(draft) if weight == ONE else "",
                is_key=weight > 0 and weight == best,
            )
        )
        if weight > 0 and not is_full:
            _remark_afterwards(draft, ident, option)
        else:
            draft.remark(ident, option.feedback)
    found = choice_difference(
        question, lambda chosen: ONE if any(full[n] for n in chosen) else ZERO
    )
    if found is not None:
        lose(draft.job, question, Feature.SCORE, found.words(question.points), CLASSIC)


def _remark_afterwards(draft: Draft, ident: str, option: Option) -> None:
    name = f"{ident}_fb"
    html = draft.text.html(draft.question, option.feedback) if option.feedback else "\u00a0"
    draft.add_feedback(name, html)
    draft.afterwards.append(shows(is_answer(ident), name))
