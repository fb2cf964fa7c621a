"""The two Canvas oracles against what Canvas's own code did with such packages."""

from __future__ import annotations

import io
import zipfile
from html import escape
from itertools import combinations

import pytest

from . import canvas_classic, canvas_new
from .base import ImportRefused, Unverifiable

META = '<quiz xmlns="http://canvas.instructure.com/xsd/cccv1p0" identifier="q1"><title>Quiz</title>'
XMLNS = ' xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"'
OTHER = "<conditionvar><other/></conditionvar>"


def package(*items: str, **change: str) -> bytes:
    """A quiz as Canvas exports one; `change` bends one thing."""
    manifest = (
        '<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1">'
        f"<metadata><schema>{change.get('schema', 'IMS Content')}</schema></metadata><resources>"
        f'<resource identifier="q1" type="{change.get("type", "imsqti_xmlv1p2")}">'
        '<file href="q1/q1.xml"/><dependency identifierref="meta"/></resource>'
        '<resource identifier="meta" type="associatedcontent/imscc_xmlv1p1/learning-application-'
        'resource" href="q1/assessment_meta.xml"><file href="q1/assessment_meta.xml"/></resource>'
        "</resources></manifest>"
    )
    body = "".join(items)
    if change.get("section", "yes") == "yes":
        body = f'<section ident="root_section">{body}</section>'
    quiz = (
        f"<questestinterop{change.get('xmlns', XMLNS)}>"
        f'<assessment ident="q1" title="Quiz">{body}</assessment></questestinterop>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("imsmanifest.xml", manifest)
        archive.writestr("q1/q1.xml", quiz)
        archive.writestr(f"{change.get('folder', 'q1')}/assessment_meta.xml", META + "</quiz>")
    return stream.getvalue()


def material(text: str, kind: str = "text/html") -> str:
    return f'<material><mattext texttype="{kind}">{escape(text)}</mattext></material>'


def equal(value: str, respident: str = "response1") -> str:
    return f'<varequal respident="{respident}">{value}</varequal>'


def condition(test: str, *, worth: str = "", feedback: str = "", attributes: str = "") -> str:
    setvar = f'<setvar action="Set" varname="SCORE">{worth}</setvar>' if worth else ""
    show = f'<displayfeedback feedbacktype="Response" linkrefid="{feedback}"/>' if feedback else ""
    inside = f"<conditionvar>{test}</conditionvar>{setvar}{show}"
    return f"<respcondition {attributes}>{inside}</respcondition>"


def told(ident: str, flow_mats: int = 1) -> str:
    inside = material(f"told {ident}")
    return (
        f'<itemfeedback ident="{ident}">{"<flow_mat>" * flow_mats}{inside}'
        f"{'</flow_mat>' * flow_mats}</itemfeedback>"
    )


def item(
    kind: str,
    responses: str,
    conditions: str,
    feedback: str = "",
    *,
    stem: str = "<div>Stem</div>",
    points: str = "1",
    ident: str = "g1",
    **metadata: str,
) -> str:
    fields = {"question_type": kind, "points_possible": points, **metadata}
    entries = "".join(
        f"<qtimetadatafield><fieldlabel>{name}</fieldlabel><fieldentry>{value}</fieldentry>"
        "</qtimetadatafield>"
        for name, value in fields.items()
    )
    return (
        f'<item ident="{ident}" title="T"><itemmetadata><qtimetadata>{entries}</qtimetadata>'
        f"</itemmetadata><presentation>{material(stem)}{responses}</presentation>"
        f"<resprocessing>{conditions}</resprocessing>{feedback}</item>"
    )


def labels(texts: dict[str, str], kind: str = "text/html") -> str:
    inside = "".join(
        f'<response_label ident="{ident}">{material(text, kind)}</response_label>'
        for ident, text in texts.items()
    )
    return f"<render_choice>{inside}</render_choice>"


def lid(texts: dict[str, str], cardinality: str = "Single", ident: str = "response1") -> str:
    return (
        f'<response_lid ident="{ident}" rcardinality="{cardinality}">{labels(texts)}</response_lid>'
    )


def answers(count: int) -> dict[str, str]:
    return {str(n + 1): f"option {n + 1}" for n in range(count)}


def keys_condition(keys: int, count: int) -> str:
    inside = "".join(
        equal(str(n + 1)) if n < keys else f"<not>{equal(str(n + 1))}</not>" for n in range(count)
    )
    return condition(f"<and>{inside}</and>", worth="100")


def multiple(keys: int, count: int, **more: str) -> str:
    return item(
        "multiple_answers_question",
        lid(answers(count), "Multiple"),
        keys_condition(keys, count),
        **more,
    )


def classic(*items: str, **change: str) -> canvas_classic.ClassicQuestion:
    (found,) = canvas_classic.read(package(*items, **change))
    return found


def new(*items: str, **change: str) -> canvas_new.NewQuestion:
    (found,) = canvas_new.read(package(*items, **change))
    return found


def test_multiple_answers_are_right_minus_wrong_in_both() -> None:
    text = multiple(2, 5, points="3", scoring_algorithm="PartialScore")
    first, second = classic(text), new(text)
    for size in range(6):
        for chosen in combinations(range(5), size):
            hits = sum(n < 2 for n in chosen)
            expected = max(0, 3 * (2 * hits - size) / 2)
            assert first.score(chosen) == expected
            assert second.score(chosen) == pytest.approx(expected)


def test_all_or_nothing_holds_in_new_quizzes_only() -> None:
    text = multiple(2, 3, scoring_algorithm="AllOrNothing")
    assert [new(text).score(r) for r in ({0, 1}, {0}, {0, 1, 2})] == [1, 0, 0]
    assert classic(text).score({0}) == 0.5


def test_multiple_answers_without_an_algorithm_are_not_verifiable() -> None:
    with pytest.raises(Unverifiable):
        new(multiple(2, 3)).score({0})


def test_weight_comes_from_the_last_condition_naming_the_option() -> None:
    show = condition(equal("1"), feedback="1_fb", attributes='continue="Yes"')
    score = condition(equal("1"), worth="100")
    good = item("multiple_choice_question", lid(answers(2)), show + score, told("1_fb"))
    bad = item("multiple_choice_question", lid(answers(2)), score + show, told("1_fb"))
    assert (classic(good).score({0}), classic(bad).score({0})) == (1, 0)
    assert classic(good).feedback({0}) == ["told 1_fb"]
    assert any("no key" in note for note in classic(bad).notes)
    assert new(bad).score({0}) == 1


def test_additive_conditions_make_every_option_a_key_in_new_quizzes() -> None:
    each = "".join(condition(equal(str(n + 1)), worth="-50" if n else "100") for n in range(3))
    q = new(item("multiple_answers_question", lid(answers(3), "Multiple"), each))
    assert all(o.fraction == 1 for o in q.options)


def test_multiple_answers_without_a_key_make_the_first_one() -> None:
    q = classic(item("multiple_answers_question", lid(answers(2), "Multiple"), ""))
    assert [o.fraction for o in q.options] == [1, 0]


def test_points_vary_by_answer() -> None:
    each = condition(equal("1"), worth="4", attributes='correctanswer="Yes"')
    each += condition(equal("2"), worth="1")
    text = item(
        "multiple_choice_question",
        lid(answers(3)),
        each,
        points="4",
        scoring_algorithm="VaryPointsByAnswer",
    )
    assert [new(text).score({n}) for n in range(3)] == [4, 1, 0]
    assert [classic(text).score({n}) for n in range(3)] == [4, 4, 0]


@pytest.mark.parametrize("flow_mats", [0, 2])
def test_new_quizzes_need_exactly_one_flow_mat(flow_mats: int) -> None:
    text = item(
        "multiple_choice_question",
        lid(answers(2)),
        condition(equal("1"), worth="100"),
        told("general_fb", flow_mats) + told("correct_fb"),
    )
    assert new(text).feedback({0}) == ["told correct_fb"]
    assert classic(text).feedback({0}) == ["told correct_fb", "told general_fb"]


def test_correct_and_incorrect_feedback() -> None:
    text = multiple(2, 3, scoring_algorithm="PartialScore").replace(
        "</item>",
        told("general_fb") + told("correct_fb") + told("general_incorrect_fb") + "</item>",
    )
    for q in (classic(text), new(text)):
        assert q.feedback({0, 1}) == ["told correct_fb", "told general_fb"]
        assert q.feedback({0}) == ["told general_incorrect_fb", "told general_fb"]


def test_package_traps() -> None:
    text = multiple(1, 2)
    assert canvas_new.read(package(text, xmlns="")) == []
    assert canvas_new.read(package(text, type="webcontent")) == []
    assert classic(text, xmlns="", type="webcontent").kind == "choice-multiple"
    with pytest.raises(ImportRefused):
        classic(text, section="no")
    with pytest.raises(ImportRefused):
        classic(text, schema="QTIv2.1")
    assert classic(text, folder="elsewhere").notes
    assert not new(text, folder="q1").notes


def test_item_identifiers_that_collide_or_are_too_long() -> None:
    with pytest.raises(ImportRefused):
        classic(multiple(1, 2, ident="вопрос"), multiple(1, 2, ident="ответы"))
    with pytest.raises(ImportRefused):
        classic(multiple(1, 2, ident="g" * 246))


def test_true_false_in_another_language_is_a_choice_in_classic() -> None:
    score = condition(equal("1"), worth="100")
    for texts, kind in (
        ({"1": "True", "2": "False"}, "true-false"),
        ({"1": "Да", "2": "Нет"}, "choice-single"),
    ):
        text = item("true_false_question", lid(texts), score)
        assert classic(text).kind == kind
        assert new(text).kind == "true-false"
        assert (classic(text).score(True), classic(text).score(False)) == (1, 0)


def fib(conditions: str) -> str:
    return (
        '<response_str ident="response1" rcardinality="Single"><render_fib>'
        f'<response_label ident="answer1"/></render_fib></response_str>{conditions}'
    )


def test_every_text_in_any_condition_is_accepted_in_classic() -> None:
    conditions = condition(equal("Lyon"), feedback="1_fb")
    conditions += condition(equal("Paris") + equal("Lutetia"), worth="100")
    text = item("short_answer_question", fib(""), conditions, told("1_fb"))
    assert [classic(text).score(t) for t in (" paris ", "LYON", "Rome", "")] == [1, 1, 0, 0]
    assert [new(text).score(t) for t in ("paris", "Lyon")] == [1, 0]


def numeric(test: str) -> str:
    return item("numerical_question", fib(""), condition(test, worth="100"))


def bounds(value: str, low: str, high: str, gte: str = "vargte") -> str:
    return (
        f'<or>{equal(value)}<and><{gte} respident="response1">{low}</{gte}>'
        f'<varlte respident="response1">{high}</varlte></and></or>'
    )


def test_numeric_margins() -> None:
    text = numeric(bounds("3.14", "3.13", "3.15"))
    typed = ("3.13", "3.15", "3.1299", "3.1501")
    assert [classic(text).score(t) for t in typed] == [1, 1, 0, 0]
    assert new(text).score("3.14") == 1
    lopsided = numeric(bounds("10", "9", "12"))
    assert [classic(lopsided).score(t) for t in ("8", "12", "7.9")] == [1, 1, 0]
    assert [new(lopsided).score(t) for t in ("9", "11", "12")] == [1, 1, 0]


def test_numeric_precision_cuts_digits() -> None:
    q = classic(numeric(bounds("12.3", "12.25", "12.35", "vargt")))
    assert [q.score(t) for t in ("12.3", "12.29", "12.25", "12.399")] == [1, 0, 0, 1]


def test_bare_numbers() -> None:
    assert classic(numeric(equal("42"))).score("42") == 0
    with pytest.raises(ImportRefused):
        new(numeric(equal("42")))
    with pytest.raises(ImportRefused):
        new(numeric(bounds("42", "42", "42.0")))
    assert new(numeric(bounds("42", "42", "42"))).score("42") == 1


def blanks(kind: str, conditions: str, feedback: str = "", ident: str = "1") -> str:
    responses = lid({ident: "red", "2": "Red"}, ident="response_b1")
    responses += lid({"3": "blue", "4": "green"}, ident="response_b2")
    return item(kind, responses, conditions, feedback, stem="<p>[b2] and [b1]</p>")


def test_blanks_follow_the_stem_and_accept_every_label() -> None:
    scoring = condition(equal("1", "response_b1"), worth="50")
    text = blanks("fill_in_multiple_blanks_question", scoring)
    for q in (classic(text), new(text)):
        assert [g.name for g in q.gaps] == ["b2", "b1"]
        assert [float(q.score(r)) for r in (["GREEN", "red"], [None, "Red"])] == [1, 0.5]


def test_drop_downs_know_their_keys() -> None:
    scoring = condition(equal("1", "response_b1"), worth="50")
    scoring += condition(equal("4", "response_b2"), worth="50")
    text = blanks("multiple_dropdowns_question", scoring)
    for q in (classic(text), new(text)):
        assert [float(q.score(r)) for r in ([1, 0], [0, 0], [None, 1])] == [1, 0.5, 0]


def test_blank_feedback_needs_integer_identifiers_in_classic() -> None:
    show = condition(equal("a1", "response_b1"), feedback="a1_fb")
    text = blanks("fill_in_multiple_blanks_question", show, told("a1_fb"), ident="a1")
    assert classic(text).gaps[1].options[0].feedback == ""
    assert new(text).gaps[1].options[0].feedback == "told a1_fb"


def test_matching() -> None:
    rights = {"11": "one", "12": "two", "13": "three"}
    left = "".join(
        f'<response_lid ident="response_{n}">{material(f"left {n}")}{labels(rights)}</response_lid>'
        for n in (1, 2)
    )
    scoring = condition(equal("11", "response_1"), worth="50")
    scoring += condition(equal("12", "response_2"), worth="50")
    text = item("matching_question", left, scoring, scoring_algorithm="DeepEquals")
    assert classic(text).score({0: 0, 1: 2}) == 0.5
    assert (new(text).score({0: 0, 1: 2}), new(text).score({0: 0, 1: 1})) == (0, 1)
    same = text.replace('"13"', '"x11"')
    assert any("number 11" in note for note in classic(same).notes)


def test_ordering_is_for_new_quizzes() -> None:
    each = "".join(f'<response_label ident="{i}">{material(i)}</response_label>' for i in "bac")
    response = (
        '<response_lid ident="response1" rcardinality="Ordered"><render_extension>'
        f"<ims_render_object><flow_label>{each}</flow_label></ims_render_object>"
        "</render_extension></response_lid>"
    )
    score = condition("".join(map(equal, "abc")), worth="100")
    text = item("ordering_question", response, score, scoring_algorithm="DeepEquals")
    assert classic(text).kind == "unusable"
    assert new(text).correct_order == [1, 0, 2]
    assert (new(text).score((1, 0, 2)), new(text).score((0, 1, 2))) == (1, 0)


def test_content_traps() -> None:
    stem = '<p>a[0] <img src="x.png" alt="arr[0]"> <s>x</s> <kbd>k</kbd></p>'
    text = item("text_only_question", "", "", stem=stem)
    assert "<s>" not in classic(text).stem
    assert "<s>x</s>" in new(text).stem
    assert any("brackets" in note for note in new(text).notes)
    assert "a[0]" in new(text).stem
    assert classic(item("text_only_question", "", "", stem="x" * 16_385)).stem == "too long"


def test_points_as_each_engine_reads_them() -> None:
    assert classic(multiple(1, 2, points="2,5")).points == 2
    assert classic(multiple(1, 2, points="-1")).points == 0


def test_leaks() -> None:
    assert canvas_classic.leaks(package(multiple(2, 4))) == []
    assert canvas_classic.leaks(package(multiple(2, 4).replace('"1"', '"correct1"')))
