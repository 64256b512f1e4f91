"""A disk that is full for a while delays what runs; afterwards all goes on by itself."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from agent.inputs import Answer, Message
from agent.planner.planners import Planners
from agent.threads import Settings as ThreadSettings
from api.app import App
from sandbox.notion.snapshot import workspace_index
from settings import Settings
from tests.support.full_disk import Ceiling, at_once
from tests.support.planners import ObedientPlanner
from tests.support.waiting import until
from tools.errors import StorageFailed
from wiring import running

pytestmark = pytest.mark.asyncio(loop_scope="module")

Frame = dict[str, Any]


class Thinker(ObedientPlanner):
    """Thinks until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = asyncio.Event()

    async def understand(self, said: Any, about: Any) -> Any:
        await self.go_on.wait()
        return await super().understand(said, about)


@pytest.fixture(scope="module")
def planner() -> Thinker:
    return Thinker()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory, planner: Thinker) -> AsyncIterator[App]:
    folder: Path = tmp_path_factory.mktemp("data")
    async with running(Settings(data_dir=folder), Planners(planner)) as (app, _):
        yield app


@pytest.fixture(scope="module")
def disk(app: App) -> Ceiling:
    """All files: records, checkpoints, and the embedded workspace."""
    workspace = app.embedded.workspace._storage
    disk = Ceiling()
    disk.over(app.desk.records._database.engine)
    disk.over_connection(at_once(app.desk.checkpoints._connection.execute))
    disk.over_connection(
        lambda pragma: asyncio.get_running_loop().run_in_executor(
            workspace._executor, workspace._connection.execute, pragma
        )
    )
    return disk


class Clock:
    """Time passes when the test lets it; `waited` are the delays that were asked for."""

    def __init__(self) -> None:
        self.waited: list[float] = []
        self._rung = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        await self._rung.wait()

    def ring(self) -> None:
        self._rung.set()
        self._rung = asyncio.Event()


@pytest.fixture
def clock(app: App, planner: Thinker) -> Clock:
    clock = Clock()
    app.runs._workers._sleep = clock.sleep
    planner.go_on.clear()
    return clock


class Person:
    """Somebody with a thread, who hears everything."""

    def __init__(self, app: App, thread: str) -> None:
        self.app = app
        self.thread = thread
        self.heard: list[Frame] = []
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def new(cls, app: App) -> "Person":
        return cls(app, (await app.desk.threads.create("", ThreadSettings(language="ko"))).id)

    async def _listen(self) -> None:
        async for event in self.app.desk.events.follow(self.thread, 0):
            self.heard.append(event.frame)

    @property
    def unnumbered(self) -> list[Frame]:
        return [frame for frame in self.heard if "seq" not in frame]

    async def ended(self, *statuses: str) -> None:
        """Once the turns so far have ended like this."""

        def ends() -> list[str]:
            return [frame["status"] for frame in self.heard if frame["type"] == "turn_end"]

        await until(lambda: len(ends()) >= len(statuses))
        assert ends() == list(statuses)

    async def wish(self) -> None:
        await persist(
            self.app.runs.submit, self.thread, f"{self.thread}:1", Message(text="만들어줘")
        )

    async def approve(self) -> None:
        pending = await self.app.desk.plans.pending(self.thread)
        assert pending is not None
        answer = Answer(approval_id=pending, decision="approve")
        await persist(self.app.runs.decide, self.thread, f"{self.thread}:2", answer)

    async def leave(self) -> None:
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)

    def assert_built_once(self) -> None:
        numbered = [frame for frame in self.heard if "seq" in frame]
        assert [frame["seq"] for frame in numbered] == list(range(1, len(numbered) + 1))
        kinds = [frame["type"] for frame in numbered]
        assert kinds.count("complete") == kinds.count("approval_request") == 1
        assert "error" not in kinds


_refused: list[Any] = []  # what was turned away at the door, since storage failed


async def persist(act: Any, *args: Any) -> None:
    """Does what a client does that is told UNAVAILABLE: the same again a little later."""
    while True:
        try:
            await act(*args)
        except StorageFailed:
            _refused.append(act)
            await asyncio.sleep(0.01)
        else:
            return


@pytest_asyncio.fixture(loop_scope="module")
async def person(app: App) -> AsyncIterator[Person]:
    person = await Person.new(app)
    yield person
    await person.leave()


async def test_a_turn_waits_for_room_longer_and_longer_and_ends_by_itself(
    person: Person, disk: Ceiling, clock: Clock, planner: Thinker
):
    await person.wish()
    await until(lambda: "analyzing" in [frame.get("step") for frame in person.heard])
    await disk.lower()
    planner.go_on.set()
    for tries in range(1, 8):
        await until(lambda tries=tries: len(clock.waited) == tries)
        clock.ring()
    await until(lambda: len(clock.waited) == 8)
    assert clock.waited == [1, 2, 4, 8, 12, 12, 12, 12]
    await disk.lift()
    clock.ring()
    await person.ended("awaiting_approval")
    (told,) = person.unnumbered
    assert (told["type"], told["code"], told["retryable"]) == ("error", "UNAVAILABLE", True)
    assert (told["thread_id"], told["waiting"]) == (person.thread, True)


async def test_an_answer_that_cannot_be_kept_says_so_and_the_plan_waits_on(
    app: App, person: Person, disk: Ceiling, clock: Clock, planner: Thinker
):
    planner.go_on.set()
    await person.wish()
    await person.ended("awaiting_approval")
    large = f"{person.thread}:{'x' * 10_000}:"  # an id that needs pages of its own
    pending = await app.desk.plans.pending(person.thread)
    assert pending is not None
    await disk.lower()
    yes = Answer(approval_id=pending, decision="approve")
    for refused in (
        app.runs.decide(person.thread, f"{large}yes", yes),
        app.runs.cancel(person.thread, f"{large}no"),
    ):
        with pytest.raises(StorageFailed) as caught:
            await refused
        assert caught.value.reason == "answer_not_kept"
    with pytest.raises(StorageFailed) as caught:
        await app.runs.submit(person.thread, f"{large}words", Message(text="좋아"))
    assert caught.value.reason == "message_not_kept"
    await disk.lift()
    still = await app.desk.plans.pending(person.thread)
    assert still is not None
    assert still == pending
    await person.approve()
    await person.ended("awaiting_approval", "completed")
    await disk.lower()
    with pytest.raises(StorageFailed) as caught:
        await app.runs.undo(person.thread, f"{large}undo")
    assert caught.value.reason == "undo_not_kept"
    await disk.lift()
    person.assert_built_once()


async def test_a_cancel_is_answered_while_the_disk_is_full_and_done_afterwards(
    app: App, person: Person, disk: Ceiling, clock: Clock, planner: Thinker
):
    before = workspace_index(app.embedded.workspace)
    planner.go_on.set()
    await person.wish()
    await person.ended("awaiting_approval")
    await person.approve()
    await disk.lower()  # before anything is built: that comes all at once
    await until(lambda: len(clock.waited) == 1)
    with pytest.raises(StorageFailed) as caught:
        await app.runs.cancel(person.thread)
    assert caught.value.reason == "cancel_waits"
    await disk.lift()
    clock.ring()
    await person.ended("awaiting_approval", "cancelled")
    assert workspace_index(app.embedded.workspace) == before


@pytest.mark.parametrize("frames", [0, 40, 64, 100, 160])
async def test_eight_conversations_outlast_a_full_disk_and_build_once_each(
    app: App, disk: Ceiling, clock: Clock, planner: Thinker, frames: int
):
    """The disk is full from so many frames on, until ten tries, or calls, have found no room."""
    _refused.clear()
    before = len(workspace_index(app.embedded.workspace))
    planner.go_on.set()
    people = [await Person.new(app) for _ in range(8)]

    async def fill_and_empty() -> None:
        # Without a pause: in milliseconds the rest may be built.
        await until(lambda: sum(len(person.heard) for person in people) >= frames, pause=0)
        await disk.lower()
        while len(clock.waited) + len(_refused) < 10:
            await asyncio.sleep(0.01)
            clock.ring()
        await disk.lift()
        while True:
            await asyncio.sleep(0.01)
            clock.ring()

    async def converse(person: Person) -> None:
        await person.wish()
        await person.ended("awaiting_approval")
        await person.approve()
        await person.ended("awaiting_approval", "completed")

    filling = asyncio.create_task(fill_and_empty())
    await asyncio.gather(*map(converse, people))
    filling.cancel()
    for person in people:
        person.assert_built_once()
        await person.leave()
    assert clock.waited or _refused
    assert len(workspace_index(app.embedded.workspace)) == before + 8
