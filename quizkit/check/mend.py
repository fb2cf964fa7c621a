"""Fixes written back: the bytes of a source with what lint found mended."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from quizkit.check.file import read_and_check
from quizkit.check.settings import Settings
from quizkit.decode import Decoded, decode
from quizkit.diagnostics import Diagnostic, Severity
from quizkit.disk import SourceFile
from quizkit.errors import QuizkitError
from quizkit.lint.alike import alike
from quizkit.lint.written import Written, line_ends
from quizkit.reading import Reading

_ROUNDS = 10
_REPAIRS = ("QK001", "QK002")
_MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


class Mended(NamedTuple):
    """A source's bytes after its fixes, and the findings that are gone by them."""

    data: bytes
    applied: tuple[Diagnostic, ...]


def mend(source: SourceFile, data: bytes, settings: Settings, *, unsafe: bool = False) -> Mended:
    """Apply fixes, read again, and so on until nothing is left to mend.

    Safe fixes must leave the quiz as it was; those that would not are left out. ``unsafe``
    applies the others too, unless the file would hold more errors after them. Raises what
    reading raises.
    """
    applied: list[Diagnostic] = []
    for only_safe in (True, False) if unsafe else (True,):
        for _ in range(_ROUNDS):
            step = _round(source, data, settings, only_safe=only_safe)
            if step is None:
                break
            data = step.data
            applied += step.applied
    return Mended(data, tuple(applied))


def _round(
    source: SourceFile, data: bytes, settings: Settings, *, only_safe: bool
) -> Mended | None:
    """Apply what can be applied at once; None where nothing changes."""
    reading, found, _ = read_and_check(source, data, settings)
    decoded = decode(data, path=source.shown, encoding=settings.encoding)
    if _lies_open(decoded, found, settings):
        return None
    fixes = [d for d in found if d.fix and settings.may_fix(d) and (d.fix.safe or not only_safe)]

    def attempt(chosen: Sequence[Diagnostic]) -> Mended | None:
        step = _written(data, decoded, chosen)
        if step is None or step.data == data:
            return None
        sound = _is_sound(source, step, settings, reading, found, only_safe=only_safe)
        return step if sound else None

    return _best(fixes, attempt)


def _best(
    fixes: list[Diagnostic], attempt: Callable[[Sequence[Diagnostic]], Mended | None]
) -> Mended | None:
    """All fixes at once, or the first that can be applied alone."""
    if not fixes:
        return None
    together = attempt(fixes)
    if together is not None or len(fixes) == 1:
        return together
    return next((step for fix in fixes if (step := attempt([fix])) is not None), None)


def _lies_open(decoded: Decoded, found: Sequence[Diagnostic], settings: Settings) -> bool:
    """Whether a repair of the text's encoding is not to be written: then nothing can be."""
    told = [d for d in found if d.code in _REPAIRS and d.fix and settings.may_fix(d)]
    return decoded.repaired and not told


def _written(data: bytes, decoded: Decoded, fixes: Sequence[Diagnostic]) -> Mended | None:
    """The bytes with some fixes applied; None where the file's encoding cannot hold them."""
    written, mark = _opened(data, decoded)
    applied = written.apply([d for d in fixes if d.fix and d.fix.edits])
    whole = [d for d in fixes if d.fix and not d.fix.edits]
    if any(d.code == "QK008" for d in whole):
        written.unify()
    encoding = decoded.encoding
    if any(d.code == "QK003" for d in whole):
        encoding, mark = "utf-8", b""
    return encoded(written, encoding, mark, (*whole, *applied))


def opened(source: SourceFile, data: bytes, settings: Settings) -> tuple[Decoded, Written, bytes]:
    """A source's text, its lines for editing, and the byte order mark before it."""
    decoded = decode(data, path=source.shown, encoding=settings.encoding)
    return decoded, *_opened(data, decoded)


def _opened(data: bytes, decoded: Decoded) -> tuple[Written, bytes]:
    mark = _MARKS.get(decoded.encoding, b"")
    mark = mark if mark and data.startswith(mark) else b""
    raw = data[len(mark) :].decode(decoded.encoding, "replace")
    return Written(decoded.text, line_ends(raw)), mark


def encoded(
    written: Written, encoding: str, mark: bytes, applied: Sequence[Diagnostic]
) -> Mended | None:
    """The bytes of edited lines; None where the file's encoding cannot hold them."""
    try:
        return Mended(mark + written.raw.encode(encoding), tuple(applied))
    except UnicodeEncodeError:
        return None


def _is_sound(
    source: SourceFile,
    step: Mended,
    settings: Settings,
    before: Reading,
    found: Sequence[Diagnostic],
    *,
    only_safe: bool,
) -> bool:
    """Whether a step did what it should and nothing else."""
    try:
        after, left, _ = read_and_check(source, step.data, settings)
    except QuizkitError:
        return False
    if only_safe:
        ignoring_case = any(d.code == "QK501" for d in step.applied)
        return alike(before, after, ignoring_case=ignoring_case)
    return not _errors(left) - _errors(found)


def _errors(found: Sequence[Diagnostic]) -> Counter[str]:
    return Counter(d.code for d in found if d.severity is Severity.ERROR)
