"""Essays and information of QTI 2.x."""

from __future__ import annotations

from quizkit.formats.base import Feature
from quizkit.formats.qti21.declared import NUMBERS
from quizkit.formats.qti21.item_in import Item
from quizkit.formats.qti21.remarks import account_left
from quizkit.formats.qti21.text_in import wording
from quizkit.formats.qti21.typed_in import read_typed
from quizkit.formats.safe_xml import Element
from quizkit.formats.taken import Unreadable
from quizkit.model import NO_FEEDBACK, Content, Essay, Feedback, Info, Question

_GRADERS = frozenset({"scorer", "proctor", "tutor", "author"})


def read_extended(item: Item, interaction: Element) -> Question:
    """``extendedTextInteraction``: an essay, unless its rules know what is right."""
    declared = item.declared(interaction)
    if declared.mapping is not None or declared.correct is not None:
        try:
            return read_typed(item, interaction)
        except Unreadable:
            pass  # what is named as right is a model answer then
    model: Content | None = None
    rubric: Content | None = None
    shown: list[Content] = []
    for view, kind, content in item.body.rubrics:
        if not _GRADERS & set(view.split()):
            shown.append(content)
        elif "model" in kind and model is None:
            model = content
        elif rubric is None:
            rubric = content
        else:
            rubric = Content(html=f"{rubric.source}\n{content.source}")
    if declared.correct is not None and model is None:
        model = Content(html=str(declared.correct_values[0]))
    stem = "\n".join([item.body.markup, *(content.source for content in shown)]).strip()
    return Essay(
        model_answer=model,
        rubric=rubric,
        **(item.shared(stem) | {"feedback": _always(item)}),
    )


def read_upload(item: Item, interaction: Element) -> Question:
    """``uploadInteraction``: a file to hand in; an essay comes nearest."""
    item.lose(Feature.TYPE, "students handed in a file; here they write a text")
    return Essay(**(item.shared() | {"feedback": _always(item)}))


def read_slider(item: Item, interaction: Element) -> Question:
    """``sliderInteraction``: a number, to be typed here."""
    if item.declared(interaction).base not in NUMBERS:
        raise Unreadable("its slider gives no number")
    question = read_typed(item, interaction)
    ends = [interaction.get(name) or "" for name in ("lowerBound", "upperBound")]
    between = f" from {ends[0]} to {ends[1]}" if all(ends) else ""
    item.lose(Feature.TYPE, f"a slider{between} became a number to type")
    return question


def read_info(item: Item) -> Question:
    """A body without an interaction."""
    return Info(**item.shown_part(), feedback=_always(item))


def read_text_alone(item: Item) -> Question:
    """The text of an item that cannot be asked.

    Where it does not say what is right, nobody can tell what it would show in any case.
    """
    if item.right:
        return Info(**item.shown_part(wording(item)), feedback=_always(item))
    account_left(item)
    return Info(**item.shown_part(wording(item)))


def _always(item: Item) -> Feedback:
    """Feedback that does not depend on what is answered, as far as two responses tell."""
    general = item.take(item.shown({}) & item.shown(item.right))
    account_left(item)
    return Feedback(general=general) if general is not None else NO_FEEDBACK
