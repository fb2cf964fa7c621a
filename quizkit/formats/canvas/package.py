"""The files around the questions: quiz settings, and the manifest that names them all."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from quizkit.formats.numbers import plain_decimal
from quizkit.formats.xml_writer import DECLARATION, EMPTY, Markup, block, element, tags
from quizkit.model import Quiz

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_CP = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/resource"
_MD = "http://www.imsglobal.org/xsd/imsmd_v1p2"
LONGEST_TITLE = 255


def assessment_start(ident: str, title: str) -> str:
    """Everything before the first item. Without the namespace New Quizzes reads nothing."""
    return (
        f"{DECLARATION}"
        f'<questestinterop xmlns="{QTI}" xmlns:xsi="{_XSI}" xsi:schemaLocation="{QTI} '
        'http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd">\n'
        f"{_open('assessment', ident, title)}\n"
        f"{_open('section', 'root_section')}\n"
    )


ASSESSMENT_END = "</section>\n</assessment>\n</questestinterop>\n"


def _open(name: str, ident: str, title: str | None = None) -> str:
    """The start tag alone: items follow one by one."""
    attributes = {"ident": ident} | ({} if title is None else {"title": title})
    return tags(name, attributes)[0]


def pool_start(ident: str, title: str, pick: int, points: str) -> str:
    """The start of a pool: ``pick`` of its items, worth ``points`` each."""
    selection = block(
        "selection_ordering",
        None,
        block(
            "selection",
            None,
            element("selection_number", None, str(pick)),
            element("selection_extension", None, element("points_per_item", None, points)),
        ),
    )
    return f"{_open('section', ident, title)}\n{selection}\n"


POOL_END = "</section>\n"


def settings_document(
    quiz: Quiz, ident: str, title: str, description: str, *, shuffle_answers: bool
) -> bytes:
    """``assessment_meta.xml``."""
    settings = quiz.settings
    show = settings.show_correct_answers
    attempts = settings.attempts if settings.attempts is not None else 1
    minutes = settings.time_limit
    document = block(
        "quiz",
        {"identifier": ident, "xmlns": _CANVAS, "xmlns:xsi": _XSI},
        element("title", None, title),
        element("description", None, description),
        element("shuffle_answers", None, _flag(shuffle_answers)),
        _optional("shuffle_questions", settings.shuffle_questions),
        element("scoring_policy", None, "keep_highest"),
        element("hide_results"),
        element("quiz_type", None, "assignment"),
        element("points_possible", None, plain_decimal(_total(quiz))),
        _optional("show_correct_answers", show),
        _optional("result_view_restricted", None if show is None else not show),
        _optional("display_item_correct_answer", show),
        _optional("one_question_at_a_time", settings.one_at_a_time),
        EMPTY if minutes is None else element("time_limit", None, str(math.ceil(minutes))),
        element("allowed_attempts", None, str(attempts)),
        element("available", None, "false"),
    )
    return f"{DECLARATION}{document}\n".encode()


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _optional(name: str, value: bool | None) -> Markup:
    return EMPTY if value is None else element(name, None, _flag(value))


def _total(quiz: Quiz) -> Fraction:
    """What a student can reach, pools counted by what is drawn."""
    grouped = {member for group in quiz.groups for member in group.questions}
    points = {question.id: question.points for question in quiz.questions}
    total = sum((p for id, p in points.items() if id not in grouped), Fraction(0))
    for group in quiz.groups:
        own = [points[member] for member in group.questions if member in points]
        each = group.points if group.points is not None else max(own, default=Fraction(0))
        total += each * min(group.pick, len(own))
    return total


def manifest_document(ident: str, files: Iterable[str]) -> bytes:
    """``imsmanifest.xml``."""
    quiz, meta = f"{ident}/{ident}.xml", f"{ident}/assessment_meta.xml"
    kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
    media = [
        block(
            "resource",
            {"identifier": f"file{number}", "type": "webcontent", "href": name},
            element("file", {"href": name}),
        )
        for number, name in enumerate(files, start=1)
    ]
    document = block(
        "manifest",
        {
            "identifier": f"{ident}_manifest",
            "xmlns": _CP,
            "xmlns:lom": _LOM,
            "xmlns:imsmd": _MD,
            "xmlns:xsi": _XSI,
        },
        block(
            "metadata",
            None,
            element("schema", None, "IMS Content"),
            element("schemaversion", None, "1.1.3"),
        ),
        element("organizations"),
        block(
            "resources",
            None,
            block(
                "resource",
                {"identifier": ident, "type": "imsqti_xmlv1p2"},
                element("file", {"href": quiz}),
                element("dependency", {"identifierref": f"{ident}_meta"}),
            ),
            block(
                "resource",
                {"identifier": f"{ident}_meta", "type": kind, "href": meta},
                element("file", {"href": meta}),
            ),
            *media,
        ),
    )
    return f"{DECLARATION}{document}\n".encode()
