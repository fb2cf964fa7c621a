"""What all items of QTI 1.2 share while they are read: identity, points, feedback by its role."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from quizkit.formats.base import Feature, ImportJob
from quizkit.formats.qti12.item import Condition, Item, Label, Response
from quizkit.formats.qti12.material import OPEN, SHUT, Materials
from quizkit.formats.taken import says_the_same, spoken_name, unwrapped
from quizkit.formats.weighing import decimal_number, exact_points, exact_share, written_number
from quizkit.model import NO_FEEDBACK, ONE, ZERO, Content, Feedback

_POINTS = ("points_possible", "respondusapi_qpoints", "cc_weighting", "qmd_absolutescore_max")
_MARKS = re.compile(f"{OPEN}[^{SHUT}]*{SHUT}")
_USUAL_TITLES = frozenset({"question", "untitled", "unnamed question"})
_ROLES = (
    ("incorrect", re.compile(r"(?:general_)?incorrect(?:_fb)?|.*(?<!_A)(?<!_a)_ic|wrong", re.I)),
    ("correct", re.compile(r"correct(?:_fb)?|.*(?<!_a)(?<!_A)_c|right", re.I)),
    ("general", re.compile(r"general(?:_fb)?|.*_all|feedback", re.I)),
    ("solution", re.compile(r"solution.*", re.I)),
    ("incorrect", re.compile(r".*[^a-z]incorrect(?:_fb)?", re.I)),
)
_PRAISE = re.compile(r"correct(?:_fb)?|.*_a?c", re.IGNORECASE)
_HUNDRED = Fraction(100)


class Reading:
    """One item on its way to a question."""

    def __init__(
        self,
        item: Item,
        materials: Materials,
        job: ImportJob,
        question_id: str,
        *,
        number: int,
        file: str,
    ) -> None:
        self.item = item
        self.materials = materials
        self.job = job
        self.id = question_id
        line = f"line {item.element.sourceline}" if item.element.sourceline else ""
        self.where = ", ".join(part for part in (file, line) if part)
        title = " ".join((item.element.get("title") or "").split())
        self.title = "" if title.lower() in _USUAL_TITLES else title
        presentation = item.presentation
        self.marked_stem = materials.stem(presentation) if presentation is not None else ""
        self.stem = unwrapped(_MARKS.sub("", self.marked_stem).strip())
        self.spoken = spoken_name(self.title, number)

    @property
    def is_canvas(self) -> bool:
        """Whether the item is in Canvas's dialect, which scores in its own way."""
        return self.item.fields.get("question_type", "").endswith("_question")

    def lose(self, feature: Feature, happened: str) -> None:
        """Declare a loss of this question."""
        self.job.lose(self.id, feature, happened, self.where)

    def miss(self, what: str) -> None:
        """Name a part that was not understood."""
        self.job.miss(f"{self.spoken}: {what}", self.where)

    # What every question has

    def shared(self, stem: str | None = None) -> dict[str, Any]:
        """The members of every question."""
        markup = self.stem if stem is None else stem
        title = "" if self.title and says_the_same(self.title, markup) else self.title
        return {
            "id": self.id,
            "title": title,
            "stem": Content(html=markup),
            "points": self.points(),
            "feedback": self.feedback(),
            "hints": self._hints(),
        }

    def points(self) -> Fraction:
        """The points that some field of metadata states, else the highest score, else 1."""
        for name in _POINTS:
            number = written_number(self.item.fields.get(name, ""))
            if number is not None and (number > 0 or name == "points_possible"):
                return exact_points(max(number, ZERO))
        weight = decimal_number(self.item.fields.get("qmd_weighting", ""))
        if weight is not None and weight > 0:
            return exact_points(weight)
        if not self.is_canvas and self.item.most not in (ZERO, _HUNDRED):
            return exact_points(self.item.most)
        return ONE

    def feedback(self) -> Feedback:
        """General feedback and that for right and wrong answers."""
        found: dict[str, Content] = {}
        for ident in self.item.feedback:
            role = self._role(ident)
            content = self.told(ident) if role else None
            if content is None:
                continue
            role = "general" if role == "solution" else role
            if role in found and found[role] != content:
                content = Content(html=f"{found[role].source}\n{content.source}")
            found[role] = content
        if not found:
            return NO_FEEDBACK
        return Feedback(
            general=found.get("general"),
            correct=found.get("correct"),
            incorrect=found.get("incorrect"),
        )

    def _role(self, ident: str) -> str:
        """Whether a feedback belongs to the question as a whole."""
        if any(ident == f"{label.ident}_fb" for r in self.item.responses for label in r.labels):
            return ""
        if ident in self._own_idents():
            return ""
        role = next((role for role, pattern in _ROLES if pattern.fullmatch(ident)), "")
        if role:
            return role
        for condition in self.item.conditions:
            if ident in condition.shows and condition.has_other and not condition.tests:
                return "incorrect"
            if ident in condition.shows and self.is_exact(condition):
                return "correct"
        return ""

    def _own_idents(self) -> set[str]:
        return {label.ident for r in self.item.responses for label in r.labels}

    def is_praise(self, ident: str) -> bool:
        """Whether a feedback says by its name that the answer is right."""
        return bool(_PRAISE.fullmatch(ident))

    def is_exact(self, condition: Condition) -> bool:
        """Whether a condition describes a whole right answer, not one choice of several."""
        return self.gain(condition) > 0 and (condition.has_and or len(condition.wanted) > 1)

    def told(self, ident: str) -> Content | None:
        """A feedback's text; it counts as placed."""
        element = self.item.feedback.get(ident)
        if element is None:
            return None
        self.item.claimed.add(ident)
        return self.materials.content(element)

    def own_feedback(self, response: Response, value: str) -> Content | None:
        """What is said to one choice or answer."""
        idents: dict[str, None] = {}
        for condition in self.item.conditions:
            tests = [t for t in condition.wanted if t.response == response.ident]
            if (
                len(condition.tests) > len(tests)
                and condition.has_and
                and not _is_number(condition)
            ):
                continue
            if any(test.value == value for test in tests):
                idents.update(dict.fromkeys(i for i in condition.shows if not self._role(i)))
        for ident in (f"{value}_fb", value):
            if ident in self.item.feedback and not self._role(ident):
                idents.setdefault(ident)
        return self._joined(idents)

    def shown_by(self, condition: Condition) -> Content | None:
        """What a condition shows that is not about the question as a whole."""
        return self._joined(ident for ident in condition.shows if not self._role(ident))

    def _joined(self, idents: Iterable[str]) -> Content | None:
        found = [content for ident in idents if (content := self.told(ident)) is not None]
        if len(found) < 2:
            return found[0] if found else None
        return Content(html="\n".join(dict.fromkeys(content.source for content in found)))

    def _hints(self) -> tuple[Content, ...]:
        found: list[Content] = []
        for ident, element in self.item.feedback.items():
            for hint in element.iter("hintmaterial"):
                content = self.materials.content(hint)
                if content is not None:
                    self.item.claimed.add(ident)
                    found.append(content)
        return tuple(found)

    def account(self) -> None:
        """Name the feedbacks that found no place."""
        for ident, element in self.item.feedback.items():
            if ident not in self.item.claimed and self.materials.content(element) is not None:
                self.lose(Feature.ANSWER_FEEDBACK, f'the feedback "{ident}" has no place here')

    # Scores

    def gain(self, condition: Condition) -> Fraction:
        """What a condition earns, in the item's own measure.

        Blackboard states no score where it praises an answer.
        """
        most = self.item.most or _HUNDRED
        praised = not (condition.sets or self.is_canvas) and any(
            map(self.is_praise, condition.shows)
        )
        return most if praised and condition.tests else condition.value(most)

    def measure(self, gains: Iterable[Fraction]) -> Fraction:
        """What counts as all."""
        if self.item.fields.get("scoring_algorithm") == "VaryPointsByAnswer":
            return self.points() or ONE
        if self.is_canvas:
            return _HUNDRED
        best = max(gains, default=ZERO)
        most = self.item.most
        return most if most and best <= most and best * 2 > most else best or ONE

    def share(self, gain: Fraction, measure: Fraction) -> Fraction:
        """A gain as a share of the points."""
        return exact_share(gain / measure)

    def label_content(self, label: Label) -> Content:
        """The text of a choice."""
        return self.materials.content(label.element) or Content(html="")

    def label_text(self, label: Label) -> str:
        """The text of a choice without markup."""
        return self.materials.text(label.element)


def _is_number(condition: Condition) -> bool:
    return any(test.operator in ("vargte", "varlte", "vargt", "varlt") for test in condition.tests)
