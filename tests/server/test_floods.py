"""Floods and surprises on sockets: one socket's matter stays its own, and is answered."""

import asyncio
import json
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio
from starlette.websockets import WebSocket
from websockets.exceptions import ConnectionClosed, InvalidStatus

from api.callers import BURST, FRAMES_PER_SECOND, Callers
from api.chat import chat as chat_socket
from settings import ApiKey
from tests.support.chat import Chat, chatting, connected, types
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

FLOOD = 5_000
KEY = "key-one"


@pytest.fixture(scope="module")
def overrides() -> dict[str, Any]:
    return {"api_keys": (ApiKey(KEY),), "rate_limit_rpm": 40}


@pytest_asyncio.fixture(loop_scope="module")
async def chat(server: Server) -> AsyncIterator[Chat]:
    server.app.callers = Callers(server.settings)  # a minute that has just begun
    async with chatting(server.socket_url, access_token=KEY) as chat:
        yield chat


async def test_a_flood_is_served_to_its_budget_told_once_and_closed(server: Server, chat: Chat):
    async with chatting(server.socket_url, access_token=KEY) as other:
        ping = json.dumps({"type": "ping"})
        with suppress(ConnectionClosed):
            for _ in range(FLOOD):
                await chat.socket.send(ping)
        assert await chat.close_code() == 4008
        await other.send("ping")
        assert (await other.next())["type"] == "pong"
    served = types(chat.frames)
    assert BURST <= served.count("pong") < FLOOD / 10
    told = [frame for frame in chat.frames if frame["type"] == "error"]
    assert {frame["code"] for frame in told} == {"RATE_LIMITED"}
    assert len(told) < served.count("pong")


async def test_between_two_frames_of_one_socket_everybody_else_has_a_turn(server: Server):
    """A client whose frames are all there at once, so that nothing else would make it wait."""
    server.app.callers = Callers(server.settings)
    init = json.dumps({"type": "init", "access_token": KEY})
    coming = deque([{"type": "websocket.connect"}, {"type": "websocket.receive", "text": init}])
    coming.extend([{"type": "websocket.receive", "text": '{"type": "ping"}'}] * BURST)
    others, turns = 0, []

    async def receive() -> Any:
        return coming.popleft() if coming else {"type": "websocket.disconnect", "code": 1000}

    async def send(message: Any) -> None:
        if "pong" in message.get("text", ""):
            turns.append(others)

    async def take_turns() -> None:
        nonlocal others
        while True:
            others += 1
            await asyncio.sleep(0)

    somebody_else = asyncio.create_task(take_turns())
    application = SimpleNamespace(state=SimpleNamespace(app=server.app))
    scope = {"type": "websocket", "headers": [], "client": ("127.0.0.1", 1), "app": application}
    await chat_socket(WebSocket(scope, receive, send))
    somebody_else.cancel()
    assert len(turns) == BURST
    assert turns == sorted(set(turns))


async def test_who_sent_too_much_at_once_is_heard_again_a_little_later(chat: Chat):
    for _ in range(BURST + 20):
        await chat.send("ping")
    error = await chat.until("error")
    assert (error["code"], error["retryable"]) == ("RATE_LIMITED", True)
    assert 0 < error["retry_after"] < 3
    await asyncio.sleep(20 / FRAMES_PER_SECOND + error["retry_after"])
    await chat.send("set_language", language="en")
    assert (await chat.until("system"))["content"] == "Settings saved."


async def test_wrong_keys_over_sockets_count_like_requests(server: Server, chat: Chat):
    for guesses in range(60):
        try:
            async with connected(server.socket_url) as guess:
                await guess.send("init", access_token=f"guess-{guesses}")
                assert await guess.close_code() == 4002
        except InvalidStatus as error:
            refused = error.response
            break
    assert guesses <= 20  # a handshake and a faulty init each
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) >= 1
    assert json.loads(refused.body)["error"]["code"] == "RATE_LIMITED"
    await chat.send("ping")
    assert (await chat.next())["type"] == "pong"


async def test_three_inits_that_cannot_be_used_close_the_socket(server: Server, chat: Chat):
    async with connected(server.socket_url) as guess:
        for number in range(3):
            refusal = await guess.init(access_token=KEY, thread_id=f"thread-{number}")
            assert refusal["code"] == "NOT_FOUND"
        assert await guess.close_code() == 4001


def nested(depth: int) -> dict[str, Any]:
    block: dict[str, Any] = {"type": "paragraph", "text": "."}
    for _ in range(depth):
        block = {"type": "toggle", "text": ".", "children": [block]}
    return {"title": "Deep", "blocks": [block]}


async def test_what_nobody_thought_of_is_answered_and_the_plan_still_waits(chat: Chat):
    request = await chat.asked()
    await chat.approve(request, "edit", blueprint=nested(250), id="deep")
    error = await chat.until("error")
    assert error["id"] == "deep"
    assert error["code"] in ("INTERNAL_ERROR", "BLUEPRINT_INVALID")
    await chat.approve(request)
    assert (await chat.turn())[-1]["status"] == "completed"


@contextmanager
def without_table(server: Server, name: str) -> Iterator[None]:
    """The records are broken for a while: nothing that needs a table works."""
    file = server.settings.data_dir / "notionforge.db"
    with sqlite3.connect(file) as connection:
        connection.execute(f"ALTER TABLE {name} RENAME TO away")
    try:
        yield
    finally:
        with sqlite3.connect(file) as connection:
            connection.execute(f"ALTER TABLE away RENAME TO {name}")


async def test_records_that_fail_are_said_to_and_the_socket_stays_open(server: Server, chat: Chat):
    request = await chat.asked()
    with without_table(server, "approvals"):
        await chat.approve(request, id="a1")
        error = await chat.until("error")
        assert (error["code"], error["retryable"], error["id"]) == ("UNAVAILABLE", True, "a1")
        await chat.send("ping")
        assert (await chat.next())["type"] == "pong"
    await chat.approve(request)
    assert (await chat.turn())[-1]["status"] == "completed"


async def test_a_socket_that_cannot_follow_its_thread_is_told_to_come_back(server: Server):
    server.app.callers = Callers(server.settings)
    with without_table(server, "events"):
        async with connected(server.socket_url) as chat:
            await chat.send("init", access_token=KEY)
            assert (await chat.next())["code"] == "UNAVAILABLE"
            assert await chat.close_code() == 1012
