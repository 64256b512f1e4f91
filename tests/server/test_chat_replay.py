"""Nothing is lost and nothing comes twice, wherever a connection breaks."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from agent.server_frames import TurnEnd
from tests.support.chat import Chat, Frame, chatting, connected
from tests.support.serving import Server
from tests.support.waiting import PATIENCE, until
from tools.records import Records

NOISE = TurnEnd(status="completed")

pytestmark = pytest.mark.asyncio(loop_scope="module")

BREAKS = st.lists(st.integers(0, 9), max_size=6)
SETTINGS = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


async def follow(server: Server, thread_id: str, breaks: list[int]) -> list[Frame]:
    """What a client hears that loses its connection after so many frames, again and again.

    It stays until the second end of a turn.
    """
    heard: list[Frame] = []
    for patience in [*breaks, 1_000]:
        since = heard[-1]["seq"] if heard else 0
        async with chatting(server.socket_url, thread_id=thread_id, since=since) as chat:
            for _ in range(patience):
                heard.append(await chat.next())
                if [frame["type"] for frame in heard].count("turn_end") == 2:
                    return heard
    raise AssertionError("unreachable")


@SETTINGS
@given(breaks=BREAKS)
async def test_a_client_that_loses_its_connection_anywhere_hears_each_frame_once(
    server: Server, breaks: list[int]
):
    async with chatting(server.socket_url) as chat:
        following = asyncio.create_task(follow(server, chat.thread_id, breaks))
        await chat.approve(await chat.asked())
        await chat.turn()
        assert await following == chat.numbered
        assert [frame["seq"] for frame in chat.numbered] == list(range(1, chat.last_seq + 1))


async def test_a_disconnect_is_no_cancel(server: Server):
    async with chatting(server.socket_url) as chat:
        await chat.approve(await chat.asked())
        thread_id, since = chat.thread_id, chat.last_seq
    async with chatting(server.socket_url, thread_id=thread_id, since=since) as back:
        assert (await back.turn())[-1]["status"] == "completed"


async def test_an_approval_may_come_from_a_later_connection(server: Server):
    async with chatting(server.socket_url) as chat:
        request = await chat.asked()
        thread_id, since = chat.thread_id, chat.last_seq
    async with chatting(server.socket_url, thread_id=thread_id, since=since) as back:
        await back.approve(request)
        assert (await back.turn())[-1]["status"] == "completed"
        assert back.numbered[0]["seq"] == since + 1


async def test_a_broken_connection_leaves_the_thread_in_order(server: Server, chat: Chat):
    async with connected(server.socket_url) as other:
        await other.init(thread_id=chat.thread_id)
        await other.say("만들어줘")
        other.socket.transport.abort()
    await chat.turn()
    assert [frame["seq"] for frame in chat.numbered] == list(range(1, chat.last_seq + 1))


@asynccontextmanager
async def held_back(records: Records) -> AsyncIterator[Records]:
    """While the block lasts, what is written waits."""
    busy, free = threading.Event(), threading.Event()

    def hold(_: Connection) -> None:
        busy.set()
        free.wait(PATIENCE)

    holding = asyncio.create_task(records.write(hold, long=True))
    await until(busy.is_set)
    yield records
    free.set()
    await holding


async def make_noise(server: Server, thread_id: str) -> None:
    """What a gone socket cannot be told ends it."""
    for number in range(3):
        await server.app.desk.events.append(thread_id, f"noise:{number}", NOISE)


async def test_a_message_is_heard_though_its_sender_left_while_it_was_kept(server: Server):
    async with chatting(server.socket_url) as chat:
        thread_id = chat.thread_id
        async with held_back(server.app.desk.records) as records:
            await chat.say("프로젝트 관리")
            await until(lambda: not records._queue.empty())
            chat.socket.transport.abort()
            noise = asyncio.create_task(make_noise(server, thread_id))
        await noise
    async with chatting(server.socket_url, thread_id=thread_id) as back:
        await back.until("approval_request")
