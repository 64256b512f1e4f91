"""What the viewer gets: a page in one piece."""

from dataclasses import replace

import pytest

from sandbox.notion import Workspace
from sandbox.notion.errors import NotFoundError
from sandbox.notion.records import Block
from sandbox.notion.snapshot import page_snapshot, workspace_index
from tests.sandbox.notionkit import paragraph, serving, text_value


async def build(workspace: Workspace) -> dict[str, str]:
    async with serving(workspace) as api:
        home = await api.page(
            "Home", icon={"emoji": "🏠"}, children=[paragraph("a", children=[paragraph("b")])]
        )
        sub = {"parent": {"page_id": home["id"]}, "properties": {"title": text_value("Sub")}}
        page = await api.ok("POST", "/v1/pages", sub)
        _, people = await api.database(home["id"], "People", {"Name": {"title": {}}})
        database, source = await api.database(
            page["id"],
            "Tasks",
            {
                "Name": {"title": {}},
                "Who": {"relation": {"data_source_id": people, "single_property": {}}},
            },
        )
        person = await api.row(people, Name=text_value("Ada"))
        links = {"relation": [{"id": person["id"]}]}
        rows = [await api.row(source, Name=text_value(n), Who=links) for n in ("one", "two")]
        link = {"parent": {"type": "page_id", "page_id": home["id"]}}
        body = {"data_source_id": source, "name": "L", "type": "list", "create_database": link}
        linked = (await api.ok("POST", "/v1/views", body))["parent"]["database_id"]
    return {
        "home": home["id"],
        "page": page["id"],
        "database": database,
        "linked": linked,
        "person": person["id"],
        "row": rows[0]["id"],
    }


async def test_a_page_comes_with_blocks_databases_and_the_pages_it_names():
    workspace = await Workspace.open(None)
    ids = await build(workspace)
    shown = page_snapshot(workspace, ids["page"])
    assert [crumb["title"] for crumb in shown["breadcrumb"]] == ["Home"]
    database = shown["databases"][ids["database"]]
    assert [r["properties"]["Name"]["title"][0]["plain_text"] for r in database["rows"]] == [
        "one",
        "two",
    ]
    assert [view["name"] for view in database["views"]] == ["Default view"]
    assert shown["pages"][ids["person"]] == {"title": "Ada", "icon": None}


async def test_blocks_are_nested_and_subpages_are_named_only():
    workspace = await Workspace.open(None)
    ids = await build(workspace)
    shown = page_snapshot(workspace, ids["home"])
    assert [block["type"] for block in shown["blocks"]] == [
        *("paragraph", "child_page", "child_database", "child_database"),
    ]
    assert shown["blocks"][0]["children"][0]["type"] == "paragraph"
    assert shown["blocks"][1]["children"] == []
    assert shown["pages"][ids["page"]]["title"] == "Sub"


async def test_a_linked_database_shows_the_rows_of_its_source():
    workspace = await Workspace.open(None)
    ids = await build(workspace)
    linked = page_snapshot(workspace, ids["home"])["databases"][ids["linked"]]
    assert len(linked["rows"]) == 2
    assert linked["database"]["id"] == ids["linked"]
    assert [view["type"] for view in linked["views"]] == ["list"]


async def test_a_row_brings_the_schema_of_its_data_source():
    workspace = await Workspace.open(None)
    ids = await build(workspace)
    shown = page_snapshot(workspace, ids["row"])
    assert set(shown["data_source"]["properties"]) == {"Name", "Who"}
    assert [crumb["title"] for crumb in shown["breadcrumb"]] == ["Home", "Sub", "Tasks"]


async def test_a_database_can_be_looked_at_by_itself():
    workspace = await Workspace.open(None)
    ids = await build(workspace)
    shown = page_snapshot(workspace, ids["database"].replace("-", ""))
    assert (shown["page"], shown["database_id"]) == (None, ids["database"])
    assert [crumb["title"] for crumb in shown["breadcrumb"]] == ["Home", "Sub"]


async def test_the_index_lists_top_level_pages_and_unknown_ids_are_not_found():
    workspace = await Workspace.open(None)
    ids = await build(workspace)
    [entry] = workspace_index(workspace)
    assert (entry["id"], entry["title"]) == (ids["home"], "Home")
    assert entry["icon"] == {"type": "emoji", "emoji": "🏠"}
    with pytest.raises(NotFoundError):
        page_snapshot(workspace, "nope")


async def test_copies_of_copies_are_drawn_only_so_far():
    """Three copies of a block inside it: drawn to the end, they would be billions."""
    workspace = await Workspace.open(None)
    async with serving(workspace) as api:
        home = (await api.page())["id"]
        original = {"synced_block": {"synced_from": None, "children": [paragraph("once")]}}
        (block,) = await api.append(home, original)
        copy = {"synced_block": {"synced_from": {"block_id": block["id"]}}}
        await api.append(block["id"], copy, copy, copy)

    blocks = page_snapshot(workspace, home)["blocks"]

    count, level = 0, blocks
    while level:
        count += len(level)
        level = [child for shown in level for child in shown["children"]]
    assert count == 20_000


async def test_an_address_that_an_earlier_version_took_is_shown():
    workspace = await Workspace.open(None)
    async with serving(workspace) as api:
        home = (await api.page())["id"]
        (block,) = await api.append(home, {"file": {"external": {"url": "https://x.org/a.pdf"}}})
    tx = workspace.begin("2026-01-01T00:00:00.000Z")
    old = tx.get(Block, block["id"])
    external = {"type": "external", "external": {"url": "http://[x/a.pdf"}, "caption": []}
    tx.put(replace(old, content=external))
    await workspace.commit(tx)

    (shown,) = page_snapshot(workspace, home)["blocks"]

    assert shown["file"]["name"] == "a.pdf"
