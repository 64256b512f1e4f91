"""Pages: where they live, what they look like, how they go and come back."""

import pytest

from tests.sandbox.notionkit import Api, paragraph, runs, text_value

ZERO = "00000000-0000-0000-0000-000000000000"


async def subpage(api: Api, parent: str, title: str, **more) -> dict:
    body = {"parent": {"page_id": parent}, "properties": {"title": text_value(title)}, **more}
    return await api.ok("POST", "/v1/pages", body)


async def test_the_keys_of_a_page_come_in_notions_order(api: Api):
    assert list(await api.page()) == [
        *("object", "id", "created_time", "last_edited_time", "created_by", "last_edited_by"),
        *("cover", "icon", "parent", "in_trash", "is_archived", "is_locked", "properties"),
        *("url", "public_url", "request_id"),
    ]


async def test_a_title_may_be_sent_as_a_bare_array(api: Api):
    body = {"parent": {"workspace": True}, "properties": {"title": runs("bare")}}
    made = await api.ok("POST", "/v1/pages", body)
    assert made["properties"]["title"]["title"][0]["plain_text"] == "bare"


async def test_a_url_ends_with_the_id_and_begins_with_the_title(api: Api):
    made = await api.page("Reading list: 2026")
    hex_id = made["id"].replace("-", "")
    assert made["url"] == f"https://app.notion.com/p/Reading-list-2026-{hex_id}"
    korean = await api.page("독서 목록")
    assert korean["url"].rpartition("/")[2] == korean["id"].replace("-", "")


async def test_subpages_stand_where_position_says(api: Api):
    home = await api.page(children=[paragraph("a")])
    await subpage(api, home["id"], "last")
    await subpage(api, home["id"], "first", position={"type": "page_start"})
    anchor = (await api.children(home["id"]))[1]["id"]
    after = {"type": "after_block", "after_block": {"id": anchor}}
    await subpage(api, home["id"], "middle", position=after)
    shown = [b.get("child_page", {}).get("title") for b in await api.children(home["id"])]
    assert shown == ["first", None, "middle", "last"]


async def test_what_lies_below_a_trashed_page_is_in_the_trash_too(api: Api):
    home = await api.page()
    child = await subpage(api, home["id"], "child", children=[paragraph("deep")])
    [block] = await api.children(child["id"])
    await api.ok("PATCH", f"/v1/pages/{home['id']}", {"in_trash": True})
    for path in (f"/v1/pages/{child['id']}", f"/v1/blocks/{block['id']}"):
        assert (await api.ok("GET", path))["in_trash"]
    await api.refused("PATCH", f"/v1/blocks/{child['id']}/children", {"children": [paragraph()]})
    await api.ok("PATCH", f"/v1/pages/{home['id']}", {"in_trash": False})
    assert not (await api.ok("GET", f"/v1/pages/{child['id']}"))["in_trash"]


async def test_looks_are_set_and_taken_away(api: Api):
    home = await api.page()
    path = f"/v1/pages/{home['id']}"
    cover = {"type": "external", "external": {"url": "https://example.com/c.png"}}
    shown = await api.ok("PATCH", path, {"cover": cover, "is_locked": True})
    assert (shown["cover"], shown["is_locked"]) == (cover, True)
    assert (await api.ok("PATCH", path, {"cover": None}))["cover"] is None


async def test_content_can_be_erased_at_once(api: Api):
    home = await api.page(children=[paragraph("a"), paragraph("b")])
    child = await subpage(api, home["id"], "child")
    await api.ok("PATCH", f"/v1/pages/{home['id']}", {"erase_content": True})
    assert [block["id"] for block in await api.children(home["id"])] == [child["id"]]


async def test_a_page_does_not_move_into_itself(api: Api):
    home = await api.page()
    child = await subpage(api, home["id"], "child")
    body = {"parent": {"page_id": child["id"]}}
    message = await api.refused("POST", f"/v1/pages/{home['id']}/move", body)
    assert message == "A page cannot be moved into itself."


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"parent": {}}, "Fix one:"),
        ({"parent": {"page_id": "nope"}}, "body.parent.page_id should be a valid uuid"),
        ({"parent": {"workspace": True}, "colour": 1}, "body.colour should be not present"),
        ({"parent": {"workspace": True}, "properties": {"Name": runs("x")}}, "not a property"),
        ({"parent": {"workspace": True}, "icon": {"emoji": "💡", "icon": {}}}, "not present"),
        (
            {"parent": {"workspace": True}, "markdown": "a", "children": [paragraph()]},
            "markdown should be not present",
        ),
        ({"parent": {"workspace": True}, "position": {"type": "page_start"}}, "not present"),
    ],
)
async def test_a_page_that_notion_would_refuse_is_refused(api: Api, body: dict, words: str):
    assert words in await api.refused("POST", "/v1/pages", {"properties": {}, **body})


async def test_a_parent_that_is_not_there_is_not_found(api: Api):
    body = {"parent": {"page_id": ZERO}, "properties": {}}
    message = await api.refused("POST", "/v1/pages", body, status=404)
    assert message.startswith(f"Could not find page with ID: {ZERO}.")


async def test_a_database_of_several_sources_wants_to_be_named_by_source(api: Api):
    home = await api.page()
    database, _ = await api.database(home["id"], "D", {"Name": {"title": {}}})
    by_database = {"parent": {"database_id": database}, "properties": {}}
    await api.ok("POST", "/v1/pages", by_database)
    body = {"parent": {"database_id": database}, "properties": {"N": {"title": {}}}}
    second = await api.ok("POST", "/v1/data_sources", body)
    _, answer = await api.send("POST", "/v1/pages", by_database)
    told = answer["additional_data"]
    assert told["error_type"] == "multiple_data_sources_for_database"
    assert second["id"] in told["child_data_source_ids"]


async def test_a_database_moves_to_another_page(api: Api):
    home, other = await api.page(), await api.page("Other")
    database, _ = await api.database(home["id"], "D", {"Name": {"title": {}}})
    body = {"parent": {"type": "page_id", "page_id": other["id"]}}
    await api.ok("PATCH", f"/v1/databases/{database}", body)
    assert await api.children(home["id"]) == []
    assert [block["id"] for block in await api.children(other["id"])] == [database]
