"""What is edited in an LMS comes back into the author's file, and nothing else there moves."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from difflib import unified_diff
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from quizkit.assets import with_assets
from quizkit.content.render import Renderer
from quizkit.formats.base import Job
from quizkit.formats.registry import load_exporter
from quizkit.importing import Imported, import_
from quizkit.lint.sound import sound_quiz
from quizkit.markdown.reader import read_markdown
from quizkit.markdown.writer import write_markdown
from quizkit.model import (
    Choice,
    Content,
    Option,
    Question,
    Quiz,
    Role,
    Selection,
    ShortText,
    TextAnswer,
)
from quizkit.reading import Reading
from quizkit.same import essence
from quizkit.token_merge import merge_texts
from quizkit.updating import Updated, update
from tests.shared import ROOT
from tests.strategies import quizzes, texts

SOURCES = sorted((ROOT / "sources").glob("*.md"))
WHOLE = ("moodle-xml", "canvas", "qti21")
_NEUTRAL_EDIT = "reworded"

AUTHORS = """\
---
# by hand
language: en
---

# Trees

<!-- the first one -->
## Oaks {#oaks}

How many species
are there?
<!-- look it up -->

*   ✅ About five hundred
    > It changes.
*   ❌ Three

### Explanation:

It is *not* settled.

---

## Grass {#grass}

Is grass a tree?

- ❌ True
- ✅ False

## Words {#words}

Name a needle tree.

- = pine
- = larch {weight=50%}
  > It loses its needles.
- ≠ oak
  > No.

### If correct

Good.

### If partly correct

Nearly.
"""


def read(text: str) -> Reading:
    return read_markdown(text, path="trees.md")


def exported(quiz: Quiz, target: str) -> Imported:
    """The quiz as it comes back from a target."""
    exporter = load_exporter(target)
    job = Job(quiz, Renderer([asset.path for asset in quiz.assets]))
    file = next(file for file in exporter.files(job) if file.suffix == exporter.suffix)
    return import_(b"".join(file.chunks), name=quiz.identifier)


def brought_back(reading: Reading, edited: Quiz, target: str) -> Updated:
    held = exported(edited, target)
    return update(reading, held.quiz, held.format)


def with_question(quiz: Quiz, number: int, edit: Callable[[Question], Question]) -> Quiz:
    questions = list(quiz.questions)
    questions[number] = edit(questions[number])
    return replace(quiz, questions=tuple(questions))


def changed_lines(old: str, new: str) -> list[str]:
    lines = unified_diff(old.split("\n"), new.split("\n"), lineterm="", n=0)
    return [line for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")]


# -- every source, every target that holds a quiz whole ---------------------------------------


def _reworded(question: Question) -> Question:
    words = question.stem.source.split(" ")
    words[0] = f"{_NEUTRAL_EDIT} {words[0]}"
    return replace(question, stem=Content(markdown=" ".join(words)))


def _another_feedback(question: Question) -> Question:
    if not isinstance(question, Choice):
        return replace(question, feedback=replace(question.feedback, general=Content("Read *on*.")))
    first = replace(question.options[0], feedback=Content(markdown="Read *on*."))
    return replace(question, options=(first, *question.options[1:]))


def _another_key(question: Question) -> Question:
    """The key and a distractor change places, where one of several is to be chosen."""
    roles = [option.role for option in question.options] if isinstance(question, Choice) else []
    if roles.count(Role.KEY) != 1 or Role.DISTRACTOR not in roles:
        return replace(question, title=f"{question.title} {_NEUTRAL_EDIT}")
    assert isinstance(question, Choice)
    options = list(question.options)
    key, other = roles.index(Role.KEY), roles.index(Role.DISTRACTOR)
    options[key] = replace(options[key], role=Role.DISTRACTOR)
    options[other] = replace(options[other], role=Role.KEY)
    return replace(question, options=tuple(options), selection=Selection.SINGLE)


EDITS = (_reworded, _another_feedback, _another_key)


@pytest.mark.parametrize("target", WHOLE)
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_an_edit_comes_back_and_only_its_question_changes(path: Path, target: str) -> None:
    reading = read_markdown(path.read_text(encoding="utf-8"), path=path.name)
    reading = with_assets(reading, path.parent, path.parent)
    untouched = brought_back(reading, reading.quiz, target)
    assert (untouched.text, untouched.unplaced) == (reading.text, ())
    chance = random.Random(path.stem + target)
    number = chance.randrange(len(reading.questions))
    wanted = with_question(reading.quiz, number, chance.choice(EDITS))
    done = brought_back(reading, wanted, target)
    assert not done.unplaced
    found = read_markdown(done.text, path=path.name).quiz
    for one, other in zip(found.questions, wanted.questions, strict=True):
        assert essence(one) == essence(other)
    start = reading.questions[number].span.line - 1
    end = reading.questions[number].end - 1
    old, new = reading.text.split("\n"), done.text.split("\n")
    assert new[:start] == old[:start]
    assert new[len(new) - len(old) + end :] == old[end:]
    assert len(changed_lines(reading.text, done.text)) <= 6


# -- an author's own layout --------------------------------------------------------------------


def test_words_change_where_they_stand() -> None:
    reading = read(AUTHORS)
    wanted = with_question(
        reading.quiz,
        0,
        lambda q: replace(q, stem=Content(markdown=q.stem.source.replace("are there", "exist"))),
    )
    done = brought_back(reading, wanted, "moodle-xml")
    assert changed_lines(AUTHORS, done.text) == ["-are there?", "+exist?"]
    assert done.changed == ('Question 1 "Oaks": text',)


def test_an_option_may_come_and_another_go() -> None:
    reading = read(AUTHORS)

    def edit(question: Question) -> Question:
        assert isinstance(question, Choice)
        new = Option(id="b", content=Content(markdown="Nobody knows"), role=Role.DISTRACTOR)
        return replace(question, options=(question.options[0], new))

    done = brought_back(reading, with_question(reading.quiz, 0, edit), "qti21")
    assert changed_lines(AUTHORS, done.text) == ["-*   ❌ Three", "+*   ❌ Nobody knows"]


def test_what_a_target_cannot_hold_is_no_edit() -> None:
    reading = read(AUTHORS)
    for target in ("gift", "moodle-xml", "canvas", "qti21"):
        done = brought_back(reading, reading.quiz, target)
        assert (done.text, done.changed, done.unplaced) == (AUTHORS, (), ())
    wanted = with_question(reading.quiz, 2, lambda q: replace(q, title="Needles"))
    done = brought_back(reading, wanted, "gift")
    assert changed_lines(AUTHORS, done.text) == ["-## Words {#words}", "+## Needles {#words}"]


def test_numbers_that_an_export_puts_before_names_are_no_edit() -> None:
    reading = read(AUTHORS)
    held = exported(reading.quiz, "moodle-xml").quiz
    questions = [
        replace(question, title=f"{number:02} {question.title}")
        for number, question in enumerate(held.questions, 1)
    ]
    done = update(reading, replace(held, questions=tuple(questions)), "moodle-xml")
    assert (done.text, done.changed, done.unplaced) == (AUTHORS, (), ())
    questions[0] = replace(questions[0], title="01 Oaks of Europe")
    done = update(reading, replace(held, questions=tuple(questions)), "moodle-xml")
    assert changed_lines(AUTHORS, done.text) == ["-## Oaks {#oaks}", "+## Oaks of Europe {#oaks}"]


def test_a_question_of_another_kind_is_written_anew() -> None:
    reading = read(AUTHORS)
    held = exported(reading.quiz, "moodle-xml").quiz
    grass = held.questions[1]
    other = ShortText(
        id=grass.id,
        title=grass.title,
        stem=Content("Name a grass."),
        answers=(TextAnswer(text="rye"),),
    )
    edited = replace(held, questions=(held.questions[0], other, held.questions[2]))
    done = update(reading, edited, "moodle-xml")
    assert "## Grass {#grass}\n\nName a grass.\n\n- = rye\n\n## Words" in done.text
    old = "Is grass a tree?\n\n- ❌ True\n- ✅ False"
    assert done.text.replace("Name a grass.\n\n- = rye", old) == AUTHORS


def test_new_questions_stand_at_the_end_and_missing_ones_stay() -> None:
    reading = read(AUTHORS)
    new = replace(
        reading.quiz.questions[1],
        id="q-0123456789ab",
        title="Moss",
        stem=Content(markdown="Has moss got roots?"),
    )
    edited = replace(reading.quiz, questions=(*reading.quiz.questions[1:], new))
    done = brought_back(reading, edited, "moodle-xml")
    assert done.text.startswith(AUTHORS)
    assert "## Moss" in done.text[len(AUTHORS) :]
    assert done.added == ('Question 4 "Moss"',)
    assert done.absent == ('Question 1 "Oaks"',)
    again = brought_back(read(done.text), edited, "moodle-xml")
    assert (again.text, again.added) == (done.text, ())


def test_a_reworded_question_without_a_name_gets_one_so_that_it_is_known_again() -> None:
    text = "## A\n\nWhat is it?\n\n- ✅ a\n- ❌ b\n"
    reading = read(text)
    wanted = with_question(reading.quiz, 0, _reworded)
    done = brought_back(reading, wanted, "moodle-xml")
    found = read(done.text).questions[0]
    assert found.explicit_id
    assert found.question.id == reading.quiz.questions[0].id


def test_an_edit_that_has_no_place_is_told() -> None:
    text = "## A\n\nAn {= oak} is {✅ a tree | ❌ a fish}.\n"
    reading = read(text)
    held = exported(reading.quiz, "gift").quiz
    edited = with_question(held, 0, lambda q: replace(q, stem=Content(f"Really: {q.stem.source}")))
    done = update(reading, edited, "gift")
    assert done.text == text
    assert "only a part of a question" in done.unplaced[0]


def test_a_comment_is_never_lost_by_an_edit() -> None:
    reading = read(AUTHORS)

    def edit(question: Question) -> Question:
        assert isinstance(question, Choice)
        options = (*question.options, replace(question.options[1], id="c", content=Content("Ten")))
        return replace(question, stem=Content(markdown="New words altogether"), options=options)

    done = brought_back(reading, with_question(reading.quiz, 0, edit), "canvas")
    assert changed_lines(AUTHORS, done.text) == [
        "-How many species",
        "-are there?",
        "+New words altogether",
        "+*   ❌ Ten",
    ]


def test_options_come_with_the_bullets_and_marks_that_the_author_uses() -> None:
    text = "## A {#a}\n\nWhat?\n\n* [x] a\n* [ ] b\n"
    reading = read(text)

    def edit(question: Question) -> Question:
        assert isinstance(question, Choice)
        last = replace(question.options[1], id="c", content=Content("c"), feedback=Content("No."))
        return replace(question, options=(*question.options, last))

    done = brought_back(reading, with_question(reading.quiz, 0, edit), "canvas")
    assert done.text == text + "* [ ] c\n  > No.\n"


# -- any quiz ----------------------------------------------------------------------------------


@pytest.mark.parametrize("target", WHOLE)
@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
@given(quiz=quizzes(texts(hostile=False), least=1, most=3))
def test_of_any_quiz_an_edit_comes_back_alone(target: str, quiz: Quiz) -> None:
    text = write_markdown(quiz, name="trees").text
    reading = read(text)
    reading = reading._replace(quiz=replace(reading.quiz, assets=quiz.assets))
    sound = sound_quiz(reading).quiz
    assume(sound.questions)
    untouched = brought_back(reading, sound, target)
    assert (untouched.text, untouched.unplaced) == (text, ())
    last = len(sound.questions) - 1
    wanted = with_question(sound, last, _reworded)
    done = brought_back(reading, wanted, target)
    if done.unplaced:
        assert done.text == text
        return
    found = {question.id: question for question in read(done.text).quiz.questions}
    assert len(found) == len(reading.questions)
    for question in wanted.questions:
        assert essence(found[question.id]) == essence(question)


# -- words of two people -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("a b c", "a b c", "a x c", "a x c"),
        ("a b c", "a\nb c", "a b d", "a\nb d"),
        ("a b c", "a _b_ c", "a b c d", "a _b_ c d"),
        ("a b c", "a B c", "a x c", None),
        ("a b c d", "b c d", "a b c e", "b c e"),
        ("", "x", "y", None),
        ("one two", "one  two", "zero one two", "zero one  two"),
    ],
)
def test_two_edits_of_a_text(base: str, ours: str, theirs: str, merged: str | None) -> None:
    found = merge_texts(base, ours, theirs)
    assert found == merged
