"""Gaps in running text, read and written."""

from __future__ import annotations

import time
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizkit.api import read_text
from quizkit.markdown.items import Markers
from quizkit.markdown.types.answers import answer_text, read_answer, write_answer_text
from quizkit.markdown.types.cloze import ClozeReading, read_cloze
from quizkit.markdown.types.cloze_writer import write_cloze, write_gap
from quizkit.markdown.types.gaps import find_gaps
from quizkit.model import (
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Gap,
    NumericAnswer,
    NumericGap,
    Option,
    Role,
    TextAnswer,
    TextGap,
)


def read(markdown: str, *, comma: bool = False) -> ClozeReading:
    return read_cloze(markdown, decimal_comma=comma)


def only(markdown: str) -> Gap:
    stem, gaps, problems = read(markdown)
    assert problems == []
    assert stem == "{{g1}}"
    return gaps[0]


def texts(markdown: str) -> list[str]:
    gap = only(markdown)
    if isinstance(gap, ChoiceGap):
        return [option.content.source for option in gap.options]
    assert isinstance(gap, TextGap)
    return [answer.text for answer in gap.answers]


def test_typed_gap_with_a_weight() -> None:
    assert only("{= Paris | = Lutetia 50%}") == TextGap(
        id="g1", answers=(TextAnswer(text="Paris"), TextAnswer(text="Lutetia", weight=F(1, 2)))
    )


def test_numeric_gap() -> None:
    assert only("{= 3.14 ± 0.01}") == NumericGap(
        id="g1", answers=(NumericAnswer(value=F("3.14"), tolerance=F("0.01")),)
    )
    assert isinstance(read("{= 3,14}", comma=True).gaps[0], NumericGap)
    assert isinstance(only("{= 10 | ≠ ten}"), TextGap)


def test_drop_down_with_feedback() -> None:
    gap = only("{✅ Paris | ❌ Lyon > Second city.}")
    assert isinstance(gap, ChoiceGap)
    assert [(o.id, o.content.source, o.role) for o in gap.options] == [
        ("a", "Paris", Role.KEY),
        ("b", "Lyon", Role.DISTRACTOR),
    ]
    assert gap.options[1].feedback == Content(markdown="Second city.")


def test_expected_wrong_answer_earns_nothing() -> None:
    gap = only("{= Paris | ≠ Lyon > Second city.}")
    assert isinstance(gap, TextGap)
    assert gap.answers[1] == TextAnswer(
        text="Lyon", weight=F(0), feedback=Content(markdown="Second city.")
    )


@pytest.mark.parametrize(
    "text",
    [
        r"\{= a}", "`{= a}`", "$x{= a}$", "$$\n{= a}\n$$", "    {= a}", "```\n{= a}\n```",
        "- x\n\n      {= a}", "{a}", "{}", "{x: 1}", "{{= a}}", "`<b>`{=html}", "{==marked==}",
        "<code>{= a}</code>", "<pre>\n{= a}\n</pre>", "<!-- {= a} -->", '<a href="{= a}">x</a>',
        "## Title {#id .cloze points=2}", "[x]: {=a}",
    ],
)  # fmt: skip
def test_no_gap(text: str) -> None:
    assert read(text) == (text, (), [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ =  Paris }", ["Paris"]),
        ("{=Paris}", ["Paris"]),
        ("{= a|b | = c}", ["a|b", "c"]),
        (r"{= x \> y}", ["x > y"]),
        (r"{= a\} b}", ["a} b"]),
        ("{= a{b}c}", ["a{b}c"]),
        ("{= **bold** and `co de`}", ["bold and co de"]),
        ("{= `a | b` | = `}`}", ["a | b", "}"]),
        ("{= Paris\n| = Lutetia}", ["Paris", "Lutetia"]),
        ("{[x] yes | [ ] no}", ["yes", "no"]),
        ("{✅ about 50% | ❌ about 25%}", ["about 50%", "about 25%"]),
        ("{= about 50%}", ["about 50%"]),
        (r"{= all | = up 50\%}", ["all", "up 50%"]),
        ("{= 50% | = half}", ["50%", "half"]),
    ],
)
def test_alternatives(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_weights_and_tolerances_are_told_apart() -> None:
    gap = only("{= 100 | = 100 ± 5% 50%}")
    assert isinstance(gap, NumericGap)
    assert [(a.tolerance, a.weight) for a in gap.answers] == [(0, 1), (5, F(1, 2))]
    drop = only("{✅ Paris | ❌ Lutetia {weight=25%} > Old.}")
    assert isinstance(drop, ChoiceGap)
    assert [o.weight for o in drop.options] == [None, F(1, 4)]


def test_gaps_in_tables_lists_and_quotes() -> None:
    text = (
        "| a | b |\n|---|---|\n| {✅ would \\| ❌ will} | `{= n}` |\n| ` | {= x | = y} |\n\n"
        "1. {= one}\n   - {= two}\n\n> say {= three\n> | = drei} end\n"
    )
    stem, gaps, problems = read(text)
    assert problems == []
    assert stem == (
        "| a | b |\n|---|---|\n| {{g1}} | `{= n}` |\n| ` | {{g2}} |\n\n"
        "1. {{g3}}\n   - {{g4}}\n\n> say {{g5}} end\n"
    )
    assert isinstance(gaps[0], ChoiceGap)
    assert [o.content.source for o in gaps[0].options] == ["would", "will"]


def test_ids_avoid_what_the_text_writes_itself() -> None:
    assert read("Type `{{g1}}` or \\{{g2}} {= a} {= b}").stem.endswith("{{g3}} {{g4}}")
    assert read_cloze("{= a}", decimal_comma=False, first_id=7).stem == "{{g7}}"


def test_attributes_for_the_gap() -> None:
    gap = only("{= 007 {case=true points=2 .text}}")
    assert gap == TextGap(
        id="g1", answers=(TextAnswer(text="007"),), case_sensitive=True, points=F(2)
    )
    assert read("{= a {gap=city}}").stem == "{{city}}"


def test_attributes_behind_feedback_are_the_gaps_too() -> None:
    (gap,) = read_cloze("{= a | ≠ b > No. {points=2}}", decimal_comma=False).gaps
    assert isinstance(gap, TextGap)
    assert (gap.points, gap.answers[1].feedback) == (2, Content(markdown="No."))
    (gap,) = read_cloze("{= a > the set {x=1}}", decimal_comma=False).gaps
    assert isinstance(gap, TextGap)
    assert gap.answers[0].feedback == Content(markdown="the set {x=1}")


def test_own_markers() -> None:
    own = Markers({Role.KEY: ("(+)",), Role.DISTRACTOR: ("(-)",)})
    gap = read_cloze("{(+) a | (-) b}", decimal_comma=False, markers=own).gaps[0]
    assert isinstance(gap, ChoiceGap)
    assert [o.role for o in gap.options] == [Role.KEY, Role.DISTRACTOR]


@pytest.mark.parametrize(
    ("text", "offset", "code"),
    [
        ("x {= a", 2, "QK113"),
        ("{= a {= b}", 0, "QK113"),
        ("{= a\n\nb}", 0, "QK113"),
        ("{= }", 0, "QK201"),
        ("{✅}", 0, "QK201"),
        ("{≠ a}", 0, "QK201"),
        ("{❌ a | ❌ b}", 0, "QK201"),
        ("{= a | = }", 7, "QK105"),
        ("{= a | b}", 7, "QK103"),
        ("{= a | ❌ b}", 7, "QK103"),
        ("{✅ a}", 0, "QK107"),
        ("{= 1,200}", 1, "QK212"),
        ("{= 3 ± -1}", 1, "QK212"),
        ("{= 4..2}", 1, "QK211"),
        ("{= a | = b 150%}", 7, "QK208"),
        ("{= 3 150%}", 1, "QK208"),
        ("{= a | ≠ b 50%}", 7, "QK208"),
        ("{= a {pionts=2}}", 1, "QK112"),
        ("{= a {points=-2}}", 1, "QK112"),
        ("{= a {weight=x}}", 1, "QK112"),
        ("{✅ a {#x} | ❌ b {#x}}", 12, "QK111"),
    ],
)
def test_bad_input_is_one_problem_at_its_place(text: str, offset: int, code: str) -> None:
    assert [problem[:2] for problem in read(text).problems] == [(offset, code)]


def test_a_gap_that_cannot_be_read_stays_and_costs_no_other() -> None:
    stem, gaps, _ = read("{= } and {= a} and {= b")
    assert stem == "{= } and {{g1}} and {= b"
    assert len(gaps) == 1


@pytest.mark.parametrize(
    "piece", ["{= ", "{= a} ", "{", "\\{", "`{= ", "$ {= a", "| {= a ", "{= <b"]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    start = time.perf_counter()
    read(piece * 5_000)
    assert time.perf_counter() - start < 5


_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "),
    min_size=1,
    max_size=12,
).filter(lambda text: text == text.strip() and "  " not in text)


@given(_WORDS)
def test_an_answers_text_is_written_and_read_back(text: str) -> None:
    assert answer_text(write_answer_text(text)) == text


@given(
    st.lists(_WORDS, min_size=1, max_size=4),
    st.fractions(min_value=F(1, 100), max_value=1, max_denominator=100),
    st.booleans(),
    st.booleans(),
)
def test_a_typed_gap_is_written_and_read_back(
    words: list[str], weight: F, case: bool, table: bool
) -> None:
    answers = tuple(TextAnswer(text=word, weight=weight) for word in words)
    gap = TextGap(id="g1", answers=(TextAnswer(text="full"), *answers), case_sensitive=case)
    written = write_gap(gap, table=table)
    if table:
        written = f"| a |\n|---|\n| {written} |\n"
    assert read(written).gaps == (gap,)


def test_a_gap_of_each_kind_is_written_and_read_back() -> None:
    remark = Content(markdown="Not {this} > that.")
    gaps: list[Gap] = [
        TextGap(id="g1", answers=(TextAnswer(text="3"),), points=F(2)),
        NumericGap(id="g2", answers=(NumericAnswer(min=F(1), max=F(2), feedback=remark),)),
        ChoiceGap(
            id="town",
            options=(
                Option(id="a", content=Content(markdown="50%"), role=Role.KEY, fixed=True),
                Option(id="no", content=Content(markdown="up 5%"), role=Role.DISTRACTOR,
                       weight=F(1, 3), feedback=remark),
                Option(id="c", content=Content(markdown="*x*"), role=Role.NEUTRAL),
            ),
        ),
    ]  # fmt: skip
    stem = "A {{g1}}, {{g2}}\n\n| x |\n|---|\n| {{town}} |\n\nand `{{x}}`"
    cloze = Cloze(id="q", stem=Content(markdown=stem), gaps=tuple(gaps))
    written = write_cloze(cloze, decimal_comma=False)
    assert r"\| ❌" in written
    assert read(written) == (stem, tuple(gaps), [])


def test_what_only_looks_like_a_gap_is_escaped_when_written() -> None:
    cloze = Cloze(id="q", stem=Content(markdown="{= x} {{g1}}"), gaps=(only("{= a}"),))
    assert write_cloze(cloze, decimal_comma=False) == r"\{= x} {= a}"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**Paris**", "Paris"), (r"a\*b", "a*b"), ("`x = 1`", "x = 1"), ("&amp;", "&"),
        ("- 5", "- 5"), ("2. x", "2. x"), ("# x", "# x"), ("", ""), ("[a](b)", "a"), ("***", "***"),
        ("<p>", "<p>"), ("</div>", "</div>"), ("<br>", "<br>"), (r"\<p>", "<p>"), ("`<p>`", "<p>"),
        ('<img src="a">', '<img src="a">'), ("H<sub>2</sub>O", "H2O"), ("<p>Hi", "<p>Hi"),
    ],
)  # fmt: skip
def test_an_answer_is_reduced_to_its_text(markdown: str, text: str) -> None:
    assert answer_text(markdown) == text


def test_an_answers_number_is_read_from_its_text() -> None:
    answer = read_answer("=", "**3,14** ± 0,01", decimal_comma=True)
    assert answer.number == NumericAnswer(value=F("3.14"), tolerance=F("0.01"))
    assert answer.weight == 1
    assert read_answer("≠", "12\u00a0000", decimal_comma=False).number == NumericAnswer(
        value=F(12000)
    )
    assert read_answer("≠", "x", decimal_comma=False).weight == 0


@given(st.text(alphabet="{}=≠✅❌|>\\`$ \n%5ab-<", max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    stem, gaps, _ = read(text)
    assert len(find_gaps(text)) >= len(gaps)
    assert all(f"{{{{{gap.id}}}}}" in stem for gap in gaps)


def test_a_gap_in_a_numbered_list_of_questions_is_a_question_of_its_own() -> None:
    boxes = "   - [ ] Joule\n   - [x] Newton\n"
    both = read_text(f"# Test\n\n1) Which?\n\n{boxes}\n2) Fill in: E = {{= mc^2}}.\n").quiz
    assert [type(question) for question in both.questions] == [Choice, Cloze]
    assert "Newton" not in both.questions[1].stem.source
    boxes = "- [x] force\n- [ ] mass\n"
    gaps = "**Q2.** F = {= ma}.\n\n**Q3.** E = {= mc^2}.\n"
    source = f"**Q1.** Which?\n\n{boxes}\n{gaps}\n**Q4.** Which?\n\n{boxes}"
    found = read_text(source).quiz.questions
    assert [type(question) for question in found] == [Choice, Cloze, Cloze, Choice]
    assert [question.feedback.general for question in found] == [None] * 4
    (one,) = read_text("## Fill in\n\n1. one {= a}\n2. two {= b}\n").quiz.questions
    assert isinstance(one, Cloze)
    assert len(one.gaps) == 2
