"""Essays and information texts."""

from __future__ import annotations

from quizkit.formats.base import Feature
from quizkit.formats.canvas.engines import CLASSIC, NEW, adapt, lose
from quizkit.formats.canvas.item import Draft, text_field
from quizkit.model import Essay, Info


def write_essay(question: Essay, draft: Draft) -> None:
    """A person marks it. New Quizzes has notes for that person; Classic has nothing."""
    draft.kind = "essay_question"
    draft.response.append(text_field())
    parts = [
        (question.rubric, Feature.RUBRIC, "the rubric"),
        (question.model_answer, Feature.MODEL_ANSWER, "the model answer"),
    ]
    notes = []
    for content, feature, name in parts:
        if content is None:
            continue
        notes.append(draft.text.text(content))
        adapt(draft.job, question, feature, f"{name} stands in the grading notes, as text", NEW)
        lose(draft.job, question, feature, f"{name} is left out", CLASSIC)
    if notes:
        draft.fields["grading_notes"] = "\n\n".join(notes)
    feedback = question.feedback
    if feedback.correct or feedback.partial or feedback.incorrect:
        lose(
            draft.job,
            question,
            Feature.COMBINED_FEEDBACK,
            "a person marks it, so feedback for right and wrong answers is left out",
        )


def write_info(question: Info, draft: Draft) -> None:
    """Text alone; no scoring and no feedback."""
    draft.kind = "text_only_question"
    feedback = question.feedback
    if feedback.general:
        lose(draft.job, question, Feature.GENERAL_FEEDBACK, "its feedback is left out")
    if feedback.correct or feedback.partial or feedback.incorrect:
        lose(
            draft.job,
            question,
            Feature.COMBINED_FEEDBACK,
            "nothing is answered, so feedback for right and wrong answers is left out",
        )
