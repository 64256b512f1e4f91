"""Lists, relations, and the safety of evaluation as a whole."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion.formula import Context, DateValue, Formula, PageValue, as_text

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def value(expression, **values):
    return Formula.parse(expression).evaluate(Context(values, NOW))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("at([1, 2, 3], 1)", 2),
        ("at([1], 5)", None),
        ("first([1, 2])", 1),
        ("last([1, 2])", 2),
        ("first([])", None),
        ("slice([1, 2, 3], 1)", [2, 3]),
        ("slice([1, 2, 3], 0, 2)", [1, 2]),
        ("sort([3, 1, 2])", [1, 2, 3]),
        ("sort([3, 1, 2], -current)", [3, 2, 1]),
        ("reverse([1, 2])", [2, 1]),
        ('unique([1, 1.0, "1", true, true])', [1, "1", True]),
        ("includes([1, 2], 2)", True),
        ("find([1, 5, 9], current > 3)", 5),
        ("find([1], current > 3)", None),
        ("findIndex([1, 5], current > 3)", 1),
        ("findIndex([1], current > 3)", -1),
        ("filter([1, 5, 9], current > 3)", [5, 9]),
        ("some([1, 5], current > 3)", True),
        ("every([1, 5], current > 3)", False),
        ("map([1, 2], current * 10 + index)", [10, 21]),
        ("flat([[1], [2, [3]]])", [1, 2, [3]]),
        ("length([1, 2])", 2),
        ("count([1, 2, 3])", 3),
        ("[[1, 2], [3]].map(current.map(current + 1))", [[2, 3], [4]]),
    ],
)
def test_list_functions(expression, expected):
    assert value(expression) == expected


TASKS = [
    PageValue("p1", "설계", {"점수": 3, "완료": True, "마감": DateValue(date(2026, 11, 1))}),
    PageValue("p2", "개발", {"점수": 8, "완료": False, "마감": DateValue(date(2026, 12, 1))}),
]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('prop("작업").map(current.prop("점수")).sum()', 11),
        ('prop("작업").filter(current.prop("완료")).length() / prop("작업").length()', 0.5),
        ('prop("작업").filter(not current.prop("완료")).map(format(current)).join()', "개발"),
        ('prop("작업").sort(current.prop("점수") * -1).first().prop("점수")', 8),
        ('prop("작업").some(current.prop("마감") < now())', True),
        ('prop("작업").first().id()', "p1"),
        ('prop("작업").find(current.prop("점수") > 99).prop("점수")', None),
    ],
)
def test_relations_are_lists_of_pages_with_properties(expression, expected):
    assert value(expression, 작업=TASKS) == expected


def test_values_of_any_types_sort_together_with_the_empty_ones_last():
    day = DateValue(date(2026, 1, 1))
    mixed = [None, [2], TASKS[1], day, "a", 2, True, TASKS[0], 1]

    assert value('sort(prop("X"))', X=mixed) == [
        1,
        2,
        True,
        "a",
        day,
        TASKS[1],
        TASKS[0],
        [2],
        None,
    ]


def test_only_pages_have_properties():
    assert value('"text".prop("점수")') is None


def test_an_empty_relation_has_no_entries():
    assert value('prop("작업").map(current.prop("점수"))', 작업=None) == []


def test_a_list_reads_as_its_entries():
    assert as_text([*TASKS]) == "설계, 개발"


@given(st.lists(st.integers()))
def test_sorting_is_idempotent_and_keeps_every_entry(numbers):
    assert value('sort(sort(prop("N")))', N=numbers) == sorted(numbers)
    assert value('reverse(reverse(prop("N")))', N=numbers) == numbers


@given(st.lists(st.integers(-5, 5)))
def test_a_filter_and_its_negation_part_a_list(numbers):
    kept = value('filter(prop("N"), current > 0)', N=numbers)
    left = value('filter(prop("N"), not (current > 0))', N=numbers)

    assert sorted(kept + left) == sorted(numbers)
