"""QTI 2.1 packages as standard engines run them."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from quizkit.formats.base import Feature, Fidelity
from quizkit.formats.qti21.exporter import Qti21Exporter
from quizkit.formats.qti21.xhtml import to_subset
from quizkit.model import (
    Asset,
    Choice,
    Cloze,
    Content,
    Essay,
    Feedback,
    Group,
    Matching,
    Numbering,
    Numeric,
    NumericAnswer,
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
from tests.oracles import qti21
from tests.shared import shared_data

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

TINY = Fraction(1, 100_000)
QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"


def written(*questions: Question, **more: object) -> list[qti21.QtiQuestion]:
    data, losses = export(Qti21Exporter(), *questions, **more)
    assert not [loss for loss in losses if loss.feature is Feature.SCORE]
    return qti21.read(data)


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def near(got: object, wanted: Fraction, points: Fraction) -> bool:
    return abs(Fraction(got) - wanted) <= TINY * max(points, 1)  # type: ignore[arg-type]


def agree(question: Choice, read: qti21.QtiQuestion, responses: object) -> None:
    for response in responses:  # type: ignore[attr-defined]
        ids = [question.options[n].id for n in response]
        wanted = score(question, ids)
        assert near(read.score(response), wanted, question.points), (question, ids)


def multiples() -> list[Choice]:
    found = []
    for policy in POLICIES:
        for keys in range(1, 8):
            for others in range(8 - keys):
                for neutral in range(2 if keys + others < 7 else 1):
                    for points in POINTS:
                        found.append(
                            choice(
                                "k" * keys + "d" * others + "n" * neutral,
                                id=f"q{len(found)}",
                                policy=policy,
                                points=points,
                                remarks=keys == 2,
                            )
                        )
    return found


def test_every_policy_scores_every_subset_exactly() -> None:
    questions = multiples()
    for question, read in zip(questions, written(*questions), strict=True):
        agree(question, read, subsets(question))


@pytest.mark.parametrize("policy", POLICIES)
def test_many_options_score_by_class_of_response(policy: Policy) -> None:
    questions = [
        choice("k" * keys + "d" * others, id=f"q{keys}-{others}", policy=policy)
        for keys in (6, 7, 9, 10)
        for others in (0, 3, 9)
    ]
    for question, read in zip(questions, written(*questions), strict=True):
        agree(question, read, classes(question))


WEIGHTS = [
    ("kkdd", ["50%", None, "-1/4", None]),
    ("kdd", [None, "1/3", "-1"]),
    ("kkn", ["2/3", "2/3", "-1/7"]),
    ("kd", ["3/2", "-1/2"]),
    ("dd", ["1/4", "1/2"]),
]


@pytest.mark.parametrize("points", [*POINTS, Fraction(0)])
@pytest.mark.parametrize("selection", Selection)
@pytest.mark.parametrize(("roles", "weights"), WEIGHTS)
def test_written_weights_hold(
    roles: str, weights: list[str | None], selection: Selection, points: Fraction
) -> None:
    clean = [w and (str(Fraction(w[:-1]) / 100) if w.endswith("%") else w) for w in weights]
    question = choice(roles, weights=clean, selection=selection, points=points, feedback=FEEDBACK)
    (read,) = written(question)
    agree(question, read, subsets(question))
    for response in subsets(question):
        assert_state(question, read, response, [question.options[n].id for n in response])


def assert_state(
    question: Question, read: qti21.QtiQuestion, response: object, ours: object
) -> None:
    """Combined feedback follows the share earned, also where the points are 0."""
    from dataclasses import replace

    share = score(replace(question, points=Fraction(1)), ours)
    state = "All right." if share == 1 else "Partly right." if share else "Not right."
    shown = [text for text in read.feedback(response) if "right." in text]
    assert len(shown) == 1
    assert state in shown[0]


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("roles", ["kkkdddn", "kd", "kk", "kkkkkkd"])
def test_feedback_is_that_of_what_was_chosen(policy: Policy, roles: str) -> None:
    question = choice(roles, policy=policy, remarks=True, feedback=FEEDBACK, points=Fraction(1, 3))
    (read,) = written(question)
    for response in subsets(question):
        shown = " ".join(read.feedback(response))
        for n in range(len(roles)):
            assert (f"Remark {n}." in shown) == (n in response)
        assert "In general." in shown
        assert_state(question, read, response, [f"o{n}" for n in response])


def test_feedback_has_no_paragraph_and_one_wrapper() -> None:
    text = "One.\n\nTwo.\n\n- list\n\n> quote"
    option = Option(id="a", content=md("A"), role=Role.KEY, feedback=md(text))
    other = Option(id="b", content=md("B"), role=Role.DISTRACTOR)
    data, _ = export(
        Qti21Exporter(),
        Choice(id="q", stem=md("?"), selection=Selection.SINGLE, options=(option, other)),
    )
    item = etree.fromstring(members(data)["q.xml"])
    (modal,) = item.iter(f"{QTI}modalFeedback")
    assert [child.tag for child in modal] == [f"{QTI}div"]
    assert not list(modal.iter(f"{QTI}p"))
    assert "".join(modal.itertext()).split() == ["One.", "Two.", "list", "quote"]


def test_a_lone_key_for_one_point_uses_the_template_every_importer_knows() -> None:
    data, _ = export(Qti21Exporter(), choice("kdd", selection=Selection.SINGLE))
    item = etree.fromstring(members(data)["q.xml"])
    processing = item.find(f"{QTI}responseProcessing")
    assert processing is not None
    assert processing.get("template", "").endswith("/match_correct")
    assert len(processing) == 0


def test_true_false_uses_the_words_of_the_language() -> None:
    question = TrueFalse(id="q", stem=md("?"), answer=False, points=Fraction(2))
    (read,) = written(question, language="de-AT")
    assert [option.text for option in read.options] == ["Wahr", "Falsch"]
    assert [read.score(r) for r in (True, False, None)] == [0, 2, 0]


TYPED = [
    " paris ",
    "PARIS",
    "Paris",
    "pariss",
    "\u00a0Paris\t",
    "",
    "  ",
    "ПЯТЬ",
    "пять ",
    "straße",
    "STRASSE",
    "a.b*c",
    "axbxc",
    "A.B*C",
    "$5^2 [x] {y} (z)|\\d-/+?",
    "E\u0301te\u0301",
    "été",
    "ΟΔΌΣ",
    "οδός",
]


@pytest.mark.parametrize("case_sensitive", [True, False])
@pytest.mark.parametrize("points", [Fraction(1), Fraction(0), Fraction(1, 3)])
def test_typed_text_is_trimmed_and_folded_as_the_reference_does(
    case_sensitive: bool, points: Fraction
) -> None:
    texts = ["Paris", "Пять", "Straße", "a.b*c", "$5^2 [x] {y} (z)|\\d-/+?", "Été", "Οδός"]
    question = ShortText(
        id="q",
        stem=md("?"),
        points=points,
        case_sensitive=case_sensitive,
        answers=(
            *(
                TextAnswer(text=text, weight=Fraction(1, n + 1), feedback=md(f"Remark {n}."))
                for n, text in enumerate(texts)
            ),
            TextAnswer(text="paris", weight=Fraction(1, 7), feedback=md("Small.")),
            TextAnswer(text="pariss", weight=Fraction(0), feedback=md("Typo.")),
        ),
        feedback=FEEDBACK,
    )
    (read,) = written(question)
    for typed in TYPED:
        assert near(read.score(typed), score(question, typed), points), typed
        assert_state(question, read, typed, typed)
    assert any(
        "Typo." in text for text in read.feedback(" PARISS " if not case_sensitive else "pariss")
    )


@given(st.text(max_size=8), st.text(max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_answer_fits_itself_and_nothing_else(text: str, other: str) -> None:
    answer = "".join(c for c in text if c.isprintable()).strip()
    given = "".join(c for c in other if c.isprintable())
    if not answer or "İ" in answer + given or "ı" in answer + given:
        return
    question = ShortText(id="q", stem=md("?"), answers=(TextAnswer(text=answer),))
    (read,) = written(question)
    assert read.score(f" {answer} ") == 1
    if given.isascii():
        assert read.score(given) == score(question, given)


def test_numbers_are_closed_intervals_and_the_first_that_fits_counts() -> None:
    answers = (
        NumericAnswer(value=Fraction("3.14"), tolerance=Fraction("0.01"), feedback=md("Near.")),
        NumericAnswer(min=Fraction("3.2"), max=Fraction("3.3"), weight=Fraction(0)),
        NumericAnswer(min=Fraction(3), max=Fraction(4), weight=Fraction(1, 2), feedback=md("Far.")),
        NumericAnswer(value=Fraction(-1, 3), tolerance=Fraction(1, 1000), weight=Fraction(1, 4)),
    )
    question = Numeric(id="q", stem=md("?"), answers=answers, points=Fraction(3), feedback=FEEDBACK)
    (read,) = written(question)
    for typed in [
        "3.13",
        "3.15",
        "3.12999",
        "3.15001",
        "3.25",
        "3.2",
        "3.3",
        "3",
        "4",
        "4.0001",
        "-0.333",
        "-0.33",
        "x",
        "3,14",
        "1e0",
    ]:
        assert near(read.score(typed), score(question, typed), Fraction(3)), typed
        assert_state(question, read, typed, typed)
    assert any("Near." in text for text in read.feedback("3.15"))
    assert not any("Far." in text for text in read.feedback("3.15"))
    assert any("Far." in text for text in read.feedback("3.5"))


def test_matching_takes_equal_right_sides_for_one() -> None:
    pairs = (Pair(md("a"), md("x")), Pair(md("b"), md("y")), Pair(md("c"), md("x")))
    question = Matching(
        id="q", stem=md("?"), pairs=pairs, distractors=(md("z"),), points=Fraction(2)
    )
    (read,) = written(question)
    assert sorted(read.rights) == ["x", "y", "z"]
    where = {text: n for n, text in enumerate(read.rights)}
    theirs = [where[c.source] for c in question.rights]
    for left in range(3):
        for right in range(4):
            response = {left: right, (left + 1) % 3: 1}
            got = read.score({a: theirs[b] for a, b in response.items()})
            assert near(got, score(question, response), Fraction(2))


@pytest.mark.parametrize("texts", [["a", "b", "c"], ["a", "b", "a", "c"]])
@pytest.mark.parametrize("points", [Fraction(1), Fraction(5, 2)])
def test_ordering_is_all_or_nothing_and_stored_in_no_telling_order(
    texts: list[str], points: Fraction
) -> None:
    from itertools import permutations

    items = tuple(md(text) for text in texts)
    question = Ordering(id="q", stem=md("?"), items=items, points=points)
    (read,) = written(question)
    assert read.correct_order != list(range(len(texts)))
    ours_to_theirs = read.correct_order
    for order in permutations(range(len(texts))):
        theirs = [ours_to_theirs[n] for n in order]
        assert near(read.score(theirs), score(question, order), points)


def test_a_cloze_scores_gap_by_gap() -> None:
    question = next(q for q in one_of_each() if isinstance(q, Cloze))
    (read,) = written(question)
    assert read.stem.index("{{1}}") < read.stem.index("{{2}}") < read.stem.index("{{3}}")
    entries = [option.text for option in read.gaps[2].options]
    for a in (None, "paris", "LUTETIA ", "Rome"):
        for b in (None, "6.5", "7.6", "7.5"):
            for c, text in ((None, None), ("c1", "Paris"), ("c2", "Lyon")):
                ours = {"a": a, "b": b, "c": c}
                theirs = [a, b, None if text is None else entries.index(text)]
                assert near(read.score(theirs), score(question, ours), Fraction(4)), ours


def test_a_gap_that_stands_nowhere_can_still_be_answered() -> None:
    gap = TextGap(id="g", answers=(TextAnswer(text="x"),))
    (read,) = written(Cloze(id="q", stem=md("Code `{{h}}` only."), gaps=(gap,)))
    assert read.score("x") == 1


@cache
def schema(*parts: str) -> etree.XMLSchema:
    path: Path = shared_data("schemas-qti21", *parts)
    return etree.XMLSchema(etree.parse(str(path), etree.XMLParser(no_network=True)))


def assert_valid(data: bytes) -> None:
    for name, text in members(data).items():
        if not name.endswith(".xml"):
            continue
        root = etree.fromstring(text)
        if name == "imsmanifest.xml":
            schema("imscp_v1p1.xsd").assertValid(root)
            space = "{http://www.imsglobal.org/xsd/imsqti_metadata_v2p1}"
            for metadata in root.iter(f"{space}qtiMetadata"):
                schema("qtiv2p1", "imsqti_metadata_v2p1.xsd").assertValid(metadata)
        else:
            schema("qtiv2p1", "imsqti_v2p1.xsd").assertValid(root)
            schema("qtiv2p1p1", "imsqti_v2p1p1.xsd").assertValid(root)


def test_every_type_is_valid_under_both_schemas() -> None:
    quiz = Quiz(
        identifier="all",
        title="All & more",
        language="ru",
        description=md("Look: ![p](img/a.png)"),
        questions=one_of_each(),
        groups=(
            Group(id="g", title="Pool", pick=1, points=Fraction(2), questions=("tf", "short")),
        ),
        assets=(PICTURE,),
        settings=Settings(
            time_limit=Fraction(45),
            attempts=2,
            shuffle_questions=True,
            show_correct_answers=False,
            one_at_a_time=True,
        ),
    )
    data, losses = export_quiz(Qti21Exporter(), quiz)
    assert_valid(data)
    questions = qti21.read(data)
    assert [q.ident for q in questions] == [q.id for q in quiz.questions]
    assert [q.points for q in questions if q.group == "Pool"] == [2, 2]
    assert {q.pick for q in questions if q.group} == {1}
    assert not [note for q in questions for note in q.notes]
    declared = Qti21Exporter.engines[0].fidelity
    assert {loss.feature for loss in losses} <= set(declared)
    test = etree.fromstring(members(data)["assessment.xml"])
    limits = test.find(f"{QTI}timeLimits")
    assert limits is not None
    assert limits.get("maxTime") == "2700"


RICH = [
    "<em>a<p>b</p></em> <a href='x y'>t<ul><li>u</li></ul></a>",
    "<table><tr><td align='right'>1</td></tr></table><table><thead><tr><th>h</th></tr></thead></table>",
    "<ul>loose<li>a</li><p>b</p></ul><ol start='4'></ol>",
    "<blockquote>raw <b>text</b><p>p</p> tail</blockquote>",
    "<dl><dt>t</dt><dd>d<p>e</p></dd></dl><details><summary>s</summary>x</details>",
    "<h1><p>inside</p></h1><center>c</center><font color='red'>f</font>",
    "<ruby>漢<rp>(</rp><rt>kan</rt></ruby><wbr>x<hr>y <kbd>K</kbd> <mark>m</mark>",
    "<math><mfrac><mi>a</mi></mfrac><mtr></mtr>text</math>",
    "<video width='100px' src='https://e.org/a.mp4'><p>no</p></video><abbr title='Long'>L</abbr>",
    "<img src='https://e.org/[1] 2.png' alt='' width='50%' height='3em' style='color:red'>",
    "<figure><img src='img/a.png'><figcaption>c</figcaption></figure><p dir='rtl' lang='ar'>x</p>",
    "<td>stray</td><li>stray</li><caption>c</caption>",
    "plain & <b>bold</b>",
]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<img src="a.png" alt="a" title="A note" />', "pointer"),
        ('<a href="https://a.bc" title="A note">a</a>', "pointer"),
        ('<p title="A note">a</p>', "pointer"),
        ('<font size="7">a</font>', "styling"),
        ('<p align="center">a</p>', "styling"),
        ('<ol type="a"><li>a</li></ol>', "letters"),
    ],
)
def test_looks_and_notes_that_the_schema_has_no_place_for_are_named(html: str, said: str) -> None:
    assert any(said in words for words in to_subset(html, paragraphs=True).lost)
    assert not to_subset('<p>a</p><abbr title="long">l</abbr>', paragraphs=True).lost


@pytest.mark.parametrize("html", RICH)
def test_any_html_fits_the_schema_and_keeps_its_text(html: str) -> None:
    content = Content(html=html)
    question = Choice(
        id="q",
        stem=content,
        selection=Selection.SINGLE,
        options=(
            Option(id="a", content=content, role=Role.KEY, feedback=content),
            Option(id="b", content=md("b"), role=Role.DISTRACTOR),
        ),
        feedback=Feedback(general=content),
    )
    essay = Essay(id="e", stem=md("?"), rubric=content, model_answer=content)
    data, _ = export(Qti21Exporter(), question, essay, assets=(PICTURE,), description=content)
    assert_valid(data)
    qti21.read(data)


PIECES = (
    *("text ", "**b** ", "`c` ", "$x^2$ ", "\n\n", "- li\n", "> q\n", "1. n\n", "~~s~~", "# h\n"),
    *("| a |\n|---|\n| b |\n", "<u>", "</u>", "<div>", "</div>", "<p>", "<td>", "<br>", "<li>"),
    *("![i](img/a.png)", "[l](#a b)", "\n```py\n x\n```\n", "$$\\frac12$$", "\x0b", "&amp;"),
    *("<table>", "</table>"),
)
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(MARKDOWN)
@settings(max_examples=80, deadline=None)
def test_any_markdown_gives_a_valid_package(text: str) -> None:
    stem = md(text or "x")
    question = Choice(
        id="q",
        stem=stem,
        selection=Selection.MULTIPLE,
        options=(Option(id="a", content=stem, role=Role.KEY, feedback=stem),),
    )
    data, _ = export(Qti21Exporter(), question, assets=(PICTURE,))
    assert_valid(data)


def test_pictures_travel_under_plain_names() -> None:
    odd = Asset(path="bild er/ä [1].png", media_type="image/png", data=b"odd")
    question = choice("kd", feedback=Feedback(general=md("![x](<bild er/ä [1].png>)")))
    data, losses = export(Qti21Exporter(), question, assets=(odd, PICTURE))
    assert not losses
    files = members(data)
    (media,) = [name for name in files if name.startswith("media/")]
    assert files[media] == b"odd"
    assert media.isascii()
    assert f'src="{media}"'.encode() in files["q.xml"]


def test_nothing_a_student_sees_gives_the_key_away() -> None:
    data, _ = export(
        Qti21Exporter(), *one_of_each(), *(choice("kkkddd", id=f"c{n}") for n in range(20)),
        assets=(PICTURE,),
    )  # fmt: skip
    assert qti21.leaks(data) == []
    first = set()
    for question in qti21.read(data):
        if question.ident.startswith("c") and question.kind == "choice-multiple":
            first.add(question.options[0].key)
    assert len(first) > 2


def test_odd_identifiers_are_replaced_and_kept_as_labels() -> None:
    ids = ["Вопрос 1", "a.b", "A", "a", "x" * 40, "imsmanifest", "9", "correct"]
    questions = [choice("kd", id=id) for id in ids]
    data, losses = export(Qti21Exporter(), *questions)
    assert_valid(data)
    files = members(data)
    idents = [question.ident for question in qti21.read(data)]
    assert len({ident.lower() for ident in idents}) == len(ids)
    for ident, id in zip(idents, ids, strict=True):
        root = etree.fromstring(files[f"{ident}.xml"])
        assert root.get("label", root.get("identifier")) == id
    changed = [loss for loss in losses if loss.feature is Feature.IDENTIFIER]
    assert len(changed) == 7
    assert {loss.fidelity for loss in changed} == {Fidelity.ADAPTED}


def test_what_has_no_place_is_declared() -> None:
    question = choice("kd", numbering=Numbering.ROMAN, hints=(md("Think."),))
    _, losses = export(Qti21Exporter(), question)
    assert {loss.feature for loss in losses} == {Feature.HINTS, Feature.NUMBERING}


def test_the_same_quiz_gives_the_same_bytes() -> None:
    first, _ = export(Qti21Exporter(), *one_of_each(), assets=(PICTURE,))
    second, _ = export(Qti21Exporter(), *one_of_each(), assets=(PICTURE,))
    assert first == second
