"""Skills and recipes as they are looked at before they are taken: tried, previewed, planned."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from agent.planner.seam import OwnPlanner
from tests.server.test_library import RECIPE, SKILL, refused
from tests.support.rest import rest
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(scope="module")
def planner() -> OwnPlanner | None:
    return None


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(server.url, headers=ENGLISH) as client:
        yield client


async def test_a_list_says_what_is_in_each_recipe_and_whose_it_is(client: httpx.AsyncClient):
    added = (await client.post("/api/recipes", json=RECIPE)).json()
    listed = {recipe["id"]: recipe for recipe in (await client.get("/api/recipes")).json()}
    mine = listed[added["id"]]
    assert (mine["is_custom"], listed["crm-dashboard"]["is_custom"]) == (True, False)
    assert mine["contents"] == {"databases": ["Books"], "pages": [], "views": 0, "rows": 4}
    for recipe in listed.values():
        shown = (await client.get(f"/api/recipes/{recipe['id']}")).json()
        titles = [database["title"] for database in shown["blueprint"].get("databases", [])]
        assert recipe["contents"]["databases"][: len(titles)] == titles
    await client.delete(f"/api/recipes/{added['id']}")


async def test_a_recipe_is_looked_at_without_being_built(server: Server, client: httpx.AsyncClient):
    before = await server.app.embedded.index("/workspace")
    path = "/api/recipes/crm-dashboard/preview"
    looked = (await client.post(path, json={"parent_page_id": "nowhere"})).json()
    assert looked["blueprint"]["title"] == "Sales dashboard"
    assert looked["estimate"]["api_calls"] > 0
    page = await client.get(f"{looked['preview_url']}/data")
    assert "Sales dashboard" in page.text
    assert await server.app.embedded.index("/workspace") == before
    assert (await client.get("/api/threads")).json()["threads"] == []


async def test_a_recipe_waits_in_a_conversation_for_its_yes(
    server: Server, client: httpx.AsyncClient
):
    begun = await client.post("/api/recipes/crm-dashboard/plan", json={})
    assert begun.status_code == 201
    thread_id = begun.json()["thread_id"]

    await server.app.runs.idle(thread_id)
    [plan] = (await client.get(f"/api/threads/{thread_id}")).json()["plans"]
    assert plan["status"] == "pending"
    recipe = (await client.get("/api/recipes/crm-dashboard")).json()
    [asked] = await server.app.desk.events.newest(thread_id, ["approval_request"], 1)
    assert recipe["contents"]["views"] == asked.frame["metadata"]["views"]
    [thread] = (await client.get("/api/threads")).json()["threads"]
    assert (thread["thread_id"], thread["title"]) == (thread_id, "Sales dashboard")


@pytest.mark.parametrize("way", ["preview", "plan"])
async def test_what_is_no_recipe_is_not_found(client: httpx.AsyncClient, way: str):
    await refused(await client.post(f"/api/recipes/no-such/{way}", json={}), 404, "NOT_FOUND")


async def test_a_skill_says_what_it_brings(client: httpx.AsyncClient):
    listed = (await client.get("/api/skills")).json()["skills"]["habit"]
    assert (listed["template_type"], listed["is_custom"]) == ("tracker", False)
    assert "habit" in listed["example"].lower()
    whole = (await client.get("/api/skills/habit")).json()
    assert whole["brings"]["databases"]


async def test_a_skill_is_tried_before_it_is_kept(client: httpx.AsyncClient):
    draft: dict[str, Any] = {**SKILL, "dry_run": True}
    tried = await client.post("/api/skills", json=draft)
    assert (tried.status_code, tried.json()["keywords"]) == (200, ["회의", "미팅", "meeting"])
    assert tried.json()["shared_keywords"]["미팅"] == "meeting"
    path = "/api/skills/meeting_notes"
    assert (await client.get(path)).status_code == 404
    await refused(await client.put(path, json=draft), 404, "NOT_FOUND")

    kept = await client.post("/api/skills", json=SKILL)
    await refused(await client.post("/api/skills", json=draft), 409, "CONFLICT")
    changed = await client.put(path, json={**draft, "name": "Other"})
    assert changed.json()["name"] == "Other"
    assert (await client.get(path)).json()["name"] == kept.json()["name"]
    bad = await client.put(path, json={**draft, "name": ""})
    assert [item["field"] for item in bad.json()["error"]["details"]] == ["name"]
    await client.delete(path)
