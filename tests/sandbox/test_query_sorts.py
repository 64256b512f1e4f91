"""Sorts of queries and views."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion.query import sort_rows, validate_sorts

OPTIONS = [{"id": "1", "name": "높음"}, {"id": "2", "name": "낮음"}]
SETTINGS = {type_: {"options": OPTIONS} for type_ in ("select", "multi_select")}
TYPES = "title number checkbox select multi_select date people formula rollup unique_id"
SCHEMA = {
    type_: {"id": type_[:2], "name": type_, "type": type_, type_: SETTINGS.get(type_, {})}
    for type_ in TYPES.split()
}


def row(key, type_=None, value=None, created="2026-11-20T00:00:00.000Z"):
    properties = {type_: {"type": type_, type_: value}} if type_ else {}
    return {"key": key, "created_time": created, "properties": properties}


def order(type_, values, direction="ascending"):
    rows = [row(index, type_, value) for index, value in enumerate(values)]
    sorts = [{"property": type_, "direction": direction}]
    validate_sorts(sorts, SCHEMA)
    return [entry["key"] for entry in sort_rows(rows, sorts, SCHEMA)]


def runs(content):
    return [{"plain_text": content}] if content else []


def test_numbers_sort_by_size_and_empty_ones_come_last_both_ways():
    assert order("number", [3, None, 1, 2.5]) == [2, 3, 0, 1]
    assert order("number", [3, None, 1, 2.5], "descending") == [0, 3, 2, 1]


def test_texts_sort_without_regard_to_case():
    assert order("title", [runs("b"), runs("A"), runs(""), runs("C")]) == [1, 0, 3, 2]


def test_options_sort_as_the_property_lists_them():
    assert order("select", [OPTIONS[1], OPTIONS[0], None]) == [1, 0, 2]
    assert order("multi_select", [[OPTIONS[1]], OPTIONS, [OPTIONS[0]]]) == [2, 1, 0]


def test_unticked_sorts_before_ticked():
    assert order("checkbox", [True, False]) == [1, 0]


def test_dates_sort_by_start_then_end_and_days_begin_at_midnight():
    values = [
        {"start": "2026-01-02", "end": "2026-01-09"},
        {"start": "2026-01-02", "end": None},
        {"start": "2026-01-01T23:00:00.000+00:00", "end": None},
    ]

    assert order("date", values) == [2, 1, 0]


def test_people_sort_by_name():
    assert order("people", [[{"id": "1", "name": "나"}], [{"id": "2", "name": "가"}]]) == [1, 0]


def test_formulas_rollups_and_ids_sort_by_what_they_hold():
    number = [{"type": "number", "number": n} for n in (2, None, 1)]

    assert order("formula", number) == [2, 0, 1]
    assert order("rollup", [{"type": "array", "array": [value]} for value in number]) == [2, 0, 1]
    assert order("unique_id", [{"prefix": "T", "number": 10}, {"prefix": "T", "number": 9}]) == [
        1,
        0,
    ]


def test_results_of_different_types_can_be_sorted_together():
    mixed = [
        {"type": "string", "string": "a"},
        {"type": "boolean", "boolean": True},
        {"type": "number", "number": 1},
        {"type": "date", "date": {"start": "2026-01-01", "end": None}},
    ]

    assert sorted(order("formula", mixed)) == [0, 1, 2, 3]


def test_the_first_sort_weighs_most():
    rows = [
        row("a", "number", 1),
        row("b", "number", 2),
        row("c", "number", 1, "2026-11-21T00:00:00Z"),
    ]
    sorts = [
        {"property": "nu", "direction": "ascending"},
        {"timestamp": "created_time", "direction": "descending"},
    ]
    validate_sorts(sorts, SCHEMA)

    assert [entry["key"] for entry in sort_rows(rows, sorts, SCHEMA)] == ["c", "a", "b"]


def test_without_sorts_rows_stay_as_they_are():
    rows = [row(2), row(1)]

    assert sort_rows(rows, None, SCHEMA) == rows


@given(st.lists(st.none() | st.integers(0, 3)), st.sampled_from(["ascending", "descending"]))
def test_sorting_is_a_stable_permutation(values, direction):
    keys = order("number", values, direction)

    assert sorted(keys) == list(range(len(values)))
    for before, after in pairwise(keys):
        if values[before] == values[after]:
            assert before < after


@given(st.lists(st.integers(0, 3)))
def test_descending_reverses_ascending_values(values):
    ascending = [values[key] for key in order("number", values)]
    descending = [values[key] for key in order("number", values, "descending")]

    assert ascending == descending[::-1]
