"""What an undo took back is made again, by a frame or by a word, as long as nothing came since."""

import pytest

from sandbox.notion.snapshot import workspace_index
from tests.support.chat import Chat, of_type, types
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def made(chat: Chat, wish: str = "만들어줘") -> str:
    await chat.approve(await chat.asked(wish))
    page_id: str = of_type(await chat.turn(), "complete")["page_id"]
    return page_id


async def undo(chat: Chat) -> None:
    await chat.send("undo")
    assert of_type(await chat.turn(), "cancelled")["reason"] == "undone"


def pages(server: Server) -> set[str]:
    return {page["id"] for page in workspace_index(server.app.embedded.workspace)}


async def title(server: Server, page_id: str) -> str:
    page = await server.app.desk.connector.open(None).call("GET", f"pages/{page_id}")
    return "".join(part["plain_text"] for part in page["properties"]["title"]["title"])


@pytest.mark.parametrize("word", [None, "다시 실행해줘", "redo", "やり直して", "다시"])
async def test_a_workspace_that_was_undone_is_built_again_and_can_be_undone_again(
    server: Server, chat: Chat, word: str | None
):
    before = pages(server)
    first = await made(chat)
    await undo(chat)
    assert pages(server) == before
    await (chat.send("redo") if word is None else chat.say(word))
    complete = of_type(await chat.turn(), "complete")
    assert pages(server) == before | {complete["page_id"]}
    assert complete["page_id"] != first
    await undo(chat)
    assert pages(server) == before


async def test_changes_that_were_undone_are_made_again(server: Server, chat: Chat):
    page = await made(chat)
    was = await title(server, page)
    await made(chat, "제목을 '우리집'으로 바꿔줘")
    changed = await title(server, page)
    await undo(chat)
    assert await title(server, page) == was
    await chat.send("redo")
    assert "complete" in types(await chat.turn())
    assert await title(server, page) == changed != was


async def test_a_redo_may_follow_the_undo_at_once(server: Server, chat: Chat):
    await made(chat)
    await chat.send("undo")
    await chat.until("cancelled")
    await chat.send("redo")
    await chat.until("complete")


async def test_there_is_nothing_to_redo_without_an_undo_or_once_more_was_made(chat: Chat):
    await chat.send("redo")
    assert (await chat.until("error"))["code"] == "CONFLICT"
    await made(chat)
    await undo(chat)
    await made(chat)
    await chat.send("redo")
    error = await chat.until("error")
    assert (error["code"], "다시 실행" in error["content"]) == ("CONFLICT", True)


@pytest.mark.parametrize("word", [None, "undo", "되돌려줘"])
async def test_of_one_undo_in_each_of_two_tabs_the_second_takes_nothing_back(
    server: Server, chat: Chat, word: str | None
):
    """Both tabs show the same last change; the second click or word comes after the first undo."""
    page = await made(chat)
    await made(chat, "제목을 '우리집'으로 바꿔줘")
    seen = chat.last_seq
    await undo(chat)
    await (chat.send("undo", seen=seen) if word is None else chat.say(word, seen=seen))
    assert (await chat.until("error"))["code"] == "CONFLICT"
    assert page in pages(server)
    await (chat.turn() if word else chat.send("redo", seen=seen))
    if word is None:
        assert (await chat.until("error"))["code"] == "CONFLICT"
    await undo(chat)  # whoever has seen the first may go on
    assert page not in pages(server)


@pytest.mark.parametrize("word", ["undo", "실행 취소", "다시 실행", "やり直し", "복원해줘", "redo"])
async def test_where_there_is_nothing_to_take_back_or_make_again_it_is_said(chat: Chat, word: str):
    await chat.say(word)
    turn = await chat.turn()
    assert "ai_response" in types(turn)
    assert turn[-1]["status"] == "completed"


async def test_an_undo_closes_the_question_that_was_open(chat: Chat):
    await made(chat)
    await chat.say("질문")
    assert (await chat.turn())[-1]["status"] == "awaiting_answer"
    await undo(chat)
    await chat.say("undo")
    assert (await chat.turn())[-1]["status"] == "completed"
