"""A plan that was approved and cannot be begun waits again: the yes costs nobody the plan."""

import json

import pytest
import pytest_asyncio
from langgraph.runtime import Runtime
from sqlalchemy import Update

from agent import builder
from agent.desk import Context
from agent.graph import build_graph
from agent.nodes import execute
from agent.planner.seam import OwnPlanner
from agent.plans import change
from agent.server_frames import ServerFrame
from tests.support.changing import OPTION, PROPERTY, JsonPlanner, Workspace
from tests.support.chat import Chat, of_type
from tests.support.serving import RemoteNotion, Server
from tools.notion.patience import Patience

pytestmark = pytest.mark.asyncio(loop_scope="module")

AS_READ_ANEW = "^/v1/(pages|blocks|databases)"


@pytest.fixture(scope="module")
def planner() -> OwnPlanner:
    return JsonPlanner()


@pytest_asyncio.fixture(loop_scope="module")
async def built(server: Server, remote_chat: Chat) -> Workspace:
    thread = await server.app.desk.threads.get(remote_chat.thread_id)
    token = await server.app.desk.threads.token(thread)
    return await Workspace.built(remote_chat, server.app.desk.connector.open(token))


@pytest.fixture
def _read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page is read again before it is changed, as after ten seconds."""
    monkeypatch.setattr(change, "FRESH_SECONDS", 0.0)


@pytest.mark.usefixtures("_read_anew")
@pytest.mark.parametrize("again", ["좋아", "다시 시도해줘", "button"])
async def test_a_plan_whose_page_cannot_be_read_again_is_approved_once_more(
    built: Workspace, notion: RemoteNotion, again: str
):
    request = await built.asked(OPTION, PROPERTY)
    notion.faults.inject(method="GET", path=AS_READ_ANEW, status=403, times=20)
    await built.chat.approve(request)
    turn = await built.chat.turn()
    assert "기다리고" in of_type(turn, "error")["content"]
    assert turn[-1]["status"] == "awaiting_approval"
    notion.faults.clear()
    await (built.chat.approve(request) if again == "button" else built.chat.say(again))
    assert len(of_type(await built.chat.turn(), "complete")["changes"]) == 2
    await built.chat.approve(request)
    assert (await built.chat.next())["code"] == "CONFLICT"


@pytest.mark.usefixtures("_read_anew")
async def test_a_plan_that_could_not_be_begun_can_be_changed_and_turned_down(
    built: Workspace, notion: RemoteNotion
):
    request = await built.asked(OPTION)
    notion.faults.inject(method="GET", path=AS_READ_ANEW, status=403, times=20)
    await built.chat.approve(request)
    await built.chat.turn()
    notion.faults.clear()
    await built.chat.say(json.dumps([PROPERTY]))
    assert of_type(await built.chat.turn(), "approval_request")["plan_version"] == 2
    await built.chat.say("아니")
    assert of_type(await built.chat.turn(), "cancelled")["reason"] == "rejected"


@pytest.mark.usefixtures("_read_anew")
async def test_a_crash_once_it_waits_again_builds_nothing(
    server: Server, built: Workspace, notion: RemoteNotion
):
    """The node runs again then, with the yes that nothing came of."""
    request, desk = await built.asked(OPTION), server.app.desk
    notion.faults.inject(method="GET", path=AS_READ_ANEW, status=403, times=20)
    await built.chat.approve(request)
    await built.chat.turn()
    notion.faults.clear()
    thread = await desk.threads.get(built.chat.thread_id)
    config = desk.checkpoints.config(thread.id)
    state = (await build_graph(desk.checkpoints.saver).aget_state(config)).values
    yes = {"decision": {"decision": "approve", "approval_id": request["approval_id"]}}
    context = Context("again", thread, nobody, Patience(), desk)
    assert await execute({**state, **yes}, Runtime(context=context)) == {"decision": None}
    assert await desk.plans.pending(thread.id) == request["approval_id"]
    assert not await desk.plans.is_begun(request["approval_id"])


async def nobody(key: str, frame: ServerFrame, along: Update | None = None) -> None:
    raise AssertionError(f"{key} is said twice")


@pytest.mark.usefixtures("_read_anew")
async def test_a_plan_that_fits_no_more_is_over(
    server: Server, built: Workspace, notion: RemoteNotion
):
    request = await built.asked(OPTION)
    await built.gateway.call("DELETE", f"blocks/{(await built.read()).databases[0].id}")
    await built.chat.approve(request)
    turn = await built.chat.turn()
    assert of_type(turn, "error")["code"] == "CONFLICT"
    assert turn[-1]["status"] == "failed"
    assert await server.app.desk.plans.pending(built.chat.thread_id) is None


async def test_ones_turn_at_a_page_is_not_waited_for_without_end(
    server: Server, built: Workspace, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(builder, "TURN_SECONDS", 0.05)
    request = await built.asked(PROPERTY)
    async with server.app.desk.connector.locks.at(f"changes of {built.page_id}"):
        await built.chat.approve(request)
        turn = await built.chat.turn()
    busy = of_type(turn, "error")
    assert (busy["code"], busy["retryable"]) == ("BUSY", True)
    assert turn[-1]["status"] == "awaiting_approval"
    await built.chat.approve(request)
    of_type(await built.chat.turn(), "complete")
