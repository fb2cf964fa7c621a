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
