"""A file that a plan brings along is seen before it is built, and after."""

import base64
from typing import Any

import pytest

from tests.support.chat import Chat, of_type
from tests.support.planners import blueprint
from tests.support.rest import rest
from tests.support.serving import VERSION, Server
from tests.support.uploads import FILES, PICTURE, PIXEL, upload

pytestmark = pytest.mark.asyncio(loop_scope="module")

Json = dict[str, Any]


def with_files() -> Json:
    blocks = [{"type": kind, "upload": file} for kind, file in FILES.items()]
    looks = {"icon": {"upload": PICTURE}, "cover": {"upload": PICTURE}}
    own = blueprint().model_dump(mode="json", exclude_defaults=True)
    return {**own, "title": "파일", "blocks": blocks, **looks}


async def built(chat: Chat) -> tuple[str, str]:
    """The ids of a plan with files, and of the page that was built from it."""
    request = await chat.asked()
    await chat.approve(request, "edit", blueprint=with_files())
    complete = of_type(await chat.turn(), "complete")
    return request["approval_id"], complete["page_id"]


async def test_a_preview_and_a_page_show_what_was_uploaded_to_a_browser_without_a_key(
    server: Server, chat: Chat
) -> None:
    approval_id, page_id = await built(chat)
    async with rest(server.url) as browser:
        for place in (f"/preview/{approval_id}", f"/workspace/{page_id}"):
            shown = (await browser.get(f"{place}/data")).json()
            assert (await browser.get(place)).status_code == 200
            for look in ("icon", "cover"):
                answer = await browser.get(shown["page"][look]["file"]["url"])
                assert (answer.content, answer.headers["content-type"]) == (PIXEL, "image/png")
            for block, (kind, file) in zip(shown["blocks"], FILES.items(), strict=False):
                answer = await browser.get(block[kind]["file"]["url"])
                assert answer.content == base64.b64decode(file["content"])
                assert answer.headers["x-content-type-options"] == "nosniff"


async def test_the_preview_of_a_change_shows_what_the_page_shows(
    server: Server, chat: Chat
) -> None:
    """`바꿔` makes the planner of these tests give the page another title."""
    await built(chat)
    request = await chat.asked("이름 바꿔줘")
    assert request["metadata"]["kind"] == "modify"
    address, _, _ = request["preview_url"].partition("#")
    async with rest(server.url) as browser:
        shown = (await browser.get(f"{address}/data")).json()
        for look in ("icon", "cover"):
            assert (await browser.get(shown["page"][look]["file"]["url"])).content == PIXEL
    await chat.send("cancel")
    await chat.turn()


async def test_the_workspaces_own_answers_carry_addresses_that_work(
    server: Server, chat: Chat
) -> None:
    _, page_id = await built(chat)
    headers = {"Authorization": "Bearer sandbox", "Notion-Version": VERSION}
    async with rest() as client:
        address = f"{server.url}/sandbox/notion/v1/pages/{page_id}"
        page = (await client.get(address, headers=headers)).json()
        assert (await client.get(page["cover"]["file"]["url"])).content == PIXEL


async def test_a_changed_address_shows_nothing(server: Server, chat: Chat) -> None:
    _, page_id = await built(chat)
    async with rest(server.url) as browser:
        shown = (await browser.get(f"/workspace/{page_id}/data")).json()
        address = shown["page"]["cover"]["file"]["url"]
        for wrong in (address[:-1] + "x", address.split("?")[0], f"/workspace/files/x/{page_id}"):
            assert (await browser.get(wrong)).status_code == 404


async def test_a_file_that_notion_would_not_take_is_told_in_the_readers_words(chat: Chat) -> None:
    request = await chat.asked()
    wrong = {**with_files(), "cover": {"upload": upload("plan.pdf")}}
    await chat.approve(request, "edit", blueprint=wrong)
    error = await chat.next()
    assert error["code"] == "BLUEPRINT_INVALID"
    [detail] = error["details"]
    assert detail["field"] == "cover.upload"
    assert "plan.pdf" in detail["message"]
    await chat.send("cancel_create")
    await chat.turn()
