"""Blueprints that somebody brings, types of templates, and what there is already."""

from collections.abc import AsyncIterator
from typing import Any, get_args

import httpx
import pytest
import pytest_asyncio

from sandbox.notion.snapshot import page_snapshot
from tests.support.planners import blueprint
from tests.support.rest import rest
from tests.support.serving import TOKEN, RemoteNotion, Server
from tests.tools.test_older import OLDER
from tools.blueprint.base import TemplateType

pytestmark = pytest.mark.asyncio(loop_scope="module")

IMPORT, SEARCH = "/api/templates/blueprint/import", "/api/templates/search"
SMALL = {
    "title": "Small",
    "databases": [{"title": "D", "properties": [{"name": "N", "type": "title"}]}],
}


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(server.url) as client:
        yield client


async def test_a_blueprint_is_built_as_it_is(client: httpx.AsyncClient, notion: RemoteNotion):
    whole = blueprint().model_dump(mode="json", exclude_defaults=True)
    parent = await notion.new_parent()
    body = {"blueprint": whole, "notion_token": TOKEN, "parent_page_id": parent}
    made = (await client.post(IMPORT, json=body)).json()
    assert made["success"] is True
    assert made["blueprint"] == whole
    assert made["summary"]["rows"] == 6
    assert page_snapshot(notion.workspace, made["page_id"])["databases"]
    undone = await client.post(f"/api/templates/undo/{made['undo_id']}")
    assert undone.json()["undone"]["pages"] == 2
    assert page_snapshot(notion.workspace, parent)["blocks"] == []


async def test_what_is_answered_can_be_brought_again(client: httpx.AsyncClient):
    first = (await client.post("/api/templates/generate", json={"prompt": "만들어줘"})).json()
    second = (await client.post(IMPORT, json={"blueprint": first["blueprint"]})).json()
    assert second["blueprint"] == first["blueprint"]
    assert {**second["summary"], "duration_seconds": 0} == {
        **first["summary"],
        "duration_seconds": 0,
    }


@pytest.mark.parametrize(
    ("found", "code", "field"),
    [
        ({**SMALL, "colour": 1}, "BLUEPRINT_INVALID", "colour"),
        (
            {**SMALL, "blocks": [{"type": "database", "ref": "none"}]},
            "BLUEPRINT_INVALID",
            "blocks[0]",
        ),
        ({}, "BLUEPRINT_INVALID", "title"),
        ([], "VALIDATION_ERROR", "blueprint"),
        (None, "VALIDATION_ERROR", "blueprint"),
    ],
)
async def test_a_blueprint_that_breaks_a_rule_is_refused_by_its_place(
    client: httpx.AsyncClient, found: Any, code: str, field: str
):
    answer = await client.post(IMPORT, json={"blueprint": found})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert any(item["field"].startswith(field) for item in answer.json()["error"]["details"])


async def test_a_blueprint_of_the_older_form_is_built_too(client: httpx.AsyncClient):
    older = {**OLDER, "blocks": OLDER["blocks"][:-1]}
    made = (await client.post(IMPORT, json={"blueprint": older})).json()
    assert made["success"] is True
    assert (made["summary"]["databases"], made["summary"]["rows"]) == (3, 2)


async def test_each_type_has_a_wish(client: httpx.AsyncClient):
    for language in ("ko", "en", "ja"):
        answer = await client.get("/api/templates/patterns", headers={"Accept-Language": language})
        patterns = answer.json()["patterns"]
        assert [pattern["type"] for pattern in patterns] == list(get_args(TemplateType))
        assert len({pattern["example"] for pattern in patterns}) == len(patterns)


async def test_pages_and_databases_are_found(client: httpx.AsyncClient):
    made = (await client.post(IMPORT, json={"blueprint": {**SMALL, "title": "Zebra"}})).json()
    answer = await client.get(SEARCH, params={"q": "zebra"})
    (found,) = answer.json()["results"]
    assert found.keys() == {"id", "type", "title", "icon", "url", "last_edited_time"}
    assert (found["id"], found["type"], found["title"]) == (made["page_id"], "page", "Zebra")
    assert found["url"] == made["notion_url"]
    kinds = {item["type"] for item in (await client.get(SEARCH)).json()["results"]}
    assert kinds == {"page", "database"}


async def test_a_long_search_goes_on_behind_its_cursor(client: httpx.AsyncClient):
    rows = [{"values": {"N": f"Gnu {n}"}} for n in range(60)]
    database = {**SMALL["databases"][0], "rows": rows}
    await client.post(IMPORT, json={"blueprint": {**SMALL, "databases": [database]}})
    first = (await client.get(SEARCH, params={"q": "gnu"})).json()
    assert first["has_more"] is True
    params = {"q": "gnu", "cursor": first["next_cursor"]}
    second = (await client.get(SEARCH, params=params)).json()
    titles = [item["title"] for item in (*first["results"], *second["results"])]
    assert sorted(titles) == sorted(f"Gnu {n}" for n in range(60))
    assert (second["has_more"], second["next_cursor"]) == (False, None)
    lost = await client.get(SEARCH, params={"cursor": "no-such"})
    assert (lost.status_code, lost.json()["error"]["code"]) == (400, "INVALID_INPUT")


@pytest.mark.parametrize(("name", "value"), [("q", "x" * 2_001), ("limit", "0"), ("limit", "many")])
async def test_a_search_that_cannot_be_made_names_its_field(
    client: httpx.AsyncClient, name: str, value: str
):
    answer = await client.get(SEARCH, params={name: value})
    assert answer.status_code == 422
    assert [item["field"] for item in answer.json()["error"]["details"]] == [name]


async def test_a_search_sees_what_the_callers_token_does(
    client: httpx.AsyncClient, notion: RemoteNotion
):
    await notion.new_parent("Okapi")
    headers = {"X-Notion-Token": TOKEN}
    found = (await client.get(SEARCH, params={"q": "okapi"}, headers=headers)).json()["results"]
    assert [item["title"] for item in found] == ["Okapi"]
    assert (await client.get(SEARCH, params={"q": "okapi"})).json()["results"] == []
    refused = await client.get(SEARCH, headers={"X-Notion-Token": "of-nobody"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "NOTION_AUTH_FAILED")


COPY = "/api/workspaces/{}/copy"


async def test_a_page_of_the_embedded_workspace_is_copied_to_notion_with_its_rows(
    client: httpx.AsyncClient, notion: RemoteNotion
):
    made = (await client.post("/api/templates/generate", json={"prompt": "만들어줘"})).json()
    renamed = {"prompt": "새 집"}
    await client.post(f"/api/templates/{made['page_id']}/modify", json=renamed)
    body = {"notion_token": TOKEN, "parent_page_id": await notion.new_parent()}
    copied = (await client.post(COPY.format(made["page_id"]), json=body)).json()
    assert copied["success"] is True
    assert copied["warnings"] == []
    assert copied["blueprint"]["title"] == "새 집"
    counted = ("pages", "databases", "rows", "blocks")
    assert [copied["summary"][name] for name in counted] == [
        made["summary"][name] for name in counted
    ]
    shown = page_snapshot(notion.workspace, copied["page_id"])
    assert sorted(len(d["rows"]) for d in shown["databases"].values()) == [3, 3]


async def test_a_page_becomes_a_recipe_that_is_built_again(client: httpx.AsyncClient):
    made = (await client.post("/api/templates/generate", json={"prompt": "만들어줘"})).json()
    body = {"page_id": made["notion_url"], "name": "Hub", "category": "team"}
    added = await client.post("/api/recipes", json=body)
    assert added.status_code == 201, added.text
    recipe = added.json()
    assert (recipe["name"], recipe["category"]) == ("Hub", "team")
    again = (await client.post(f"/api/recipes/{recipe['id']}/generate", json={})).json()
    assert {**again["summary"], "duration_seconds": 0} == {**made["summary"], "duration_seconds": 0}


async def test_what_is_no_page_is_neither_copied_nor_a_recipe(client: httpx.AsyncClient):
    unknown = "11111111-1111-4111-8111-111111111111"
    for page, status in ((unknown, 404), ("no-page", 400)):
        assert (await client.post(COPY.format(page), json={})).status_code == status
        assert (await client.post("/api/recipes", json={"page_id": page})).status_code == status
    answer = await client.post("/api/recipes", json={"page_id": unknown, "colour": "red"})
    assert answer.status_code == 422
