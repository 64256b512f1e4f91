"""Arithmetic and functions on numbers."""

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion.formula import Context, Formula

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def value(expression, **values):
    return Formula.parse(expression).evaluate(Context(values, NOW))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("abs(-3)", 3),
        ("round(2.5)", 3),
        ("round(-2.5)", -2),
        ("round(2.345, 2)", 2.35),
        ("round(1234, -2)", 1200),
        ("ceil(1.2)", 2),
        ("floor(-1.2)", -2),
        ("sqrt(16)", 4),
        ("cbrt(27)", 3),
        ("exp(0)", 1),
        ("ln(1)", 0),
        ("log10(1000)", 3),
        ("log2(8)", 3),
        ("sign(-9)", -1),
        ("mod(-7, 3)", -1),
        ("pow(2, 10)", 1024),
        ("min(3, [1, 2])", 1),
        ("max([3, 9], 4)", 9),
        ("sum([1, 2], 3)", 6),
        ("mean([1, 2, 6])", 3),
        ("median(1, 2, 4, 9)", 3),
        ("divide(add(1, 2, 3), subtract(5, 3))", 3),
        ("unaryMinus(2).multiply(3)", -6),
        ("+ 5", 5),
        ("true + 1", 2),
    ],
)
def test_number_functions(expression, expected):
    assert value(expression) == pytest.approx(expected)


def test_pi_and_e_are_functions():
    assert value("pi()") == math.pi
    assert value("e()") == math.e


def test_whole_results_are_integers():
    assert type(value("10 / 2")) is int
    assert type(value("[4 / 2]")[0]) is int


def test_an_empty_number_counts_as_zero_beside_another():
    assert value('prop("A") + 5', A=None) == 5
    assert value('prop("A") * 5', A=None) == 0
    assert value('10 - prop("A")', A=None) == 10


def test_nothing_but_empty_numbers_stays_empty():
    assert value('prop("A") + prop("B")') is None
    assert value('round(prop("A") / prop("B"))') is None


def test_empty_entries_are_left_out_of_sums_and_means():
    assert value('mean(prop("List"))', List=[2, None, 4]) == 3
    assert value('sum(prop("List"))', List=[]) is None


@pytest.mark.parametrize(
    "expression",
    ["1 / 0", "sqrt(-1)", "ln(0)", "10 ^ 400", "1e308 * 10", "5 % 0", '"a" * 2', "exp(9999)"],
)
def test_what_has_no_number_as_result_is_empty(expression):
    assert value(expression) is None


SMALL = st.integers(-1000, 1000)


@given(SMALL, SMALL, SMALL)
def test_arithmetic_agrees_with_python(a, b, c):
    assert value('prop("A") + prop("B") * prop("C")', A=a, B=b, C=c) == a + b * c
    assert value('prop("A") - prop("B") - prop("C")', A=a, B=b, C=c) == a - b - c


@given(st.lists(SMALL, min_size=1))
def test_the_mean_lies_between_the_smallest_and_the_largest(numbers):
    assert value('min(prop("N"))', N=numbers) == min(numbers)
    assert min(numbers) <= value('mean(prop("N"))', N=numbers) <= max(numbers)
