"""With server keys set, nobody comes in without one, and nobody into another's thread."""

from typing import Any

import pytest

from settings import ApiKey
from tests.support.chat import connected
from tests.support.rest import rest
from tests.support.serving import Server

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


async def test_a_key_in_the_query_does_not_count(server: Server):
    async with connected(f"{server.socket_url}?access_token={KEY}") as chat:
        await chat.send("init")
        assert await chat.close_code() == 4002


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


async def test_with_keys_nobody_lists_what_others_built(server: Server):
    async with rest(server.url, headers=BEARER) as client:
        answer = await client.get("/workspace/data")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "FORBIDDEN")
