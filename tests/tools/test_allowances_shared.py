"""An allowance is one, however many servers it is asked of."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from limits import RateLimitItemPerMinute
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.requests import HTTPConnection

from api.callers import Callers
from settings import Settings
from tests.support.databases import ADDRESS, shared_at
from tools.errors import RateLimited, StorageFailed
from tools.notion.limiter_shared import SharedLimiter
from tools.records import Records

pytestmark = pytest.mark.skipif(not ADDRESS, reason="needs a Postgres: `make test-postgres`")

LIMIT = RateLimitItemPerMinute(7)


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[tuple[MovingWindowRateLimiter, ...]]:
    """Those of two servers."""
    from tools.records.allowances_shared import SharedAllowances

    address = shared_at(tmp_path)
    assert address is not None
    await (await Records.open(address)).close()
    async with AsyncExitStack() as stack:
        one, two = [
            await stack.enter_async_context(SharedAllowances.open(address)) for _ in range(2)
        ]
        yield MovingWindowRateLimiter(one), MovingWindowRateLimiter(two)


async def test_who_comes_to_several_at_once_has_no_more_than_one_gives(both):
    hits = await asyncio.gather(*(each.hit(LIMIT, "somebody") for each in both * 8))
    assert sum(hits) == LIMIT.amount
    window = await both[0].get_window_stats(LIMIT, "somebody")
    assert window.remaining == 0
    assert time.time() < window.reset_time < time.time() + 61
    assert await both[1].hit(LIMIT, "somebody else")


async def test_a_database_that_cannot_be_asked_fails_as_storage():
    from tools.records.allowances_shared import SharedAllowances

    async with SharedAllowances.open("postgresql://nobody@127.0.0.1:1/none") as nowhere:
        with pytest.raises(StorageFailed):
            await MovingWindowRateLimiter(nowhere).hit(LIMIT, "somebody")


async def test_while_nobody_counts_for_all_each_server_counts_for_itself():
    from tools.records.allowances_shared import SharedAllowances

    here = HTTPConnection({"type": "http", "client": ("192.0.2.1", 1), "headers": []})
    async with SharedAllowances.open("postgresql://nobody@127.0.0.1:1/none") as nowhere:
        callers = Callers(Settings(rate_limit_rpm=1), nowhere)
        await callers.count(here)
        with pytest.raises(RateLimited):
            await callers.count(here)


async def test_a_token_is_good_for_as_many_requests_as_one_server_may_send(both):
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        raise TimeoutError

    servers = [SharedLimiter(each.storage, "a token", limit=5, sleep=sleep) for each in both]
    asked = [each.acquire() for each in servers * 3]
    came = await asyncio.gather(*asked, return_exceptions=True)
    assert came.count(None) == 5
    assert len(waits) == 1
    assert 50 < waits[0] <= 60
