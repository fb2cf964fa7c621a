"""Answer forms: one module for each reads its syntax, and one table names them."""

from __future__ import annotations

from collections.abc import Callable

from quizkit.markdown.draft import Common, Context, Draft
from quizkit.markdown.types.arranged import build_matching, build_ordering
from quizkit.markdown.types.choice import build_choice
from quizkit.markdown.types.gapped import build_cloze
from quizkit.markdown.types.typed import build_typed
from quizkit.model import Essay, Info, Question


def _build_essay(draft: Draft, common: Common, context: Context) -> Essay:
    return Essay(
        **vars(common),
        points=draft.points(context),
        model_answer=draft.content("model_answer"),
        rubric=draft.content("rubric"),
    )


def _build_info(draft: Draft, common: Common, context: Context) -> Info:
    return Info(**vars(common))


_BUILDERS: dict[str, Callable[[Draft, Common, Context], Question]] = {
    "choice": build_choice,
    "answers": build_typed,
    "matching": build_matching,
    "ordering": build_ordering,
    "cloze": build_cloze,
    "essay": _build_essay,
    "info": _build_info,
}


def build(draft: Draft, common: Common, context: Context) -> Question:
    """The question that a draft's form makes of it."""
    return _BUILDERS[draft.form](draft, common, context)
