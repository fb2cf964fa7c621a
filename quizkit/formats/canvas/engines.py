"""The two quiz engines that read one package, and what each cannot hold."""

from __future__ import annotations

from dataclasses import replace

from quizkit.formats.base import Engine, Feature, Fidelity, Job
from quizkit.model import Question

CLASSIC = "classic"
NEW = "new"
BOTH = (CLASSIC, NEW)

_SHARED = {
    Feature.SCORE: Fidelity.LOST,
    Feature.POINTS: Fidelity.LOST,
    Feature.TYPE: Fidelity.ADAPTED,
    Feature.ANSWER_FEEDBACK: Fidelity.LOST,
    Feature.GENERAL_FEEDBACK: Fidelity.LOST,
    Feature.COMBINED_FEEDBACK: Fidelity.LOST,
    Feature.HINTS: Fidelity.LOST,
    Feature.TAGS: Fidelity.LOST,
    Feature.CATEGORY: Fidelity.LOST,
    Feature.NUMBERING: Fidelity.LOST,
    Feature.IDENTIFIER: Fidelity.ADAPTED,
    Feature.CASE: Fidelity.LOST,
    Feature.UNIT: Fidelity.ADAPTED,
    Feature.RICH_TEXT: Fidelity.LOST,
    Feature.IMAGES: Fidelity.LOST,
    Feature.MATH: Fidelity.LOST,
    Feature.GROUPS: Fidelity.ADAPTED,
    Feature.SETTINGS: Fidelity.LOST,
    Feature.QUIZ_TITLE: Fidelity.ADAPTED,
}

_LISTS = "in drop-down lists"
_SAVE = {
    Feature.SCORE: "policies and weights that Canvas has no arithmetic for",
    Feature.POINTS: "in pools whose questions are not worth the same",
    Feature.GENERAL_FEEDBACK: "in a text without a question",
    Feature.COMBINED_FEEDBACK: "feedback for partly right answers",
    Feature.CASE: "in gaps",
    Feature.RICH_TEXT: _LISTS,
    Feature.IMAGES: _LISTS,
    Feature.MATH: _LISTS,
    Feature.SETTINGS: "questions in an order by chance in Classic Quizzes",
    Feature.QUIZ_TITLE: "a title of more than 255 characters",
}

ENGINES = (
    Engine(
        CLASSIC,
        "Canvas Classic Quizzes",
        {
            **_SHARED,
            Feature.SHUFFLE: Fidelity.LOST,
            Feature.RUBRIC: Fidelity.LOST,
            Feature.MODEL_ANSWER: Fidelity.LOST,
        },
        {
            **{feature: when for feature, when in _SAVE.items() if feature is not Feature.CASE},
            Feature.RICH_TEXT: "in drop-down lists and the right-hand side of pairs",
            Feature.IMAGES: "in drop-down lists and the right-hand side of pairs",
            Feature.MATH: "in drop-down lists and the right-hand side of pairs",
        },
    ),
    Engine(
        NEW,
        "Canvas New Quizzes",
        {
            **_SHARED,
            Feature.SETTINGS: Fidelity.ADAPTED,
            Feature.RUBRIC: Fidelity.ADAPTED,
            Feature.MODEL_ANSWER: Fidelity.ADAPTED,
        },
        {feature: when for feature, when in _SAVE.items() if feature is not Feature.SETTINGS},
    ),
)


def lose(
    job: Job, question: Question | None, feature: Feature, instead: str, *engines: str
) -> None:
    """Declare a loss in the engines named, in both where none is."""
    for engine in engines or BOTH:
        job.lose(question, feature, instead, engine=engine)


def adapt(
    job: Job, question: Question | None, feature: Feature, instead: str, *engines: str
) -> None:
    """Declare another vehicle in the engines named, in both where none is."""
    for engine in engines or BOTH:
        job.adapt(question, feature, instead, engine=engine)


def name_engines(job: Job, start: int) -> None:
    """Losses from position ``start`` on that name no engine hold for both: say so of each."""
    found = job.losses[start:]
    if all(loss.engine for loss in found):
        return
    job.losses[start:] = [
        named
        for loss in found
        for named in (
            (loss,) if loss.engine else tuple(replace(loss, engine=engine) for engine in BOTH)
        )
    ]
