"""YAML front matter."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from quizkit.markdown.frontmatter import read_front_matter
from quizkit.model import Numbering, Policy, Role, Settings


def test_every_key() -> None:
    front = read_front_matter(
        "---\ntitle: T\ndescription: D\nlanguage: no\nidentifier: 012\n"
        "settings: {time_limit: 90, attempts: 2, shuffle_questions: yes}\ncategory: a/b\n"
        "tags: [x, y]\npoints: 1,5\nscoring: balanced\nshuffle: false\nnumbering: ABC\n"
        "markers: {key: ['(+)'], distractor: ['(-)']}\nquestion: Why?\n---\n# Title\n"
    )
    assert front.problems == []
    assert (front.title, front.description, front.language, front.identifier) == (
        "T",
        "D",
        "no",
        "012",
    )
    assert front.settings == Settings(time_limit=F(90), attempts=2, shuffle_questions=True)
    assert (front.category, front.tags, front.points) == (("a", "b"), ("x", "y"), F(3, 2))
    assert (front.scoring, front.shuffle, front.numbering) == (
        Policy.BALANCED,
        False,
        Numbering.UPPER,
    )
    assert front.markers == {Role.KEY: ("(+)",), Role.DISTRACTOR: ("(-)",)}
    assert (front.question, front.end_line) == ("Why?", 15)


@pytest.mark.parametrize(
    "text",
    [
        "", "# T\n", "---\n", "---\ntitle: x\n", "---\n---\n", "---\n\n## What: this?\n\n- ✅ a\n\n---\n",
        "---\n\nSome text: here.\n\n---\n", "---\n- a: b\n---\n", "----\ntitle: x\n---\n",
    ],
)  # fmt: skip
def test_thematic_breaks_are_no_front_matter(text: str) -> None:
    front = read_front_matter(text)
    assert (front.end_line, front.problems) == (0, [])


@pytest.mark.parametrize(
    ("body", "place", "says"),
    [
        ("lanugage: en", (2, 1), 'did you mean "language"?'),
        ("title: a\ntitle: b", (3, 1), "given twice"),
        ("title: [a", (2, 10), "not YAML"),
        ("points: many", (2, 9), "expected a number"),
        ("points: 1e999999999", (2, 9), "expected a number"),
        ("shuffle: maybe", (2, 10), "expected true or false"),
        ("scoring: balancd", (2, 10), 'did you mean "balanced"?'),
        ("settings: {attempts: 1.5}", (2, 22), "whole number"),
        ("settings: {atempts: 1}", (2, 12), 'did you mean "attempts"?'),
        ("title: &a x", (2, 8), "an anchor has no place"),
        ("title: !!python/object x", (2, 8), "a tag has no place"),
        ("markers: {key: ['-']}", (2, 16), "bullet"),
        ("title: {a: b}", (2, 8), "expected text"),
        ("title: " + "[" * 2000, (2, 1), "not YAML"),
    ],
)
def test_a_problem_stands_at_its_place(body: str, place: tuple[int, int], says: str) -> None:
    front = read_front_matter(f"---\n{body}\n---\n")
    assert front.end_line > 0
    problem = front.problems[0]
    assert (problem.code, problem.span.line, problem.span.column) == ("QK009", *place)
    assert says in problem.message


def test_an_unknown_key_far_from_all_is_a_warning() -> None:
    (problem,) = read_front_matter("---\nvenue: hall\n---\n").problems
    assert problem.severity == "warning"


def test_keys_of_generators_of_web_sites_are_let_be() -> None:
    assert not read_front_matter("---\nlayout: post\nnav_order: 3\n---\n").problems
