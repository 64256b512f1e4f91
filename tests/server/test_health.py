"""How the server says it is: every figure is counted."""

import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from api.app import Seen
from settings import VERSION
from tests.support.chat import Chat
from tests.support.planners import ObedientPlanner
from tests.support.processes import free_port
from tests.support.rest import rest
from tests.support.serving import TOKEN, RemoteNotion, Server, serving
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(server.url) as client:
        yield client


async def test_a_fresh_server_has_done_nothing_today(client: httpx.AsyncClient):
    health = (await client.get("/health")).json()
    assert health["today_stats"] == {"total": 0, "success": 0, "success_rate": 0.0}
    assert (health["status"], health["version"]) == ("ok", VERSION)
    assert health["notion_ready"] is True


async def test_the_figures_count_what_there_is(server: Server, client: httpx.AsyncClient):
    health = (await client.get("/health")).json()
    features = (await client.get("/api/features")).json()["features"]
    assert health["features"] == len(features) == len(set(features))
    assert {"POST /api/templates/generate", "/ws/chat", "frame undo"} <= set(features)
    assert health["skills"] == len(server.app.library.skills_of("")) >= 8


async def test_builds_of_today_are_counted_by_how_they_ended(
    chat: Chat, remote_chat: Chat, notion: RemoteNotion, client: httpx.AsyncClient
):
    for _ in range(2):
        await chat.approve(await chat.asked())
        await chat.turn()
    await chat.send("undo")
    await chat.turn()
    notion.faults.latency = 0.1  # so that there is something to cancel
    await remote_chat.approve(await remote_chat.asked())
    await remote_chat.until("progress", step="create_page")
    await remote_chat.send("cancel")
    await remote_chat.turn()
    today = (await client.get("/health")).json()["today_stats"]
    assert today == {"total": 3, "success": 2, "success_rate": 66.7}


async def test_readiness_names_its_checks(client: httpx.AsyncClient):
    answer = await client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json()["ready"] is True
    assert set(answer.json()["checks"].values()) == {True}
    assert (await client.get("/health/live")).json() == {"alive": True}


async def test_a_server_stays_ready_while_notion_is_away_and_tells_of_it(tmp_path: Path):
    nobody = f"http://127.0.0.1:{free_port()}"
    away = serving(tmp_path, ObedientPlanner(), notion_api_key=TOKEN, notion_base_url=nobody)
    async with away as server, rest(server.url) as client:
        answer = await client.get("/health/ready")
        assert (answer.status_code, answer.json()["ready"]) == (200, True)
        assert answer.json()["checks"]["notion_configured"] is False
        assert (await client.get("/health")).json()["notion_ready"] is False


@pytest.mark.parametrize("name", ["notionforge.db", "checkpoints.db"])
async def test_readiness_tells_within_seconds_that_a_file_takes_nothing(
    server: Server, client: httpx.AsyncClient, name: str
):
    """Another process writes to it and does not come to an end."""
    server.app.storage_seen = Seen(ready=True, at=time.monotonic() + PATIENCE)
    other = sqlite3.connect(server.settings.data_dir / name, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert (await client.get("/health/ready")).status_code == 200, "a look is good for a while"
    server.app.storage_seen = Seen()
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["storage"]) == (503, False)
    other.close()
    server.app.storage_seen = Seen()
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["storage"]) == (200, True)
