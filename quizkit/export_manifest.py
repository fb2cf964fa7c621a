"""What was exported before: so that only what is new or changed is written again.

An LMS never updates a question on import, it makes another one; so whoever exports once more
wants the new and changed questions alone, and must know which old ones to remove there.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from quizkit.canonical import question_document
from quizkit.content.files import local_files
from quizkit.contents import question_contents
from quizkit.errors import UnreadableSource
from quizkit.model import Question, Quiz

FORMAT = "quizkit-manifest/1"
_LARGEST = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Known:
    """A question as it was exported: its title or first words, and a digest of all it says."""

    name: str
    digest: str


Exported = dict[str, Known]
"""By the ids of questions."""


@dataclass
class Manifest:
    """What each source gave each target; ``path`` is the file that says so."""

    path: Path
    exports: dict[str, dict[str, Exported]] = field(default_factory=dict)
    """By source, then by target."""

    def before(self, source: Path, target: str) -> Exported:
        """What a source gave a target when it was exported last; nothing if it never was."""
        return self.exports.get(self._key(source), {}).get(target, {})

    def record(self, source: Path, target: str, exported: Mapping[str, Known]) -> None:
        """Note what a target holds of a source now."""
        self.exports.setdefault(self._key(source), {})[target] = dict(exported)

    def _key(self, source: Path) -> str:
        """The source's path from the manifest's folder, so that both may move together."""
        folder = self.path.resolve().parent
        try:
            return Path(os.path.relpath(source.resolve(), folder)).as_posix()
        except ValueError:  # another drive of Windows
            return source.resolve().as_posix()

    def dumps(self) -> str:
        """The file's text: the same for the same exports."""
        exports = {
            source: {
                target: {
                    name: {"name": known.name, "sha256": known.digest}
                    for name, known in questions.items()
                }
                for target, questions in sorted(targets.items())
            }
            for source, targets in sorted(self.exports.items())
        }
        document = {"format": FORMAT, "exports": exports}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def load_manifest(path: Path) -> Manifest:
    """The manifest in a file; an empty one where there is no such file.

    Raises UnreadableSource for a file that is something else.
    """
    try:
        if path.exists() and path.stat().st_size > _LARGEST:
            raise UnreadableSource(str(path), "is too large for a manifest of exports")
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Manifest(path)
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableSource(str(path), f"cannot be read: {error}") from error
    try:
        document = json.loads(text)
        if document["format"] != FORMAT:
            raise UnreadableSource(str(path), f'is no manifest of the form "{FORMAT}"')
        exports = {
            str(source): {
                str(target): {
                    str(name): Known(str(known["name"]), str(known["sha256"]))
                    for name, known in questions.items()
                }
                for target, questions in targets.items()
            }
            for source, targets in document["exports"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableSource(str(path), "is no manifest that quizkit export wrote") from error
    return Manifest(path, exports)


def fingerprints(quiz: Quiz) -> dict[str, Known]:
    """Each question of a quiz, with the files it shows, as a manifest holds it."""
    assets = {asset.path: hashlib.sha256(asset.data).hexdigest() for asset in quiz.assets}
    return {question.id: _known(question, assets) for question in quiz.questions}


def _known(question: Question, assets: Mapping[str, str]) -> Known:
    document = question_document(replace(question, source=None))
    files = sorted(
        {
            file.path
            for content in question_contents(question)
            for file in local_files(content)
            if file.path in assets
        }
    )
    said = json.dumps(
        [document, [[path, assets[path]] for path in files]], ensure_ascii=False, sort_keys=True
    )
    name = question.title or " ".join(question.stem.source.split())[:60]
    return Known(name, hashlib.sha256(said.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class Since:
    """What differs from an earlier export: what to write, and what to remove by hand."""

    quiz: Quiz
    changed: tuple[Known, ...]
    """Old versions; the new ones are in ``quiz``."""
    gone: tuple[Known, ...]


def since(quiz: Quiz, before: Mapping[str, Known], still: Iterable[str] = ()) -> Since:
    """The new and changed questions of a quiz.

    ``still`` are ids of questions that the source has, though they are not in the quiz.
    """
    now = fingerprints(quiz)
    wanted = {name for name, known in now.items() if before.get(name, known).digest != known.digest}
    changed = tuple(before[name] for name in now if name in wanted)
    wanted |= now.keys() - before.keys()
    there = {*now, *still}
    gone = tuple(known for name, known in before.items() if name not in there)
    return Since(_only(quiz, wanted), changed, gone)


def _only(quiz: Quiz, wanted: set[str]) -> Quiz:
    """The quiz with some of its questions; a pool draws no more than it has left."""
    groups = []
    for group in quiz.groups:
        members = tuple(name for name in group.questions if name in wanted)
        if members:
            groups.append(replace(group, questions=members, pick=min(group.pick, len(members))))
    questions = tuple(question for question in quiz.questions if question.id in wanted)
    return replace(quiz, questions=questions, groups=tuple(groups))
