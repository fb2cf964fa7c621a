"""``quizkit export --changed-since``: what is new is written, what is old is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from quizkit.cli.wording import count
from quizkit.disk import SourceFile
from quizkit.export_manifest import Known, Manifest, Since, fingerprints, load_manifest, since
from quizkit.model import Quiz
from quizkit.outputs import Outputs


@dataclass
class ChangedSince:
    """One run against a manifest; without one, everything is new."""

    manifest: Manifest
    _rows: list[tuple[str, str, int, Since]] = field(default_factory=list)

    @classmethod
    def of(cls, path: str | None) -> ChangedSince | None:
        """For the manifest that was named, if one was."""
        return None if path is None else cls(load_manifest(Path(path)))

    def take(self, quiz: Quiz, source: SourceFile, target: str, left_out: Sequence[str]) -> Quiz:
        """The questions to write. What the target holds from now on is noted."""
        before = self.manifest.before(source.path, target)
        found = since(quiz, before, left_out)
        kept = {name: known for name, known in before.items() if name in left_out}
        self.manifest.record(source.path, target, {**kept, **fingerprints(quiz)})
        self._rows.append((source.shown, target, len(quiz.questions), found))
        return found.quiz

    def write(self, outputs: Outputs) -> None:
        """The manifest, with the other files of the run."""
        outputs.write(self.manifest.path, [self.manifest.dumps().encode()])

    def lines(self) -> Iterator[str]:
        """What was written of each source, and what to remove in the LMS."""
        for source, target, total, found in self._rows:
            written = len(found.quiz.questions)
            if written:
                yield f"{source}: {target}: {written} of {count(total, 'question')} new or changed"
            else:
                yield f"{source}: {target}: nothing new or changed, so nothing is written"
            for known in found.changed:
                yield f'{source}: {target}: remove the old "{known.name}": it has changed'
            for known in found.gone:
                yield f'{source}: {target}: remove "{known.name}": it is no longer in the source'
            if found.gone and written > len(found.changed):
                yield (
                    f"{source}: a question that was reworded without having a name counts as "
                    "another one; quizkit freeze writes names"
                )

    def document(self) -> list[dict[str, object]]:
        """The same as data."""
        return [
            {
                "source": source,
                "target": target,
                "questions": total,
                "written": len(found.quiz.questions),
                "changed": _names(found.changed),
                "gone": _names(found.gone),
            }
            for source, target, total, found in self._rows
        ]


def _names(known: Sequence[Known]) -> list[str]:
    return [one.name for one in known]
