"""Numbers as authors write them."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizkit.markdown.numbers import (
    NumberProblem,
    parse_number,
    parse_numeric_answer,
    parse_weight,
    write_numeric_answer,
)
from quizkit.model import NumericAnswer


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", F(3)), ("-2.5", F(-5, 2)), ("\u22122.5", F(-5, 2)), ("+4", F(4)), (".5", F(1, 2)),
        ("1/3", F(1, 3)), ("-1/3", F(-1, 3)), ("1e-3", F(1, 1000)), ("1.5e3", F(1500)),
        ("12\u00a0345.5", F("12345.5")), ("1,234.5", F("1234.5")), ("\u0663", F(3)),
        ("", None), ("x", None), ("nan", None), ("inf", None), ("0x10", None), ("1_000", None),
        ("1e999999999", None), ("1/0", None), ("3 kg", None), ("255.255.240.0", None),
        ("1,200", None), ("9" * 5000, None),
    ],
)  # fmt: skip
def test_a_number_is_read_exactly_or_not_at_all(text: str, value: F | None) -> None:
    assert parse_number(text, decimal_comma=False) == value


def test_the_decimal_comma_is_the_languages() -> None:
    assert parse_number("2,5", decimal_comma=True) == F(5, 2)
    assert parse_number("1,200", decimal_comma=True) == F(6, 5)
    assert parse_number("2.5", decimal_comma=True) == F(5, 2)


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("50%", F(1, 2)), ("0.5", F(1, 2)), ("1/3", F(1, 3)), ("-50%", F(-1, 2)),
        ("33,3%", F(333, 1000)), ("33.333 %", F("0.33333")), ("half", None), ("%", None),
        ("1e99999999", None),
    ],
)  # fmt: skip
def test_weights(text: str, weight: F | None) -> None:
    assert parse_weight(text) == weight


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("3.14", "3.14", "3.14"),
        ("3.14 ± 0.01", "3.13", "3.15"),
        ("3.14+-0.01", "3.13", "3.15"),
        ("3.14 +/- 0.01", "3.13", "3.15"),
        ("100 ± 5%", "95", "105"),
        ("-100 ± 5 %", "-105", "-95"),
        ("2..4", "2", "4"),
        ("2 .. 4", "2", "4"),
        ("2…4", "2", "4"),
        ("-4..-2", "-4", "-2"),
        ("0.5..1.5", "0.5", "1.5"),
        ("1/3..2/3", "1/3", "2/3"),
    ],
)
def test_forms_of_numeric_answers(text: str, low: str, high: str) -> None:
    answer = parse_numeric_answer(text, decimal_comma=False)
    assert isinstance(answer, NumericAnswer)
    assert (answer.low, answer.high) == (F(low), F(high))


@pytest.mark.parametrize(
    ("text", "comma", "code", "says"),
    [
        ("4..2", False, "QK211", "upside down"),
        ("3 ± -1", False, "QK212", "below zero"),
        ("3 ± 150%", False, "QK212", "over 100%"),
        ("3 ± a bit", False, "QK212", "not a number"),
        ("3 ±", False, "QK212", "not a number"),
        ("1,200", False, "QK212", "1.2 or 1200"),
        ("1.200", True, "QK212", "1,2 or 1200"),
        ("3,14", False, "QK212", "write 3.14"),
        ("1,234,567", False, "QK212", "1234567"),
        ("300.000.000", True, "QK212", "300000000"),
        ("1e999", False, "QK212", "too large"),
        ("1/0", False, "QK212", "divides by zero"),
    ],
)
def test_problems_say_what_to_write(text: str, comma: bool, code: str, says: str) -> None:
    problem = parse_numeric_answer(text, decimal_comma=comma)
    assert isinstance(problem, NumberProblem)
    assert problem.code == code
    assert says in problem.message


def test_a_clear_point_in_the_tolerance_settles_the_value() -> None:
    for comma in (True, False):
        assert parse_numeric_answer("3.142 ± 0.01", decimal_comma=comma) == NumericAnswer(
            value=F("3.142"), tolerance=F("0.01")
        )
    thousands = parse_numeric_answer("1,200 ± 0.5", decimal_comma=False)
    assert thousands == NumericAnswer(value=F(1200), tolerance=F(1, 2))


@pytest.mark.parametrize("text", ["Paris", "3 kg", "v1..v2", "1, 2", "50%", "± 3", "-", "H2O", ""])
def test_other_texts_are_no_numbers(text: str) -> None:
    assert parse_numeric_answer(text, decimal_comma=False) is None


_NUMBERS = st.fractions(max_denominator=1000)


@given(_NUMBERS, st.fractions(min_value=0, max_denominator=1000), st.booleans(), st.booleans())
def test_what_is_written_is_read_back(a: F, b: F, span: bool, comma: bool) -> None:
    answer = NumericAnswer(min=a, max=a + b) if span else NumericAnswer(value=a, tolerance=b)
    written = write_numeric_answer(answer, decimal_comma=comma)
    assert parse_numeric_answer(written, decimal_comma=comma) == answer


@given(st.text(alphabet="0123456789.,+-±/e% …", max_size=30), st.booleans())
def test_no_text_breaks_the_reader(text: str, comma: bool) -> None:
    parse_numeric_answer(text, decimal_comma=comma)
    parse_weight(text)
