"""A mirror of what Notion answers, also of what cannot be made here."""

from typing import Any

from sandbox.notion.mirror import mirror
from sandbox.notion.snapshot import page_snapshot
from tests.sandbox.notionkit import Api, serving, text_value

Json = dict[str, Any]

ADA = {
    "object": "user",
    "id": "7775f3a3-893f-43fa-b625-460c61094c78",
    "name": "Ada",
    "avatar_url": None,
    "type": "person",
    "person": {},
}
BEN = {"object": "user", "id": "1d2c3b4a-0000-4000-8000-000000000000"}
PAGE, DATABASE, SOURCE, VIEW, ROW, FAR, FAR_ROW, ABOVE, ORIGIN, HOME_OF_FAR = (
    f"393abc1e-edcd-818a-81e9-e14c2f78900{i}" for i in range(10)
)
TIME = "2026-07-04T09:08:00.000Z"
STAMP: Json = {
    "created_time": TIME,
    "last_edited_time": TIME,
    "created_by": {"object": "user", "id": ADA["id"]},
    "last_edited_by": {"object": "user", "id": ADA["id"]},
}
LOOKS: Json = {"icon": None, "cover": None, "url": "https://www.notion.so/x", "in_trash": False}


def runs(words: str) -> list[Json]:
    plain = {"bold": False, "italic": False, "strikethrough": False, "underline": False}
    return [
        {
            "type": "text",
            "text": {"content": words, "link": None},
            "annotations": {**plain, "code": False, "color": "default"},
            "plain_text": words,
            "href": None,
        }
    ]


def page(name: str, parent: Json, properties: Json, **more: Any) -> Json:
    return {
        "object": "page",
        "id": name,
        "parent": parent,
        "properties": properties,
        **STAMP,
        **LOOKS,
        **more,
    }


def titled(words: str) -> Json:
    return {"title": {"id": "title", "type": "title", "title": runs(words)}}


def block(number: int, kind: str, content: Json, parent: str = PAGE, **more: Any) -> Json:
    place = "page_id" if parent == PAGE else "block_id"
    return {
        "object": "block",
        "id": f"49{number:06}-0000-4000-8000-000000000000",
        "parent": {"type": place, place: parent},
        "has_children": False,
        "in_trash": False,
        "type": kind,
        kind: content,
        **STAMP,
        **more,
    }


HOME = page(
    PAGE, {"type": "page_id", "page_id": ABOVE}, titled("집"), is_ai_written=False, icon=None
)
SCHEMA: Json = {
    "Go": {"id": "gogo", "name": "Go", "type": "button", "button": {}},
    "Sum": {
        "id": "sums",
        "name": "Sum",
        "type": "rollup",
        "rollup": {
            "relation_property_id": "link",
            "relation_property_name": "Link",
            "rollup_property_id": "cost",
            "rollup_property_name": "Cost",
            "function": "sum",
        },
    },
    "Odd": {
        "id": "oddo",
        "name": "Odd",
        "type": "formula",
        "formula": {"expression": 'telepathy(prop("Name"))'},
    },
    "Link": {
        "id": "link",
        "name": "Link",
        "type": "relation",
        "relation": {
            "database_id": HOME_OF_FAR,
            "data_source_id": FAR,
            "dual_property": {"synced_property_name": "Back", "synced_property_id": "back"},
        },
    },
    "Who": {"id": "whoo", "name": "Who", "type": "people", "people": {}},
    "Made by": {"id": "made", "name": "Made by", "type": "created_by", "created_by": {}},
    "Name": {"id": "title", "name": "Name", "type": "title", "title": {}},
}
VALUES: Json = {
    "Go": {"id": "gogo", "type": "button", "button": {}},
    "Sum": {
        "id": "sums",
        "type": "rollup",
        "rollup": {"type": "number", "number": 12, "function": "sum"},
    },
    "Odd": {"id": "oddo", "type": "formula", "formula": {"type": "string", "string": "…"}},
    "Link": {"id": "link", "type": "relation", "relation": [{"id": FAR_ROW}], "has_more": False},
    "Who": {"id": "whoo", "type": "people", "people": [ADA]},
    "Made by": {"id": "made", "type": "created_by", "created_by": ADA},
    "Name": {"id": "title", "type": "title", "title": runs("row")},
}
OF_SOURCE: Json = {"type": "data_source_id", "data_source_id": SOURCE, "database_id": DATABASE}
TASKS: list[Json] = [
    {
        "object": "database",
        "id": DATABASE,
        "parent": {"type": "page_id", "page_id": PAGE},
        "title": runs("Tasks"),
        "is_inline": True,
        "data_sources": [{"id": SOURCE, "name": "Tasks"}],
        "created_time": "2026-07-04T09:09:02.278+00:00",
        "last_edited_time": "2026-07-04T09:09:02.278+00:00",
        **LOOKS,
    },
    {
        "object": "data_source",
        "id": SOURCE,
        "parent": {"type": "database_id", "database_id": DATABASE},
        "database_parent": {"type": "page_id", "page_id": PAGE},
        "title": runs("Tasks"),
        "properties": SCHEMA,
        **STAMP,
        **LOOKS,
    },
    {
        "object": "view",
        "id": VIEW,
        "parent": {"type": "database_id", "database_id": DATABASE},
        "data_source_id": SOURCE,
        "name": "All",
        "type": "table",
        "filter": None,
        "sorts": None,
        "quick_filters": None,
        "configuration": None,
        **STAMP,
    },
    page(ROW, OF_SOURCE, VALUES),
]
EVERYTHING = [HOME, block(0, "child_database", {"title": "Tasks"}, id=DATABASE), *TASKS]


async def value(api: Api, name: str) -> Json:
    row = await api.ok("GET", f"/v1/pages/{ROW}")
    prop = row["properties"][name]
    return dict(prop)


async def test_types_of_blocks_that_cannot_be_made_here_stand_in_their_places():
    kinds = [
        block(1, "link_preview", {"url": "https://example.com"}),
        block(2, "unsupported", {"block_type": "ai_block"}),
        block(3, "paragraph", {"rich_text": runs("words"), "color": "default"}),
    ]
    async with serving(mirror([HOME, *kinds])) as api:
        shown = await api.children(PAGE)
        assert [(b["id"], b["type"], b["has_children"]) for b in shown] == [
            (b["id"], b["type"], b["has_children"]) for b in kinds
        ]
        assert shown[0]["link_preview"] == {"url": "https://example.com"}
        assert shown[2]["paragraph"]["icon"] is None
        odd = kinds[1]["id"]
        await api.refused("PATCH", f"/v1/blocks/{odd}/children", {"children": [{"divider": {}}]})
        await api.ok("DELETE", f"/v1/blocks/{odd}")


def test_types_of_blocks_that_nobody_knows_yet_are_shown_too():
    unheard = block(1, "hologram", {"depth": 3}, has_children=True)
    (shown,) = page_snapshot(mirror([HOME, unheard]), PAGE)["blocks"]
    assert shown["hologram"] == {"depth": 3}
    assert [child["type"] for child in shown["children"]] == ["paragraph"]


async def test_values_of_every_type_are_answered_as_they_were():
    async with serving(mirror(EVERYTHING)) as api:
        for name, held in VALUES.items():
            assert await value(api, name) == held, name


async def test_a_row_can_be_written_beside_what_cannot():
    async with serving(mirror(EVERYTHING)) as api:
        row = await api.row(SOURCE, Name=text_value("new"), Who={"people": [{"id": ADA["id"]}]})
        assert row["properties"]["Who"]["people"] == [ADA]
        found = await api.ok("POST", f"/v1/data_sources/{SOURCE}/query", {})
        assert [r["id"] for r in found["results"]] == [row["id"], ROW]
        links = {"properties": {"Link": {"relation": []}}}
        assert await api.ok("PATCH", f"/v1/pages/{ROW}", links)


async def test_schemas_change_around_what_cannot_be_made_here():
    async with serving(mirror(EVERYTHING)) as api:
        wanted = {"Late": {"formula": {"expression": 'prop("Sum") > 3'}}, "Go": {"name": "Start"}}
        path = f"/v1/data_sources/{SOURCE}"
        changed = await api.ok("PATCH", path, {"properties": wanted})
        assert {"Late", "Start"} <= changed["properties"].keys()
        assert (await value(api, "Late"))["formula"] == {"type": "boolean", "boolean": True}


async def test_users_are_as_whole_as_they_were_seen():
    answers = [*EVERYTHING[:-1], page(ROW, OF_SOURCE, {**VALUES, "Who": {**VALUES["Who"]}})]
    asks = {"properties": {"Who": {"people": [{"id": BEN["id"]}]}}}
    async with serving(mirror(answers, [asks])) as api:
        shown = await api.ok("PATCH", f"/v1/pages/{ROW}", asks)
        assert shown["properties"]["Who"]["people"] == [BEN]
    async with serving(mirror(answers)) as api:
        assert "Could not find user" in await api.refused("PATCH", f"/v1/pages/{ROW}", asks)


async def test_a_row_that_was_asked_for_alone_keeps_its_properties():
    row = page(ROW, OF_SOURCE, VALUES)
    workspace = mirror([row])
    async with serving(workspace) as api:
        shown = await api.ok("GET", f"/v1/pages/{ROW}")
        assert shown["properties"] == VALUES
        assert shown["parent"] == OF_SOURCE
    assert page_snapshot(workspace, ROW)["page"]["id"] == ROW


async def test_a_copy_of_a_synced_block_elsewhere_shows_what_was_read_through_it():
    copy = block(
        1,
        "synced_block",
        {"synced_from": {"type": "block_id", "block_id": ORIGIN}},
        has_children=True,
    )
    inside = block(2, "paragraph", {"rich_text": runs("shared"), "color": "default"}, ORIGIN)
    workspace = mirror([HOME, copy, inside])
    async with serving(workspace) as api:
        assert [b["id"] for b in await api.children(PAGE)] == [copy["id"]]
        assert [b["id"] for b in await api.children(copy["id"])] == [inside["id"]]
    (shown,) = page_snapshot(workspace, PAGE)["blocks"]
    assert [child["id"] for child in shown["children"]] == [inside["id"]]


async def test_what_is_only_named_is_there():
    mention = {
        **runs("Plan")[0],
        "type": "mention",
        "mention": {"type": "page", "page": {"id": FAR_ROW}},
    }
    named = block(1, "paragraph", {"rich_text": [mention], "color": "default"})
    link = block(2, "link_to_page", {"type": "database_id", "database_id": FAR})
    workspace = mirror([HOME, named, link], [{"parent": {"page_id": ORIGIN}}])
    async with serving(workspace) as api:
        shown = (await api.children(PAGE))[0]["paragraph"]["rich_text"][0]
        assert shown["plain_text"] == "Plan"
        assert (await api.ok("GET", f"/v1/databases/{FAR}"))["data_sources"] == []
        moved = {"parent": {"page_id": ORIGIN}}
        assert (await api.ok("POST", f"/v1/pages/{PAGE}/move", moved))["parent"][
            "page_id"
        ] == ORIGIN


def test_columns_stand_as_the_views_list_them():
    columns = [{"property_id": name} for name in ("whoo", "link")]
    view = {**TASKS[2], "configuration": {"type": "table", "properties": columns}}
    shown = page_snapshot(mirror([*EVERYTHING[:-2], view, EVERYTHING[-1]]), PAGE)
    schema = shown["databases"][DATABASE]["data_source"]["properties"]
    assert list(schema)[:3] == ["Name", "Who", "Link"]
