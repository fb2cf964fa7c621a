"""Choice and true/false."""

from __future__ import annotations

from collections.abc import Sequence

from quizkit.content.markup import escape
from quizkit.formats.base import Feature
from quizkit.formats.canvas.engines import CLASSIC, adapt, lose
from quizkit.formats.canvas.item import Draft, choices, is_answer, material, scores, shows
from quizkit.formats.canvas.plans import Plan, plan_choice
from quizkit.formats.truth import words_of
from quizkit.formats.xml_writer import Markup, element
from quizkit.model import ONE, ZERO, Choice, Numbering, Option, Selection, TrueFalse

_ENGLISH = ("true", "false")


def write_choice(question: Choice, draft: Draft) -> None:
    """Tick boxes or radio buttons, with the scoring that loses least in each engine."""
    idents = draft.answer_idents([option.id for option in question.options], "options")
    if question.selection is Selection.SINGLE:
        _write_single(question, draft, idents)
    else:
        _write_multiple(question, draft, idents)
    if not plan_choice(question).keys:
        several = question.selection is Selection.MULTIPLE
        first = "it shows the first option as right" if several else "it remarks on that"
        adapt(
            draft.job,
            question,
            Feature.TYPE,
            f"Canvas wants a right option in every question; where there is none {first}",
            CLASSIC,
        )
    if question.numbering is not Numbering.LOWER:
        lose(draft.job, question, Feature.NUMBERING, "options are not numbered as asked")


def write_true_false(question: TrueFalse, draft: Draft) -> None:
    """The two words of the quiz's language; Classic knows only English ones as true/false."""
    draft.kind = "true_false_question"
    words = words_of(question, draft.job.quiz.language)
    idents = draft.answer_idents(("true", "false"), "truth")
    labels = [_label(ident, escape(word)) for ident, word in zip(idents, words, strict=True)]
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
    plan = plan_choice(question)
    draft.response.append(
        choices(_labels(question, draft, idents), several=True, shuffle=question.shuffle)
    )
    for ident, option in zip(idents, question.options, strict=True):
        draft.remark(ident, option.feedback)
    parts = [
        is_answer(ident) if n in plan.keys else element("not", None, is_answer(ident))
        for n, ident in enumerate(idents)
    ]
    draft.scoring.append(scores(element("and", None, *parts), shown=_shown(draft)))
    _follow(plan, draft)


# One option


def _write_single(question: Choice, draft: Draft, idents: Sequence[str]) -> None:
    draft.kind = "multiple_choice_question"
    plan = plan_choice(question)
    draft.response.append(
        choices(_labels(question, draft, idents), several=False, shuffle=question.shuffle)
    )
    if plan.algorithm:
        _write_varying(question, draft, idents, plan)
    else:
        for ident, option in zip(idents, question.options, strict=True):
            draft.remark(ident, option.feedback)
        for n in sorted(plan.keys):
            draft.scoring.append(scores(is_answer(idents[n]), shown=_shown(draft)))
    _follow(plan, draft)


def _write_varying(question: Choice, draft: Draft, idents: Sequence[str], plan: Plan) -> None:
    """Points for each option in New Quizzes; Classic pays whatever earns at all in full.

    So an option worth less than half is named once more after the scoring, which makes it
    worth nothing there.
    """
    best = max(plan.weights, default=ZERO)
    for n, (ident, option, weight) in enumerate(
        zip(idents, question.options, plan.weights, strict=True)
    ):
        draft.scoring.append(
            scores(
                is_answer(ident),
                weight * question.points,
                shown=_shown(draft) if weight == ONE else "",
                is_key=weight > 0 and weight == best,
            )
        )
        if weight > 0 and n not in plan.keys:
            _remark_afterwards(draft, ident, option)
        else:
            draft.remark(ident, option.feedback)


def _follow(plan: Plan, draft: Draft) -> None:
    """Name New Quizzes' way to score, and declare what it and Classic's change."""
    draft.partial = plan.partial
    if plan.algorithm:
        draft.fields["scoring_algorithm"] = plan.algorithm
    for engine, words in plan.losses:
        lose(draft.job, draft.question, Feature.SCORE, words, engine)


def _remark_afterwards(draft: Draft, ident: str, option: Option) -> None:
    name = f"{ident}_fb"
    html = draft.text.html(draft.question, option.feedback) if option.feedback else "\u00a0"
    draft.add_feedback(name, html)
    draft.afterwards.append(shows(is_answer(ident), name))
