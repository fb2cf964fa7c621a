"""Quizzes in Markdown: read, checked, scored, and exported whole to learning platforms.

    import quizkit

    reading = quizkit.read("quiz.md")
    for finding in quizkit.lint(reading):
        print(finding.span.line, finding.message)
    result = quizkit.export(reading, "moodle-xml")

Nothing is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from quizkit._version import __version__ as __version__

if TYPE_CHECKING:
    from quizkit.api import Export as Export
    from quizkit.api import export as export
    from quizkit.api import read as read
    from quizkit.api import read_text as read_text
    from quizkit.diagnostics import Diagnostic as Diagnostic
    from quizkit.diagnostics import Severity as Severity
    from quizkit.errors import QuizkitError as QuizkitError
    from quizkit.formats.base import Exporter as Exporter
    from quizkit.formats.base import Loss as Loss
    from quizkit.model import Choice as Choice
    from quizkit.model import Cloze as Cloze
    from quizkit.model import Content as Content
    from quizkit.model import Essay as Essay
    from quizkit.model import Info as Info
    from quizkit.model import Matching as Matching
    from quizkit.model import Numeric as Numeric
    from quizkit.model import Option as Option
    from quizkit.model import Ordering as Ordering
    from quizkit.model import Policy as Policy
    from quizkit.model import Question as Question
    from quizkit.model import Quiz as Quiz
    from quizkit.model import Role as Role
    from quizkit.model import Selection as Selection
    from quizkit.model import ShortText as ShortText
    from quizkit.model import TrueFalse as TrueFalse
    from quizkit.reading import Reading as Reading
    from quizkit.scoring import score as score

_HOMES = {
    "quizkit.api": ("Export", "export", "read", "read_text"),
    "quizkit.diagnostics": ("Diagnostic", "Severity"),
    "quizkit.errors": ("QuizkitError",),
    "quizkit.formats.base": ("Exporter", "Loss"),
    "quizkit.model": (
        "Choice",
        "Cloze",
        "Content",
        "Essay",
        "Info",
        "Matching",
        "Numeric",
        "Option",
        "Ordering",
        "Policy",
        "Question",
        "Quiz",
        "Role",
        "Selection",
        "ShortText",
        "TrueFalse",
    ),
    "quizkit.reading": ("Reading",),
    "quizkit.scoring": ("score",),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = ["__version__", "lint", *_HOME_OF]


def __getattr__(name: str) -> Any:
    if name == "lint":  # a package that can be called, see there
        return import_module("quizkit.lint")
    if name not in _HOME_OF:
        raise AttributeError(f"module 'quizkit' has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
