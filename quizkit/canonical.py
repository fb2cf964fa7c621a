"""The canonical JSON document: a quiz is written, its members in a fixed order.

The other way, ``from_document`` and ``loads``, is :mod:`quizkit.canonical_reader`'s.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from json.encoder import encode_basestring
from typing import Any, assert_never

from quizkit.canonical_reader import WORDS, from_document, loads
from quizkit.model import (
    ONE,
    ZERO,
    Asset,
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Essay,
    Feedback,
    Gap,
    Group,
    Info,
    Matching,
    Numeric,
    NumericAnswer,
    NumericGap,
    Option,
    Ordering,
    Question,
    Quiz,
    Settings,
    ShortText,
    TextAnswer,
    TextGap,
    TrueFalse,
    type_name,
)
from quizkit.numbers import number_text

__all__ = ["FORMAT", "dumps", "from_document", "loads", "question_document", "to_document"]

FORMAT = "quizkit/1"

Json = dict[str, Any]


def to_document(quiz: Quiz) -> Json:
    """The whole quiz as a document that fits ``schemas/quiz.schema.json``."""
    document = _head(quiz)
    document["questions"] = [question_document(question) for question in quiz.questions]
    document.update(_tail(quiz))
    return document


def question_document(question: Question) -> Json:
    """One question. Members that say no more than their absence would are left out."""
    document: Json = {"id": question.id, "type": type_name(question)}
    if question.title:
        document["title"] = question.title
    document["stem"] = _content(question.stem)
    document["points"] = number_text(question.points)
    document.update(_answer_form(question))
    if feedback := _feedback(question.feedback):
        document["feedback"] = feedback
    if question.hints:
        document["hints"] = [_content(hint) for hint in question.hints]
    if question.tags:
        document["tags"] = list(question.tags)
    if question.category:
        document["category"] = list(question.category)
    if question.source is not None:
        document["source"] = {"path": question.source.path, "line": question.source.line}
    return document


def dumps(quiz: Quiz) -> Iterator[str]:
    """The document as text, piece by piece: indented by two spaces, the same bytes each time."""
    yield "{"
    separator = "\n"
    for key, value in _head(quiz).items():
        yield f"{separator}  {encode_basestring(key)}: {_text(value, '  ')}"
        separator = ",\n"
    yield f'{separator}  "questions": ['
    separator = "\n"
    for question in quiz.questions:
        yield f"{separator}    {_text(question_document(question), '    ')}"
        separator = ",\n"
    yield "\n  ]" if quiz.questions else "]"
    if quiz.groups:
        yield f',\n  "groups": {_text([_group(group) for group in quiz.groups], "  ")}'
    if quiz.assets:
        yield ',\n  "assets": ['
        separator = "\n"
        for asset in quiz.assets:
            yield f"{separator}    {_text(_asset(asset), '    ')}"
            separator = ",\n"
        yield "\n  ]"
    yield "\n}\n"


def _text(value: object, indent: str) -> str:
    """JSON as ``json.dumps(value, indent=2, ensure_ascii=False)`` writes it, several times faster.

    The standard library indents in Python, character by character of its structure.
    """
    match value:
        case str():
            return encode_basestring(value)
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case {}:
            deeper = indent + "  "
            members = [f"{encode_basestring(k)}: {_text(v, deeper)}" for k, v in value.items()]
            opening, closing = "{}"
        case [*items]:
            deeper = indent + "  "
            members = [_text(item, deeper) for item in items]
            opening, closing = "[]"
        case _:
            raise TypeError(f"a document holds no {type(value).__name__}")
    if not members:
        return opening + closing
    return f"{opening}\n{deeper}{f',{chr(10)}{deeper}'.join(members)}\n{indent}{closing}"


def _head(quiz: Quiz) -> Json:
    document: Json = {"format": FORMAT}
    if quiz.title:
        document["title"] = quiz.title
    if quiz.language:
        document["language"] = quiz.language
    document["identifier"] = quiz.identifier
    if quiz.description is not None:
        document["description"] = _content(quiz.description)
    if settings := _settings(quiz.settings):
        document["settings"] = settings
    return document


def _tail(quiz: Quiz) -> Json:
    document: Json = {}
    if quiz.groups:
        document["groups"] = [_group(group) for group in quiz.groups]
    if quiz.assets:
        document["assets"] = [_asset(asset) for asset in quiz.assets]
    return document


def _settings(settings: Settings) -> Json:
    document: Json = {}
    limit = settings.time_limit
    if limit is not None:
        document["time_limit"] = int(limit) if limit.denominator == 1 else number_text(limit)
    for name in ("attempts", "shuffle_questions", "show_correct_answers", "one_at_a_time"):
        if (value := getattr(settings, name)) is not None:
            document[name] = value
    return document


def _group(group: Group) -> Json:
    document: Json = {"id": group.id}
    if group.title:
        document["title"] = group.title
    document["pick"] = group.pick
    if group.points is not None:
        document["points"] = number_text(group.points)
    document["questions"] = list(group.questions)
    return document


def _asset(asset: Asset) -> Json:
    return {
        "path": asset.path,
        "media_type": asset.media_type,
        "sha256": hashlib.sha256(asset.data).hexdigest(),
        "data": base64.b64encode(asset.data).decode("ascii"),
    }


def _content(content: Content) -> Json:
    if content.markdown is not None:
        return {"markdown": content.markdown}
    return {"html": content.html}


def _with(document: Json, **contents: Content | None) -> Json:
    """The document with those contents that are there."""
    for name, content in contents.items():
        if content is not None:
            document[name] = _content(content)
    return document


def _feedback(feedback: Feedback) -> Json:
    return _with(
        {},
        general=feedback.general,
        correct=feedback.correct,
        partial=feedback.partial,
        incorrect=feedback.incorrect,
    )


def _answer_form(question: Question) -> Json:
    """The members that the question's type alone has."""
    match question:
        case Choice():
            return {
                "selection": question.selection.value,
                "shuffle": question.shuffle,
                "numbering": question.numbering.value,
                "scoring": {"policy": question.policy.value},
                "options": [_option(option) for option in question.options],
            }
        case TrueFalse():
            judged: Json = {"answer": question.answer}
            judged = _with(
                judged,
                feedback_true=question.feedback_true,
                feedback_false=question.feedback_false,
            )
            # No member of the format: others may pass over it, and only the labels differ.
            return judged if question.words is None else {**judged, WORDS: list(question.words)}
        case ShortText():
            return {
                "case_sensitive": question.case_sensitive,
                "answers": [_text_answer(answer) for answer in question.answers],
            }
        case Numeric():
            document: Json = {"answers": [_numeric_answer(a) for a in question.answers]}
            return {**document, "unit": question.unit} if question.unit else document
        case Matching():
            return _matching(question)
        case Ordering():
            return {"items": [_content(item) for item in question.items]}
        case Cloze():
            return {"gaps": {gap.id: _gap(gap) for gap in question.gaps}}
        case Essay():
            return _with({}, model_answer=question.model_answer, rubric=question.rubric)
        case Info():
            return {}
        case _:
            assert_never(question)


def _matching(question: Matching) -> Json:
    document: Json = {
        "shuffle": question.shuffle,
        "pairs": [
            {"left": _content(pair.left), "right": _content(pair.right)} for pair in question.pairs
        ],
    }
    if question.distractors:
        document["distractors"] = [_content(content) for content in question.distractors]
    return document


def _option(option: Option) -> Json:
    document: Json = {
        "id": option.id,
        "content": _content(option.content),
        "role": option.role.value,
    }
    if option.weight is not None:
        document["weight"] = number_text(option.weight)
    if option.fixed:
        document["fixed"] = True
    return _with(document, feedback=option.feedback)


def _text_answer(answer: TextAnswer) -> Json:
    document: Json = {"text": answer.text, "weight": number_text(answer.weight)}
    return _with(document, feedback=answer.feedback)


def _numeric_answer(answer: NumericAnswer) -> Json:
    document: Json = {}
    if answer.value is not None:
        document["value"] = number_text(answer.value)
        if answer.tolerance != ZERO:
            document["tolerance"] = number_text(answer.tolerance)
    else:
        document["min"] = number_text(answer.low)
        document["max"] = number_text(answer.high)
    document["weight"] = number_text(answer.weight)
    return _with(document, feedback=answer.feedback)


def _gap(gap: Gap) -> Json:
    match gap:
        case TextGap():
            kind = "text"
            form: Json = {
                "case_sensitive": gap.case_sensitive,
                "answers": [_text_answer(answer) for answer in gap.answers],
            }
        case NumericGap():
            kind = "numeric"
            form = {"answers": [_numeric_answer(answer) for answer in gap.answers]}
        case ChoiceGap():
            kind = "choice"
            form = {"options": [_option(option) for option in gap.options]}
        case _:
            assert_never(gap)
    points = {"points": number_text(gap.points)} if gap.points != ONE else {}
    return {"kind": kind, **points, **form}
