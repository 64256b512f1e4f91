"""Whoever has a company's key sees and steers what is this company's, and nothing else."""

import contextlib
import json
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from agent.planner.planners import Planners
from settings import ApiKey
from tests.agent.embedded_planner import by_words
from tests.support.chat import chatting, connected
from tests.support.rest import rest
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

AURORA, SHOP, ALL = "key-of-aurora", "key-of-shop", "key-of-all"
INIT = {"type": "init", "access_token": AURORA}


@pytest.fixture(scope="module")
def overrides() -> dict[str, Any]:
    keys = (ApiKey(AURORA, "aurora"), ApiKey(SHOP, "shop"), ApiKey(ALL))
    return {"demo_tickets": 5, "api_keys": keys}


@pytest.fixture(scope="module")
def planner() -> Planners:
    return Planners(by_words())


def headers(key: str, company: str) -> dict[str, str]:
    return {
        "Authorization": f"Bearer {key}",
        "X-Company-ID": company,
        "X-Platform": "freshdesk",
        "X-Domain": "demo.freshdesk.localhost",
        "X-API-Key": "demo",
    }


async def job_of(server: Server, key: str, company: str) -> Any:
    async with rest(server.url, headers=headers(key, company)) as client:
        return (await client.post("/ingest/jobs", json={"max_articles": 0})).json()


async def status_of(server: Server, key: str, method: str, path: str, **options: Any) -> int:
    async with rest(server.url, headers={"Authorization": f"Bearer {key}"}) as client:
        return (await client.request(method, path, **options)).status_code


async def test_a_companys_key_sees_its_own_jobs_alone(server: Server):
    aurora = (await job_of(server, AURORA, "aurora"))["job_id"]
    shop = (await job_of(server, SHOP, "shop"))["job_id"]
    for key, mine, other in ((AURORA, aurora, shop), (SHOP, shop, aurora)):
        assert await status_of(server, key, "GET", f"/ingest/jobs/{mine}") == 200
        assert await status_of(server, key, "GET", f"/ingest/jobs/{other}") == 403
        body = {"json": {"action": "cancel"}}
        path = f"/ingest/jobs/{other}/control"
        assert await status_of(server, key, "POST", path, **body) == 403
    async with rest(server.url, headers={"Authorization": f"Bearer {AURORA}"}) as client:
        found = (await client.get("/ingest/jobs")).json()
    assert {job["company_id"] for job in found["jobs"]} == {"aurora"}
    async with rest(server.url, headers={"Authorization": f"Bearer {ALL}"}) as client:
        found = (await client.get("/ingest/jobs")).json()
    assert {job["company_id"] for job in found["jobs"]} == {"aurora", "shop"}


async def test_a_companys_key_collects_and_searches_for_no_other(server: Server):
    async with rest(server.url, headers=headers(AURORA, "shop")) as client:
        refused = await client.post("/ingest", json={})
        assert refused.status_code == 403
        assert "다른 회사" in refused.json()["error"]["message"]
    query = {"params": {"q": "x", "company_id": "shop"}}
    assert await status_of(server, AURORA, "GET", "/ingest/search", **query) == 403
    assert await status_of(server, "no-key", "GET", "/ingest/metrics") == 401


async def test_a_stream_takes_its_key_in_a_first_frame(server: Server):
    job = await job_of(server, AURORA, "aurora")
    address = job["progress_tracking"]["websocket_url"]
    async with connect(address) as socket:
        await socket.send(json.dumps(INIT))
        frames = [json.loads(text) async for text in socket]
    assert frames[-1]["status"] == "completed"
    for token, code in (("wrong", 4002), (SHOP, 1000)):
        async with connect(address) as socket:
            await socket.send(json.dumps({"type": "init", "access_token": token}))
            told: list[Any] = []
            with contextlib.suppress(ConnectionClosedError):
                told.extend([json.loads(text) async for text in socket])
        assert socket.close_code == code
        assert all(frame["type"] == "error" for frame in told)
    for first, code in ((b"\xff", 4002), ("[]", 4002), (json.dumps(INIT).encode(), 1000)):
        async with connect(address) as socket:
            await socket.send(first)
            with contextlib.suppress(ConnectionClosedError):
                assert [text async for text in socket]
        assert socket.close_code == code


async def test_a_conversation_has_the_company_of_its_key_and_no_other(server: Server):
    async with chatting(server.socket_url, access_token=AURORA) as chat:
        request = await chat.asked("최근 티켓 5건 가져와줘")
        assert request["ingest"]["company_id"] == "aurora"
    other = {"company_id": "shop", "domain": "demo.freshdesk.localhost", "api_key": "demo"}
    async with connected(server.socket_url) as chat:
        await chat.init(access_token=AURORA, helpdesk=other)
        assert chat.frames[-1]["code"] == "FORBIDDEN"
    async with chatting(server.socket_url, access_token=ALL, helpdesk=other) as chat:
        request = await chat.asked("최근 티켓 5건 가져와줘")
        assert request["ingest"]["company_id"] == "shop"
