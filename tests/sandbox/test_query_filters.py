"""Filters of queries and views: what each condition keeps."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion.query import matches, validate_filter

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SEOUL = timezone(timedelta(hours=9))
ADA = "0a1b2c3d-0000-4000-8000-000000000001"
BEN = "0a1b2c3d-0000-4000-8000-000000000002"

OPTIONS = [
    {"id": "o1", "name": "할 일", "color": "gray"},
    {"id": "o2", "name": "완료", "color": "green"},
]
SETTINGS = {type_: {"options": OPTIONS} for type_ in ("select", "status", "multi_select")}
TYPES = (
    "title rich_text url email phone_number number checkbox select status multi_select date people "
    "files relation formula rollup unique_id created_time last_edited_time created_by verification"
)
SCHEMA = {
    type_: {"id": f"id%3A{type_}", "name": type_, "type": type_, type_: SETTINGS.get(type_, {})}
    for type_ in TYPES.split()
}


def row(**values):
    properties = {
        type_: {"id": "x", "type": type_, type_: value} for type_, value in values.items()
    }
    return {
        "object": "page",
        "created_time": "2026-11-20T23:30:00.000Z",
        "last_edited_time": "2026-11-21T08:00:00.000Z",
        "properties": properties,
    }


def keeps(type_, condition, value, now=NOW):
    filter_ = {"property": type_, type_: condition}
    validate_filter(filter_, SCHEMA, formulas=True)
    return matches(filter_, row(**{type_: value}), SCHEMA, now)


def runs(content):
    return [{"type": "text", "plain_text": content}] if content else []


def day(start, end=None):
    return {"start": start, "end": end, "time_zone": None}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"equals": "Plan A"}, True),
        ({"equals": "plan a"}, False),
        ({"does_not_equal": "Plan A"}, False),
        ({"contains": "LAN"}, True),
        ({"does_not_contain": "lan"}, False),
        ({"starts_with": "pl"}, True),
        ({"ends_with": "a"}, True),
        ({"ends_with": "b"}, False),
        ({"is_empty": True}, False),
        ({"is_not_empty": True}, True),
    ],
)
@pytest.mark.parametrize("type_", ["title", "rich_text", "url", "email", "phone_number"])
def test_text_conditions_ignore_case_inside_and_are_exact_when_equal(type_, condition, expected):
    value = runs("Plan A") if type_ in ("title", "rich_text") else "Plan A"

    assert keeps(type_, condition, value) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"equals": 3}, True),
        ({"does_not_equal": 3}, False),
        ({"greater_than": 3}, False),
        ({"greater_than_or_equal_to": 3}, True),
        ({"less_than": 3.5}, True),
        ({"less_than_or_equal_to": 2}, False),
        ({"is_empty": True}, False),
    ],
)
def test_number_conditions_compare(condition, expected):
    assert keeps("number", condition, 3) is expected
    assert keeps("unique_id", condition, {"prefix": "T", "number": 3}) is expected


def test_an_empty_number_is_neither_greater_nor_less_nor_zero():
    assert not keeps("number", {"greater_than": -1}, None)
    assert not keeps("number", {"less_than": 1}, None)
    assert not keeps("number", {"equals": 0}, None)
    assert keeps("number", {"does_not_equal": 0}, None)
    assert keeps("number", {"is_not_empty": True}, 0)


def test_a_checkbox_equals_what_it_shows():
    assert keeps("checkbox", {"equals": True}, True)
    assert keeps("checkbox", {"does_not_equal": True}, False)


@pytest.mark.parametrize("type_", ["select", "status"])
def test_an_option_equals_its_name_its_id_or_one_of_a_list(type_):
    done = OPTIONS[1]

    assert keeps(type_, {"equals": "완료"}, done)
    assert keeps(type_, {"equals": "o2"}, done)
    assert keeps(type_, {"equals": ["할 일", "완료"]}, done)
    assert not keeps(type_, {"does_not_equal": ["할 일", "완료"]}, done)
    assert keeps(type_, {"does_not_equal": "완료"}, None)
    assert keeps(type_, {"is_empty": True}, None)


def test_a_multi_select_contains_one_of_the_options():
    assert keeps("multi_select", {"contains": "완료"}, OPTIONS)
    assert keeps("multi_select", {"does_not_contain": "완료"}, OPTIONS[:1])
    assert keeps("multi_select", {"is_empty": True}, [])


@pytest.mark.parametrize("type_", ["people", "relation"])
def test_people_and_relations_contain_an_id_with_or_without_dashes(type_):
    value = [{"object": "user", "id": ADA}]

    assert keeps(type_, {"contains": ADA}, value)
    assert keeps(type_, {"contains": ADA.replace("-", "").upper()}, value)
    assert keeps(type_, {"does_not_contain": BEN}, value)
    assert keeps(type_, {"is_empty": True}, [])


def test_an_author_is_one_person():
    assert keeps("created_by", {"contains": ADA}, {"object": "user", "id": ADA})


def test_files_are_there_or_not():
    assert keeps("files", {"is_not_empty": True}, [{"name": "a.pdf"}])
    assert keeps("files", {"is_empty": True}, [])


def test_verification_filters_by_its_state():
    assert keeps("verification", {"status": "none"}, {"state": "unverified"})
    assert keeps("verification", {"does_not_equal": "verified"}, {"state": "expired"})


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"equals": "2026-11-21"}, True),
        ({"before": "2026-11-21"}, False),
        ({"before": "2026-11-22"}, True),
        ({"after": "2026-11-20"}, True),
        ({"on_or_before": "2026-11-21"}, True),
        ({"on_or_after": "2026-11-22"}, False),
        ({"is_empty": True}, False),
    ],
)
def test_date_conditions_look_at_the_start(condition, expected):
    assert keeps("date", condition, day("2026-11-21", "2026-12-31")) is expected


def test_a_day_is_compared_with_the_day_of_a_time_where_the_reader_is():
    late = day("2026-11-20T23:30:00.000+00:00")

    assert keeps("date", {"equals": "2026-11-20"}, late, NOW)
    assert keeps("date", {"equals": "2026-11-21"}, late, NOW.astimezone(SEOUL))


def test_no_date_is_neither_before_nor_after():
    assert not keeps("date", {"before": "2026-11-21"}, None)
    assert not keeps("date", {"on_or_after": "2026-11-21"}, None)


@pytest.mark.parametrize("start", ["2026-13-01", "soon", "0001-01-01T00:00:00.000+09:00"])
def test_a_date_outside_the_calendar_counts_as_empty(start):
    assert keeps("date", {"is_empty": True}, day(start))


def test_a_time_without_offset_in_a_filter_is_utc():
    assert keeps("date", {"equals": "2026-11-21T09:00:00"}, day("2026-11-21T18:00:00.000+09:00"))


# NOW is a Saturday: its week runs from Monday the 16th to Sunday the 22nd.
@pytest.mark.parametrize(
    ("range_", "first", "last"),
    [
        ("this_week", "2026-11-16", "2026-11-22"),
        ("past_week", "2026-11-14", "2026-11-21"),
        ("past_month", "2026-10-21", "2026-11-21"),
        ("past_year", "2025-11-21", "2026-11-21"),
        ("next_week", "2026-11-21", "2026-11-28"),
        ("next_month", "2026-11-21", "2026-12-21"),
        ("next_year", "2026-11-21", "2027-11-21"),
    ],
)
def test_ranges_hold_their_first_and_last_day_and_no_other(range_, first, last):
    one = timedelta(days=1)
    edges = date.fromisoformat(first), date.fromisoformat(last)

    assert all(keeps("date", {range_: {}}, day(edge.isoformat())) for edge in edges)
    assert not keeps("date", {range_: {}}, day((edges[0] - one).isoformat()))
    assert not keeps("date", {range_: {}}, day((edges[1] + one).isoformat()))
    assert not keeps("date", {range_: {}}, None)


def test_a_month_after_the_31st_ends_with_the_shorter_month():
    january = datetime(2027, 1, 31, tzinfo=UTC)

    assert keeps("date", {"next_month": {}}, day("2027-02-28"), january)
    assert not keeps("date", {"next_month": {}}, day("2027-03-01"), january)


@pytest.mark.parametrize(
    ("result", "condition"),
    [
        ({"type": "string", "string": "지연"}, {"string": {"contains": "지"}}),
        ({"type": "number", "number": 7}, {"number": {"greater_than": 5}}),
        ({"type": "boolean", "boolean": True}, {"checkbox": {"equals": True}}),
        ({"type": "date", "date": day("2026-11-21")}, {"date": {"this_week": {}}}),
    ],
)
def test_a_formula_is_filtered_by_its_result(result, condition):
    assert keeps("formula", condition, result)


def test_a_rollup_asks_any_every_or_none_of_its_entries():
    numbers = [{"type": "number", "number": n} for n in (1, 5)]
    rollup = {"type": "array", "array": numbers, "function": "show_original"}

    assert keeps("rollup", {"any": {"number": {"greater_than": 4}}}, rollup)
    assert not keeps("rollup", {"every": {"number": {"greater_than": 4}}}, rollup)
    assert keeps("rollup", {"none": {"number": {"greater_than": 5}}}, rollup)


def test_a_rollup_of_titles_is_asked_as_rich_text():
    entry = {"type": "title", "title": runs("서울 회의")}

    assert keeps(
        "rollup", {"any": {"rich_text": {"contains": "서울"}}}, {"type": "array", "array": [entry]}
    )


def test_a_rollup_with_one_result_is_compared_directly():
    assert keeps("rollup", {"number": {"equals": 9}}, {"type": "number", "number": 9})
    assert keeps(
        "rollup", {"date": {"before": "2026-12-01"}}, {"type": "date", "date": day("2026-11-21")}
    )


def test_timestamps_are_filtered_without_a_property():
    filter_ = {"timestamp": "created_time", "created_time": {"equals": "2026-11-20"}}
    validate_filter(filter_, SCHEMA)

    assert matches(filter_, row(), SCHEMA, NOW)
    assert not matches(filter_, row(), SCHEMA, NOW.astimezone(SEOUL))


def test_a_property_is_addressed_by_name_or_by_id_encoded_or_not():
    for name in ("number", "id%3Anumber", "id:number"):
        filter_ = {"property": name, "number": {"equals": 3}}
        validate_filter(filter_, SCHEMA)

        assert matches(filter_, row(number=3), SCHEMA, NOW)


def test_groups_join_filters_and_an_empty_group_filters_nothing():
    small = {"property": "number", "number": {"less_than": 3}}
    ticked = {"property": "checkbox", "checkbox": {"equals": True}}
    page = row(number=5, checkbox=True)

    assert matches({"or": [small, ticked]}, page, SCHEMA, NOW)
    assert not matches({"and": [ticked, {"or": [small]}]}, page, SCHEMA, NOW)
    assert matches({"or": []}, page, SCHEMA, NOW)
    assert matches(None, page, SCHEMA, NOW)


def test_a_row_without_the_property_counts_as_empty():
    assert matches({"property": "number", "number": {"is_empty": True}}, row(), SCHEMA, NOW)


TEXTS = st.text(alphabet="ab가나 ", max_size=4)
PAIRS = st.one_of(
    st.tuples(st.just("title"), st.just("equals"), TEXTS, TEXTS.map(runs)),
    st.tuples(st.just("title"), st.just("contains"), TEXTS, TEXTS.map(runs)),
    st.tuples(
        st.just("number"), st.just("equals"), st.integers(0, 2), st.none() | st.integers(0, 2)
    ),
    st.tuples(st.just("checkbox"), st.just("equals"), st.booleans(), st.booleans()),
    st.tuples(
        st.just("select"),
        st.just("equals"),
        st.sampled_from(["완료", "할 일"]),
        st.none() | st.sampled_from(OPTIONS),
    ),
    st.tuples(
        st.just("multi_select"),
        st.just("contains"),
        st.sampled_from(["완료", "할 일"]),
        st.lists(st.sampled_from(OPTIONS), max_size=2),
    ),
    st.tuples(
        st.just("people"),
        st.just("contains"),
        st.sampled_from([ADA, BEN]),
        st.lists(st.builds(dict, id=st.sampled_from([ADA, BEN])), max_size=2),
    ),
)
OPPOSITES = {"equals": "does_not_equal", "contains": "does_not_contain"}


@given(PAIRS)
def test_a_condition_and_its_opposite_part_all_rows(case):
    type_, operator, argument, value = case

    assert keeps(type_, {operator: argument}, value) != keeps(
        type_, {OPPOSITES[operator]: argument}, value
    )


@given(PAIRS)
def test_every_row_is_empty_or_not(case):
    type_, _, _, value = case
    if type_ != "checkbox":
        empty = keeps(type_, {"is_empty": True}, value)

        assert empty != keeps(type_, {"is_not_empty": True}, value)
