"""An item of QTI 2.x while it is read: declarations, body, and what a response earns and shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from quizkit.formats.base import Feature, ImportJob
from quizkit.formats.package_files import PackageFiles
from quizkit.formats.qti21.body_in import Body, BodyReader, as_told, take_feedback
from quizkit.formats.qti21.declared import (
    NUMBERS,
    Atom,
    Declaration,
    Told,
    Value,
    read_declaration,
)
from quizkit.formats.qti21.machine import Machine
from quizkit.formats.safe_xml import Element
from quizkit.formats.taken import Unreadable, says_the_same, spoken_name, words
from quizkit.formats.weighing import exact_points, exact_share
from quizkit.model import ONE, ZERO, Content
from quizkit.naming import excerpt

_EXCERPT = 60
"""Characters of a text that is left out, in the message that says so."""
_FULL = Fraction(99_999, 100_000)


class Item:
    """One ``assessmentItem``."""

    def __init__(
        self,
        root: Element,
        job: ImportJob,
        files: PackageFiles,
        *,
        question_id: str,
        number: int,
        file: str,
    ) -> None:
        self.root = root
        self.job = job
        self.id = question_id
        self.where = file
        title = " ".join((root.get("title") or "").split())
        self.title = "" if title == (root.get("identifier") or "") else title
        self.spoken = spoken_name(self.title, number)
        self.responses = {
            d.identifier: d for d in map(read_declaration, root.iterfind("responseDeclaration"))
        }
        self.outcomes = {
            d.identifier: d for d in map(read_declaration, root.iterfind("outcomeDeclaration"))
        }
        self.reader = BodyReader(files, question_id, file.rpartition("/")[0])
        self.told: list[Told] = [as_told(found) for found in root.iterfind("modalFeedback")]
        body = root.find("itemBody")
        self._choice_told: list[Told] = []
        if body is not None:
            for choice in body.iter("simpleChoice", "inlineChoice", "hottext"):
                self._choice_told += take_feedback(choice)
        self.body: Body = self.reader.read(body)
        self.told += [*self.body.told, *self._choice_told]
        self.machine = Machine(self.responses, self.outcomes, root.find("responseProcessing"))
        self.placed: set[int] = set()
        """Which of :attr:`told` have found their place."""
        self.weight = ONE
        self.points_in_test: Fraction | None = None

    def lose(self, feature: Feature, happened: str) -> None:
        """Declare a loss of this question."""
        self.job.lose(self.id, feature, happened, self.where)

    def lose_rubrics(self) -> None:
        """Declare what is said to graders, which only essays have room for."""
        for _, _, content in self.body.rubrics:
            said = excerpt(words(content.source), _EXCERPT)
            self.lose(Feature.RUBRIC, f'what is said to graders ("{said}") is left out')

    def miss(self, what: str) -> None:
        """Name a part that was not understood."""
        self.job.miss(f"{self.spoken}: {what}", self.where)

    def declared(self, interaction: Element) -> Declaration:
        """The response of an interaction. Raises Unreadable."""
        name = interaction.get("responseIdentifier") or "RESPONSE"
        if name not in self.responses:
            raise Unreadable(f'its response "{name}" is not declared')
        return self.responses[name]

    # Scores

    @cached_property
    def score_name(self) -> str:
        """The outcome that holds what is earned."""
        if "SCORE" in self.outcomes or not self.outcomes:
            shares = self.outcomes.get("SHARE")
            return "SHARE" if shares is not None and self._stated == 0 else "SCORE"
        numbers = [name for name, d in self.outcomes.items() if d.base in NUMBERS]
        return next((name for name in numbers if "MAX" not in name), "SCORE")

    @cached_property
    def _stated(self) -> Fraction | None:
        """The points that the item states for itself."""
        maximum = self.outcomes.get("MAXSCORE")
        if maximum is not None and isinstance(maximum.default, Fraction):
            return maximum.default
        score = self.outcomes.get("SCORE")
        return score.maximum if score is not None else None

    @cached_property
    def best(self) -> Fraction:
        """What the right response earns, in the item's own measure; 0 where nothing is right."""
        earned = self.earned(self.right) if self.right else ZERO
        tops = [d.mapping.upper for d in self.responses.values() if d.mapping is not None]
        top = max((bound for bound in tops if bound is not None), default=ZERO)
        top = top if top > 0 else sum(map(_most_mapped, self.responses.values()), ZERO)
        stated = self._stated or ZERO
        return stated if stated > 0 else max(earned, top if earned <= 0 else earned)

    @cached_property
    def points(self) -> Fraction:
        """What the question is worth: as the test says, else as the item does."""
        told, stated = self.points_in_test, self._stated
        if told is None:
            best = self.best if stated is None else stated
            return exact_points(best * self.weight) if best > 0 or stated is not None else ONE
        if stated is not None and exact_points(stated) != exact_points(told):
            was = f"the test gives it {exact_points(told)} points, the item {exact_points(stated)}"
            self.lose(Feature.POINTS, f"{was}; the test's were taken")
        return exact_points(told)

    @cached_property
    def right(self) -> dict[str, Value]:
        """The response that is declared as right."""
        return {name: d.correct for name, d in self.responses.items() if d.correct is not None}

    @cached_property
    def runs(self) -> bool:
        """Whether the item's rules can be followed and give points; else what is declared counts.

        The latter is declared as a loss, once.
        """
        try:
            outcomes = self.machine.run(self.right)
        except Unreadable as trouble:
            if self.right:
                self.lose(
                    Feature.SCORE, f"{trouble}; the response that is named as right earns all"
                )
            return False
        if self.machine.is_silent:
            named = "its mapping" if self._maps else "the response that is named as right"
            self.lose(Feature.SCORE, f"it has no rules for scoring; {named} was taken for them")
            return False
        earned = outcomes.get(self.score_name)
        scores = isinstance(earned, Fraction) and earned > 0
        if self.right and not scores and not self._maps:
            self.lose(
                Feature.SCORE, "its rules give no points; the response named as right earns all"
            )
            return False
        return True

    @property
    def _maps(self) -> bool:
        """Whether some mapping pays for anything."""
        return any(_most_mapped(declared) > 0 for declared in self.responses.values())

    def earned(self, given: Mapping[str, Value]) -> Fraction:
        """What a response earns, in the item's own measure. Raises Unreadable."""
        if not self.runs:
            return self._by_declaration(given)
        found = self.machine.run(given).get(self.score_name)
        return found if isinstance(found, Fraction) else ZERO

    def _by_declaration(self, given: Mapping[str, Value]) -> Fraction:
        """By the mappings; else equal shares for the responses that are as declared."""
        if self._maps:
            names = [name for name, d in self.responses.items() if d.mapping is not None]
            return sum((self.machine.mapped_value(name, given.get(name)) for name in names), ZERO)
        if not self.right:
            return ZERO
        hits = sum(
            given.get(name) is not None
            and _as_set(given[name], self.responses[name]) == _as_set(value, self.responses[name])
            for name, value in self.right.items()
        )
        return (self._stated or ONE) * Fraction(hits, len(self.right))

    def share(self, given: Mapping[str, Value]) -> Fraction:
        """What a response earns, as a share of the best. Raises Unreadable."""
        best = self.best
        return exact_share(self.earned(given) / best) if best > 0 else ZERO

    def shown(self, given: Mapping[str, Value]) -> frozenset[int]:
        """Which feedbacks a response shows, by their place in :attr:`told`."""
        if not self.told:
            return frozenset()
        try:
            outcomes = self.machine.run(given)
        except Unreadable:
            return frozenset()
        found = set()
        for number, told in enumerate(self.told):
            value = outcomes.get(told.outcome)
            held = value if isinstance(value, tuple) else (value,) if value is not None else ()
            if (told.identifier in held) is not told.hides:
                found.add(number)
        return frozenset(found)

    # Content

    def take(self, numbers: Iterable[int]) -> Content | None:
        """The content of some feedbacks as one; they count as placed."""
        found: list[str] = []
        for number in sorted(numbers):
            self.placed.add(number)
            content = self.reader.content(self.told[number].element)
            if content is not None and content.source not in found:
                found.append(content.source)
        return Content(html="\n".join(found)) if found else None

    def shared(self, stem: str | None = None) -> dict[str, Any]:
        """The members of every question but its feedback."""
        return self.shown_part(stem) | {"points": self.points}

    def shown_part(self, stem: str | None = None) -> dict[str, Any]:
        """The same without what is earned."""
        markup = self.body.markup if stem is None else stem
        title = "" if says_the_same(self.title, markup) else self.title
        hints = tuple(self.body.hints)
        return {"id": self.id, "title": title, "stem": Content(html=markup), "hints": hints}

    def is_full(self, given: Mapping[str, Value]) -> bool:
        """Whether a response earns everything."""
        return self.best > 0 and self.earned(given) >= self.best * _FULL


def _most_mapped(declared: Declaration) -> Fraction:
    """The most that a mapping pays for a response; 0 without one."""
    if declared.mapping is None:
        return ZERO
    paid = [entry.value for entry in declared.mapping.entries if entry.value > 0]
    return max(paid, default=ZERO) if declared.cardinality == "single" else sum(paid, ZERO)


def _as_set(value: Value, declared: Declaration) -> object:
    """A response as it is compared: order counts only where it is declared to."""
    if not isinstance(value, tuple):
        return (value,)
    return value if declared.cardinality == "ordered" else frozenset(value)


def as_value(declared: Declaration, atoms: Sequence[Atom]) -> Value:
    """Some atoms as a response to a declaration; NULL for none."""
    if not atoms:
        return None
    return atoms[0] if declared.cardinality == "single" else tuple(atoms)
