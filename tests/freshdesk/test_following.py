"""Who follows a job is woken by what becomes of it, whoever else came and went meanwhile."""

import asyncio

import pytest

from tests.freshdesk.helpdesks import account_of, app_of
from tests.freshdesk.working import begin, working
from tests.support.waiting import until
from tools.freshdesk import following
from tools.freshdesk.states import Status

LONG = 60.0


@pytest.fixture
def never_looks(monkeypatch):
    """Who follows is woken, or hears nothing."""
    monkeypatch.setattr(following, "LOOK_SECONDS", 10 * LONG)


async def test_who_follows_is_woken_though_another_gave_up_waiting(tmp_path, never_looks):
    async with working(tmp_path, app_of(account_of(3))) as ingest:
        job = await begin(ingest, held=True)

        async def listen() -> list[int]:
            return [event.seq async for event in ingest.following.follow(job.id, 0)]

        listening = asyncio.create_task(listen())
        await until(lambda: job.id in ingest.following._followers)
        given_up = await ingest.following.ended(job.id, 0.0)
        assert given_up.status == Status.QUEUED
        await ingest.resume(job.id)
        async with asyncio.timeout(LONG):
            heard = await listening
        assert heard == list(range(1, len(heard) + 1))


async def test_nothing_is_kept_of_followers_that_left(tmp_path):
    async with working(tmp_path, app_of(account_of(1))) as ingest:
        job = await begin(ingest, held=True)
        events = ingest.following.follow(job.id, 0)
        waiting = asyncio.create_task(anext(events))
        await until(lambda: job.id in ingest.following._followers)
        waiting.cancel()
        await asyncio.wait([waiting])
        assert not ingest.following._followers
