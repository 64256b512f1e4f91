"""Another process that writes to the conversations' file delays what is asked, and nothing else."""

import asyncio
import sqlite3
from collections.abc import Iterator

import pytest

from api import chat as chat_module
from tests.support.chat import Chat, connected, of_type
from tests.support.rest import rest
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def other(server: Server) -> Iterator[sqlite3.Connection]:
    path = server.settings.data_dir / "notionforge.db"
    connection = sqlite3.connect(path, isolation_level=None)
    yield connection
    connection.close()


def write(other: sqlite3.Connection) -> None:
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO credentials VALUES (hex(randomblob(8)), x'00', 1.0)")


async def test_an_approval_waits_for_it(chat: Chat, other: sqlite3.Connection):
    request = await chat.asked()
    write(other)
    await chat.approve(request)
    assert await chat.quiet(0.3) == []
    other.execute("COMMIT")
    assert of_type(await chat.turn(), "complete")["page_id"]


async def test_a_request_waits_for_it(server: Server, other: sqlite3.Connection):
    async with rest(server.url) as client:
        write(other)
        body = {"prompt": "만들어줘"}
        asking = asyncio.create_task(client.post("/api/templates/generate", json=body))
        await asyncio.sleep(0.3)
        other.execute("COMMIT")
        assert (await asking).status_code == 200


async def test_one_that_does_not_end_is_told_as_unavailable_and_then_waited_for(
    server: Server, chat: Chat, other: sqlite3.Connection
):
    server.app.desk.records.busy_seconds = 0.05
    write(other)
    await chat.say("만들어줘", id="m1")
    refused = await chat.next()
    assert (refused["code"], refused["retryable"], refused["id"]) == ("UNAVAILABLE", True, "m1")
    async with rest(server.url) as client:
        answer = await client.post("/api/templates/generate", json={"prompt": "만들어줘"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "UNAVAILABLE")
        assert int(answer.headers["retry-after"]) >= 1
    other.execute("ROLLBACK")
    await chat.asked(id="m1")


async def test_an_init_that_storage_keeps_waiting_comes_none_too_late(
    server: Server, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
):
    """Only the person's own time is limited, and what is not their fault is not counted."""
    monkeypatch.setattr(chat_module, "INIT_SECONDS", 0.5)
    server.app.desk.records.busy_seconds = 0.6
    write(other)
    async with connected(server.socket_url) as chat:
        for _ in range(chat_module.MOST_FAULTY + 1):
            assert (await chat.init())["code"] == "UNAVAILABLE"
        other.execute("COMMIT")
        assert (await chat.init())["type"] == "system"
