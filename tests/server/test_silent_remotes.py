"""A Notion that does not answer: the person hears of it, a cancel is heard, nothing is left."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from agent.planner.seam import OwnPlanner
from sandbox.notion.snapshot import page_snapshot
from tests.support.changing import OPTION, PROPERTY, JsonPlanner, Workspace
from tests.support.chat import Chat, Frame, chatting, of_type
from tests.support.serving import RemoteNotion, Server
from tools.notion import patience

pytestmark = pytest.mark.asyncio(loop_scope="module")

FOR_EVER = 10**9


@pytest.fixture(scope="module")
def planner() -> OwnPlanner:
    return JsonPlanner()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "TELL_SECONDS", 0.2)


@pytest_asyncio.fixture(loop_scope="module")
async def parent(notion: RemoteNotion) -> str:
    return await notion.new_parent()


@pytest_asyncio.fixture(loop_scope="module")
async def chat(server: Server, notion: RemoteNotion, parent: str) -> AsyncIterator[Chat]:
    token = notion.new_token()
    async with chatting(server.socket_url, notion_token=token, parent_page_id=parent) as chat:
        yield chat
    notion.faults.clear()


@pytest_asyncio.fixture(loop_scope="module")
async def built(server: Server, chat: Chat) -> Workspace:
    thread = await server.app.desk.threads.get(chat.thread_id)
    token = await server.app.desk.threads.token(thread)
    return await Workspace.built(chat, server.app.desk.connector.open(token))


def die(notion: RemoteNotion, method: str, path: str = "", status: int = 502) -> None:
    notion.faults.inject(method=method, path=path, status=status, times=FOR_EVER)


async def waiting(chat: Chat, step: str) -> list[Frame]:
    """The next three times that a step says what it waits for."""
    said: list[Frame] = []
    while len(said) < 3:
        frame = await chat.until("progress", step=step)
        if "Notion" in frame["message"] or "기다리" in frame["message"]:
            said.append(frame)
    return said


async def cancelled(chat: Chat) -> Frame:
    await chat.send("cancel")
    turn = await chat.turn()
    assert turn[-1]["status"] == "cancelled"
    return of_type(turn, "cancelled")


async def undone(chat: Chat) -> Frame:
    await chat.send("undo")
    turn = await chat.turn()
    assert turn[-1]["status"] == "completed", turn
    return of_type(turn, "cancelled")


async def test_a_build_whose_writes_fail_says_so_is_stopped_and_can_be_taken_back_later(
    chat: Chat, notion: RemoteNotion, parent: str
):
    request = await chat.asked()
    die(notion, "POST", "/v1/databases$")
    die(notion, "PATCH")
    await chat.approve(request)
    said = await waiting(chat, "create_page")
    assert all("502" in frame["message"] and "번째" in frame["message"] for frame in said)
    stopped = await cancelled(chat)
    assert (stopped["reason"], stopped["unfinished"]) == ("cancelled", True)
    assert "되돌리기" in stopped["content"]
    assert page_snapshot(notion.workspace, parent)["blocks"] != []
    notion.faults.clear()
    assert (await undone(chat))["undone"]["pages"] >= 1
    assert page_snapshot(notion.workspace, parent)["blocks"] == []
    await chat.send("undo")
    assert (await chat.next())["code"] == "CONFLICT"


async def test_where_no_write_is_answered_that_is_told_and_a_cancel_leaves_nothing(
    chat: Chat, notion: RemoteNotion, parent: str
):
    request = await chat.asked()
    for method in ("POST", "PATCH"):
        die(notion, method)
    await chat.approve(request)
    said = await waiting(chat, "create_page")
    assert all("502" in frame["message"] for frame in said)
    await cancelled(chat)
    notion.faults.clear()
    assert page_snapshot(notion.workspace, parent)["blocks"] == []


async def test_a_build_that_was_stopped_and_not_taken_back_is_not_gone_on_with(
    chat: Chat, notion: RemoteNotion, parent: str
):
    request = await chat.asked()
    die(notion, "POST", "/v1/databases$")
    die(notion, "PATCH")
    await chat.approve(request)
    await waiting(chat, "create_page")
    await cancelled(chat)
    notion.faults.clear()
    await chat.say("다시")
    assert "complete" not in [frame["type"] for frame in await chat.turn()]


async def test_a_long_pause_is_told_and_can_be_left(chat: Chat, notion: RemoteNotion):
    request = await chat.asked()
    notion.faults.inject(method="POST", status=429, retry_after=600)
    await chat.approve(request)
    for frame in await waiting(chat, "create_page"):
        assert "남음" in frame["message"]
    assert (await cancelled(chat))["undone"]["pages"] == 0


async def test_the_look_at_the_parent_before_a_plan_can_be_left(chat: Chat, notion: RemoteNotion):
    notion.faults.inject(method="GET", status=503, retry_after=600)
    await chat.say("만들어줘")
    await waiting(chat, "rehearsing")
    assert (await cancelled(chat))["undone"]["pages"] == 0
    notion.faults.clear()
    assert (await chat.asked())["plan_version"] == 1


async def test_the_reading_of_a_page_can_be_left(built: Workspace, notion: RemoteNotion):
    notion.faults.inject(method="GET", status=503, retry_after=600)
    await built.chat.say("바꿔줘")
    await waiting(built.chat, "generating")
    await cancelled(built.chat)


async def test_ones_turn_at_a_page_is_waited_for_aloud_and_can_be_left(
    server: Server, built: Workspace
):
    before = await built.read()
    request = await built.asked(PROPERTY)
    async with server.app.desk.connector.locks.at(f"changes of {built.page_id}"):
        await built.chat.approve(request)
        said = await waiting(built.chat, "create_page")
        assert all("다른 작업" in frame["message"] for frame in said)
        await cancelled(built.chat)
    assert await built.read() == before
    of_type(await built.changed(PROPERTY), "complete")


@pytest.mark.parametrize("changes", [False, True], ids=["a creation", "a change"])
async def test_an_undo_that_gets_no_answer_is_stopped_and_taken_up_again(
    built: Workspace, notion: RemoteNotion, parent: str, changes: bool
):
    before = await built.read()
    if changes:
        of_type(await built.changed(PROPERTY, OPTION), "complete")
    die(notion, "PATCH", status=409)  # nothing is in doubt, which would take a minute to settle
    await built.chat.send("undo")
    await waiting(built.chat, "rolling_back")
    stopped = await cancelled(built.chat)
    assert stopped["unfinished"]
    assert "되돌리기" in stopped["content"]
    notion.faults.clear()
    await undone(built.chat)
    if changes:
        assert (await built.read()).databases == before.databases
    else:
        assert page_snapshot(notion.workspace, parent)["blocks"] == []
