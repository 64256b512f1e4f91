"""Builds of several servers are one at a time at a place."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from tests.support.databases import shared_at
from tests.support.postgres import ADDRESS, NO_POSTGRES
from tests.support.waiting import until
from tools.notion.locks_shared import SharedLocks
from tools.records import Records
from tools.records.servers import SharedServers
from tools.records.tables import servers, turns

pytestmark = pytest.mark.skipif(not ADDRESS, reason=NO_POSTGRES)

Both = tuple[SharedLocks, SharedLocks]


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    """Those of two servers."""
    address = shared_at(tmp_path)
    assert address is not None
    async with AsyncExitStack() as stack:
        made = []
        for _ in range(2):
            records = await Records.open(address)
            stack.push_async_callback(records.close)
            alive = SharedServers(records, lambda: None)
            await alive.join()
            stack.push_async_callback(alive.leave)
            made.append(SharedLocks(records, alive))
        yield made[0], made[1]


async def test_one_at_a_time_is_at_a_place_and_each_comes_to_it(both: Both):
    here: list[str] = []
    most = 0

    async def come(locks: SharedLocks) -> None:
        nonlocal most
        async with locks.at("a page"):
            here.append("somebody")
            most = max(most, len(here))
            await asyncio.sleep(0)
            here.pop()

    await asyncio.gather(*(come(locks) for locks in both * 5))
    assert most == 1


async def test_other_places_and_none_keep_nobody_waiting(both: Both):
    one, two = both
    async with one.at("a page"), two.at("another page"), one.at(None), two.at(None):
        pass


async def test_a_wait_for_another_server_hears_a_cancel_and_leaves_nothing(both: Both):
    one, two = both
    async with one.at("a page"):
        waiting = asyncio.create_task(two.at("a page").__aenter__())
        await asyncio.sleep(0.05)
        waiting.cancel()
        await asyncio.wait((waiting,))
        assert waiting.cancelled()
    async with two.at("a page"):
        pass
    assert not await one._records.read(lambda c: c.execute(select(turns)).all())


async def test_a_place_of_a_dead_server_is_free(both: Both):
    one, two = both
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(one.at("a page"))
        async with two.if_free("a page") as is_free:
            assert not is_free
        coming = asyncio.create_task(stack.enter_async_context(two.at("a page")))
        gone = delete(servers).where(servers.c.id == one._me)
        await two._records.write(lambda connection: connection.execute(gone))
        await until(coming.done)
        stack.pop_all()  # what is dead leaves nothing by itself
