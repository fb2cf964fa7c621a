"""What blind guessing earns, against counting every response."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations, product

import pytest

from quizkit.guessing import expected_sum, guess, guess_quiz
from quizkit.model import (
    Choice,
    Content,
    Group,
    Matching,
    Option,
    Ordering,
    Pair,
    Policy,
    Quiz,
    Role,
    Selection,
    ShortText,
    TextAnswer,
    TrueFalse,
)
from quizkit.responses import response_classes
from quizkit.scoring import score


def choice(
    roles: str,
    policy: Policy,
    selection: Selection = Selection.MULTIPLE,
    weights: tuple[Fraction | None, ...] = (),
) -> Choice:
    """``"kkdn"`` is two keys, a distractor and a neutral."""
    names = {"k": Role.KEY, "d": Role.DISTRACTOR, "n": Role.NEUTRAL}
    options = tuple(
        Option(
            id=f"o{n}",
            content=Content(f"option {n}"),
            role=names[role],
            weight=weights[n] if weights else None,
        )
        for n, role in enumerate(roles)
    )
    return Choice(
        id="q",
        stem=Content("Which?"),
        points=Fraction(3),
        selection=selection,
        options=options,
        policy=policy,
    )


def counted(question: Choice) -> Fraction:
    ids = [option.id for option in question.options]
    if question.selection is Selection.SINGLE:
        return sum((score(question, [name]) for name in ids), Fraction(0)) / len(ids)
    every = [c for size in range(len(ids) + 1) for c in combinations(ids, size)]
    return sum((score(question, chosen) for chosen in every), Fraction(0)) / len(every)


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("roles", ["kd", "kkddd", "kkkkd", "kkn", "kknnddd", "dd", "k"])
def test_multiple_selection_is_the_mean_over_all_subsets(roles: str, policy: Policy) -> None:
    question = choice(roles, policy)
    assert guess(question) == counted(question)


def test_written_weights_count_too() -> None:
    weights = (Fraction(1, 3), Fraction(2, 3), Fraction(-1, 7), None, Fraction(-1, 2))
    for selection in Selection:
        question = choice("kkddd", Policy.WEIGHTS, selection, weights)
        assert guess(question) == counted(question)


def test_many_different_weights_end_in_time() -> None:
    weights = [Fraction(1, n) if n % 2 else Fraction(-1, n) for n in range(1, 41)]
    assert 0 < expected_sum(weights) < 1


def test_other_types() -> None:
    pairs = tuple(Pair(Content(f"l{n}"), Content(f"r{n}")) for n in range(3))
    matching = Matching(id="m", stem=Content("?"), pairs=pairs, distractors=(Content("r9"),))
    given = product(range(4), repeat=3)
    every = [score(matching, dict(enumerate(rights))) for rights in given]
    assert guess(matching) == sum(every, Fraction(0)) / len(every)
    items = (Content("a"), Content("b"), Content("b"), Content("c"))
    ordering = Ordering(id="o", stem=Content("?"), items=items)
    orders = [score(ordering, order) for order in permutations(range(4))]
    assert guess(ordering) == sum(orders, Fraction(0)) / len(orders)
    typed = ShortText(id="s", stem=Content("?"), answers=(TextAnswer(text="x"),))
    assert guess(typed) == 0


def test_pool_counts_as_much_as_it_draws() -> None:
    questions = tuple(TrueFalse(id=f"q{n}", stem=Content("?"), answer=True) for n in range(4))
    pool = Group(id="g", pick=2, points=Fraction(3), questions=("q1", "q2", "q3"))
    quiz = Quiz(identifier="z", questions=questions, groups=(pool,))
    assert guess_quiz(quiz) == (Fraction(7, 2), Fraction(7))


def test_classes_of_the_front_page() -> None:
    rows = response_classes(choice("kkddd", Policy.RIGHT_MINUS_WRONG))
    earned = {row.name: row.most / 3 for row in rows}
    half = Fraction(1, 2)
    assert earned["1 right, 0 wrong"] == half
    assert earned["2 right, 0 wrong"] == 1
    assert earned["1 right, 1 wrong"] == 0
    assert earned["2 right, 1 wrong"] == half
    assert earned["2 right, 3 wrong"] == earned["everything"] == earned["nothing"] == 0


def test_class_whose_responses_differ_has_a_range() -> None:
    weights = (Fraction(1, 4), Fraction(3, 4), Fraction(0))
    rows = response_classes(choice("kkd", Policy.WEIGHTS, weights=weights))
    one = next(row for row in rows if row.name == "1 right, 0 wrong")
    assert (one.least, one.most) == (Fraction(3, 4), Fraction(9, 4))
