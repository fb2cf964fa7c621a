"""QTI 2.1 and 2.2: collected items score and say what an engine finds by running them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from oracles import qti21
from oracles.base import ImportRefused, OracleGap, OracleQuestion

from quizkit.content.math import to_mathml
from quizkit.contents import with_contents
from quizkit.errors import QuizkitError
from quizkit.importing import import_
from quizkit.markdown.writer import write_markdown
from quizkit.model import Cloze, Content, Essay, Info, Matching, Numeric, Question, Quiz, ShortText
from quizkit.scoring import score
from tests.shared import shared_data

from .agree import collected, differences

ITEMS = tuple(
    path
    for path in collected("qti21/**/*.xml")
    if path.name == "absent" or b"<assessmentItem " in path.read_bytes()[:4096].replace(b"\n", b" ")
)


_FORMULA = re.compile(r"<(?:\w+:)?math\b.*?</(?:\w+:)?math>", re.DOTALL)


def _signs(match: re.Match[str]) -> str:
    return re.sub(r"<[^>]*>|\s+", "", match[0])


def judged(path: Path, ours: Question) -> OracleQuestion | None:
    """An engine's reading in the shape of the imported question; None for what it does not judge."""
    try:
        theirs = qti21.read_item(path.read_bytes())
    except ImportRefused:
        return None
    if b'<rubricBlock view="candidate' in path.read_bytes():
        # What is said to students belongs to what they read; in these files it comes first.
        theirs.stem = f"{theirs.model_answer} {theirs.stem}"
    theirs.stem = _FORMULA.sub(_signs, html.unescape(theirs.stem))
    if (
        not any(
            "MAXSCORE" in name or declared.correct
            for name, declared in theirs.machine.outcomes.items()
        )
        and b"normalMaximum" not in path.read_bytes()
    ):
        theirs.points = ours.points  # the item does not say what it is worth
    if isinstance(ours, ShortText | Numeric):
        theirs.stem = theirs.stem.replace("{{1}}", "")  # the field stands at the end
    if isinstance(ours, Cloze) and not theirs.gaps:
        theirs.gaps = [OracleGap(kind=theirs.kind)]
    return theirs


def _with_signs(question: Question) -> Question:
    """The question with its formulas as the signs that are seen."""

    def shown(match: re.Match[str]) -> str:
        signs = etree.fromstring(to_mathml(html.unescape(match[1]), False)).itertext()
        return html.escape("".join(map(str, signs)))

    return with_contents(
        question, lambda content: Content(html=re.sub(r"\\\((.*?)\\\)", shown, content.source))
    )


def compared() -> Iterator[tuple[str, str]]:
    """Each item with what is wrong with it, or how it was judged."""
    for path in ITEMS:
        name = str(path)
        try:
            imported = import_(path)
        except QuizkitError:
            yield name, "refused"
            continue
        (ours,) = imported.quiz.questions
        theirs = judged(path, ours)
        if theirs is None:
            yield name, "not judged" if isinstance(ours, Info) else "asked, but not judged"
            continue
        if isinstance(ours, Info) and theirs.kind != "info":
            yield name, "text alone" if imported.receipt.missed else "nothing said"
            continue
        lost = frozenset(str(loss.feature) for loss in imported.losses)
        found = list(differences(_with_signs(ours), theirs, lost))
        yield name, found[0] if found else "agrees"


def test_items_score_and_say_what_an_engine_runs() -> None:
    shared_data("corpus", "qti21")
    verdicts = dict(compared())
    fine = {"agrees", "not judged", "asked, but not judged", "text alone"}
    assert {name: verdict for name, verdict in verdicts.items() if verdict not in fine} == {}
    counts = {verdict: list(verdicts.values()).count(verdict) for verdict in fine}
    assert counts == {
        "agrees": 133,
        "asked, but not judged": 17,
        "not judged": 55,
        "text alone": 3,
    }


def _item(body: str, declaration: str = "", kind: str = "", rest: str = "") -> bytes:
    return (
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" '
        f'title="T" adaptive="{"true" if kind == "adaptive" else "false"}" timeDependent="false">'
        '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">'
        f"{declaration}</responseDeclaration>"
        '<outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>'
        f"<itemBody>{body}</itemBody>{rest}</assessmentItem>"
    ).encode()


_PICTURE = '<object type="image/png" data="https://a.bc/map.png">Map</object>'


@pytest.mark.parametrize(
    "kind, body, shown",
    [
        (
            "adaptive",
            "<choiceInteraction><prompt>Which?</prompt><simpleChoice identifier='a'>One &amp; all"
            "</simpleChoice><simpleChoice identifier='b'>Two</simpleChoice></choiceInteraction>",
            ["Which?", "One & all", "Two"],
        ),
        (
            "picture",
            f"<hotspotInteraction><prompt>Where?</prompt>{_PICTURE}<hotspotChoice identifier='a' "
            "shape='circle' coords='1,1,1' hotspotLabel='Rome'/></hotspotInteraction>",
            ["Where?", "[map.png]", "Rome"],
        ),
        (
            "labels",
            f"<graphicGapMatchInteraction><prompt>Name them.</prompt>{_PICTURE}<gapText "
            "identifier='a' matchMax='1'>Rome</gapText><associableHotspot identifier='b' "
            "matchMax='1' shape='circle' coords='1,1,1'/></graphicGapMatchInteraction>",
            ["Name them.", "[map.png]", "Rome"],
        ),
        (
            "several",
            "<div>A <inlineChoiceInteraction responseIdentifier='RESPONSE'><inlineChoice "
            "identifier='a'>cat</inlineChoice><inlineChoice identifier='b'>dog</inlineChoice>"
            "</inlineChoiceInteraction>.</div><gapMatchInteraction><prompt>Fill.</prompt><gapText "
            "identifier='c' matchMax='1'>tail</gapText><blockquote><p>Its <gap identifier='g'/> "
            "wags.</p></blockquote></gapMatchInteraction>",
            ["A ____ (cat / dog).", "Fill.", "Its ____ wags.", "tail"],
        ),
    ],
)
def test_an_item_that_cannot_be_asked_keeps_what_a_student_reads(
    kind: str, body: str, shown: list[str]
) -> None:
    told = (
        '<modalFeedback outcomeIdentifier="FEEDBACK" identifier="no" showHide="show">'
        "<p>Look at the coast again.</p></modalFeedback>"
    )
    right = "<correctResponse><value>a</value></correctResponse>"
    imported = import_(_item(f"<p>Look.</p>\n{body}", right, kind, told))
    (question,) = imported.quiz.questions
    assert isinstance(question, Info)
    markup = re.sub(r'<img src="[^"]*/([^"]*)"[^>]*>', r"[\1]", question.stem.source)
    lines = re.sub(r"<[^>]*>", " ", markup).split("\n")
    words = [" ".join(html.unescape(line).split()) for line in lines]
    assert [line for line in words if line] == ["Look.", *shown]
    assert "only its text was taken" in imported.receipt.missed[0].what
    assert any("Look at the coast again." in loss.happened for loss in imported.losses)


def test_a_slider_is_a_number_and_a_file_an_essay() -> None:
    mapped = '<mapping defaultValue="0"><mapEntry mapKey="12" mappedValue="0.5"/>' + "".join(
        f'<mapEntry mapKey="{n}" mappedValue="1"/>' for n in (13, 14)
    )
    data = _item(
        '<sliderInteraction responseIdentifier="RESPONSE" lowerBound="0" upperBound="100">'
        "<prompt>How many?</prompt></sliderInteraction>",
        f"<correctResponse><value>13</value></correctResponse>{mapped}</mapping>",
        rest="<responseProcessing "
        'template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"/>',
    ).replace(b'baseType="identifier">', b'baseType="integer">', 1)
    imported = import_(data)
    (question,) = imported.quiz.questions
    assert isinstance(question, Numeric)
    assert [float(score(question, text)) for text in ("12", "13", "14", "15")] == [0.5, 1, 1, 0]
    assert [loss.happened for loss in imported.losses] == [
        "a slider from 0 to 100 became a number to type"
    ]
    upload = import_(_item('<uploadInteraction responseIdentifier="RESPONSE"/>'))
    assert isinstance(upload.quiz.questions[0], Essay)
    assert [loss.feature for loss in upload.losses] == ["question type"]


def test_pairs_that_only_a_mapping_names_belong_together() -> None:
    choices = "".join(
        f'<simpleAssociableChoice identifier="{name}" matchMax="1">{name.title()}'
        "</simpleAssociableChoice>"
        for name in ("apple", "carrot", "fruit", "vegetable")
    )
    data = _item(
        '<associateInteraction responseIdentifier="RESPONSE" maxAssociations="2">'
        f"<prompt>Pair.</prompt>{choices}</associateInteraction>",
        '<mapping defaultValue="0"><mapEntry mapKey="apple fruit" mappedValue="1"/>'
        '<mapEntry mapKey="carrot vegetable" mappedValue="1"/>'
        '<mapEntry mapKey="apple carrot" mappedValue="0"/></mapping>',
    ).replace(
        b'cardinality="single" baseType="identifier">',
        b'cardinality="multiple" baseType="pair">',
        1,
    )
    (question,) = import_(data).quiz.questions
    assert isinstance(question, Matching)
    assert [(pair.left.source, pair.right.source) for pair in question.pairs] == [
        ("Apple", "Fruit"),
        ("Carrot", "Vegetable"),
    ]
    assert question.distractors == ()


def test_a_frame_that_is_no_html_leaves_what_is_in_it() -> None:
    data = _item(
        "<stimulus><p>Read <kind>this</kind>.</p></stimulus><p>List&lt;T&gt;?</p>"
        '<choiceInteraction responseIdentifier="RESPONSE"><simpleChoice identifier="a">A'
        "</simpleChoice></choiceInteraction>",
        "<correctResponse><value>a</value></correctResponse>",
    )
    (question,) = import_(data).quiz.questions
    text = write_markdown(Quiz(identifier="x", questions=(question,)), name="x").text
    assert "Read <span>this</span>." in text or "Read this." in text
    assert "stimulus" not in text
    assert "List" in text


def test_what_is_said_beside_the_question_goes_to_whom_it_is_said() -> None:
    data = _item(
        '<p>Look.</p><rubricBlock view="candidate tutor"><p>Use a ruler.</p></rubricBlock>'
        '<rubricBlock view="scorer"><p>Half for a good try.</p></rubricBlock>'
        '<infoControl title="Hint"><p>Think of Rome.</p></infoControl>'
        '<choiceInteraction responseIdentifier="RESPONSE"><prompt>Which?</prompt>'
        '<simpleChoice identifier="a">A</simpleChoice></choiceInteraction>',
        "<correctResponse><value>a</value></correctResponse>",
    )
    imported = import_(data)
    (question,) = imported.quiz.questions
    words = re.sub("<[^>]*>", " ", question.stem.source).split()
    assert " ".join(words) == "Look. Use a ruler. Which?"
    assert [hint.source for hint in question.hints] == ["<p>Think of Rome.</p>"]
    told = [loss.happened for loss in imported.losses if loss.feature == "rubric"]
    assert told == ['what is said to graders ("Half for a good try.") is left out']
