"""Tokens that were given, are gone, and are given again."""

import pytest

from sandbox.notion.snapshot import page_snapshot
from tests.support.chat import chatting, of_type
from tests.support.serving import TOKEN, RemoteNotion, Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_wish_without_its_token_asks_for_it_again(server: Server, notion: RemoteNotion):
    parent = await notion.new_parent()
    fields = {"notion_token": TOKEN, "parent_page_id": parent}
    async with chatting(server.socket_url, **fields) as chat:
        await server.app.desk.vault.drop(f"thread:{chat.thread_id}")
        await chat.say("만들어줘")
        assert of_type(await chat.turn(), "error")["code"] == "CREDENTIALS_REQUIRED"
    again = {"thread_id": chat.thread_id, "since": chat.last_seq, "notion_token": TOKEN}
    async with chatting(server.socket_url, **again) as back:
        await back.approve(await back.asked())
        assert (await back.turn())[-1]["status"] == "completed"
    assert len(page_snapshot(notion.workspace, parent)["blocks"]) == 1


async def test_a_build_without_its_token_says_so_and_writes_nowhere(
    server: Server, notion: RemoteNotion
):
    parent = await notion.new_parent()
    fields = {"notion_token": TOKEN, "parent_page_id": parent}
    async with chatting(server.socket_url, **fields) as chat:
        request = await chat.asked()
        await server.app.desk.vault.drop(f"thread:{chat.thread_id}")
        before = notion.requests.writes
        await chat.approve(request)
        turn = await chat.turn()
        assert of_type(turn, "error")["code"] == "CREDENTIALS_REQUIRED"
        assert turn[-1]["status"] == "failed"
    assert notion.requests.writes == before


async def test_an_empty_token_is_none(server: Server):
    async with chatting(server.socket_url, notion_token="", parent_page_id=None) as chat:
        request = await chat.asked()
        await chat.approve(request)
        complete = of_type(await chat.turn(), "complete")
    assert complete["notion_url"].startswith(server.url)


async def test_the_embedded_workspace_may_be_named_as_the_target(server: Server):
    async with chatting(server.socket_url, notion_token="sandbox") as chat:
        await chat.approve(await chat.asked())
        first = of_type(await chat.turn(), "complete")
    under = {"notion_token": "sandbox", "parent_page_id": first["notion_url"]}
    async with chatting(server.socket_url, **under) as chat:
        await chat.approve(await chat.asked())
        second = of_type(await chat.turn(), "complete")
    trail = page_snapshot(server.app.embedded.workspace, second["page_id"])["breadcrumb"]
    assert [page["id"] for page in trail] == [first["page_id"]]
