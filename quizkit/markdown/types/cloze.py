"""Cloze: text with gaps, read from its syntax and written back to it.

``{= Paris | = Lutetia 50%}`` is typed, ``{= 3.14 ± 0.01}`` a number, and
``{✅ Paris | ❌ Lyon > Second city.}`` a drop-down. At the end of an alternative may stand
attributes: ``weight``, ``fixed`` and an id for itself; ``points``, ``case``, ``gap`` (its id)
and ``.text`` (no number, whatever it looks like) for the gap.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from quizkit.errors import nearest
from quizkit.markdown.first_line import as_text
from quizkit.markdown.items import ACCEPTED, EXPECTED, Markers
from quizkit.markdown.numbers import parse_number, parse_weight
from quizkit.markdown.types.answers import TypedAnswer, read_answer
from quizkit.markdown.types.gaps import KEYS, STANDARD, RawAlternative, RawGap, find_gaps
from quizkit.model import (
    ONE,
    ZERO,
    ChoiceGap,
    Content,
    Gap,
    NumericAnswer,
    NumericGap,
    Option,
    Role,
    TextAnswer,
    TextGap,
)
from quizkit.naming import letter

_TYPED = (ACCEPTED, EXPECTED)
_DOUBLE_BRACES = re.compile(r"\{\{([^{}\n]+)\}\}")
_SAFE_ID = re.compile(r"[^\s{}\"'=<>&`\\]+")


class GapProblem(NamedTuple):
    """A finding in a gap: where in the Markdown, which lint code, what to tell the author."""

    offset: int
    code: str
    message: str


class ClozeReading(NamedTuple):
    """Markdown with ``{{id}}`` in place of each gap, the gaps in order, and what was found."""

    stem: str
    gaps: tuple[Gap, ...]
    problems: list[GapProblem]


def read_cloze(
    markdown: str,
    *,
    decimal_comma: bool,
    first_id: int = 1,
    markers: Markers = STANDARD,
    case_sensitive: bool = False,
) -> ClozeReading:
    """Read the gaps of a text. A gap that cannot be read stays in the text as it is.

    Ids are g1, g2 ... from ``first_id`` on, but none that the text itself writes in double
    braces: rendered, that could not be told from the gap.
    """
    reader = _Reader(decimal_comma, case_sensitive)
    literal = set(_DOUBLE_BRACES.findall(markdown.replace("\\", "")))
    pieces: list[str] = []
    gaps: list[Gap] = []
    end, number = 0, first_id
    taken: set[str] = set()
    for raw in find_gaps(markdown, markers):
        while f"g{number}" in literal or f"g{number}" in taken:
            number += 1
        gap = reader.gap(raw, f"g{number}", taken)
        if gap is None:
            continue
        taken.add(gap.id)
        pieces += [markdown[end : raw.start], f"{{{{{gap.id}}}}}"]
        gaps.append(gap)
        end = raw.end
    stem = "".join([*pieces, markdown[end:]])
    return ClozeReading(stem, tuple(gaps), sorted(reader.problems))


@dataclass(slots=True)
class _GapSettings:
    """What attributes say of a gap as a whole."""

    id: str
    points: Fraction = ONE
    case_sensitive: bool = False
    text: bool = False


class _Reader:
    """Makes gaps from raw ones and keeps the problems met."""

    def __init__(self, decimal_comma: bool, case_sensitive: bool) -> None:
        self.decimal_comma = decimal_comma
        self.case_sensitive = case_sensitive
        self.problems: list[GapProblem] = []

    def gap(self, raw: RawGap, gap_id: str, taken: set[str]) -> Gap | None:
        """The gap, or None (with a problem) where there is nothing to answer."""
        if not raw.closed:
            message = "this gap is never closed; add } at its end, or write \\{ for a plain brace"
            self._report(raw.start, "QK113", message)
            return None
        settings = _GapSettings(gap_id, case_sensitive=self.case_sensitive)
        for alternative in raw.alternatives:
            self._settings(alternative, settings, taken)
        typed = raw.alternatives[0].role in _TYPED
        alternatives = [self._with_role(one, typed) for one in raw.alternatives]
        filled = [one for one in alternatives if one.text or one.percent]
        right = ACCEPTED if typed else Role.KEY
        if not any(one.role == right for one in filled):
            sign = "=" if typed else "✅"
            message = f"this gap has no right answer; write it after {sign}"
            self._report(raw.start, "QK201", message)
            return None
        for one in alternatives:
            if one not in filled:
                message = "an alternative of this gap is empty; write its text, or take out the bar"
                self._report(one.offset, "QK105", message)
        alternatives = _percentages(filled, right, typed=typed)
        if not typed:
            return self._choice(raw, alternatives, settings)
        return self._typed(alternatives, settings)

    def _report(self, offset: int, code: str, message: str) -> None:
        self.problems.append(GapProblem(offset, code, message))

    def _with_role(self, one: RawAlternative, typed: bool) -> RawAlternative:
        """An alternative whose marker is of the gap's own kind."""
        if one.role is not None and (one.role in _TYPED) == typed:
            return one
        if one.role is None:
            if not one.text and not one.percent:
                return one
            signs = "= or ≠" if typed else "✅ or ❌"
            self._report(
                one.offset, "QK103", f'"{one.text}" has no marker; write {signs} before it'
            )
            return one._replace(role=ACCEPTED if typed else Role.DISTRACTOR)
        message = (
            "one gap is either typed (= and ≠) or a drop-down (✅ and ❌); use one kind of marker"
        )
        self._report(one.offset, "QK103", message)
        if typed:
            return one._replace(role=ACCEPTED if one.role == Role.KEY else EXPECTED)
        return one._replace(role=Role.KEY if one.role == ACCEPTED else Role.DISTRACTOR)

    def _settings(self, one: RawAlternative, settings: _GapSettings, taken: set[str]) -> None:
        """What an alternative's attributes say of the gap; unknown ones are reported."""
        attributes = one.attributes
        for key, value in attributes.pairs:
            if key == "points":
                points = parse_number(value, decimal_comma=False)
                if points is None or points < ZERO:
                    self._bad_value(one, key, value, "a number such as 2 or 0.5")
                else:
                    settings.points = points
            elif key in ("case", "fixed"):
                if value not in ("true", "false"):
                    self._bad_value(one, key, value, "true or false")
                elif key == "case":
                    settings.case_sensitive = value == "true"
            elif key == "gap":
                if value in taken or not _SAFE_ID.fullmatch(value):
                    self._report(
                        one.offset, "QK111", f'gap="{value}" is used before; choose another'
                    )
                else:
                    settings.id = value
            elif key not in KEYS:
                self._unknown(one, key)
        settings.text = settings.text or "text" in attributes.classes
        for name in [*(c for c in attributes.classes if c != "text"), *attributes.unread]:
            self._unknown(one, name)

    def _unknown(self, one: RawAlternative, name: str) -> None:
        guess = nearest(name, KEYS)
        hint = f'did you mean "{guess}"?' if guess else f"known are {', '.join(KEYS)}"
        self._report(one.offset, "QK112", f'unknown attribute "{name}" in a gap; {hint}')

    def _bad_value(self, one: RawAlternative, key: str, value: str, wanted: str) -> None:
        self._report(one.offset, "QK112", f'{key}="{value}" is not {wanted}')

    def _weight(self, one: RawAlternative) -> Fraction | None:
        """The weight written, as an attribute or as a percentage; None without a usable one."""
        written = one.attributes.get("weight") or one.percent
        if not written:
            return None
        weight = parse_weight(written)
        if weight is None:
            self._bad_value(one, "weight", written, "a percentage such as 50% or 1/3")
        elif abs(weight) > 1:
            self._report(one.offset, "QK208", f'a weight of "{written}" is over 100%; write less')
            return None
        return weight

    def _choice(
        self, raw: RawGap, alternatives: Sequence[RawAlternative], settings: _GapSettings
    ) -> ChoiceGap:
        if len(alternatives) < 2:
            message = 'this drop-down offers one entry; add another after " | ❌ ", or use ='
            self._report(raw.start, "QK107", message)
        options: list[Option] = []
        for index, one in enumerate(alternatives):
            option_id = one.attributes.id or one.attributes.get("id") or letter(index)
            if any(option.id == option_id for option in options):
                self._report(one.offset, "QK111", f'"{option_id}" is used twice in this gap')
                option_id = next(
                    name for n in range(index, 2 * index + 2)
                    if (name := letter(n)) not in {option.id for option in options}
                )  # fmt: skip
            options.append(
                Option(
                    id=option_id,
                    content=Content(markdown=as_text(one.text)),
                    role=Role(one.role or Role.DISTRACTOR),
                    weight=self._weight(one),
                    fixed=one.attributes.get("fixed") == "true",
                    feedback=_content(one.feedback),
                )
            )
        return ChoiceGap(id=settings.id, options=tuple(options), points=settings.points)

    def _typed(self, alternatives: Sequence[RawAlternative], settings: _GapSettings) -> Gap:
        answers = [
            read_answer(one.role or ACCEPTED, one.text, decimal_comma=self.decimal_comma)
            for one in alternatives
        ]
        number_like = all(answer.number or answer.problem for answer in answers)
        if number_like and not settings.text:
            for one, answer in zip(alternatives, answers, strict=True):
                if answer.problem:
                    self._report(one.offset, answer.problem.code, answer.problem.message)
            numbers = tuple(
                self._number(one, answer, answer.number)
                for one, answer in zip(alternatives, answers, strict=True)
                if answer.number is not None
            )
            if len(numbers) == len(answers):
                return NumericGap(id=settings.id, answers=numbers, points=settings.points)
        texts = tuple(
            TextAnswer(
                text=answer.text,
                weight=self._typed_weight(one, answer),
                feedback=_content(one.feedback),
            )
            for one, answer in zip(alternatives, answers, strict=True)
        )
        return TextGap(
            id=settings.id,
            answers=texts,
            case_sensitive=settings.case_sensitive,
            points=settings.points,
        )

    def _number(
        self, one: RawAlternative, answer: TypedAnswer, number: NumericAnswer
    ) -> NumericAnswer:
        return replace(
            number, weight=self._typed_weight(one, answer), feedback=_content(one.feedback)
        )

    def _typed_weight(self, one: RawAlternative, answer: TypedAnswer) -> Fraction:
        weight = self._weight(one)
        if weight is None:
            return answer.weight
        if one.role == EXPECTED and weight != ZERO:
            message = "an answer after ≠ earns nothing; write = before it to give it a weight"
            self._report(one.offset, "QK208", message)
            return ZERO
        return weight


def _content(markdown: str) -> Content | None:
    return Content(markdown=as_text(markdown)) if markdown else None


def _percentages(
    alternatives: list[RawAlternative], right: str, *, typed: bool
) -> list[RawAlternative]:
    """Percentages put back into the text where they cannot all be weights.

    A percentage is one only beside text, and only where some right answer is worth
    everything: in ``{✅ about 50% | ❌ about 25%}`` they are what the student reads. After a
    number that is to be typed one is a weight in any case.
    """
    written = [one for one in alternatives if one.role == right]
    if any(not one.percent or parse_weight(one.percent) == ONE for one in written):
        return [one if one.text else _as_text(one) for one in alternatives]
    if any(one.attributes.get("weight") for one in written):
        return alternatives
    return [one if typed and one.text[-1:].isdecimal() else _as_text(one) for one in alternatives]


def _as_text(one: RawAlternative) -> RawAlternative:
    text = f"{one.text} {one.percent}".strip()
    return one._replace(text=text, percent="")
