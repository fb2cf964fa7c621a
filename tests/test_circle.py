"""A real export, imported, edited by a person and exported again, differs only there."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest

from quizkit.content.render import Renderer
from quizkit.diff import diff_quizzes
from quizkit.formats.base import Job
from quizkit.formats.registry import load_exporter
from quizkit.import_names import with_names
from quizkit.importing import import_
from quizkit.lint.sound import sound_quiz
from quizkit.markdown.reader import read_markdown
from quizkit.markdown.writer import write_markdown
from quizkit.model import Quiz
from quizkit.same import essence
from quizkit.updating import update
from tests.shared import shared_data

_WORD = "edited"
_EXPORTS = [
    *(
        f"moodle-exports/moodle-{version}-{part}.{ending}"
        for version in ("4.5.6", "5.1.3")
        for part in ("choice", "structured", "text-and-number")
        for ending in ("xml", "gift")
    ),
    *("moodle-xml/qas-multichoice.xml", "gift/qas-all.gift", "qti12/vosslab-minimal-qti12.zip"),
    *("qti12/qas-canvas-respondus.zip", "canvas/qti-gem/with_banks/imsmanifest.xml"),
]
_WRITES = {"qti12": "canvas"}


def markdown_of(quiz: Quiz) -> str:
    return write_markdown(with_names(replace(quiz, assets=())), name=quiz.identifier).text


def exported(quiz: Quiz, target: str) -> bytes:
    exporter = load_exporter(target)
    job = Job(quiz, Renderer([asset.path for asset in quiz.assets]))
    file = next(file for file in exporter.files(job) if file.suffix == exporter.suffix)
    return b"".join(file.chunks)


@pytest.mark.parametrize("name", _EXPORTS)
def test_it_differs_only_where_a_person_edited(name: str) -> None:
    path = shared_data("corpus", *name.split("/"))
    imported = import_(path)
    original, target = imported.quiz, _WRITES.get(imported.format, imported.format)
    text = markdown_of(original)

    # Untouched, the same export has nothing to bring back.
    reading = read_markdown(text, path=f"{original.identifier}.md")
    reading = reading._replace(quiz=replace(reading.quiz, assets=original.assets))
    done = update(reading, original, imported.format)
    assert (done.text, done.changed, done.added, done.unplaced) == (text, (), (), ())

    # One word is edited; exported and imported, the quiz differs there and nowhere else.
    sound = sound_quiz(reading).quiz
    number = next(
        n for n, q in enumerate(reading.questions) if q.question.id == sound.questions[-1].id
    )
    line = reading.questions[number].span.line - 1
    lines = text.split("\n")
    lines[line] = _with_word(lines[line])
    edited = read_markdown("\n".join(lines), path=f"{original.identifier}.md")
    quizzes = [
        import_(exported(replace(sound_quiz(r).quiz, assets=original.assets), target)).quiz
        for r in (reading, edited)
    ]
    found = [q for q in diff_quizzes(*quizzes).questions if q.kind != "same"]
    assert len(found) == 1
    assert {change.kind for change in found[0].changes} <= {"title", "wording", "id"}

    # And the edit in the LMS comes back to the file.
    back = update(reading, quizzes[1], imported.format)
    assert not back.unplaced
    again = read_markdown(back.text, path=f"{original.identifier}.md").quiz
    changed = [
        one
        for one, other in zip(again.questions, reading.quiz.questions, strict=True)
        if essence(one) != essence(other)
    ]
    assert len(changed) == 1
    assert _WORD in changed[0].title


_EDITS = {
    "an option": re.compile(r"^(\s*[-*] [✅❌] )(\w.*)$", re.MULTILINE),
    "an accepted answer": re.compile(r"^(\s*[-*] = )([^\W\d].*)$", re.MULTILINE),
    "a feedback": re.compile(r"^(\s+> )(\w.*)$", re.MULTILINE),
    "an explanation": re.compile(r"^(### Explanation\n\n)(\w.*)$", re.MULTILINE),
    "a cell of a pair": re.compile(r"^(\| )(?!Question)(\w[^|\n]* \|)", re.MULTILINE),
}


@pytest.mark.parametrize("name", _EXPORTS)
def test_nothing_else_in_the_file_changes_with_an_edit(name: str) -> None:
    """All that stands in the new export but the edited question is the same to the byte."""
    imported = import_(shared_data("corpus", *name.split("/")))
    original, target = imported.quiz, _WRITES.get(imported.format, imported.format)
    text = markdown_of(original)

    def written(text: str) -> list[bytes]:
        reading = read_markdown(text, path=f"{original.identifier}.md")
        quiz = replace(sound_quiz(reading).quiz, assets=original.assets)
        return questions_of(exported(quiz, target))

    before, done = written(text), 0
    for pattern in _EDITS.values():
        found = pattern.search(text)
        if found is None:
            continue
        edited = f"{text[: found.start(2)]}{_WORD} {text[found.start(2) :]}"
        changed = [one for one in written(edited) if one not in before]
        assert len(changed) <= 1
        assert all(_WORD.encode() in one for one in changed)
        done += len(changed)
    assert done


def questions_of(data: bytes) -> list[bytes]:
    """The questions of an export, each by itself."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
        return [
            piece for one in found for piece in re.findall(rb"<item .*?</item>", one, re.DOTALL)
        ]
    if data.startswith(b"<?xml"):
        return re.findall(rb"<question .*?</question>", data, re.DOTALL)
    return re.split(rb"\n\n+", data)


def _with_word(heading: str) -> str:
    head, brace, attributes = heading.partition(" {")
    return f"{head} {_WORD}{brace}{attributes}"
