"""Cancel and undo: whatever was written is gone, and nothing else."""

import asyncio
from typing import Any

import pytest
import pytest_asyncio

from sandbox.notion.snapshot import workspace_index
from tests.support.chat import Chat, chatting, of_type, types
from tests.support.planners import ObedientPlanner, blueprint
from tests.support.serving import RemoteNotion, Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def planner() -> ObedientPlanner:
    return ObedientPlanner(blueprint(rows=6))


@pytest_asyncio.fixture(loop_scope="module")
async def slow_chat(server: Server, notion: RemoteNotion) -> Any:
    """A thread that builds in a Notion that takes 30 ms for each request."""
    token, parent = notion.new_token(), await notion.new_parent()
    notion.faults.latency = 0.03
    async with chatting(server.socket_url, notion_token=token, parent_page_id=parent) as chat:
        yield chat
    notion.faults.clear()


async def everything(notion: RemoteNotion) -> set[str]:
    """All that search finds outside the trash."""
    notion.faults.latency = 0
    found = await notion.call("POST", "search", {"page_size": 100})
    assert not found["has_more"]
    return {item["id"] for item in found["results"] if not item["in_trash"]}


async def test_a_cancel_while_designing_ends_the_turn_before_a_plan(
    planner: ObedientPlanner, chat: Chat
):
    with planner.held():
        await chat.say("만들어줘")
        await chat.until("progress", step="generating")
        await chat.send("cancel")
        turn = await chat.turn()
    cancelled = of_type(turn, "cancelled")
    assert (cancelled["reason"], cancelled["undone"]["pages"]) == ("cancelled", 0)
    assert "approval_request" not in types(turn)
    assert turn[-1]["status"] == "cancelled"
    assert (await chat.asked())["plan_version"] == 1


async def test_a_cancel_while_a_plan_waits_rejects_it(chat: Chat):
    request = await chat.asked()
    await chat.send("cancel")
    assert of_type(await chat.turn(), "cancelled")["reason"] == "rejected"
    await chat.approve(request)
    assert (await chat.next())["code"] == "CONFLICT"


@pytest.mark.parametrize("step", ["create_page", "create_database", "add_rows"])
async def test_a_cancel_while_building_leaves_the_workspace_as_before(
    notion: RemoteNotion, slow_chat: Chat, step: str
):
    before = await everything(notion), workspace_index(notion.workspace)
    request = await slow_chat.asked()
    notion.faults.latency = 0.03
    await slow_chat.approve(request)
    await slow_chat.until("progress", step=step)
    await slow_chat.send("cancel")
    turn = await slow_chat.turn()
    cancelled = of_type(turn, "cancelled")
    assert cancelled["reason"] == "cancelled"
    assert cancelled["undone"]["pages"] >= 1
    assert "complete" not in types(turn)
    assert (await everything(notion), workspace_index(notion.workspace)) == before


async def test_a_cancel_right_behind_the_approval_builds_nothing_that_stays(
    notion: RemoteNotion, slow_chat: Chat
):
    before = await everything(notion)
    for _ in range(5):
        request = await slow_chat.asked()
        await slow_chat.approve(request)
        await slow_chat.send("cancel")
        turn = await slow_chat.turn()
        assert of_type(turn, "cancelled")["reason"] == "cancelled"
        assert turn[-1]["status"] == "cancelled"
        assert await everything(notion) == before


@pytest.mark.parametrize("after", ["approval", "first step"])
async def test_a_cancel_in_the_embedded_workspace_leaves_all_or_nothing(
    server: Server, chat: Chat, after: str
):
    before = workspace_index(server.app.embedded.workspace)
    await chat.approve(await chat.asked())
    if after == "first step":
        await chat.until("progress", step="create_page")
    await chat.send("cancel")
    turn = await chat.turn()
    more = len(workspace_index(server.app.embedded.workspace)) - len(before)
    if turn[-1]["status"] == "cancelled":
        assert (of_type(turn, "cancelled")["reason"], more) == ("cancelled", 0)
    else:  # it was built before the cancel was heard
        assert (of_type(turn, "complete")["summary"]["rows_created"], more) == (12, 1)


async def test_an_undo_takes_back_the_last_build_once(server: Server, chat: Chat):
    before = workspace_index(server.app.embedded.workspace)
    await chat.approve(await chat.asked())
    built = of_type(await chat.turn(), "complete")["summary"]
    await chat.send("undo")
    turn = await chat.turn()
    undone = of_type(turn, "cancelled")
    assert undone["reason"] == "undone"
    assert undone["undone"]["rows"] == built["rows_created"]
    assert turn[0]["step"] == "rolling_back"
    assert workspace_index(server.app.embedded.workspace) == before
    await chat.send("undo")
    assert (await chat.next())["code"] == "CONFLICT"


async def test_two_tabs_undo_at_once_and_it_happens_once(server: Server, chat: Chat):
    await chat.approve(await chat.asked())
    await chat.turn()
    async with chatting(server.socket_url, thread_id=chat.thread_id, since=chat.last_seq) as tab:
        await asyncio.gather(chat.send("undo"), tab.send("undo"))
        turns = await asyncio.gather(chat.turn(), tab.turn())
        later = await asyncio.gather(chat.quiet(), tab.quiet())
    errors = [frame for part in (*turns, *later) for frame in part if frame["type"] == "error"]
    assert [error["code"] for error in errors] == ["CONFLICT"]
    assert types(chat.numbered).count("cancelled") == 1


async def test_three_messages_wait_and_a_fourth_hears_that_it_is_too_much(
    planner: ObedientPlanner, chat: Chat
):
    with planner.held():
        await chat.say("만들어줘", id="m0")
        await chat.until("progress", step="generating")
        for number in range(1, 5):
            await chat.say(f"안녕 {number}", id=f"m{number}")
        busy = await chat.until("error")
    assert (busy["code"], busy["retryable"], busy["id"]) == ("BUSY", True, "m4")
    ends = [(await chat.until("turn_end"))["status"] for _ in range(4)]
    assert ends[0] == "awaiting_approval"
    said = [frame["content"] for frame in chat.frames if frame["type"] == "user_message"]
    assert said == ["만들어줘", "안녕 1", "안녕 2", "안녕 3"]


async def test_an_undo_is_refused_while_work_runs(planner: ObedientPlanner, chat: Chat):
    with planner.held():
        await chat.say("만들어줘")
        await chat.send("undo")
        assert (await chat.until("error"))["code"] == "CONFLICT"
    await chat.turn()
