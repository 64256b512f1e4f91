"""A build that failed on the way: gone on with, or taken back."""

import pytest

from sandbox.notion.snapshot import page_snapshot
from tests.support.chat import Chat, of_type
from tests.support.serving import RemoteNotion, Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def fail_half_way(chat: Chat, notion: RemoteNotion, **fault: object) -> list[dict]:
    """A build that Notion refuses to go on with after the first views; the failed turn."""
    request = await chat.asked()
    notion.faults.inject(method="POST", path=r"/v1/views", times=1, **fault)
    await chat.approve(request)
    return await chat.turn()


def built(notion: RemoteNotion, chat: Chat) -> dict:
    """The main page of a chat's only build, found by the page that it was built under."""
    found = of_type(chat.numbered, "complete")
    return page_snapshot(notion.workspace, found["page_id"])


async def test_a_failed_build_says_how_far_it_came_and_what_to_do(remote_chat, notion):
    turn = await fail_half_way(remote_chat, notion, status=403)

    error = of_type(turn, "error")
    assert error["code"] == "NOTION_ERROR"
    assert error["unfinished"] is True
    assert "12단계" in error["content"]
    assert "다시" in error["content"]
    assert turn[-1]["status"] == "failed"


@pytest.mark.parametrize("word", ["다시", "retry", "続けてください"])
async def test_going_on_doubles_nothing(remote_chat: Chat, notion: RemoteNotion, word: str):
    await fail_half_way(remote_chat, notion, status=403)

    await remote_chat.say(word)
    turn = await remote_chat.turn()

    assert turn[-1]["status"] == "completed"
    snapshot = built(notion, remote_chat)
    databases = list(snapshot["databases"].values())
    assert [len(entry["rows"]) for entry in databases] == [3, 3]
    assert [len(entry["views"]) for entry in databases] == [2, 2]
    steps = [(f["step"], f["message"]) for f in remote_chat.numbered if f["type"] == "progress"]
    assert len(steps) == len(set(steps))


async def test_a_failed_build_can_be_taken_back(remote_chat, notion, server: Server):
    await fail_half_way(remote_chat, notion, status=403)
    thread = await server.app.desk.threads.get(remote_chat.thread_id)

    await remote_chat.send("undo")
    turn = await remote_chat.turn()

    assert of_type(turn, "cancelled")["reason"] == "undone"
    assert page_snapshot(notion.workspace, thread.settings.parent_page_id)["blocks"] == []


async def test_without_a_failed_build_the_word_is_a_wish_like_any_other(chat: Chat):
    await chat.say("다시")
    assert (await chat.turn())[-1]["status"] == "awaiting_approval"
