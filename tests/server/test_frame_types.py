"""What the server sends is what its types say, no field more and none less."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from agent.server_frames import ServerFrame, frame_json
from tests.support.chat import Chat, chatting, of_type
from tests.support.serving import TOKEN, RemoteNotion, Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

FRAMES: TypeAdapter[Any] = TypeAdapter(ServerFrame)


def as_typed(frame: dict[str, Any]) -> dict[str, Any]:
    """A frame after a way through its type and back."""
    return frame_json(FRAMES.validate_python(frame))


def without_place(frame: dict[str, Any]) -> dict[str, Any]:
    """A frame without what the log adds to it."""
    added = {"seq", "thread_id"} if frame["type"] != "system" else {"seq"}
    return {name: value for name, value in frame.items() if name not in added}


def check(chat: Chat, *kinds: str) -> None:
    """Every frame is as its type says, and these are among them."""
    sent = [without_place(frame) for frame in chat.frames]
    assert [as_typed(frame) for frame in sent] == sent
    assert set(kinds) <= {frame["type"] for frame in sent}


async def test_a_creation_with_feedback(chat: Chat):
    await chat.say("안녕")
    await chat.turn()
    await chat.say("질문 있는 소원", id="m1")
    await chat.turn()
    request = await chat.asked()
    await chat.approve(request, "respond", feedback="더")
    await chat.turn()
    await chat.send("confirm_create")
    await chat.turn()
    check(chat, "system", "user_message", "ai_response", "question", "blueprint_preview")
    check(chat, "progress", "approval_request", "complete", "turn_end")


async def test_a_change_and_its_undo(chat: Chat):
    await chat.approve(await chat.asked())
    await chat.turn()
    request = await chat.asked("이름 바꿔")
    assert request["changes"]
    await chat.approve(request)
    assert of_type(await chat.turn(), "complete")["changes"]
    await chat.send("undo")
    assert of_type(await chat.turn(), "cancelled")["undone"]["changes"]
    check(chat)


async def test_what_goes_to_one_socket(server: Server, chat: Chat):
    await chat.say("안녕")
    await chat.turn()
    for kind, fields in {"ping": {}, "history": {}, "set_language": {"language": "en"}}.items():
        await chat.send(kind, **fields)
        await chat.next()
    await chat.say("x", id="too short")
    refused = await chat.next()
    assert refused["id"] == "too short"
    assert refused["details"][0]["field"] == "content"
    async with chatting(server.socket_url, thread_id=chat.thread_id, since=2) as back:
        await back.turn()
    assert back.frames[0]["resumed"] is True
    check(back)
    check(chat, "pong", "history", "error")


async def test_a_build_that_notion_refuses(remote_chat: Chat, notion: RemoteNotion):
    request = await remote_chat.asked()
    notion.faults.inject(method="POST", path="/v1/databases", status=400)
    await remote_chat.approve(request)
    assert of_type(await remote_chat.turn(), "error")["unfinished"] is True
    check(remote_chat)


async def test_what_notion_said_of_a_refusal(server: Server, notion: RemoteNotion):
    page = await notion.new_parent()
    wrong = TOKEN.replace("A1", "ZZ")
    async with chatting(server.socket_url, notion_token=wrong, parent_page_id=page) as chat:
        await chat.say("만들어줘")
        assert of_type(await chat.turn(), "error")["details"]["status"] == 401
        check(chat)


async def test_a_schema_can_be_made_of_the_frames():
    schema = FRAMES.json_schema()
    kinds = {"system", "progress", "user_message", "ai_response", "question", "blueprint_preview"}
    kinds |= {"approval_request", "complete", "cancelled", "error", "turn_end", "history", "pong"}
    kinds |= {"ai_token"}
    assert set(schema["discriminator"]["mapping"]) == kinds
    assert schema["$defs"]["UserMessage"]["required"] == ["content", "id"]
