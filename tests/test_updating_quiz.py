"""What is edited of the quiz as a whole in an LMS comes back where the author says it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from difflib import unified_diff
from fractions import Fraction
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from quizkit.assets import with_assets
from quizkit.content.render import Renderer
from quizkit.content.tree import same_content
from quizkit.formats.base import Job
from quizkit.formats.registry import load_exporter
from quizkit.importing import import_
from quizkit.lint.sound import sound_quiz
from quizkit.markdown.reader import read_markdown
from quizkit.markdown.writer import write_markdown
from quizkit.model import Content, Quiz, Settings
from quizkit.reading import Reading
from quizkit.same import essence, same_quiz
from quizkit.updating import Updated, update
from tests.shared import ROOT
from tests.strategies import quizzes, texts

SOURCES = sorted((ROOT / "sources").glob("*.md"))

AUTHORS = """\
---
# by hand
settings:
  time_limit: 30   # as in the exam
  attempts: 2
language: en
---

# Trees {.wide}

<!-- first thing -->
About *trees*,
and what grows in them.
<!-- ask Ada -->

## Needles {.group pick=1   points=2}

### Larch {#larch}

Does a larch keep its needles?

- ❌ True
- ✅ False

---

### Pine {#pine}

Does a pine?

*  ✅ True
*  ❌ False

## Bark {#bark}

Is bark alive?

- ❌ True
- ✅ False
"""

Edit = Callable[[str, etree._Element], None]


def read(text: str) -> Reading:
    return read_markdown(text, path="trees.md")


def exported(quiz: Quiz, target: str) -> bytes:
    exporter = load_exporter(target)
    job = Job(quiz, Renderer([asset.path for asset in quiz.assets]))
    file = next(file for file in exporter.files(job) if file.suffix == exporter.suffix)
    return b"".join(file.chunks)


def edited(data: bytes, edit: Edit) -> bytes:
    """An export with an edit made in its XML: all files of a package are shown to it."""
    if not data.startswith(b"PK"):
        root = etree.fromstring(data)
        edit("", root)
        return etree.tostring(root, encoding="utf-8", xml_declaration=True)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            root = etree.fromstring(old.read(name))
            edit(name, root)
            new.writestr(name, etree.tostring(root, encoding="utf-8", xml_declaration=True))
    return out.getvalue()


def brought_back(text: str, target: str, edit: Edit) -> Updated:
    reading = read(text)
    imported = import_(edited(exported(reading.quiz, target), edit), name="trees")
    return update(reading, imported.quiz, imported.format)


def changed_lines(old: str, new: str) -> list[str]:
    lines = unified_diff(old.split("\n"), new.split("\n"), lineterm="", n=0)
    return [line for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")]


def find(root: etree._Element, path: str) -> etree._Element | None:
    steps = re.sub(r"(^|/)(\w+)", r"\1*[local-name()='\2']", path)
    found = cast("list[etree._Element]", root.xpath(steps))
    return found[0] if found else None


def text_edit(path: str, text: str | None) -> Edit:
    """Other words in the elements of a path; None takes them out."""

    def edit(name: str, root: etree._Element) -> None:
        element = find(root, "//" + path)
        if element is None:
            return
        if text is None:
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)
        else:
            element.text = text

    return edit


def attribute_edit(path: str, name: str, value: str) -> Edit:
    def edit(_: str, root: etree._Element) -> None:
        element = find(root, "//" + path)
        if element is not None:
            element.set(name, value)

    return edit


def both(*edits: Edit) -> Edit:
    def edit(name: str, root: etree._Element) -> None:
        for one in edits:
            one(name, root)

    return edit


def _moodle_title(_: str, root: etree._Element) -> None:
    for text in root.iter("text"):
        if text.text and text.text.startswith("$course$"):
            text.text = text.text.replace("Trees", "Trees of Europe")


def _add_time(name: str, root: etree._Element) -> None:
    """A setting that is not there yet."""
    if name.endswith("assessment_meta.xml"):
        etree.SubElement(
            root, f"{{{etree.QName(root).namespace}}}one_question_at_a_time"
        ).text = "true"


TITLE = {
    "moodle-xml": _moodle_title,
    "canvas": both(
        attribute_edit("assessment", "title", "Trees of Europe"),
        lambda name, root: (
            text_edit("title", "Trees of Europe")(name, root) if "meta" in name else None
        ),
    ),
    "qti21": attribute_edit("assessmentTest", "title", "Trees of Europe"),
}


@pytest.mark.parametrize("target", TITLE)
def test_another_title_stands_in_the_heading(target: str) -> None:
    done = brought_back(AUTHORS, target, TITLE[target])
    assert changed_lines(AUTHORS, done.text) == [
        "-# Trees {.wide}",
        "+# Trees of Europe {.wide}",
    ]
    assert done.unplaced == ()
    assert done.changed == ("the quiz's title",)


@pytest.mark.parametrize("target", TITLE)
def test_another_title_stands_under_its_key(target: str) -> None:
    text = AUTHORS.replace("# Trees {.wide}\n\n", "").replace(
        "language: en", "title: 'Trees' # short\nlanguage: en"
    )
    done = brought_back(text, target, TITLE[target])
    assert changed_lines(text, done.text) == [
        "-title: 'Trees' # short",
        "+title: 'Trees of Europe' # short",
    ]


@pytest.mark.parametrize("target", TITLE)
def test_an_underlined_title_keeps_its_line(target: str) -> None:
    text = AUTHORS.replace("# Trees {.wide}", "Trees\n=====")
    done = brought_back(text, target, TITLE[target])
    assert changed_lines(text, done.text) == ["-Trees", "+Trees of Europe"]


DESCRIPTION = {
    "canvas": text_edit("description", "About <em>old trees</em>, and what grows in them."),
    "qti21": text_edit("rubricBlock/div/p/em", "old trees"),
    "moodle-xml": text_edit(
        "info/text", "<p>About <em>old trees</em>, and what grows in them.</p>"
    ),
}


@pytest.mark.parametrize("target", DESCRIPTION)
def test_a_description_changes_where_it_stands(target: str) -> None:
    done = brought_back(AUTHORS, target, DESCRIPTION[target])
    assert changed_lines(AUTHORS, done.text) == ["-About *trees*,", "+About *old trees*,"]
    assert done.unplaced == ()


@pytest.mark.parametrize("target", DESCRIPTION)
@pytest.mark.parametrize(
    ("key", "lines"),
    [
        (
            "description: About *trees*, and what grows in them.  # c",
            [
                "-description: About *trees*, and what grows in them.  # c",
                '+description: "About *old trees*, and what grows in them."  # c',
            ],
        ),
        (
            "description: >-\n  About *trees*,\n  and what grows in them.",
            ["-  About *trees*,", "+  About *old trees*,"],
        ),
        (
            'description: "About *trees*, and what grows in them."',
            [
                '-description: "About *trees*, and what grows in them."',
                '+description: "About *old trees*, and what grows in them."',
            ],
        ),
    ],
)
def test_a_description_changes_under_its_key(target: str, key: str, lines: list[str]) -> None:
    written = "About *trees*,\nand what grows in them.\n"
    text = AUTHORS.replace(written, "").replace("language: en", f"{key}\nlanguage: en")
    done = brought_back(text, target, DESCRIPTION[target])
    assert changed_lines(text, done.text) == lines
    assert done.unplaced == ()


@pytest.mark.parametrize("target", ["canvas", "qti21"])
def test_a_description_may_go_and_come(target: str) -> None:
    path = {"canvas": "description", "qti21": "rubricBlock"}[target]
    done = brought_back(AUTHORS, target, text_edit(path, None))
    assert changed_lines(AUTHORS, done.text) == [
        "-About *trees*,",
        "-and what grows in them.",
        "+",
    ]
    assert done.unplaced == ()

    reading = read(done.text)
    with_it = import_(exported(read(AUTHORS).quiz, target), name="trees")
    again = update(reading, with_it.quiz, with_it.format)
    assert again.changed == ("the quiz's description",)
    assert same_quiz(read(again.text).quiz, read(AUTHORS).quiz)


def test_a_title_and_a_description_come_to_a_source_without() -> None:
    text = AUTHORS[AUTHORS.index("## Needles") :]
    quiz = replace(read(AUTHORS).quiz, language=None)
    with_it = import_(exported(quiz, "canvas"), name="trees")
    done = update(read(text), with_it.quiz, with_it.format)
    assert done.unplaced == ()
    assert done.text == (
        "---\nsettings:\n  time_limit: 30\n  attempts: 2\n---\n\n# Trees\n\n"
        "About *trees*, and what grows in them.\n\n" + text
    )


SETTING = {
    "canvas": text_edit("time_limit", "45"),
    "qti21": attribute_edit("timeLimits", "maxTime", "2700"),
}
NO_SETTING = {
    "canvas": text_edit("time_limit", None),
    "qti21": text_edit("timeLimits", None),
}


@pytest.mark.parametrize("target", SETTING)
def test_a_setting_changes_comes_and_goes(target: str) -> None:
    done = brought_back(AUTHORS, target, SETTING[target])
    assert changed_lines(AUTHORS, done.text) == [
        "-  time_limit: 30   # as in the exam",
        "+  time_limit: 45   # as in the exam",
    ]
    done = brought_back(AUTHORS, target, NO_SETTING[target])
    assert changed_lines(AUTHORS, done.text) == [
        "-  time_limit: 30   # as in the exam",
        "+  # as in the exam",
    ]
    plain = AUTHORS.replace("   # as in the exam", "")
    done = brought_back(plain, target, NO_SETTING[target])
    assert changed_lines(plain, done.text) == ["-  time_limit: 30"]
    reading = read(done.text)
    with_it = import_(exported(read(AUTHORS).quiz, target), name="trees")
    done = update(reading, with_it.quiz, with_it.format)
    assert done.text == plain.replace(
        "  time_limit: 30\n  attempts: 2", "  attempts: 2\n  time_limit: 30"
    )
    assert done.unplaced == ()


@pytest.mark.parametrize("target", SETTING)
def test_settings_in_one_line_stay_in_one_line(target: str) -> None:
    text = AUTHORS.replace(
        "settings:\n  time_limit: 30   # as in the exam\n  attempts: 2",
        "settings: { time_limit: 30, attempts: 2 }",
    )
    done = brought_back(text, target, SETTING[target])
    assert done.text == text.replace("30", "45")
    done = brought_back(text, target, NO_SETTING[target])
    assert done.text == text.replace("time_limit: 30, ", "")
    with_it = import_(exported(read(text).quiz, target), name="trees")
    done = update(read(done.text), with_it.quiz, with_it.format)
    assert done.text == text.replace("time_limit: 30, attempts: 2", "attempts: 2, time_limit: 30")


def test_the_last_setting_goes_with_its_key() -> None:
    text = "---\nsettings:\n  attempts: 2\n---\n\n" + AUTHORS[AUTHORS.index("# Trees") :]
    done = brought_back(text, "canvas", text_edit("allowed_attempts", None))
    assert done.text == text[text.index("# Trees") :]


def test_an_export_that_says_nothing_of_the_whole_takes_nothing_away() -> None:
    reading = read(AUTHORS)

    def only_questions(name: str, root: etree._Element) -> None:
        if name.endswith("assessment_meta.xml"):
            for child in root:
                root.remove(child)
        for path in ("rubricBlock", "timeLimits", "itemSessionControl"):
            text_edit(path, None)(name, root)

    for target in ("canvas", "qti21"):
        done = brought_back(AUTHORS, target, only_questions)
        assert (done.text, done.unplaced) == (AUTHORS, ())
        assert done.absent == (
            "the quiz's description",
            "the quiz's time limit",
            "the quiz's attempts",
        )
    bare = replace(reading.quiz, description=None, settings=Settings())
    for target, absent in (("moodle-xml", ("the quiz's description",)), ("gift", ())):
        imported = import_(exported(bare, target), name="trees")
        done = update(reading, imported.quiz, imported.format)
        assert done == Updated(AUTHORS, absent=absent)


POOL = {
    "canvas": (
        attribute_edit("section/section", "title", "Conifers"),
        text_edit("selection_number", "2"),
        text_edit("points_per_item", "3"),
    ),
    "qti21": (
        attribute_edit("assessmentSection/assessmentSection", "title", "Conifers"),
        attribute_edit("selection", "select", "2"),
        both(),
    ),
}


@pytest.mark.parametrize("target", POOL)
def test_what_a_pool_says_changes_in_its_heading(target: str) -> None:
    old = "## Needles {.group pick=1   points=2}"
    title, pick, points = POOL[target]
    done = brought_back(AUTHORS, target, title)
    assert done.text == AUTHORS.replace(old, "## Conifers {.group pick=1   points=2}")
    assert done.changed == ('pool "Needles": title',)
    done = brought_back(AUTHORS, target, pick)
    assert done.text == AUTHORS.replace(old, "## Needles {.group pick=2   points=2}")
    if target == "canvas":
        done = brought_back(AUTHORS, target, points)
        assert done.text == AUTHORS.replace(old, "## Needles {.group pick=1   points=3}")
        assert done.unplaced == ()


def moodle_paths(target: str, *edits: tuple[str, str]) -> Updated:
    """What comes back when categories are renamed in an export to Moodle."""
    reading = read(AUTHORS)
    data = exported(reading.quiz, target).decode()
    for old, new in edits:
        assert old in data
        data = data.replace(old, new)
    imported = import_(data.encode(), name="trees")
    return update(reading, imported.quiz, imported.format)


@pytest.mark.parametrize("target", ["moodle-xml", "gift"])
def test_a_pool_that_is_a_category_there_is_renamed_in_its_heading(target: str) -> None:
    done = moodle_paths(target, ("top/Trees/Needles", "top/Trees/Conifers"))
    assert changed_lines(AUTHORS, done.text) == [
        "-## Needles {.group pick=1   points=2}",
        "+## Conifers {.group pick=1   points=2}",
    ]
    assert done.changed == ('pool "Needles": title',)
    assert done.unplaced == ()


@pytest.mark.parametrize("target", ["moodle-xml", "gift"])
def test_a_pool_and_its_quiz_are_renamed_together(target: str) -> None:
    done = moodle_paths(target, ("top/Trees", "top/Wood"), ("Needles", "Conifers"))
    assert changed_lines(AUTHORS, done.text) == [
        "-# Trees {.wide}",
        "+# Wood {.wide}",
        "-## Needles {.group pick=1   points=2}",
        "+## Conifers {.group pick=1   points=2}",
    ]
    assert done.unplaced == ()


@pytest.mark.parametrize("target", ["moodle-xml", "gift"])
def test_a_pool_whose_questions_went_to_the_quiz_itself_is_told(target: str) -> None:
    done = moodle_paths(target, ("top/Trees/Needles", "top/Trees"))
    assert done.text == AUTHORS
    assert done.unplaced == ('pool "Needles": the export has no such pool',)


def test_what_a_pool_cannot_say_is_told() -> None:
    reading = read(AUTHORS)
    held = import_(exported(reading.quiz, "canvas"), name="trees").quiz
    more = replace(held, groups=(replace(held.groups[0], pick=9),))
    done = update(reading, more, "qti12")
    assert (done.text, done.unplaced) == (AUTHORS, ('pool "Needles": pick: it was 1, now it is 9',))
    gone = replace(held, groups=())
    done = update(reading, gone, "qti12")
    assert done.text == AUTHORS
    assert 'pool "Needles": the export has no such pool' in done.unplaced


def test_different_points_in_a_pool_are_told() -> None:
    reading = read(AUTHORS)
    held = import_(exported(reading.quiz, "qti21"), name="trees").quiz
    first = replace(held.questions[0], points=Fraction(5))
    done = update(reading, replace(held, questions=(first, *held.questions[1:])), "qti21")
    assert done.text == AUTHORS
    assert done.unplaced == ('pool "Needles": its questions have different points now',)


@pytest.mark.parametrize("target", ["canvas", "qti21", "moodle-xml", "gift"])
def test_a_question_goes_into_a_pool_and_out(target: str) -> None:
    quiz = read(AUTHORS).quiz
    (group,) = quiz.groups
    fuller = replace(group, questions=("larch", "pine", "bark"))
    imported = import_(exported(replace(quiz, groups=(fuller,)), target), name="trees")
    done = update(read(AUTHORS), imported.quiz, imported.format)
    assert done.unplaced == ()
    assert done.text == AUTHORS.replace("## Bark", "### Bark")

    emptier = replace(group, questions=("pine",))
    imported = import_(exported(replace(quiz, groups=(emptier,)), target), name="trees")
    done = update(read(AUTHORS), imported.quiz, imported.format)
    assert done.unplaced == ()
    assert done.changed == ('Question 1 "Larch": moved out of its pool',)
    found = read(done.text).quiz
    assert found.groups == (emptier,)
    assert {q.id for q in found.questions} == {"larch", "pine", "bark"}
    assert "## Larch {#larch}\n\nDoes a larch keep its needles?\n" in done.text
    assert sorted(done.text.split("\n")) == sorted(
        AUTHORS.replace("### Larch", "## Larch").split("\n")
    )


@pytest.mark.parametrize("target", ["canvas", "qti21", "moodle-xml", "gift"])
def test_a_new_question_of_a_pool_stands_in_it(target: str) -> None:
    quiz = read(AUTHORS).quiz
    (group,) = quiz.groups
    fir = replace(quiz.questions[1], id="fir", title="Fir")
    wider = replace(group, questions=("larch", "pine", "fir"))
    questions = (*quiz.questions[:2], fir, *quiz.questions[2:])
    imported = import_(exported(replace(quiz, questions=questions, groups=(wider,)), target))
    done = update(read(AUTHORS), imported.quiz, imported.format)
    assert done.unplaced == ()
    assert [(pool, name) for pool, name in done.pooled] == [("Needles", 'Question 3 "Fir"')]
    found = read(done.text).quiz
    assert [q.title for q in found.questions] == ["Larch", "Pine", "Fir", "Bark"]
    assert len(found.groups[0].questions) == 3
    start = AUTHORS.index("## Bark")
    assert done.text.startswith(AUTHORS[:start] + "### Fir\n\nDoes a pine?\n")
    assert done.text.endswith(AUTHORS[start:])


@pytest.mark.parametrize("target", ["canvas", "qti21", "moodle-xml", "gift"])
def test_nothing_edited_is_nothing_to_do(target: str) -> None:
    done = brought_back(AUTHORS, target, lambda name, root: None) if target != "gift" else None
    if done is None:
        imported = import_(exported(read(AUTHORS).quiz, target), name="trees")
        done = update(read(AUTHORS), imported.quiz, imported.format)
    assert done == Updated(AUTHORS)


def test_all_of_it_at_once_reads_as_the_edited() -> None:
    """Every part of the whole edited together, in the XML."""
    title, pick, points = POOL["canvas"]
    done = brought_back(
        AUTHORS,
        "canvas",
        both(
            TITLE["canvas"],
            DESCRIPTION["canvas"],
            SETTING["canvas"],
            title,
            pick,
            points,
            _add_time,
        ),
    )
    found = read(done.text).quiz
    assert done.unplaced == ()
    assert found.title == "Trees of Europe"
    assert found.settings == Settings(time_limit=Fraction(45), attempts=2, one_at_a_time=True)
    assert found.groups[0].title == "Conifers"
    assert (found.groups[0].pick, found.groups[0].points) == (2, Fraction(3))
    assert len(changed_lines(AUTHORS, done.text)) == 9
    again = brought_back(done.text, "canvas", lambda name, root: None)
    assert again == Updated(done.text)


def test_a_category_that_was_put_into_another_one_is_no_edit() -> None:
    def edit(_: str, root: etree._Element) -> None:
        for text in root.iter("text"):
            if text.text and text.text.startswith("$course$"):
                text.text = text.text.replace("top/", "top/Default for BIO 101/")

    assert brought_back(AUTHORS, "moodle-xml", edit) == Updated(AUTHORS)


@pytest.mark.parametrize("target", TITLE)
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_of_every_source_only_the_title_changes(path: Path, target: str) -> None:
    reading = read_markdown(path.read_text(encoding="utf-8"), path=path.name)
    reading = with_assets(reading, path.parent, path.parent)
    imported = import_(exported(reading.quiz, target), name=path.stem)
    title = f"{reading.quiz.title} 2"
    done = update(reading, replace(imported.quiz, title=title), imported.format)
    assert done.unplaced == ()
    assert len(changed_lines(reading.text, done.text)) == 2
    assert same_quiz(
        read_markdown(done.text, path=path.name).quiz, replace(reading.quiz, title=title, assets=())
    )


_HEADS = st.builds(
    lambda quiz, title, description, settings: replace(
        quiz, title=title, description=description, settings=settings
    ),
    quizzes(texts(hostile=False), least=1, most=2),
    st.sampled_from(["Trees", "Trees & *shrubs*", "A: b", "1. x"]),
    st.sampled_from(["About.", "Two\n\nparagraphs", "- a list", "`x: y` # z"]).map(
        lambda text: Content(markdown=text)
    ),
    st.builds(
        Settings,
        time_limit=st.sampled_from([None, Fraction(10)]),
        attempts=st.sampled_from([None, 2, 3]),
        shuffle_questions=st.sampled_from([None, True]),
        one_at_a_time=st.sampled_from([None, True]),
    ),
)


@pytest.mark.parametrize("target", ["canvas", "qti21"])
@settings(
    deadline=None,
    max_examples=12,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(quiz=_HEADS, other=_HEADS)
def test_of_any_quiz_the_whole_comes_back(target: str, quiz: Quiz, other: Quiz) -> None:
    text = write_markdown(quiz, name="trees").text
    reading = read(text)
    reading = reading._replace(quiz=replace(reading.quiz, assets=quiz.assets))
    sound = sound_quiz(reading).quiz
    assume(sound.questions)
    wanted = replace(
        sound, title=other.title, description=other.description, settings=other.settings
    )
    imported = import_(exported(wanted, target), name="trees")
    before = import_(exported(sound, target), name="trees").quiz
    done = update(reading, imported.quiz, imported.format)
    found = read(done.text).quiz
    assert [essence(q) for q in found.questions] == [essence(q) for q in reading.quiz.questions]
    assert not done.unplaced
    assert found.title == other.title
    for name in Settings.__slots__:
        was, now = getattr(before.settings, name), getattr(imported.quiz.settings, name)
        if was == now:
            assert getattr(found.settings, name) == getattr(quiz.settings, name)
        elif now is not None:
            assert getattr(found.settings, name) == now
    assert same_content(found.description, imported.quiz.description)
    again = update(
        read(done.text)._replace(quiz=replace(found, assets=quiz.assets)),
        imported.quiz,
        imported.format,
    )
    assert again.text == done.text
