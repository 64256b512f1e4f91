"""A synchronous generation that takes too long is stopped and undone."""

import asyncio
from typing import Any

import pytest

from agent.planner.seam import OwnPlanner
from sandbox.notion.snapshot import page_snapshot
from tests.support.planners import ObedientPlanner, blueprint
from tests.support.rest import rest
from tests.support.serving import TOKEN, RemoteNotion, Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def overrides() -> dict[str, Any]:
    return {"generate_timeout_seconds": 3, "rate_limit_rpm": 3}


class Dreamer(ObedientPlanner):
    """Never comes to an end over a dream."""

    async def understand(self, said: Any, about: Any) -> Any:
        if "꿈" in said.text:
            await asyncio.Event().wait()
        return await super().understand(said, about)


@pytest.fixture(scope="module")
def planner() -> OwnPlanner:
    """Its design takes a dozen of Notion's answers in a row: twice the time that there is."""
    return Dreamer(blueprint(rows=8))


async def test_a_slow_notion_brings_a_timeout_and_everything_is_rolled_back(
    server: Server, notion: RemoteNotion
):
    parent = await notion.new_parent()
    before = notion.requests.writes
    notion.faults.latency = 0.5
    body = {"prompt": "만들어줘", "notion_token": TOKEN, "parent_page_id": parent}
    async with rest(server.url) as client:
        answer = await client.post("/api/templates/generate", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (504, "TIMEOUT")
    assert page_snapshot(notion.workspace, parent)["blocks"] == []
    assert notion.requests.writes > before
    notion.faults.clear()


async def test_a_planner_that_never_ends_is_not_waited_for(server: Server):
    async with rest(server.url) as client:
        answer = await client.post("/api/templates/generate", json={"prompt": "꿈의 공간"})
    assert answer.status_code == 504


async def test_an_address_makes_so_many_requests_a_minute(server: Server):
    """A minute may end amid the requests, so there are enough for two."""
    async with rest(server.url) as client:
        answers = [await client.get("/api/features") for _ in range(8)]
        answer = next(one for one in answers if one.status_code == 429)
        assert answer.json()["error"]["code"] == "RATE_LIMITED"
        assert 0 < int(answer.headers["Retry-After"]) <= 60
        assert answer.headers["X-Request-ID"] == answer.json()["error"]["request_id"]
        forged = {"X-Forwarded-For": "203.0.113.9"}
        answers = [await client.get("/api/features", headers=forged) for _ in range(8)]
        assert 429 in [one.status_code for one in answers]
        for free in ("/health", "/", "/static/shared/tokens.css"):
            assert (await client.get(free)).status_code == 200
