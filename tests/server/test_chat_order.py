"""Answers that arrive together are settled one after the other: the first counts."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from agent.inputs import Message
from sandbox.notion.snapshot import workspace_index
from tests.support.chat import Chat, Frame, chatting, of_type, types
from tests.support.planners import ObedientPlanner
from tests.support.serving import Server
from tests.support.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def tab(server: Server, chat: Chat) -> AsyncIterator[Chat]:
    """A second socket on the same thread."""
    async with chatting(server.socket_url, thread_id=chat.thread_id) as tab:
        yield tab


async def all_of(server: Server, *chats: Chat) -> list[Frame]:
    """What the first socket heard, and the errors that went to one alone, once nothing runs."""
    thread_id = chats[0].thread_id
    for chat in chats:  # what it sent before is answered before this
        await chat.send("ping")
        await chat.until("pong")
    await until(lambda: not server.app.runs.is_busy(thread_id))
    last = (await server.app.desk.threads.get(thread_id)).last_seq
    for chat in chats:
        while chat.last_seq < last:
            await chat.next()
    alone = [f for chat in chats for f in chat.frames if f["type"] == "error" and "seq" not in f]
    return [*chats[0].numbered, *alone]


def errors(frames: list[Frame]) -> list[str]:
    return [frame["code"] for frame in frames if frame["type"] == "error"]


def ends(frames: list[Frame]) -> list[str]:
    return [frame["status"] for frame in frames if frame["type"] == "turn_end"]


async def test_of_feedback_in_words_and_a_click_the_first_counts(server: Server, chat: Chat):
    request = await chat.asked()
    await chat.say("우리집 가계부")
    await chat.approve(request)
    frames = await all_of(server, chat)
    assert errors(frames) == ["CONFLICT"]
    assert ends(frames) == ["awaiting_approval"] * 2
    assert frames[-3]["blueprint"]["title"] == "우리집 가계부"
    await chat.approve(frames[-3])
    assert (await chat.turn())[-1]["status"] == "completed"


async def test_of_a_click_and_words_behind_it_the_plan_is_built_and_the_words_come_after(
    server: Server, chat: Chat
):
    request = await chat.asked()
    await chat.approve(request)
    await chat.say("안녕")
    frames = await all_of(server, chat)
    assert errors(frames) == []
    assert ends(frames) == ["awaiting_approval", "completed", "completed"]
    assert types(frames).count("complete") == 1


@pytest.mark.parametrize("sockets", ["one socket", "two tabs"])
async def test_of_a_yes_in_words_and_feedback_by_button_the_first_counts(
    server: Server, chat: Chat, tab: Chat, sockets: str
):
    before = len(workspace_index(server.app.embedded.workspace))
    request = await chat.asked()
    await tab.turn()
    other = chat if sockets == "one socket" else tab
    await chat.say("좋아")
    await other.approve(request, "respond", feedback="다르게")
    frames = await all_of(server, chat, tab)
    assert errors(frames) == ["CONFLICT"]
    built = len(workspace_index(server.app.embedded.workspace)) - before
    if built:
        assert ends(frames) == ["awaiting_approval", "completed"]
    else:  # of two tabs the other was first
        assert sockets == "two tabs"
        assert ends(frames) == ["awaiting_approval"] * 3
    assert types(frames).count("complete") == built


async def test_a_yes_that_came_before_the_plan_was_shown_builds_nothing(
    server: Server, planner: ObedientPlanner, chat: Chat
):
    before = workspace_index(server.app.embedded.workspace)
    await chat.asked()
    with planner.held():
        await chat.say("예산 데이터베이스 빼줘")
        await chat.say("좋아")
        await chat.until("user_message", content="좋아")
    frames = await all_of(server, chat)
    assert errors(frames) == ["CONFLICT"]
    assert ends(frames) == ["awaiting_approval"] * 3
    assert workspace_index(server.app.embedded.workspace) == before
    await chat.say("좋아")
    assert (await chat.turn())[-1]["status"] == "completed"


async def test_a_yes_that_came_before_any_plan_builds_nothing(
    planner: ObedientPlanner, server: Server, chat: Chat
):
    with planner.held():
        await chat.say("만들어줘")
        await chat.say("좋아")
        await chat.until("user_message", content="좋아")
    frames = await all_of(server, chat)
    assert (errors(frames), ends(frames)) == (["CONFLICT"], ["awaiting_approval"] * 2)


async def test_words_that_waited_for_a_plan_are_feedback_on_it(
    planner: ObedientPlanner, chat: Chat
):
    with planner.held():
        await chat.say("만들어줘")
        await chat.say("우리 동네")
        await chat.until("user_message", content="우리 동네")
    await chat.turn()
    assert of_type(await chat.turn(), "approval_request")["blueprint"]["title"] == "우리 동네"


async def test_who_has_not_been_shown_the_plan_cannot_say_yes_to_it(server: Server, chat: Chat):
    request = await chat.asked()
    before, shown = request["seq"] - 1, request["seq"]
    submit, thread = server.app.runs.submit, chat.thread_id
    await submit(thread, f"{thread}:behind", Message(text="좋아"), before)
    assert of_type(await chat.turn(), "error")["code"] == "CONFLICT"
    await submit(thread, f"{thread}:ahead", Message(text="좋아"), shown)
    assert (await chat.turn())[-1]["status"] == "completed"


async def test_a_second_yes_in_words_is_a_conflict_and_no_wish(server: Server, chat: Chat):
    await chat.asked()
    await chat.say("좋아")
    await chat.say("좋아")
    frames = await all_of(server, chat)
    assert errors(frames) == ["CONFLICT"]
    assert ends(frames) == ["awaiting_approval", "completed", "failed"]


@pytest.mark.parametrize("yes", ["좋아", "button"])
async def test_a_yes_and_a_cancel_behind_it_leave_nothing(server: Server, chat: Chat, yes: str):
    before = workspace_index(server.app.embedded.workspace)
    request = await chat.asked()
    await (chat.approve(request) if yes == "button" else chat.say(yes))
    await chat.send("cancel")
    frames = await all_of(server, chat)
    assert errors(frames) == []
    assert ends(frames) == ["awaiting_approval", "cancelled"]
    assert workspace_index(server.app.embedded.workspace) == before


async def test_a_cancel_and_a_yes_behind_it_reject_the_plan(server: Server, chat: Chat):
    before = workspace_index(server.app.embedded.workspace)
    request = await chat.asked()
    await chat.send("cancel")
    await chat.say("좋아")
    await chat.approve(request)
    frames = await all_of(server, chat)
    # Words that come after the cancel was told hear that nothing waits; earlier ones conflict.
    assert (errors(frames), ends(frames)) in (
        (["CONFLICT"] * 2, ["awaiting_approval", "cancelled", "failed"]),
        (["CONFLICT"], ["awaiting_approval", "cancelled", "completed"]),
    )
    assert workspace_index(server.app.embedded.workspace) == before


async def test_an_undo_on_the_heels_of_complete_is_carried_out(server: Server, chat: Chat):
    before = workspace_index(server.app.embedded.workspace)
    for _ in range(5):
        await chat.approve(await chat.asked())
        await chat.until("complete")
        await chat.send("undo")
        assert (await chat.turn())[-1]["status"] == "completed"
        turn = await chat.turn()
        assert of_type(turn, "cancelled")["reason"] == "undone"
        assert workspace_index(server.app.embedded.workspace) == before


async def test_an_undo_while_another_wish_is_worked_on_is_refused(
    planner: ObedientPlanner, server: Server, chat: Chat
):
    await chat.approve(await chat.asked())
    await chat.turn()
    with planner.held():
        await chat.say("만들어줘")
        await chat.until("progress", step="generating")
        await chat.send("undo")
        assert (await chat.until("error"))["code"] == "CONFLICT"
    assert (await chat.turn())[-1]["status"] == "awaiting_approval"


async def test_a_client_says_what_was_on_the_screen_as_its_yes_was_typed(chat: Chat):
    request = await chat.asked()
    await chat.say("좋아", seen=request["seq"] - 1)
    turn = await chat.turn()
    assert of_type(turn, "error")["code"] == "CONFLICT"
    assert turn[-1]["status"] == "awaiting_approval"
    await chat.send("confirm_create", seen=request["seq"] - 1)
    assert (await chat.next())["code"] == "CONFLICT"
    await chat.send("confirm_create", seen=request["seq"])
    assert (await chat.turn())[-1]["status"] == "completed"
