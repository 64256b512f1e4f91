"""So many turns run at once; the others wait their turn, hear so, and can leave."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from agent.admission import Admission
from agent.inputs import Answer, Message
from agent.planner.planners import Planners
from agent.planner.seam import About, Heard, Said
from agent.threads import Settings as ThreadSettings
from api.app import App
from settings import Settings
from tests.support.left_runs import leave
from tests.support.planners import ObedientPlanner
from tests.support.waiting import until
from tools.errors import Unavailable
from wiring import running

PLACES = 2


async def hush(before: int) -> None:
    """Tells nobody."""


# The line by itself.


@given(st.integers(1, 4), st.lists(st.booleans(), max_size=30))
def test_no_more_than_the_places_run_and_who_comes_first_is_served_first(
    places: int, patient: list[bool]
) -> None:
    """The impatient leave the line as soon as they stand in it, and need no place."""
    served: list[int] = []
    inside: set[int] = set()
    most = 0

    async def visit(admission: Admission, number: int, stop: asyncio.Event) -> None:
        nonlocal most
        async with admission.place(stop, hush):
            if patient[number]:
                inside.add(number)
                most = max(most, len(inside))
                served.append(number)
                await asyncio.sleep(0)
                inside.discard(number)

    async def play() -> None:
        admission, stops = Admission(places), [asyncio.Event() for _ in patient]
        visits = [asyncio.create_task(visit(admission, i, stops[i])) for i in range(len(patient))]
        for number, stays in enumerate(patient):
            if not stays:
                stops[number].set()
        await asyncio.gather(*visits)
        async with asyncio.timeout(1):  # every place is free again
            for _ in range(places):
                await admission.place(asyncio.Event(), hush).__aenter__()

    asyncio.run(play())
    assert served == [number for number, stays in enumerate(patient) if stays]
    assert most <= places


async def test_who_waits_hears_at_once_and_again_how_many_are_before() -> None:
    admission, stop, told = Admission(1, tell_seconds=0.01), asyncio.Event(), []

    async def tell(before: int) -> None:
        told.append(before)
        if len(told) == 3:
            first.set()

    async def hold(until_: asyncio.Event) -> None:
        async with admission.place(stop, hush):
            await until_.wait()

    first, second = asyncio.Event(), asyncio.Event()
    holding = [asyncio.create_task(hold(event)) for event in (first, second)]
    await asyncio.sleep(0)

    async def wait() -> None:
        async with admission.place(stop, tell):
            pass

    waiting = asyncio.create_task(wait())
    await until(lambda: 0 in told)
    second.set()
    await asyncio.gather(waiting, *holding)
    assert told[:3] == [1, 1, 1]
    assert set(told[3:]) == {0}


@pytest.mark.parametrize("given_already", [False, True])
async def test_who_is_torn_from_the_line_takes_no_place_along(given_already: bool) -> None:
    admission, leave = Admission(1), asyncio.Event()

    async def hold() -> None:
        async with admission.place(asyncio.Event(), hush):
            await leave.wait()

    holding, waiting = (asyncio.create_task(hold()) for _ in range(2))
    await asyncio.sleep(0)
    if given_already:
        leave.set()
        await holding
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    leave.set()
    await holding
    async with asyncio.timeout(1), admission.place(asyncio.Event(), hush):
        pass


# The line before the turns.


class Thinker(ObedientPlanner):
    """Thinks about each wish until it is let go; `thinking` are those under way, `order` all."""

    def __init__(self) -> None:
        super().__init__()
        self.thinking: list[str] = []
        self.order: list[str] = []
        self.go_on = asyncio.Event()

    async def understand(self, said: Said, about: About) -> Heard:
        self.thinking.append(said.text)
        self.order.append(said.text)
        try:
            await self.go_on.wait()
        finally:
            self.thinking.remove(said.text)
        return await super().understand(said, about)


@pytest.fixture(scope="module")
def planner() -> Thinker:
    return Thinker()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory, planner: Thinker) -> AsyncIterator[App]:
    folder: Path = tmp_path_factory.mktemp("data")
    settings = Settings(data_dir=folder, max_running=PLACES)
    async with running(settings, Planners(planner)) as (app, _):
        yield app


class Wishes:
    """So many threads with a wish each, said in order while all places are taken."""

    def __init__(self, app: App, planner: Thinker) -> None:
        self.app = app
        self.planner = planner
        self.threads: list[str] = []

    async def say(self, count: int, text: str = "안녕") -> list[str]:
        new = [await new_thread(self.app) for _ in range(count)]
        for number, thread in enumerate(new, len(self.threads)):
            await self.app.runs.submit(thread, f"{thread}:1", Message(text=f"{text} {number}"))
            await asyncio.sleep(0.005)
        self.threads += new
        return new

    async def all_done(self) -> None:
        self.planner.go_on.set()
        await until(lambda: not any(map(self.app.runs.is_busy, self.threads)))


@pytest_asyncio.fixture(loop_scope="module")
async def wishes(app: App, planner: Thinker) -> AsyncIterator[Wishes]:
    planner.go_on.clear()
    planner.order.clear()
    wishes = Wishes(app, planner)
    yield wishes
    await wishes.all_done()


async def new_thread(app: App) -> str:
    return (await app.desk.threads.create("", ThreadSettings(language="ko"))).id


async def frames(app: App, thread: str) -> list[dict[str, Any]]:
    return [event.frame for event in await app.desk.events.read(thread, 0)]


@pytest.mark.asyncio(loop_scope="module")
async def test_wishes_beyond_the_places_wait_in_order_and_are_told(wishes: Wishes, app: App):
    threads = await wishes.say(6)
    await until(lambda: len(wishes.planner.thinking) == PLACES)
    assert wishes.planner.order == ["안녕 0", "안녕 1"]
    *_, waiting = await frames(app, threads[-1])
    assert (waiting["type"], waiting["step"]) == ("progress", "analyzing")
    assert "3건" in waiting["message"]
    await wishes.all_done()
    assert wishes.planner.order == [f"안녕 {number}" for number in range(6)]
    for thread in threads:
        assert (await frames(app, thread))[-1]["status"] == "completed"


@pytest.mark.asyncio(loop_scope="module")
async def test_a_wish_that_waits_can_be_cancelled_at_once(wishes: Wishes, app: App):
    *_, last = await wishes.say(4)
    await app.runs.cancel(last)
    await until(lambda: not app.runs.is_busy(last))
    assert (await frames(app, last))[-1]["status"] == "cancelled"
    assert len(wishes.planner.thinking) == PLACES


@pytest.mark.asyncio(loop_scope="module")
async def test_a_plan_that_waits_for_its_answer_holds_no_place_and_its_answer_always_fits(
    wishes: Wishes, app: App, planner: Thinker
):
    planner.go_on.set()
    asked = await wishes.say(PLACES + 1, "만들어줘")
    await until(lambda: not any(map(app.runs.is_busy, asked)))
    planner.go_on.clear()
    await wishes.say(PLACES * 11)
    one_more = await new_thread(app)
    with pytest.raises(Unavailable) as caught:
        await app.runs.submit(one_more, "more", Message(text="안녕"))
    assert (caught.value.reason, caught.value.retryable) == ("at_capacity", True)
    yes, no, third = asked
    pending = await app.desk.plans.pending(yes)
    assert pending is not None
    await app.runs.decide(yes, "yes", Answer(approval_id=pending, decision="approve"))
    await app.runs.submit(no, "no", Message(text="아니"))
    with pytest.raises(Unavailable):
        await app.runs.submit(yes, "further", Message(text="하나 더"))
    assert await app.desk.plans.pending(third) is not None
    await wishes.all_done()
    assert (await frames(app, yes))[-1]["status"] == "completed"
    assert (await frames(app, no))[-1]["status"] == "cancelled"


@pytest.mark.asyncio(loop_scope="module")
async def test_wishes_that_come_all_at_once_do_not_slip_past_the_limit(wishes: Wishes, app: App):
    new = [await new_thread(app) for _ in range(PLACES * 11 + 5)]
    wishes.threads += new
    submit = app.runs.submit
    said = [submit(thread, f"{thread}:1", Message(text="안녕")) for thread in new]
    outcomes = await asyncio.gather(*said, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes].count(Unavailable) == 5


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_taken_up_after_a_crash_stands_in_the_same_line(wishes: Wishes, app: App):
    wishes.threads = [await new_thread(app) for _ in range(PLACES + 1)]
    for number, thread in enumerate(wishes.threads):
        await leave(app, f"{thread}:1", thread, Message(text=f"안녕 {number}"))
    assert await app.runs.take_up() == PLACES + 1
    await until(lambda: len(wishes.planner.thinking) == PLACES)
    last = [frame["type"] for frame in await frames(app, wishes.threads[-1])]
    assert last == ["progress"]
    await wishes.all_done()
    assert set(wishes.planner.order) == {f"안녕 {number}" for number in range(PLACES + 1)}
    assert wishes.planner.order[-1] == f"안녕 {PLACES}"
