"""Moodle XML and GIFT: collected files score and say what Moodle reads in them."""

from __future__ import annotations

import copy
import re
from fractions import Fraction
from html import unescape
from pathlib import Path

import pytest
from lxml import etree
from oracles import gift as gift_oracle
from oracles import moodle_xml as xml_oracle
from oracles.base import ImportCutShort, ImportRefused, OracleQuestion

from quizkit.errors import QuizkitError
from quizkit.importing import import_
from quizkit.model import Cloze, Info
from quizkit.scoring import gap_share
from tests.shared import shared_data

from .agree import collected, differences

KEEPS_MORE = {
    "moodle-old-image-tag.xml": (
        set(),
        "which Moodle now drops, stands behind the text",
        2,
    ),
    "sonsoles-test.xml": (
        {"q-8888cb5946e2: {0", "q-f051880a4a3d: stem"},
        "so Moodle passes over its words; they were taken",
        4,
    ),
}
"""Where more is kept than Moodle keeps: which parts differ by it, and what the receipt
says how many times."""


def oracle_by_question(path: Path) -> list[OracleQuestion | None]:
    """Each question of a Moodle XML file by itself; None where Moodle refuses it."""
    root = etree.fromstring(path.read_bytes(), etree.XMLParser(huge_tree=True))
    elements = [root] if root.tag == "question" else [e for e in root if e.tag == "question"]
    found: list[OracleQuestion | None] = []
    for element in elements:
        if element.get("type") == "category":
            continue
        quiz = etree.Element("quiz")
        quiz.append(copy.deepcopy(element))
        try:
            found.append(xml_oracle.read(etree.tostring(quiz))[0])
        except ImportCutShort as short:
            found.append(short.imported[0] if short.imported else None)
        except ImportRefused:
            found.append(None)
    return found


def gift_by_block(path: Path) -> list[OracleQuestion | None]:
    """Each block of a GIFT file by itself."""
    text = path.read_bytes().decode("utf-8-sig")
    found: list[OracleQuestion | None] = []
    for block in re.split(r"\n(?:[ \t\r]*\n)+", text.replace("\r\n", "\n")):
        lines = [line.strip() for line in block.split("\n")]
        if all(line.startswith("//") or not line for line in lines):
            continue
        if any(line.startswith("$CATEGORY") for line in lines):
            rest = [line for line in lines if not line.startswith(("$CATEGORY", "//")) and line]
            if not rest:
                continue
        try:
            found.append(gift_oracle.read(block.encode())[0])
        except ImportCutShort as short:
            found.append(short.imported[0] if short.imported else None)
        except ImportRefused:
            found.append(None)
    return found


def assert_agrees(path: Path, oracle: list[OracleQuestion | None]) -> None:
    imported = import_(path)
    questions = imported.quiz.questions
    assert len(questions) == len(oracle)
    problems = []
    for question, theirs in zip(questions, oracle, strict=True):
        if theirs is None or (isinstance(question, Info) and theirs.kind != "info"):
            continue
        lost = frozenset(
            str(loss.feature) for loss in imported.losses if loss.question_id in (question.id, None)
        )
        name = question.title or question.id
        problems += [f"{name}: {words}" for words in differences(question, theirs, lost)]
    parts, said, times = KEEPS_MORE.get(path.name, (set(), "", 0))
    assert {":".join(problem.split(":")[:2]) for problem in problems} == parts, problems
    told = [*imported.losses, *imported.receipt.missed]
    assert not said or sum(said in str(one) for one in told) == times


@pytest.mark.parametrize("path", collected("moodle-*/*.xml"), ids=lambda path: path.name)
def test_moodle_xml_scores_and_says_what_moodle_reads(path: Path) -> None:
    shared_data("corpus", "moodle-xml")
    try:
        oracle = oracle_by_question(path)
    except etree.XMLSyntaxError:
        with pytest.raises(QuizkitError):
            import_(path)
        return
    assert_agrees(path, oracle)


@pytest.mark.parametrize(
    "path",
    [*collected("gift/*.gift*"), *collected("moodle-exports/*.gift")],
    ids=lambda path: path.name,
)
def test_gift_scores_and_says_what_moodle_reads(path: Path) -> None:
    shared_data("corpus", "gift")
    if "windows-1252" in path.name:
        assert len(import_(path).quiz.questions) == 3
        return
    oracle = gift_by_block(path)
    if not oracle:
        with pytest.raises(QuizkitError, match="holds no GIFT questions"):
            import_(path)
        return
    assert_agrees(path, oracle)


@pytest.mark.parametrize(
    "gap, shown",
    [
        ("{1:NM:=about ten}", "____"),
        ("{1:SA:=*}", "____"),
        ("{1:MR:a &amp; b#no~<b>c</b>}", "____ (a & b / c)"),
    ],
)
def test_cloze_that_cannot_be_asked_keeps_its_wording(gap: str, shown: str) -> None:
    text = f"<p>One {{1:SA:=1}}, two {{1:MC:=2~3}}, {gap} or {{{{g1}}}}.</p>"
    data = (
        '<quiz><question type="cloze"><name><text>n</text></name><questiontext format="html">'
        f"<text><![CDATA[{text}]]></text></questiontext></question></quiz>"
    )
    imported = import_(data.encode())
    (question,) = imported.quiz.questions
    assert isinstance(question, Info)
    words = re.sub("<[^>]*>", "", unescape(question.stem.source))
    assert words == f"One ____, two ____ (2 / 3), {shown} or {{{{g1}}}}."
    assert "only its text was taken" in imported.receipt.missed[0].what


@pytest.mark.parametrize(
    "kind, parts, shown",
    [
        (
            "calculatedmulti",
            "<answer fraction='100' format='html'><text>{a} &amp;lt; 2</text></answer>"
            "<answer fraction='0'><text>none</text></answer>",
            ["{a} < 2", "none"],
        ),
        (
            "ddimageortext",
            "<file name='a [1].png' encoding='base64'>cGljdHVyZQ==</file><drag><no>1</no>"
            "<text>arc</text></drag><drag><no>2</no><text/><file name='b.png' "
            "encoding='base64'>bGFiZWw=</file></drag>",
            ["[media/a%20%5B1%5D.png]", "arc", "[media/b.png]"],
        ),
        (
            "kprime",
            "<row number='1'><optiontext><text>One</text></optiontext><feedbacktext><text>f"
            "</text></feedbacktext></row>",
            ["One"],
        ),
        (
            "matrix",
            "<row><shorttext>r1</shorttext></row><row><shorttext>r2</shorttext></row>"
            "<col><shorttext>c</shorttext></col>",
            ["r1", "r2", "c"],
        ),
    ],
)
def test_a_type_that_cannot_be_asked_keeps_what_it_shows(
    kind: str, parts: str, shown: list[str]
) -> None:
    data = (
        f'<quiz><question type="{kind}"><name><text>n</text></name><questiontext format="html">'
        f"<text>&lt;p&gt;Which?&lt;/p&gt;</text></questiontext>{parts}</question></quiz>"
    )
    imported = import_(data.encode())
    (question,) = imported.quiz.questions
    assert isinstance(question, Info)
    text = re.sub('<img src="([^"]*)"[^>]*>', r"[\1]", question.stem.source)
    lines = unescape(re.sub("</?(?:p|ul|li)>", "\n", text)).split("\n")
    assert [line for line in lines if line.strip()] == ["Which?", *shown]
    assert len(imported.quiz.assets) == text.count("[media/")
    assert "only its text was taken" in imported.receipt.missed[0].what


def test_a_gap_of_tick_boxes_becomes_a_list_that_can_earn_everything() -> None:
    data = (
        '<quiz><question type="cloze"><name><text>n</text></name><questiontext format="html">'
        "<text>&lt;p&gt;Some {1:MR:=a~=b~c} of {1:MR:%80%a~%20%b~%-50%c}.&lt;/p&gt;</text>"
        "</questiontext></question></quiz>"
    )
    imported = import_(data.encode())
    (question,) = imported.quiz.questions
    assert isinstance(question, Cloze)
    first, second = question.gaps
    assert [gap_share(first, option.id) for option in first.options] == [1, 1, 0]
    assert [gap_share(second, option.id) for option in second.options] == [1, Fraction(1, 4), 0]
    assert {loss.feature for loss in imported.losses} == {"score", "shuffle"}


def test_a_file_that_gift_left_behind_has_a_place_to_be_put() -> None:
    text = 'Which? <img src\\="@@PLUGINFILE@@/a%20b.png" alt\\="a"> {=one ~two}\n'
    imported = import_(text.encode(), name="quiz.gift")
    assert 'src="media/a%20b.png"' in imported.quiz.questions[0].stem.source
    assert [loss.happened for loss in imported.losses] == [
        'the file "a b.png" is not in the source'
    ]


CLOZE = (
    '<question type="cloze"><name><text>Ways</text></name><questiontext format="html">'
    "<text>It goes {}.</text></questiontext></question>"
)


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        ("{1:MC:=up~down} {1:MC:=left~right}", 1),
        ("{1:MCS:=up~down} {1:MCV:=left~right}", 1),
        ("{1:MCS:=up~down} {1:MCHS:=left~right}", 0),
        ("{1:SA:=up}", 0),
    ],
)
def test_lists_that_lose_their_order_are_named_once(gaps: str, said: int) -> None:
    text = f"<quiz>{CLOZE.format(gaps)}{CLOZE.format(gaps)}</quiz>"
    imported = import_(text.encode(), name="quiz.xml")
    assert len(imported.quiz.questions) == 2
    assert [loss.feature for loss in imported.losses] == ["shuffle"] * said
