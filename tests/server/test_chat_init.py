"""How a socket introduces itself, and what happens where it does not."""

import asyncio

import pytest
from websockets.exceptions import InvalidStatus

from api import chat as chat_module
from tests.support.chat import Chat, chatting, connected, types
from tests.support.serving import TOKEN, Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_new_socket_gets_a_thread_with_a_long_id(server: Server):
    async with connected(server.socket_url) as chat:
        welcome = await chat.init()
        assert welcome["type"] == "system"
        assert welcome["protocol"] == "1"
        assert len(welcome["thread_id"]) * 6 >= 128
        assert {"seq", "resumed", "resume_gap"}.isdisjoint(welcome)


@pytest.mark.parametrize(
    ("language", "greeting"), [("ko", "안녕하세요"), ("en", "Hello"), ("ja", "こんにちは")]
)
async def test_the_welcome_speaks_the_language_of_the_settings(
    server: Server, language: str, greeting: str
):
    async with connected(server.socket_url) as chat:
        welcome = await chat.init(settings={"language": language, "complexity": "simple"})
        assert welcome["content"].startswith(greeting)


async def test_the_welcome_speaks_the_browsers_language_where_nothing_was_set(server: Server):
    headers = {"Accept-Language": "fr;q=0.9, ja;q=0.8, en;q=0.3"}
    async with connected(server.socket_url, additional_headers=headers) as chat:
        assert (await chat.init())["content"].startswith("こんにちは")


async def test_a_socket_that_says_nothing_is_closed(
    server: Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(chat_module, "INIT_SECONDS", 0.1)
    async with connected(server.socket_url) as chat:
        assert await chat.close_code() == 4003


@pytest.mark.parametrize("kind", ["ping", "cancel", "history"])
async def test_another_frame_before_init_closes_the_socket(server: Server, kind: str):
    async with connected(server.socket_url) as chat:
        await chat.send(kind)
        assert await chat.close_code() == 4001


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"thread_id": "nobody-knows-this-one"}, "NOT_FOUND"),
        ({"since": -1}, "VALIDATION_ERROR"),
        ({"settings": {"language": "fr"}}, "VALIDATION_ERROR"),
        ({"parent_page_id": "not-a-page"}, "INVALID_INPUT"),
        ({"notion_token": TOKEN}, "INVALID_INPUT"),
    ],
)
async def test_an_init_that_cannot_be_used_may_be_corrected(
    server: Server, fields: dict, code: str
):
    async with connected(server.socket_url) as chat:
        refusal = await chat.init(**fields)
        assert (refusal["type"], refusal["code"]) == ("error", code)
        assert (await chat.init())["type"] == "system"


async def test_a_second_init_is_refused_and_changes_nothing(chat: Chat):
    await chat.send("init", settings={"language": "en"})
    assert (await chat.next())["code"] == "INVALID_INPUT"
    await chat.send("ping")
    assert (await chat.next())["type"] == "pong"


async def test_a_foreign_origin_is_not_let_in(server: Server):
    with pytest.raises(InvalidStatus):
        async with connected(server.socket_url, origin="https://evil.example"):
            raise AssertionError("it was let in")


async def test_coming_back_says_so_and_replays_what_was_missed(server: Server, chat: Chat):
    await chat.asked()
    seen = chat.numbered[2]["seq"]
    async with connected(server.socket_url) as back:
        welcome = await back.init(thread_id=chat.thread_id, since=seen)
        assert welcome["resumed"] is True
        await back.turn()
        assert back.numbered == chat.numbered[3:]


async def test_without_since_everything_is_replayed(server: Server, chat: Chat):
    await chat.asked()
    async with chatting(server.socket_url, thread_id=chat.thread_id) as back:
        await back.turn()
        assert back.numbered == chat.numbered


@pytest.mark.parametrize("since", [10_000, 2**64 - 1])
async def test_a_number_from_the_future_loses_no_later_frame(
    server: Server, chat: Chat, since: int
):
    await chat.asked()
    async with chatting(server.socket_url, thread_id=chat.thread_id, since=since) as back:
        await back.send("cancel_create")
        assert types(await back.turn()) == ["cancelled", "turn_end"]


async def test_two_tabs_see_the_same(server: Server, chat: Chat):
    async with chatting(server.socket_url, thread_id=chat.thread_id) as tab:
        await chat.say("만들어줘")
        await asyncio.gather(chat.turn(), tab.turn())
        await tab.send("confirm_create")
        await asyncio.gather(chat.turn(), tab.turn())
        assert tab.numbered == chat.numbered


async def test_coming_back_with_other_settings_changes_them(server: Server, chat: Chat):
    async with connected(server.socket_url) as back:
        welcome = await back.init(thread_id=chat.thread_id, settings={"language": "en"})
        assert welcome["content"].startswith("Hello")
    kept = await server.app.desk.threads.get(chat.thread_id)
    assert kept.settings.language == "en"
