"""Cloze questions: text with gaps that are typed into or chosen from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from math import gcd, lcm
from typing import assert_never

from quizkit.content.markup import escape, legal_text
from quizkit.content.profile import Profile, Rendered
from quizkit.formats.base import Feature, Job
from quizkit.formats.moodle_xml import gaps
from quizkit.formats.moodle_xml.answers import declare_inexact
from quizkit.formats.moodle_xml.fractions import between_zero_and_one, decimal_text
from quizkit.formats.moodle_xml.gaps import Alternative
from quizkit.formats.moodle_xml.losses import points_text, share_text
from quizkit.formats.moodle_xml.numbers import stored_number
from quizkit.formats.moodle_xml.others import write_text_alone
from quizkit.formats.moodle_xml.plain import is_plain, plain_text
from quizkit.formats.moodle_xml.sheet import (
    Element,
    Sheet,
    by_state,
    has_combined,
    joined,
    visible,
)
from quizkit.formats.moodle_xml.typed import WILDCARD, literal_text, plan_typed, with_full
from quizkit.model import (
    ONE,
    ZERO,
    ChoiceGap,
    Cloze,
    Content,
    Gap,
    NumericAnswer,
    NumericGap,
    TextAnswer,
    TextGap,
)
from quizkit.scoring import gap_option_weights

_OPEN, _SHUT = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([0-9]+){_SHUT}")
_NO_OTHER = "–"
_MOST_MARKS = 1000


def write_cloze(sheet: Sheet, question: Cloze) -> Element:
    """A ``cloze`` (multianswer) question."""
    marks = gap_marks(question)
    if not marks:
        return write_text_alone(sheet, question, "it has no gap")
    element = sheet.question(question, "cloze", points=None)
    _declare_points(sheet.job, question, marks)
    codes = [
        _gap(sheet, question, gap, mark) for gap, mark in zip(question.gaps, marks, strict=True)
    ]
    stem = place_gaps(
        question, sheet.job, sheet.profile, lambda number: codes[number], gaps.without_gaps
    )
    sheet.stem(question, element, stem)
    if has_combined(question.feedback):
        gaps.account_combined(sheet, question, joins=_alone(question))
    return element


def _alone(question: Cloze) -> bool:
    """Whether the state of the only gap is that of the question."""
    return len(question.gaps) == 1


def place_gaps(
    question: Cloze,
    job: Job,
    profile: Profile,
    code: Callable[[int], str],
    protect: Callable[[str], str],
) -> Rendered:
    """The stem with ``code(n)`` where the n-th gap stands.

    Gaps are looked for in prose only; one that is not found there comes after the text.
    """
    numbers = {f"{{{{{escape(gap.id)}}}}}": n for n, gap in enumerate(question.gaps)}
    pattern = re.compile("|".join(re.escape(name) for name in numbers))

    def prose(run: str) -> str:
        if "{{" not in run:
            return profile.text(run)
        parts, end = [], 0
        for match in pattern.finditer(run):
            parts += [profile.text(run[end : match.start()]), _marked(numbers[match[0]])]
            end = match.end()
        return "".join([*parts, profile.text(run[end:])])

    rendered = job.html(question, question.stem, replace(profile, text=prose))
    seen: set[int] = set()

    def put(match: re.Match[str]) -> str:
        number = int(match[1])
        if number in seen or number >= len(question.gaps):
            return ""
        seen.add(number)
        return code(number)

    markup = _MARK.sub(put, protect(rendered.markup))
    lost = [number for number in range(len(question.gaps)) if number not in seen]
    if lost:
        job.lose(
            question,
            Feature.RICH_TEXT,
            "gaps inside a formula, code or an address are put after the text",
        )
    after = [Rendered(f"<p>{code(number)}</p>") for number in lost]
    return joined([Rendered(markup, rendered.assets), *after])


def _marked(number: int) -> str:
    return f"{_OPEN}{number}{_SHUT}"


def gap_marks(question: Cloze) -> tuple[int, ...]:
    """Whole points for the gaps, in the proportion of theirs, as near the question's as can be.

    Moodle takes whole numbers only, and the sum of them for the question's points.
    """
    wanted = [gap.points for gap in question.gaps]
    total = sum(wanted, ZERO)
    if not wanted:
        return ()
    if total == 0:
        return (1,) * len(wanted)
    scale = lcm(*(points.denominator for points in wanted))
    whole = [int(points * scale) for points in wanted]
    common = reduce(gcd, whole)
    base = [number // common for number in whole]
    if sum(base) > _MOST_MARKS * len(base):
        base = [max(round(points / total * _MOST_MARKS), 1 if points else 0) for points in wanted]
    factor = max(1, round(question.points / sum(base)))
    return tuple(number * factor for number in base)


def _declare_points(job: Job, question: Cloze, marks: Sequence[int]) -> None:
    total, wanted = sum(marks), sum((gap.points for gap in question.gaps), ZERO)
    if total != question.points:
        job.lose(
            question,
            Feature.POINTS,
            f"it is worth {points_text(Fraction(total))} there instead of "
            f"{points_text(question.points)}, for each gap is worth whole points; set its mark "
            "in the Moodle quiz",
        )
    off = max(
        (
            abs(Fraction(mark, total) - (gap.points / wanted if wanted else ZERO))
            for mark, gap in zip(marks, question.gaps, strict=True)
        ),
        default=ZERO,
    )
    if not question.points:
        return
    if not wanted:
        job.lose(
            question, Feature.SCORE, "its gaps are worth nothing, but right answers earn points"
        )
    elif off * 100_000 > 1:
        job.lose(
            question, Feature.SCORE, f"a gap's share of the points is off by {share_text(off)}"
        )


def _gap(sheet: Sheet, question: Cloze, gap: Gap, mark: int) -> str:
    match gap:
        case TextGap():
            kind = "SAC" if gap.case_sensitive else "SA"
            texts = [gaps.gap_text(legal_text(literal_text(answer.text))) for answer in gap.answers]
            return _typed(sheet, question, gap, gap.answers, texts, f"{mark}:{kind}")
        case NumericGap():
            numbers = [stored_number(answer) for answer in gap.answers]
            declare_inexact(sheet.job, question, gap.answers)
            texts = [f"{number.value}:{number.tolerance}" for number in numbers]
            return _typed(sheet, question, gap, gap.answers, texts, f"{mark}:NM")
        case ChoiceGap():
            return _choice(sheet, question, gap, mark)
        case _:
            assert_never(gap)


def _typed(
    sheet: Sheet,
    question: Cloze,
    gap: Gap,
    answers: Sequence[TextAnswer] | Sequence[NumericAnswer],
    texts: Sequence[str],
    head: str,
) -> str:
    exact = plan_typed(answers).fractions
    fractions = best_is_full(sheet.job, question, gap, exact)
    told = [answer.feedback for answer in answers]
    alternatives = [
        Alternative(share, text, _feedback(sheet, question, feedback, wanted))
        for share, wanted, text, feedback in zip(fractions, exact, texts, told, strict=True)
    ]
    if _alone(question) and question.feedback.incorrect is not None:
        feedback = _feedback(sheet, question, None, ZERO)
        alternatives.append(Alternative(ZERO, WILDCARD, feedback))
    mark, _, kind = head.partition(":")
    return gaps.gap_code(int(mark), kind, alternatives)


def _feedback(sheet: Sheet, question: Cloze, own: Content | None, share: Fraction) -> str:
    """An alternative's feedback, with that of the state where there is one gap."""
    state = by_state(question.feedback, share) if _alone(question) else None
    return gaps.gap_feedback(sheet, question, [own, state])


def best_is_full(
    job: Job, question: Cloze, gap: Gap, fractions: tuple[Fraction, ...]
) -> tuple[Fraction, ...]:
    """The shares with the best raised to 100 %, without which Moodle refuses the gap."""
    if ONE in fractions:
        return fractions
    best = max(fractions, default=ZERO)
    total = sum((each.points for each in question.gaps), ZERO)
    worth = question.points * gap.points / total if total else ZERO
    if worth:
        job.lose(
            question,
            Feature.SCORE,
            "Moodle demands that an answer of each gap earns all: the best one of a gap earns "
            f"{points_text(worth)} instead of {decimal_text(worth * best, places=3)}",
        )
    return full_fractions(fractions)


def full_fractions(fractions: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """Fractions of a gap with the best ones at 100 %; with all, where all are 0."""
    return with_full(fractions) if any(fractions) else (ONE,) * len(fractions)


def _choice(sheet: Sheet, question: Cloze, gap: ChoiceGap, mark: int) -> str:
    exact = tuple(between_zero_and_one(weight) for weight in gap_option_weights(gap))
    fractions = best_is_full(sheet.job, question, gap, exact)
    plain = all(is_plain(option.content, sheet.job) for option in gap.options)
    if not plain:
        sheet.job.adapt(
            question,
            Feature.RICH_TEXT,
            "a drop-down list holds plain text alone; radio buttons take its place",
        )
    alternatives = []
    for option, share, wanted in zip(gap.options, fractions, exact, strict=True):
        feedback = _feedback(sheet, question, option.feedback, wanted)
        if plain:
            text = gaps.option_text(plain_text(option.content, question, sheet.job, "menus"))
        else:
            markup = gaps.gap_html(sheet, question, option.content, inline=True)
            text = gaps.gap_text(visible(markup))
        alternatives.append(Alternative(share, text, feedback))
    if len(alternatives) == 1:
        sheet.job.adapt(
            question, Feature.TYPE, f"a drop-down of one entry gets a second one, {_NO_OTHER}"
        )
        alternatives.append(Alternative(ZERO, _NO_OTHER))
    # Shuffled, for authors tend to write the right entry first.
    order = "S"
    if any(option.fixed for option in gap.options):
        order = ""
        sheet.job.lose(
            question,
            Feature.FIXED_OPTION,
            "Moodle cannot keep one entry of a list in its place while it shuffles the others; "
            "none of this list's entries are shuffled",
        )
    return gaps.gap_code(mark, f"{'MC' if plain else 'MCV'}{order}", alternatives)
