"""Durable work: what DBOS cannot note down is delayed, or lost to DBOS alone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from dbos._dbos import _get_dbos_instance

from tests.support.full_disk import Ceiling
from tools.errors import StorageFailed
from tools.work import Work

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Baker:
    """Bakes each cake once somebody opens the oven."""

    def __init__(self) -> None:
        self.baked: list[str] = []
        self.oven = asyncio.Event()

    async def bake(self, cake: str) -> str:
        await self.oven.wait()
        self.baked.append(cake)
        return f"{cake} " + "crumbs " * 20_000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def baker() -> Baker:
    return Baker()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def work(tmp_path_factory: pytest.TempPathFactory, baker: Baker) -> AsyncIterator[Work]:
    folder: Path = tmp_path_factory.mktemp("work")
    work = Work()
    work.launch(folder / "work.db", {"bake": baker.bake}, "test")
    yield work
    await work.close()


@pytest.fixture(scope="module")
def disk(work: Work) -> Ceiling:
    disk = Ceiling()
    disk.over(_get_dbos_instance()._sys_db.engine)
    return disk


async def test_who_asks_for_the_same_work_awaits_the_same(work: Work, baker: Baker):
    baker.oven.clear()
    asking = [asyncio.create_task(work.perform("bake", "tart", attempt)) for attempt in "ab"]
    await asyncio.sleep(0.1)
    baker.oven.set()
    first, second = await asyncio.gather(*asking)
    assert first == second
    assert baker.baked.count("tart") == 1


async def test_work_is_not_begun_while_it_cannot_be_noted_down(
    work: Work, baker: Baker, disk: Ceiling
):
    baker.oven.set()
    await disk.lower()
    with pytest.raises(StorageFailed):
        await asyncio.gather(*(work.perform("bake", f"pie {i}" * 3_000) for i in range(4)))
    await disk.lift()
    assert (await work.perform("bake", "pie")).startswith("pie")


async def test_work_whose_end_cannot_be_noted_down_still_ends(
    work: Work, baker: Baker, disk: Ceiling
):
    baker.oven.clear()
    asking = asyncio.create_task(work.perform("bake", "bread"))
    await asyncio.sleep(0.1)
    await disk.lower()
    baker.oven.set()
    assert (await asking).startswith("bread")
    await asyncio.sleep(0.1)
    await disk.lift()
    async with asyncio.timeout(5):
        assert (await work.perform("bake", "bread")).startswith("bread")


async def test_threads_are_there_for_whoever_closes_after_the_work(tmp_path: Path, work: Work):
    """DBOS makes its own threads the loop's, and shuts them down when it goes."""
    await work.close()

    assert await asyncio.to_thread(lambda: "closed too") == "closed too"
