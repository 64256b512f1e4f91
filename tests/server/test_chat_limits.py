"""What one connection and one address may take."""

from typing import Any

import pytest

from agent.server_frames import Progress
from api import chat as chat_module
from tests.support.chat import Chat, chatting, connected, narrow
from tests.support.serving import Server
from tests.support.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def overrides() -> dict[str, Any]:
    return {"ws_messages_per_minute": 3, "ws_connections_per_address": 3}


async def test_a_connection_says_so_many_messages_a_minute(chat: Chat):
    for number in range(3):
        await chat.say(f"안녕 {number}")
        await chat.turn()
    await chat.say("안녕 3", id="m3")
    error = await chat.next()
    assert (error["code"], error["retryable"], error["id"]) == ("RATE_LIMITED", True, "m3")
    assert 0 < error["retry_after"] <= 60
    await chat.send("ping")
    assert (await chat.next())["type"] == "pong"


async def test_answers_to_a_plan_are_not_messages(chat: Chat):
    for wish in ("만들어줘", "더 크게", "더 작게"):
        await chat.asked(wish)
    await chat.send("confirm_create")
    assert (await chat.turn())[-1]["status"] == "completed"


async def test_what_is_planned_anew_counts_as_a_message(chat: Chat):
    request = await chat.asked()
    for wish in ("더 크게", "더 작게"):
        await chat.approve(request, "respond", feedback=wish)
        request = (await chat.turn())[-2]
    await chat.approve(request, "edit", blueprint={"title": "팀"}, id="e1")
    error = await chat.next()
    assert (error["code"], error["id"]) == ("RATE_LIMITED", "e1")
    await chat.approve(request)
    assert (await chat.turn())[-1]["status"] == "completed"


async def test_an_address_opens_so_many_sockets(server: Server):
    async with (
        chatting(server.socket_url),
        chatting(server.socket_url),
        chatting(server.socket_url),
        connected(server.socket_url) as fourth,
    ):
        assert await fourth.close_code() == 4029
    async with connected(server.socket_url) as later:
        assert (await later.init())["type"] == "system"


async def test_a_reader_that_stalls_is_let_go_and_may_replay(
    server: Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(chat_module, "SEND_SECONDS", 0.2)
    sock = narrow(server.socket_url)
    async with connected(server.socket_url, sock=sock, max_queue=1) as slow:
        await slow.init()
        for number in range(100):
            frame = Progress(step="linking", message="x" * 100_000)
            await server.app.desk.events.append(slow.thread_id, f"big:{number}", frame)
        await until(lambda: slow.thread_id not in server.app.desk.events._subscribers)
        assert await slow.close_code() == 4008
        assert len(slow.numbered) < 100
    async with chatting(server.socket_url, thread_id=slow.thread_id, since=slow.last_seq) as back:
        while back.last_seq < 100:
            await back.next()
    seen = [frame["seq"] for frame in (*slow.numbered, *back.numbered)]
    assert seen == list(range(1, 101))
