"""A question written so that it reads back as it is.

It is first written in the plainest way, then read. What does not come back as it was is said
more explicitly: a title as an attribute, a content in other Markdown or, at last, as HTML. So
whatever a quiz holds, nothing depends on foreseeing how it may be misread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from quizkit.content.render import plain_paragraph
from quizkit.contents import question_contents
from quizkit.markdown.question_writer import (
    AS_HTML,
    NOTHING_OWN,
    Own,
    Plan,
    heading_with_stem,
    in_markdown,
    plain_copy,
    reaches_on,
    write_question,
)
from quizkit.markdown.reader import read_markdown
from quizkit.markdown.scribe import Scribe
from quizkit.model import Choice, Cloze, Content, Question
from quizkit.same import essence, without_empty

_ROUNDS = 8
_MADE = re.compile(r"q-[0-9a-f]{12}(?:-[0-9]+)?")
"""Ids that reading makes of a question's words."""
_MOST_RELAXED = 6
"""Contents of a question that are tried again in a plainer form, once the whole reads back."""
_AFTER = "## x {.info}\n\ny\n"
"""A question that must still be one, whatever stands above it."""


class Fitted(NamedTuple):
    """A question's text, and whether it reads back as the question."""

    text: str
    faithful: bool


class Draft(NamedTuple):
    """A question's text for a plan, not yet read back.

    ``question`` is without empty contents, ``said`` the question as the text says it: ``sound``
    where that is the same. A ``loose`` id may come back as another one.
    """

    question: Question
    number: int
    level: int
    own: Own
    loose: bool
    plan: Plan
    said: Question
    sound: bool
    text: str

    @property
    def wanted(self) -> Question:
        """The essence of the question. There may be many drafts, and few are asked for it."""
        return essence(self.question)

    def says(self, got: Question | None) -> bool:
        """Whether what the text gives is the question."""
        if got is None:
            return False
        return (self.sound and self.gives(got)) or essence(self.named(got)) == self.wanted

    def gives(self, got: Question) -> bool:
        """Whether the text gives just what it says, to the letter."""
        return replace(got, id=self.said.id, source=None) == replace(self.said, source=None)

    def named(self, got: Question) -> Question:
        """What the text gives, by the question's name where that need not be told."""
        return replace(got, id=self.question.id) if self.loose else got


class Fitter:
    """Writes the questions of one source. ``front`` is its front matter.

    Ids in ``free_ids`` need not be kept.
    """

    def __init__(self, scribe: Scribe, front: str, free_ids: Container[str] = ()) -> None:
        self.scribe = scribe
        self.front = front
        self.free_ids = free_ids

    def fit(
        self,
        question: Question,
        number: int,
        level: int,
        *,
        named: bool = False,
        own: Own = NOTHING_OWN,
    ) -> Fitted:
        """The question's Markdown, below a heading of a level.

        An id that reading may make by itself is written only for a ``named`` question. ``own``
        are words of the author's.
        """
        first = draft = self.draft(question, number, level, named=named, own=own)
        for _ in range(_ROUNDS):
            got = self.read(draft.text)
            if got is not None and draft.says(got):
                break
            better = self._revised(draft, got)
            if better == draft.plan:
                return self._plainest(draft)
            draft = self._planned(draft, better)
        else:
            return self._plainest(draft)
        if draft.plan not in (first.plan, replace(first.plan, apart=True)):
            # What was said at length before the culprit was found may be said plainly again.
            for plainer in _relaxations(draft.plan, first.plan):
                shorter = self._planned(draft, plainer(draft.plan))
                other = self.read(shorter.text)
                if other is not None and shorter.says(other):
                    draft, got = shorter, other
        return self.settled(draft, got)

    def draft(
        self,
        question: Question,
        number: int,
        level: int,
        *,
        named: bool = False,
        own: Own = NOTHING_OWN,
    ) -> Draft:
        """The question said in the plainest way; the arguments are those of :meth:`fit`."""
        question = without_empty(question)
        loose = question.id in self.free_ids or (
            not named and _MADE.fullmatch(question.id) is not None
        )
        plan = Plan(id=not loose)
        draft = Draft(question, number, level, own, loose, plan, question, True, "")
        return self._planned(draft, plan)

    def settled(self, draft: Draft, got: Question) -> Fitted:
        """A draft that says the question, as which it was read, as a second writing leaves it.

        Reading drops white space and the like; the second writing is without it.
        """
        got = replace(got, id=draft.question.id)
        if not draft.gives(got) or any(
            reaches_on(content.source) for content in question_contents(got)
        ):
            again = self._planned(draft._replace(question=got), draft.plan)
            if again.text != draft.text and draft.says(self.read(again.text)):
                return Fitted(again.text, faithful=True)
        return Fitted(draft.text, faithful=True)

    def _planned(self, draft: Draft, plan: Plan) -> Draft:
        """The draft of the same question for another plan."""
        said = in_markdown(draft.question, plan)
        text = write_question(said, draft.number, draft.level, self.scribe, plan, draft.own)
        # Both are known now, and forgotten by the time when the text has been read.
        sound = essence(said) == draft.wanted
        return draft._replace(plan=plan, said=said, sound=sound, text=text)

    def _plainest(self, draft: Draft) -> Fitted:
        """What cannot be said is at least easy to read, as long as it is one question."""
        plain = self._planned(draft, Plan(id=not draft.loose, type=draft.plan.type))
        got = self.read(plain.text)
        return Fitted(draft.text if got is None else plain.text, faithful=False)

    def read(self, text: str) -> Question | None:
        """The question that a text alone gives; None where it is not exactly one."""
        found = read_markdown(f"{self.front}\n\n{text}\n\n{_AFTER}").quiz.questions
        return found[0] if len(found) == 2 else None

    def _revised(self, draft: Draft, got: Question | None) -> Plan:
        """A plan that says more of what was misread."""
        plan, question, wanted, number = draft.plan, draft.question, draft.wanted, draft.number
        if got is not None:
            got = draft.named(got)
        if not plan.apart and heading_with_stem(question):
            return replace(plan, apart=True)
        if got is None or type(got) is not type(question):
            slots = self._misread_alone(plan, question, number)
            if slots:
                return _raised(plan, slots)
            if not plan.type:
                return replace(plan, type=True)
            return _raised(plan, _all_slots(question))
        found = essence(got)
        better = replace(
            plan,
            id=plan.id or got.id != question.id,
            title=plan.title or found.title != wanted.title,
            gap_ids=plan.gap_ids or _gap_ids(got) != _gap_ids(question),
        )
        if not plan.selection and isinstance(wanted, Choice) and isinstance(found, Choice):
            # A stem that lost words lost an instruction; the attribute leaves it alone.
            cut = found.stem != wanted.stem
            if cut or found.selection is not wanted.selection:
                return replace(better, selection=True)
        mine, theirs = list(question_contents(wanted)), list(question_contents(found))
        slots = []
        if len(mine) == len(theirs):
            pairs = enumerate(zip(mine, theirs, strict=True))
            slots = [index for index, (one, other) in pairs if one != other]
        if better == plan and not slots:
            slots = self._misread_alone(plan, question, number)
        if better == plan and not slots:
            if not plan.type:
                return replace(plan, type=True)
            slots = _all_slots(question)
        return _raised(better, slots)

    def _misread_alone(self, plan: Plan, question: Question, number: int) -> list[int]:
        """The contents that come back otherwise even among harmless ones."""
        found: list[int] = []
        for slot, content in enumerate(question_contents(question)):
            if plan.levels.get(slot, 0) == AS_HTML or _is_harmless(content):
                continue
            alone = plain_copy(question, slot)
            kept = {slot: plan.levels[slot]} if slot in plan.levels else {}
            trial = replace(plan, levels=kept, type=True, id=True, title=True)
            said = in_markdown(alone, trial)
            got = self.read(write_question(said, number, 2, self.scribe, trial))
            if got is None or essence(got) != essence(alone):
                found.append(slot)
        return found


_Relaxation = Callable[[Plan], Plan]


def _relaxations(plan: Plan, first: Plan) -> Iterator[_Relaxation]:
    """Ways to say less than a plan does."""
    if plan.apart:
        yield lambda plan: replace(plan, apart=False)
    if plan.selection:
        yield lambda plan: replace(plan, selection=False)
    if plan.title:
        yield lambda plan: replace(plan, title=False)
    if plan.type:
        yield lambda plan: replace(plan, type=False)
    if plan.id and not first.id:
        yield lambda plan: replace(plan, id=False)
    if plan.gap_ids:
        yield lambda plan: replace(plan, gap_ids=False)
    if len(plan.levels) <= _MOST_RELAXED:
        for slot in plan.levels:
            for level in range(plan.levels[slot]):
                yield _with_level(slot, level)


def _with_level(slot: int, level: int) -> _Relaxation:
    return lambda plan: replace(
        plan, levels={**plan.levels, slot: min(plan.levels.get(slot, 0), level)}
    )


def _all_slots(question: Question) -> list[int]:
    return list(range(sum(1 for _ in question_contents(question))))


def _is_harmless(content: Content) -> bool:
    return plain_paragraph(content) is not None and "\n" not in content.source


def _gap_ids(question: Question) -> list[str]:
    return [gap.id for gap in question.gaps] if isinstance(question, Cloze) else []


def _raised(plan: Plan, slots: Iterable[int]) -> Plan:
    levels = dict(plan.levels)
    for slot in slots:
        levels[slot] = min(levels.get(slot, 0) + 1, AS_HTML)
    return replace(plan, levels=levels)
