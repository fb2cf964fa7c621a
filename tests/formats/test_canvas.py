"""One package for Canvas, as Classic Quizzes and as New Quizzes read and score it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import permutations, product
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from quizkit.formats.base import Feature, Fidelity, Loss
from quizkit.formats.canvas.exporter import CanvasExporter
from quizkit.formats.numbers import spoken
from quizkit.model import (
    Asset,
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Feedback,
    Group,
    Info,
    Matching,
    Numeric,
    NumericAnswer,
    NumericGap,
    Option,
    Ordering,
    Pair,
    Policy,
    Question,
    Quiz,
    Role,
    Selection,
    Settings,
    ShortText,
    TextAnswer,
    TextGap,
    TrueFalse,
)
from quizkit.scoring import score
from tests.oracles import canvas_classic, canvas_new
from tests.oracles.base import OracleQuestion

from .package_bench import (
    FEEDBACK,
    PICTURE,
    POINTS,
    POLICIES,
    choice,
    classes,
    export,
    export_quiz,
    md,
    one_of_each,
    subsets,
)

ENGINES: dict[str, ModuleType] = {"classic": canvas_classic, "new": canvas_new}
engine = pytest.mark.parametrize("engine", list(ENGINES))


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def assessment(data: bytes) -> etree._Element:
    (text,) = (text for name, text in members(data).items() if _is_assessment(name))
    return etree.fromstring(text)


def _is_assessment(name: str) -> bool:
    folder, _, file = name.partition("/")
    return file == f"{folder}.xml"


def check(
    engine: str,
    question: Question,
    read: OracleQuestion,
    losses: Iterable[Loss],
    cases: Iterable[tuple[object, object]],
) -> bool:
    """Scores agree, or a loss names one of the worst responses; returns whether they agree."""
    worst, ours_theirs = Fraction(0), set()
    for mine, theirs in cases:
        wanted = score(question, mine)
        got = Fraction(read.score(theirs)).limit_denominator(10**9)
        distance = abs(wanted - got)
        if distance > worst + Fraction(1, 10**6):
            worst, ours_theirs = distance, set()
        if distance > worst - Fraction(1, 10**6):
            ours_theirs.add((spoken(wanted), spoken(got)))
    declared = [
        loss.instead
        for loss in losses
        if loss.question_id == question.id
        and loss.engine == engine
        and loss.feature is Feature.SCORE
    ]
    exact = worst <= Fraction(1, 100_000) * max(question.points, 1)
    assert exact == (not declared), (engine, question, worst, declared)
    if declared:
        assert any(
            f"earns {got} of" in text and f"instead of {wanted}" in text
            for text in declared
            for wanted, got in ours_theirs
        ), (declared, ours_theirs)
    return exact


def choice_cases(
    question: Choice, responses: Iterable[tuple[int, ...]]
) -> Iterable[tuple[object, object]]:
    return (([question.options[n].id for n in chosen], chosen) for chosen in responses)


def written(
    engine: str, *questions: Question, **more: object
) -> tuple[list[OracleQuestion], list[Loss]]:
    data, losses = export(CanvasExporter(), *questions, **more)
    assert_declared(losses)
    read = ENGINES[engine].read(data)
    assert len(read) == len(questions)
    return read, losses


def assert_declared(losses: Iterable[Loss]) -> None:
    tables = {e.name: e.fidelity for e in CanvasExporter.engines}
    for loss in losses:
        assert loss.engine in tables, loss
        said = tables[loss.engine].get(loss.feature, Fidelity.KEPT)
        assert said is Fidelity.LOST or said is loss.fidelity, (loss, said)


@engine
@pytest.mark.parametrize("policy", POLICIES)
def test_every_subset_scores_the_same_or_the_worst_is_declared(engine: str, policy: Policy) -> None:
    questions = [
        choice(
            "k" * keys + "d" * others + "n" * neutral,
            id=f"q{keys}-{others}-{neutral}-{points.denominator}{points.numerator}",
            policy=policy,
            points=points,
            remarks=keys == 2,
        )
        for keys in range(1, 8)
        for others in range(8 - keys)
        for neutral in range(2 if keys + others < 7 else 1)
        for points in (POINTS if keys + others < 6 else POINTS[:1])
    ]
    read, losses = written(engine, *questions)
    for question, theirs in zip(questions, read, strict=True):
        exact = check(engine, question, theirs, losses, choice_cases(question, subsets(question)))
        if policy is Policy.RIGHT_MINUS_WRONG:
            assert exact == all(option.role is not Role.NEUTRAL for option in question.options)


@engine
def test_right_minus_wrong_is_exact_and_all_or_nothing_is_in_new_quizzes(engine: str) -> None:
    for policy, wanted in (
        (Policy.RIGHT_MINUS_WRONG, True),
        (Policy.ALL_OR_NOTHING, engine == "new"),
        (Policy.BALANCED, False),
        (Policy.RIGHT_ONLY, False),
    ):
        question = choice("kkddd", policy=policy)
        (read,), losses = written(engine, question)
        cases = choice_cases(question, subsets(question))
        assert check(engine, question, read, losses, cases) is wanted


@engine
@pytest.mark.parametrize("policy", POLICIES)
def test_many_options(engine: str, policy: Policy) -> None:
    questions = [
        choice("k" * keys + "d" * others + "n", id=f"q{keys}-{others}", policy=policy)
        for keys in (1, 6, 10)
        for others in (0, 4, 10)
    ]
    read, losses = written(engine, *questions)
    for question, theirs in zip(questions, read, strict=True):
        check(engine, question, theirs, losses, choice_cases(question, classes(question)))


WEIGHTS = [
    ("kkdd", ["1/2", None, "-1/2", "-1/2"]),
    ("kkdd", ["1/2", None, "-1/4", None]),
    ("kddn", [None, "1/3", "-1", "3/5"]),
    ("kkn", ["2/3", "2/3", "-1/7"]),
    ("kd", ["3/2", "-1/2"]),
    ("dd", ["1/4", "1/2"]),
    ("kd", ["1/4", None]),
    ("kkd", [None, "1", None]),
]


@engine
@pytest.mark.parametrize("points", [*POINTS, Fraction(0)])
@pytest.mark.parametrize("selection", Selection)
@pytest.mark.parametrize("remarks", [True, False])
@pytest.mark.parametrize(("roles", "weights"), WEIGHTS)
def test_written_weights(
    roles: str,
    weights: list[str | None],
    selection: Selection,
    points: Fraction,
    remarks: bool,
    engine: str,
) -> None:
    question = choice(roles, weights=weights, selection=selection, points=points, remarks=remarks)
    (read,), losses = written(engine, question)
    exact = check(engine, question, read, losses, choice_cases(question, subsets(question)))
    if selection is Selection.SINGLE and engine == "new":
        assert exact
    for n in range(len(roles)):
        shown = " ".join(read.feedback((n,)))
        assert (f"Remark {n}." in shown) is remarks


@engine
@pytest.mark.parametrize("language", [None, "en", "ru", "xx"])
@pytest.mark.parametrize("answer", [True, False])
def test_true_false(engine: str, language: str | None, answer: bool) -> None:
    question = TrueFalse(
        id="q",
        stem=md("?"),
        answer=answer,
        feedback_true=md("You said yes."),
        feedback_false=md("You said no."),
    )
    (read,), losses = written(engine, question, language=language)
    check(engine, question, read, losses, [(True, (0,)), (False, (1,)), (None, None)])
    assert any("You said yes." in text for text in read.feedback((0,)))
    assert any("You said no." in text for text in read.feedback((1,)))
    adapted = [loss for loss in losses if loss.feature is Feature.TYPE and loss.engine == engine]
    assert bool(adapted) == (read.kind != "true-false")


@engine
def test_short_text_takes_answers_worth_half_and_declares_the_rest(engine: str) -> None:
    question = ShortText(
        id="q",
        stem=md("?"),
        answers=(
            TextAnswer(text="Paris", feedback=md("Yes.")),
            TextAnswer(text="paris", weight=Fraction(0)),
            TextAnswer(text="Paname", weight=Fraction(3, 5), feedback=md("Slang.")),
            TextAnswer(text="Lutetia", weight=Fraction(1, 4), feedback=md("Old.")),
            TextAnswer(text="Lyon", weight=Fraction(0), feedback=md("Second city.")),
        ),
    )
    (read,), losses = written(engine, question)
    typed = ["Paris", " PARIS ", "paname", "Lutetia", "Lyon", "x", "", "Par is"]
    check(engine, question, read, losses, [(text, text) for text in typed])
    assert any("Slang." in text for text in read.feedback("Paname"))
    assert Feature.ANSWER_FEEDBACK in {loss.feature for loss in losses}


def test_case_counts_in_new_quizzes_only() -> None:
    question = ShortText(
        id="q", stem=md("?"), answers=(TextAnswer(text="pH"),), case_sensitive=True
    )
    (classic,), losses = written("classic", question)
    (new,), _ = written("new", question)
    assert [classic.score("PH"), new.score("PH"), new.score("pH")] == [1, 0, 1]
    assert [loss.engine for loss in losses if loss.feature is Feature.CASE] == ["classic"]


NUMBERS = [
    NumericAnswer(value=Fraction(42)),
    NumericAnswer(value=Fraction("3.14"), tolerance=Fraction("0.01")),
    NumericAnswer(value=Fraction("0.1"), tolerance=Fraction("0.02")),
    NumericAnswer(value=Fraction(-1000), tolerance=Fraction(50)),
    NumericAnswer(min=Fraction(2), max=Fraction(4)),
    NumericAnswer(min=Fraction("-0.5"), max=Fraction("0.5")),
    NumericAnswer(value=Fraction(1, 3), tolerance=Fraction(1, 100)),
    NumericAnswer(value=Fraction(0)),
    NumericAnswer(value=Fraction("6.02214076e23"), tolerance=Fraction(10**20)),
]


@engine
@pytest.mark.parametrize("answer", NUMBERS)
@pytest.mark.parametrize("points", [Fraction(1), Fraction(1, 3)])
def test_numbers_at_just_inside_and_just_outside_each_bound(
    answer: NumericAnswer, points: Fraction, engine: str
) -> None:
    question = Numeric(id="q", stem=md("?"), answers=(answer,), points=points)
    (read,), losses = written(engine, question)
    bit = Fraction(1, 10**6) * max(abs(answer.high), 1)
    for number in (answer.low, answer.high, (answer.low + answer.high) / 2):
        for shift in (-bit, Fraction(0), bit):
            typed = decimal(number + shift)
            if typed is None:
                continue
            got = Fraction(read.score(typed)).limit_denominator(10**9)
            assert abs(got - score(question, typed)) <= points / 100_000, typed
    as_zero = [loss for loss in losses if "no number" in loss.instead]
    if engine == "classic":
        assert bool(read.score("three")) == bool(as_zero)


def decimal(number: Fraction) -> str | None:
    from quizkit.formats.numbers import exact_decimal

    return exact_decimal(number)


@engine
def test_several_numbers_with_weights(engine: str) -> None:
    question = Numeric(
        id="q",
        stem=md("?"),
        points=Fraction(2),
        unit="km",
        answers=(
            NumericAnswer(value=Fraction(10), feedback=md("Exactly.")),
            NumericAnswer(
                min=Fraction(11), max=Fraction(12), weight=Fraction(0), feedback=md("No.")
            ),
            NumericAnswer(min=Fraction(8), max=Fraction(13), weight=Fraction(3, 4)),
        ),
    )
    (read,), losses = written(engine, question)
    typed = ["10", "8", "7.99", "11", "11.5", "12", "12.5", "13", "13.1"]
    check(engine, question, read, losses, [(text, text) for text in typed])
    assert "(km)" in read.stem
    assert any("Exactly." in text for text in read.feedback("10")) == (engine == "classic")


@engine
def test_matching_pays_each_pair(engine: str) -> None:
    question = Matching(
        id="q",
        stem=md("?"),
        points=Fraction(2),
        pairs=(Pair(md("*a*"), md("x")), Pair(md("b"), md("y")), Pair(md("c"), md("x"))),
        distractors=(md("z"),),
    )
    (read,), losses = written(engine, question)
    ours, theirs = [c.source for c in question.rights], read.rights
    assert sorted(theirs) == ["x", "y", "z"]
    cases = []
    for chosen in product(range(4), repeat=3):
        mapped = {left: theirs.index(ours[right]) for left, right in enumerate(chosen)}
        cases.append((dict(enumerate(chosen)), mapped))
    assert check(engine, question, read, losses, cases)


@engine
def test_right_sides_that_read_the_same_are_declared(engine: str) -> None:
    question = Matching(
        id="q",
        stem=md("?"),
        pairs=(Pair(md("a"), md("**x**")), Pair(md("b"), md("x")), Pair(md("c"), md("$y$"))),
    )
    _, losses = written(engine, question)
    features = {loss.feature for loss in losses if loss.engine == engine}
    assert features == {Feature.SCORE, Feature.RICH_TEXT, Feature.MATH}


@engine
@pytest.mark.parametrize("count", [2, 4])
def test_ordering_becomes_matching(engine: str, count: int) -> None:
    texts = [f"item {n}" for n in range(count)]
    question = Ordering(id="q", stem=md("?"), items=tuple(md(text) for text in texts))
    (read,), losses = written(engine, question)
    assert read.kind == "matching"
    place = {left: n for n, left in enumerate(read.lefts)}
    assert [place[text] for text in texts] != list(range(count))
    number = {right: n for n, right in enumerate(read.rights)}
    cases: list[tuple[object, object]] = []
    for order in permutations(range(count)):
        response = {place[texts[item]]: number[str(n + 1)] for n, item in enumerate(order)}
        cases.append((order, response))
    right = {place[text]: number[str(n + 1)] for n, text in enumerate(texts)}
    almost = right | {place[texts[0]]: number["2"]}
    cases.append(([], almost))
    assert check(engine, question, read, losses, cases) == (engine == "new")


TEXT = TextGap(
    id="t",
    answers=(
        TextAnswer(text="Paris", feedback=md("Gap yes.")),
        TextAnswer(text="Lutetia", weight=Fraction(1, 4), feedback=md("Old.")),
    ),
)
MENU = ChoiceGap(
    id="m",
    options=(
        Option(id="m1", content=md("one"), role=Role.KEY, feedback=md("Menu yes.")),
        Option(id="m2", content=md("two"), role=Role.DISTRACTOR, feedback=md("Menu no.")),
        Option(id="m3", content=md("three"), role=Role.NEUTRAL, weight=Fraction(2, 3)),
    ),
    points=Fraction(2),
)
NUMBER = NumericGap(
    id="n",
    answers=(NumericAnswer(value=Fraction("2.5"), tolerance=Fraction("0.1"), feedback=md("Sum.")),),
)


@engine
@pytest.mark.parametrize(
    "gaps", [(TEXT,), (MENU,), (TEXT, MENU), (TEXT, NUMBER), (MENU, replace(MENU, id="o"))]
)
def test_gaps_score_or_the_worst_filling_is_declared(
    gaps: tuple[TextGap | ChoiceGap | NumericGap, ...], engine: str
) -> None:
    stem = " and ".join(f"{{{{{gap.id}}}}}" for gap in gaps)
    question = Cloze(id="q", stem=md(f"Fill {stem}."), gaps=gaps, points=Fraction(3))
    (read,), losses = written(engine, question)
    fillings = []
    for gap, theirs in zip(gaps, read.gaps, strict=True):
        if isinstance(gap, ChoiceGap):
            entries = {option.text: n for n, option in enumerate(theirs.options)}
            typed = theirs.kind == "short-text"
            fillings.append(
                [(None, None)]
                + [
                    (o.id, o.content.source if typed else entries[o.content.source])
                    for o in gap.options
                ]
            )
        else:
            texts = ["Paris", "LUTETIA", "x", "2.5", "2.50", "2.4", "2.55", "2.7"]
            fillings.append([(None, None), *((text, text) for text in texts)])
    cases = [
        ({gap.id: mine for gap, (mine, _) in zip(gaps, combination, strict=True)},
         [theirs for _, theirs in combination])
        for combination in product(*fillings)
    ]  # fmt: skip
    check(engine, question, read, losses, cases)
    if gaps[0] is TEXT:
        response: list[object] = ["Paris"] + [None] * (len(gaps) - 1)
        assert any("Gap yes." in text for text in read.feedback(response))


@engine
@pytest.mark.parametrize(
    ("html", "style"),
    [
        (
            '<font color="#c00" face="Arial" size="5">x</font>',
            "color:#c00;font-family:Arial;font-size:x-large",
        ),
        ('<font color="url(x)">x</font>', ""),
        ("<center>x</center>", "text-align:center"),
        ('<p align="right" style="color:red;">x</p>', "color:red;text-align:right"),
        ("<p><big>x</big></p>", "font-size:larger"),
    ],
)
def test_old_markup_for_looks_becomes_style(html: str, style: str, engine: str) -> None:
    question = replace(choice("kd"), stem=Content(html=html))
    (read,), losses = written(engine, question)
    assert read.notes == []
    assert {x.fidelity for x in losses if x.feature is Feature.RICH_TEXT} == {Fidelity.ADAPTED}
    assert re.findall(r'style="([^"]*)"', read.stem) == ([style] if style else [])
    assert "align=" not in read.stem


@pytest.mark.parametrize("selection", Selection)
def test_question_without_a_right_option_is_declared(selection: Selection) -> None:
    for roles, said in (("nn", True), ("kn", False)):
        (_,), losses = written("classic", choice(roles, selection=selection, points=Fraction(0)))
        assert any("right option" in loss.instead for loss in losses) == said


def test_distractor_worth_half_is_no_key_in_classic() -> None:
    question = choice("kdd", weights=("1", "1/2", "0"), selection=Selection.SINGLE)
    gap = ChoiceGap(id="g", options=question.options)
    for asked in (question, Cloze(id="q", stem=md("{{g}}"), gaps=(gap,))):
        (read,), losses = written("classic", asked)
        options = read.options or read.gaps[0].options
        assert sorted(option.fraction for option in options) == [0, 0, 1]
        assert any(loss.feature is Feature.SCORE for loss in losses)


@engine
def test_markup_is_an_answer_to_a_gap_like_any_other(engine: str) -> None:
    texts = ("std::vector<int>", "<p>", "a < b", "&copy;", "Q&A", "x->y")
    gaps = tuple(
        TextGap(id=f"g{n}", answers=(TextAnswer(text=text),)) for n, text in enumerate(texts)
    )
    stem = md(" ".join(f"{{{{{gap.id}}}}}" for gap in gaps))
    question = Cloze(id="q", stem=stem, gaps=gaps, points=Fraction(len(gaps)))
    (read,), losses = written(engine, question)
    right = list(texts)
    # Nothing can be written for "<p>" that Classic takes and New Quizzes does not read as empty.
    assert read.score(right) == len(texts) - (engine == "classic")
    assert not any("nothing is left" in note for note in read.notes)
    alone = [text if text == "<p>" else None for text in texts]
    tried = (right, alone, ["std::vector", "< p>", "a", "\u00a9", "Q", "x-"])
    cases = [
        (dict(zip((gap.id for gap in gaps), given, strict=True)), list(given)) for given in tried
    ]
    assert not check(engine, question, read, losses, cases)


@engine
def test_students_may_write_the_decimal_comma_of_their_language(engine: str) -> None:
    question = Cloze(id="q", stem=md("{{n}} {{t}}"), gaps=(NUMBER, TEXT))
    for language, share in (("de", 1), ("en", Fraction(1, 2))):
        (read,), losses = written(engine, question, language=language)
        assert read.score(["2.5", "Paris"]) == 1
        assert read.score(["2,5", "Paris"]) == share
        said = [loss.instead for loss in losses if loss.feature is Feature.TYPE]
        assert any("a comma" in text for text in said) == (language == "de")


@engine
def test_plain_gaps_of_equal_worth_are_exact(engine: str) -> None:
    gaps = tuple(
        TextGap(id=name, answers=(TextAnswer(text=name), TextAnswer(text=f"{name}{name}")))
        for name in "abc"
    )
    question = Cloze(id="q", stem=md("`x[0]` {{a}} {{b}} {{c}}"), gaps=gaps)
    (read,), losses = written(engine, question)
    cases = [
        ({"a": a, "b": b, "c": c}, [a, b, c])
        for a, b, c in product([None, "a", " AA ", "z"], ["b", "x"], [None, "cc"])
    ]
    assert check(engine, question, read, losses, cases)


@engine
def test_feedback_of_every_option_and_of_the_question_arrives(engine: str) -> None:
    for roles in ("kkddn", "kd"):
        for policy in POLICIES:
            question = choice(roles, policy=policy, remarks=True, feedback=FEEDBACK)
            (read,), losses = written(engine, question)
            for response in subsets(question):
                shown = " ".join(read.feedback(response))
                for n in range(len(roles)):
                    assert (f"Remark {n}." in shown) == (n in response)
                assert "In general." in shown
            said = [loss for loss in losses if loss.feature is Feature.COMBINED_FEEDBACK]
            possible = any(
                0 < score(question, [question.options[n].id for n in r]) < 1
                for r in subsets(question)
            )
            assert bool(said) == possible, (roles, policy)


@engine
def test_every_type_is_read_in_order_with_its_feedback(engine: str) -> None:
    questions = one_of_each()
    read, _ = written(engine, *questions, assets=(PICTURE,), language="fr")
    assert [q.points for q in read] == [q.points for q in questions]
    for question, theirs in zip(questions, read, strict=True):
        if isinstance(question, Info):
            continue
        wanted = "Thanks." if question.id == "essay" else "In general."
        assert wanted in theirs.general_feedback
        if question.feedback.correct:
            assert "All right." in theirs.correct_feedback
            assert "Not right." in theirs.incorrect_feedback


@engine
def test_nothing_a_student_sees_gives_the_key_away(engine: str) -> None:
    questions = [*one_of_each(), *(choice("kkkddd", id=f"c{n}") for n in range(20))]
    data, _ = export(CanvasExporter(), *questions, assets=(PICTURE,))
    assert ENGINES[engine].leaks(data) == []
    idents = [label.get("ident") for label in assessment(data).iter("{*}response_label")]
    assert idents


@engine
def test_pools(engine: str) -> None:
    questions = (
        choice("kd", id="a"),
        choice("kd", id="b", points=Fraction(2)),
        choice("kd", id="c"),
    )
    groups = (Group(id="g", title="Pool & co", pick=1, questions=("a", "b")),)
    quiz = Quiz(identifier="x", title="X", questions=questions, groups=groups)
    data, losses = export_quiz(CanvasExporter(), quiz)
    assert_declared(losses)
    read = ENGINES[engine].read(data)
    assert [q.pick for q in read] == [1, 1, 0]
    assert {loss.question_id for loss in losses if loss.feature is Feature.POINTS} == {"a"}
    spread = replace(
        quiz, groups=(Group(id="g", pick=1, points=Fraction(3), questions=("a", "c")),)
    )
    data, losses = export_quiz(CanvasExporter(), spread)
    assert {loss.feature for loss in losses} == {Feature.GROUPS}
    assert [q.pick for q in ENGINES[engine].read(data)] == [1, 1, 0]


META = "{http://canvas.instructure.com/xsd/cccv1p0}"


def settings_of(data: bytes) -> Callable[[str], str | None]:
    (text,) = (t for name, t in members(data).items() if name.endswith("assessment_meta.xml"))
    root = etree.fromstring(text)
    return lambda name: root.findtext(f"{META}{name}")


def test_settings_and_description() -> None:
    data, losses = export(
        CanvasExporter(),
        choice("kd"),
        description=md("**Read** $x$"),
        settings=Settings(
            time_limit=Fraction(91, 2),
            attempts=3,
            shuffle_questions=True,
            show_correct_answers=False,
            one_at_a_time=True,
        ),
    )
    meta = settings_of(data)
    assert meta("title") == "Bench"
    assert meta("time_limit") == "46"
    assert meta("allowed_attempts") == "3"
    assert meta("shuffle_questions") == "true"
    assert meta("show_correct_answers") == "false"
    assert meta("one_question_at_a_time") == "true"
    assert meta("shuffle_answers") == "true"
    assert "<strong>Read</strong>" in (meta("description") or "")
    assert {loss.feature for loss in losses} == {Feature.SETTINGS}


def test_one_fixed_option_stops_shuffling_in_classic() -> None:
    options = choice("kdd").options
    fixed = (*options[:2], replace(options[2], fixed=True))
    question = replace(choice("kdd", id="fix"), options=fixed)
    data, losses = export(CanvasExporter(), question, choice("kd"))
    assert settings_of(data)("shuffle_answers") == "false"
    assert [loss.engine for loss in losses] == ["classic"]
    locks = [label.get("lock") for label in assessment(data).iter("{*}response_label")]
    assert locks[:3] == [None, None, "Yes"]


def html_of(data: bytes) -> str:
    return " ".join(text.text or "" for text in assessment(data).iter("{*}mattext"))


def test_code_pictures_and_formulas_arrive() -> None:
    stem = md(
        "See ![a [1]](img/a.png)\n\n```python\nif x:\n\n    y = a[0]\n```\n\n"
        "$\\left[ a \\right]$ $\\sqrt[3]{x}$ $\\xrightarrow[a]{b}$ ~~s~~ <kbd>K</kbd>"
    )
    question = replace(choice("kd"), stem=stem, feedback=Feedback(general=md("$x_{[1]}$")))
    data, losses = export(CanvasExporter(), question, assets=(PICTURE,))
    html = html_of(data)
    assert 'src="$IMS-CC-FILEBASE$/media/img/a.png"' in html
    assert members(data)["media/img/a.png"] == PICTURE.data
    assert '<pre><code class="language-python">if x:\n\n    y = a[0]\n</code></pre>' in html
    assert 'title="\\left\\lbrack a \\right\\rbrack"' in html
    assert 'title="\\root{3}\\of{x}"' in html
    assert "\\(\\xrightarrow[a]{b}\\)" in html
    assert 'title="x_{[1]}"' in html
    assert "<del>s</del>" in html
    assert "<code>K</code>" in html
    assert {loss.feature for loss in losses} == {Feature.RICH_TEXT, Feature.MATH}
    assert {loss.fidelity for loss in losses} == {Fidelity.ADAPTED}
    (read,) = canvas_new.read(data)
    assert "&#91;" not in read.stem


def test_pictures_written_into_the_text_become_files() -> None:
    picture = "![p](data:image/png;base64,iVBORw0KGgo=)"
    data, losses = export(CanvasExporter(), replace(choice("kd"), stem=md(picture)))
    assert not losses
    (name,) = (name for name in members(data) if name.startswith("media/"))
    assert f'src="$IMS-CC-FILEBASE$/{name}"' in html_of(data)


def test_right_to_left_text_keeps_its_direction() -> None:
    data, _ = export(CanvasExporter(), choice("kd"), language="ar")
    texts = [text.text or "" for text in assessment(data).iter("{*}mattext")]
    assert all('dir="rtl"' in text for text in texts)


def test_a_stem_that_classic_would_not_show_is_declared() -> None:
    _, losses = export(CanvasExporter(), replace(choice("kd"), stem=md("word " * 4000)))
    assert {(loss.feature, loss.engine) for loss in losses} == {(Feature.RICH_TEXT, "classic")}


HOSTILE = st.text(
    st.characters(exclude_categories=("Cs",), include_characters="<>&[]{}\"'\\$\x0b"), max_size=30
)


@given(HOSTILE, HOSTILE)
@settings(max_examples=60, deadline=None)
def test_any_text_is_imported_by_both(text: str, other: str) -> None:
    content = md(text)
    questions = (
        Choice(
            id=f"c{text}",
            title=other,
            stem=content,
            selection=Selection.MULTIPLE,
            options=(
                Option(id="a", content=md(other), role=Role.KEY, feedback=content),
                Option(id="b", content=content, role=Role.DISTRACTOR),
            ),
        ),
        Matching(id="m", stem=content, pairs=(Pair(content, md(other)), Pair(md(other), content))),
    )
    data, losses = export(CanvasExporter(), *questions)
    assert_declared(losses)
    for module in ENGINES.values():
        assert len(module.read(data)) == 2


def test_odd_file_names_are_plain_in_the_package() -> None:
    odd = Asset(path="ä b/[1].png", media_type="image/png", data=b"odd")
    stem = Content(html='<img src="%C3%A4%20b/%5B1%5D.png" alt="x">')
    data, losses = export(CanvasExporter(), replace(choice("kd"), stem=stem), assets=(odd,))
    assert not losses
    (name,) = (name for name in members(data) if name.startswith("media/"))
    assert name.isascii()
    assert "[" not in name


def test_the_same_quiz_gives_the_same_bytes() -> None:
    first, _ = export(CanvasExporter(), *one_of_each(), assets=(PICTURE,))
    second, _ = export(CanvasExporter(), *one_of_each(), assets=(PICTURE,))
    assert first == second


@engine
def test_many_gaps_say_what_happens_to_them_in_one_line_each(engine: str) -> None:
    numbers = tuple(
        NumericGap(
            id=f"n{n}", answers=(NumericAnswer(value=Fraction(n), tolerance=Fraction(1, 2)),)
        )
        for n in range(20)
    )
    texts = tuple(TextGap(id=f"t{n}", answers=(TextAnswer(text=f"<b{n}>"),)) for n in range(20))
    stem = " ".join(f"{{{{{gap.id}}}}}" for gap in (*numbers, *texts))
    question = Cloze(id="q", stem=md(stem), gaps=(*numbers, *texts), points=Fraction(40))
    _, losses = export(CanvasExporter(), question)
    told = [loss for loss in losses if loss.engine == engine and loss.question_id == "q"]
    assert sorted(loss.feature for loss in told) == [
        Feature.TYPE,
        Feature.RICH_TEXT,
        Feature.SCORE,
    ]
    words = {loss.feature: loss.instead for loss in told}
    assert "in gap 1 -0.5, -0.4" in words[Feature.TYPE]
    assert words[Feature.TYPE].endswith("; and likewise in 17 more gaps")
    assert '"<b0>", "<b1>", "<b2>" and 17 more answers' in words[Feature.RICH_TEXT]
    begin = "answering 0.0 in gap 1, 1.0 in gap 2, 2.0 in gap 3 and the like in "
    assert re.fullmatch(begin + "[13]7 more gaps earns .*", words[Feature.SCORE])


def test_an_identifier_that_canvas_gave_is_given_back() -> None:
    theirs, ours = "i43dbc4f8278e6ded31674b351f9a1c37", "my-question"
    quiz = [replace(choice("kd"), id=name) for name in (theirs, ours, f"{theirs}0")]
    data, _ = export(CanvasExporter(), *quiz)
    idents = [item.get("ident") or "" for item in assessment(data).iter("{*}item")]
    assert idents[0] == theirs
    assert all(re.fullmatch("g[0-9a-f]{32}", ident) for ident in idents[1:])
    assert len(set(idents)) == 3
