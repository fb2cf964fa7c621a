"""The web page: what it shows, what it hides while folded, and that it does nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from quizkit.content.render import Renderer
from quizkit.contents import question_contents
from quizkit.formats.base import Feature, Fidelity, Job
from quizkit.formats.html.exporter import HtmlExporter
from quizkit.locale import load_locale, locale_codes
from quizkit.model import (
    NO_FEEDBACK,
    ZERO,
    Asset,
    Choice,
    ChoiceGap,
    Cloze,
    Content,
    Essay,
    Gap,
    Group,
    Info,
    Matching,
    Numbering,
    Numeric,
    NumericAnswer,
    NumericGap,
    Option,
    Ordering,
    Pair,
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
from tests.marked import mark, marked_quizzes, marks
from tests.strategies import quizzes
from tests.test_fidelity import undeclared

from .html_page import PNG, closed, misread, page_of, shown, source, tree, words
from .moodle_bench import choice, interval, md, number, text_answer

T = TypeVar("T")
MANY = settings(max_examples=80, suppress_health_check=list(HealthCheck))
PAGED = ("en", "ru", "de", "fr", "es", "it", "pt", "uk", "pl", "zh", "ar")


@MANY
@given(quizzes())
def test_page_is_the_same_in_xml_and_html_and_declares_its_losses(quiz: Quiz) -> None:
    page, losses = page_of(quiz)
    tree(page)
    assert not misread(page)
    assert page_of(quiz)[0] == page
    assert not list(undeclared(HtmlExporter(), losses))


@MANY
@given(marked_quizzes(most=4))
def test_every_text_is_there_and_what_tells_the_answer_is_folded(quiz: Quiz) -> None:
    page = tree(page_of(quiz)[0])
    whole, outside = marks(words(page)), marks(words(closed(page)))
    for question in quiz.questions:
        wanted = {mark(content) for content in question_contents(question)}
        assert wanted <= whole, type(question).__name__
        asked = {mark(content) for content in _asked(question)}
        assert asked <= outside and not (wanted - asked) & outside, type(question).__name__
        (block,) = page.xpath("//*[@id=$id]", id=f"q-{question.id}")
        if question.title:
            assert " ".join(question.title.split()) in words(block)
        for tag in question.tags:
            assert " ".join(tag.split()) in words(block)
    if quiz.description is not None:
        assert mark(quiz.description) in outside


def _asked(question: Question) -> list[Content]:
    """The contents that a student meets before answering."""
    match question:
        case Choice():
            return [question.stem, *(option.content for option in question.options)]
        case Matching():
            return [question.stem, *(pair.left for pair in question.pairs), *question.rights]
        case Ordering():
            return [question.stem, *question.items]
        case Cloze():
            gaps = [gap for gap in question.gaps if isinstance(gap, ChoiceGap)]
            return [question.stem, *(o.content for gap in gaps for o in gap.options)]
        case _:
            return [question.stem]


@MANY
@given(quizzes(least=1), st.randoms(use_true_random=False))
def test_nothing_outside_the_folds_depends_on_the_answers(quiz: Quiz, chance: Random) -> None:
    turned = replace(quiz, questions=tuple(_turned(q, chance) for q in quiz.questions))
    one, other = (source(closed(tree(page_of(made)[0]))) for made in (quiz, turned))
    assert one == other


def _mixed(values: Sequence[T], chance: Random) -> tuple[T, ...]:
    return tuple(chance.sample(values, len(values)))


def _turned(question: Question, chance: Random) -> Question:
    """The same question to look at, with other answers, points for them and feedback."""
    bare = replace(question, feedback=NO_FEEDBACK, hints=(), tags=(), category=())
    match bare:
        case Choice():
            return replace(bare, options=_roles(bare.options, chance))
        case TrueFalse():
            return replace(bare, answer=not bare.answer, feedback_true=md("other"))
        case ShortText():
            return replace(bare, answers=(text_answer("something else"),), case_sensitive=True)
        case Numeric():
            return replace(bare, answers=(number("123456"), interval("1", "2")))
        case Matching():
            rights = _mixed(bare.rights, chance)
            count = len(bare.pairs)
            pairs = zip(bare.pairs, rights[:count], strict=True)
            return replace(
                bare,
                pairs=tuple(Pair(pair.left, right) for pair, right in pairs),
                distractors=rights[count:],
            )
        case Ordering():
            return replace(bare, items=_mixed(bare.items, chance))
        case Cloze():
            return replace(bare, gaps=tuple(_turned_gap(gap, chance) for gap in bare.gaps))
        case Essay():
            return replace(bare, model_answer=None, rubric=md("other"))
        case Info():
            return bare


def _turned_gap(gap: Gap, chance: Random) -> Gap:
    match gap:
        case TextGap():
            return replace(gap, answers=(text_answer("a much longer answer than before"),))
        case NumericGap():
            return replace(gap, answers=(number("1"),))
        case ChoiceGap():
            return replace(gap, options=_roles(gap.options, chance))


def _roles(options: Sequence[Option], chance: Random) -> tuple[Option, ...]:
    roles = _mixed([option.role for option in options], chance)
    return tuple(
        replace(option, role=role, weight=None, feedback=None)
        for option, role in zip(options, roles, strict=True)
    )


HOSTILE = """\
<script>alert(1)</script><img src="x" onerror="alert(2)"><a href="javascript:alert(3)">go</a>
<iframe src="https://example.org/"></iframe><object data="https://example.org/x"></object>
<link rel="stylesheet" href="https://example.org/a.css"><base href="https://example.org/">
<style>@import "https://example.org/b.css";</style><meta http-equiv="refresh" content="0">
<div style="background: url(https://example.org/c.png)">text</div>
<form action="https://example.org/"><input type="text"><button>send</button></form>
<svg onload="alert(4)"><image href="https://example.org/d.png"/></svg>
<img src="https://example.org/e.png" alt="elsewhere" srcset="https://example.org/f.png 2x">
<video src="https://example.org/g.mp4" poster="https://example.org/h.png" autoplay>film</video>
<audio controls><source src="https://example.org/i.mp3">sound</audio>
<img src="asset:img/a b.png"><img src="//example.org/j.png"><img src="missing.png" alt="gone">
<math><mtext><a xlink:href="javascript:alert(5)">x</a></mtext></math>"""
_LOADING = {"src", "srcset", "poster", "data", "background", "action", "formaction", "manifest"}
_ACTIVE = {"script", "iframe", "frame", "object", "embed", "applet", "form", "link", "base", "svg"}


def assert_inert(page: etree._Element) -> None:
    """No script, no handler, nothing that is fetched."""
    for one in page.iter("{*}*"):
        name = etree.QName(one).localname
        if dict(one.attrib) == {"rel": "icon", "href": "data:,"}:
            continue
        assert name not in _ACTIVE
        for key, value in one.attrib.items():
            key = etree.QName(key).localname
            assert not key.startswith("on"), (name, key)
            assert key not in _LOADING or value.startswith("data:"), (name, key, value)
            assert "url(" not in value.lower() or key not in ("style",), (name, value)
            if key == "href":
                assert not re.match(r"\s*(?:javascript|vbscript|data:(?!application/octet))", value)
    style = "".join(page.xpath("//*[local-name()='style']/text()"))
    assert "url(" not in style and "@import" not in style and style.count("{") > 50
    (policy,) = page.xpath("//meta[@http-equiv]")
    assert policy.get("http-equiv") == "Content-Security-Policy"
    assert policy.get("content", "").startswith("default-src 'none';")


@MANY
@given(quizzes())
def test_page_does_nothing_and_loads_nothing(quiz: Quiz) -> None:
    assert_inert(tree(page_of(quiz)[0]))


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_hostile_content_is_inert_wherever_it_stands(kind: str) -> None:
    content = Content(**{kind: HOSTILE})
    made = replace(
        choice("q", "kd"),
        stem=content,
        options=(
            Option(id="a", content=content, role=Role.KEY, feedback=content),
            Option(id="b", content=md("b"), role=Role.DISTRACTOR),
        ),
        hints=(content,),
    )
    cloze = Cloze(
        id="c",
        stem=md("{{g}} " + HOSTILE),
        gaps=(ChoiceGap(id="g", options=made.options),),
    )
    quiz = Quiz(
        identifier='"><script>',
        title='</title><script>alert("t")</script>',
        language='en" onload="alert(6)',
        description=content,
        questions=(made, cloze),
        assets=(PNG,),
    )
    page, losses = page_of(quiz)
    assert not misread(page)
    assert_inert(tree(page))
    images = [loss for loss in losses if loss.feature is Feature.IMAGES]
    for name in ("e.png", "g.mp4", "i.mp3"):
        assert any(name in loss.instead for loss in images), name
    assert 'href="https://example.org/e.png"' in page and "film" in page and "sound" in page


def test_local_files_are_in_the_page() -> None:
    stem = md(
        "![leaf](<img/a b.png>) [notes](<img/a b.png>) "
        '<video src="img/a b.png" poster="https://example.org/h.png">film</video> '
        '<img src="https://example.org/e.png" alt="far"> <span title="asset:img/a b.png">t</span>'
    )
    page = shown(replace(choice("q", "kd"), stem=stem))
    (stemmed,) = page.xpath("//*[@class='qk-stem']")
    pictures = {"".join(p.get("src", "").split()) for p in stemmed.iter("img", "video")}
    assert len(pictures) == 1 and pictures.pop().startswith("data:image/png;base64,")
    near, far = stemmed.iter("a")
    assert near.get("href", "").startswith("data:application/octet-stream;base64,")
    assert near.get("download") == "a b.png"
    assert (far.get("href"), far.text) == ("https://example.org/e.png", "far")
    (film,) = stemmed.iter("video")
    assert film.get("poster") is None and film.text == "film"


def test_picture_on_the_web_inside_a_link_is_its_description() -> None:
    stem = md("[![far](https://example.org/e.png)](https://example.org/)")
    (stemmed,) = shown(replace(choice("q", "kd"), stem=stem)).xpath("//*[@class='qk-stem']")
    (link,) = stemmed.iter("a")
    assert link.get("href") == "https://example.org/" and words(link) == "far"


def test_choice_has_one_field_an_option_each_with_its_label() -> None:
    for selection, kind in ((Selection.SINGLE, "radio"), (Selection.MULTIPLE, "checkbox")):
        asked = choice("q", "kdn", selection=selection, numbering=Numbering.ROMAN, shuffle=False)
        blocks = replace(asked.options[1], content=md("a\n\n```\ncode\n```"))
        asked = replace(asked, options=(asked.options[0], blocks, asked.options[2]))
        page = closed(shown(asked))
        fields = page.xpath("//fieldset//input")
        assert [field.get("type") for field in fields] == [kind] * 3
        assert len({field.get("name") for field in fields}) == 1
        for number_, field in enumerate(fields):
            texts = [words(one) for one in page.xpath("//label[@for=$id]", id=field.get("id"))]
            assert texts[0] == ("i.", "ii.", "iii.")[number_]
            if number_ == 1:  # a label holds no blocks
                (named,) = page.xpath("//*[@id=$id]", id=field.get("aria-labelledby"))
                assert named.tag == "div" and words(named) == "a code"
            else:
                assert texts[1] == f"option {number_}"
        assert page.xpath("//fieldset/legend")


@pytest.mark.parametrize(
    "numbering, signs",
    [
        (Numbering.NONE, []),
        (Numbering.LOWER, ["a.", "b."]),
        (Numbering.UPPER, ["A.", "B."]),
        (Numbering.DECIMAL, ["1.", "2."]),
        (Numbering.ROMAN_UPPER, ["I.", "II."]),
    ],
)
def test_numbering_stands_before_the_options_and_in_the_key(
    numbering: Numbering, signs: list[str]
) -> None:
    page = shown(choice("q", "kd", numbering=numbering))
    marks_ = [words(one) for one in page.xpath("//*[@class='qk-mark']")]
    assert marks_ == signs * 2


def rows(page: etree._Element) -> list[list[str]]:
    """The cells of the key's table, its head first."""
    return [
        [words(cell) for cell in row.iter("th", "td")]
        for row in page.xpath("//table[@class='qk-table']//tr")
    ]


def test_key_says_what_every_option_is_and_earns() -> None:
    asked = choice("q", "kkdn", points=Fraction(2), numbering=Numbering.NONE, shuffle=False)
    page = shown(asked, language="de")
    assert rows(page) == [
        ["Wertung", "Option", "Punkte", "Rückmeldung"],
        ["✓ Richtig", "option 0", "1", "feedback 0 of q"],
        ["✓ Richtig", "option 1", "1", "feedback 1 of q"],
        ["✗ Falsch", "option 2", "−1", "feedback 2 of q"],
        ["– Neutral", "option 3", "0", "feedback 3 of q"],
    ]


def letters(names: str, *, fixed: str = "", shuffle: bool = True) -> Choice:
    """A choice whose options are single letters, the first of them the key."""
    options = tuple(
        Option(
            id=name,
            content=md(name),
            role=Role.DISTRACTOR if number else Role.KEY,
            fixed=name in fixed,
        )
        for number, name in enumerate(names)
    )
    return replace(choice(f"q{names[-1]}", "kd"), options=options, shuffle=shuffle)


def listed(page: etree._Element) -> str:
    return "".join(words(li[-1]) for li in page.xpath("//ul[@class='qk-options']/li"))


def test_options_are_scattered_and_the_key_has_their_order() -> None:
    questions = [letters("PQRS" + chr(n)) for n in range(ord("a"), ord("u"))]
    places = []
    for question in questions:
        page = shown(question)
        order = listed(page)
        assert sorted(order) == sorted(option.id for option in question.options)
        assert [row[1][-1] for row in rows(page)[1:]] == list(order)
        assert [row[1] for row in rows(page) if "✓" in row[0]] == [
            f"{'abcde'[order.index('P')]}. P"
        ]
        places.append(order.index("P"))
    assert len(set(places)) == 5  # the key, always written first, is found everywhere


def test_options_keep_their_places_where_the_author_wants_it() -> None:
    for names in ("PQRSTa", "PQRSTb", "PQRSTc"):
        assert listed(shown(letters(names, shuffle=False))) == names
        fixed = listed(shown(letters(names, fixed="PT")))
        assert fixed[0] == "P" and fixed[4] == "T" and sorted(fixed) == sorted(names)
        job = Job(Quiz(identifier="q", questions=(letters(names),)), Renderer())
        (file,) = HtmlExporter(as_written=True).files(job)
        assert listed(tree(b"".join(file.chunks).decode())) == names


def test_typed_answers_have_decimals_as_the_language_writes_them() -> None:
    answers = (number("3.14", "0.01"), interval("2", "4.5", "0.5"))
    asked = Numeric(id="n", stem=md("n"), answers=answers, unit="m/s")
    page = shown(asked, language="ru")
    assert [row[:2] for row in rows(page)[1:]] == [["3,14 ± 0,01 m/s", "1"], ["2 … 4,5 m/s", "0,5"]]
    (field,) = page.xpath("//input[@inputmode='decimal']")
    assert words(page.xpath("//label[@for=$id]", id=field.get("id"))[0]) == "Ответ"


def test_letters_of_the_key_are_those_above() -> None:
    pairs = tuple(Pair(md(f"left {n}"), md(f"right {n % 4}")) for n in range(6))
    page = shown(Matching(id="m", stem=md("m"), pairs=pairs, distractors=(md("none"),)))
    listed = [words(one) for one in page.xpath("//ol[@class='qk-rights']/li")]
    assert sorted(listed) == ["none", "right 0", "right 1", "right 2", "right 3"]
    for pair, row in zip(pairs, rows(page)[1:], strict=True):
        assert row[:3] == [pair.left.source, "ABCDE"[listed.index(row[2])], pair.right.source]
    menus = page.xpath("//table[@class='qk-pairs']//select")
    assert [words(menu) for menu in menus] == ["…ABCDE"] * 6
    for menu in menus:
        assert page.xpath("//*[@id=$id]", id=menu.get("aria-labelledby"))


def test_order_is_scattered_and_keeps_equal_items() -> None:
    names = ["one", "two", "three", "two", "five"]
    asked = Ordering(id="o", stem=md("o"), items=tuple(md(name) for name in names))
    page = shown(asked)
    listed = [words(one.find("div")) for one in page.xpath("//ul[@class='qk-order']/li")]
    assert sorted(listed) == sorted(names)
    assert [words(one) for one in page.xpath("//details/ol/li")] == names


def test_gaps_stand_in_the_text_and_are_numbered_alike_in_the_key() -> None:
    options = (
        Option(id="a", content=md("x & y"), role=Role.KEY),
        Option(id="b", content=md("z"), role=Role.DISTRACTOR, feedback=md("no")),
    )
    rich = (replace(options[0], content=md("*x*")), options[1])
    asked = Cloze(
        id="c",
        stem=md("Pick {{menu}} or {{rich}},\n\ntype {{word}} or {{number}}."),
        gaps=(
            ChoiceGap(id="menu", options=options),
            ChoiceGap(id="rich", options=rich),
            TextGap(id="word", answers=(text_answer("W"),), case_sensitive=True),
            NumericGap(id="number", answers=(number("1"),)),
        ),
        points=Fraction(8),
    )
    page = shown(asked)
    (stem,) = page.xpath("//*[@class='qk-stem']")
    fields = stem.xpath(".//select | .//input")
    assert [field.get("aria-label") for field in fields] == [f"Gap {n}" for n in (1, 2, 3, 4)]
    assert [words(one) for one in fields[0]] == ["1 …", "z", "x & y"]
    assert [words(one) for one in fields[1]] == ["2 …", "A", "B"]
    assert [words(one) for one in stem.xpath(".//ol/li")] == ["x", "z"]
    assert words(stem).startswith("Pick 1 …zx & y[1: z / x & y] or 2 …AB, type or .")
    assert rows(page)[1:] == [
        ["1", "✗ Wrong", "z", "0", "no"],
        ["1", "✓ Right", "x & y", "2", ""],
        ["2", "✓ Right", "x", "2", ""],
        ["2", "✗ Wrong", "z", "0", "no"],
        ["3", "", "W Capital letters matter", "2", ""],
        ["4", "", "1", "2", ""],
    ]


def test_gap_that_stands_nowhere_comes_at_the_end() -> None:
    asked = Cloze(id="c", stem=md("No gap."), gaps=(TextGap(id="g", answers=(text_answer("x"),)),))
    (stem,) = shown(asked).xpath("//*[@class='qk-stem']")
    assert len(stem.xpath(".//input")) == 1


def test_pool_is_a_section_that_says_how_many_are_drawn() -> None:
    questions = tuple(choice(f"q{n}", "kd") for n in range(4))
    group = Group(id="g", title="Easy ones", pick=2, points=Fraction(3), questions=("q1", "q2"))
    loose = replace(group, id="h", title="", pick=1, points=None, questions=("q3",))
    page = shown(*questions, groups=(group, loose))
    pools = page.xpath("//section[@class='qk-pool']")
    assert [words(pool.find("h2")) for pool in pools] == ["Easy ones", "Pool"]
    assert [words(pool.find("p")) for pool in pools] == [
        "Questions drawn: 2 / 2",
        "Questions drawn: 1 / 1",
    ]
    assert [one.get("id") for one in pools[0].iter("section")][1:] == ["q-q1", "q-q2"]
    worth = [words(one) for one in page.xpath("//p[@class='qk-points']")]
    assert worth == ["Points: 1", "Points: 3", "Points: 3", "Points: 1"]
    assert "Points: 8" in words(page.xpath("//header")[0])


def test_points_of_a_quiz_are_left_out_where_chance_decides_them() -> None:
    questions = (choice("a", "kd"), choice("b", "kd", points=Fraction(2)))
    group = Group(id="g", pick=1, questions=("a", "b"))
    assert "Points" not in words(shown(*questions, groups=(group,)).xpath("//header")[0])


def test_settings_are_said_and_declared() -> None:
    how = Settings(time_limit=Fraction(45), shuffle_questions=True, show_correct_answers=False)
    quiz = Quiz(identifier="q", language="fr", settings=how, questions=(choice("a", "kd"),))
    page, losses = page_of(quiz)
    (top,) = tree(page).xpath("//header[@class='qk-top']")
    said = [words(one) for one in top.iter("li")]
    assert said == [
        "Points : 1",
        "Durée en minutes : 45",
        "Questions en ordre aléatoire",
        "Les bonnes réponses sont affichées : Non",
    ]
    adapted = {loss.feature for loss in losses if loss.fidelity is Fidelity.ADAPTED}
    assert adapted == {Feature.SETTINGS, Feature.SCORE, Feature.SHUFFLE}


@pytest.mark.parametrize(
    "language, direction",
    [("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab", "rtl"), ("en", "ltr"), ("ar-Latn", "ltr")],
)
def test_page_has_the_direction_of_its_language(language: str, direction: str) -> None:
    page = shown(choice("a", "kd"), language=language)
    assert (page.get("lang"), page.get("dir")) == (language, direction)


def test_labels_are_english_and_say_so_where_the_language_is_unknown() -> None:
    page = shown(choice("a", "kd"))
    assert page.get("lang") == "und"
    for label in page.xpath("//summary | //legend | //th"):
        (inner,) = label
        assert inner.get("lang") == "en"
    japanese = shown(replace(choice("a", "kd"), hints=(md("h"),)), language="ja")
    hint, answer = japanese.xpath("//summary")
    assert hint[0].get("lang") == "en" and words(hint) == "Hint"
    assert words(answer) == load_locale("ja").words("answer_line", "words")[0]


@pytest.mark.parametrize("code", PAGED)
def test_language_has_all_labels_of_a_page(code: str) -> None:
    wanted, found = load_locale("en").tables["page"], load_locale(code).tables["page"]
    assert list(found) and set(found) == set(wanted)
    assert all(len(load_locale(code).words("page", key)) == 1 for key in found)


def test_every_language_that_has_labels_is_known_here() -> None:
    assert {code for code in locale_codes() if "page" in load_locale(code).tables} == set(PAGED)


def test_info_has_no_number_points_or_answer() -> None:
    info = Info(id="i", title="Read this", stem=md("text"), points=ZERO)
    page = shown(info, choice("a", "kd"))
    first, second = page.xpath("//*[@class='qk-question']")
    assert words(first) == "Read this text"
    assert words(second.find("header")).startswith("Question 1")


@pytest.mark.parametrize(
    "title, stem, heading",
    [
        ("", "Which?", "Question 1"),
        ("Adam", "Adam is an optimizer. Which?", "1. Adam"),
        ("Which is even?", "Which is *even*?\n\n```\ncode\n```", "Question 1"),
        ("Q1. Which is even?", "Which is even?", "Question 1"),
        ("Q7. Which is even?", "Which is even?", "1. Q7. Which is even?"),
        ("Task 1", "Which is even?", "Task 1"),
        ("1) Numbers", "Which is even?", "1) Numbers"),
        ("1 apple", "Which is even?", "1. 1 apple"),
        ("2001: a film", "Who made it?", "1. 2001: a film"),
        ("99999999999999999999", "Which?", "1. 99999999999999999999"),
    ],
)
def test_heading_says_nothing_twice(title: str, stem: str, heading: str) -> None:
    page = shown(replace(choice("q", "kd"), title=title, stem=md(stem)))
    (found,) = page.xpath("//*[@class='qk-title']")
    assert words(found) == heading


def test_formulas_are_mathml_and_tex_where_none_can_be_made() -> None:
    asked = replace(choice("a", "kd"), stem=md(r"$x^2$ and $\frobnicate{x}$"))
    page, losses = page_of(Quiz(identifier="q", questions=(asked,)))
    (stem,) = tree(page).xpath("//*[@class='qk-stem']")
    (formula,) = stem.iter("{http://www.w3.org/1998/Math/MathML}math")
    assert "".join(words(formula).split()) == "x2"
    assert r"\frobnicate{x}" in words(stem)
    assert [loss.feature for loss in losses if loss.fidelity is Fidelity.LOST] == [Feature.MATH]


def test_ids_of_a_page_are_unique_whatever_questions_are_called() -> None:
    names = ("1", "q1", "1-h", "qk-all", "q1-s", "all")
    kinds = [
        *(choice(name, "kd") for name in names),
        Matching(id="m", stem=md("m"), pairs=(Pair(md("a"), md("b")), Pair(md("c"), md("d")))),
        Ordering(id="o", stem=md("o"), items=(md("a"), md("b"), md("c"))),
        Essay(id="e", stem=md("e")),
        TrueFalse(id="t", stem=md("t"), answer=True),
        ShortText(id="s", stem=md("s"), answers=(TextAnswer(text="x"),)),
        Numeric(id="n", stem=md("n"), answers=(NumericAnswer(value=Fraction(1)),)),
    ]
    page = shown(*kinds)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    referred = page.xpath("//@for | //@aria-labelledby | //@aria-describedby")
    assert set(referred) <= set(ids)
    fields = page.xpath("//input | //select | //textarea")
    for field in fields:
        labelled = page.xpath("//label[@for=$id]", id=field.get("id") or "")
        assert labelled or field.get("aria-labelledby") or field.get("aria-label")


def test_page_is_written_a_question_at_a_time() -> None:
    quiz = Quiz(identifier="q", questions=tuple(choice(f"q{n}", "kd") for n in range(50)))
    (file,) = HtmlExporter().files(Job(quiz, Renderer()))
    chunks = list(file.chunks)
    assert len(chunks) == 52 and max(map(len, chunks[1:])) < 4_000


def test_asset_of_a_strange_type_stays_in_its_quotes() -> None:
    asset = Asset(path="a.png", media_type='x"><script>', data=b"x")
    page = shown(replace(choice("q", "kd"), stem=md("![a](a.png)")), assets=(asset,))
    (picture,) = page.iter("img")
    assert picture.get("src") == "data:application/octet-stream;base64,eA=="
