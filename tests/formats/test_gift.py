"""GIFT as Moodle really reads it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles.gift import read
from oracles.moodle_display import hazards
from oracles.moodle_engine import MoodleQuestion

from quizkit.formats.base import Feature, Fidelity, Loss
from quizkit.formats.gift.exporter import GiftExporter
from quizkit.model import (
    Choice,
    ChoiceGap,
    Cloze,
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
    Question,
    Role,
    Selection,
    ShortText,
    TextGap,
    TrueFalse,
)
from quizkit.scoring import score

from .moodle_bench import (
    choice,
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
NASTY = "a ~ b = c # d { e } f : g \\ h -> i // j #### k ::l:: [m] %50% n\\n $\\frac{1}{2}$"
CODE = "```c\nint main() {\n    // a comment\n\n    return x ~ 0 == 1; // #### \\n\n}\n```"


def exported(*questions: Question, **quiz: object) -> tuple[list[MoodleQuestion], list[Loss]]:
    data, losses = export(GiftExporter(), *questions, **quiz)
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
        assert [o.feedback for o in stored.options] == [
            f"<p>{o.feedback.source}</p>" for o in question.options if o.feedback
        ]
        off = differences(question, stored, subsets(len(question.options)))
        declared = Feature.SCORE in lost(losses, question)
        assert bool(off) == declared, off or f"{question.id}: declared, but it scores right"


@pytest.mark.parametrize("keys", [8, 9, 10, 11, 13])
def test_keys_that_the_list_cannot_weigh_are_declared(keys: int) -> None:
    question = choice("q", "k" * keys + "d")
    stored, losses = one(question)
    off = differences(question, stored, subsets(len(question.options)))
    assert bool(off) == (Feature.SCORE in lost(losses)) == (keys > 10)


@pytest.mark.parametrize("selection", Selection)
@pytest.mark.parametrize(
    ("roles", "weights"),
    [
        ("kkd", ("0.35", "0.65", "-0.35")),
        ("kkd", ("1", "0.5", "-0.5")),
        ("kkdd", ("0.6", "0.6", "-0.6", "-2")),
        ("kd", ("0.5", "0.2")),
        ("dd", ("-1/2", "0")),
    ],
)
def test_written_weights(roles: str, weights: tuple[str, ...], selection: Selection) -> None:
    question = choice("q", roles, weights=weights, selection=selection)
    stored, losses = one(question)
    single = selection is Selection.SINGLE
    responses = [(n,) for n in range(len(roles))] if single else subsets(len(roles))
    off = differences(question, stored, responses)
    assert bool(off) == (Feature.SCORE in lost(losses)), off
    assert (stored.kind == "choice-single") == (single and Feature.TYPE not in lost(losses))


@pytest.mark.parametrize("text", [NASTY, CODE, "[html] x", "0", "// x", "%5% x", "=a", "~", "\\n"])
def test_hostile_text_arrives_everywhere(text: str) -> None:
    roles = (Role.KEY, Role.DISTRACTOR)
    for selection in Selection:
        question = Choice(
            id="q",
            title="a :: b: {c} ~ = # \\n [d]",
            stem=md(text),
            selection=selection,
            options=tuple(
                Option(id=str(n), content=md(text), role=role, feedback=md(text))
                for n, role in enumerate(roles)
            ),
            feedback=Feedback(general=md(text)),
        )
        found, losses = exported(
            question, TrueFalse(id="t", stem=md(text), answer=True, feedback_false=md(text))
        )
        assert [q.ident for q in found] == ["q", "t"]
        stored = found[0]
        assert stored.name == "a :: b: {c} ~ = # \\n [d]"
        assert stored.stem == stored.general_feedback == found[1].stem
        assert [o.feedback for o in stored.options] == [stored.stem] * 2
        assert found[1].feedback(False) == [stored.stem]
        assert hazards(stored.stem) == []
        assert lost(losses) == set()


def test_code_keeps_its_lines_and_its_indentation() -> None:
    stored, _ = one(
        Choice(
            id="q",
            stem=md(CODE),
            selection=Selection.SINGLE,
            options=tuple(Option(id=str(n), content=md("x"), role=Role.KEY) for n in range(2)),
        )
    )
    assert "{\n    // a comment\n\n    return x ~ 0 == 1; // #### \\n\n}" in stored.stem


def test_ids_tags_and_categories() -> None:
    found, losses = exported(
        choice("q1", "kd", tags=("a]b", "c d")),
        choice("q2", "kd", category=("x/y", "C:\\new")),
        choice("q3", "kd"),
        title="Quiz",
        groups=(Group(id="g", title="Pool", pick=1, questions=("q3",)),),
    )
    assert [q.ident for q in found] == ["q1", "q2", "q3"]
    assert found[0].tags == ["a]b", "c d"]
    assert [q.category for q in found] == ["Quiz", "Quiz/x//y/C:∖new", "Quiz/Pool"]
    assert lost(losses) == set()
    assert {Feature.CATEGORY, Feature.GROUPS} <= adapted(losses)


def test_what_gift_lacks_is_declared() -> None:
    question = choice(
        "q",
        "kkd",
        points=Fraction(2),
        shuffle=False,
        numbering=Numbering.NONE,
        hints=(md("h"),),
        feedback=COMBINED,
    )
    stored, losses = one(question, description=md("x"))
    assert stored.general_feedback == "<p>general</p>"
    assert lost(losses, question) == {
        Feature.POINTS,
        Feature.SHUFFLE,
        Feature.NUMBERING,
        Feature.HINTS,
        Feature.COMBINED_FEEDBACK,
    }
    assert Feature.DESCRIPTION in lost(losses)


def test_a_plain_question_loses_nothing() -> None:
    _, losses = one(choice("q", "kkd"))
    assert losses == []


def test_images_are_declared_and_their_description_stays() -> None:
    text = "See ![a (n) cat](<img/a b.png>) and [the file](<img/a b.png>), [far](https://x.y/z)"
    question = Info(id="q", stem=md(text))
    stored, losses = one(question)
    assert stored.stem == ('<p>See a (n&#41; cat and the file, <a href="https://x.y/z">far</a></p>')
    assert lost(losses) == {Feature.IMAGES}


@pytest.mark.parametrize("answer", [True, False])
@pytest.mark.parametrize("told", ["", "T", "F", "TF"])
def test_true_false(answer: bool, told: str) -> None:
    question = TrueFalse(
        id="q",
        stem=md("s"),
        answer=answer,
        feedback_true=md("T") if "T" in told else None,
        feedback_false=md("F") if "F" in told else None,
        feedback=Feedback(general=md("general")),
    )
    stored, losses = one(question)
    assert stored.kind == "true-false"
    for said, name in ((True, "T"), (False, "F")):
        assert stored.score(said) == (said is answer)
        own = [f"<p>{name}</p>"] if name in told else []
        assert stored.feedback(said) == [*own, "<p>general</p>"]
    assert lost(losses) == set()


def test_combined_feedback_joins_single_answers() -> None:
    questions: list[Question] = [
        choice("c", "kd", selection=Selection.SINGLE, feedback=COMBINED),
        TrueFalse(id="t", stem=md("s"), answer=True, feedback=COMBINED),
        ShortText(id="s", stem=md("s"), answers=(text_answer("a"),), feedback=COMBINED),
        Numeric(id="n", stem=md("s"), answers=(number("1"),), feedback=COMBINED),
    ]
    found, losses = exported(*questions)
    responses = [({0}, {1}), (True, False), ("a", "b"), ("1", "2")]
    for stored, (right, wrong) in zip(found, responses, strict=True):
        assert "<p>right</p>" in stored.feedback(right)[0]
        assert "<p>wrong</p>" in stored.feedback(wrong)[0]
    assert lost(losses) == set()


TEXTS = ["Paris", "a*b", "*", "a\\", "x}", "~a#b=c", "=5", "%50%x", "T", "TRUE", "0", "a:b", "{"]


@pytest.mark.parametrize("text", TEXTS)
def test_short_text(text: str) -> None:
    question = ShortText(
        id="q",
        stem=md("s"),
        answers=(text_answer(text, feedback="A"), text_answer(f"{text}2", "1/2", "B")),
    )
    stored, losses = one(question)
    assert stored.kind == "short-text"
    for response in (text, f"{text}2", f" {text}", text.lower(), "", "other", "aXb"):
        assert Fraction(stored.score(response)) == pytest.approx(score(question, response))
    assert stored.feedback(text) == ["<p>A</p>"]
    assert lost(losses) == set()


def test_an_arrow_in_a_short_answer_stays_a_short_answer() -> None:
    stored, losses = one(ShortText(id="q", stem=md("s"), answers=(text_answer("a -> b"),)))
    assert (stored.kind, stored.score("a -> b")) == ("short-text", 1)
    assert lost(losses) == {Feature.SCORE}


def test_case_counts_only_where_there_is_case() -> None:
    _, losses = one(
        ShortText(id="q", stem=md("s"), answers=(text_answer("42"),), case_sensitive=True)
    )
    assert lost(losses) == set()
    _, losses = one(
        ShortText(id="q", stem=md("s"), answers=(text_answer("a"),), case_sensitive=True)
    )
    assert lost(losses) == {Feature.CASE}


@pytest.mark.parametrize(
    "answer",
    [number("0"), number("-3.5", "0.25"), number("3.14", "0.01"), interval("2", "4")],
    ids=str,
)
def test_numeric(answer: object) -> None:
    question = Numeric(
        id="q",
        stem=md("s"),
        answers=(answer, number("77", "0", "1/2")),  # type: ignore[arg-type]
        feedback=Feedback(incorrect=md("wrong"), general=md("general")),
    )
    stored, losses = one(question)
    low, high = question.answers[0].low, question.answers[0].high
    for exact in (low, high, (low + high) / 2, low - 1, high + 1, Fraction(77)):
        typed = str(float(exact))
        assert Fraction(stored.score(typed)) == score(question, typed)
    assert stored.feedback("1000") == ["<p>wrong</p>", "<p>general</p>"]
    assert lost(losses) == set()


def test_matching() -> None:
    question = Matching(
        id="q",
        stem=md("s"),
        pairs=(Pair(md("`a -> b`"), md("A # = ~ }")), Pair(md("[html] two"), md("B -> b"))),
        distractors=(md("C"),),
        feedback=Feedback(general=md("general")),
    )
    stored, losses = one(question)
    assert stored.lefts == ["<code>a -&gt; b</code>", "[html] two"]
    assert stored.rights == ["A # = ~ }", "B -> b", "C"]
    assert stored.score({0: 0, 1: 1}) == 1
    assert stored.score({0: 0, 1: 2}) == 0.5
    assert stored.general_feedback == "<p>general</p>"
    assert lost(losses) == set()


def test_ordering() -> None:
    items = ("0", "// x", "$\\nu\\{x\\}$", "`a = b ~ c # #### d {}`", "```\nx\n  y\n```")
    question = Ordering(id="q", stem=md("s"), items=tuple(md(item) for item in items))
    stored, losses = one(question)
    assert len(stored.items) == len(items)
    assert stored.score(tuple(range(5))) == 1
    assert stored.score((1, 0, 2, 3, 4)) == 0
    assert "a = b ~ c # " in stored.items[3]
    assert lost(losses) == set()


def test_a_cloze_of_one_gap_is_a_question_with_a_blank() -> None:
    gap = TextGap(id="g", answers=(text_answer("Paris", feedback="A"),))
    question = Cloze(id="q", stem=md("The capital is {{g}} today."), gaps=(gap,), feedback=COMBINED)
    stored, losses = one(question)
    assert (stored.kind, stored.ident) == ("short-text", "q")
    assert stored.stem == "<p>The capital is _____ today.</p>"
    assert (stored.score("paris"), stored.score("x")) == (1, 0)
    assert stored.feedback("x") == ["<p>wrong</p>", "<p>general</p>"]
    assert lost(losses) == set()
    assert Feature.TYPE in adapted(losses)


def test_a_cloze_of_several_gaps_is_split() -> None:
    question = Cloze(
        id="q",
        title="T",
        stem=md("A {{a}}, {{b}} and {{c}}"),
        points=Fraction(3),
        gaps=(
            TextGap(id="a", answers=(text_answer("x"),)),
            NumericGap(id="b", answers=(number("-1", "0.5"),)),
            ChoiceGap(
                id="c",
                options=(
                    Option(id="1", content=md("**y**"), role=Role.KEY, feedback=md("f")),
                    Option(id="2", content=md("z"), role=Role.DISTRACTOR),
                ),
            ),
        ),
    )
    found, losses = exported(question)
    assert [q.kind for q in found] == ["short-text", "numeric", "choice-single"]
    assert [q.ident for q in found] == ["q-1", "q-2", "q-3"]
    assert [q.name for q in found] == ["T (1/3)", "T (2/3)", "T (3/3)"]
    assert found[1].stem == "<p>A __(1)__, _____ and __(3)__</p>"
    assert [found[0].score("x"), found[1].score("-0.6"), found[2].score({0})] == [1, 1, 1]
    assert lost(losses) == {Feature.TYPE}


def test_essay_and_info() -> None:
    question = Essay(
        id="e",
        stem=md("Write {x}"),
        model_answer=md("m"),
        rubric=md("r"),
        feedback=Feedback(general=md("g")),
    )
    found, losses = exported(
        question, Info(id="i", stem=md("Read {y}"), feedback=Feedback(general=md("g")))
    )
    assert [q.kind for q in found] == ["essay", "info"]
    assert [q.stem for q in found] == ["<p>Write {x}</p>", "<p>Read {y}</p>"]
    assert found[0].general_feedback == "<p>g</p>"
    assert lost(losses, question) == {Feature.MODEL_ANSWER, Feature.RUBRIC}
    assert lost(losses, "i") == {Feature.GENERAL_FEEDBACK}


def test_nothing_that_moodle_refuses_stops_the_file() -> None:
    questions: list[Question] = [
        ShortText(id="none", stem=md("s"), answers=(text_answer("a", "0"),)),
        Ordering(id="one", stem=md("s"), items=(md("x"),)),
        choice("alone", "k"),
        Matching(id="pair", stem=md("s"), pairs=(Pair(md("a"), md("b")),)),
        TrueFalse(id="last", stem=md("s"), answer=True),
    ]
    found, losses = exported(*questions)
    assert [q.ident for q in found] == [q.id for q in questions]
    assert {loss.question_id for loss in losses if loss.feature is Feature.TYPE} == {
        "none",
        "one",
        "alone",
        "pair",
    }


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab \\{}~#=:%[]/<>-0n*\n", min_size=1, max_size=14))
def test_any_code_survives(text: str) -> None:
    fence = f"```\n{text}\n```"
    question = choice("q", "kd", feedback=Feedback(general=md(fence)), hints=())
    found, _ = exported(question, Info(id="i", stem=md(fence)))
    assert found[0].general_feedback == found[1].stem
    assert found[0].general_feedback.startswith("<pre><code>")
    assert found[0].general_feedback.endswith("</code></pre>")
    assert [q.ident for q in found] == ["q", "i"]


def test_single_choice_of_keys_alone_is_no_short_answer() -> None:
    question = choice("q", "kk", selection=Selection.SINGLE)
    stored, _ = one(question)
    assert stored.kind == "choice-single"
    assert differences(question, stored, [(), (0,), (1,)]) == []


def test_gap_worth_nothing_is_declared() -> None:
    gap = ChoiceGap(
        id="g",
        points=Fraction(0),
        options=(
            Option(id="a", content=md("a"), role=Role.KEY),
            Option(id="b", content=md("b"), role=Role.DISTRACTOR),
        ),
    )
    _, losses = one(Cloze(id="q", stem=md("x {{g}}"), gaps=(gap,), points=Fraction(1)))
    assert Feature.SCORE in lost(losses)
