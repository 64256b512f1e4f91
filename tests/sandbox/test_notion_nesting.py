"""What nests too deep or is too long is refused by its place, and breaks nothing."""

from datetime import UTC, datetime

import pytest

from sandbox.notion import Workspace, create_app
from sandbox.notion.query import QueryError, check_effort, matches
from tests.sandbox.notionkit import HEADERS, runs

DEEP = 400
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def groups(levels, inner):
    return inner if levels == 0 else {"and": [groups(levels - 1, inner)]}


def toggles(levels):
    below = {"children": [toggles(levels - 1)]} if levels else {}
    return {"toggle": {"rich_text": runs("deeper"), **below}}


async def refused(api, method, path, body):
    status, answer = await api.send(method, path, body)
    assert (status, answer["code"]) == (400, "validation_error"), answer
    return answer["message"]


async def test_a_body_that_nests_too_deep_is_refused_by_its_place(api):
    page = (await api.page())["id"]
    _, source = await api.database(page, "Tasks", {"Name": {"title": {}}})
    condition = {"property": "Name", "title": {"is_empty": True}}
    mention = {"mention": {"date": groups(DEEP, {})}}
    requests = {
        "body.filter.and[0]": ("POST", "/v1/search", {"filter": groups(DEEP, {})}),
        "body.filter.and[0].and[0]": (
            *("POST", f"/v1/data_sources/{source}/query"),
            {"filter": groups(DEEP, condition)},
        ),
        "body.children[0].toggle.children[0]": (
            *("PATCH", f"/v1/blocks/{page}/children"),
            {"children": [toggles(DEEP // 3)]},
        ),
        "body.properties.Name.title[0].mention.date": (
            *("POST", "/v1/pages"),
            {"parent": {"data_source_id": source}, "properties": {"Name": {"title": [mention]}}},
        ),
    }
    for place, request in requests.items():
        message = await refused(api, *request)
        assert message.startswith(f"body failed validation: {place}"), message
        assert message.endswith("should be at most 40 levels deep, but is deeper.")


async def test_a_filter_has_two_levels_of_groups(api):
    page = (await api.page())["id"]
    _, source = await api.database(page, "Tasks", {"Name": {"title": {}}})
    condition = {"property": "Name", "title": {"is_empty": True}}
    path = f"/v1/data_sources/{source}/query"

    await api.ok("POST", path, {"filter": groups(2, condition)})
    message = await refused(api, "POST", path, {"filter": groups(3, condition)})

    assert "body.filter.and[0].and[0].and should be not present" in message


async def test_many_conditions_over_many_rows_are_refused():
    condition = {"property": "Name", "title": {"contains": "a"}}
    hundreds = {"or": [{"and": [condition] * 100}] * 100}

    check_effort(hundreds, [], 100)
    with pytest.raises(QueryError, match="100000000 comparisons of 10000 rows"):
        check_effort(hundreds, [], 10_000)
    with pytest.raises(QueryError):
        check_effort(None, [{"property": "Name", "direction": "ascending"}] * 101, 10_000)


async def test_a_group_asks_no_further_than_it_must():
    rows = {"properties": {"Name": {"type": "title", "title": runs("a")}}}
    schema = {"Name": {"id": "title", "name": "Name", "type": "title", "title": {}}}
    condition = {"property": "Name", "title": {"contains": "a"}}
    broken = {"property": "Gone", "title": {"contains": "a"}}

    assert matches({"or": [condition, broken]}, rows, schema, NOW)
    assert not matches(
        {"and": [{"property": "Name", "title": {"is_empty": True}}, broken]}, rows, schema, NOW
    )


async def test_thousands_of_properties_are_refused_before_they_are_made(api):
    page = (await api.page())["id"]
    properties = {f"P{n}": {"date": {}} for n in range(12_000)}
    body = {"parent": {"page_id": page}, "initial_data_source": {"properties": properties}}

    message = await refused(api, "POST", "/v1/databases", body)

    assert "properties.length should be ≤ `500`, instead was `12000`" in message


async def test_rows_do_not_name_more_options_than_a_schema_holds(api):
    page = (await api.page())["id"]
    tags = {"Name": {"title": {}}, "Tags": {"multi_select": {}}}
    _, source = await api.database(page, "Tags", tags)
    messages = []
    for batch in range(6):
        options = [{"name": f"{batch} {n}"} for n in range(100)]
        body = {
            "parent": {"data_source_id": source},
            "properties": {"Tags": {"multi_select": options}},
        }
        messages.append((await api.send("POST", "/v1/pages", body))[1].get("message"))

    assert messages[0] is None
    assert messages[-1] == "The schema exceeds the maximum of 50000 bytes"


async def test_a_search_has_the_length_of_a_text(api):
    message = await refused(api, "POST", "/v1/search", {"query": "a " * 2000})

    assert message.startswith("body failed validation: body.query.length should be ≤ `2000`")


@pytest.mark.parametrize("zone", ["Europe", "x" * 300, "../etc", "\0"])
async def test_a_zone_that_is_none_is_refused(api, zone):
    page = (await api.page())["id"]
    due = {"Name": {"title": {}}, "Due": {"date": {}}}
    _, source = await api.database(page, "Tasks", due)
    value = {"date": {"start": "2026-01-01T10:00:00", "time_zone": zone}}
    body = {"parent": {"data_source_id": source}, "properties": {"Due": value}}

    assert "a valid time zone" in await refused(api, "POST", "/v1/pages", body)


@pytest.mark.parametrize(
    ("query", "headers"), [(b"page_size=\xff", []), (b"", [(b"x-odd", b"\xff")])]
)
async def test_odd_bytes_in_addresses_and_headers_are_read(query, headers):
    app = create_app(await Workspace.open(None))
    sent = []
    known = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
    scope = {"type": "http", "method": "GET", "path": "/v1/comments", "query_string": query}

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    await app({**scope, "headers": [*known, *headers]}, receive, send)

    assert sent[0]["status"] == 400
    assert b"query.block_id should be defined" in sent[1]["body"]
