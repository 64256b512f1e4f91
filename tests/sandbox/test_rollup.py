"""Rollups of related pages' values."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion.rollup import FUNCTIONS, RollupError, rollup, rollup_result_type

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SEOUL = timezone(timedelta(hours=9))


def number(value):
    return {"id": "n", "type": "number", "number": value}


def checkbox(value):
    return {"id": "c", "type": "checkbox", "checkbox": value}


def date(start, end=None):
    return {"id": "d", "type": "date", "date": {"start": start, "end": end, "time_zone": None}}


def tags(*names):
    options = [{"id": name, "name": name, "color": "blue"} for name in names]
    return {"id": "t", "type": "multi_select", "multi_select": options}


def title(content):
    runs = [{"type": "text", "plain_text": content}] if content else []
    return {"id": "title", "type": "title", "title": runs}


def result(function, values, now=NOW):
    value = rollup(function, values, now)
    return value[value["type"]]


@pytest.mark.parametrize(
    ("function", "expected"),
    [("sum", 9), ("average", 3), ("median", 2), ("min", 1), ("max", 6), ("range", 5)],
)
def test_number_functions_pass_over_empty_numbers(function, expected):
    values = [number(1), number(None), number(2), number(6)]

    assert result(function, values) == expected


def test_a_sum_of_nothing_is_zero_and_an_average_of_nothing_is_null():
    assert result("sum", []) == 0
    assert result("average", [number(None)]) is None


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("count", 3),
        ("count_values", 3),
        ("unique", 2),
        ("empty", 1),
        ("not_empty", 2),
        ("percent_empty", 1 / 3),
        ("percent_not_empty", 2 / 3),
    ],
)
def test_counts_count_pages_or_the_single_values_of_pages(function, expected):
    values = [tags("설계", "개발"), tags("개발"), tags()]

    assert result(function, values) == expected


def test_equal_words_in_different_styles_are_one_unique_value():
    bold = {
        "type": "rich_text",
        "rich_text": [{"plain_text": "완료", "annotations": {"bold": True}}],
    }
    plain = {"type": "rich_text", "rich_text": [{"plain_text": "완료"}]}

    assert result("unique", [bold, plain]) == 1


def test_a_text_without_characters_is_empty():
    assert result("empty", [title(""), title("회의")]) == 1


def test_an_id_without_a_number_is_empty():
    values = [{"type": "unique_id", "unique_id": {"prefix": "T", "number": n}} for n in (None, 7)]

    assert result("empty", values) == 1
    assert result("sum", values) == 7


def test_checkboxes_are_counted_and_shared_out():
    values = [checkbox(True), checkbox(False), checkbox(False), checkbox(True)]

    assert result("checked", values) == 2
    assert result("unchecked", values) == 2
    assert result("percent_checked", values) == 0.5
    assert result("percent_checked", []) is None


def test_dates_give_the_earliest_start_and_the_latest_end():
    values = [date("2026-03-01", "2026-03-20"), date("2026-02-10"), date("2026-03-05")]

    assert result("earliest_date", values)["start"] == "2026-02-10"
    assert result("latest_date", values)["start"] == "2026-03-20"
    assert result("date_range", values) == {
        "start": "2026-02-10",
        "end": "2026-03-20",
        "time_zone": None,
    }


def test_no_date_at_all_is_null():
    no_date = {"type": "date", "date": None}

    assert result("earliest_date", [no_date]) is None


def test_a_bare_day_begins_at_midnight_where_the_reader_is():
    values = [date("2026-03-02"), date("2026-03-01T20:00:00.000+00:00")]

    assert result("earliest_date", values, NOW)["start"] == "2026-03-01T20:00:00.000+00:00"
    assert result("earliest_date", values, NOW.astimezone(SEOUL))["start"] == "2026-03-02"


def test_timestamps_are_dates_too():
    created = {"type": "created_time", "created_time": "2026-05-01T10:00:00.000Z"}

    assert result("latest_date", [created])["start"] == "2026-05-01T10:00:00.000+00:00"


def test_show_original_keeps_the_values_without_their_property_ids():
    assert rollup("show_original", [number(1), number(1)], NOW) == {
        "type": "array",
        "array": [{"type": "number", "number": 1}, {"type": "number", "number": 1}],
        "function": "show_original",
    }


def test_show_unique_keeps_the_first_of_equal_values_in_order():
    shown = result("show_unique", [title("가"), title("나"), title("가")])

    assert [entry["title"][0]["plain_text"] for entry in shown] == ["가", "나"]


def test_formulas_and_rollups_are_rolled_up_by_what_they_hold():
    formula = {"type": "formula", "formula": {"type": "number", "number": 4}}
    nested = {"type": "rollup", "rollup": rollup("show_original", [number(1), number(2)], NOW)}

    assert result("sum", [formula, nested]) == 7


def test_per_group_functions_have_no_group_in_the_api_and_stay_null():
    assert result("count_per_group", [tags("가")]) is None


def test_result_types_follow_the_function():
    assert rollup_result_type("sum", "number") == "number"
    assert rollup_result_type("percent_per_group", "status") == "number"
    assert rollup_result_type("date_range", "date") == "date"
    assert rollup_result_type("show_original", "number") == "array"
    assert rollup_result_type("average", "formula") == "number"


def test_a_function_that_does_not_fit_the_property_is_refused_with_a_remedy():
    with pytest.raises(RollupError, match=r"sum needs a property of type number.*not title"):
        rollup_result_type("sum", "title")


def test_an_unknown_function_is_refused():
    with pytest.raises(RollupError, match="Unknown rollup function total"):
        rollup("total", [], NOW)
    with pytest.raises(RollupError, match="Unknown rollup function total"):
        rollup_result_type("total", "number")


VALUES = st.lists(
    st.one_of(
        st.integers(-1000, 1000).map(number),
        st.just(number(None)),
        st.booleans().map(checkbox),
        st.dates().map(lambda day: date(day.isoformat())),
        st.lists(st.sampled_from("가나다"), unique=True).map(lambda names: tags(*names)),
        st.text(max_size=3).map(title),
    )
)


@given(st.sampled_from(sorted(FUNCTIONS)), VALUES)
def test_every_function_answers_any_values_with_its_own_type(function, values):
    value = rollup(function, values, NOW)

    kind = rollup_result_type(function, "formula")
    assert value["type"] == kind
    assert set(value) == {"type", kind, "function"}


@given(VALUES)
def test_empty_and_filled_values_make_up_all_values(values):
    assert result("empty", values) + result("not_empty", values) == result("count", values)
