"""Text with gaps: blanks, or drop-down lists; one question cannot have both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from quizkit.content.markup import escape
from quizkit.formats.base import Feature
from quizkit.formats.canvas.blanks import accepts, as_html, has_decimal_comma, written_for_both
from quizkit.formats.canvas.differences import (
    FEW,
    Difference,
    few,
    half_or_more,
    listed,
    right_options,
)
from quizkit.formats.canvas.engines import BOTH, adapt, lose
from quizkit.formats.canvas.item import FULL, Draft, is_answer, plain_material, scores, shows
from quizkit.formats.canvas.typed import (
    accepted_answers,
    accepted_numbers,
    distinct,
    shown_answer,
    shown_text,
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


@dataclass(frozen=True)
class _Filling:
    """One filling of a gap in words, the share that the quiz gives, and that of each engine."""

    words: str
    ours: Fraction
    theirs: Mapping[str, Fraction]


@dataclass
class _Blank:
    """A gap as Canvas holds it.

    ``entries`` are its texts with their feedback, the right ones named in ``right``;
    ``cases`` are responses, and what each earns. ``twice`` are answers that are listed twice,
    once for each engine; ``spellings`` those of a number that count as right.
    """

    entries: list[tuple[str, Content | None]] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    cases: list[_Filling] = field(default_factory=list)
    note: str = ""
    twice: list[str] = field(default_factory=list)
    spellings: str = ""

    def add_case(self, words: str, ours: Fraction, there: bool) -> None:
        """A filling that both engines score alike."""
        self.cases.append(_Filling(words, ours, {engine: Fraction(there) for engine in BOTH}))


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
        0 < case.ours < 1 for blank in blanks for case in blank.cases
    )
    _declare_spellings(question, draft, blanks)
    _declare_scores(question, draft, blanks)


def _declare_spellings(question: Cloze, draft: Draft, blanks: Sequence[_Blank]) -> None:
    """One line for all the gaps that a thing holds for, however many they are."""
    twice = list(dict.fromkeys(word for blank in blanks for word in blank.twice))
    if twice:
        verb = "is" if len(twice) == 1 else "are"
        adapt(
            draft.job,
            question,
            Feature.RICH_TEXT,
            f"{few(twice, 'answers')} {verb} listed twice among the answers to a gap: once for "
            "each engine, which do not read such signs alike",
        )
    numbers = [(n, blank.spellings) for n, blank in enumerate(blanks, start=1) if blank.spellings]
    if len(numbers) == 1:
        told = (
            f"a gap for a number takes text; only these spellings count as right: {numbers[0][1]}"
        )
    elif numbers:
        named = "; ".join([f"in gap {n} {found}" for n, found in numbers[:FEW]])
        rest = len(numbers) - FEW
        more = f"; and likewise in {rest} more gap{'s' if rest > 1 else ''}" if rest > 0 else ""
        told = f"gaps for numbers take text; only these spellings count as right: {named}{more}"
    else:
        return
    adapt(draft.job, question, Feature.TYPE, told)


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
    for answer in accepted:
        written = written_for_both(shown_answer(answer))
        for text in written:
            blank.right.append(len(blank.entries))
            blank.entries.append((text, answer.feedback))
        if len(written) > 1:
            blank.twice.append(f'"{shown_answer(answer)}"')
    texts = [text for text, _ in blank.entries]
    responses = [answer.text for answer in answers] + [as_html(text) for text in texts]
    for response in dict.fromkeys(shown_text(response) for response in responses):
        if gap.case_sensitive and _only_case_differs(response, accepted):
            continue  # declared below
        there = {engine: Fraction(accepts(texts, response, engine)) for engine in BOTH}
        blank.cases.append(_Filling(f'"{response}"', gap_share(gap, response), there))
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


def _only_case_differs(response: str, accepted: Sequence[TextAnswer]) -> bool:
    folded = normalize_answer(response, case_sensitive=False)
    exact = {shown_answer(answer) for answer in accepted}
    return response not in exact and any(
        normalize_answer(answer.text, case_sensitive=False) == folded for answer in accepted
    )


def _numeric_blank(gap: NumericGap, question: Cloze, draft: Draft) -> _Blank:
    """Numbers as texts: those in the interval with as many decimals as its own numbers have."""
    right = half_or_more([min(answer.weight, ONE) for answer in gap.answers])
    comma = has_decimal_comma(draft.job.quiz.language)
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
            for text in {spelled: None, spelled.replace(".", "," if comma else "."): None}:
                blank.right.append(len(blank.entries))
                blank.entries.append((text, answer.feedback))
            blank.add_case(spelled, gap_share(gap, spelled), there=True)
            other = f"{spelled}0" if "." in spelled else f"{spelled}.0"
            blank.add_case(other, gap_share(gap, other), there=False)
    for answer in gap.answers:
        middle = plain_decimal((answer.low + answer.high) / 2)
        blank.add_case(middle, gap_share(gap, middle), there=middle in seen)
    spellings = sorted(seen, key=Fraction)
    named = (
        ", ".join(spellings[:5]) + " and so on" if len(seen) > 5 else listed(spellings or ["none"])
    )
    if any("," in text for text, _ in blank.entries):
        named += ", each with a point or a comma"
    blank.spellings = named
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
    right = right_options(gap.options, weights)
    texts = [draft.text.words(question, option.content, _LISTS) for option in gap.options]
    texts = [text or f"({n})" for n, text in enumerate(texts, start=1)]
    blank = _Blank()
    for text, option, weight, is_right in zip(texts, gap.options, weights, right, strict=True):
        blank.add_case(f'"{text}"', weight, there=is_right)
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


def gap_there(gap: Gap, given: object, engine: str) -> bool:
    """Whether a filling counts as right in an engine: a text, a number, or an entry's id."""
    match gap:
        case TextGap():
            accepted = accepted_answers(distinct(gap.answers, case_sensitive=gap.case_sensitive))
            written = [x for answer in accepted for x in written_for_both(shown_answer(answer))]
            return accepts(written, str(given), engine)
        case NumericGap():
            text = number_text(given) if isinstance(given, Fraction) else str(given).strip()
            return any(text in _spellings(answer) for answer in accepted_numbers(gap.answers))
        case ChoiceGap():
            right = right_options(gap.options, [min(w, ONE) for w in gap_option_weights(gap)])
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
    for engine in BOTH:
        found = [_worst_fillings(question, blanks, total, sign, engine) for sign in (-1, 1)]
        case = max(found, key=lambda difference: abs(difference.ours - difference.theirs))
        if case.ours != case.theirs:
            lose(draft.job, question, Feature.SCORE, case.words(question.points), engine)


def _worst_fillings(
    question: Cloze, blanks: Sequence[_Blank], total: Fraction, sign: int, engine: str
) -> Difference:
    """The filling of every gap that an engine overrates (or underrates) most."""
    words: list[str] = []
    ours = theirs = ZERO
    for number, (gap, blank) in enumerate(zip(question.gaps, blanks, strict=True), start=1):
        worth = question.points * gap.points / total if total else ZERO
        each = question.points / len(blanks)
        fillings = [(c.words, c.ours * worth, c.theirs[engine] * each) for c in blank.cases]
        best = max(fillings, key=lambda f: sign * (f[2] - f[1]), default=None)
        if best is not None and sign * (best[2] - best[1]) > 0:
            words.append(f"{best[0]} in gap {number}")
            ours, theirs = ours + best[1], theirs + best[2]
    if len(words) > FEW + 1:
        words = [", ".join(words[:FEW]), f"the like in {len(words) - FEW} more gaps"]
    return Difference(f"answering {listed(words or ['nothing'])}", ours, theirs)
