"""The parts of a question that are compared one by one, with names that people use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction
from typing import assert_never

from quizkit.content.render import Renderer
from quizkit.content.tree import comparable
from quizkit.model import (
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Essay,
    Gap,
    Info,
    Matching,
    Numeric,
    NumericAnswer,
    NumericGap,
    Option,
    Ordering,
    Question,
    Quiz,
    Role,
    ShortText,
    TextAnswer,
    TextGap,
    TrueFalse,
    type_name,
)
from quizkit.naming import excerpt, letter
from quizkit.numbers import number_text
from quizkit.scoring import effective_policy, gap_option_weights, option_weights
from quizkit.truth_words import is_usual

_LIKE = 0.5
_MADE = re.compile(r"[a-z]*-?[0-9a-f]{8,}(?:-[0-9]+)?|[a-z]*[0-9]+")
"""Ids that a program made; that they differ tells nobody anything."""
_TRUTH = {True: "true", False: "false"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part. ``key`` is the same for its counterpart, ``name`` is how people call it."""

    key: tuple[object, ...]
    kind: str
    name: str
    text: str
    content: Content | None = None


def question_parts(before: Question, after: Question) -> tuple[list[Part], list[Part]]:
    """The parts of both questions; those that belong together have one key."""
    listed = _listed(before), _listed(after)
    gaps = _gap_lists(before), _gap_lists(after)
    orders = [_orders(*listed)] if not isinstance(before, Cloze) else []
    orders += [_orders(gaps[0][name], gaps[1][name]) for name in gaps[0] if name in gaps[1]]
    found: list[list[Part]] = []
    for question, old in ((before, True), (after, False)):
        names = _Names(*listed, old=old)
        inside = {
            name: _Names(gaps[0].get(name, []), gaps[1].get(name, []), old=old)
            for name in {**gaps[0], **gaps[1]}
        }
        weighted = _is_weighted(before) or _is_weighted(after)
        parts = list(_Parts(question, names, inside, weighted=weighted).all())
        for number, order in enumerate(orders):
            text = order[0] if old else order[1]
            parts.append(Part(("order", number), "order", "order of the answers", text))
        found.append(parts)
    return found[0], found[1]


def _orders(before: Sequence[str], after: Sequence[str]) -> tuple[str, str]:
    """The order of what both list, in words; nothing where it is the same in both."""
    partners = align(before, after)
    olds = [partners[new] for new in sorted(partners)]
    if olds == sorted(olds):
        return "", ""
    return (
        ", ".join(excerpt(before[place], 20) for place in sorted(olds)),
        ", ".join(excerpt(after[place], 20) for place in sorted(partners)),
    )


def settings_parts(quiz: Quiz) -> list[Part]:
    """What a quiz says of itself."""
    parts = [
        _plain("title", "title", quiz.title),
        _plain("language", "language", quiz.language or ""),
    ]
    parts += _content("description", "description", quiz.description)
    for name in quiz.settings.__slots__:
        value = getattr(quiz.settings, name)
        shown = (
            ""
            if value is None
            else _TRUTH.get(value, str(value))
            if isinstance(value, bool)
            else str(value)
        )
        parts.append(_plain(f"settings.{name}", "settings", shown, name.replace("_", " ")))
    return parts


def _plain(key: object, kind: str, text: str, name: str = "") -> Part:
    return Part((key,), kind, name or str(key), text)


def _content(key: object, name: str, content: Content | None, kind: str = "wording") -> list[Part]:
    if content is None or comparable(content) == "\x00":
        return []
    return [Part((key,), kind, name, Renderer().text(content), content)]


class _Names:
    """Keys for options, answers and pairs, so that an inserted one does not rename the rest."""

    def __init__(self, olds: Sequence[str], news: Sequence[str], *, old: bool) -> None:
        partners = align(olds, news)
        if old:
            self.keys: list[object] = list(range(len(olds)))
        else:
            self.keys = [partners.get(n, ("new", n)) for n in range(len(news))]

    def __getitem__(self, index: int) -> object:
        return self.keys[index]


def align(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """For places in ``after`` the places in ``before`` of what is the same or most like it."""
    partner: dict[int, int] = {}
    free = dict(enumerate(before))
    for new, text in enumerate(after):
        old = next((place for place, other in free.items() if other == text), None)
        if old is not None:
            partner[new] = old
            del free[old]
    for new, text in enumerate(after):
        if new in partner or not free:
            continue
        ratios = {
            old: SequenceMatcher(None, other, text, autojunk=False).ratio() + (old == new) / 4
            for old, other in free.items()
        }
        best = max(ratios, key=lambda old: ratios[old])
        if ratios[best] >= _LIKE or (len(free) == 1 and best == new):
            partner[new] = best
            del free[best]
    return partner


def _is_weighted(question: Question) -> bool:
    """Whether weights are written; those of a policy follow from the key."""
    return isinstance(question, Choice) and any(o.weight is not None for o in question.options)


def _gap_lists(question: Question) -> dict[str, list[str]]:
    """What each gap of a cloze lists, by the gap's id."""
    if not isinstance(question, Cloze):
        return {}
    return {
        gap.id: [Renderer().text(option.content) for option in gap.options]
        if isinstance(gap, ChoiceGap)
        else [answer_text(answer) for answer in gap.answers]
        for gap in question.gaps
    }


def _listed(question: Question) -> list[str]:
    """What the question lists: options, answers, left sides, items, gaps."""
    match question:
        case Choice():
            return [Renderer().text(option.content) for option in question.options]
        case ShortText() | Numeric():
            return [answer_text(answer) for answer in question.answers]
        case Matching():
            return [Renderer().text(pair.left) for pair in question.pairs]
        case Cloze():
            return [gap.id for gap in question.gaps]
        case TrueFalse() | Ordering() | Essay() | Info():
            return []
        case _:
            assert_never(question)


class _Parts:
    def __init__(
        self,
        question: Question,
        names: _Names,
        gap_names: dict[str, _Names],
        *,
        weighted: bool,
    ) -> None:
        self.weighted = weighted
        self.question = question
        self.names = names
        self.gap_names = gap_names

    def all(self) -> Iterator[Part]:
        """Every part, in the order of the canonical form."""
        question = self.question
        yield _plain("type", "type", type_name(question))
        if not _MADE.fullmatch(question.id):
            yield _plain("id", "id", question.id)
        yield _plain("title", "title", " ".join(question.title.split()))
        yield from _content("stem", "text", question.stem)
        yield _plain("points", "points", number_text(question.points))
        yield from self._answers()
        feedback = question.feedback
        yield from _content("general", "explanation", feedback.general, "feedback")
        for kind, name in (
            ("correct", "if correct"),
            ("partial", "if partly correct"),
            ("incorrect", "if incorrect"),
        ):
            yield from _content(kind, name, getattr(feedback, kind), "feedback")
        for number, hint in enumerate(question.hints, 1):
            yield from _content(("hint", number), f"hint {number}", hint, "feedback")
        yield _plain("tags", "tags", ", ".join(question.tags))
        yield _plain("category", "category", "/".join(question.category))

    def _answers(self) -> Iterator[Part]:
        question = self.question
        match question:
            case Choice():
                yield from self._choice(question)
            case TrueFalse():
                yield _plain("answer", "key", _TRUTH[question.answer])
                own = question.words
                said = "" if own is None or is_usual(own) else " / ".join(own)
                yield _plain("words", "wording", said, "the words for true and false")
                yield from _content("true", "feedback to true", question.feedback_true, "feedback")
                yield from _content(
                    "false", "feedback to false", question.feedback_false, "feedback"
                )
            case ShortText():
                yield _plain("case", "answers", _TRUTH[question.case_sensitive], "case counts")
                yield from self._typed(question.answers)
            case Numeric():
                yield _plain("unit", "answers", question.unit)
                yield from self._typed(question.answers)
            case Matching():
                yield from self._matching(question)
            case Ordering():
                for number, item in enumerate(question.items, 1):
                    yield from _content(("item", number), f"item {number}", item, "key")
            case Cloze():
                for index, gap in enumerate(question.gaps):
                    yield from self._gap(index, gap)
            case Essay():
                yield from _content("model", "model answer", question.model_answer, "feedback")
                yield from _content("rubric", "rubric", question.rubric, "feedback")
            case Info():
                pass
            case _:
                assert_never(question)

    def _choice(self, question: Choice) -> Iterator[Part]:
        yield _plain("selection", "selection", question.selection.value)
        yield _plain("policy", "scoring", effective_policy(question).value, "scoring")
        yield _plain("shuffle", "display", _TRUTH[question.shuffle])
        yield _plain("numbering", "display", question.numbering.value)
        weights = option_weights(question)
        for index, option in enumerate(question.options):
            weight = weights[index] if self.weighted else None
            yield from self._option(("option", self.names[index]), index, option, weight)

    def _option(
        self,
        key: tuple[object, ...],
        index: int,
        option: Option,
        weight: Fraction | None,
        within: str = "",
    ) -> Iterator[Part]:
        text = Renderer().text(option.content)
        name = f'{within}option {letter(index)} "{excerpt(text, 40)}"'
        yield Part((*key, "text"), "wording", name, text, option.content)
        yield Part((*key, "role"), "key", name, option.role.value)
        if weight is not None and (option.role is not Role.NEUTRAL or weight):
            yield Part((*key, "weight"), "weight", name, share(weight))
        if option.fixed:
            yield Part((*key, "fixed"), "display", f"{name} keeps its place", "true")
        if option.feedback is not None:
            yield Part(
                (*key, "feedback"),
                "feedback",
                f"feedback to {name}",
                Renderer().text(option.feedback),
                option.feedback,
            )

    def _typed(
        self,
        answers: Sequence[TextAnswer | NumericAnswer],
        key: tuple[object, ...] = (),
        within: str = "",
        names: _Names | None = None,
    ) -> Iterator[Part]:
        for index, answer in enumerate(answers):
            own = (*key, "answer", (names or self.names)[index])
            text = answer_text(answer)
            name = f'{within}answer "{excerpt(text, 40)}"'
            yield Part((*own, "text"), "answers", name, text)
            yield Part((*own, "weight"), "weight", name, share(answer.weight))
            if answer.feedback is not None:
                yield Part(
                    (*own, "feedback"),
                    "feedback",
                    f"feedback to {name}",
                    Renderer().text(answer.feedback),
                    answer.feedback,
                )

    def _matching(self, question: Matching) -> Iterator[Part]:
        yield _plain("shuffle", "display", _TRUTH[question.shuffle])
        for index, pair in enumerate(question.pairs):
            key = ("pair", self.names[index])
            left = Renderer().text(pair.left)
            yield Part((*key, "left"), "wording", f"pair {index + 1}, left", left, pair.left)
            name = f'partner of "{excerpt(left, 40)}"'
            yield Part((*key, "right"), "key", name, Renderer().text(pair.right), pair.right)
        for number, content in enumerate(question.distractors, 1):
            yield from _content(("distractor", number), f"distractor {number}", content)

    def _gap(self, index: int, gap: Gap) -> Iterator[Part]:
        key: tuple[object, ...] = ("gap", self.names[index])
        within = f"gap {index + 1}, "
        names = self.gap_names[gap.id]
        yield Part((*key, "points"), "points", f"gap {index + 1}", number_text(gap.points))
        match gap:
            case ChoiceGap():
                weights = gap_option_weights(gap)
                for number, option in enumerate(gap.options):
                    own = (*key, names[number])
                    yield from self._option(own, number, option, weights[number], within)
            case TextGap() | NumericGap():
                yield from self._typed(gap.answers, key, within, names)
            case _:
                assert_never(gap)


def answer_text(answer: TextAnswer | NumericAnswer) -> str:
    """An answer as people would write it."""
    if isinstance(answer, TextAnswer):
        return answer.text
    if answer.value is None:
        return f"{number_text(answer.low)}..{number_text(answer.high)}"
    tolerance = f" ± {number_text(answer.tolerance)}" if answer.tolerance else ""
    return number_text(answer.value) + tolerance


def share(weight: Fraction) -> str:
    """A weight as a percentage, rounded where it must be."""
    percent = weight * 100
    if percent.denominator == 1:
        return f"{percent}%"
    return f"{float(percent):.2f}".rstrip("0").rstrip(".") + "%"
