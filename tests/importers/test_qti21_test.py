"""What the test of a QTI 2.1 package says of its items."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from fractions import Fraction

import pytest

from quizkit.api import read_text
from quizkit.importing import Imported, import_
from quizkit.model import Choice, ChoiceGap, Cloze, Content, ShortText
from quizkit.updating import update

from .round_trip import exported

_QUIZ = """\
## Sum {points=2}

What is 1 + 1?

- = 2
- = 3 {weight=50%}

## Word {points=1/3}

Which? Choose one.

- ✅ a
- ❌ b

## Free {points=0}

Which? Choose one.

- ✅ a
- ❌ b
"""


def edited(data: bytes, member: str, edit: Callable[[str], str]) -> bytes:
    """An archive with one of its members edited."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == member:
                before, content = content, edit(content.decode()).encode()
                assert content != before
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "old, new, points",
    [
        ('value="2"', 'value="5"', (Fraction(5), Fraction(1, 3), Fraction(0))),
        ('value="0"', 'value="1.5"', (Fraction(2), Fraction(1, 3), Fraction(3, 2))),
        ('value="2"', 'value="0"', (Fraction(0), Fraction(1, 3), Fraction(0))),
        ('value="2"', 'value="-1"', (Fraction(2), Fraction(1, 3), Fraction(0))),
        ('value="2"', 'value="two"', (Fraction(2), Fraction(1, 3), Fraction(0))),
        ('"POINTS" value="2"', '"OTHER" value="5"', (Fraction(2), Fraction(1, 3), Fraction(0))),
    ],
)
def test_points_that_were_changed_in_the_test_arrive(
    old: str, new: str, points: tuple[Fraction, ...]
) -> None:
    reading = read_text(_QUIZ)
    data, _ = exported(reading.quiz, "qti21")
    data = edited(data, "assessment.xml", lambda text: text.replace(old, new))
    imported = import_(data, name="quiz.zip")
    assert tuple(question.points for question in imported.quiz.questions) == points
    told = [loss.question_id for loss in imported.losses if loss.feature == "points"]
    changed = [
        question.id
        for question, worth in zip(reading.quiz.questions, points, strict=True)
        if question.points != worth
    ]
    assert told == changed


def test_points_that_were_changed_in_the_test_are_brought_back() -> None:
    reading = read_text(_QUIZ)
    data, _ = exported(reading.quiz, "qti21")
    data = edited(data, "assessment.xml", lambda text: text.replace('value="2"', 'value="5"'))
    done = update(reading, import_(data, name="quiz.zip").quiz, "qti21")
    assert done.text == _QUIZ.replace("points=2}", "points=5}")
    assert not done.unplaced


_SECTIONS = """<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="t"
 title="T">{head}<testPart identifier="p" navigationMode="linear" submissionMode="individual">
<assessmentSection identifier="a" title="Part A" visible="true">{a}
<assessmentItemRef identifier="one" href="one.xml">{item}</assessmentItemRef></assessmentSection>
<assessmentSection identifier="b" title="Part B" visible="true">{b}
<assessmentItemRef identifier="two" href="two.xml"/></assessmentSection>
</testPart>{tail}</assessmentTest>"""
_ITEM = """<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="{name}"
 title="{name}" adaptive="false" timeDependent="false"><itemBody><p>Text {name}.</p></itemBody>
</assessmentItem>"""
_MANIFEST = """<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><resources>
<resource identifier="t" type="imsqti_test_xmlv2p1" href="t.xml"><file href="t.xml"/></resource>
</resources></manifest>"""


def of_sections(**parts: str) -> Imported:
    """A test of two sections with an item each."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("imsmanifest.xml", _MANIFEST)
        text = _SECTIONS
        for name in ("head", "a", "item", "b", "tail"):
            text = text.replace(f"{{{name}}}", parts.get(name, ""))
        archive.writestr("t.xml", text)
        for name in ("one", "two"):
            archive.writestr(f"{name}.xml", _ITEM.replace("{name}", name))
    return import_(out.getvalue(), name="test.zip")


def _said(text: str, view: str = "candidate") -> str:
    return f'<rubricBlock view="{view}"><p>{text}</p></rubricBlock>'


def test_what_sections_say_stands_before_their_items() -> None:
    quiz = of_sections(a=_said("First part."), b=_said("Second part.")).quiz
    assert quiz.description is None
    assert [(q.stem.source, q.category) for q in quiz.questions] == [
        ("<p>First part.</p>", ("Part A",)),
        ("<p>Text one.</p>", ("Part A",)),
        ("<p>Second part.</p>", ("Part B",)),
        ("<p>Text two.</p>", ("Part B",)),
    ]
    quiz = of_sections(a=_said("Welcome.")).quiz
    assert quiz.description == Content(html="<p>Welcome.</p>")
    assert len(quiz.questions) == 2


def test_settings_of_the_whole_test_are_its_own() -> None:
    imported = of_sections(
        head='<timeLimits maxTime="600"/>',
        item='<itemSessionControl maxAttempts="3"/><timeLimits maxTime="60"/>',
        a='<ordering shuffle="true"/>',
    )
    settings = imported.quiz.settings
    assert (settings.time_limit, settings.attempts, settings.shuffle_questions) == (10, None, None)
    assert [loss.happened for loss in imported.losses] == [
        "time limits of single sections or questions are left out",
        "attempts of single sections or questions are left out",
        "the questions of some sections alone were shuffled",
    ]


def test_what_a_test_says_and_a_quiz_does_not_hold_is_named() -> None:
    imported = of_sections(
        b='<branchRule target="EXIT_TEST"><baseValue baseType="boolean">true</baseValue>'
        f"</branchRule>{_said('Look twice.', 'scorer')}",
        tail='<testFeedback access="atEnd" outcomeIdentifier="F" showHide="show" identifier="x" '
        'title="t"><p>Well done, all of you.</p></testFeedback>',
    )
    assert [loss.happened for loss in imported.losses] == [
        "what a section says to graders is left out",
        "which questions came next depended on the answers; here all are asked in turn",
        'feedback to the whole test is left out: "Well done, all of you."',
    ]


@pytest.mark.parametrize("answer", ["Größe", "İzmir", "ﬁn", "naïve"])
def test_case_that_counts_comes_back_whatever_the_letters(answer: str) -> None:
    for case in ("true", "false"):
        quiz = read_text(f"## Word {{case={case}}}\n\nWhich word?\n\n- = {answer}\n").quiz
        data, _ = exported(quiz, "qti21")
        (question,) = import_(data, name="quiz.zip").quiz.questions
        assert isinstance(question, ShortText)
        assert question.case_sensitive is (case == "true")


def test_an_entry_that_keeps_its_place_in_a_list_keeps_it() -> None:
    text = "## Gap\n\nIt {✅ grows | ❌ shrinks | ❌ neither {fixed=true}} in spring.\n"
    data, _ = exported(read_text(text).quiz, "qti21")
    (question,) = import_(data, name="quiz.zip").quiz.questions
    assert isinstance(question, Cloze)
    (gap,) = question.gaps
    assert isinstance(gap, ChoiceGap)
    assert [option.fixed for option in gap.options] == [False, False, True]


def test_lists_that_lose_their_order_are_named() -> None:
    item = (
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="a" title="A" '
        'adaptive="false" timeDependent="false"><responseDeclaration identifier="R" '
        'cardinality="single" baseType="identifier"><correctResponse><value>x</value>'
        "</correctResponse></responseDeclaration><itemBody><p>It "
        '<inlineChoiceInteraction responseIdentifier="R" shuffle="{}">'
        '<inlineChoice identifier="x">grows</inlineChoice>'
        '<inlineChoice identifier="y">shrinks</inlineChoice></inlineChoiceInteraction>.</p>'
        '</itemBody><responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/'
        'rptemplates/match_correct"/></assessmentItem>'
    )
    for shuffled, said in (("false", ["shuffle"]), ("true", [])):
        imported = import_(item.format(shuffled).encode(), name="item.xml")
        assert [loss.feature for loss in imported.losses] == said


def test_what_is_said_to_the_only_right_option_stays_with_it() -> None:
    text = (
        "## Trees {scoring=weights}\n\nWhich keep their leaves? Choose all that apply.\n\n"
        "- ✅ Pine {weight=100%}\n  > Needles are leaves.\n- ⚠️ Holly\n- ⚠️ Ivy\n\n"
        "### If correct\n\nWell done.\n"
    )
    data, _ = exported(read_text(text).quiz, "qti21")
    (question,) = import_(data, name="quiz.zip").quiz.questions
    assert isinstance(question, Choice)
    first, second = question.options[0].feedback, question.feedback.correct
    assert first is not None
    assert "Needles are leaves." in first.source
    assert second is not None
    assert "Needles" not in second.source
