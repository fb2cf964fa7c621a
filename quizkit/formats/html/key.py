"""The part of a question that is folded away: answers, what they earn, and what is said then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from quizkit.formats.html.asked import gap_numbers
from quizkit.formats.html.sheet import Sheet, in_order, marker, scattered, table
from quizkit.formats.xml_writer import EMPTY, Markup, block, element, join, text
from quizkit.model import (
    ZERO,
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Essay,
    Info,
    Matching,
    Numeric,
    NumericAnswer,
    Option,
    Ordering,
    Question,
    Role,
    ShortText,
    TextAnswer,
    TextGap,
    TrueFalse,
)
from quizkit.naming import letter
from quizkit.scoring import gap_option_weights, is_additive, option_weights

Answers = Callable[[Sheet, Question], Markup]

_SIGNS = {"right": "✓", "wrong": "✗", "neutral": "–"}
_ROLES = {Role.KEY: "right", Role.DISTRACTOR: "wrong", Role.NEUTRAL: "neutral"}


def folded(sheet: Sheet, question: Question, answers: Answers) -> Markup:
    """The fold-outs of a question: its hints, then its answers; none that would be empty."""
    # A text that asks nothing has no answer.
    named = "explanation" if isinstance(question, Info) else "answer"
    hints = [element("div", None, sheet.pen.flow(question, hint)) for hint in question.hints]
    remarks = dict(_remarks(sheet, question))
    first = element("div", None, remarks.pop(named)) if named in remarks else EMPTY
    listed = [_named(sheet, key, shown) for key, shown in remarks.items()]
    known = [
        answers(sheet, question),
        first,
        block("dl", None, *listed) if listed else EMPTY,
        _filed(sheet, question),
    ]
    folds = [("hint", hints), (named, [part for part in known if part])]
    return join([_fold(sheet, key, inner) for key, inner in folds if inner], "\n")


def _fold(sheet: Sheet, named: str, inner: Sequence[Markup]) -> Markup:
    summary = element("summary", None, sheet.labels.shown(named))
    return block("details", {"class": "qk-fold"}, summary, *inner)


def answer_choice(sheet: Sheet, question: Choice) -> Markup:
    """Every option with what it is, what it earns and what is said of it."""
    additive = is_additive(question)
    weights = _by_id(question.options, option_weights(question))
    rows = [
        (
            _verdict(sheet, option.role),
            _marked(marker(question.numbering, n), sheet.pen.short(question, option.content)),
            _points(sheet, weights[option.id] * question.points) if additive else EMPTY,
            _said(sheet, question, option.feedback),
        )
        for n, option in enumerate(in_order(sheet, question, question.id))
    ]
    shown = table(_heads(sheet, "verdict", "option", "points", "feedback"), rows)
    note = EMPTY if additive else element("p", None, sheet.labels.shown("all_or_nothing"))
    return join([shown, note], "\n")


def answer_true_false(sheet: Sheet, question: TrueFalse) -> Markup:
    """Both words, as options."""
    rows = [
        (
            _verdict(sheet, Role.KEY if value is question.answer else Role.DISTRACTOR),
            text(word),
            _points(sheet, question.points if value is question.answer else ZERO),
            _said(sheet, question, said),
        )
        for value, word, said in zip(
            (True, False),
            sheet.labels.truth(question),
            (question.feedback_true, question.feedback_false),
            strict=True,
        )
    ]
    return table(_heads(sheet, "verdict", "option", "points", "feedback"), rows)


def answer_typed(sheet: Sheet, question: ShortText | Numeric) -> Markup:
    """The answers that are known, with what each earns."""
    unit = question.unit if isinstance(question, Numeric) else ""
    rows = [
        (
            _typed(sheet, answer, unit),
            _points(sheet, answer.weight * question.points),
            _said(sheet, question, answer.feedback),
        )
        for answer in question.answers
    ]
    shown = table(_heads(sheet, "answer", "points", "feedback"), rows)
    return join([shown, _case(sheet, question)], "\n")


def answer_matching(sheet: Sheet, question: Matching) -> Markup:
    """Each left side with its right side and the letter that it has above."""
    rights = scattered(question.id, question.rights)
    letters = {right: letter(n).upper() for n, right in enumerate(rights)}
    share = question.points / len(question.pairs)
    rows = [
        (
            sheet.pen.short(question, pair.left),
            text(letters[pair.right]),
            sheet.pen.short(question, pair.right),
            _points(sheet, share),
        )
        for pair in question.pairs
    ]
    return table(_heads(sheet, "item", "letter", "answer", "points"), rows)


def answer_ordering(sheet: Sheet, question: Ordering) -> Markup:
    """The items in their right order."""
    items = [element("li", None, sheet.pen.short(question, item)) for item in question.items]
    note = element("p", None, sheet.labels.shown("all_or_nothing"))
    return join([block("ol", None, *items), note], "\n")


def answer_cloze(sheet: Sheet, question: Cloze) -> Markup:
    """For each gap, by its number: its answers or entries."""
    total = sum((gap.points for gap in question.gaps), ZERO)
    rows: list[Sequence[Markup]] = []
    for number, index in enumerate(gap_numbers(sheet, question), 1):
        gap = question.gaps[index]
        worth = question.points * gap.points / total if total else ZERO
        place = text(str(number))
        if isinstance(gap, ChoiceGap):
            weights = _by_id(gap.options, gap_option_weights(gap))
            for option in in_order(sheet, gap, f"{question.id} {gap.id}"):
                shown = sheet.pen.short(question, option.content)
                said = _said(sheet, question, option.feedback)
                verdict = _verdict(sheet, option.role)
                rows.append(
                    (place, verdict, shown, _points(sheet, weights[option.id] * worth), said)
                )
            continue
        for answer in gap.answers:
            said = _said(sheet, question, answer.feedback)
            shown = join([_typed(sheet, answer, ""), _case(sheet, gap)], " ")
            rows.append((place, EMPTY, shown, _points(sheet, answer.weight * worth), said))
    return table(_heads(sheet, "gap", "verdict", "answer", "points", "feedback"), rows)


def _by_id(options: Sequence[Option], weights: Sequence[Fraction]) -> dict[str, Fraction]:
    return {option.id: weight for option, weight in zip(options, weights, strict=True)}


def answer_essay(sheet: Sheet, question: Essay) -> Markup:
    """A model answer and how graders mark."""
    parts = [
        _named(sheet, key, sheet.pen.flow(question, content))
        for key, content in (
            ("model_answer", question.model_answer),
            ("rubric", question.rubric),
        )
        if content is not None
    ]
    return block("dl", None, *parts) if parts else EMPTY


def answer_nothing(sheet: Sheet, question: Info) -> Markup:
    """There is nothing to answer."""
    del sheet, question
    return EMPTY


def _remarks(sheet: Sheet, question: Question) -> Iterator[tuple[str, Markup]]:
    feedback = question.feedback
    said: list[tuple[str, Content | None]] = [
        ("if_correct", feedback.correct),
        ("if_partial", feedback.partial),
        ("if_incorrect", feedback.incorrect),
        ("explanation", feedback.general),
    ]
    for key, content in said:
        if content is not None:
            yield key, sheet.pen.flow(question, content)


def _filed(sheet: Sheet, question: Question) -> Markup:
    """Where the author keeps the question."""
    told = []
    if question.category:
        told.append(sheet.labels.told("category", " / ".join(question.category)))
    if question.tags:
        told.append(sheet.labels.told("tags", ", ".join(question.tags)))
    parts = [element("li", None, one) for one in told]
    return block("ul", {"class": "qk-facts"}, *parts) if parts else EMPTY


def _named(sheet: Sheet, key: str, shown: Markup) -> Markup:
    return join([element("dt", None, sheet.labels.shown(key)), element("dd", None, shown)], "\n")


def _heads(sheet: Sheet, *keys: str) -> list[Markup]:
    return [sheet.labels.shown(key) for key in keys]


def _verdict(sheet: Sheet, role: Role) -> Markup:
    key = _ROLES[role]
    sign = element("span", {"class": f"qk-{key}", "aria-hidden": "true"}, _SIGNS[key])
    word = element("span", {"class": "qk-word"}, sheet.labels.shown(key))
    return element("span", {"class": "qk-verdict"}, sign, Markup(" "), word)


def _marked(sign: str, shown: Markup) -> Markup:
    """An option after its letter; in a table the two stand side by side."""
    if not sign:
        return shown
    letters = element("span", {"class": "qk-mark"}, sign)
    content = element("div", None, shown)
    return element("div", {"class": "qk-marked"}, letters, Markup(" "), content)


def _points(sheet: Sheet, points: Fraction) -> Markup:
    return element("span", {"class": "qk-sum"}, text(sheet.labels.number(points)))


def _said(sheet: Sheet, question: Question, content: Content | None) -> Markup:
    return EMPTY if content is None else sheet.pen.short(question, content)


def _typed(sheet: Sheet, answer: TextAnswer | NumericAnswer, unit: str) -> Markup:
    if isinstance(answer, TextAnswer):
        return text(answer.text)
    number = sheet.labels.number
    if answer.value is not None:
        shown = number(answer.value)
        shown += f" ± {number(answer.tolerance)}" if answer.tolerance else ""
    else:
        shown = f"{number(answer.low)} … {number(answer.high)}"
    return text(f"{shown} {unit}" if unit else shown)


def _case(sheet: Sheet, asked: object) -> Markup:
    if isinstance(asked, (ShortText, TextGap)) and asked.case_sensitive:
        return element("span", {"class": "qk-note"}, sheet.labels.shown("case"))
    return EMPTY
