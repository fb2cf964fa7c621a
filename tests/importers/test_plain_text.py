"""Aiken and text2qti: what is read, and what is said of what is not."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from oracles import canvas_classic
from oracles.base import OracleQuestion

from quizkit.content.markup import escape
from quizkit.content.profile import Profile
from quizkit.content.render import Renderer
from quizkit.contents import with_contents
from quizkit.importing import Imported, import_
from quizkit.model import (
    Choice,
    Content,
    Essay,
    Info,
    Numbering,
    Numeric,
    Question,
    Selection,
    ShortText,
)
from tests.shared import shared_data

from .agree import differences
from .test_qti12 import as_read


def imported(text: str, format: str | None = None) -> Imported:
    return import_(text.encode(), format, name="quiz.txt")


def missed(found: Imported) -> list[str]:
    return [f"{one.where}: {one.what}" for one in found.receipt.missed]


def keys(question: Question) -> str:
    assert isinstance(question, Choice)
    return "".join(option.id for option in question.options if option.role == "key")


AIKEN = """\
Which gas do plants take up?
A) Oxygen
B. Carbon dioxide <CO2>
C) Nitrogen
ANSWER: B

A text of two lines:
what is the second?
A) This
B) That
ANSWER: A
"""


def test_aiken_is_plain_text() -> None:
    found = imported(AIKEN)
    assert found.format == "aiken"
    assert [keys(question) for question in found.quiz.questions] == ["b", "a"]
    first, second = found.quiz.questions
    assert isinstance(first, Choice)
    assert first.options[1].content.html == "Carbon dioxide &lt;CO2&gt;"
    assert second.stem.html == "A text of two lines:<br>\nwhat is the second?"
    assert not found.losses
    assert not missed(found)


def test_aiken_with_windows_line_ends_and_a_mark_is_the_same() -> None:
    data = b"\xef\xbb\xbf" + AIKEN.replace("\n", "\r\n").encode()
    assert import_(data, name="a.txt").quiz.questions == imported(AIKEN).quiz.questions


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("Lonely?\nA) One\nANSWER: A", 'line 1: question "Lonely?": it has one option alone'),
        ("No answer?\nA) One\nB) Two", 'line 1: question "No answer?": no answer is named'),
        ("Far?\nA) One\nB) Two\nANSWER: E", 'the answer "E" names an option that is not there'),
        ("Odd?\nA) One\nB) Two\nANSWER: ?", 'the answer "?" names no option'),
        ("Nothing?\nANSWER: A", 'line 1: question "Nothing?": it has no options'),
    ],
)
def test_a_broken_aiken_question_costs_one_message_and_no_other_question(
    block: str, said: str
) -> None:
    found = imported(f"{block}\n\n{AIKEN}", "aiken")
    assert [type(question) for question in found.quiz.questions] == [Info, Choice, Choice]
    (line,) = missed(found)
    assert said in line
    assert found.quiz.questions[0].stem.html is not None
    assert all(word in found.quiz.questions[0].stem.html for word in block.split()[:1])


def test_aiken_of_other_writers_keeps_numbering_and_several_keys() -> None:
    text = "Which?\nA) One\nB) Two\nC) Three\nNUMBERING: 123\nANSWER: A, C\n"
    found = imported(text)
    (question,) = found.quiz.questions
    assert isinstance(question, Choice)
    assert question.numbering is Numbering.DECIMAL
    assert question.selection is Selection.MULTIPLE
    assert keys(question) == "ac"
    assert [str(loss.feature) for loss in found.losses] == ["score"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("aiken-adv-1.txt", ["d", "a", "a"]),
        ("aiken-cakir-1.txt", ["d", "d", "a"]),
        ("aiken-moodle-questions.txt", ["b", "a"]),
        ("aiken-moodle-errors.txt", ["", "", "a", "", "b", "a"]),
        ("aiken-qas.txt", ["e", "a", "a", "b", "a"]),
    ],
)
def test_collected_aiken_files(name: str, expected: list[str]) -> None:
    found = import_(shared_data("corpus", "other", name))
    questions = found.quiz.questions
    assert found.format == "aiken"
    assert [keys(q) if isinstance(q, Choice) else "" for q in questions] == expected
    assert len(missed(found)) == expected.count("")


TEXT2QTI = """\
% a comment
Quiz title: Waters
Quiz description: About *rivers*.
shuffle answers: true

Title: Longest
Points: 1.5
1.  Which river is the longest?

    ```
    1. not a question
    ```
... It depends on the source.
+   Well done.
-   Look at a map.
*a) The Nile
... For now.
b)  The Po

2. Which are seas?
[*] Baltic
[ ] Baikal
[*] Kara

3. Name a lake.
* Ladoga
* Onega

4. How deep?
= 1_642 +- 5%

5. Between?
= [2, 3.5]

6. Describe it.
! Names of three banks.
____

GROUP
pick: 1
points per question: 2

1. True?
a) True
*b) False

2. Which?
a) x
*b) y

END_GROUP
"""


def test_text2qti_is_read_whole() -> None:
    found = imported(TEXT2QTI)
    quiz = found.quiz
    assert found.format == "text2qti"
    assert (quiz.title, quiz.description and quiz.description.markdown) == (
        "Waters",
        "About *rivers*.",
    )
    assert dict(found.receipt.read) == {
        "choice": 3,
        "essay": 1,
        "numeric": 2,
        "pool": 1,
        "short-text": 1,
        "true-false": 1,
    }
    first, seas, lake, deep, between, describe, *_ = quiz.questions
    assert isinstance(first, Choice)
    assert first.title == "Longest"
    assert first.points == Fraction(3, 2)
    assert first.shuffle
    assert first.stem.markdown == "Which river is the longest?\n\n```\n1. not a question\n```"
    assert first.feedback.correct is not None
    assert first.options[0].feedback is not None
    assert keys(seas) == "ac"
    assert isinstance(lake, ShortText)
    assert isinstance(deep, Numeric)
    assert deep.answers[0].tolerance == Fraction(821, 10)
    assert isinstance(between, Numeric)
    assert (between.answers[0].low, between.answers[0].high) == (2, Fraction(7, 2))
    assert isinstance(describe, Essay)
    assert describe.model_answer is not None
    (group,) = quiz.groups
    assert (group.pick, group.points, len(group.questions)) == (1, 2, 2)
    assert not missed(found)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("1. No answers?", "it has no answers"),
        ("1. Two?\n*a) One\n*b) Two", "several options are marked as the right one"),
        ("1. None?\na) One\nb) Two", "no option is marked as right"),
        ("1. Number?\n= five", '"five" is no number'),
        ("1. Empty?\n= [3, 1]", 'the answer "[3, 1]" accepts no number'),
        ("1. Mixed?\n*a) One\n* two", "its answers are of several kinds"),
    ],
)
def test_a_broken_text2qti_question_costs_one_message_and_no_other_question(
    block: str, said: str
) -> None:
    found = imported(f"{block}\n\n2. Fine?\n*a) Yes\nb) No\n", "text2qti")
    assert [type(question) for question in found.quiz.questions] == [Info, Choice]
    (line,) = missed(found)
    assert line.startswith("line 1: ")
    assert said in line


def test_code_to_be_run_is_named_and_never_run() -> None:
    text = '1. Fine?\n*a) Yes\nb) No\n\n```{.python .run}\nraise SystemExit("run")\n```\n'
    found = imported(text)
    assert missed(found) == ["line 5: code to be run, which may write questions"]
    assert len(found.quiz.questions) == 1


def test_a_line_that_is_not_indented_stays_with_its_question() -> None:
    found = imported("1. A question\nthat goes on\n*a) Yes\nb) No\n")
    assert found.quiz.questions[0].stem.markdown == "A question\nthat goes on"
    assert len(missed(found)) == 1


def test_text2qti_scores_and_says_what_its_own_package_does_in_canvas() -> None:
    folder = shared_data("corpus", "canvas", "text2qti")
    found = import_(folder / "sample.txt")
    theirs: list[OracleQuestion] = list(canvas_classic.read((folder / "sample.zip").read_bytes()))
    questions = found.quiz.questions
    assert len(questions) == len(theirs)
    assert [question.title for question in questions[:2]] == ["First", "Multi"]
    problems = []
    for ours, judged in zip(questions, theirs, strict=True):
        pool = next((g for g in found.quiz.groups if ours.id in g.questions), None)
        if pool is not None:
            judged.points = ours.points
        lost = frozenset(str(loss.feature) for loss in found.losses if loss.question_id == ours.id)
        rendered = _rendered(ours)
        problems += [f"{ours.id}: {one}" for one in differences(rendered, as_read(judged), lost)]
    assert not problems


def _rendered(question: Question) -> Question:
    """The question with its Markdown as HTML."""
    profile = Profile(name="said", address=str, math=lambda tex, _: f"\\({escape(tex)}\\)")
    render = Renderer()
    return with_contents(
        question, lambda content: Content(html=render.html(content, profile).markup)
    )


def test_ordinary_markdown_is_neither(tmp_path: Path) -> None:
    for text in ("# Title\n\n1. Buy milk\n2. * one\n", "Notes\n\n* a\n* b\n\n1. One\n2. Two\n"):
        path = tmp_path / "notes.md"
        path.write_text(text)
        with pytest.raises(Exception, match="is of no format that quizkit reads"):
            import_(path)
