"""The answers of a GIFT question: which type they make, and what each part of them says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from quizkit.formats.base import Feature
from quizkit.formats.gift.blocks import SPACE, restored
from quizkit.formats.moodle_xml.typed_answers import Lose, Typed, number_answers, text_answers
from quizkit.formats.taken import Unreadable, shown_plain
from quizkit.formats.weighing import decimal_number, exact_share, weigh, written_number
from quizkit.model import (
    ONE,
    ZERO,
    Choice,
    Content,
    Essay,
    Feedback,
    Matching,
    Numeric,
    Ordering,
    Pair,
    Question,
    Selection,
    ShortText,
    TrueFalse,
)

_WEIGHT = re.compile(r"%(-?[0-9]+\.?[0-9]*)%")
_ORDERING = re.compile(r">\s*([0-9]+)")
_FRACTION = re.compile(r"\s*([-+]?[0-9]{1,15})\s*/\s*([0-9]{1,15})\s*")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


@dataclass(frozen=True, slots=True)
class Answers:
    """The part between the braces, and what its reading needs of the question.

    ``rich`` makes content of a text (``[html]`` in front or not); ``shared`` are the members
    that all types have.
    """

    text: str
    rich: Callable[[str], Content | None]
    shared: dict[str, Any]
    lose: Lose

    def read(self) -> Question:
        """The question, by Moodle's order of types. Raises Unreadable."""
        text = self.text
        if _ORDERING.match(text):
            return self._ordering()
        if text == "":
            return Essay(**self.shared)
        if text.startswith("#"):
            return self._numeric()
        if "~" in text:
            return self._choice()
        if "=" in text and "->" in text:
            return self._matching()
        word = text.partition("#")[0].strip(SPACE)
        if word in _TRUTH:
            return self._true_false(_TRUTH[word])
        return self._short_text()

    def _pieces(self, text: str, separator: str) -> list[str]:
        pieces = [piece.strip(SPACE) for piece in text.split(separator)]
        if pieces[0] in ("", "0"):
            del pieces[0]
        return pieces

    def _told(self, piece: str) -> tuple[str, Content | None]:
        text, _, feedback = piece.partition("#")
        return text.strip(SPACE), self.rich(feedback)

    def _choice(self) -> Choice:
        single = "=" in self.text
        shares: list[Fraction] = []
        contents: list[Content] = []
        feedback: list[Content | None] = []
        for piece in self._pieces(self.text.replace("=", "~="), "~"):
            if piece.startswith("="):
                share, rest = ONE, piece[1:]
            else:
                weight, rest = _weight(piece)
                share = weight or ZERO
            text, told = self._told(rest)
            content = self.rich(text)
            if content is None:
                if told is not None:
                    self.lose(
                        Feature.OPTION_FEEDBACK, "an option without text is left out, as in Moodle"
                    )
                continue
            shares.append(share)
            contents.append(content)
            feedback.append(told)
        if not contents:
            raise Unreadable("it has no options")
        selection = Selection.SINGLE if single else Selection.MULTIPLE
        if single and any(share < 0 for share in shares):
            self.lose(Feature.SCORE, "a wrong option cost points; here it earns none")
        weighed = weigh(shares, selection)
        return Choice(
            selection=selection,
            options=weighed.options(contents, feedback),
            policy=weighed.policy,
            **self.shared,
        )

    def _true_false(self, answer: bool) -> TrueFalse:
        parts = [self.rich(part) for part in self.text.split("#")[1:3]]
        wrong, right = [*parts, None, None][:2]
        return TrueFalse(
            answer=answer,
            feedback_true=right if answer else wrong,
            feedback_false=wrong if answer else right,
            **self.shared,
        )

    def _short_text(self) -> ShortText:
        typed = []
        for piece in self._pieces(self.text, "="):
            weight, rest = _weight(piece)
            text, told = self._told(rest)
            typed.append(Typed(restored(text), ONE if weight is None else weight, told))
        feedback: Feedback = self.shared["feedback"]
        answers, told_wrong = text_answers(typed, feedback, self.lose)
        return ShortText(answers=answers, **(self.shared | {"feedback": told_wrong}))

    def _numeric(self) -> Numeric:
        right, tilde, wrong = self.text[1:].partition("~")
        typed = []
        for piece in self._pieces(right, "="):
            weight, rest = _weight(piece)
            text, told = self._told(rest)
            typed.append(self._number(restored(text), ONE if weight is None else weight, told))
        if tilde:
            _, told = self._told(wrong)
            typed.append(Typed("*", ZERO, told))
        feedback: Feedback = self.shared["feedback"]
        answers, told_wrong = number_answers(typed, feedback, self.lose)
        return Numeric(answers=answers, **(self.shared | {"feedback": told_wrong}))

    def _number(self, written: str, share: Fraction, told: Content | None) -> Typed:
        if ".." in written:
            low, high = (written_number(end) for end in written.split("..", 1))
            if low is None or high is None:
                return self._doubtful(written, share, told)
            middle = (low + high) / 2
            return Typed(_decimal(middle), share, told, _decimal(abs(high - middle)))
        value, _, tolerance = written.partition(":")
        if value.strip() == "*" or decimal_number(value) is not None:
            return Typed(value.strip(), share, told, tolerance.strip())
        return self._doubtful(written, share, told)

    def _doubtful(self, written: str, share: Fraction, told: Content | None) -> Typed:
        """Moodle takes what it cannot read for "any number": hardly what an author meant."""
        value, _, tolerance = written.partition(":")
        fraction = _FRACTION.fullmatch(value)
        number = written_number(value)
        if fraction is not None and int(fraction[2]):
            number = Fraction(int(fraction[1]), int(fraction[2]))
        if number is None:
            raise Unreadable(f'its answer "{written}" is no number, so Moodle accepts any')
        self.lose(
            Feature.SCORE,
            f'Moodle takes "{written}" for any number; it was read as what it says',
        )
        return Typed(_decimal(number), share, told, tolerance.strip())

    def _matching(self) -> Matching:
        pairs: list[Pair] = []
        others: dict[Content, None] = {}
        for piece in self._pieces(self.text, "="):
            left, _, right = piece.partition("->")
            content, answer = self.rich(left), restored(right).strip(SPACE)
            if content is not None and answer:
                pairs.append(Pair(content, shown_plain(answer)))
            elif answer:
                others[shown_plain(answer)] = None
            elif content is not None:
                self.lose(Feature.SCORE, "a left side without a right one is left out")
        if not pairs:
            raise Unreadable("it has no pair")
        used = {pair.right for pair in pairs}
        return Matching(
            pairs=tuple(pairs),
            distractors=tuple(other for other in others if other not in used),
            **self.shared,
        )

    def _ordering(self) -> Ordering:
        """Items are not unescaped; each stands on a line of its own."""
        head, _, body = self.text.partition("\n")
        words = head.split()
        items = [self.rich(line) for line in body.split("\n")]
        found = tuple(item for item in items if item is not None)
        if not found:
            raise Unreadable("it has no items")
        if "ALL_OR_NOTHING" not in words and len(found) > 1:
            self.lose(
                Feature.SCORE,
                "an order that is partly right earned some of the points; here it earns none",
            )
        count = _ORDERING.match(head)
        if "ALL" not in words and count is not None and int(count[1][:9]) < len(found):
            self.lose(Feature.SHUFFLE, "each student got some of the items; here, all")
        return Ordering(items=found, **self.shared)


def _weight(piece: str) -> tuple[Fraction | None, str]:
    found = _WEIGHT.match(piece)
    if found is None:
        return None, piece
    number = decimal_number(found[1])
    return (None if number is None else exact_share(number / 100)), piece[found.end() :]


def _decimal(number: Fraction) -> str:
    """A number in the form in which answers are handed on; 1/3 in 15 digits."""
    from quizkit.formats.numbers import exact_decimal, plain_decimal

    return exact_decimal(number) or plain_decimal(number)


def with_general(shared: dict[str, Any], general: Content | None) -> dict[str, Any]:
    """The shared members with general feedback."""
    if general is None:
        return shared
    return shared | {"feedback": replace(shared["feedback"], general=general)}
