"""A planner in a thread of its own: nobody else waits for what it reads."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from agent.planner.deferred import DeferredPlanner
from agent.planner.seam import About, NothingYet, PageRead, Said
from tests.agent.embedded_planner import TODAY, by_words
from tests.support.change_structures import workspace

WISH = Said("습관 트래커 만들어줘", TODAY)
LONG = ("작업에 우선순위 속성 추가하고, 마감일은 내일로. " * 80)[:2_000]


@pytest.fixture
async def planner() -> AsyncIterator[DeferredPlanner]:
    deferred = DeferredPlanner(by_words)
    yield deferred
    await deferred.close()


async def _beats(count: list[float]) -> None:
    """A heart that beats as often as the loop lets it, each beat with the CPU time so far."""
    while True:
        count.append(time.process_time())
        await asyncio.sleep(0.001)


async def test_the_loop_goes_on_while_a_long_text_is_read(planner: DeferredPlanner):
    structure = await asyncio.to_thread(workspace, "team")
    await planner.understand(WISH, NothingYet())
    beats: list[float] = []
    heart = asyncio.create_task(_beats(beats))
    await asyncio.sleep(0)
    begun = time.process_time()

    await planner.understand(Said(LONG * 3, TODAY), PageRead(structure))

    used = time.process_time() - begun
    heart.cancel()
    during = [beat for beat in beats if beat > begun]
    # The interpreter changes threads every 5 ms; a reading on the loop would let one beat through.
    assert len(during) > max(2, used / 0.05)


async def test_whoever_comes_while_it_loads_waits_for_it():
    loaded = asyncio.Event()
    loop = asyncio.get_running_loop()

    def load():
        asyncio.run_coroutine_threadsafe(loaded.wait(), loop).result(20)
        return by_words()

    planner = DeferredPlanner(load)
    asked = asyncio.create_task(planner.understand(WISH, NothingYet()))
    await asyncio.sleep(0)
    loaded.set()

    assert (await asked).skill == (await by_words().understand(WISH, NothingYet())).skill
    await planner.close()


async def test_what_loading_raises_reaches_who_asks_and_who_closes():
    def load():
        raise LookupError("no skills")

    planner = DeferredPlanner(load)

    with pytest.raises(LookupError):
        await planner.understand(WISH, NothingYet())
    with pytest.raises(LookupError):
        await planner.close()


async def test_a_request_that_is_given_up_before_its_turn_is_never_read():
    loaded = asyncio.Event()
    loop = asyncio.get_running_loop()
    read: list[str] = []

    class Noting:
        """A planner that keeps what it was asked."""

        async def understand(self, said: Said, about: About):
            read.append(said.text)
            return await by_words().understand(said, about)

    def load():
        asyncio.run_coroutine_threadsafe(loaded.wait(), loop).result(20)
        return Noting()

    planner = DeferredPlanner(load)
    given_up = asyncio.create_task(planner.understand(Said("CRM 만들어줘", TODAY), NothingYet()))
    kept = asyncio.create_task(planner.understand(WISH, NothingYet()))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.sleep(0)
    loaded.set()
    await kept

    assert read == ["습관 트래커 만들어줘"]
    await planner.close()
