"""What a dead process left behind is taken up: whatever it had decided happens, once."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import update

from agent.inputs import Answer, Message
from agent.planner.planners import Planners
from agent.settling import by_button
from agent.threads import Settings as ThreadSettings
from api.app import App
from sandbox.notion.snapshot import workspace_index
from settings import Settings
from tests.support.left_runs import leave, taken_up
from tests.support.planners import ObedientPlanner
from tests.support.waiting import PATIENCE, until
from tools.records.tables import approvals, runs
from wiring import running

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[App]:
    folder: Path = tmp_path_factory.mktemp("data")
    async with running(Settings(data_dir=folder), Planners(ObedientPlanner())) as (app, _):
        yield app


async def new_thread(app: App) -> str:
    return (await app.desk.threads.create("", ThreadSettings(language="ko"))).id


async def turn(app: App, thread_id: str, since: int = 0) -> list[dict[str, Any]]:
    """The frames above a number up to the end of a turn."""
    frames: list[dict[str, Any]] = []
    async with asyncio.timeout(PATIENCE):
        async for event in app.desk.events.follow(thread_id, since):
            frames.append(event.frame)
            if event.frame["type"] == "turn_end":
                return frames
    raise AssertionError("unreachable")


async def test_with_nothing_left_there_is_nothing_to_take_up(app: App):
    assert await taken_up(app) == 0


async def test_a_message_that_was_kept_is_shown_and_answered(app: App):
    thread = await new_thread(app)
    await leave(app, f"{thread}:1", thread, Message(text="만들어줘", client_id="m1"))
    assert await taken_up(app) == 1
    frames = await turn(app, thread)
    assert (frames[0]["type"], frames[0]["id"]) == ("user_message", "m1")
    assert frames[-1]["status"] == "awaiting_approval"


async def test_a_message_that_an_older_version_had_begun_is_taken_up(app: App):
    thread = await new_thread(app)
    await leave(app, f"{thread}:1", thread, Message(text="만들어줘"), attempts=1)
    kept = {**Message(text="만들어줘").model_dump(mode="json"), "is_wish": True}
    older = update(runs).where(runs.c.id == f"{thread}:1").values(input=kept)
    await app.desk.records.write(lambda connection: connection.execute(older))
    assert await taken_up(app) == 1
    assert (await turn(app, thread))[-1]["status"] == "awaiting_approval"


async def test_messages_are_taken_up_in_their_order(app: App):
    thread = await new_thread(app)
    for number in range(3):
        await leave(app, f"{thread}:{number}", thread, Message(text=f"안녕 {number}"))
    await taken_up(app)
    await idle(app, thread)
    frames = [event.frame for event in await app.desk.events.read(thread, 0)]
    said = [frame["content"] for frame in frames if frame["type"] == "user_message"]
    assert said == ["안녕 0", "안녕 1", "안녕 2"]
    assert [frame["type"] for frame in frames].count("turn_end") == 3


async def test_an_approval_that_was_settled_is_carried_out(app: App):
    thread = await new_thread(app)
    await app.runs.submit(thread, f"{thread}:1", Message(text="만들어줘"))
    asked = await turn(app, thread)
    before = len(workspace_index(app.embedded.workspace))
    pending = await app.desk.plans.pending(thread)
    assert pending is not None
    answer = Answer(approval_id=pending, decision="approve")
    assert await app.desk.records.write(lambda c: by_button(c, thread, f"{thread}:2", answer))
    await leave(app, f"{thread}:2", thread, answer)
    await taken_up(app)
    frames = await turn(app, thread, since=asked[-1]["seq"])
    assert frames[-1]["status"] == "completed"
    assert len(workspace_index(app.embedded.workspace)) == before + 1


async def test_a_yes_in_words_whose_turn_had_not_come_is_carried_out(app: App):
    thread = await new_thread(app)
    await app.runs.submit(thread, f"{thread}:1", Message(text="만들어줘"))
    asked = await turn(app, thread)
    pending = await app.desk.plans.pending(thread)
    assert pending is not None
    await leave(app, f"{thread}:2", thread, Message(text="좋아", plan=pending))
    await taken_up(app)
    frames = await turn(app, thread, since=asked[-1]["seq"])
    assert frames[-1]["status"] == "completed"


@pytest.mark.parametrize("decision", ["approve", "reject"])
async def test_a_turn_that_had_come_to_its_end_says_nothing_twice(app: App, decision: Any):
    thread = await new_thread(app)
    await app.runs.submit(thread, f"{thread}:1", Message(text="만들어줘"))
    asked = await turn(app, thread)
    pending = await app.desk.plans.pending(thread)
    assert pending is not None
    answer = Answer(approval_id=pending, decision=decision)
    await app.runs.decide(thread, f"{thread}:2", answer)
    await turn(app, thread, since=asked[-1]["seq"])
    await idle(app, thread)
    before = await app.desk.events.read(thread, 0), workspace_index(app.embedded.workspace)
    open_again = update(runs).where(runs.c.thread_id == thread).values(status="running")
    await app.desk.records.write(lambda connection: connection.execute(open_again))
    assert await taken_up(app) == 2
    await idle(app, thread)
    assert (
        await app.desk.events.read(thread, 0),
        workspace_index(app.embedded.workspace),
    ) == before


@asynccontextmanager
async def dying_at(app: App, thread: str, number: int) -> AsyncIterator[None]:
    """The thread's turn dies as the graph is to be saved for the `number`-th time (from 0)."""
    saver = app.runs._on.checkpoints.saver
    kept = {name: getattr(saver, name) for name in ("aput", "aput_writes")}
    saves, died, gone = itertools.count(), asyncio.Event(), asyncio.Event()

    def mortal(save: Any) -> Any:
        async def save_or_die(*args: Any) -> Any:
            if next(saves) >= number:
                died.set()
                await gone.wait()
                raise asyncio.CancelledError
            return await save(*args)

        return save_or_die

    for name, save in kept.items():
        setattr(saver, name, mortal(save))
    yield
    await until(lambda: died.is_set() or not app.runs.is_busy(thread))
    if worker := app.runs._workers.get(thread):
        worker.task.cancel()
    gone.set()
    await idle(app, thread)
    for name, save in kept.items():
        setattr(saver, name, save)


async def idle(app: App, thread: str) -> None:
    await until(lambda: not app.runs.is_busy(thread))


@pytest.mark.parametrize("number", range(12))
async def test_a_wish_comes_to_its_plan_whichever_save_was_the_last(app: App, number: int):
    thread = await new_thread(app)
    async with dying_at(app, thread, number):
        await app.runs.submit(thread, f"{thread}:1", Message(text="만들어줘"))
    await taken_up(app)
    frames = await turn(app, thread)
    kinds = [frame["type"] for frame in frames]
    assert kinds.count("approval_request") == kinds.count("blueprint_preview") == 1
    assert kinds.count("progress") == 4
    assert frames[-1]["status"] == "awaiting_approval"


@pytest.mark.parametrize("number", range(5))
async def test_a_yes_comes_to_its_workspace_whichever_save_was_the_last(app: App, number: int):
    thread = await new_thread(app)
    await app.runs.submit(thread, f"{thread}:1", Message(text="만들어줘"))
    asked = await turn(app, thread)
    before = len(workspace_index(app.embedded.workspace))
    async with dying_at(app, thread, number):
        await app.runs.submit(thread, f"{thread}:2", Message(text="좋아"))
    await taken_up(app)
    frames = await turn(app, thread, since=asked[-1]["seq"])
    assert frames[-1]["status"] == "completed"
    assert [frame["type"] for frame in frames].count("complete") == 1
    assert len(workspace_index(app.embedded.workspace)) == before + 1


async def test_a_plan_without_an_answer_still_waits_after_a_repetition(app: App):
    thread = await new_thread(app)
    await app.runs.submit(thread, f"{thread}:1", Message(text="만들어줘"))
    await turn(app, thread)
    await idle(app, thread)
    open_again = update(runs).where(runs.c.thread_id == thread).values(status="running")
    await app.desk.records.write(lambda connection: connection.execute(open_again))
    await taken_up(app)
    await idle(app, thread)
    pending = await app.desk.plans.pending(thread)
    assert pending is not None
    found = await app.desk.records.read(
        lambda c: c.execute(approvals.select().where(approvals.c.thread_id == thread)).all()
    )
    assert [row.id for row in found] == [pending]


# What ends the process each time it is tried is not tried for ever.


async def test_a_message_that_ended_two_processes_is_given_up_and_the_thread_goes_on(app: App):
    thread = await new_thread(app)
    await leave(app, f"{thread}:1", thread, Message(text="만들어줘"), attempts=2)
    assert await taken_up(app) == 0
    error, end = await turn(app, thread)
    assert (error["code"], error["retryable"]) == ("INTERNAL_ERROR", False)
    assert "두 번" in error["content"]
    assert end["status"] == "failed"
    await app.runs.submit(thread, f"{thread}:2", Message(text="만들어줘"))
    assert (await turn(app, thread, since=end["seq"]))[-1]["status"] == "awaiting_approval"


async def test_a_task_is_tried_more_often_as_nobody_is_there_to_ask_again(app: App):
    settings = ThreadSettings(language="ko", entrance="task")
    kept, hopeless = [(await app.desk.threads.create("", settings)).id for _ in range(2)]
    said = Message(text="만들어줘", mode="implied")
    await leave(app, f"{kept}:1", kept, said, attempts=4)
    await leave(app, f"{hopeless}:1", hopeless, said, attempts=5)
    assert await taken_up(app) == 1
    assert app.runs.ended["failed"] == 1
    assert (await turn(app, kept))[-1]["status"] == "completed"


@pytest.mark.parametrize("lost", ["checkpoint", "subject"])
async def test_a_plan_of_another_version_says_so_and_the_thread_goes_on(app: App, lost: str):
    thread = await new_thread(app)
    await app.runs.submit(thread, f"{thread}:1", Message(text="만들어줘"))
    asked = await turn(app, thread)
    if lost == "checkpoint":
        await app.desk.checkpoints.drop(thread)
    else:
        here, other = approvals.c.thread_id == thread, {"kind": "create", "design": {}}
        older = update(approvals).where(here).values(subject=other)
        await app.desk.records.write(lambda connection: connection.execute(older))
    await app.runs.submit(thread, f"{thread}:2", Message(text="좋아"))
    error, end = (await turn(app, thread, since=asked[-1]["seq"]))[-2:]
    assert (error["code"], "이전 버전" in error["content"]) == ("CONFLICT", True)
    await app.runs.submit(thread, f"{thread}:3", Message(text="만들어줘"))
    assert (await turn(app, thread, since=end["seq"]))[-1]["status"] == "awaiting_approval"


async def test_one_try_that_ended_a_process_is_no_reason_to_give_up(app: App):
    thread = await new_thread(app)
    await leave(app, f"{thread}:1", thread, Message(text="만들어줘"), attempts=1)
    assert await taken_up(app) == 1
    assert (await turn(app, thread))[-1]["status"] == "awaiting_approval"


async def test_a_plan_that_was_shown_before_outlives_a_message_that_is_given_up(app: App):
    thread = await new_thread(app)
    await app.runs.submit(thread, f"{thread}:1", Message(text="만들어줘"))
    asked = await turn(app, thread)
    await leave(app, f"{thread}:2", thread, Message(text="더 크게"), attempts=2)
    await taken_up(app)
    assert await app.desk.plans.pending(thread) is not None
    await app.runs.submit(thread, f"{thread}:3", Message(text="좋아"))
    ends = [await turn(app, thread, since=asked[-1]["seq"])]
    ends.append(await turn(app, thread, since=ends[0][-1]["seq"]))
    assert [end[-1]["status"] for end in ends] == ["failed", "completed"]


async def test_a_plan_that_was_not_quite_shown_goes_with_the_message_that_is_given_up(app: App):
    thread = await new_thread(app)
    await app.runs.submit(thread, f"{thread}:1", Message(text="만들어줘"))
    await turn(app, thread)
    await idle(app, thread)
    unfinished = update(runs).where(runs.c.thread_id == thread)
    unfinished = unfinished.values(status="running", attempts=2)
    await app.desk.records.write(lambda connection: connection.execute(unfinished))
    assert await taken_up(app) == 0
    assert await app.desk.plans.pending(thread) is None
