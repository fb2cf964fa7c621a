"""The QTI 2.1 oracle against what the two reference engines did."""

from __future__ import annotations

import io
import zipfile
from itertools import combinations

import pytest

from . import qti21
from .base import ImportRefused, Unverifiable

NS = 'xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"'
RP = "http://www.imsglobal.org/question/qti_v2p1/rptemplates"
SCORE = (
    '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float" '
    'normalMaximum="{points}"><defaultValue><value>0</value></defaultValue></outcomeDeclaration>'
)


def package(item: str, *, show: str = "true", weight: str = "1", extra: str = "") -> bytes:
    manifest = (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="M"><resources>'
        '<resource identifier="T" type="imsqti_test_xmlv2p1" href="t.xml"><file href="t.xml"/>'
        '<dependency identifierref="R"/></resource>'
        '<resource identifier="R" type="imsqti_item_xmlv2p1" href="q.xml"><file href="q.xml"/>'
        f"{extra}</resource></resources></manifest>"
    )
    test = (
        f'<assessmentTest {NS} identifier="t" title="t"><testPart identifier="p">'
        f'<itemSessionControl showFeedback="{show}"/>'
        '<assessmentSection identifier="s" title="s" visible="false">'
        '<assessmentItemRef identifier="q" href="q.xml">'
        f'<weight identifier="W" value="{weight}"/></assessmentItemRef>'
        "</assessmentSection></testPart><outcomeProcessing/></assessmentTest>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("imsmanifest.xml", manifest)
        archive.writestr("t.xml", test)
        archive.writestr("q.xml", item)
    return stream.getvalue()


def item(inside: str) -> str:
    return (
        f'<assessmentItem {NS} identifier="q" title="T" adaptive="false" timeDependent="false">'
        f"{inside}</assessmentItem>"
    )


def choice(
    weights: list[str], processing: str, *, points: str = "1", feedback: str = "", limit: str = "0"
) -> str:
    keys = "".join(f"<value>c{n}</value>" for n, w in enumerate(weights) if float(w) > 0)
    entries = "".join(f'<mapEntry mapKey="c{n}" mappedValue="{w}"/>' for n, w in enumerate(weights))
    options = "".join(
        f'<simpleChoice identifier="c{n}">o{n}</simpleChoice>' for n in range(len(weights))
    )
    return item(
        '<responseDeclaration identifier="RESPONSE" cardinality="multiple" baseType="identifier">'
        f"<correctResponse>{keys}</correctResponse>"
        f'<mapping defaultValue="0" lowerBound="0" upperBound="{points}">{entries}</mapping>'
        f"</responseDeclaration>{SCORE.format(points=points)}"
        '<outcomeDeclaration identifier="FEEDBACK" cardinality="multiple" baseType="identifier"/>'
        "<itemBody><div>Stem</div>"
        '<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" '
        f'maxChoices="{limit}">{options}</choiceInteraction></itemBody>{processing}{feedback}'
    )


MAP = f'<responseProcessing template="{RP}/map_response"/>'
MATCH = f'<responseProcessing template="{RP}/match_correct"/>'


def one(text: str, **more: str) -> qti21.QtiQuestion:
    (found,) = qti21.read(package(text, **more))
    return found


def rules(inside: str) -> str:
    return f"<responseProcessing>{inside}</responseProcessing>"


@pytest.mark.parametrize("keys", [2, 3, 6, 7])
def test_mapping_is_exact_and_bounded(keys: int) -> None:
    share = repr(3 / keys)
    q = one(choice([share] * keys + [f"-{share}"] * 2, MAP, points="3"))
    assert (q.kind, q.points) == ("choice-multiple", 3)
    for size in range(keys + 3):
        for chosen in combinations(range(keys + 2), size):
            hits = sum(n < keys for n in chosen)
            assert q.score(chosen) == pytest.approx(max(0, 3 * (2 * hits - size) / keys))


def test_match_correct_is_all_or_nothing_at_one_point() -> None:
    q = one(choice(["1", "1", "0"], MATCH, points="5"))
    assert [q.score(r) for r in ({0, 1}, {0}, {0, 1, 2}, set())] == [1, 0, 0, 0]


def test_member_rules_ignore_a_neutral_option() -> None:
    def member(n: int) -> str:
        return (
            f'<member><baseValue baseType="identifier">c{n}</baseValue>'
            '<variable identifier="RESPONSE"/></member>'
        )

    rule = (
        f"<responseCondition><responseIf><and>{member(0)}<not>{member(1)}</not></and>"
        '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">2</baseValue>'
        "</setOutcomeValue></responseIf></responseCondition>"
    )
    q = one(choice(["1", "0", "0"], rules(rule), points="2"))
    assert [q.score(r) for r in ({0}, {0, 2}, {0, 1}, {2}, set())] == [2, 2, 0, 0, 0]


def feedback_rule(test: str = "member") -> str:
    first = '<baseValue baseType="identifier">c0</baseValue>'
    return (
        f'<responseCondition><responseIf><{test}>{first}<variable identifier="RESPONSE"/></{test}>'
        '<setOutcomeValue identifier="FEEDBACK"><multiple><variable identifier="FEEDBACK"/>'
        '<baseValue baseType="identifier">FB_0</baseValue></multiple></setOutcomeValue>'
        "</responseIf></responseCondition>"
    )


MODAL = (
    '<modalFeedback outcomeIdentifier="FEEDBACK" identifier="FB_0" showHide="show">'
    "<div>told</div></modalFeedback>"
)


def test_feedback_shows_only_when_the_test_says_so() -> None:
    text = choice(["1", "0"], rules(feedback_rule()), feedback=MODAL)
    q = one(text)
    assert (q.feedback({0}), q.feedback({1})) == (["<div>told</div>"], [])
    assert q.options[0].feedback == "<div>told</div>"
    assert one(text, show="false").feedback({0}) == []


def test_match_of_a_container_with_a_single_is_a_type_error() -> None:
    with pytest.raises(ImportRefused):
        one(choice(["1", "0"], rules(feedback_rule("match")), feedback=MODAL))


def test_integer_into_float_score_is_a_type_error() -> None:
    rule = (
        '<setOutcomeValue identifier="SCORE"><baseValue baseType="integer">1</baseValue>'
        "</setOutcomeValue>"
    )
    with pytest.raises(ImportRefused):
        one(choice(["1", "0"], rules(rule)))


def number(test: str) -> qti21.QtiQuestion:
    rule = (
        f"<responseCondition><responseIf>{test}"
        '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue>'
        "</setOutcomeValue></responseIf></responseCondition>"
    )
    return one(
        item(
            '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="float">'
            "<correctResponse><value>3.14</value></correctResponse></responseDeclaration>"
            f"{SCORE.format(points=1)}<itemBody><p>"
            '<textEntryInteraction responseIdentifier="RESPONSE"/></p></itemBody>' + rules(rule)
        )
    )


def test_equal_with_tolerance_is_not_closed_but_bounds_are() -> None:
    variable = '<variable identifier="RESPONSE"/>'
    loose = number(
        '<equal toleranceMode="absolute" tolerance="0.01">'
        f'<baseValue baseType="float">3.14</baseValue>{variable}</equal>'
    )
    assert (loose.score("3.15"), loose.score("3.13")) == (1, 0)
    tight = number(
        f'<and><gte>{variable}<baseValue baseType="float">3.13</baseValue></gte>'
        f'<lte>{variable}<baseValue baseType="float">3.15</baseValue></lte></and>'
    )
    assert [tight.score(t) for t in ("3.13", "3.15", "3.12", "3,14", "")] == [1, 1, 0, 0, 0]


@pytest.mark.parametrize(("given", "expected"), [("60", 0), ("150", 1), ("190", 1)])
def test_relative_tolerance_lies_around_the_first_operand(given: str, expected: float) -> None:
    q = number(
        '<equal toleranceMode="relative" tolerance="50"><variable identifier="RESPONSE"/>'
        '<baseValue baseType="float">100</baseValue></equal>'
    )
    assert q.score(given) == expected


def text_entry(mapping: str, processing: str = MAP) -> qti21.QtiQuestion:
    return one(
        item(
            '<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="string">'
            f"<correctResponse><value>Париж</value></correctResponse>{mapping}"
            f"</responseDeclaration>{SCORE.format(points=1)}<itemBody><p>"
            '<textEntryInteraction responseIdentifier="RESPONSE"/></p></itemBody>' + processing
        )
    )


def test_text_is_folded_by_the_mapping_and_never_trimmed() -> None:
    q = text_entry(
        '<mapping defaultValue="0"><mapEntry mapKey="Париж" mappedValue="1" caseSensitive="false"/>'
        '<mapEntry mapKey="Straße" mappedValue="0.5" caseSensitive="false"/></mapping>'
    )
    scores = [q.score(t) for t in ("париж", " Париж ", "straße", "STRASSE", "")]
    assert scores == [1, 0, 0.5, 0, 0]


def test_string_match_without_case_is_not_to_be_trusted_outside_ascii() -> None:
    rule = (
        '<responseCondition><responseIf><stringMatch caseSensitive="false">'
        '<variable identifier="RESPONSE"/><baseValue baseType="string">Париж</baseValue>'
        '</stringMatch><setOutcomeValue identifier="SCORE"><baseValue baseType="float">1'
        "</baseValue></setOutcomeValue></responseIf></responseCondition>"
    )
    q = text_entry("", rules(rule))
    assert q.score("Париж") == 1
    with pytest.raises(Unverifiable):
        q.score("париж")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('shuffle="true" ', ""),
        (' maxChoices="0"', ""),
        ('identifier="c1"', 'identifier="c0"'),
        ('identifier="c1"', 'identifier="ответ"'),
        ('identifier="c1"', 'identifier="c.1"'),
        ("<value>c0</value>", "<value>c9</value>"),
        ("<value>0</value>", "<value>1E-3</value>"),
        ('mapKey="c0"', 'mapKey=" c0"'),
        ('normalMaximum="1"', 'normalMaximum="0"'),
        ("map_response", "map_response.xml"),
        ("<itemBody>", '<itemBody><p><img src="a b.png" alt=""/></p>'),
        ("o1<", "o1<feedbackInline/><"),
        ('title="T"', ""),
    ],
)
def test_items_an_engine_refuses(old: str, new: str) -> None:
    text = choice(["1", "0"], MAP)
    assert old in text
    with pytest.raises(ImportRefused):
        one(text.replace(old, new))


def test_test_weights_do_not_multiply_unless_named() -> None:
    q = one(choice(["2", "0"], MAP, points="2"), weight="2")
    assert (q.points, q.score({0})) == (2, 2)
    assert not q.notes
    assert one(choice(["2", "0"], MAP, points="2"), weight="1").notes


def test_leaks() -> None:
    assert qti21.leaks(package(choice(["1", "1", "0"], MAP))) == []
    assert qti21.leaks(package(choice(["1", "1", "0"], MAP, limit="2")))
    telling = choice(["1", "1", "0"], MAP).replace("c0", "correct0")
    assert qti21.leaks(package(telling))
