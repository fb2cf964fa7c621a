"""Which feedback belongs to what: found by giving responses and looking at what is shown."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from quizkit.formats.base import Feature
from quizkit.formats.qti21.declared import Value
from quizkit.formats.qti21.item_in import Item
from quizkit.formats.taken import words
from quizkit.model import NO_FEEDBACK, ONE, Content, Feedback
from quizkit.naming import excerpt

Given = Mapping[str, Value]
_EXCERPT = 60
"""Characters of a feedback that has no place, in the message that says so."""
_NAMED = (
    ("incorrect", re.compile(r"incorrect|wrong|_IC$", re.IGNORECASE)),
    ("partial", re.compile(r"part", re.IGNORECASE)),
    ("correct", re.compile(r"correct|right|_C$", re.IGNORECASE)),
    ("general", re.compile(r"general|_all$|solution", re.IGNORECASE)),
)


@dataclass(frozen=True)
class Probe:
    """A response, and the choice or answer that it is made of; None for several or nothing.

    ``chosen`` are the choices, where they can be told.
    """

    given: Given
    choice: Hashable | None = None
    chosen: frozenset[Hashable] | None = None


@dataclass(frozen=True)
class Remarks:
    """The feedback of a question, and of each of its choices."""

    whole: Feedback
    by_choice: Mapping[Hashable, Content]


def sort_remarks(item: Item, probes: Sequence[Probe]) -> Remarks:
    """Give each feedback its place.

    ``probes`` hold nothing at all, each choice alone, and some responses of several choices.
    What depends on the score alone is the question's; what depends on one choice is that
    choice's; anything else is declared lost. Raises Unreadable.
    """
    if not item.told:
        return Remarks(NO_FEEDBACK, {})
    seen = [(probe, item.shown(probe.given), _state(item, probe.given)) for probe in probes]
    parts: dict[str, list[int]] = {}
    by_choice: dict[Hashable, list[int]] = {}
    for number, told in enumerate(item.told):
        shown = [number in numbers for _, numbers, _ in seen]
        part = _part(told.identifier, shown, [state for _, _, state in seen])
        mine = _choice_of(probes, shown)
        if mine is not None and part != _name(told.identifier):
            by_choice.setdefault(mine, []).append(number)
            continue
        if part:
            parts.setdefault(part, []).append(number)
            continue
        choices = {
            probe.choice
            for (probe, _, _), is_shown in zip(seen, shown, strict=True)
            if is_shown and probe.choice is not None
        }
        for choice in choices:
            if choice is not None:
                by_choice.setdefault(choice, []).append(number)
    whole = Feedback(**{part: item.take(numbers) for part, numbers in parts.items()})
    told_to = {choice: item.take(numbers) for choice, numbers in by_choice.items()}
    account_left(item)
    return Remarks(whole, {choice: c for choice, c in told_to.items() if c is not None})


def _choice_of(probes: Sequence[Probe], shown: Sequence[bool]) -> Hashable | None:
    """The one choice that is in just the responses that show a feedback, if there is one."""
    if not all(probe.chosen is not None for probe in probes):
        return None
    choices = dict.fromkeys(probe.choice for probe in probes if probe.choice is not None)
    fits = [
        choice
        for choice in choices
        if all((choice in (p.chosen or ())) is one for p, one in zip(probes, shown, strict=True))
    ]
    return fits[0] if len(fits) == 1 else None


def _name(identifier: str) -> str:
    """The part of a question's feedback that an identifier names, if it does."""
    return next((part for part, pattern in _NAMED if pattern.search(identifier)), "")


def account_left(item: Item) -> None:
    """Declare the feedback that found no place."""
    left: dict[str, None] = {}
    for number, told in enumerate(item.told):
        content = None if number in item.placed else item.reader.content(told.element)
        if content is not None:
            said = excerpt(words(content.source), _EXCERPT)
            left[f'{told.identifier} ("{said}")' if said else told.identifier] = None
    if left:
        item.lose(Feature.ANSWER_FEEDBACK, f"feedback that has no place here: {', '.join(left)}")


def _state(item: Item, given: Given) -> str:
    earned = item.earned(given)
    if item.is_full(given):
        return "correct"
    hardly = max(item.best, ONE) / 100_000
    return "partial" if earned > hardly else "incorrect"


def _part(identifier: str, shown: Sequence[bool], states: Sequence[str]) -> str:
    """The part of the question's feedback that this is, or nothing."""
    if all(shown):
        return "general"
    if not any(shown):
        # No response that was tried shows it; its name may say when one would.
        named = _name(identifier)
        return named if named == "partial" else ""
    where = {state for state, is_shown in zip(states, shown, strict=True) if is_shown}
    fits = all(is_shown is (state in where) for state, is_shown in zip(states, shown, strict=True))
    if not fits:
        named = _name(identifier)
        # Rules of a small kind forget who answers nothing; the name says what is meant.
        loose = named and all(
            state == named for state, is_shown in zip(states, shown, strict=True) if is_shown
        )
        return named if loose and sum(shown) > 1 else ""
    if len(where) == 1 and sum(shown) == 1:
        # What is said to the only response of a kind is as well said to that choice.
        (state,) = where
        named = _name(identifier)
        return state if named == state else ""
    return next(iter(where)) if len(where) == 1 else ""
