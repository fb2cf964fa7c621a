"""Finds exporters and importers by entry points, and loads one when it is asked for."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

from quizkit.errors import BrokenPlugin, UnknownName

if TYPE_CHECKING:
    from quizkit.formats.base import Exporter, Importer

EXPORTERS = "quizkit.exporters"
IMPORTERS = "quizkit.importers"


@cache
def _entries(group: str) -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=group)}


def exporter_names() -> tuple[str, ...]:
    """The names of all installed exporters, none of them loaded."""
    return tuple(sorted(_entries(EXPORTERS)))


def load_exporter(name: str) -> Exporter:
    """The exporter of that name.

    Raises UnknownName, or BrokenPlugin where its code cannot be imported or is no exporter.
    """
    from quizkit.formats.base import Exporter

    entry = _entries(EXPORTERS).get(name)
    if entry is None:
        raise UnknownName("target", name, exporter_names())
    try:
        loaded = entry.load()
    except (ImportError, AttributeError, SyntaxError) as error:
        raise BrokenPlugin("exporter", name, str(error)) from error
    if not (isinstance(loaded, type) and issubclass(loaded, Exporter)):
        raise BrokenPlugin("exporter", name, "it is not a class derived from Exporter")
    return loaded()


def importer_names() -> tuple[str, ...]:
    """The names of all installed importers, none of them loaded."""
    return tuple(sorted(_entries(IMPORTERS)))


def load_importer(name: str) -> Importer:
    """The importer of that name.

    Raises UnknownName, or BrokenPlugin where its code cannot be imported or is no importer.
    """
    from quizkit.formats.base import Importer

    entry = _entries(IMPORTERS).get(name)
    if entry is None:
        raise UnknownName("format", name, importer_names())
    try:
        loaded = entry.load()
    except (ImportError, AttributeError, SyntaxError) as error:
        raise BrokenPlugin("importer", name, str(error)) from error
    if not (isinstance(loaded, type) and issubclass(loaded, Importer)):
        raise BrokenPlugin("importer", name, "it is not a class derived from Importer")
    return loaded()
