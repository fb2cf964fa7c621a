"""Results of earlier runs: one small file for each source, replaced whole.

A result holds while the source's bytes, the settings, quizkit itself and the files that the
source refers to are the same. Two runs at once may write the same result; neither can leave
half of one behind. What cannot be read or written is as if it were not there.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from quizkit._version import __version__
from quizkit.check.file import Checked
from quizkit.check.settings import Settings
from quizkit.diagnostics import Diagnostic, Edit, Fix, Severity, Span
from quizkit.disk import SourceFile
from quizkit.lint.summary import summary_data, summary_from

_FOLDER = "QUIZKIT_CACHE"
_KEPT = 30 * 24 * 3600
"""Seconds after which a result that was not asked for is removed."""
_SWEPT = 24 * 3600


def cache_folder() -> Path:
    """Where results are kept: named by QUIZKIT_CACHE, else where the system keeps such things."""
    named = os.environ.get(_FOLDER)
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "quizkit"


class Cache:
    """The results of earlier runs."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or cache_folder()

    def get(self, source: SourceFile, data: bytes, settings: Settings) -> Checked | None:
        """The result for a source, where it still holds."""
        try:
            kept = json.loads(self._path(source).read_bytes())
            if kept["key"] != _key(source, data, settings):
                return None
            if kept["files"] != _states(source, [path for path, _ in kept["files"]]):
                return None
            return _checked(source, kept)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return None

    def put(self, source: SourceFile, data: bytes, settings: Settings, checked: Checked) -> None:
        """Keep a result."""
        kept = {
            "key": _key(source, data, settings),
            "files": _states(source, checked.files),
            "other": checked.other,
            "findings": [_finding_data(found) for found in checked.findings],
            "suppressed": [[_finding_data(found), why] for found, why in checked.suppressed],
            "summary": summary_data(checked.summary),
        }
        path = self._path(source)
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        with contextlib.suppress(OSError):
            self._prepare()
            temporary.write_text(
                json.dumps(kept, ensure_ascii=False, separators=(",", ":")),
                encoding="utf-8",
                errors="surrogatepass",
            )
            temporary.replace(path)

    def _path(self, source: SourceFile) -> Path:
        place = f"{source.path.resolve()}\0{source.root.resolve()}"
        name = blake2b(os.fsencode(place), digest_size=16).hexdigest()
        return self._folder / f"{name}.json"

    def _prepare(self) -> None:
        """Make the folder, and once a day remove what nobody asks for any more."""
        self._folder.mkdir(parents=True, exist_ok=True)
        swept = self._folder / "swept"
        now = time.time()
        if swept.exists() and now - swept.stat().st_mtime < _SWEPT:
            return
        swept.touch()
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError):
                if path != swept and now - path.stat().st_mtime > _KEPT:
                    path.unlink()


def _key(source: SourceFile, data: bytes, settings: Settings) -> str:
    """Stands for all that a result rests on, but the files that the source refers to."""
    basis = "\0".join(
        [
            _tool(),
            blake2b(data, digest_size=20).hexdigest(),
            source.shown,
            source.name,
            str(source.searched),
            ",".join(sorted(settings.wanted)),
            ",".join(settings.targets),
            repr(sorted(settings.severity.items())),
            str(settings.encoding),
            repr(sorted(settings.options.items())),
        ]
    )
    return blake2b(basis.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


@cache
def _tool() -> str:
    """Stands for quizkit as it is installed, a checkout under work included."""
    package = Path(__file__).resolve().parent.parent
    newest = max(_times(package), default=0)
    return f"{__version__} {newest}"


def _times(folder: Path) -> Iterator[int]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _times(Path(entry.path))
            elif entry.name.endswith((".py", ".toml", ".txt")):
                yield entry.stat().st_mtime_ns


def _states(source: SourceFile, paths: list[str] | tuple[str, ...]) -> list[list[Any]]:
    """What tells whether files beside the source have changed, come or gone."""
    states: list[list[Any]] = []
    for path in paths:
        try:
            found = (source.path.parent / path).stat()
            # The folder's listing says how the disk spells the name.
            folder = (source.path.parent / path).parent.stat()
            state = f"{found.st_size} {found.st_mtime_ns} {folder.st_mtime_ns}"
        except (OSError, ValueError):
            state = ""
        states.append([path, state])
    return states


def _finding_data(found: Diagnostic) -> dict[str, Any]:
    fix = found.fix
    return {
        "code": found.code,
        "name": found.name,
        "severity": found.severity.value,
        "message": found.message,
        "hint": found.hint,
        "question": found.question_id,
        "span": _span_data(found.span),
        "fix": None
        if fix is None
        else {
            "title": fix.title,
            "safe": fix.safe,
            "edits": [[_span_data(edit.span), edit.text] for edit in fix.edits],
        },
    }


def _span_data(span: Span) -> list[int]:
    return [span.line, span.column, span.end_line, span.end_column]


def _checked(source: SourceFile, kept: dict[str, Any]) -> Checked:
    return Checked(
        findings=tuple(_finding(source, data) for data in kept["findings"]),
        summary=summary_from(kept["summary"])._replace(path=source.shown),
        suppressed=tuple((_finding(source, data), why) for data, why in kept["suppressed"]),
        files=tuple(path for path, _ in kept["files"]),
        other=kept["other"],
    )


def _finding(source: SourceFile, data: dict[str, Any]) -> Diagnostic:
    fix = data["fix"]
    return Diagnostic(
        code=data["code"],
        name=data["name"],
        severity=Severity(data["severity"]),
        message=data["message"],
        hint=data["hint"],
        question_id=data["question"],
        span=Span(*data["span"]),
        path=source.shown,
        fix=None
        if fix is None
        else Fix(
            fix["title"], tuple(Edit(Span(*span), text) for span, text in fix["edits"]), fix["safe"]
        ),
    )
