"""What goes to a target and comes back is as it was, but for what the exporter declares lost."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from quizkit.model import Quiz
from tests.marked import marked_quizzes
from tests.shared import ROOT
from tests.test_exports import SOURCES, read

from .round_trip import sensible, undeclared

TARGETS = ("json", "moodle-xml", "gift", "qti21", "canvas")


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", SOURCES)
def test_examples_come_back_but_for_what_is_declared(
    name: str, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    found = list(undeclared(read(name), target))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("target", TARGETS)
@settings(
    max_examples=40,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    deadline=None,
    derandomize=True,
)
@given(quiz=marked_quizzes(most=2).filter(sensible))
def test_any_quiz_comes_back_but_for_what_is_declared(target: str, quiz: Quiz) -> None:
    found = list(undeclared(quiz, target))
    assert not found, "\n".join(found)
