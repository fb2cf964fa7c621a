"""Essays and information of QTI 2.x."""

from __future__ import annotations

from quizkit.formats.qti21.item_in import Item
from quizkit.formats.qti21.remarks import account_left
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


def read_info(item: Item) -> Question:
    """A body without an interaction, or the text of one that cannot be asked."""
    return Info(**item.shown_part(_without_holes(item)), feedback=_always(item))


def _without_holes(item: Item) -> str:
    markup = item.body.markup
    for number in range(len(item.body.interactions)):
        markup = markup.replace(f"\ue000{number}\ue001", "____")
    return markup


def _always(item: Item) -> Feedback:
    """Feedback that does not depend on what is answered."""
    general = item.take(item.shown({}))
    account_left(item)
    return Feedback(general=general) if general is not None else NO_FEEDBACK
