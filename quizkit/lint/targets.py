"""What a target cannot hold: an exporter's own losses, placed where their cause was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from quizkit.content.render import Renderer
from quizkit.diagnostics import Diagnostic, Span
from quizkit.errors import ExportRefused, QuizkitError
from quizkit.formats.base import Exporter, Feature, Fidelity, Job, Loss
from quizkit.formats.registry import exporter_names, load_exporter
from quizkit.lint.document import Document
from quizkit.lint.images import images
from quizkit.lint.rule import rules_by_code
from quizkit.lint.sound import sound_quiz
from quizkit.model import Choice, Cloze, Matching, Numeric, Question, ShortText
from quizkit.reading import QuestionReading, SpanPath

CODES = {
    Feature.SCORE: "QK601",
    Feature.OPTION_FEEDBACK: "QK603",
    Feature.ANSWER_FEEDBACK: "QK603",
    Feature.GENERAL_FEEDBACK: "QK603",
    Feature.COMBINED_FEEDBACK: "QK603",
    Feature.TYPE: "QK604",
    Feature.TITLE: "QK605",
    Feature.IDENTIFIER: "QK605",
    Feature.POINTS: "QK607",
    Feature.HINTS: "QK607",
    Feature.TAGS: "QK607",
    Feature.CATEGORY: "QK607",
    Feature.SHUFFLE: "QK607",
    Feature.FIXED_OPTION: "QK607",
    Feature.NUMBERING: "QK607",
    Feature.CASE: "QK607",
    Feature.UNIT: "QK607",
    Feature.GROUPS: "QK607",
    Feature.SETTINGS: "QK607",
    Feature.QUIZ_TITLE: "QK607",
    Feature.LANGUAGE: "QK607",
    Feature.RUBRIC: "QK608",
    Feature.MODEL_ANSWER: "QK608",
    Feature.RICH_TEXT: "QK608",
    Feature.IMAGES: "QK608",
    Feature.MATH: "QK608",
    Feature.CODE: "QK608",
    Feature.DESCRIPTION: "QK608",
}
"""The rule that each kind of loss is a finding of."""

_ATTRIBUTES = {
    Feature.SCORE: "scoring",
    Feature.POINTS: "points",
    Feature.TAGS: "tag",
    Feature.CATEGORY: "category",
    Feature.SHUFFLE: "shuffle",
    Feature.NUMBERING: "numbering",
    Feature.CASE: "case",
    Feature.UNIT: "unit",
    Feature.FIXED_OPTION: "fixed",
    Feature.LANGUAGE: "language",
    Feature.SETTINGS: "settings",
    Feature.DESCRIPTION: "description",
    Feature.QUIZ_TITLE: "title",
    Feature.IDENTIFIER: "identifier",
}
_LONG_ID = 64
"""Characters of the longest id that every target holds."""
_FEEDBACK = ("correct", "partial", "incorrect")


def target_findings(doc: Document, targets: Sequence[str]) -> Iterator[Diagnostic]:
    """The losses of an export to each target, ``all`` for every one that is installed.

    Questions that hold an error are left out of it, as in an export. Raises UnknownName for a
    target that is not installed, BrokenPlugin and ExportRefused for one that fails.
    """
    names = [n for name in targets for n in (exporter_names() if name == "all" else (name,))]
    if not names:
        return
    quiz = sound_quiz(doc.reading).quiz
    by_id = {question.question.id: question for question in doc.questions}
    for name in dict.fromkeys(names):
        exporter = load_exporter(name)
        job = Job(quiz, Renderer([asset.path for asset in quiz.assets]))
        _export(exporter, job)
        labels = {engine.name: engine.label for engine in exporter.engines}
        found: dict[Diagnostic, list[Diagnostic]] = {}
        for loss, engines in _merged(job.losses).items():
            question = by_id.get(loss.question_id or "")
            if _is_finding(loss, question):
                where = ", ".join(labels[name] for name in engines if name in labels)
                finding = _finding(loss, where or exporter.label, question, doc)
                found.setdefault(_cause(finding, question, doc), []).append(finding)
        for cause, findings in found.items():
            yield findings[0] if len(findings) == 1 else _together(cause, len(findings))


def _cause(found: Diagnostic, question: QuestionReading | None, doc: Document) -> Diagnostic:
    """A finding without its question, where it stems from a line that holds for all of them."""
    if question is None or found.span.line >= question.span.line:
        return found
    message = found.message.removeprefix(f"{question.place()}: ")
    return replace(found, message=message, question_id=None)


def _together(cause: Diagnostic, number: int) -> Diagnostic:
    """One finding for the many questions that one line of the front matter makes lose the same."""
    return replace(cause, message=f"in {number} questions: {cause.message}")


def _export(exporter: Exporter, job: Job) -> None:
    """Run an export for its losses; an exporter that fails may be a stranger's plug-in."""
    try:
        for file in exporter.files(job):
            for _ in file.chunks:
                pass
    except QuizkitError:
        raise
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise ExportRefused(f'the exporter "{exporter.name}" failed: {reason}') from error


def _merged(losses: Iterable[Loss]) -> dict[Loss, list[str]]:
    """Losses that differ in nothing but the engine, each once with its engines."""
    merged: dict[Loss, list[str]] = {}
    for loss in losses:
        merged.setdefault(replace(loss, engine=""), []).append(loss.engine)
    return merged


def _is_finding(loss: Loss, question: QuestionReading | None) -> bool:
    """A loss is, and an id that someone wrote and the target cannot hold in full."""
    if loss.fidelity is Fidelity.LOST:
        return True
    long = question is not None and question.explicit_id and len(question.question.id) > _LONG_ID
    return loss.feature is Feature.IDENTIFIER and long


def _finding(loss: Loss, label: str, question: QuestionReading | None, doc: Document) -> Diagnostic:
    code = CODES[loss.feature]
    if question is not None:
        if code == "QK601" and _has_weights(question.question):
            code = "QK602"
        if code in ("QK601", "QK604") and isinstance(question.question, Matching):
            code = "QK606"
    place = f"{question.place()}: " if question else ""
    span = _place(loss.feature, question, doc) if question else _front_matter(loss.feature, doc)
    message = f"{place}{label}: {loss.feature}: {loss.instead}"
    return rules_by_code()[code].finding(message, span, question=question)


def _has_weights(question: Question) -> bool:
    match question:
        case Choice():
            return any(option.weight is not None for option in question.options)
        case ShortText() | Numeric():
            return any(0 < answer.weight < 1 for answer in question.answers)
        case Cloze():
            return True
        case _:
            return False


def _place(feature: Feature, question: QuestionReading, doc: Document) -> Span:
    """Where a feature of a question was written."""
    if feature is Feature.IMAGES:
        here = (image.span for image in images(doc) if image.part.question is question)
        return next(here, question.span)
    path = _path(feature, question)
    if path is not None:
        return question.where(*path)
    key = _ATTRIBUTES.get(feature, "")
    found = _attribute(key, question, doc) if key else None
    return found or question.span


def _path(feature: Feature, question: QuestionReading) -> SpanPath | None:
    asked = question.question
    if feature is Feature.OPTION_FEEDBACK and isinstance(asked, Choice):
        told = (i for i, option in enumerate(asked.options) if option.feedback is not None)
        return ("options", next(told, 0))
    if feature is Feature.ANSWER_FEEDBACK and isinstance(asked, (ShortText, Numeric)):
        spoken = [answer.feedback is not None for answer in asked.answers]
        return ("answers", spoken.index(True) if any(spoken) else 0)
    if feature is Feature.GENERAL_FEEDBACK:
        return ("feedback", "general")
    if feature is Feature.COMBINED_FEEDBACK:
        kinds = (kind for kind in _FEEDBACK if getattr(asked.feedback, kind) is not None)
        return ("feedback", next(kinds, "correct"))
    return ("hints", 0) if feature is Feature.HINTS else None


def _attribute(key: str, question: QuestionReading, doc: Document) -> Span | None:
    """An attribute of a question or its options, or the front matter's line that holds for all."""
    pattern = re.compile(rf"\{{[^{{}}]*?\b({key}=(?:\"[^\"]*\"|[^\s}}]*))")
    for number in range(question.span.line, doc.last_line(question.number - 1) + 1):
        match = pattern.search(doc.line(number))
        if match is not None:
            return Span(number, match.start(1) + 1, number, match.end(1) + 1)
    return _key_line(key, doc)


def _front_matter(feature: Feature, doc: Document) -> Span:
    return _key_line(_ATTRIBUTES.get(feature, ""), doc) or Span.at(1)


def _key_line(key: str, doc: Document) -> Span | None:
    if not key or doc.line(1).strip() != "---":
        return None
    for number in range(2, len(doc.lines) + 1):
        line = doc.line(number)
        if line.strip() in ("---", "..."):
            return None
        if line.startswith(key) and line[len(key) :].lstrip().lstrip("s").startswith(":"):
            return Span(number, 1, number, len(line) + 1)
    return None
