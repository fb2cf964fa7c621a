"""The Moodle oracles against examples whose outcome was observed in Moodle itself."""

from __future__ import annotations

from itertools import combinations

import pytest

from . import gift, moodle_xml
from .base import ImportCutShort, ImportRefused
from .moodle_display import hazards
from .moodle_engine import LISTED, MoodleQuestion, listed_fraction, order_fraction

LISTED_PERCENTS = (
    *(0, 5, 10, 11.11111, 12.5, 14.28571, 16.66667, 20, 25, 30, 33.33333),
    *(40, 50, 60, 66.66667, 70, 75, 80, 83.33333, 90, 100),
)


def xml(*questions: str) -> bytes:
    return f"<quiz>{''.join(questions)}</quiz>".encode()


def question(kind: str, inside: str, name: str = "Q", stem: str = "What?") -> str:
    return (
        f'<question type="{kind}"><name><text>{name}</text></name>'
        f'<questiontext format="html"><text><![CDATA[{stem}]]></text></questiontext>'
        f"{inside}</question>"
    )


def answer(text: str, fraction: object, feedback: str = "") -> str:
    return (
        f'<answer fraction="{fraction}"><text>{text}</text>'
        f"<feedback><text>{feedback}</text></feedback></answer>"
    )


def multichoice(*fractions: object, single: str = "false", extra: str = "") -> bytes:
    answers = "".join(answer(f"o{n}", f, f"f{n}") for n, f in enumerate(fractions))
    return xml(question("multichoice", f"<single>{single}</single>{answers}{extra}"))


def one(data: bytes) -> MoodleQuestion:
    (found,) = moodle_xml.read(data)
    return found


def cloze(gap: str) -> MoodleQuestion:
    return one(xml(question("cloze", "", stem=gap)))


def test_list_of_fractions() -> None:
    assert len(LISTED) == 2 * len(LISTED_PERCENTS) - 1
    for percent in LISTED_PERCENTS:
        assert listed_fraction(percent) == -listed_fraction(-percent)
    for percent in (15, 35, 45, 55, 65, 85, 95, 100 / 11, 200 / 7, 33.33, 33.3344, 200 / 9):
        with pytest.raises(ImportRefused):
            listed_fraction(percent)


@pytest.mark.parametrize("spelling", ["33.333", "33.3334", "33.33333", "33.3333333"])
def test_close_fractions_are_stored_as_the_listed_one(spelling: str) -> None:
    assert listed_fraction(float(spelling)) == 0.3333333


@pytest.mark.parametrize("bad", ["33", "33,33333", "1/3", "", "abc"])
def test_one_bad_fraction_refuses_the_file(bad: str) -> None:
    with pytest.raises(ImportRefused):
        moodle_xml.read(multichoice(bad, 50))


@pytest.mark.parametrize(
    ("keys", "total"), [(3, 0.9999999), (6, 1.0), (7, 0.9999997), (9, 0.9999999)]
)
def test_sum_of_rounded_shares_is_full_marks(keys: int, total: float) -> None:
    combined = "<correctfeedback><text>yes</text></correctfeedback>"
    q = one(multichoice(*[f"{100 / keys:.5f}"] * keys, extra=combined))
    assert q.score(range(keys)) == pytest.approx(total, abs=1e-12)
    assert q.feedback(range(keys))[-1] == "yes"


def test_right_minus_wrong_by_enumeration() -> None:
    keys, distractors = 3, 4
    q = one(multichoice(*["33.33333"] * keys, *["-33.33333"] * distractors))
    for size in range(keys + distractors + 1):
        for chosen in combinations(range(keys + distractors), size):
            hits = sum(n < keys for n in chosen)
            expected = max(0.0, (2 * hits - size) / keys)
            assert q.score(chosen) == pytest.approx(expected, abs=1e-6)


def test_single_selection_goes_below_zero() -> None:
    assert one(multichoice(100, -50, single="true")).score({1}) == -0.5


def test_sum_above_one_is_clipped() -> None:
    assert one(multichoice(100, 50)).score({0, 1}) == 1.0


@pytest.mark.parametrize("word", ["False", "no", "FALSE", "1", "true"])
def test_single_is_true_for_every_other_word(word: str) -> None:
    assert one(multichoice(100, 0, single=word)).kind == "choice-single"


def test_feedback_in_order() -> None:
    extra = (
        "<generalfeedback><text>gen</text></generalfeedback>"
        "<partiallycorrectfeedback><text>part</text></partiallycorrectfeedback>"
        "<incorrectfeedback><text>no</text></incorrectfeedback>"
    )
    q = one(multichoice(50, 50, -50, extra=extra))
    assert q.feedback({0, 1, 2}) == ["f0", "f1", "f2", "part", "gen"]
    assert q.feedback(set()) == ["no", "gen"]


def test_blank_option_goes_with_its_feedback() -> None:
    data = xml(question("multichoice", answer(" ", 0, "lost") + answer("a", 100) + answer("0", 0)))
    q = one(data)
    assert [o.text for o in q.options] == ["a", "0"]
    assert q.notes


def test_save_error_drops_the_rest() -> None:
    good = question("description", "", name="first")
    bad = question("shortanswer", answer("x", 50))
    with pytest.raises(ImportCutShort) as caught:
        moodle_xml.read(xml(good, bad, good))
    assert [q.name for q in caught.value.imported] == ["first"]


def test_markup_inside_text_refuses_the_file() -> None:
    with pytest.raises(ImportRefused):
        moodle_xml.read(xml(question("multichoice", answer("<b>x</b>", 100) + answer("y", 0))))


def test_true_false_is_decided_by_the_last_answer() -> None:
    assert one(xml(question("truefalse", answer("true", 100) + answer("false", 0)))).score(True)
    both = one(xml(question("truefalse", answer("true", 100) + answer("false", 100))))
    assert (both.score(True), both.score(False), both.score(None)) == (0, 1, 0)


@pytest.mark.parametrize(
    ("pattern", "typed", "expected"),
    [
        ("Paris", " paris ", 1),
        ("Lut*ce", "Lutèce", 1),
        (r"5\*3", "5*3", 1),
        (r"5\*3", "5xx3", 0),
        ("a b", "a  b", 0),
        ("é", "e\u0301", 1),
        ("a.c", "abc", 0),
        (r"\frac", r"\frac", 1),
    ],
)
def test_short_answer_patterns(pattern: str, typed: str, expected: float) -> None:
    assert one(xml(question("shortanswer", answer(pattern, 100)))).score(typed) == expected


@pytest.mark.parametrize(
    ("stored", "typed", "expected"),
    [
        ("3.14", "3.15", 1),
        ("3.14", "3.13", 1),
        ("3.14", "3.1501", 0),
        ("3.14", "+3.14", 1),
        ("3.14", "314e-2", 1),
        ("3.14", ".314e1", 1),
        ("3.14", "3.14m", 1),
        ("3.14", "3,14", 0),
        ("3,14", "3.14", 0),
        ("3,14", "314", 1),
        ("0.5", "1/2", 0),
        ("3", "0x3", 0),
        ("*", "17", 1),
        ("*", "many", 0),
    ],
)
def test_numbers(stored: str, typed: str, expected: float) -> None:
    body = (
        f'<answer fraction="100"><text>{stored}</text><tolerance>0.01</tolerance>'
        "<feedback><text>f</text></feedback></answer>"
    )
    assert one(xml(question("numerical", body))).score(typed) == expected


def pair(left: str, right: str) -> str:
    return f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"


def test_matching() -> None:
    rows = pair("France", "Paris") + pair("Italy", "Rome") + pair("Vatican", "Rome")
    q = one(xml(question("matching", rows + pair("", "Madrid"))))
    assert (q.lefts, q.rights) == (["France", "Italy", "Vatican"], ["Paris", "Rome", "Madrid"])
    assert q.score({0: 0, 1: 1, 2: 2}) == pytest.approx(2 / 3)
    with pytest.raises(ImportCutShort):
        moodle_xml.read(xml(question("matching", rows + pair("alone", ""))))


@pytest.mark.parametrize(
    ("grading", "expected"),
    [
        ("ALL_OR_NOTHING", 0),
        ("ABSOLUTE_POSITION", 1 / 2),
        ("RELATIVE_NEXT_EXCLUDE_LAST", 1 / 3),
        ("RELATIVE_NEXT_INCLUDE_LAST", 1 / 2),
        ("RELATIVE_ONE_PREVIOUS_AND_NEXT", 3 / 8),
        ("RELATIVE_ALL_PREVIOUS_AND_NEXT", 5 / 6),
        ("LONGEST_ORDERED_SUBSET", 3 / 4),
        ("LONGEST_CONTIGUOUS_SUBSET", 3 / 4),
        ("RELATIVE_TO_CORRECT", 5 / 6),
    ],
)
def test_order_gradings(grading: str, expected: float) -> None:
    assert order_fraction(grading, [1, 0, 2, 3]) == pytest.approx(expected)
    assert order_fraction(grading, [0, 1, 2, 3]) == 1


def test_ordering_traps() -> None:
    items = "".join(answer(f"i{n}", 0) for n in range(8))
    with pytest.raises(ImportRefused):
        moodle_xml.read(xml(question("ordering", items)))
    some = one(xml(question("ordering", items + "<shownumcorrect>1</shownumcorrect>")))
    assert some.notes == ["only 6 of 8 items are shown"]
    alike = (
        "<shownumcorrect>1</shownumcorrect><selecttype>ALL</selecttype>"
        "<gradingtype>ALL_OR_NOTHING</gradingtype>"
    )
    twins = one(xml(question("ordering", answer("a", 0) * 2 + answer("b", 0) + alike)))
    assert twins.score((0, 1, 2)) < 1


def test_files_belong_to_their_field() -> None:
    file = '<file name="a b.png" path="/" encoding="base64">AAAA</file>'
    stem = (
        '<question type="description"><name><text>n</text></name><questiontext format="html">'
        f'<text>&lt;img src="@@PLUGINFILE@@/a%20b.png"&gt;</text>{file}</questiontext>'
        "<generalfeedback><text>@@PLUGINFILE@@/a%20b.png</text></generalfeedback></question>"
    )
    q = one(xml(stem))
    assert q.files == {"a b.png": b"\0\0\0"}
    assert q.notes == ["general: a%20b.png has no file in its field"]


def test_categories_and_tags() -> None:
    category = (
        '<question type="category"><category><text>$course$/top/A//B/C</text></category></question>'
    )
    tags = (
        "<tags>" + "".join(f"<tag><text>{t}</text></tag>" for t in ("x y", "X  Y", "")) + "</tags>"
    )
    (q,) = moodle_xml.read(xml(category, question("essay", tags)))
    assert (q.category, q.tags) == ("A//B/C", ["x y"])


@pytest.mark.parametrize("keys", [3, 7, 11, 13, 23])
def test_tick_box_gap_is_right_minus_wrong_for_any_number_of_keys(keys: int) -> None:
    q = cloze("{1:MR:" + "~".join(["=k"] * keys + ["d", "d"]) + "}")
    assert q.score(set(range(keys))) == pytest.approx(1, abs=1e-6)
    assert q.as_choice().score({0}) == pytest.approx(1 / keys, abs=1e-6)
    assert q.score({0, keys}) == 0


def test_weighted_tick_boxes_keep_negatives_as_written() -> None:
    q = cloze("{1:MRHS:%60%p~%40%q~%-50%r}")
    assert q.score({0, 1, 2}) == pytest.approx(0.5)
    assert cloze("{1:MR:%15%a~%35%b~%50%c~%-15%d}").score({0, 3}) == 0


def test_cloze_points_are_the_integer_weights() -> None:
    body = "<defaultgrade>2.5</defaultgrade>"
    q = one(
        xml(question("cloze", body, stem="{2:SA:=Paris~%50%Lyon#big~*#no} {:MC:=a~b} {9.5:SA:=x}"))
    )
    assert q.points == 3
    assert q.stem == "{#1} {#2} {9.5:SA:=x}"
    assert q.score(["lyon", 0]) == pytest.approx(2)
    assert q.feedback(["Rome", None]) == ["no"]


def test_cloze_escapes() -> None:
    q = cloze(r"{1:MC:=x^{2\} \# &#125;&#126;&#35; &amp;lt;#f\}~b}")
    assert q.gaps[0].options[0].text == "x^{2} # }~# &lt;"
    assert q.gaps[0].options[0].feedback == "f}"
    swallowed = cloze(r"{1:SA:=a\~b~=c}").gaps[0].options
    assert [o.text for o in swallowed] == [r"a\~b", "c"]


@pytest.mark.parametrize(
    "bad", ["{1:MC: =a~b}", "no gap", "{1:MC:=a}", "{1:MR:a~b}", "{1:NM:=3 .. 4}", "{1:SA:%50%a}"]
)
def test_bad_cloze_refuses_the_file(bad: str) -> None:
    with pytest.raises(ImportRefused):
        cloze(bad)


def test_cloze_number_with_comma_is_another_number() -> None:
    q = cloze("{1:NM:=3,14:0,01}")
    assert (q.score(["3.14"]), q.score(["315"])) == (0, 1)


def gifts(text: str) -> list[MoodleQuestion]:
    return gift.read(text.encode())


def test_gift_types() -> None:
    kinds = {
        "q {}": "essay",
        "q": "info",
        "q {T}": "true-false",
        "q {true}": "short-text",
        "q {False}": "short-text",
        "q {=T}": "short-text",
        "q {=a ~b}": "choice-single",
        "q {~%100%a ~b}": "choice-multiple",
        "q {=a -> 1 =b -> 2}": "matching",
        "q {#3}": "numeric",
        "q {>4 ALL\na\nb\n}": "ordering",
    }
    for text, kind in kinds.items():
        (q,) = gifts(text)
        assert q.kind == kind, text


def test_gift_blank_line_and_its_lack() -> None:
    (merged,) = gifts("a {=x ~y}\nb {=x ~y}")
    assert "_____ b {=x ~y}" in merged.stem
    with pytest.raises(ImportRefused):
        gifts("a {\n=x\n\n~y\n}")


def test_gift_lines_lose_indentation_and_comments() -> None:
    (q,) = gifts("for:\n    x\n// y\n\\n    z\\n// w {=a ~b}")
    assert q.stem == "for:\nx\n \n\n    z\n// w"


def test_gift_escapes() -> None:
    (q,) = gifts(r"::t\:x::[html]\{a\} \\frac \\nu \frac{=a\=b \~ \# c#f\#g ~d}")
    assert (q.name, q.stem) == ("t:x", "{a} \\frac \\nu \\frac")
    assert (q.options[0].text, q.options[0].feedback) == ("a=b ~ # c", "f#g")


def test_gift_general_feedback_swallows_what_follows() -> None:
    (q,) = gifts("q {=a ~b ~c ####gen ~d}")
    assert (len(q.options), q.general_feedback) == (3, "gen ~d")


def test_gift_weights() -> None:
    (q,) = gifts("q {~%33.33333%a ~%33.333%b ~%33.33333%c ~%-100%d ~%.5%e}")
    assert [o.fraction for o in q.options] == [0.3333333] * 3 + [-1, 0]
    assert q.options[4].text == "%.5%e"
    (single,) = gifts("q {=%50%a ~b}")
    assert single.options[0].text == "%50%a"
    with pytest.raises(ImportRefused):
        gifts("q {~%15%a ~b}")


def test_gift_true_false_feedback_goes_by_rightness() -> None:
    for key in ("T", "F"):
        (q,) = gifts(f"q {{{key}#wrong#right####gen}}")
        assert q.feedback(key == "T") == ["right", "gen"]
        assert q.feedback(key == "F") == ["wrong", "gen"]


def test_gift_numbers() -> None:
    (q,) = gifts("q {#=3.14:0.01#yes =%50%2..4#near ~#no}")
    assert [q.score(t) for t in ("3.15", "2", "4", "5", "x")] == [1, 0.5, 0.5, 0, 0]
    assert q.feedback("7") == ["no"]
    for anything in ("#3,14", "#1/2", "#5 m", "#1,000", "#abc"):
        (loose,) = gifts(f"q {{{anything}}}")
        assert loose.score("12345") == 1
        assert loose.notes
    assert gifts("q {#5..3}")[0].score("4") == 1
    assert gifts("q {#=0}")[0].score("0") == 1


@pytest.mark.parametrize("bad", ["{~a}", "{=a -> 1}", "{#}", "{0}", "{#0}", "{#3:x}", "{", "{=a"])
def test_gift_too_few_answers_kill_the_import(bad: str) -> None:
    with pytest.raises(ImportRefused):
        gifts(f"q {bad}")


def test_gift_category_swallows_the_next_line() -> None:
    assert gifts("$CATEGORY: top/A/B\n\nq {T}")[0].category == "A/B"
    with pytest.raises(ImportRefused):
        gifts("$CATEGORY: A\nq {T}")


def test_gift_tags_within_the_block_only() -> None:
    (q,) = gifts("// [id:a1] [tag:x\\]y] [tag:z]\nq {T}")
    assert (q.ident, q.tags) == ("a1", ["x]y", "z"])
    assert gifts("// [tag:x]\n\nq {T}")[0].tags == []


def test_gift_matching_takes_feedback_for_text() -> None:
    (q,) = gifts("q {=a -> 1 =b -> 2#told = -> 3}")
    assert q.rights == ["1", "2#told", "3"]
    assert q.score({0: 0, 1: 1}) == 1


def test_gift_ordering() -> None:
    (q,) = gifts("q {>3 ALL VERTICAL ALL_OR_NOTHING SHOW none\na\nb\nc\n####gen\n}")
    assert (q.items, q.general_feedback) == (["a", "b", "c"], "gen")
    assert (q.score((0, 1, 2)), q.score((1, 0, 2))) == (1, 0)
    assert gifts("q {>2\na\nb\nc\n}")[0].notes


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<p>O(n) and f(y)</p>", 2),
        ("<code>O(n)</code>", 1),
        ("<pre>O(n)</pre>", 0),
        ("O&#40;n)", 0),
        ("&#58;-)", 1),
        ('<code><span class="nolink">O(n) http://x.org $$a$$</span></code>', 0),
        ('<code class="nolink">O(n)</code>', 1),
        ("<pre><code>http://x.org</code></pre>", 1),
        ("<p>http://x.org $$a$$</p>", 0),
        (r"<code>\(a\) $$b$$</code>", 2),
        (r"<code>\&#40;a\) $<span>$</span>b$<span>$</span></code>", 0),
    ],
)
def test_filters_of_the_screen(html: str, count: int) -> None:
    assert len(hazards(html)) == count
