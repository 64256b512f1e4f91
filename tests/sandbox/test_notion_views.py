"""Views: tabs, linked databases, dashboards, cached queries."""

import pytest

from tests.sandbox.notionkit import Api, paragraph, text_value

SCHEMA = {
    "Name": {"title": {}},
    "Status": {"status": {}},
    "Due": {"date": {}},
    "Hours": {"number": {}},
}
MANUAL = {"sort": {"type": "manual"}}
BY_STATUS = {"type": "status", "property_id": "Status", "group_by": "option", **MANUAL}
CONFIGURATIONS = {
    "table": {"wrap_cells": True, "properties": [{"property_id": "Due", "visible": False}]},
    "board": {"group_by": BY_STATUS, "cover": {"type": "page_cover"}, "card_layout": "compact"},
    "list": {"properties": [{"property_id": "title"}]},
    "calendar": {"date_property_id": "Due", "view_range": "month"},
    "timeline": {"date_property_id": "Due", "preference": {"zoom_level": "month"}},
    "gallery": {"cover_size": "large"},
    "form": {"is_form_closed": False},
    "chart": {
        "chart_type": "column",
        "x_axis": BY_STATUS,
        "y_axis": {"aggregator": "sum", "property_id": "Hours"},
    },
    "map": {"height": "large"},
    "dashboard": {},
}


async def project(api: Api) -> tuple[str, str, str]:
    home = await api.page(children=[paragraph("top"), paragraph("bottom")])
    return home["id"], *await api.database(home["id"], "Tasks", SCHEMA)


def view(database: str, source: str, kind: str, **more) -> dict:
    home = {} if "view_id" in more or "create_database" in more else {"database_id": database}
    return {"data_source_id": source, "name": kind, "type": kind, **home, **more}


async def tabs(api: Api, database: str) -> list[str]:
    listed = await api.ok("GET", f"/v1/views?database_id={database}")
    return [item["id"] for item in listed["results"]]


@pytest.mark.parametrize("kind", sorted(CONFIGURATIONS))
async def test_every_type_of_view_is_made_and_read_back(api: Api, kind: str):
    _, database, source = await project(api)
    settings = {"configuration": {"type": kind, **CONFIGURATIONS[kind]}}
    made = await api.ok("POST", "/v1/views", view(database, source, kind, **settings))
    read = await api.ok("GET", f"/v1/views/{made['id']}")
    assert read["configuration"] == made["configuration"]
    assert read["configuration"].keys() >= {"type", *CONFIGURATIONS[kind]}


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        ("board", {}, "configuration.group_by should be defined"),
        ("calendar", {}, "configuration.date_property_id should be defined"),
        ("chart", {}, "configuration.chart_type should be defined"),
        ("table", {"configuration": {"type": "board"}}, 'type should be `"table"`'),
        ("table", {"configuration": {"type": "table", "glow": 1}}, "glow should be not present"),
        ("calendar", {"configuration": {"date_property_id": "Nope"}}, "Could not find property"),
        ("table", {"filter": {"property": "Nope", "number": {"equals": 1}}}, "Nope"),
        ("table", {"view_id": "0" * 32}, "not present"),
        ("table", {"placement": {"type": "new_row"}}, "placement should be not present"),
    ],
)
async def test_a_view_that_notion_would_refuse_is_refused(
    api: Api, kind: str, more: dict, words: str
):
    _, database, source = await project(api)
    body = {**view(database, source, kind), **more}
    assert words in await api.refused("POST", "/v1/views", body)
    assert len(await tabs(api, database)) == 1


async def test_a_new_database_has_one_table_called_default_view(api: Api):
    _, database, _ = await project(api)
    [name] = await tabs(api, database)
    found = await api.ok("GET", f"/v1/views/{name}")
    assert (found["name"], found["type"], found["filter"], found["configuration"]) == (
        "Default view",
        "table",
        None,
        {"type": "table"},
    )


async def test_views_stand_where_position_says(api: Api):
    _, database, source = await project(api)
    [default] = await tabs(api, database)
    first = await api.ok(
        "POST", "/v1/views", view(database, source, "list", position={"type": "start"})
    )
    after = {"type": "after_view", "view_id": first["id"]}
    second = await api.ok("POST", "/v1/views", view(database, source, "gallery", position=after))
    assert await tabs(api, database) == [first["id"], second["id"], default]


async def test_the_last_view_cannot_be_deleted(api: Api):
    _, database, source = await project(api)
    [default] = await tabs(api, database)
    await api.refused("DELETE", f"/v1/views/{default}")
    other = await api.ok("POST", "/v1/views", view(database, source, "list"))
    gone = await api.ok("DELETE", f"/v1/views/{default}")
    assert list(gone)[:4] == ["object", "id", "parent", "type"]
    assert await tabs(api, database) == [other["id"]]
    await api.refused("GET", f"/v1/views/{default}", status=404)


async def test_an_update_keeps_what_it_does_not_name(api: Api):
    _, database, source = await project(api)
    board = {"configuration": {"group_by": BY_STATUS, "card_layout": "compact"}}
    made = await api.ok("POST", "/v1/views", view(database, source, "board", **board))
    body = {"configuration": {"type": "board", "cover_size": "small"}, "name": "Board"}
    changed = await api.ok("PATCH", f"/v1/views/{made['id']}", body)
    assert changed["configuration"] == {**made["configuration"], "cover_size": "small"}
    await api.refused("PATCH", f"/v1/views/{made['id']}", {"type": "list"})


async def test_a_linked_database_shows_another_source_where_it_was_put(api: Api):
    home, database, source = await project(api)
    anchor = (await api.children(home))[0]["id"]
    link = {
        "parent": {"type": "page_id", "page_id": home},
        "position": {"type": "after_block", "block_id": anchor},
    }
    made = await api.ok("POST", "/v1/views", view(database, source, "list", create_database=link))
    linked = await api.ok("GET", f"/v1/databases/{made['parent']['database_id']}")
    assert [item["id"] for item in linked["data_sources"]] == [source]
    assert (await api.children(home))[1]["id"] == linked["id"] != database


async def test_a_dashboard_holds_widgets_in_rows(api: Api):
    _, database, source = await project(api)
    board = await api.ok("POST", "/v1/views", view(database, source, "dashboard"))
    widget = view(database, source, "table", view_id=board["id"])
    first = await api.ok("POST", "/v1/views", widget)
    beside = {"type": "existing_row", "row_index": 0}
    second = await api.ok("POST", "/v1/views", {**widget, "placement": beside})
    third = await api.ok("POST", "/v1/views", widget)
    rows = (await api.ok("GET", f"/v1/views/{board['id']}"))["configuration"]["rows"]
    placed = [[item["view_id"] for item in row["widgets"]] for row in rows]
    assert placed == [[first["id"], second["id"]], [third["id"]]]
    assert first["dashboard_view_id"] == board["id"]
    assert len(await tabs(api, database)) == 2


async def test_a_views_query_is_cached_with_its_filter(api: Api):
    _, database, source = await project(api)
    for hours in (1, 2, 3):
        await api.row(source, Name=text_value(str(hours)), Hours={"number": hours})
    condition = {"filter": {"property": "Hours", "number": {"greater_than": 1}}}
    made = await api.ok("POST", "/v1/views", view(database, source, "table", **condition))
    path = f"/v1/views/{made['id']}/queries"
    query = await api.ok("POST", path, {"page_size": 1})
    await api.row(source, Name=text_value("late"), Hours={"number": 9})
    rest = await api.ok("GET", f"{path}/{query['id']}?start_cursor={query['next_cursor']}")
    assert (query["total_count"], len(query["results"]), len(rest["results"])) == (2, 1, 1)
    assert (await api.ok("DELETE", f"{path}/{query['id']}"))["deleted"]
    await api.refused("GET", f"{path}/{query['id']}", status=404)


async def test_a_view_goes_on_to_mean_a_property_that_is_called_otherwise(api: Api):
    _, database, source = await project(api)
    for hours in (2, 1):
        await api.row(source, Name=text_value(str(hours)), Hours={"number": hours})
    settings = {
        "filter": {"and": [{"property": "Hours", "number": {"greater_than": 0}}]},
        "sorts": [{"property": "Hours", "direction": "ascending"}],
        "quick_filters": {"Hours": {"number": {"less_than": 9}}},
        "configuration": {"type": "calendar", "date_property_id": "Due"},
    }
    made = await api.ok("POST", "/v1/views", view(database, source, "calendar", **settings))
    names = {"Hours": {"name": "Time"}, "Due": {"name": "Until"}}
    await api.ok("PATCH", f"/v1/data_sources/{source}", {"properties": names})
    read = await api.ok("GET", f"/v1/views/{made['id']}")

    assert read["filter"] == {"and": [{"property": "Time", "number": {"greater_than": 0}}]}
    assert read["sorts"] == [{"property": "Time", "direction": "ascending"}]
    assert read["quick_filters"] == {"Time": {"number": {"less_than": 9}}}
    assert read["configuration"]["date_property_name"] == "Until"
    query = await api.ok("POST", f"/v1/views/{made['id']}/queries", {})
    assert query["total_count"] == 2


async def test_a_view_asks_nothing_of_a_property_that_was_deleted_until_it_comes_back(api: Api):
    _, database, source = await project(api)
    for hours in (1, 3, 2):
        await api.row(source, Name=text_value(str(hours)), Hours={"number": hours})
    more, named = {"number": {"greater_than": 1}}, {"title": {"does_not_equal": "3"}}
    settings = {
        "filter": {"and": [{"property": "Hours", **more}, {"property": "Name", **named}]},
        "sorts": [{"property": "Hours", "direction": "ascending"}],
    }
    made = await api.ok("POST", "/v1/views", view(database, source, "table", **settings))
    schema = (await api.ok("GET", f"/v1/data_sources/{source}"))["properties"]
    path, ask = f"/v1/data_sources/{source}", f"/v1/views/{made['id']}/queries"

    await api.ok("PATCH", path, {"properties": {"Hours": None}})
    assert (await api.ok("POST", ask, {}))["total_count"] == 2
    await api.ok("PATCH", path, {"properties": {"Hours": {"id": schema["Hours"]["id"]}}})
    assert (await api.ok("POST", ask, {}))["total_count"] == 1
