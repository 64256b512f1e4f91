"""Comments, locks, the trash and recipes in the chat: asked for in words, done after a yes."""

from typing import Any

import pytest
import pytest_asyncio

from agent.library import Library
from tests.support.chat import Chat, chatting, of_type, types
from tests.support.rest import rest
from tests.support.serving import Server
from tools.notion.gateway import NotionGateway

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def gateway(server: Server) -> NotionGateway:
    return server.app.desk.connector.open(None)


@pytest_asyncio.fixture(loop_scope="module")
async def built(chat: Chat) -> str:
    """The id of the page that the thread has built."""
    await chat.approve(await chat.asked())
    page_id: str = of_type(await chat.turn(), "complete")["page_id"]
    return page_id


async def page(gateway: NotionGateway, page_id: str) -> dict[str, Any]:
    return await gateway.call("GET", f"pages/{page_id}")


async def comments(gateway: NotionGateway, page_id: str) -> list[str]:
    found = (await gateway.call("GET", f"comments?block_id={page_id}"))["results"]
    return ["".join(part["plain_text"] for part in c["rich_text"]) for c in found]


async def undone(chat: Chat) -> dict[str, Any]:
    await chat.send("undo")
    return of_type(await chat.turn(), "cancelled")


async def test_a_comment_is_shown_written_after_a_yes_and_taken_back(
    chat: Chat, gateway: NotionGateway, built: str
):
    request = await chat.asked("이 페이지에 '잘했어요'라고 댓글 달아줘")
    assert request["metadata"]["kind"] == "manage"
    assert request["metadata"]["api_calls"] == 1
    assert "preview_url" not in request
    assert request["manage"] == {"action": "comment", "page_id": built, "text": "잘했어요"}
    assert await comments(gateway, built) == []
    await chat.say("'아주 잘했어요'로 바꿔줘")
    request = of_type(await chat.turn(), "approval_request")
    assert (request["plan_version"], request["manage"]["text"]) == (2, "아주 잘했어요")
    await chat.approve(request)
    complete = of_type(await chat.turn(), "complete")
    assert (complete["page_id"], "댓글" in complete["content"]) == (built, True)
    assert await comments(gateway, built) == ["아주 잘했어요"]
    assert (await undone(chat))["undone"]["changes"] == 1
    assert await comments(gateway, built) == []


async def test_a_comment_without_words_is_asked_for_them(
    chat: Chat, gateway: NotionGateway, built: str
):
    await chat.say("leave a comment on this page")
    turn = await chat.turn()
    assert of_type(turn, "question")["content"] == "What should the comment say?"
    assert turn[-1]["status"] == "awaiting_answer"
    await chat.say("ok")
    assert of_type(await chat.turn(), "approval_request")["manage"]["text"] == "ok"
    await chat.say("yes")
    assert "complete" in types(await chat.turn())
    assert await comments(gateway, built) == ["ok"]


@pytest.mark.parametrize(
    ("words", "back", "field"),
    [
        ("이 페이지 잠가줘", "잠금 풀어줘", "is_locked"),
        ("lock this page", "unlock this page", "is_locked"),
        ("このページをアーカイブして", "ゴミ箱から戻して", "in_trash"),
    ],
)
async def test_a_page_is_locked_or_archived_and_back_again(
    chat: Chat, gateway: NotionGateway, built: str, words: str, back: str, field: str
):
    for said, stands in ((words, True), (back, False)):
        await chat.approve(await chat.asked(said))
        assert "complete" in types(await chat.turn())
        assert (await page(gateway, built))[field] is stands
    await undone(chat)
    assert (await page(gateway, built))[field] is True


async def test_what_is_so_already_is_only_said_to_be(chat: Chat, built: str):
    await chat.say("잠금 풀어줘")
    turn = await chat.turn()
    assert of_type(turn, "ai_response")["content"].startswith("이미")
    assert turn[-1]["status"] == "completed"


async def test_words_about_a_page_that_is_not_there_say_so(chat: Chat, built: str):
    await chat.say("'없는 것' 페이지 잠가줘")
    error = of_type(await chat.turn(), "error")
    assert (error["code"], "없는 것" in error["content"]) == ("NOT_FOUND", True)


async def test_without_a_page_it_is_asked_for(chat: Chat, server: Server):
    await chat.say("이 페이지 잠가줘")
    assert "주소" in of_type(await chat.turn(), "ai_response")["content"]


async def test_a_page_that_is_named_by_its_address_is_meant(
    server: Server, built: str, gateway: NotionGateway
):
    async with chatting(server.socket_url) as other:
        await other.approve(await other.asked(f"{server.url}/workspace/{built} 잠가줘"))
        await other.turn()
    assert (await page(gateway, built))["is_locked"]


@pytest.mark.parametrize(
    ("waiting", "words"),
    [
        ("제목을 '우리집'으로 바꿔줘", "이 페이지 잠가줘"),
        ("이 페이지 잠가줘", "이 페이지를 레시피로 저장해줘"),
        ("이 페이지를 레시피로 저장해줘", "이 페이지 보관해줘"),
    ],
)
async def test_a_plan_that_waits_comes_first(chat: Chat, built: str, waiting: str, words: str):
    request = await chat.asked(waiting)
    await chat.say(words)
    turn = await chat.turn()
    assert "먼저" in of_type(turn, "ai_response")["content"]
    assert turn[-1]["status"] == "awaiting_approval"
    await chat.approve(request)
    assert "complete" in types(await chat.turn())


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("이 페이지를 레시피로 저장해줘", None),
        ('save this page as a recipe called "Team board"', "Team board"),
        ("このページを「チームボード」という名前でレシピに登録して", "チームボード"),
    ],
)
async def test_a_page_becomes_a_recipe_that_can_be_built_and_taken_back(
    server: Server, chat: Chat, built: str, words: str, name: str | None
):
    library: Library = server.app.library
    before = set(library.recipes_of(""))
    request = await chat.asked(words)
    assert request["metadata"]["kind"] == "recipe"
    assert request["metadata"]["api_calls"] == 0
    assert request["recipe"]["page_id"] == built
    assert set(library.recipes_of("")) == before
    await chat.approve(request)
    turn = await chat.turn()
    assert of_type(turn, "complete")["recipe"] == request["recipe"]
    (recipe_id,) = set(library.recipes_of("")) - before
    async with rest(server.url) as client:
        shown = (await client.get(f"/api/recipes/{recipe_id}")).json()
        assert shown["name"] == (name or shown["blueprint"]["title"])
        made = (await client.post(f"/api/recipes/{recipe_id}/generate", json={})).json()
        assert made["summary"]["databases"] == request["metadata"]["databases"]
    await undone(chat)
    assert set(library.recipes_of("")) == before


@pytest.mark.parametrize("words", ["이름은 '내 책장'으로 해줘", "call it '내 책장'"])
async def test_a_recipe_that_waits_can_be_called_another_name(chat: Chat, built: str, words: str):
    first = await chat.asked("이 페이지를 레시피로 저장해줘")
    assert first["recipe"]["name"] != "내 책장"
    renamed = await chat.asked(words)
    assert renamed["recipe"] == {"name": "내 책장", "page_id": built}


async def test_who_asks_once_is_answered_what_was_done(
    server: Server, built: str, gateway: NotionGateway
):
    async with rest(server.url) as client:
        body = {"prompt": "lock this page", "options": {"language": "en"}}
        answer = (await client.post(f"/api/templates/{built}/modify", json=body)).json()
    assert answer["manage"] == {"action": "lock", "page_id": built}
    assert (await page(gateway, built))["is_locked"]
