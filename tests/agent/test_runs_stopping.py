"""A cancel takes effect wherever a turn stands; it is never lost."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from agent.inputs import Answer, Message
from agent.planner.planners import Planners
from agent.planner.seam import About, Heard, Said
from agent.threads import Settings as ThreadSettings
from api.app import App
from sandbox.notion.snapshot import workspace_index
from settings import Settings
from tests.support.planners import ObedientPlanner
from tests.support.waiting import until
from tools.errors import Busy, Conflict
from wiring import running

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Thinker(ObedientPlanner):
    """Thinks about `영원` for ever, and breaks over `고장`."""

    def __init__(self) -> None:
        super().__init__()
        self.thinking = asyncio.Event()

    async def understand(self, said: Said, about: About) -> Heard:
        if "영원" in said.text:
            self.thinking.set()
            await asyncio.Event().wait()
        if "고장" in said.text:
            raise ZeroDivisionError("a planner with a fault")
        return await super().understand(said, about)


@pytest.fixture(scope="module")
def thinker() -> Thinker:
    return Thinker()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory, thinker: Thinker) -> AsyncIterator[App]:
    folder: Path = tmp_path_factory.mktemp("data")
    async with running(Settings(data_dir=folder), Planners(thinker)) as (app, _):
        yield app


@pytest.fixture
def thinking(thinker: Thinker) -> asyncio.Event:
    """Set once the planner thinks for ever."""
    thinker.thinking.clear()
    return thinker.thinking


@pytest_asyncio.fixture(loop_scope="module")
async def thread(app: App) -> str:
    return (await app.desk.threads.create("", ThreadSettings(language="ko"))).id


async def said(app: App, thread: str) -> list[dict[str, Any]]:
    """All frames, once nothing runs any more."""
    await until(lambda: not app.runs.is_busy(thread))
    return [event.frame for event in await app.desk.events.read(thread, 0)]


async def test_a_planner_that_thinks_for_ever_can_be_stopped(
    app: App, thread: str, thinking: asyncio.Event
):
    run = await app.runs.submit(thread, f"{thread}:1", Message(text="영원한 소원"))
    await thinking.wait()
    await app.runs.cancel(thread)
    assert (await app.runs.result(run))["status"] == "cancelled"
    await app.runs.submit(thread, f"{thread}:2", Message(text="안녕"))
    assert (await said(app, thread))[-1]["status"] == "completed"


@pytest.mark.parametrize("yields", range(0, 120, 8))
async def test_a_cancel_at_any_moment_of_a_design_leaves_no_plan_that_waits(
    app: App, thread: str, yields: int
):
    await app.runs.submit(thread, f"{thread}:1", Message(text="만들어줘"))
    await asyncio.sleep(yields / 1_000)
    pending = await app.desk.plans.pending(thread)
    if pending is None:
        try:
            await app.runs.cancel(thread)
        except Conflict:  # the turn has ended since
            pending = await app.desk.plans.pending(thread)
    if pending is not None:
        answer = Answer(approval_id=pending, decision="reject")
        await app.runs.decide(thread, f"{thread}:2", answer)
    frames = await said(app, thread)
    assert frames[-1]["status"] == "cancelled"
    assert [frame["type"] for frame in frames].count("cancelled") == 1
    assert await app.desk.plans.pending(thread) is None


@pytest.mark.parametrize("yields", range(0, 100, 10))
async def test_a_cancel_at_any_moment_of_a_build_leaves_all_or_nothing(
    app: App, thread: str, yields: int
):
    before = workspace_index(app.embedded.workspace)
    await app.runs.submit(thread, f"{thread}:1", Message(text="만들어줘"))
    await said(app, thread)
    pending = await app.desk.plans.pending(thread)
    assert pending is not None
    await app.runs.decide(thread, f"{thread}:2", Answer(approval_id=pending, decision="approve"))
    await asyncio.sleep(yields / 1_000)
    try:
        await app.runs.cancel(thread)
    except Conflict:
        assert (await said(app, thread))[-1]["status"] == "completed"
        return
    frames = await said(app, thread)
    if frames[-1]["status"] == "completed":  # it was as good as done
        assert len(workspace_index(app.embedded.workspace)) == len(before) + 1
    else:
        assert frames[-1]["status"] == "cancelled"
        assert workspace_index(app.embedded.workspace) == before


async def test_a_fault_of_the_planner_ends_the_turn_and_nothing_else(app: App, thread: str):
    run = await app.runs.submit(thread, f"{thread}:1", Message(text="고장난 소원"))
    result = await app.runs.result(run)
    assert result["status"] == "failed"
    assert result["error"]["code"] == "INTERNAL_ERROR"
    assert "fault" not in result["error"]["content"]
    await app.runs.submit(thread, f"{thread}:2", Message(text="안녕"))
    assert (await said(app, thread))[-1]["status"] == "completed"


async def test_only_three_messages_wait(app: App, thread: str, thinking: asyncio.Event):
    await app.runs.submit(thread, f"{thread}:0", Message(text="영원"))
    await thinking.wait()
    for number in range(1, 4):
        await app.runs.submit(thread, f"{thread}:{number}", Message(text="안녕"))
    with pytest.raises(Busy):
        await app.runs.submit(thread, f"{thread}:4", Message(text="안녕"))
    await app.runs.cancel(thread)
    ends = [frame for frame in await said(app, thread) if frame["type"] == "turn_end"]
    assert [end["status"] for end in ends] == ["cancelled", *["completed"] * 3]


async def test_only_three_messages_wait_of_many_that_come_at_once(
    app: App, thread: str, thinking: asyncio.Event
):
    await app.runs.submit(thread, f"{thread}:0", Message(text="영원"))
    await thinking.wait()
    tabs = [app.runs.submit(thread, f"{thread}:{n}", Message(text="안녕")) for n in range(1, 9)]
    kept = await asyncio.gather(*tabs, return_exceptions=True)
    assert [type(one) for one in kept].count(Busy) == 5
    await app.runs.cancel(thread)


async def test_nothing_runs_nothing_is_cancelled(app: App, thread: str):
    with pytest.raises(Conflict) as caught:
        await app.runs.cancel(thread)
    assert caught.value.reason == "nothing_running"


async def test_a_result_can_be_asked_for_after_the_end(app: App, thread: str):
    run = await app.runs.submit(thread, f"{thread}:1", Message(text="안녕하세요"))
    await said(app, thread)
    assert (await app.runs.result(run))["reply"] == "안녕하세요"
