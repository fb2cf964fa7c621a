"""Moodle's cloze syntax: gaps, and whole questions that have to be one gap.

A gap takes any percentage, so it holds what Moodle's list of fractions does not. Its price:
whole points, no combined feedback, no files beside it (they are put into the text itself).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizkit.content.markup import escape
from quizkit.content.profile import Rendered
from quizkit.formats.base import Feature
from quizkit.formats.moodle_xml.fractions import decimal_text
from quizkit.formats.moodle_xml.losses import points_text
from quizkit.formats.moodle_xml.sheet import (
    Element,
    Sheet,
    by_state,
    has_combined,
    joined,
    visible,
)
from quizkit.model import Choice, Content, Numbering, Numeric, Question, Selection, ShortText

_ENTITIES = {"&": "&amp;", "}": "&#125;", "~": "&#126;", "#": "&#35;"}
_SPECIAL = re.compile(r"\\(?=[}#])|[&}~#]")
_GAP_LIKE = re.compile(r"\{(?=[0-9]*:|#)")
_EMBEDDED = ("image/", "audio/", "video/")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One answer in a gap; ``text`` is escaped already, ``feedback`` is HTML."""

    share: Fraction
    text: str
    feedback: str = ""


def gap_code(mark: int, kind: str, alternatives: Iterable[Alternative]) -> str:
    """A gap, such as ``{1:SA:=Paris#Yes~%50%Lutetia}``."""
    return f"{{{mark}:{kind}:{'~'.join(_alternative(one) for one in alternatives)}}}"


def _alternative(one: Alternative) -> str:
    if one.share == 1:
        weight = "="
    else:
        weight = f"%{decimal_text(one.share * 100, places=7)}%" if one.share else ""
    feedback = f"#{gap_text(one.feedback)}" if one.feedback else ""
    return f"{weight}{one.text}{feedback}"


def gap_text(text: str) -> str:
    """Text or HTML as it stands inside a gap: Moodle decodes it once.

    After decoding, Moodle turns ``\\}`` and ``\\#`` into the bare sign, so a backslash before
    one of these is doubled; at the end it would swallow the separator.
    """
    coded = _SPECIAL.sub(lambda match: _ENTITIES.get(match[0], "\\\\"), text.strip())
    if coded[:1] in ("=", "%"):
        coded = f"&#{ord(coded[0])};{coded[1:]}"
    if coded.endswith("\\"):
        coded = f"{coded[:-1]}&#92;"
    if coded.endswith("&amp;"):
        coded = f"{coded[:-5]}&#38;"
    return coded


def without_gaps(markup: str) -> str:
    """Text around the gaps, in which nothing looks like one."""
    return _GAP_LIKE.sub("&#123;", markup)


def gap_html(sheet: Sheet, question: Question | None, content: Content, *, inline: bool) -> str:
    """Rich text for a place that has no files beside it: they are put into the text."""
    render = sheet.job.inline if inline else sheet.job.html
    rendered = render(question, content, sheet.embedding)
    for path in rendered.assets:
        if sheet.job.assets[path].media_type.startswith(_EMBEDDED):
            sheet.job.adapt(question, Feature.IMAGES, f"{path} is put into the text itself")
        else:
            sheet.job.lose(
                question, Feature.IMAGES, f"the link to {path} cannot be followed in Moodle"
            )
    return rendered.markup


def gap_feedback(sheet: Sheet, question: Question, contents: Iterable[Content | None]) -> str:
    """The feedback of an alternative, made of one or more contents."""
    return "\n".join(
        gap_html(sheet, question, content, inline=False)
        for content in contents
        if content is not None
    )


def whole_points(sheet: Sheet, question: Question) -> int:
    """The points of a question that is one gap: a whole number, at least 1."""
    points, whole = question.points, whole_mark(question.points)
    if whole != points:
        sheet.job.lose(
            question,
            Feature.POINTS,
            f"it is worth {points_text(Fraction(whole))} there instead of {points_text(points)}, "
            "for such a question holds whole points only; set its mark in the Moodle quiz",
        )
    return whole


def whole_mark(points: Fraction) -> int:
    """The mark of a lone gap."""
    return max(1, round(points))


def write_choice_gap(
    sheet: Sheet, question: Choice, fractions: Sequence[Fraction], kind: str
) -> Element:
    """A choice as a cloze question of one gap: tick boxes (MR...) or radio buttons (MC...)."""
    job = sheet.job
    boxes = "tick boxes" if kind.startswith("MR") else "radio buttons"
    job.adapt(
        question,
        Feature.SCORE,
        f"it becomes a cloze question of {boxes}, which holds weights that are not on "
        "Moodle's list",
    )
    if question.numbering not in (Numbering.NONE, Numbering.LOWER):
        job.lose(question, Feature.NUMBERING, "the options of such a question are not numbered")
    alone = question.selection is Selection.SINGLE
    alternatives = []
    for option, share in zip(question.options, fractions, strict=True):
        text = gap_text(visible(gap_html(sheet, question, option.content, inline=True)))
        state = by_state(question.feedback, share) if alone else None
        feedback = gap_feedback(sheet, question, [option.feedback, state])
        alternatives.append(Alternative(share, text, feedback))
    if has_combined(question.feedback):
        account_combined(sheet, question, joins=alone)
    return _one_gap(sheet, question, kind, alternatives)


def account_combined(sheet: Sheet, question: Question, *, joins: bool) -> None:
    """Say what becomes of the combined feedback in a cloze question."""
    if joins:
        sheet.job.adapt(
            question,
            Feature.COMBINED_FEEDBACK,
            "it joins the feedback of each answer; who answers nothing does not see it",
        )
    else:
        sheet.job.lose(
            question,
            Feature.COMBINED_FEEDBACK,
            "a cloze question has no feedback for the whole; it is left out",
        )


def write_typed_gap(
    sheet: Sheet, question: ShortText | Numeric, kind: str, alternatives: list[Alternative]
) -> Element:
    """A typed answer as a cloze question of one gap."""
    sheet.job.adapt(
        question,
        Feature.SCORE,
        "it becomes a cloze question of one gap, which holds weights that are not on Moodle's list",
    )
    return _one_gap(sheet, question, kind, alternatives)


def _one_gap(
    sheet: Sheet, question: Question, kind: str, alternatives: list[Alternative]
) -> Element:
    element = sheet.question(question, "cloze", points=None)
    stem = sheet.job.html(question, question.stem, sheet.profile)
    code = gap_code(whole_points(sheet, question), kind, alternatives)
    protected = Rendered(without_gaps(stem.markup), stem.assets)
    sheet.stem(question, element, joined([protected, Rendered(f"<div>{code}</div>")]))
    return element


def option_text(text: str) -> str:
    """Plain text as the entry of a drop-down, which is HTML to Moodle."""
    return gap_text(escape(text) or "&nbsp;")
