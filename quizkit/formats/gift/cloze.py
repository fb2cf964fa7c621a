"""Texts with gaps, which GIFT lacks: each gap becomes the blank of a question of its own."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from quizkit.formats.base import Feature
from quizkit.formats.gift import escaping
from quizkit.formats.gift.answers import account_case, number_lines, text_lines
from quizkit.formats.gift.choices import marked_as_choice, option_line
from quizkit.formats.gift.sheet import Sheet
from quizkit.formats.moodle_xml.answers import declare_inexact
from quizkit.formats.moodle_xml.cloze import best_is_full, place_gaps
from quizkit.formats.moodle_xml.fractions import (
    between_zero_and_one,
    decimal_text,
    is_listed,
    nearest,
)
from quizkit.formats.moodle_xml.losses import points_text
from quizkit.formats.moodle_xml.sheet import by_state, has_combined
from quizkit.formats.moodle_xml.typed import WILDCARD, plan_typed
from quizkit.model import ZERO, ChoiceGap, Cloze, Content, Gap, NumericGap, TextGap
from quizkit.scoring import gap_option_weights

_BLANK = "\ue002"


def write_cloze(sheet: Sheet, question: Cloze) -> str:
    """One question for each gap, its answers in the middle of the text (missing word)."""
    gaps = question.gaps
    if not gaps:
        return sheet.alone(question, "it has no gap")
    if len(gaps) == 1:
        sheet.job.adapt(
            question, Feature.TYPE, "GIFT has no gaps; it becomes a question with a blank"
        )
    else:
        sheet.job.lose(
            question,
            Feature.TYPE,
            f"GIFT has no texts with several gaps; each of the {len(gaps)} becomes a question "
            "of its own",
        )
    _account_combined(sheet, question)
    if question.points and not any(gap.points for gap in gaps):
        sheet.job.lose(
            question, Feature.SCORE, "its gaps are worth nothing, but right answers earn points"
        )
    blocks = []
    for number, gap in enumerate(gaps):
        sheet.points(question, _worth(question, gap))
        before, after = _around(sheet, question, number)
        part = (number + 1, len(gaps)) if len(gaps) > 1 else None
        lines = _lines(sheet, question, gap)
        blocks.append(sheet.block(question, lines, stem=before, after=after, part=part))
    return "".join(blocks)


def _worth(question: Cloze, gap: Gap) -> Fraction:
    total = sum((each.points for each in question.gaps), ZERO)
    return question.points * gap.points / total if total else ZERO


def _account_combined(sheet: Sheet, question: Cloze) -> None:
    if not has_combined(question.feedback):
        return
    if len(question.gaps) > 1:
        sheet.lose_combined(question)
        return
    sheet.job.adapt(
        question,
        Feature.COMBINED_FEEDBACK,
        "it joins the feedback of each answer; who answers nothing does not see it",
    )


def _around(sheet: Sheet, question: Cloze, number: int) -> tuple[str, str]:
    """The text before and behind a gap; the other gaps are numbered blanks."""

    def code(other: int) -> str:
        return _BLANK if other == number else f"__({other + 1})__"

    rendered = place_gaps(question, sheet.job, sheet.profile, code, lambda markup: markup)
    markup = rendered.markup
    if rendered.assets:
        markup = sheet.without_files(question, markup, rendered.assets)
    before, _, after = markup.partition(_BLANK)
    return escaping.rich(before), escaping.escaped(after.strip())


def _lines(sheet: Sheet, question: Cloze, gap: Gap) -> list[str]:
    match gap:
        case TextGap():
            shares = _shares(sheet, question, gap, plan_typed(gap.answers).fractions, full=True)
            told = _told(question, [a.feedback for a in gap.answers], shares)
            account_case(sheet, question, gap.answers, case=gap.case_sensitive)
            lines = text_lines(sheet, question, gap.answers, shares, told)
            return [*lines, *_otherwise(sheet, question, f"=%0%{WILDCARD}")]
        case NumericGap():
            shares = _shares(sheet, question, gap, plan_typed(gap.answers).fractions, full=False)
            told = _told(question, [a.feedback for a in gap.answers], shares)
            declare_inexact(sheet.job, question, gap.answers)
            lines = number_lines(sheet, question, gap.answers, shares, told)
            return [*lines, *_otherwise(sheet, question, "~")]
        case ChoiceGap():
            return _options(sheet, question, gap)
        case _:
            assert_never(gap)


def _options(sheet: Sheet, question: Cloze, gap: ChoiceGap) -> list[str]:
    exact = tuple(between_zero_and_one(weight) for weight in gap_option_weights(gap))
    shares = _shares(sheet, question, gap, exact, full=True)
    told = _told(question, [option.feedback for option in gap.options], shares)
    lines = [
        option_line(sheet, question, share, option.content, contents, single=True)
        for option, share, contents in zip(gap.options, shares, told, strict=True)
    ]
    if any(option.fixed for option in gap.options):
        sheet.job.lose(
            question, Feature.FIXED_OPTION, "it is shuffled with the others, as all are in GIFT"
        )
    if len(lines) == 1:
        sheet.job.adapt(question, Feature.TYPE, "a list of one entry gets a second one, –")
        lines.append("~–")
    return marked_as_choice(lines)


def _shares(
    sheet: Sheet, question: Cloze, gap: Gap, exact: tuple[Fraction, ...], *, full: bool
) -> tuple[Fraction, ...]:
    """Fractions on Moodle's list; declares where they are not the exact ones."""
    wanted = best_is_full(sheet.job, question, gap, exact) if full else exact
    shares = tuple(nearest(share) for share in wanted)
    for want, share in zip(wanted, shares, strict=True):
        worth = _worth(question, gap)
        if worth and not is_listed(want):
            sheet.job.lose(
                question,
                Feature.SCORE,
                "Moodle has a fixed list of weights; the nearest are taken: an answer earns "
                f"{decimal_text(share * worth, places=3)} of {points_text(worth)} instead of "
                f"{decimal_text(want * worth, places=3)}",
            )
    return shares


def _told(
    question: Cloze, own: Sequence[Content | None], shares: Sequence[Fraction]
) -> list[tuple[Content | None, ...]]:
    """Feedback of each answer, with that of its state where there is one gap."""
    alone = len(question.gaps) == 1
    return [
        (content, by_state(question.feedback, share) if alone else None)
        for content, share in zip(own, shares, strict=True)
    ]


def _otherwise(sheet: Sheet, question: Cloze, head: str) -> list[str]:
    """What any other answer gets, where the question's state is that of the only gap."""
    incorrect = question.feedback.incorrect
    if len(question.gaps) > 1 or incorrect is None:
        return []
    return [f"{head}{sheet.feedback(question, [incorrect])}"]
