"""Every operation that Notion publishes has an answer here, the small ones included."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from sandbox.notion.endpoints import data_sources
from sandbox.notion.routes import route
from sandbox.notion.users import PERSON_ID
from tests.sandbox.notionkit import Api, paragraph, runs, text_value
from tests.support.conformance import SHARED, beside_the_schemas, tool

ZERO = "00000000-0000-0000-0000-000000000000"
HERE = {"Name": {"title": {}}}


@beside_the_schemas
def test_every_operation_of_the_published_schemas_is_routed() -> None:
    paths = json.loads((SHARED / "notion-spec" / "openapi.json").read_bytes())["paths"]
    published = {f"{method.upper()} {path}" for path, own in paths.items() for method in own}
    for operation in published | set(tool().TYPED):
        method, path = operation.split()
        if "/oauth/" not in path:
            route(method, re.sub(r"\{\w+\}", ZERO, path))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *(("GET", "/v1/agents"), ("POST", "/v1/blocks/meeting_notes"), ("GET", "/v1/sessions/1")),
        *(("POST", f"/v1/databases/{ZERO}/query"), ("PUT", "/v1/pages"), ("GET", "/v1/pages")),
    ],
)
async def test_what_is_not_offered_is_an_invalid_request_url(api: Api, method: str, path: str):
    assert await api.refused(method, path) == "Invalid request URL."


async def test_a_user_is_found_by_id(api: Api):
    users = (await api.ok("GET", "/v1/users"))["results"]
    assert [user["type"] for user in users] == ["person", "bot"]
    for user in users:
        assert (await api.ok("GET", f"/v1/users/{user['id']}"))["name"] == user["name"]
    assert "Could not find user" in await api.refused("GET", f"/v1/users/{ZERO}", status=404)


async def test_there_are_no_custom_emojis_and_no_templates(api: Api):
    _, source = await api.database((await api.page())["id"], "Tasks", HERE)
    templates = f"/v1/data_sources/{source}/templates"
    assert (await api.ok("GET", "/v1/custom_emojis?name=party"))["results"] == []
    assert (await api.ok("GET", f"{templates}?name=weekly"))["templates"] == []
    for path in ("/v1/custom_emojis?", f"{templates}?"):
        assert "query.page_size should be ≤ `100`" in await api.refused(
            "GET", f"{path}page_size=101"
        )


async def test_a_template_cannot_be_applied_and_shuts_out_children(api: Api):
    _, source = await api.database((await api.page())["id"], "Tasks", HERE)
    row = {"parent": {"data_source_id": source}}
    await api.ok("POST", "/v1/pages", {**row, "template": {"type": "none"}})
    body = {**row, "template": {"type": "default"}}
    assert "Could not find template" in await api.refused("POST", "/v1/pages", body)
    body["children"] = [paragraph()]
    assert "body.children should be not present" in await api.refused("POST", "/v1/pages", body)
    path = f"/v1/pages/{(await api.row(source))['id']}"
    body = {"template": {"type": "default"}}
    assert "Could not find template" in await api.refused("PATCH", path, body)


async def test_a_page_that_is_made_in_the_background_is_what_its_task_comes_to(api: Api):
    home = await api.page()
    inside = {"parent": {"page_id": home["id"]}}
    body = {**inside, "markdown": "# Later\ntext", "allow_async": True}
    status, task = await api.send("POST", "/v1/pages", body)
    assert (status, task["operation"]["name"]) == (202, "POST /v1/pages")
    done = await api.ok("GET", f"/v1/async_tasks/{task['id']}")
    [child] = await api.children(home["id"])
    assert (done["status"], done["result"]["id"]) == ("succeeded", child["id"])
    status, page = await api.send("POST", "/v1/pages", {**inside, "allow_async": True})
    assert (status, page["object"]) == (200, "page")
    assert "async task" in await api.refused("GET", "/v1/async_tasks/task_0", status=404)


async def test_a_comment_is_read_changed_and_gone(api: Api):
    home = await api.page()
    body = {"parent": {"page_id": home["id"]}, "rich_text": runs("first")}
    path = f"/v1/comments/{(await api.ok('POST', '/v1/comments', body))['id']}"
    await api.ok("PATCH", path, {"markdown": "*second*"})
    [run] = (await api.ok("GET", path))["rich_text"]
    assert (run["plain_text"], run["annotations"]["italic"]) == ("second", True)
    await api.ok("DELETE", path)
    await api.refused("GET", path, status=404)


async def test_a_page_moves_between_pages_and_not_into_itself(api: Api):
    home, other = await api.page("Home"), await api.page("Other")
    inner = await api.page("Inner", parent={"page_id": home["id"]})
    path = f"/v1/pages/{inner['id']}/move"
    parent = {"type": "page_id", "page_id": other["id"]}
    moved = await api.ok("POST", path, {"parent": parent})
    assert moved["parent"] == parent
    assert await api.children(home["id"]) == []
    assert [block["id"] for block in await api.children(other["id"])] == [inner["id"]]
    body = {"parent": {"page_id": inner["id"]}}
    assert "itself" in await api.refused("POST", f"/v1/pages/{other['id']}/move", body)
    database, _ = await api.database(home["id"], "Tasks", HERE)
    await api.refused("POST", f"/v1/pages/{database}/move", {"parent": parent})


async def test_a_query_reaches_so_many_rows_and_says_so(api: Api, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(data_sources, "MAX_RESULTS", 3)
    _, source = await api.database((await api.page())["id"], "Tasks", HERE)
    path = f"/v1/data_sources/{source}/query"
    for number in range(3):
        await api.row(source, Name=text_value(str(number)))
    assert "request_status" not in await api.ok("POST", path, {})
    await api.row(source, Name=text_value("3"))
    first = await api.ok("POST", path, {"page_size": 2})
    assert (first["has_more"], "request_status" in first) == (True, False)
    last = await api.ok("POST", path, {"page_size": 2, "start_cursor": first["next_cursor"]})
    assert (len(last["results"]), last["has_more"]) == (1, False)
    assert last["request_status"]["incomplete_reason"] == "query_result_limit_reached"


async def test_a_file_without_a_name_is_called_after_its_address(api: Api):
    home = await api.page()
    file = {"file": {"external": {"url": "https://example.com/a/plan%20b.pdf?x=1"}}}
    [made] = await api.append(home["id"], file)
    assert made["file"]["name"] == "plan b.pdf"


@pytest.mark.parametrize(
    ("kind", "most", "of"),
    [
        ("email", 200, lambda n: "e" * n),
        ("phone_number", 200, lambda n: "1" * n),
        ("url", 2000, lambda n: "https://e.com/".ljust(n, "x")),
        ("multi_select", 100, lambda n: [{"name": str(i)} for i in range(n)]),
        ("people", 100, lambda n: [{"id": PERSON_ID}] * n),
        ("files", 100, lambda n: [{"external": {"url": "https://e.com/f"}}] * n),
    ],
)
async def test_a_value_may_be_as_long_as_notion_says(
    api: Api, kind: str, most: int, of: Callable[[int], Any]
):
    _, source = await api.database((await api.page())["id"], "Tasks", {**HERE, "Own": {kind: {}}})
    body = {"parent": {"data_source_id": source}}
    await api.ok("POST", "/v1/pages", {**body, "properties": {"Own": {kind: of(most)}}})
    body["properties"] = {"Own": {kind: of(most + 1)}}
    message = await api.refused("POST", "/v1/pages", body)
    assert f"{kind}.length should be ≤ `{most}`, instead was `{most + 1}`" in message


async def test_a_schema_has_a_size_and_a_description_a_length(api: Api):
    _, source = await api.database((await api.page())["id"], "Tasks", HERE)
    path = f"/v1/data_sources/{source}"
    many = {f"{i} {'x' * 80}": {"rich_text": {}} for i in range(400)}
    assert "50000 bytes" in await api.refused("PATCH", path, {"properties": many})
    for length, status in ((280, 200), (281, 400)):
        body = {"properties": {"Name": {"description": "x" * length}}}
        assert (await api.send("PATCH", path, body))[0] == status
