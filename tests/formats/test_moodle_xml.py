"""Moodle XML as Moodle imports and marks it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from oracles.moodle_display import hazards
from oracles.moodle_engine import MoodleQuestion
from oracles.moodle_xml import read

from quizkit.formats.base import Feature, Fidelity, Loss
from quizkit.formats.moodle_xml.exporter import MoodleXmlExporter
from quizkit.formats.moodle_xml.gaps import gap_text
from quizkit.importing import import_
from quizkit.model import (
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Essay,
    Feedback,
    Group,
    Info,
    Matching,
    Numbering,
    Numeric,
    NumericGap,
    Option,
    Ordering,
    Pair,
    Policy,
    Question,
    Role,
    Selection,
    Settings,
    ShortText,
    TextGap,
    TrueFalse,
)
from quizkit.scoring import score

from .moodle_bench import (
    PNG,
    choice,
    classes,
    differences,
    export,
    interval,
    lost,
    md,
    number,
    policies,
    subsets,
    text_answer,
)

COMBINED = Feedback(
    general=md("general"), correct=md("right"), partial=md("partly"), incorrect=md("wrong")
)


def exported(*questions: Question, **quiz: object) -> tuple[list[MoodleQuestion], list[Loss]]:
    data, losses = export(MoodleXmlExporter(), *questions, **quiz)
    return read(data), losses


def one(question: Question, **quiz: object) -> tuple[MoodleQuestion, list[Loss]]:
    found, losses = exported(question, **quiz)
    assert len(found) == 1
    assert found[0].notes == []
    return found[0], losses


def adapted(losses: list[Loss]) -> set[Feature]:
    return {loss.feature for loss in losses if loss.fidelity is Fidelity.ADAPTED}


def test_every_response_scores_as_the_reference_or_the_loss_is_declared() -> None:
    questions = list(policies(7))
    found, losses = exported(*questions)
    for question, stored in zip(questions, found, strict=True):
        off = differences(question, stored, subsets(len(question.options)))
        declared = Feature.SCORE in lost(losses, question)
        assert bool(off) == declared, off or f"{question.id}: declared, but it scores right"


def test_only_all_or_nothing_over_several_keys_is_lost() -> None:
    questions = list(policies(7))
    _, losses = exported(*questions)
    short = {loss.question_id for loss in losses if loss.feature is Feature.SCORE}
    assert short == {
        q.id
        for q in questions
        if q.policy is Policy.ALL_OR_NOTHING and sum(o.role is Role.KEY for o in q.options) > 1
    }


@pytest.mark.parametrize("policy", [p for p in Policy if p is not Policy.ALL_OR_NOTHING])
def test_eleven_to_nineteen_keys_are_tick_boxes_of_a_cloze(policy: Policy) -> None:
    questions = [
        choice(f"q{keys}-{wrong}", "k" * keys + "d" * wrong, policy=policy, points=Fraction(3))
        for keys in (*range(11, 20), 21)
        for wrong in (0, 3, 11)
    ]
    found, losses = exported(*questions)
    assert lost(losses) == set()
    for question, stored in zip(questions, found, strict=True):
        roles = "".join(o.role[0] for o in question.options)
        assert stored.kind == "cloze"
        assert differences(question, stored, classes(roles)) == []
        assert [o.feedback for o in stored.as_choice().options] == [
            f"<p>{o.feedback.source}</p>" for o in question.options if o.feedback
        ]


WEIGHTS = [
    ("kkd", ("0.35", "0.65", "-0.35")),
    ("kkd", ("1/2", "1/2", "-1/13")),
    ("kkdd", ("0.6", "0.6", "-0.6", "-2")),
    ("kkd", ("0.3", "0.35", "-0.2")),
    ("kdd", ("2", "0", "0")),
    ("kd", ("1/13", "-1/7")),
    ("dd", ("-1/2", "0")),
    ("kkk", (None, None, "0.15")),
    ("kkdn", ("0.5", "0.5", "-7", "-0.25")),
    ("kkkd", ("0.45", "0.45", "0.45", "-0.95")),
]


@pytest.mark.parametrize("selection", Selection)
@pytest.mark.parametrize(("roles", "weights"), WEIGHTS)
def test_written_weights(roles: str, weights: tuple[str, ...], selection: Selection) -> None:
    question = choice("q", roles, weights=weights, selection=selection, points=Fraction(2))
    (stored,), losses = exported(question)
    responses = (
        subsets(len(roles))
        if selection is Selection.MULTIPLE
        else [(n,) for n in range(len(roles))]
    )
    off = differences(question, stored, responses)
    assert bool(off) == (Feature.SCORE in lost(losses)), off


def test_the_worst_case_is_said_in_points() -> None:
    question = choice("q", "kkd", policy=Policy.ALL_OR_NOTHING, points=Fraction(2))
    _, losses = one(question)
    (loss,) = [loss for loss in losses if loss.feature is Feature.SCORE]
    assert "ticking a earns 1 of 2 points instead of 0" in loss.instead


def test_all_or_nothing_over_eleven_keys_is_declared_and_no_distractor_pays() -> None:
    question = choice("q", "k" * 11 + "d", policy=Policy.ALL_OR_NOTHING)
    stored, losses = one(question)
    assert lost(losses) == {Feature.SCORE}
    assert stored.score([set(range(11))]) == pytest.approx(1, abs=1e-5)
    assert stored.score([set(range(12))]) == pytest.approx(0, abs=1e-5)


def test_negative_weights_do_not_reach_a_single_selection() -> None:
    question = choice("q", "kd", weights=("1", "-1/2"), selection=Selection.SINGLE)
    stored, losses = one(question)
    assert stored.score({1}) == 0
    assert lost(losses) == set()


def test_points_that_a_cloze_cannot_hold_are_declared() -> None:
    stored, losses = one(choice("q", "k" * 11, points=Fraction("2.5")))
    assert stored.points == 2
    assert lost(losses) == {Feature.POINTS}


def test_a_choice_keeps_all_its_parts() -> None:
    question = choice(
        "q",
        "kkd",
        title="A title",
        points=Fraction("1.5"),
        feedback=COMBINED,
        hints=(md("first"), md("second")),
        tags=("x", "y z"),
        category=("A/B", "C"),
        shuffle=False,
        numbering=Numbering.UPPER,
    )
    stored, losses = one(question, title="Quiz")
    assert (stored.name, stored.ident, stored.points) == ("A title", "q", Fraction("1.5"))
    assert stored.category == "Quiz/A//B/C"
    assert stored.hints == ["<p>first</p>", "<p>second</p>"]
    assert stored.tags == ["x", "y z"]
    assert (stored.shuffle, stored.numbering) == (False, "ABCD")
    assert stored.feedback({0, 1})[2:] == ["<p>right</p>", "<p>general</p>"]
    assert stored.feedback({0})[1:] == ["<p>partly</p>", "<p>general</p>"]
    assert stored.feedback({2})[1:] == ["<p>wrong</p>", "<p>general</p>"]
    assert stored.feedback(()) == ["<p>wrong</p>", "<p>general</p>"]
    assert lost(losses) == set()


def test_a_fixed_option_stops_the_shuffling() -> None:
    base = choice("q", "kd")
    options = (base.options[0], Option(id="z", content=md("none"), role=Role.KEY, fixed=True))
    stored, losses = one(Choice(id="q", stem=md("q"), selection=Selection.SINGLE, options=options))
    assert stored.shuffle is False
    assert lost(losses) == {Feature.FIXED_OPTION}


@pytest.mark.parametrize("answer", [True, False])
def test_true_false_with_combined_feedback(answer: bool) -> None:
    question = TrueFalse(
        id="q",
        stem=md("s"),
        answer=answer,
        feedback_true=md("T"),
        feedback_false=md("F"),
        feedback=COMBINED,
    )
    stored, losses = one(question)
    for said in (True, False):
        assert stored.score(said) == (said is answer)
        own, state = ("T" if said else "F"), ("right" if said is answer else "wrong")
        assert stored.feedback(said) == [f"<p>{own}</p>\n<p>{state}</p>", "<p>general</p>"]
    assert lost(losses) == set()
    assert Feature.COMBINED_FEEDBACK in adapted(losses)


TEXTS = [
    *("Paris", "a*b", "*", "\\*", "a\\", "\\", "x}", "{1:SA:=x}", "a~b#c", "=5", "%50%x", "&amp;"),
    *("&", "&#125;", "<b>bold</b>", "a \\} b", "\\\\#", "x # y", "Straße", "É", "i->j", "'\"", "0"),
]
WRONG = ["", "x", "paris ", "aXb", "PARIS", "**", "a", "straße", "é", "anything"]


@pytest.mark.parametrize("case", [True, False])
@pytest.mark.parametrize("weight", ["1/2", "0.35"])
@pytest.mark.parametrize("text", TEXTS)
def test_short_text(text: str, weight: str, case: bool) -> None:
    """As ``shortanswer`` (listed weights) and as a gap of a cloze (others)."""
    question = ShortText(
        id="q",
        stem=md("s"),
        case_sensitive=case,
        points=Fraction(2),
        answers=(text_answer(text, feedback="A"), text_answer(f"{text}2", weight, "B")),
        feedback=COMBINED,
    )
    stored, losses = one(question)
    assert stored.kind == ("short-text" if weight == "1/2" else "cloze")
    for response in (text, f"{text}2", f" {text} ", text.upper(), text.lower(), *WRONG):
        assert Fraction(stored.score(response)) == pytest.approx(score(question, response))
    assert stored.feedback(text)[0] == "<p>A</p>\n<p>right</p>"
    assert stored.feedback(f"{text}2")[0] == "<p>B</p>\n<p>partly</p>"
    assert stored.feedback("nothing of that")[0] == "<p>wrong</p>"
    assert lost(losses) == set()


def test_short_text_without_a_full_answer_is_worth_less_and_scores_right() -> None:
    question = ShortText(
        id="q", stem=md("s"), answers=(text_answer("a", "0.4"), text_answer("b", "0.2"))
    )
    stored, losses = one(question)
    assert [float(stored.score(x)) for x in "abc"] == pytest.approx([0.4, 0.2, 0])
    assert lost(losses) == set()
    assert Feature.SCORE in adapted(losses)


def test_nothing_that_moodle_refuses_stops_the_file() -> None:
    questions: list[Question] = [
        ShortText(id="none", stem=md("s"), answers=(text_answer("a", "0"),)),
        Ordering(id="one", stem=md("s"), items=(md("x"),)),
        choice("alone", "k"),
        choice("wrong", "d"),
        Choice(
            id="blank",
            stem=md("<!-- -->"),
            selection=Selection.SINGLE,
            options=tuple(
                Option(id=str(n), content=md("<!-- -->"), role=Role.KEY) for n in range(2)
            ),
        ),
        Matching(id="void", stem=md("s"), pairs=(Pair(md("<!-- -->"), md("<!-- -->")),) * 2),
        TrueFalse(id="last", stem=md("s"), answer=True),
    ]
    found, losses = exported(*questions)
    assert [q.ident for q in found] == [q.id for q in questions]
    assert {loss.question_id for loss in losses if loss.feature is Feature.TYPE} == {
        "none",
        "one",
        "wrong",
    }


NUMBERS = [
    number("3.14", "0.01"),
    number("-0.5"),
    number("0"),
    number("1/3"),
    number("100", "5"),
    number("602214076000000000000000", "1000000000000"),
    interval("2", "4"),
    interval("2.675", "2.685"),
    interval("-1/3", "1/3"),
    number("0.000000000000000001", "0.0000000000000000001"),
]


@pytest.mark.parametrize("weight", ["1/2", "0.35"])
@pytest.mark.parametrize("answer", NUMBERS, ids=str)
def test_numeric_at_and_beside_its_ends(answer: object, weight: str) -> None:
    question = Numeric(id="q", stem=md("s"), answers=(answer, number("-1000000000", "0", weight)))
    stored, losses = one(question)
    assert lost(losses) == set()
    low, high = question.answers[0].low, question.answers[0].high
    step = max(abs(low), abs(high), high - low) / 1000 or Fraction(1, 1000)
    for exact in (low, high, (low + high) / 2, low - step, high + step, Fraction(-(10**9))):
        typed = f"{float(exact):.30f}"
        if Fraction(typed) in (low, high) or not low <= Fraction(typed) <= high:
            wanted = score(question, typed)
            if exact not in (low, high) or Fraction(typed) == exact:
                assert float(stored.score(typed)) == pytest.approx(float(wanted)), typed


@pytest.mark.parametrize("value", ["123456789012345678", "123456789012345"])
def test_numbers_beyond_fourteen_digits_are_declared(value: str) -> None:
    stored, losses = one(Numeric(id="q", stem=md("s"), answers=(number(value),)))
    assert stored.score(value) == 1
    assert lost(losses) == {Feature.SCORE}


def test_a_unit_may_be_typed() -> None:
    stored, losses = one(Numeric(id="q", stem=md("s"), answers=(number("5"),), unit="km"))
    assert (stored.score("5"), stored.score("5 km"), stored.score("6 km")) == (1, 1, 0)
    assert lost(losses) == set()


def test_matching() -> None:
    question = Matching(
        id="q",
        stem=md("s"),
        pairs=(
            Pair(md("**one** ![x](<img/a b.png>)"), md("A")),
            Pair(md("two"), md("*B*")),
            Pair(md("three"), md("A")),
        ),
        distractors=(md("List<T>"), md("B")),
        shuffle=False,
        feedback=COMBINED,
    )
    stored, losses = one(question)
    assert stored.files == {"a b.png": PNG.data}
    assert stored.rights[0] == "A"
    assert len(set(stored.rights)) == len(stored.rights) == 4
    assert stored.shuffle is False
    rights = [stored.rights.index(name) for name in ("A", stored.rights[1])]
    response = {0: rights[0], 1: rights[1], 2: rights[0]}
    assert stored.score(response) == 1
    assert stored.feedback(response) == ["<p>right</p>", "<p>general</p>"]
    assert stored.score({0: rights[0], 1: rights[0]}) == pytest.approx(1 / 3)
    assert Feature.RICH_TEXT in lost(losses)


def test_ordering_is_all_or_nothing_and_shows_every_item() -> None:
    question = Ordering(
        id="q", stem=md("s"), items=tuple(md(f"`{n}`") for n in range(8)), feedback=COMBINED
    )
    stored, losses = one(question)
    assert stored.score(tuple(range(8))) == 1
    assert stored.score((1, 0, *range(2, 8))) == 0
    assert stored.feedback(tuple(range(8))) == ["<p>right</p>", "<p>general</p>"]
    assert lost(losses) == set()


def test_equal_items_of_an_ordering_still_earn_in_order() -> None:
    stored, losses = one(Ordering(id="q", stem=md("s"), items=(md("a"), md("b"), md("a"))))
    assert stored.score((0, 1, 2)) == 1
    assert lost(losses) == {Feature.SCORE}


def cloze(points: str = "6", **more: object) -> Cloze:
    return Cloze(
        id="q",
        stem=md("Text {{t}} and\n\n- {{n}} `{1:SA:=x}` {#1}\n- $\\frac{1}{2}$ {{c}}"),
        points=Fraction(points),
        gaps=(
            TextGap(id="t", answers=(text_answer("P~a}", feedback="A"), text_answer("b", "0.35"))),
            NumericGap(id="n", answers=(number("-0.5", "0.1"), interval("2", "4", "1/3"))),
            ChoiceGap(
                id="c",
                options=(
                    Option(id="1", content=md("x < y"), role=Role.KEY, feedback=md("a } ~ # b")),
                    Option(id="2", content=md("=z"), role=Role.DISTRACTOR),
                    Option(id="3", content=md("w"), role=Role.DISTRACTOR, weight=Fraction(-1)),
                ),
            ),
        ),
        **more,  # type: ignore[arg-type]
    )


def test_cloze_scores_gap_by_gap() -> None:
    question = cloze()
    stored, losses = one(question)
    assert lost(losses) == set()
    assert stored.stem.count("{#") == 3
    for text in ("P~a}", "b", "c", None):
        for typed in ("-0.45", "3", "9", None):
            for entry in (0, 1, 2, None):
                filled = {"t": text, "n": typed, "c": None if entry is None else str(entry + 1)}
                wanted = score(question, {key: v for key, v in filled.items() if v is not None})
                assert float(stored.score([text, typed, entry])) == pytest.approx(float(wanted))
    assert stored.feedback(["P~a}", None, 0]) == ["<p>A</p>", "<p>a } ~ # b</p>"]


def test_cloze_points_that_are_not_whole_are_declared_and_keep_their_proportion() -> None:
    stored, losses = one(cloze(points="1"))
    assert lost(losses) == {Feature.POINTS}
    assert stored.points == 3
    assert stored.score(["P~a}", None, None]) == pytest.approx(1)


def test_cloze_with_rich_entries_becomes_radio_buttons_with_embedded_images() -> None:
    gap = ChoiceGap(
        id="g",
        options=(
            Option(id="1", content=md("![x](<img/a b.png>) $\\{x\\}$"), role=Role.KEY),
            Option(id="2", content=md("b"), role=Role.DISTRACTOR),
        ),
    )
    stored, losses = one(Cloze(id="q", stem=md("{{g}}"), gaps=(gap,), feedback=COMBINED))
    assert "data:image/png;base64," in stored.gaps[0].options[0].text
    assert r"\(\{x\}\)" in stored.gaps[0].options[0].text
    assert stored.feedback([0]) == ["<p>right</p>", "<p>general</p>"]
    assert Feature.RICH_TEXT in adapted(losses)


def test_a_drop_down_list_is_shuffled_unless_an_entry_is_fixed() -> None:
    def menu(*, fixed: bool) -> Cloze:
        options = (
            Option(id="a", content=md("Paris"), role=Role.KEY),
            Option(id="b", content=md("none of these"), role=Role.DISTRACTOR, fixed=fixed),
        )
        return Cloze(id="m", stem=md("It is {{g1}}."), gaps=(ChoiceGap(id="g1", options=options),))

    for fixed, code in ((False, b":MCS:"), (True, b":MC:")):
        data, losses = export(MoodleXmlExporter(), menu(fixed=fixed))
        assert code in data
        assert (Feature.FIXED_OPTION in lost(losses)) is fixed


def test_essay_keeps_what_is_for_graders() -> None:
    question = Essay(
        id="q",
        stem=md("s"),
        points=Fraction(5),
        model_answer=md("model ![x](<img/a b.png>)"),
        rubric=md("rubric"),
        hints=(md("h"),),
    )
    stored, losses = one(question)
    assert "model" in stored.model_answer
    assert "rubric" in stored.model_answer
    assert stored.files == {"a b.png": PNG.data}
    assert lost(losses) == {Feature.HINTS}


def test_info_is_a_description() -> None:
    stored, losses = one(Info(id="q", stem=md("s"), feedback=Feedback(general=md("g"))))
    assert (stored.kind, stored.general_feedback) == ("info", "<p>g</p>")
    assert lost(losses) == set()


def test_files_stand_beside_the_field_that_uses_them() -> None:
    image = "![x](<img/a b.png>)"
    question = choice(
        "q", "kd", feedback=Feedback(general=md(image), correct=md(image)), hints=(md(image),)
    )
    stored, losses = one(question)
    assert stored.files == {"a b.png": PNG.data}
    assert lost(losses) == set()


def test_a_file_keeps_a_name_with_brackets() -> None:
    drawing = replace(PNG, path="img/a [1] (x).png")
    question = choice("q", "kd", feedback=Feedback(general=md("![x](<img/a [1] (x).png>)")))
    (stored,), losses = exported(question, assets=(drawing,))
    assert stored.notes == []
    assert stored.files == {"a [1] (x).png": PNG.data}
    assert lost(losses) == set()


def test_pools_settings_and_description() -> None:
    questions = [choice(f"q{n}", "kd") for n in range(4)]
    found, losses = exported(
        *questions,
        title="Quiz",
        description=md("About"),
        settings=Settings(attempts=2),
        groups=(Group(id="p", title="Pool", pick=1, questions=("q1", "q2")),),
    )
    assert [q.category for q in found] == ["Quiz", "Quiz/Pool", "Quiz/Pool", "Quiz"]
    assert lost(losses) == {Feature.SETTINGS}
    assert {Feature.GROUPS, Feature.DESCRIPTION} <= adapted(losses)


@pytest.mark.parametrize("in_pool", [True, False])
def test_description_stands_at_the_category_of_the_quiz_itself(in_pool: bool) -> None:
    """Not at that of its first question, be it a pool's or the question's own."""
    data, _ = export(
        MoodleXmlExporter(),
        choice("q1", "kd", category=() if in_pool else ("Part",)),
        title="Quiz",
        description=md("About"),
        groups=(Group(id="p", title="Pool", pick=1, questions=("q1",)),) if in_pool else (),
    )
    said = [
        (q.findtext("category/text"), q.findtext("info/text"))
        for q in etree.fromstring(data).iterfind("question[@type='category']")
    ]
    assert import_(data).quiz.description == Content(html="<p>About</p>")
    below = "Pool" if in_pool else "Part"
    assert said == [
        ("$course$/top/Quiz", "<p>About</p>"),
        (f"$course$/top/Quiz/{below}", None),
    ]


def test_names_survive_what_moodle_strips() -> None:
    found, _ = exported(
        choice("q1", "kd", title="List<T> & a < b"),
        choice("q2", "kd", title="x" * 300),
        choice("q3" * 60, "kd"),
        title="a//b /",
    )
    assert found[0].name == "List&lt;T> & a < b"
    assert len(found[1].name) == 250
    assert len(found[2].ident) == 100
    assert found[2].name


def test_names_that_moodle_would_cut_or_refuse_are_cut_and_declared() -> None:
    long = "Städte im Mittelalter & <Genua> " * 9
    question = choice("q1", "kd", title=long, category=("Short", long))
    for title, said in (("Quiz", False), (f"All of {long}", True)):
        (found,), losses = exported(question, title=title)
        assert found.name.endswith("…")
        assert all(len(level) <= 255 for level in (found.name, *found.category.split("/")))
        assert lost(losses) >= {Feature.TITLE, Feature.CATEGORY}
        assert any("cut" in x.instead for x in losses if x.feature is Feature.QUIZ_TITLE) == said
    _, losses = exported(choice("q1", "kd", title=long[:200], category=("Short",)), title="Quiz")
    assert not lost(losses)


HOSTILE = [
    "f(n) and f(y) (n) :-) >-) (n)-) $f(n)$",
    "`f(n)` `:-)` `www.a.bc` `$$x$$` `\\(a\\)`",
    "```\nsee https://a.bc/(n) $$x$$ \\[y\\] (y)\n\n    // indented\n```",
    "\\\\(not math\\\\) and \\$\\$neither\\$\\$",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_moodles_filters_find_nothing_to_change(text: str) -> None:
    stored, losses = one(
        Choice(
            id="q",
            stem=md(text),
            selection=Selection.SINGLE,
            options=tuple(Option(id=str(n), content=md(text), role=Role.KEY) for n in range(2)),
        )
    )
    assert hazards(stored.stem) == []
    assert hazards(stored.options[0].text) == []
    assert lost(losses) == set()


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab \\{}~#=%&;<>*:1$\n", min_size=1, max_size=12))
def test_any_text_survives_a_gap(text: str) -> None:
    from oracles.moodle_cloze import read_gaps

    wanted = text.strip()
    if not wanted:
        return
    stored, gaps = read_gaps(f"<p>{{1:SA:={gap_text(text)}#{gap_text(text)}~x}}</p>")
    assert stored == "<p>{#1}</p>"
    assert [(o.text, o.feedback) for o in gaps[0].options] == [(wanted, wanted), ("x", "")]


def test_numbered_names_keep_the_order_where_names_are_sorted() -> None:
    from dataclasses import replace

    from quizkit.content.render import Renderer
    from quizkit.formats.base import Job
    from quizkit.markdown.reader import read_markdown

    text = "".join(f"## Name {n}\n\nWhich?\n\n- ✅ {n}\n- ❌ x\n\n" for n in range(12, 0, -1))
    quiz = replace(read_markdown(text).quiz, title="")
    job = Job(quiz, Renderer(), numbered_names=True)
    (file,) = MoodleXmlExporter().files(job)
    names = [question.name for question in read(b"".join(file.chunks))]
    assert names == sorted(names)
    assert names[0] == "01 Name 12"
