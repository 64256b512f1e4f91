"""What real programs send and expect back, as recordings of their traffic with Notion show it."""

import httpx
import pytest

from sandbox.notion import Workspace, create_app
from tests.sandbox.notionkit import Api, paragraph, plain, runs, serving, text_value

TITLE = {"Name": {"title": {}}}
READ_ONLY = {"formula", "rollup", "unique_id", "created_time", "created_by"}
READ_ONLY |= {"last_edited_time", "last_edited_by"}


async def query(api: Api, source: str, condition: dict) -> set[str]:
    body = {"filter": condition}
    rows = (await api.ok("POST", f"/v1/data_sources/{source}/query", body))["results"]
    return {row["id"] for row in rows}


async def related(api: Api, count: int) -> tuple[str, str, list[str]]:
    """A data source, one of its rows, and the rows of another that this one is related to."""
    home = await api.page()
    _, far = await api.database(home["id"], "Far", TITLE)
    names = [(await api.row(far, Name=text_value(f"far {n}")))["id"] for n in range(count)]
    links = {"relation": {"data_source_id": far, "single_property": {}}}
    rolled = {"relation_property_name": "Links", "rollup_property_name": "Name"}
    properties = {
        **TITLE,
        "Links": links,
        "Names": {"rollup": {**rolled, "function": "show_original"}},
        "Count": {"formula": {"expression": 'prop("Names").length()'}},
    }
    _, near = await api.database(home["id"], "Near", properties)
    row = await api.row(near, Links={"relation": [{"id": name} for name in names]})
    return near, row["id"], names


async def test_values_are_written_back_as_they_were_read(api):
    home = await api.page()
    _, far = await api.database(home["id"], "Far", TITLE)
    target = await api.row(far, Name=text_value("far"))
    me = await api.ok("GET", "/v1/users/me")
    written = {
        "Name": text_value("row"),
        "Text": {"rich_text": [*runs("bold", annotations={"bold": True}), *mentions(home, me)]},
        "Number": {"number": 4.5},
        "Choice": {"select": {"name": "a"}},
        "Choices": {"multi_select": [{"name": "a"}, {"name": "b"}]},
        "State": {"status": {"name": "Done"}},
        "When": {"date": {"start": "2026-06-27T17:57:32", "time_zone": "Europe/London"}},
        "Who": {"people": [{"id": me["id"]}]},
        "Files": {"files": [{"name": "x", "external": {"url": "https://x.org/a.pdf"}}]},
        "Done": {"checkbox": True},
        "Url": {"url": "https://x.org"},
        "Mail": {"email": "a@x.org"},
        "Phone": {"phone_number": "1"},
        "Links": {"relation": [{"id": target["id"]}]},
        "Where": {"place": {"lat": 1.0, "lon": 2.0, "name": "there"}},
    }
    kinds = {name: next(iter(value)) for name, value in written.items()}
    schema = {name: {kind: {}} for name, kind in kinds.items()}
    schema["Links"] = {"relation": {"data_source_id": far, "single_property": {}}}
    _, source = await api.database(home["id"], "Near", schema)
    read = (await api.row(source, **written))["properties"]

    again = await api.row(source, **read)
    path = f"/v1/pages/{again['id']}"
    patched = await api.ok("PATCH", path, {"properties": read})

    assert read["Links"]["has_more"] is False
    assert again["properties"] == read == patched["properties"]


def mentions(page: dict, me: dict) -> list[dict]:
    return [
        {"mention": {"page": {"id": page["id"]}}},
        {"mention": {"user": {"id": me["id"]}}},
        {"mention": {"date": {"start": "2026-01-01"}}},
        {"equation": {"expression": "e^x"}},
    ]


@pytest.mark.parametrize("asked", ["title", "rich_text", "url", "email", "phone_number"])
@pytest.mark.parametrize("kind", ["title", "rich_text", "url", "email", "phone_number"])
async def test_a_filter_of_one_kind_of_text_fits_the_others(api, kind, asked):
    home = await api.page()
    schema = {**TITLE, **({"P": {kind: {}}} if kind != "title" else {})}
    _, source = await api.database(home["id"], "Texts", schema)
    name = "Name" if kind == "title" else "P"
    value = {kind: runs("b")} if kind in ("title", "rich_text") else {kind: "b"}
    row, _ = await api.row(source, **{name: value}), await api.row(source)

    assert await query(api, source, {"property": name, asked: {"equals": "b"}}) == {row["id"]}
    condition = {"property": name, "type": asked, asked: {"contains": "b"}}
    assert await query(api, source, condition) == {row["id"]}


async def test_a_text_is_not_asked_as_a_number(api):
    home = await api.page()
    _, source = await api.database(home["id"], "Texts", TITLE)
    body = {"filter": {"property": "Name", "number": {"equals": 1}}}

    message = await api.refused("POST", f"/v1/data_sources/{source}/query", body)

    assert message == "database property title does not match filter number"


async def test_a_filter_sees_the_whole_relation_and_an_answer_a_part(api):
    source, row, names = await related(api, 60)
    shown = (await api.ok("GET", f"/v1/pages/{row}"))["properties"]["Links"]

    assert ([item["id"] for item in shown["relation"]], shown["has_more"]) == (names[:25], True)
    for name in (names[0], names[45], names[59]):
        contained = {"property": "Links", "relation": {"contains": name}}
        missing = {"property": "Links", "relation": {"does_not_contain": name}}
        assert await query(api, source, contained) == {row}
        assert await query(api, source, missing) == set()
    rolled = {"property": "Names", "rollup": {"any": {"rich_text": {"equals": "far 59"}}}}
    assert await query(api, source, rolled) == {row}


async def test_an_answer_shows_a_hundred_rolled_up_values_and_counts_them_all(api):
    source, row, _ = await related(api, 100)
    more = [(await api.row(source))["id"] for _ in range(30)]
    rolled = {"relation_property_name": "Own", "rollup_property_name": "Name"}
    own = {"Own": {"relation": {"data_source_id": source, "dual_property": {}}}}
    await api.ok("PATCH", f"/v1/data_sources/{source}", {"properties": own})
    added = {
        "All": {"rollup": {**rolled, "function": "show_original"}},
        "Count of all": {"rollup": {**rolled, "function": "count"}},
    }
    changed = await api.ok("PATCH", f"/v1/data_sources/{source}", {"properties": added})
    names = [(await api.row(source))["id"] for _ in range(100)]
    for some in (names, [*more]):
        for name in some:
            (back,) = (n for n in changed["properties"] if n.startswith("Related to"))
            value = {back: {"relation": [{"id": row}]}}
            await api.ok("PATCH", f"/v1/pages/{name}", {"properties": value})

    shown = (await api.ok("GET", f"/v1/pages/{row}"))["properties"]

    assert len(shown["All"]["rollup"]["array"]) == 100
    assert shown["Count of all"]["rollup"]["number"] == 130


async def test_dates_are_compared_as_they_are_kept_to_the_minute(api):
    home = await api.page()
    _, source = await api.database(home["id"], "Dates", {**TITLE, "When": {"date": {}}})
    row = await api.row(source, When={"date": {"start": "2026-06-27T18:01:09"}})
    moment = "2026-06-27T18:01:15.377824"

    async def found(operator: str, argument: str = moment) -> bool:
        condition = {"property": "When", "date": {operator: argument}}
        return await query(api, source, condition) == {row["id"]}

    holds = {name: await found(name) for name in ("equals", "before", "after")}
    assert holds == {"equals": True, "before": False, "after": False}
    assert await found("on_or_after")
    assert await found("on_or_before")
    assert await found("before", "2026-06-27T18:02:00")
    created = {"timestamp": "created_time", "created_time": {"equals": row["created_time"]}}
    assert await query(api, source, created) == {row["id"]}


async def test_a_formula_that_came_over_the_api_is_no_filter():
    workspace = await Workspace.open(None)
    async with serving(workspace) as api:
        home = await api.page()
        schema = {**TITLE, "Two": {"formula": {"expression": "1 + 1"}}}
        database, source = await api.database(home["id"], "Formulas", schema)
        row = await api.row(source)
        condition = {"property": "Two", "formula": {"number": {"equals": 2}}}
        body = {"filter": {"and": [{"or": [condition]}]}}
        view = {"database_id": database, "data_source_id": source, "name": "v", "type": "table"}

        for path, asked in (
            (f"/v1/data_sources/{source}/query", body),
            ("/v1/views", {**view, **body}),
        ):
            message = await api.refused("POST", path, asked)
            assert message == "Unable to filter based on a formula of unknown type"
        workspace.state.knows_formulas = True  # as if it had been written in the app
        await api.page()  # a change, after which readings see the state anew
        assert await query(api, source, body["filter"]) == {row["id"]}


async def test_an_id_of_another_kind_is_told(api):
    home = await api.page()
    database, source = await api.database(home["id"], "Tasks", TITLE)
    (block,) = await api.append(home["id"], paragraph())
    is_database = (
        f"Provided ID {database} is a database, not a page. Use the retrieve database API instead."
    )
    is_page = (
        f"Provided database_id {home['id']} is a page, not a database."
        " Use the pages API instead, or pass the ID of the database itself."
    )
    parent = {"parent": {"page_id": database}, "properties": {}}

    assert await api.refused("GET", f"/v1/pages/{database}") == is_database
    assert await api.refused("PATCH", f"/v1/pages/{database}", {}) == is_database
    assert await api.refused("POST", "/v1/pages", parent) == is_database
    assert await api.refused("GET", f"/v1/databases/{home['id']}") == is_page
    assert (await api.ok("GET", f"/v1/blocks/{database}"))["type"] == "child_database"
    assert (await api.ok("GET", f"/v1/blocks/{home['id']}"))["type"] == "child_page"
    for kind, name in (
        *(("pages", source), ("pages", block["id"]), ("databases", source)),
        *(("databases", block["id"]), ("data_sources", home["id"]), ("data_sources", database)),
        ("blocks", source),
    ):
        message = await api.refused("GET", f"/v1/{kind}/{name}", status=404)
        assert message.startswith("Could not find "), (kind, name)


async def test_an_append_behind_a_block_answers_all_that_follows():
    for version, position in (
        (
            "2026-03-11",
            lambda name: {"position": {"type": "after_block", "after_block": {"id": name}}},
        ),
        ("2025-09-03", lambda name: {"after": name}),
    ):
        async with serving(version=version) as api:
            home = (await api.page())["id"]
            blocks = await api.append(home, *(paragraph(letter) for letter in "abcd"))
            await api.ok("DELETE", f"/v1/blocks/{blocks[2]['id']}")

            answer = await api.append(
                home, paragraph("1"), paragraph("2"), **position(blocks[0]["id"])
            )

            assert [plain(block) for block in answer] == ["1", "2", "b", "d"]
            assert [plain(b) for b in await api.children(home)] == ["a", "1", "2", "b", "d"]
            end = await api.append(home, paragraph("3"))
            assert [plain(block) for block in end] == ["3"]


@pytest.mark.parametrize("kind", ["callout", "to_do", "paragraph", "toggle"])
async def test_no_children_may_stand_beside_the_text_of_an_update(api, kind):
    home = (await api.page())["id"]
    (block,) = await api.append(home, {kind: {"rich_text": runs("old")}})
    path = f"/v1/blocks/{block['id']}"

    changed = await api.ok("PATCH", path, {kind: {"rich_text": runs("new"), "children": []}})

    assert plain(changed) == "new"
    body = {kind: {"rich_text": runs("new"), "children": [paragraph()]}}
    assert f"body.{kind}.children should be not present" in await api.refused("PATCH", path, body)


async def test_all_comments_on_a_page_are_one_discussion(api):
    home, other = (await api.page())["id"], (await api.page())["id"]

    async def discussion(page: str) -> str:
        body = {"parent": {"page_id": page}, "rich_text": runs("hello")}
        return (await api.ok("POST", "/v1/comments", body))["discussion_id"]

    first = await discussion(home)
    assert await discussion(home) == first
    assert await discussion(other) != first


async def test_an_option_of_a_schema_is_of_no_colour_unless_it_says_one(api):
    home = await api.page()
    named = [{"name": "a"}, {"name": "b", "color": "red"}]
    kinds = ("select", "multi_select", "status")
    schema = {**TITLE, **{kind: {kind: {"options": named}} for kind in kinds}}
    _, source = await api.database(home["id"], "Options", schema)

    shown = (await api.ok("GET", f"/v1/data_sources/{source}"))["properties"]

    for kind in kinds:
        colours = [option["color"] for option in shown[kind][kind]["options"]]
        assert colours == ["default", "red"]


async def test_a_copy_has_the_children_of_its_original(api):
    home = (await api.page())["id"]
    block = {"synced_block": {"synced_from": None, "children": [paragraph("once")]}}
    (original,) = await api.append(home, block)

    (copy,) = await api.append(
        home, {"synced_block": {"synced_from": {"block_id": original["id"]}}}
    )

    assert copy["has_children"] is True
    assert [plain(child) for child in await api.children(copy["id"])] == ["once"]


@pytest.mark.parametrize(
    ("name", "shown"), [("my_robot", "my_robot.txt"), ("a.txt", "a.txt"), ("a.b", "a.b.txt")]
)
async def test_a_renamed_file_keeps_its_ending(api, name, shown):
    home = (await api.page())["id"]
    address = {"external": {"url": "https://x.org/deep/robots.txt?x=1#y"}}
    (block,) = await api.append(home, {"file": address})
    assert block["file"]["name"] == "robots.txt"

    renamed = await api.ok("PATCH", f"/v1/blocks/{block['id']}", {"file": {"name": name}})

    assert renamed["file"]["name"] == shown


@pytest.mark.parametrize(
    "url", ["http://[", "http://[::1", "http://x.org:port/", "http://x:99999/"]
)
@pytest.mark.parametrize("kind", ["file", "image", "bookmark", "embed"])
async def test_an_address_that_nobody_can_take_apart_is_refused(api, kind, url):
    home = (await api.page())["id"]
    inner = {"url": url} if kind in ("bookmark", "embed") else {"external": {"url": url}}

    message = await api.refused(
        "PATCH", f"/v1/blocks/{home}/children", {"children": [{kind: inner}]}
    )

    assert message.startswith("Invalid URL: ")


@pytest.mark.parametrize("url", ["https://x.org", "https://[::1]/", "mailto:a@x.org", "x:y"])
async def test_a_file_whose_address_ends_in_nothing_has_a_name(api, url):
    home = (await api.page())["id"]

    (block,) = await api.append(home, {"file": {"external": {"url": url}}})

    assert block["file"]["name"] == "file"


@pytest.mark.parametrize("kind", ["text/plain\r\nX-Odd: 1", "téxt/plain", "text", "a b/c", ""])
async def test_a_content_type_is_one_that_a_header_carries(api, kind):
    body = {"filename": "a.txt", "content_type": kind}

    message = await api.refused("POST", "/v1/file_uploads", body)

    assert message.startswith("body failed validation: body.content_type")


async def test_the_type_of_a_part_is_left_out_where_it_is_none(tmp_path):
    app = create_app(await Workspace.open(None))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as http:
        api = Api(http)
        upload = await api.ok("POST", "/v1/file_uploads", {})
        headers = {"Authorization": "Bearer sandbox", "Notion-Version": api.version}
        files = {"file": ("a", b"content", "odd type/ä")}
        path = f"/v1/file_uploads/{upload['id']}/send"
        sent = (await http.post(path, files=files, headers=headers)).json()
        home = (await api.page())["id"]
        shown = {"file_upload": {"id": upload["id"]}}
        (block,) = await api.append(home, {"file": shown})
        served = await http.get(block["file"]["file"]["url"])

    assert sent["content_type"] in (None, "text/plain")
    assert served.content == b"content"
