"""With server keys set, nobody comes in without one, and nobody into another's thread."""

from typing import Any

import httpx
import pytest

from sandbox.notion.snapshot import page_snapshot
from settings import ApiKey
from tests.support.chat import chatting, connected, of_type
from tests.support.rest import rest
from tests.support.serving import TOKEN, RemoteNotion, Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

KEY, OTHER = "key-one", "key-two"
BEARER = {"Authorization": f"Bearer {KEY}"}


@pytest.fixture(scope="module")
def overrides() -> dict[str, Any]:
    return {"api_keys": (ApiKey(KEY), ApiKey(OTHER, "acme")), "sandbox": False}


@pytest.mark.parametrize("given", [{}, {"access_token": "wrong"}, {"access_token": ""}])
async def test_a_missing_or_wrong_key_closes_the_socket(server: Server, given: dict):
    async with connected(server.socket_url) as chat:
        await chat.send("init", **given)
        assert await chat.close_code() == 4002


async def test_a_key_comes_in_the_header_or_in_init(server: Server):
    async with connected(server.socket_url, additional_headers=BEARER) as chat:
        assert (await chat.init())["type"] == "system"
    async with connected(server.socket_url) as chat:
        assert (await chat.init(access_token=OTHER))["type"] == "system"


async def test_a_thread_is_bound_to_its_key(server: Server):
    async with connected(server.socket_url) as mine:
        await mine.init(access_token=KEY)
        async with connected(server.socket_url) as theirs:
            await theirs.send("init", access_token=OTHER, thread_id=mine.thread_id)
            assert await theirs.close_code() == 4002
        async with connected(server.socket_url) as again:
            assert (await again.init(access_token=KEY, thread_id=mine.thread_id))["thread_id"]


async def test_the_page_opens_without_a_key_and_tells_nothing(server: Server):
    """A browser that follows a link brings none: the page asks for it, and then for the thread."""
    async with rest(server.url) as client:
        shown = await client.get("/threads/any")
        told = await client.get("/api/threads/any")
    assert (shown.status_code, shown.headers["content-type"][:9]) == (200, "text/html")
    assert (told.status_code, told.headers["WWW-Authenticate"]) == (401, "Bearer")


async def test_a_key_in_the_query_does_not_count(server: Server):
    async with connected(f"{server.socket_url}?access_token={KEY}") as chat:
        await chat.send("init")
        assert await chat.close_code() == 4002


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_the_scheme_of_a_key_may_be_written_in_any_case(server: Server, scheme: str):
    async with rest(server.url, headers={"Authorization": f"{scheme} {KEY}"}) as client:
        assert (await client.get("/api/features")).status_code == 200


@pytest.mark.parametrize("path", ["/api/features", "/api/templates/generate", "/nowhere"])
async def test_every_route_asks_for_the_key(server: Server, path: str):
    async with rest(server.url) as client:
        for headers in ({}, {"Authorization": "Bearer wrong"}):
            answer = await client.get(path, headers=headers)
            assert answer.status_code == 401
            error = answer.json()["error"]
            assert error["code"] == "AUTH_FAILED"
            assert answer.headers["X-Request-ID"] == error["request_id"]
        assert (await client.get(path, headers=BEARER)).status_code in (200, 404, 405)


async def test_health_is_open_to_all(server: Server):
    async with rest(server.url) as client:
        for path in ("/health", "/health/ready", "/health/live"):
            assert (await client.get(path)).status_code == 200


async def test_a_sandbox_that_is_off_is_not_there(server: Server):
    async with rest(server.url, headers=BEARER) as client:
        assert (await client.get("/sandbox/notion/v1/users/me")).status_code == 404


async def generate(server: Server, key: str) -> dict[str, Any]:
    async with keyed(server, key) as client:
        answer = await client.post("/api/templates/generate", json={"prompt": "만들어줘"})
    found: dict[str, Any] = answer.json()
    return found


def keyed(server: Server, key: str) -> httpx.AsyncClient:
    return rest(server.url, headers={"Authorization": f"Bearer {key}"})


async def test_a_key_lists_what_was_built_with_it(server: Server):
    mine, theirs = await generate(server, KEY), await generate(server, OTHER)
    async with keyed(server, KEY) as client:
        listed = [page["id"] for page in (await client.get("/workspace/data")).json()["pages"]]
    assert mine["page_id"] in listed
    assert theirs["page_id"] not in listed
    async with rest(server.url) as client:
        assert (await client.get("/workspace/data")).status_code == 401


async def test_another_keys_workspace_is_neither_changed_nor_built_under_nor_taken_back(
    server: Server,
):
    made = await generate(server, KEY)
    blocks = page_snapshot(server.app.embedded.workspace, made["page_id"])["blocks"]
    sub_page = next(block["id"] for block in blocks if block["type"] == "child_page")
    page, wish = made["page_id"], {"prompt": "새 이름"}
    tries = [
        (f"/api/templates/{page}/modify", wish),
        (f"/api/templates/{page}/modify", {**wish, "dry_run": True}),
        (f"/api/templates/{sub_page}/modify", wish),
        (f"/api/workspaces/{page}/copy", {"notion_token": "sandbox"}),
        (f"/api/workspaces/{sub_page}/copy", {"notion_token": "sandbox"}),
        ("/api/templates/generate", {"prompt": "만들어줘", "parent_page_id": page}),
        (f"/api/templates/undo/{made['undo_id']}", None),
    ]
    for path, body in tries:
        async with keyed(server, OTHER) as client:
            answer = await client.post(path, json=body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "FORBIDDEN"), path
    async with keyed(server, KEY) as client:
        for path, body in tries:
            assert (await client.post(path, json=body)).status_code != 403, path


async def test_what_was_added_to_another_keys_page_is_not_found(server: Server):
    """Whoever knows a page's address may read it: so nobody is told that of others."""
    made = await generate(server, KEY)
    page = made["page_id"]
    by_hand = {
        "parent": {"page_id": page},
        "properties": {"title": {"title": [{"text": {"content": "Written by hand"}}]}},
    }
    async with keyed(server, KEY) as client:
        wish = {"prompt": "하위 페이지 Planned 추가"}
        assert (await client.post(f"/api/templates/{page}/modify", json=wish)).is_success
        assert (await client.post(f"/workspace/{page}/api/pages", json=by_hand)).is_success
    for words in ("Written", ""):
        found = {}
        for key in (KEY, OTHER):
            async with keyed(server, key) as client:
                answer = await client.get("/api/templates/search", params={"q": words})
            found[key] = {item["id"]: item["title"] for item in answer.json()["results"]}
        assert "Written by hand" in found[KEY].values()
        assert not found[OTHER].keys() & found[KEY].keys()


async def test_a_message_does_not_change_another_keys_page(server: Server):
    made = await generate(server, KEY)
    async with chatting(server.socket_url, access_token=OTHER) as chat:
        await chat.say(f"{made['notion_url']} 새 이름")
        assert of_type(await chat.turn(), "error")["code"] == "FORBIDDEN"


async def test_a_token_that_does_not_lead_to_a_build_does_not_replace_its_own(
    server: Server, notion: RemoteNotion
):
    body = {"prompt": "만들어줘", "parent_page_id": notion.parent_id, "notion_token": TOKEN}
    async with keyed(server, KEY) as client:
        made = (await client.post("/api/templates/generate", json=body)).json()
        path = f"/api/templates/undo/{made['undo_id']}"
        for wrong in ("of-nobody", "sandbox"):
            refusal = await client.post(path, headers={"X-Notion-Token": wrong})
            assert refusal.status_code in (401, 404)
        assert (await client.post(path)).status_code == 200


async def test_one_idempotency_key_with_another_token_is_another_request(server: Server):
    body = {"prompt": "만들어줘"}
    async with keyed(server, KEY) as client:
        for token, status in (("sandbox", 200), ("sandbox", 200), ("other", 409)):
            headers = {"Idempotency-Key": "token", "X-Notion-Token": token}
            answer = await client.post("/api/templates/generate", json=body, headers=headers)
            assert answer.status_code == status
