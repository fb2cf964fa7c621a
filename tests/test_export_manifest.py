"""``export --changed-since``: what is new or changed is written, and what is old is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizkit.errors import UnreadableSource
from quizkit.export_manifest import Manifest, fingerprints, load_manifest, since
from quizkit.formats.moodle_xml.importer import MoodleXmlImporter
from quizkit.importing import import_
from quizkit.markdown.reader import read_markdown
from quizkit.model import Quiz
from tests.cli.run import quizkit

ONE = "## A {#a}\n\nx?\n\n- ✅ yes\n- ❌ no\n\n## B {#b}\n\ny?\n\n- ✅ yes\n- ❌ no\n"


def quiz(text: str) -> Quiz:
    return read_markdown(text, path="quiz.md").quiz


def ids(found: Quiz) -> list[str]:
    return [question.id for question in found.questions]


def test_moving_a_question_or_its_line_changes_nothing() -> None:
    first, second = ONE.split("## B")
    moved = quiz(f"## B{second}\n\n{first}")
    assert ids(since(moved, fingerprints(quiz(ONE))).quiz) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("x?", "z?"), ("#a}", "#a points=2}"), ("❌ no\n\n## B", "❌ no\n  > Why?\n\n## B")],
)
def test_any_change_of_a_question_counts(old: str, new: str) -> None:
    found = since(quiz(ONE.replace(old, new, 1)), fingerprints(quiz(ONE)))
    assert ids(found.quiz) == ["a"]
    assert [known.name for known in found.changed] == ["A"]
    assert found.gone == ()


def test_what_is_gone_is_named_unless_an_error_keeps_it_out() -> None:
    before = fingerprints(quiz(ONE))
    left = quiz(ONE.partition("## B")[0])
    assert [known.name for known in since(left, before).gone] == ["B"]
    assert since(left, before, ["b"]).gone == ()


def test_a_pool_draws_no_more_than_it_has_left() -> None:
    text = "## P {.group pick=2}\n\n" + ONE.replace("## ", "### ")
    before = fingerprints(quiz(text))
    found = since(quiz(text.replace("y?", "new?")), before).quiz
    assert [(group.pick, group.questions) for group in found.groups] == [(1, ("b",))]


def test_a_manifest_reads_as_written(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / "lms.json")
    manifest.record(tmp_path / "sub" / "quiz.md", "gift", fingerprints(quiz(ONE)))
    manifest.path.write_text(manifest.dumps(), encoding="utf-8")
    again = load_manifest(manifest.path)
    assert again.exports == manifest.exports
    assert list(again.exports) == ["sub/quiz.md"]
    assert again.dumps() == manifest.dumps()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "other"}', '{"format": 1}', "\0"])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lms.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableSource):
        load_manifest(path)


def test_the_second_export_holds_the_changed_question_alone(tmp_path: Path) -> None:
    source, target = tmp_path / "quiz.md", tmp_path / "quiz.moodle.xml"
    source.write_text(ONE, encoding="utf-8")
    command = ("export", "quiz.md", "--to", "moodle-xml", "--changed-since", "lms.json")
    assert quizkit(*command, cwd=tmp_path).returncode == 0
    assert ids(import_(target, MoodleXmlImporter.name).quiz) == ["a", "b"]
    source.write_text(ONE.replace("y?", "new?"), encoding="utf-8")
    done = quizkit(*command, "--report", "json", cwd=tmp_path)
    assert ids(import_(target).quiz) == ["b"]
    told = json.loads(done.stdout)["since"][0]
    assert (told["written"], told["changed"], told["gone"]) == (1, ["B"], [])
    target.unlink()
    assert "nothing new" in quizkit(*command, cwd=tmp_path).stdout
    assert not target.exists()


def test_a_refused_export_leaves_the_manifest_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "quiz.md").write_text(ONE.replace("#a}", "#a tag=x}"), encoding="utf-8")
    command = ("export", "quiz.md", "--to", "canvas", "--changed-since", "lms.json", "--strict")
    assert quizkit(*command, cwd=tmp_path).returncode == 1
    assert not (tmp_path / "lms.json").exists()
