"""Checking a quiz: rules, the engine that runs them, and reports.

The package itself can be called: ``quizkit.lint(reading)`` is :func:`quizkit.api.lint`. A
function of that name beside the package would be replaced by it on the first import.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

    from quizkit.diagnostics import Diagnostic
    from quizkit.reading import Reading


class _Callable(ModuleType):
    """A module that is the function ``lint`` too."""

    def __call__(
        self,
        source: Reading | str | os.PathLike[str],
        *,
        select: Collection[str] = (),
        ignore: Collection[str] = (),
    ) -> list[Diagnostic]:
        """See :func:`quizkit.api.lint`."""
        from quizkit.api import lint

        return lint(source, select=select, ignore=ignore)


sys.modules[__name__].__class__ = _Callable
