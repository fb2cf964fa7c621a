"""QTI 1.2: collected files score and say what Canvas reads in them."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from oracles import canvas_classic, canvas_new, qti12
from oracles.base import ImportRefused, OracleQuestion, Unverifiable

from quizkit.importing import Imported, import_
from quizkit.model import Choice, ChoiceGap, Cloze, Essay, Info, Matching, Ordering, Question
from tests.shared import shared_data

from .agree import collected, differences

CANVAS = (
    *collected("canvas/qti-gem/canvas_cartridge", "canvas/qti-gem/*test*", "canvas/qti-gem/*banks"),
    *collected("canvas/qti-gem/items/*.xml"),
    *collected("canvas/text2qti/*.zip"),
    *collected("qti12/gift2qti*.xml"),
    *collected("qti12/prairielearn*.xml"),
    *collected("qti12/vosslab*.zip"),
)
UNJUDGED = {
    "choice_vary_points_by_answer.xml": "begins with a broken declaration: no oracle reads it",
    "i43dbc4f8278e6ded31674b351f9a1c37": "a pair without a left and a right side",
    "iab6bb0c682429210e52f46c57fe4ffd0": "two options that nobody filled in are left out",
    "QUE_1003": "not Canvas's dialect: a condition for each option, with 0 for the wrong ones",
}
_EQUATION = re.compile(r"<img[^>]*equation_image[^>]*>")
_DRAWN = re.compile(r'equation_images/([^"?]+)')


def documents(source: Path) -> Iterator[bytes]:
    """The files of questions in a source."""
    if source.is_dir():
        found = [path.read_bytes() for path in sorted(source.rglob("*")) if path.is_file()]
    elif zipfile.is_zipfile(source):
        with zipfile.ZipFile(source) as archive:
            found = [archive.read(name) for name in archive.namelist()]
    else:
        found = [source.read_bytes()]
    yield from (data for data in found if b"<questestinterop" in data[:4096])


def judged(source: Path) -> dict[str, OracleQuestion]:
    """What the engine that an item is written for reads, by identifier.

    An item of New Quizzes is known by its scoring algorithms. What no engine takes is left out.
    """
    found: dict[str, OracleQuestion] = {}
    for document in documents(source):
        new = b"scoring_algorithm" in document
        try:
            items = (canvas_new if new else canvas_classic).read_items(document)
        except ImportRefused:
            continue
        for ident, item in items.items():
            if not isinstance(item, ImportRefused | Unverifiable) and item.kind != "unusable":
                found[ident] = as_read(item)
    return found


def as_read(theirs: OracleQuestion) -> OracleQuestion:
    """With gaps and formulas in the stem spelled as the comparison takes them."""
    for gap in theirs.gaps:
        theirs.stem = theirs.stem.replace(f"[{gap.name}]", "{{g1}}")
    theirs.stem = _EQUATION.sub(_formula, theirs.stem)
    return theirs


def _formula(match: re.Match[str]) -> str:
    drawn = _DRAWN.search(match[0])
    assert drawn is not None
    return f"\\({html.escape(unquote(unquote(drawn[1])))}\\)"


def compared(imported: Imported, oracle: dict[str, OracleQuestion]) -> Iterator[Question]:
    """The questions that an oracle judges; fails where it says something else of one."""
    problems: list[str] = []
    for question in imported.quiz.questions:
        theirs = oracle.get(question.id)
        if theirs is None or question.id in UNJUDGED:
            continue
        if isinstance(question, Info) and theirs.kind != "info":
            continue
        yield question
        lost = frozenset(
            str(loss.feature) for loss in imported.losses if loss.question_id == question.id
        )
        problems += [f"{question.id}: {words}" for words in differences(question, theirs, lost)]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("path", CANVAS, ids=lambda path: path.name)
def test_canvas_files_score_and_say_what_canvas_reads(path: Path) -> None:
    shared_data("corpus", "canvas")
    imported = import_(path)
    assert imported.format == "qti12"
    list(compared(imported, judged(path)))


def test_most_questions_of_the_collection_are_judged() -> None:
    shared_data("corpus", "canvas")
    seen, total = 0, 0
    for path in CANVAS:
        imported = import_(path)
        total += len(imported.quiz.questions)
        seen += len(list(compared(imported, judged(path))))
    assert (seen, total) == (73, 88)


OTHERS = collected(
    *("qti12/blackboard-sample-qti.dat", "qti12/qas-bb8.imscc", "qti12/qas-bb-vista.imscc"),
    *("qti12/qas-canvas-respondus.zip", "qti12/gift2qti*.xml", "qti12/vosslab*.zip"),
)
HABITS = {
    "DD76E663D4244C598FC91CFC433F6D5B": "Blackboard praises a typed answer and states no score",
    "_154762_1": "Blackboard praises a typed answer and states no score",
    "_154758_1": "Blackboard praises a number and states no score",
    "_154777_1": "two options that nobody filled in are left out",
    "4609842630341": "alternatives of one blank add up to more than all",
    "QUE_1051": "Respondus puts a value and its bounds side by side, and means either",
}
"""What tools mean otherwise than the specification would run it; read by eye."""


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_files_of_other_tools_score_as_their_conditions_say(path: Path) -> None:
    shared_data("corpus", "qti12")
    imported = import_(path)
    oracle: dict[str, qti12.Qti12Question] = {}
    for document in documents(path):
        oracle.update(qti12.read_items(document))
    judged_here, problems = 0, []
    for question in imported.quiz.questions:
        theirs = oracle.get(question.id)
        skipped = isinstance(question, Info | Essay | Matching | Ordering)
        lost = {str(loss.feature) for loss in imported.losses if loss.question_id == question.id}
        if theirs is None or skipped or not theirs.best or question.id in HABITS:
            continue
        if "score" in lost:
            continue
        theirs.points, theirs.stem = question.points, question.stem.source
        judged_here += 1
        found = differences(question, theirs, frozenset({"answer feedback"}))
        problems += [f"{question.id}: {words}" for words in found]
    assert not problems, "\n".join(problems)
    assert judged_here


def test_a_jumbled_sentence_keeps_its_words_and_their_places() -> None:
    imported = import_(shared_data("corpus", "qti12", "qas-bb-vista.imscc"))
    (question,) = [q for q in imported.quiz.questions if q.title == "Jumbled Sentence"]
    assert isinstance(question, Cloze)
    assert question.stem.html == "The quick {{g1}} fox {{g2}} over the {{g3}}."
    right = [
        next(o.content.html for o in gap.options if o.role == "key")
        for gap in question.gaps
        if isinstance(gap, ChoiceGap)
    ]
    assert right == ["brown", "jumped", "fence"]


def test_pairs_without_words_are_named() -> None:
    path = shared_data("corpus", "canvas", "qti-gem", "items", "matching_feedback.xml")
    told = [loss.happened for loss in import_(path).losses if loss.feature == "score"]
    assert told == ["2 pairs without words are left out; the others share what was earned for them"]


def test_options_that_nobody_filled_in_are_left_out_and_named() -> None:
    path = shared_data("corpus", "canvas", "qti-gem", "test_with_comments", "imsmanifest.xml")
    imported = import_(path)
    question = imported.quiz.questions[0]
    assert isinstance(question, Choice)
    assert [option.content.source for option in question.options] == [
        "Correct",
        "Wrong",
        "Super Wrong",
    ]
    told = [loss.happened for loss in imported.losses if loss.question_id == question.id]
    assert "2 options without text are left out" in told


_SAYS = "<{tag}{view}><material><mattext>{text}</mattext></material></{tag}>"


def says(tag: str, text: str, view: str = "") -> str:
    return _SAYS.format(tag=tag, text=text, view=f' view="{view}"' if view else "")


def test_what_a_test_and_its_sections_say_has_its_place() -> None:
    item = (
        '<item ident="{name}"><presentation><material><mattext>Q {name}</mattext></material>'
        "</presentation></item>"
    )
    data = (
        '<questestinterop><assessment ident="a" title="A">'
        + says("objectives", "Know trees.")
        + says("rubric", "For graders.", "Scorer")
        + '<section ident="s1">'
        + says("presentation_material", "Part one.")
        + item.replace("{name}", "i1")
        + '</section><section ident="s2">'
        + says("rubric", "Part two.", "Candidate")
        + says("objectives", "Know bark.")
        + item.replace("{name}", "i2").replace(
            "<presentation>", says("rubric", "Think.") + "<presentation>", 1
        )
        + "</section></assessment></questestinterop>"
    )
    imported = import_(data.encode(), name="test.xml")
    quiz = imported.quiz
    assert quiz.description is not None
    assert quiz.description.source == "Know trees."
    assert [question.stem.source for question in quiz.questions] == [
        "Part one.",
        "Q i1",
        "Part two.",
        "Q i2",
    ]
    told = [(loss.question_id, loss.happened) for loss in imported.losses]
    assert (None, 'the objectives "Know bark." are left out') in told
    assert ("i2", 'the rubric "Think." is left out') in told


def test_what_cannot_be_asked_keeps_its_choices_and_names_its_feedback() -> None:
    labels = "".join(
        f'<response_label ident="{n}"><material><mattext>{text}</mattext></material>'
        "</response_label>"
        for n, text in enumerate(("Agree", "Disagree"))
    )
    data = (
        '<questestinterop><item ident="i"><itemmetadata><bbmd_questiontype>Opinion Scale'
        "</bbmd_questiontype></itemmetadata><presentation><material><mattext>Trees matter."
        '</mattext></material><response_lid ident="r" rcardinality="Single"><render_choice>'
        f'{labels}</render_choice></response_lid></presentation><itemfeedback ident="x">'
        "<material><mattext>Thanks.</mattext></material></itemfeedback></item></questestinterop>"
    )
    imported = import_(data.encode(), name="survey.xml")
    (question,) = imported.quiz.questions
    assert isinstance(question, Info)
    words = re.sub("<[^>]*>", " ", question.stem.source).split()
    assert words == ["Trees", "matter.", "Agree", "Disagree"]
    assert "only its text was taken" in imported.receipt.missed[0].what
    assert [loss.happened for loss in imported.losses] == ['the feedback "x" has no place here']
    spots = import_(shared_data("corpus", "canvas", "qti-gem", "items", "hot_spot.xml"))
    assert all("<img" in question.stem.source for question in spots.quiz.questions)
