"""Checking many files: each once, from the cache where it holds, on all cores where that pays."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from quizkit.check.cache import Cache
from quizkit.check.file import Checked, check_data
from quizkit.check.settings import Asked, Settings, settings_for
from quizkit.diagnostics import Diagnostic
from quizkit.disk import SourceFile, read_data
from quizkit.errors import QuizkitError
from quizkit.lint.engine import check_bank
from quizkit.lint.summary import Summary

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

_PAYS = 300_000
"""Bytes of sources that take longer to check than it takes to start processes."""
_FLOW = 4
"""Sources under way for each core: enough to keep it busy, few enough to hold in memory."""


class Result(NamedTuple):
    """One source, with what checking it gave or why it could not be read."""

    source: SourceFile
    settings: Settings
    data: bytes
    checked: Checked | None = None
    problem: str = ""


class _Work(NamedTuple):
    """A source that is read, and not yet checked."""

    source: SourceFile
    settings: Settings
    data: bytes


def check_files(
    sources: Sequence[SourceFile], asked: Asked, cache: Cache | None = None
) -> Iterator[Result]:
    """Check sources; the results come in their order. Raises BadConfig.

    A source that cannot be read has its ``problem``, and does not keep others from being
    checked.
    """
    with ExitStack() as stack:
        pool = _pool(sources, stack)
        under_way: list[tuple[_Work, Result | Future[Checked]]] = []
        for source in sources:
            under_way.append(_begin(source, asked, cache, pool))
            while len(under_way) > (_FLOW * _cores() if pool else 0):
                yield _end(*under_way.pop(0), cache)
        for work, result in under_way:
            yield _end(work, result, cache)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pool(sources: Sequence[SourceFile], stack: ExitStack) -> Executor | None:
    """Processes to check in, where there is enough to do; they start at the first task."""
    if len(sources) < 2 or _cores() < 2 or _size(sources) < _PAYS:
        return None
    from concurrent.futures import ProcessPoolExecutor

    pool = ProcessPoolExecutor(min(_cores(), len(sources)))
    stack.callback(pool.shutdown, cancel_futures=True)
    return pool


def _size(sources: Sequence[SourceFile]) -> int:
    total = 0
    for source in sources:
        try:
            total += source.path.stat().st_size
        except OSError:
            continue
    return total


def _begin(
    source: SourceFile, asked: Asked, cache: Cache | None, pool: Executor | None
) -> tuple[_Work, Result | Future[Checked]]:
    settings, _ = settings_for(source, asked)
    try:
        data = source.data if source.data is not None else read_data(source)
    except QuizkitError as error:
        work = _Work(source, settings, b"")
        return work, Result(source, settings, b"", problem=str(error))
    work = _Work(source, settings, data)
    kept = cache.get(source, data, settings) if cache else None
    if kept is not None:
        return work, Result(source, settings, data, checked=kept)
    if pool is not None:
        return work, pool.submit(_check_and_keep, work, cache)
    return work, _check(work, cache)


def _check_and_keep(work: _Work, cache: Cache | None) -> Checked:
    """As a process of its own does it: what it found is kept there, not by the one that waits."""
    checked = check_data(work.source, work.data, work.settings)
    if cache is not None:
        cache.put(work.source, work.data, work.settings, checked)
    return checked


def _end(work: _Work, result: Result | Future[Checked], cache: Cache | None) -> Result:
    if isinstance(result, Result):
        return result
    from concurrent.futures.process import BrokenProcessPool

    try:
        checked = result.result()
    except BrokenProcessPool:
        return _check(work, cache)  # a process was killed: what it had is checked here
    except QuizkitError as error:
        return Result(work.source, work.settings, work.data, problem=str(error))
    return Result(work.source, work.settings, work.data, checked=checked)


def _check(work: _Work, cache: Cache | None) -> Result:
    try:
        checked = _check_and_keep(work, cache)
    except QuizkitError as error:
        return Result(work.source, work.settings, work.data, problem=str(error))
    return Result(work.source, work.settings, work.data, checked=checked)


def across(summaries: Sequence[tuple[Summary, Settings]]) -> list[Diagnostic]:
    """What several files show together, as far as each file's settings want to know it."""
    by_path = {summary.path: settings for summary, settings in summaries}
    found = []
    for diagnostic in check_bank([summary for summary, _ in summaries], select=("all",)):
        settings = by_path[diagnostic.path]
        if diagnostic.code in settings.wanted:
            found.append(replace(settings.levelled(diagnostic), path=diagnostic.path))
    return found
