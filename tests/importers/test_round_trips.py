"""What goes to a target and comes back is as it was, but for what the exporter declares lost."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from quizkit.api import lint, read_text
from quizkit.diagnostics import Severity
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


BY_HAND = {
    "words for true and false beside something": (
        "## Q\n\nWhich holds?\n\n- ✅ true $x$\n- ❌ false\n"
    ),
    "markup and code to type in gaps": (
        "## Q\n\nA list is {= std::vector<int> | = vector<int> 50%}, a paragraph {= <p>}, "
        "the sign {= &copy; | = Q&A}; {= a < b} and {= `->`}.\n"
    ),
    "code of every kind": (
        "## Q\n\nWhat does `{{ x }}` give? [[1]] {#1}\n\n```c\n// {a} ~ = #\n\n  b;\n```\n\n"
        "- ✅ `^a\\\\.b$` ~ = # : {}\n- ❌ `<b>` &lt;b&gt; &amp;amp; -> // \n- ❌ C:\\new\\temp\\\n"
    ),
    "words that Moodle gives a meaning": (
        "## Q\n\nWhat does @@PLUGINFILE@@/x or `@@PLUGINFILE@@/y` stand for?\n\n"
        "- ✅ @@PLUGINFILE@@/x > y\n- ❌ `@@PLUGINFILE@@/` (y) :-)\n- ❌ $CATEGORY: a/b\n- ❌ ::t::\n"
    ),
    "addresses and faces in code": (
        "## Q\n\nWhat is `http://a.bc/` and `O(n)` and `$$x$$`?\n\n- ✅ `https://a.bc/?x=1&y=2`\n"
        "- ❌ \\\\(x\\\\) :-)\n"
    ),
    "near misses": "## Q\n\nWhich? Choose one.\n\n- ✅ a\n- ❌ b {weight=50%}\n- ❌ c {weight=1/3}\n",
    "a gap with a near miss": "## Q\n\nIt is {✅ Paris | ❌ Lyon 50% > Nearly. | ❌ Rome}.\n",
    "a long title": f"## {'A title without an end ' * 14}\n\n1 + 1?\n\n- = 2\n",
    "old looks": (
        '## Q\n\n<p align="center"><font color="red" size="5">Red</font> and <big>big</big></p>\n\n'
        '<center><img src="https://a.bc/a.png" alt="a" title="A note"></center>\n\nWhich?\n\n- ✅ a\n- ❌ b\n'
    ),
}


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", BY_HAND)
def test_what_teachers_write_comes_back_but_for_what_is_declared(name: str, target: str) -> None:
    reading = read_text(BY_HAND[name])
    assert not [one for one in lint(reading) if one.severity is Severity.ERROR]
    found = list(undeclared(reading.quiz, target))
    assert not found, "\n".join(found)
