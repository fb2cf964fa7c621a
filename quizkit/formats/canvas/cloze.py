"""Text with gaps: blanks, or drop-down lists; one question cannot have both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from quizkit.content.markup import escape
from quizkit.formats.base import Feature
from quizkit.formats.canvas.body import without_tags
from quizkit.formats.canvas.differences import Difference, half_or_more, listed
from quizkit.formats.canvas.engines import adapt, lose
from quizkit.formats.canvas.item import FULL, Draft, is_answer, plain_material, scores, shows
from quizkit.formats.canvas.typed import (
    accepted_answers,
    accepted_numbers,
    distinct,
    shown_answer,
)
from quizkit.formats.gaps import split_at_gaps
from quizkit.formats.numbers import exact_decimal, plain_decimal
from quizkit.formats.xml_writer import Markup, block, element
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
from quizkit.numbers import number_text
from quizkit.scoring import gap_option_weights, gap_share, normalize_answer

_MOST_NUMBERS = 50
_LISTS = "in a drop-down list"
_BLANKS = "in the answers to a gap"


@dataclass
class _Blank:
    """A gap as Canvas holds it.

    ``entries`` are its texts with their feedback, the right ones named in ``right``;
    ``cases`` are responses as (words, share by the quiz, share there).
    """

    entries: list[tuple[str, Content | None]] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    cases: list[tuple[str, Fraction, Fraction]] = field(default_factory=list)
    note: str = ""


def write_cloze(question: Cloze, draft: Draft) -> None:
    """All gaps drop-downs: drop-downs. Else blanks, with the choices of a drop-down listed."""
    menus = all(isinstance(gap, ChoiceGap) for gap in question.gaps)
    draft.kind = "multiple_dropdowns_question" if menus else "fill_in_multiple_blanks_question"
    blanks = [_blank(gap, question, draft, menus=menus) for gap in question.gaps]
    names = _write_stem(question, draft, blanks)
    for gap, blank, name in zip(question.gaps, blanks, names, strict=True):
        _write_blank(gap, blank, name, len(blanks), draft)
    if not menus and any(isinstance(gap, ChoiceGap) for gap in question.gaps):
        adapt(
            draft.job,
            question,
            Feature.TYPE,
            "drop-down lists become gaps to type in; their entries stand behind them in brackets",
        )
    draft.partial = len(blanks) > 1 or any(
        0 < ours < 1 for blank in blanks for _, ours, _ in blank.cases
    )
    _declare_scores(question, draft, blanks)


def _blank(gap: Gap, question: Cloze, draft: Draft, *, menus: bool) -> _Blank:
    match gap:
        case TextGap():
            return _text_blank(gap, question, draft)
        case NumericGap():
            return _numeric_blank(gap, question, draft)
        case ChoiceGap():
            return _menu(gap, question, draft, typed=not menus)
        case _:
            assert_never(gap)


def _text_blank(gap: TextGap, question: Cloze, draft: Draft) -> _Blank:
    answers = distinct(gap.answers, case_sensitive=gap.case_sensitive)
    accepted = accepted_answers(answers)
    blank = _Blank()
    changed: set[TextAnswer] = set()
    for answer in accepted:
        text = draft.text.plain(question, shown_answer(answer), _BLANKS)
        blank.right.append(len(blank.entries))
        blank.entries.append((text, answer.feedback))
        if text != shown_answer(answer):
            changed.add(answer)
            blank.cases.append((f'"{text}"', gap_share(gap, text), ONE))
    for answer in answers:
        theirs = ONE if answer in accepted and answer not in changed else ZERO
        blank.cases.append((f'"{shown_answer(answer)}"', gap_share(gap, answer.text), theirs))
    if any(a.feedback is not None and a not in accepted for a in answers):
        _lose_wrong_feedback(question, draft)
    if gap.case_sensitive:
        lose(
            draft.job,
            question,
            Feature.CASE,
            "capitals and small letters count as the same in gaps",
        )
    return blank


def _numeric_blank(gap: NumericGap, question: Cloze, draft: Draft) -> _Blank:
    """Numbers as texts: those in the interval with as many decimals as its own numbers have."""
    right = half_or_more([min(answer.weight, ONE) for answer in gap.answers])
    blank = _Blank()
    seen: set[str] = set()
    for answer, is_right in zip(gap.answers, right, strict=True):
        if not is_right:
            if answer.feedback is not None:
                _lose_wrong_feedback(question, draft)
            continue
        for spelled in _spellings(answer):
            first = next((a for a in gap.answers if a.low <= Fraction(spelled) <= a.high), answer)
            if spelled in seen or first is not answer:
                continue
            seen.add(spelled)
            blank.right.append(len(blank.entries))
            blank.entries.append((spelled, answer.feedback))
            blank.cases.append((spelled, gap_share(gap, spelled), ONE))
            other = f"{spelled}0" if "." in spelled else f"{spelled}.0"
            blank.cases.append((other, gap_share(gap, other), ZERO))
    for answer in gap.answers:
        middle = plain_decimal((answer.low + answer.high) / 2)
        blank.cases.append((middle, gap_share(gap, middle), ONE if middle in seen else ZERO))
    spellings = sorted(seen, key=Fraction)
    named = (
        ", ".join(spellings[:5]) + " and so on" if len(seen) > 5 else listed(spellings or ["none"])
    )
    adapt(
        draft.job,
        question,
        Feature.TYPE,
        f"a gap for a number takes text; only these spellings count as right: {named}",
    )
    return blank


def _spellings(answer: NumericAnswer) -> list[str]:
    """The value first, then the other numbers of the interval, on the grid of its decimals."""
    numbers = [n for n in (answer.value, answer.low, answer.high) if n is not None]
    written = [exact_decimal(number) for number in numbers]
    best = plain_decimal(
        answer.value if answer.value is not None else (answer.low + answer.high) / 2
    )
    if any(text is None for text in written):
        return [best]
    places = max(len((text or "").partition(".")[2]) for text in written)
    step = Fraction(1, 10**places)
    count = (answer.high - answer.low) / step
    if count > _MOST_NUMBERS:
        ends = [text for text in written if text is not None]
        return list(dict.fromkeys([best, *ends]))
    grid = [exact_decimal(answer.low + step * n) or "" for n in range(int(count) + 1)]
    return list(dict.fromkeys([best, *grid] if answer.value is not None else grid))


def _menu(gap: ChoiceGap, question: Cloze, draft: Draft, *, typed: bool) -> _Blank:
    weights = [min(max(weight, ZERO), ONE) for weight in gap_option_weights(gap)]
    right = half_or_more(weights)
    texts = [draft.text.words(question, option.content, _LISTS) for option in gap.options]
    texts = [text or f"({n})" for n, text in enumerate(texts, start=1)]
    blank = _Blank()
    for text, option, weight, is_right in zip(texts, gap.options, weights, right, strict=True):
        blank.cases.append((f'"{text}"', weight, ONE if is_right else ZERO))
        if typed and not is_right:
            if option.feedback is not None:
                _lose_wrong_feedback(question, draft)
            continue
        if is_right:
            blank.right.append(len(blank.entries))
        blank.entries.append((text, option.feedback))
    if typed:
        # In alphabetical order: as written the right one tends to come first.
        blank.note = f" ({escape(' / '.join(sorted(texts)))})"
    return blank


def gap_there(gap: Gap, given: object) -> bool:
    """Whether a filling counts as right in Canvas: a text, a number, or an entry's id."""
    match gap:
        case TextGap():
            accepted = accepted_answers(distinct(gap.answers, case_sensitive=gap.case_sensitive))
            text = normalize_answer(str(given), case_sensitive=False)
            held = (without_tags(shown_answer(answer)) for answer in accepted)
            return any(normalize_answer(one, case_sensitive=False) == text for one in held)
        case NumericGap():
            text = number_text(given) if isinstance(given, Fraction) else str(given).strip()
            return any(text in _spellings(answer) for answer in accepted_numbers(gap.answers))
        case ChoiceGap():
            right = half_or_more([min(w, ONE) for w in gap_option_weights(gap)])
            return any(r and o.id == given for o, r in zip(gap.options, right, strict=True))
        case _:
            assert_never(gap)


def _lose_wrong_feedback(question: Cloze, draft: Draft) -> None:
    lose(
        draft.job,
        question,
        Feature.ANSWER_FEEDBACK,
        "feedback to answers that do not count as right is left out",
    )


def _write_stem(question: Cloze, draft: Draft, blanks: Sequence[_Blank]) -> list[str]:
    """Puts a name in square brackets for each gap; returns the names, in the gaps' order."""
    pieces, order = split_at_gaps(draft.stem, [gap.id for gap in question.gaps])
    names = []
    number = 0
    for _ in question.gaps:
        number += 1
        while f"[gap{number}]" in draft.stem:
            number += 1
        names.append(f"gap{number}")
    closing = "</div>" if pieces[-1] == "" and len(pieces) > 1 else ""
    stem = pieces[0]
    for index, piece in zip(order, pieces[1:], strict=True):
        stem += f"[{names[index]}]{blanks[index].note}{piece}"
    if closing and not stem.endswith(closing):
        # A gap that stood nowhere was put behind the wrapper.
        stem = stem.replace("</div>[", "[", 1) + closing
    draft.stem = stem
    return names


def _write_blank(gap: Gap, blank: _Blank, name: str, count: int, draft: Draft) -> None:
    where = f"response_{name}"
    idents = draft.answer_idents([text for text, _ in blank.entries], f"gap/{gap.id}")
    order = list(range(len(idents)))
    if draft.kind == "multiple_dropdowns_question":
        order.sort(key=lambda n: idents[n])
    labels = [
        element("response_label", {"ident": idents[n]}, plain_material(blank.entries[n][0]))
        for n in order
    ]
    draft.response.append(
        block(
            "response_lid",
            {"ident": where},
            element("material", None, element("mattext", None, name)),
            block("render_choice", None, *labels),
        )
    )
    _remark_entries(blank, idents, where, draft)
    credited = blank.right if draft.kind == "multiple_dropdowns_question" else blank.right[:1]
    for n in credited:
        draft.scoring.append(scores(is_answer(idents[n], where), FULL / count, adds=True))


def _remark_entries(blank: _Blank, idents: Sequence[str], where: str, draft: Draft) -> None:
    """One text may serve several entries, as for the spellings of a number."""
    named: dict[Content, str] = {}
    for ident, (_, content) in zip(idents, blank.entries, strict=True):
        if content is None:
            continue
        if content not in named:
            named[content] = f"{ident}_fb"
            draft.add_feedback(named[content], draft.text.html(draft.question, content))
        condition: Markup = is_answer(ident, where)
        draft.remarks.append(shows(condition, named[content]))


def _declare_scores(question: Cloze, draft: Draft, blanks: Sequence[_Blank]) -> None:
    """Gaps add up in both, so the worst response is the worst filling of each gap."""
    total = sum((gap.points for gap in question.gaps), ZERO)
    if not question.points:
        return
    found: list[Difference] = []
    for sign in (1, -1):
        words: list[str] = []
        ours = theirs = ZERO
        for number, (gap, blank) in enumerate(zip(question.gaps, blanks, strict=True), start=1):
            worth = question.points * gap.points / total if total else ZERO
            each = question.points / len(blanks)
            fillings = [(c[0], c[1] * worth, c[2] * each) for c in blank.cases]
            best = max(fillings, key=lambda f: sign * (f[2] - f[1]), default=None)
            if best is not None and sign * (best[2] - best[1]) > 0:
                words.append(f"{best[0]} in gap {number}")
                ours, theirs = ours + best[1], theirs + best[2]
        if words:
            found.append(Difference(f"answering {listed(words)}", ours, theirs))
    if found:
        case = max(found, key=lambda difference: abs(difference.ours - difference.theirs))
        lose(draft.job, question, Feature.SCORE, case.words(question.points))
