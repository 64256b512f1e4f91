"""Before the application is open the server says so; what is asked meanwhile waits for it."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from server import Front
from settings import VERSION
from tests.support.processes import anew, server_process
from tests.support.rest import rest


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("here")(scope, receive, send)


@pytest.fixture
def front() -> Front:
    return Front()


@pytest.fixture
async def client(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(front)
    async with httpx.AsyncClient(transport=transport, base_url="http://front") as client:
        yield client


async def test_while_it_opens_it_is_alive_and_not_ready(client: httpx.AsyncClient):
    health = await client.get("/health")
    assert (health.status_code, health.json()) == (200, {"status": "starting", "version": VERSION})
    assert health.headers["X-Content-Type-Options"] == "nosniff"
    assert health.headers["Content-Security-Policy"] == "default-src 'none'"
    assert (await client.get("/health/live")).json() == {"alive": True}
    ready = await client.get("/health/ready")
    assert (ready.status_code, ready.json()["ready"]) == (503, False)


@pytest.mark.parametrize("opened", [True, False])
async def test_a_request_waits_until_it_is_known_whether_it_opens(
    front: Front, client: httpx.AsyncClient, opened: bool
):
    asking = asyncio.create_task(client.get("/anything"))
    await asyncio.wait([asking], timeout=0.05)
    assert not asking.done()
    front.open(application if opened else None)
    assert (await asking).status_code == (200 if opened else 503)
    assert (await client.get("/health")).status_code == (200 if opened else 503)


async def test_a_socket_is_turned_away_where_there_is_no_application(front: Front):
    said = []
    front.open(None)

    async def send(message) -> None:
        said.append(message)

    await front({"type": "websocket", "path": "/ws/chat"}, None, send)
    assert [message["type"] for message in said] == ["websocket.close"]


async def test_a_process_that_was_just_started_answers_what_it_was_asked_early(tmp_path):
    async with server_process(tmp_path, begin=anew) as process, rest(process.url) as client:
        features = await client.get("/api/features")
        assert features.status_code == 200
        assert (await client.get("/health")).json()["status"] == "ok"
