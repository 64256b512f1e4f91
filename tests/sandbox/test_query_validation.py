"""Malformed filters and sorts are refused in Notion's words."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion.query import QueryError, matches, sort_rows, validate_filter, validate_sorts

OPTIONS = [
    {"id": "o1", "name": "Open", "color": "gray"},
    {"id": "o2", "name": "Done", "color": "green"},
]
SCHEMA = {
    "Name": {"id": "title", "name": "Name", "type": "title", "title": {}},
    "Status": {"id": "s", "name": "Status", "type": "status", "status": {"options": OPTIONS}},
    "Points": {"id": "p", "name": "Points", "type": "number", "number": {}},
    "Due": {"id": "d", "name": "Due", "type": "date", "date": {}},
    "Late": {"id": "l", "name": "Late", "type": "formula", "formula": {}},
    "Budget": {"id": "b", "name": "Budget", "type": "rollup", "rollup": {}},
    "Go": {"id": "g", "name": "Go", "type": "button", "button": {}},
    "People": {"id": "o", "name": "People", "type": "people", "people": {}},
}
POINTS = {"property": "Points", "number": {"equals": 1}}


def refusal(filter_):
    with pytest.raises(QueryError) as caught:
        validate_filter(filter_, SCHEMA)
    return str(caught.value)


def sort_refusal(sorts):
    with pytest.raises(QueryError) as caught:
        validate_sorts(sorts, SCHEMA)
    return str(caught.value)


def test_an_unknown_property_is_named():
    assert refusal({"property": "Prio", "select": {"equals": "A"}}) == (
        "Could not find property with name or id: Prio"
    )


def test_a_filter_of_another_type_than_the_property_is_refused():
    assert refusal({"property": "Status", "select": {"equals": "Done"}}) == (
        "database property status does not match filter select"
    )


def test_an_unknown_option_lists_the_known_ones():
    assert refusal({"property": "Status", "status": {"equals": ["Done", "Lost"]}}) == (
        'status option "Lost" not found for property "Status". Available options: "Open", "Done".'
    )


def test_more_than_a_hundred_filters_in_a_group_are_refused():
    assert refusal({"and": [POINTS] * 101}) == (
        "body failed validation: body.filter.and.length should be ≤ `100`, instead was `101`."
    )


def test_two_levels_of_groups_pass_and_a_third_is_refused():
    validate_filter({"and": [{"or": [POINTS]}]}, SCHEMA)

    message = refusal({"and": [{"or": [{"and": [POINTS]}]}]})
    assert message.startswith(
        "body failed validation: body.filter.and[0].or[0].and should be not present"
    )


@pytest.mark.parametrize(
    ("filter_", "message"),
    [
        ([], "body.filter should be an object, instead was `[]`."),
        ({"and": {}}, "body.filter.and should be an array, instead was `{}`."),
        (
            {"property": 3, "number": {}},
            "body.filter.property should be a string, instead was `3`.",
        ),
        (
            {"property": "Points", "number": 1},
            "body.filter.number should be an object, instead was `1`.",
        ),
        ({"property": "Points"}, "body.filter.number should be defined, instead was `undefined`."),
        (
            {"property": "Points", "number": {}},
            "body.filter.number.equals should be defined, instead was `undefined`.",
        ),
        (
            {"property": "Points", "number": {"equals": "1"}},
            'body.filter.number.equals should be a number, instead was `"1"`.',
        ),
        (
            {"property": "Points", "number": {"contains": 1}},
            "body.filter.number.contains should be not present, instead was `1`.",
        ),
        (
            {"property": "Points", "number": {"less_than": 9, "greater_than": 1}},
            "body.filter.number.greater_than should be not present, instead was `1`.",
        ),
        (
            {"property": "Points", "type": "date", "number": {"equals": 1}},
            'body.filter.type should be "number", instead was `"date"`.',
        ),
        (
            {"property": "Due", "date": {"before": "soon"}},
            'body.filter.date.before should be a valid ISO 8601 date string, instead was `"soon"`.',
        ),
        (
            {"property": "Due", "date": {"is_empty": False}},
            "body.filter.date.is_empty should be `true`, instead was `false`.",
        ),
        (
            {"property": "Late", "formula": {"text": {}}},
            "body.filter.formula.text should be not present, instead was `{}`.",
        ),
        (
            {"property": "Budget", "rollup": {"any": {"number": {"equals": None}}}},
            "body.filter.rollup.any.number.equals should be a number, instead was `null`.",
        ),
        (
            {"property": "People", "people": {"contains": "Ada"}},
            'body.filter.people.contains should be a valid uuid or "me", instead was `"Ada"`.',
        ),
        (
            {"timestamp": "due", "due": {}},
            'body.filter.timestamp should be "created_time" or "last_edited_time", '
            'instead was `"due"`.',
        ),
        (
            {"timestamp": "created_time"},
            "body.filter.created_time should be defined, instead was `undefined`.",
        ),
    ],
)
def test_a_malformed_filter_is_refused_with_its_place(filter_, message):
    assert refusal(filter_) == f"body failed validation: {message}"


def test_an_empty_object_is_told_what_a_filter_may_be():
    assert "body.filter.property should be defined" in refusal({})


def test_a_button_cannot_be_filtered():
    assert refusal({"property": "Go", "button": {}}) == (
        "Filtering by a property of type button is not supported."
    )


def test_a_long_value_is_cut_in_the_message():
    assert len(refusal({"property": "Points", "number": {"equals": "9" * 500}})) < 250


def test_no_filter_and_no_sorts_pass():
    validate_filter(None, SCHEMA)
    validate_sorts(None, SCHEMA)
    validate_sorts([], SCHEMA)


@pytest.mark.parametrize(
    ("sorts", "message"),
    [
        ({}, "body.sorts should be an array, instead was `{}`."),
        ([{}] * 101, "body.sorts.length should be ≤ `100`, instead was `101`."),
        (["Due"], 'body.sorts[0] should be an object, instead was `"Due"`.'),
        (
            [{"property": "Due"}],
            "body.sorts[0].direction should be defined, instead was `undefined`.",
        ),
        (
            [{"direction": "ascending"}],
            "body.sorts[0].property should be defined, instead was `undefined`.",
        ),
        (
            [{"property": "Due", "direction": "up"}],
            'body.sorts[0].direction should be "ascending" or "descending", instead was `"up"`.',
        ),
        (
            [{"timestamp": "due", "direction": "ascending"}],
            'body.sorts[0].timestamp should be "created_time" or "last_edited_time", '
            'instead was `"due"`.',
        ),
        (
            [{"property": "Due", "direction": "ascending", "nulls": 1}],
            "body.sorts[0].nulls should be not present, instead was `1`.",
        ),
    ],
)
def test_a_malformed_sort_is_refused_with_its_place(sorts, message):
    assert sort_refusal(sorts) == f"body failed validation: {message}"


def test_a_sort_by_an_unknown_property_is_named():
    assert sort_refusal([{"property": "Prio", "direction": "ascending"}]) == (
        "Could not find sort property with name or id: Prio"
    )


VOCABULARY = (
    "and or property timestamp type number date status title formula rollup any string equals "
    "before contains is_empty this_week created_time direction ascending Name Status Points Due "
    "Late Budget Go 2026-01-01 Done"
)
WORDS = st.sampled_from(VOCABULARY.split())
LEAVES = st.none() | st.booleans() | st.integers() | WORDS | st.text(max_size=3)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=12,
)
EMPTY_ROW = {"created_time": "2026-01-01T00:00:00.000Z", "properties": {}}


@given(JSON)
def test_any_json_is_a_filter_that_works_or_is_refused(filter_):
    try:
        validate_filter(filter_, SCHEMA)
    except QueryError:
        return
    assert matches(filter_, EMPTY_ROW, SCHEMA, datetime(2026, 1, 1, tzinfo=UTC)) in (True, False)


@given(JSON)
def test_any_json_is_a_sort_that_works_or_is_refused(sorts):
    try:
        validate_sorts(sorts, SCHEMA)
    except QueryError:
        return
    assert sort_rows([EMPTY_ROW], sorts, SCHEMA) == [EMPTY_ROW]
