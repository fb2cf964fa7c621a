"""What differs between two quizzes, for people, for programs, and for git."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from quizkit.diff import diff_quizzes, marked, match_questions
from quizkit.markdown.reader import read_markdown
from quizkit.model import Choice, Content, Quiz
from quizkit.same import same_quiz
from quizkit.scoring import score
from tests.cli.run import quizkit
from tests.shared import ROOT
from tests.strategies import quizzes

CHOICE = """\
## Leaves {#leaves}

Which trees keep their leaves in winter? Choose all that apply.

- ✅ Holly
- ✅ Pine
  > Needles are leaves.
- ❌ Larch
- ❌ Oak
"""
OTHERS = """\
## Roots {#roots}

What do roots take up?

- = water

## Bark {#bark points=2}

Is bark alive?

- ❌ True
- ✅ False
"""


def quiz(text: str) -> Quiz:
    return read_markdown(text, path="quiz.md").quiz


def changes(before: str, after: str) -> list[tuple[str, str, str | None, str | None]]:
    found = diff_quizzes(quiz(before), quiz(after))
    return [
        (change.kind, change.part, change.before, change.after)
        for question in found.questions
        for change in question.changes
    ]


@pytest.mark.parametrize(
    ("old", "new", "kind", "part"),
    [
        ("in winter", "all winter", "wording", "text"),
        ("❌ Oak", "❌ Beech", "wording", 'option d "Beech"'),
        ("❌ Oak", "✅ Oak", "key", 'option d "Oak"'),
        ("❌ Oak", "⚠️ Oak", "key", 'option d "Oak"'),
        ("Needles are", "All needles are", "feedback", 'feedback to option b "Pine"'),
        ("{#leaves}", "{#leaves points=3}", "points", "points"),
        ("{#leaves}", "{#leaves scoring=all-or-nothing}", "scoring", "scoring"),
        ("Holly", "**Holly**", "markup", 'option a "Holly"'),
        ("{#leaves}", "{#leaves tag=x}", "tags", "tags"),
    ],
)
def test_each_kind_of_change_is_named(old: str, new: str, kind: str, part: str) -> None:
    found = changes(CHOICE, CHOICE.replace(old, new, 1))
    assert (kind, part) in [(change[0], change[1]) for change in found]


def test_weights_are_named_with_both_values() -> None:
    found = changes(CHOICE, CHOICE.replace("✅ Pine", "✅ Pine {weight=30%}"))
    assert ("weight", 'option b "Pine"', "50%", "30%") in found


def test_a_response_that_scores_differently_is_named_with_its_scores() -> None:
    before, after = quiz(CHOICE), quiz(CHOICE.replace("❌ Oak", "✅ Oak"))
    rescored = diff_quizzes(before, after).questions[0].rescored
    assert rescored
    for response in rescored:
        options = after.questions[0]
        assert isinstance(options, Choice)
        chosen = [o.id for o in options.options if f'"{o.content.source}"' in response.response]
        assert score(before.questions[0], chosen) == response.before
        assert score(options, chosen) == response.after
        assert response.before != response.after


def test_rewording_rescores_nothing() -> None:
    found = diff_quizzes(quiz(CHOICE), quiz(CHOICE.replace("Holly", "Ilex")))
    assert found.questions[0].rescored == ()


def test_a_tolerance_that_grows_names_a_number_between() -> None:
    text = "## N {#n}\n\nHow many?\n\n- = 10 ± 1\n"
    found = diff_quizzes(quiz(text), quiz(text.replace("± 1", "± 2"))).questions[0].rescored
    assert found
    assert all(
        (response.before, response.after) == (Fraction(0), Fraction(1)) for response in found
    )


def test_questions_are_matched_by_id_then_by_likeness() -> None:
    before = quiz(CHOICE + "\n" + OTHERS)
    reworded = quiz(OTHERS + "\n" + CHOICE.replace("{#leaves}", "{#other}"))
    pairs = match_questions(before.questions, reworded.questions)
    assert {(old, new) for old, new in pairs} == {(0, 2), (1, 0), (2, 1)}
    found = diff_quizzes(before, reworded)
    assert [question.kind for question in found.questions].count("same") == 2


def test_words_without_blanks_between_them_are_alike_by_their_signs() -> None:
    text = "## 助詞 {#one}\n\n私は学生です。毎日七時に起きます。どれが正しいですか。\n\n- ✅ 一番\n- ❌ 二番\n"
    other = text.replace("{#one}", "{#two}").replace("七時", "八時").replace("二番", "三番")
    assert match_questions(quiz(text).questions, quiz(other).questions) == [(0, 0)]
    unlike = "## 山 {#two}\n\n東京タワーの高さは何メートル？\n\n- = 333\n"
    pairs = match_questions(quiz(text).questions, quiz(unlike).questions)
    assert pairs == [(None, 0), (0, None)]


def test_added_removed_and_moved() -> None:
    before, after = quiz(CHOICE + "\n" + OTHERS), quiz(OTHERS)
    assert [q.kind for q in diff_quizzes(before, after).questions] == ["removed", "same", "same"]
    assert [q.kind for q in diff_quizzes(after, before).questions] == ["added", "same", "same"]
    moved = quiz(OTHERS + "\n" + CHOICE)
    kinds = [(q.kind, q.moved) for q in diff_quizzes(before, moved).questions]
    assert kinds == [("same", False), ("same", False), ("moved", True)]


@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
@given(quizzes())
def test_a_quiz_differs_from_itself_in_nothing(quiz: Quiz) -> None:
    assert not diff_quizzes(quiz, quiz).differs
    assert same_quiz(quiz, quiz)


@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
@given(quizzes(least=1))
def test_one_edit_is_found_at_its_question(quiz: Quiz) -> None:
    last = quiz.questions[-1]
    edited = replace(last, feedback=replace(last.feedback, general=Content("quite new words")))
    other = replace(quiz, questions=(*quiz.questions[:-1], edited))
    found = [q for q in diff_quizzes(quiz, other).questions if q.kind != "same"]
    assert [question.after for question in found] == [edited]
    assert {change.part for change in found[0].changes} == {"explanation"}


def test_words_are_marked_one_by_one() -> None:
    text = marked("a b c d", "a x c d e", lambda old: f"[-{old}-]", lambda new: f"{{+{new}+}}")
    assert text == "a [-b-] {+x+} c d {+e+}"


# -- the command ------------------------------------------------------------------------------


@pytest.fixture
def two(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(CHOICE + "\n" + OTHERS, encoding="utf-8")
    later = OTHERS + "\n" + CHOICE.replace("❌ Oak", "✅ Oak").replace("keep", "never lose")
    (tmp_path / "b.md").write_text(later, encoding="utf-8")
    return tmp_path


def test_exit_codes(two: Path) -> None:
    assert quizkit("diff", "a.md", "a.md", cwd=two).returncode == 0
    assert quizkit("diff", "a.md", "b.md", cwd=two).returncode == 1
    assert quizkit("diff", "a.md", "none.md", cwd=two).returncode == 2
    assert quizkit("diff", "a.md", cwd=two).returncode == 2


def test_formats_do_not_matter(two: Path) -> None:
    quizkit("export", "a.md", "--to", "json", "--to", "qti21", cwd=two)
    assert quizkit("diff", "a.md", "a.quiz.json", cwd=two).returncode == 0
    assert quizkit("diff", "a.quiz.json", "a.qti21.zip", cwd=two).returncode == 0


def test_the_report_for_programs(two: Path) -> None:
    found = json.loads(quizkit("diff", "a.md", "b.md", "--format", "json", cwd=two).stdout)
    assert found["differs"] is True
    changed = next(question for question in found["questions"] if question["changes"])
    assert changed["before"]["id"] == changed["after"]["id"] == "leaves"
    kinds = {change["kind"] for change in changed["changes"]}
    assert {"wording", "key"} <= kinds
    assert changed["rescored"]


def test_the_report_for_a_code_review(two: Path) -> None:
    report = quizkit("diff", "a.md", "b.md", "--format", "markdown", cwd=two).stdout
    assert "~~keep~~ **never lose**" in report
    assert "Oak" in report


# -- git --------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_git_shows_quizzes_as_quizzes(two: Path) -> None:
    repository = two / "course"
    repository.mkdir()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(two),
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "GIT_CONFIG_NOSYSTEM": "1",
    }

    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=A", "-c", "user.email=a@b.c", *arguments],
            cwd=repository,
            env=environment,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    program = f'"{sys.executable}" -m quizkit'
    git("init", "-q")
    git("config", "diff.quiz.command", f"{program} diff")
    git("config", "diff.package.textconv", f"{program} import -o -")
    attributes = "*.md diff=quiz\n*.qti21.zip diff=package\n"
    (repository / ".gitattributes").write_text(attributes, encoding="utf-8")
    shutil.copy(two / "a.md", repository / "quiz.md")
    quizkit("export", "quiz.md", "--to", "qti21", cwd=repository)
    git("add", ".")
    git("commit", "-qm", "one")
    shutil.copy(two / "b.md", repository / "quiz.md")
    shutil.copy(two / "b.md", repository / "new.md")
    (repository / "readme.md").write_text("No quiz, but words.\n", encoding="utf-8")
    quizkit("export", "quiz.md", "--to", "qti21", cwd=repository)
    git("add", "-N", "new.md", "readme.md")
    shown = git("diff", "--ext-diff")
    assert 'Question 3 "Leaves"' in shown
    assert "[-keep-] {+never lose+}" in shown
    assert "quizkit diff new.md" in shown
    assert "+- ✅ Oak" in shown
    assert "+No quiz, but words." in shown
    git("commit", "-qam", "two")
    assert "score of" in git("log", "-p", "--ext-diff", "-1")
    assert "score of" in git("show", "--ext-diff", "HEAD")
    git("mv", "quiz.md", "renamed.md")
    assert "the quizzes are the same" in git("diff", "--ext-diff", "--cached", "-M")
