"""The receipt: every element of a source is counted as read or named as not understood."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from quizkit.errors import QuizkitError
from quizkit.formats.base import Feature
from quizkit.importing import Imported, import_
from quizkit.model import QUESTION_TYPES, type_name
from tests.shared import ROOT, shared_data

from .agree import collected

Element = etree._Element
_ITEM = re.compile(rb"<(?:bankentry_)?item(?=[\s>])(?:[^>]*?\s(?:item_ref|ident)=\"([^\"]*))?")


def asked(found: Imported) -> int:
    """How many questions the receipt counts."""
    return sum(count for kind, count in found.receipt.read.items() if kind in QUESTION_TYPES)


def root_of(data: bytes) -> Element | None:
    parser = etree.XMLParser(recover=False, no_network=True, resolve_entities=False)
    try:
        return etree.fromstring(data.lstrip(), parser)
    except etree.XMLSyntaxError:
        return None


def local(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def count(root: Element, *names: str) -> int:
    return sum(local(element) in names for element in root.iter())


def assert_counts(found: Imported) -> None:
    """The receipt counts just the questions that are in the quiz."""
    kinds = Counter(type_name(question) for question in found.quiz.questions)
    read = {kind: n for kind, n in found.receipt.read.items() if kind in QUESTION_TYPES and n}
    assert read == dict(kinds)


@pytest.mark.parametrize("path", collected("moodle-*/*.xml"), ids=lambda path: path.name)
def test_moodle_questions_and_categories_are_all_counted(path: Path) -> None:
    shared_data("corpus", "moodle-xml")
    root = root_of(path.read_bytes())
    if root is None:
        return
    found = import_(path)
    assert_counts(found)
    questions = [root] if root.tag == "question" else list(root.iterchildren("question"))
    shelves = [question for question in questions if question.get("type") == "category"]
    assert asked(found) == len(questions) - len(shelves)
    assert found.receipt.read.get("category", 0) == len(shelves)


@pytest.mark.parametrize("part", ["question", "answer", "feedback", "hint", "name", "tags"])
def test_an_unknown_element_is_named_with_its_place(part: str) -> None:
    text = (
        "<quiz>\n<question type='shortanswer'><name><text>Q</text></name>"
        "<questiontext format='html'><text>What?</text></questiontext>"
        "<answer fraction='100'><text>x</text><feedback><text>f</text></feedback></answer>"
        "<hint format='html'><text>h</text></hint><tags><tag><text>t</text></tag></tags>"
        "</question></quiz>"
    )
    found = import_(text.replace(f"</{part}>", f"<frobnicate/></{part}>", 1).encode(), name="q.xml")
    (missed,) = found.receipt.missed
    assert "<frobnicate>" in missed.what
    assert 'question "Q"' in missed.what
    assert missed.where == "line 2"


def documents(source: Path) -> list[bytes]:
    if source.is_dir():
        return [path.read_bytes() for path in sorted(source.rglob("*")) if path.is_file()]
    if zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            return [archive.read(name) for name in archive.namelist()]
    return [source.read_bytes()]


@pytest.mark.parametrize(
    "path",
    [
        *collected("canvas/qti-gem/canvas_cartridge", "canvas/qti-gem/*test*"),
        *collected("canvas/qti-gem/*banks", "canvas/qti-gem/items", "canvas/text2qti/*.zip"),
        *collected("canvas/qti-gem/items/*.xml", "qti12/*"),
    ],
    ids=lambda path: path.name,
)
def test_items_of_qti_1_2_are_all_counted(path: Path) -> None:
    shared_data("corpus", "qti12")
    try:
        found = import_(path)
    except QuizkitError:
        return
    assert_counts(found)
    idents = [
        ident
        for data in documents(path)
        if b"<questestinterop" in data[:4096]
        for ident in _ITEM.findall(data)
    ]
    total = asked(found) + found.receipt.read.get("bank copy", 0)
    # A cartridge holds each quiz twice, once as other systems read it; Blackboard's items have
    # no names of their own.
    assert len(set(idents)) <= total <= len(idents)


@pytest.mark.parametrize(
    "path",
    [
        *collected(
            "qti21/instructure/items_2.*", "qti21/instructure/*Test", "qti21/instructure/in*"
        ),
        *collected("qti21/pie/qti-samples/*", "qti21/instructure/*.zip", "qti21/ims-examples"),
    ],
    ids=lambda path: path.name,
)
def test_items_of_qti_2_are_all_counted(path: Path) -> None:
    shared_data("corpus", "qti21")
    found = import_(path)
    assert_counts(found)
    roots = [root_of(data) for data in documents(path)]
    whole = sum(root is not None and local(root) == "assessmentItem" for root in roots)
    broken = sum(
        root is None and b"<assessmentItem" in data
        for root, data in zip(roots, documents(path), strict=True)
    )
    # What a section of a test says is a text too.
    tests = [root for root in roots if root is not None and local(root) == "assessmentTest"]
    said = sum(1 for root in tests for _ in root.iter("{*}rubricBlock"))
    assert whole <= asked(found) <= whole + broken + said


@pytest.mark.parametrize("path", collected("gift/*"), ids=lambda path: path.name)
def test_blocks_of_gift_are_all_counted(path: Path) -> None:
    shared_data("corpus", "gift")
    try:
        found = import_(path)
    except QuizkitError:
        return
    assert_counts(found)
    text = path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
    shelves = len(re.findall(r"^\s*\$CATEGORY", text, re.MULTILINE))
    assert found.receipt.read.get("category", 0) == shelves


def test_our_own_json_is_counted() -> None:
    for path in sorted((ROOT / "exports").glob("*.json")):
        found = import_(path)
        document = json.loads(path.read_text("utf-8"))
        assert asked(found) == len(document["questions"])
        assert found.receipt.read.get("pool", 0) == len(document.get("groups", []))
        assert found.receipt.read.get("file", 0) == len(document.get("assets", []))
        assert not found.receipt.missed


def test_files_that_nothing_reads_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.gift").write_text("::a::One{=x ~y}\n")
    (tmp_path / "notes.txt").write_text("nothing here")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    found = import_(tmp_path)
    assert found.receipt.read["unused file"] == 2


@pytest.mark.parametrize(("shown", "said"), [(2, 0), (1, 1), (0, 1)])
def test_files_that_no_text_shows_are_named(shown: int, said: int) -> None:
    images = "".join(f'<img src="@@PLUGINFILE@@/{n}%20x.png">' for n in range(shown))
    files = "".join(
        f'<file name="{n} x.png" path="/" encoding="base64">iVBORw0KG{n}==</file>' for n in range(2)
    )
    data = (
        '<quiz><question type="essay"><name><text>Look</text></name>'
        f'<questiontext format="html"><text><![CDATA[<p>What is it? {images}</p>]]></text>{files}'
        "</questiontext></question></quiz>"
    )
    imported = import_(data.encode(), name="quiz.xml")
    assert len(imported.quiz.assets) == 2
    assert len(imported.losses) == said
    for loss in imported.losses:
        assert loss.feature is Feature.IMAGES
        assert loss.happened.endswith("media/1 x.png")
        assert ("media/0 x.png" in loss.happened) is (shown == 0)
