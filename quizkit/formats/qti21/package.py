"""The test and the manifest of a QTI 2.1 package (IMS Content Packaging 1.1)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from quizkit.formats.numbers import plain_decimal
from quizkit.formats.qti21 import rules
from quizkit.formats.xml_writer import DECLARATION, EMPTY, Markup, block, element, tags
from quizkit.model import Quiz

QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
_MD = "http://www.imsglobal.org/xsd/imsmd_v1p2"
_QTI_MD = "http://www.imsglobal.org/xsd/imsqti_metadata_v2p1"
TEST = "assessment"
POINTS = "POINTS"
"""The weight of a reference that says what its item is worth, as Canvas reads any."""
MANIFEST = "imsmanifest"
_MANIFEST_NAMES = {
    "xmlns": _CP,
    "xmlns:xsi": _XSI,
    "xmlns:imsmd": _MD,
    "xmlns:imsqti": _QTI_MD,
    "xsi:schemaLocation": (
        f"{_CP} http://www.imsglobal.org/xsd/imscp_v1p1.xsd "
        f"{_MD} http://www.imsglobal.org/xsd/imsmd_v1p2p4.xsd "
        f"{_QTI_MD} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_metadata_v2p1.xsd"
    ),
    "identifier": MANIFEST,
}
QTI_NAMES = {
    "xmlns": QTI,
    "xmlns:xsi": _XSI,
    "xsi:schemaLocation": f"{QTI} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRecord:
    """What test and manifest must know of an item once it is written."""

    ident: str
    title: str
    points: Fraction | None
    tags: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    interaction: str = ""
    has_feedback: bool = False
    has_solution: bool = False


@dataclass(slots=True)
class Section:
    """A run of items, or a pool from which ``pick`` are drawn."""

    title: str = ""
    pick: int | None = None
    items: list[ItemRecord] = field(default_factory=list)


def test_document(
    quiz: Quiz, title: str, sections: Iterable[Section | ItemRecord], introduction: Markup
) -> Iterator[bytes]:
    """The assessmentTest, in pieces. SCORE is the plain sum: items already score in real points."""
    test = tags("assessmentTest", {**QTI_NAMES, "identifier": TEST, "title": title})
    part = tags(
        "testPart",
        {"identifier": "part", "navigationMode": "nonlinear", "submissionMode": "individual"},
    )
    section = tags(
        "assessmentSection",
        {"identifier": "section", "title": title, "visible": "false", "keepTogether": "true"},
    )
    shuffled = quiz.settings.shuffle_questions
    total = element("sum", None, element("testVariables", {"variableIdentifier": "SCORE"}))
    yield _lines(
        DECLARATION + test[0],
        rules.outcome("SCORE", "float", default="0"),
        _time_limits(quiz),
        part[0],
        element("itemSessionControl", _session_control(quiz)),
        section[0],
        element("ordering", {"shuffle": "true"}) if shuffled else EMPTY,
        element("rubricBlock", {"view": "candidate"}, element("div", None, introduction))
        if introduction
        else EMPTY,
    )
    for number, entry in enumerate(sections, start=1):
        yield _lines(_placed(entry, number))
    yield _lines(
        section[1], part[1], block("outcomeProcessing", None, rules.assign("SCORE", total)), test[1]
    )


def _lines(*pieces: str) -> bytes:
    return "".join([f"{piece}\n" for piece in pieces if piece]).encode()


def _session_control(quiz: Quiz) -> dict[str, str]:
    """Feedback must be switched on: hidden after the last attempt is the default."""
    settings = quiz.settings
    control = {"maxAttempts": str(settings.attempts)} if settings.attempts is not None else {}
    control["showFeedback"] = "true"
    if settings.show_correct_answers is not None:
        control["showSolution"] = str(settings.show_correct_answers).lower()
    return control


def _time_limits(quiz: Quiz) -> Markup:
    """The limit, in seconds."""
    limit = quiz.settings.time_limit
    if limit is None:
        return EMPTY
    return element("timeLimits", {"maxTime": str(math.ceil(limit * 60))})


def _placed(entry: Section | ItemRecord, number: int) -> Markup:
    if isinstance(entry, ItemRecord):
        return _reference(entry)
    picked = min(entry.pick or 0, len(entry.items))
    return block(
        "assessmentSection",
        {"identifier": f"pool{number}", "title": entry.title, "visible": "false"},
        element("selection", {"select": str(picked)}) if entry.pick is not None else EMPTY,
        *(_reference(item) for item in entry.items),
    )


def _reference(item: ItemRecord) -> Markup:
    attributes = {"identifier": item.ident, "href": f"{item.ident}.xml"}
    if item.points is None:
        return element("assessmentItemRef", attributes)
    # Canvas takes points from here alone; nothing in this test names the weight.
    worth = {"identifier": POINTS, "value": plain_decimal(item.points)}
    return element("assessmentItemRef", attributes, element("weight", worth))


def manifest_document(
    quiz: Quiz, title: str, items: Sequence[ItemRecord], test_files: Sequence[str]
) -> Iterator[bytes]:
    """The imsmanifest, which names every file of the package; in pieces."""
    manifest = tags("manifest", _MANIFEST_NAMES)
    resources = tags("resources")
    test = tags(
        "resource", {"identifier": TEST, "type": "imsqti_test_xmlv2p1", "href": f"{TEST}.xml"}
    )
    metadata = block(
        "metadata",
        None,
        element("schema", None, "QTIv2.1 Package"),
        element("schemaversion", None, "1.0.0"),
        _lom(title, quiz.language),
    )
    yield _lines(
        DECLARATION + manifest[0],
        metadata,
        element("organizations"),
        resources[0],
        test[0],
        element("file", {"href": f"{TEST}.xml"}),
        *(element("file", {"href": name}) for name in test_files),
    )
    for item in items:
        yield _lines(element("dependency", {"identifierref": item.ident}))
    yield _lines(test[1])
    for item in items:
        yield _lines(_item_resource(item, quiz.language))
    yield _lines(resources[1], manifest[1])


def _item_resource(item: ItemRecord, language: str | None) -> Markup:
    file = f"{item.ident}.xml"
    qti = [
        element("imsqti:timeDependent", None, "false"),
        # Named for this type alone: for others it makes an importer lose the answers.
        element("imsqti:interactionType", None, item.interaction) if item.interaction else EMPTY,
        element("imsqti:feedbackType", None, "nonadaptive" if item.has_feedback else "none"),
        element("imsqti:solutionAvailable", None, str(item.has_solution).lower()),
    ]
    return block(
        "resource",
        {"identifier": item.ident, "type": "imsqti_item_xmlv2p1", "href": file},
        block(
            "metadata",
            None,
            _lom(item.title, language, item.tags, item.category),
            block("imsqti:qtiMetadata", None, *qti),
        ),
        element("file", {"href": file}),
        *(element("file", {"href": name}) for name in item.files),
    )


def _lom(
    title: str, language: str | None, tags: Sequence[str] = (), category: Sequence[str] = ()
) -> Markup:
    """Learning object metadata: title, language, keywords, and the category as a path from its root."""
    general = [_lang("title", title, language)] if title else []
    if language:
        general.append(element("imsmd:language", None, language))
    general += [_lang("keyword", tag, language) for tag in tags]
    path = [element("imsmd:taxon", None, _lang("entry", name, language)) for name in category]
    return block(
        "imsmd:lom",
        None,
        block("imsmd:general", None, *general) if general else EMPTY,
        block("imsmd:classification", None, block("imsmd:taxonpath", None, *path))
        if path
        else EMPTY,
    )


def _lang(name: str, value: str, language: str | None) -> Markup:
    tag = {"xml:lang": language} if language else None
    return element(f"imsmd:{name}", None, element("imsmd:langstring", tag, value))
