"""Essays, which a person marks, and information, which nobody answers."""

from __future__ import annotations

from quizkit.formats.base import Feature
from quizkit.formats.qti21 import rules
from quizkit.formats.qti21.draft import Draft
from quizkit.formats.xml_writer import element
from quizkit.model import Essay, Info


def write_essay(question: Essay, draft: Draft) -> None:
    """No scoring and no correct response: with one, an importer makes it a short answer."""
    draft.kind = "essay"
    draft.is_scored = False
    draft.declarations.append(rules.response(rules.RESPONSE, "single", "string"))
    draft.body.append(
        element(
            "extendedTextInteraction",
            {"responseIdentifier": rules.RESPONSE, "expectedLines": "10"},
        )
    )
    for name, content in (("rubric", question.rubric), ("model-answer", question.model_answer)):
        if content is not None:
            inner = element("div", None, draft.text.flow(question, content))
            draft.body.append(element("rubricBlock", {"class": name, "view": "scorer"}, inner))
    feedback = question.feedback
    if feedback.correct or feedback.partial or feedback.incorrect:
        draft.job.lose(
            question,
            Feature.COMBINED_FEEDBACK,
            "a person marks it, so feedback for right and wrong answers is left out",
        )


def write_info(question: Info, draft: Draft) -> None:
    """A body without an interaction: nothing to score, nothing to answer."""
    draft.kind = "info"
    draft.is_scored = False
    feedback = question.feedback
    if feedback.correct or feedback.partial or feedback.incorrect:
        draft.job.lose(
            question,
            Feature.COMBINED_FEEDBACK,
            "nothing is answered, so feedback for right and wrong answers is left out",
        )
