"""Moodle XML and GIFT: collected files score and say what Moodle reads in them."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest
from lxml import etree
from oracles import gift as gift_oracle
from oracles import moodle_xml as xml_oracle
from oracles.base import ImportCutShort, ImportRefused, OracleQuestion

from quizkit.errors import QuizkitError
from quizkit.importing import import_
from quizkit.model import Info
from tests.shared import ROOT, shared_data

from .agree import differences

KEEPS_MORE = (
    "moodle-old-image-tag.xml",
    "sonsoles-test.xml",
    "pegjs-categoryspecialcharacter.gift",
)


def corpus(*parts: str) -> list[Path]:
    """Files of the collection; none where there is none, so that tests can be named by them."""
    import os

    folder = Path(os.environ.get("QUIZKIT_SHARED") or ROOT.parent / "shared") / "corpus"
    return sorted(folder.glob("/".join(parts))) or [Path("absent")]


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
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("path", corpus("moodle-*", "*.xml"), ids=lambda path: path.name)
def test_moodle_xml_scores_and_says_what_moodle_reads(path: Path) -> None:
    shared_data("corpus", "moodle-xml")
    if path.name in KEEPS_MORE:
        pytest.xfail("the importer keeps words and images that Moodle drops")
    try:
        oracle = oracle_by_question(path)
    except etree.XMLSyntaxError:
        with pytest.raises(QuizkitError):
            import_(path)
        return
    assert_agrees(path, oracle)


@pytest.mark.parametrize(
    "path",
    [*corpus("gift", "*.gift*"), *corpus("moodle-exports", "*.gift")],
    ids=lambda path: path.name,
)
def test_gift_scores_and_says_what_moodle_reads(path: Path) -> None:
    shared_data("corpus", "gift")
    if "windows-1252" in path.name:
        assert len(import_(path).quiz.questions) == 3
        return
    if path.name in KEEPS_MORE:
        pytest.xfail("the importer keeps words and images that Moodle drops")
    assert_agrees(path, gift_by_block(path))
