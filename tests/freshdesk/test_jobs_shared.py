"""Jobs of several servers over one database: each runs on one of them, whoever is asked."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import delete

from tests.freshdesk.helpdesks import account_of, app_of
from tests.freshdesk.test_jobs import LONG, Gate
from tests.freshdesk.working import DOMAIN, VAULT_KEY, begin, over
from tests.support.databases import shared_at
from tests.support.postgres import ADDRESS, NO_POSTGRES
from tests.support.waiting import until
from tools.errors import StorageFailed
from tools.freshdesk.ingest import Ingest
from tools.freshdesk.jobs import Job
from tools.freshdesk.schedules import Schedules
from tools.freshdesk.states import Priority, Status
from tools.freshdesk.work import Wanted
from tools.records import Records
from tools.records.servers import SharedServers
from tools.records.tables import servers
from tools.vault import Vault

pytestmark = pytest.mark.skipif(not ADDRESS, reason=NO_POSTGRES)


@dataclass
class Server:
    """One of those that share a database. `is_struck_off` by the others."""

    records: Records
    ingest: Ingest
    alive: SharedServers
    is_struck_off: asyncio.Event

    async def strike_off(self) -> None:
        """Takes it for dead, as the others do with who gives no sign of life."""
        gone = delete(servers).where(servers.c.id == self.alive.me)
        await self.records.write(lambda connection: connection.execute(gone))


@asynccontextmanager
async def two_servers(tmp_path: Path, app) -> AsyncIterator[tuple[Server, Server]]:
    address = shared_at(tmp_path)
    assert address is not None
    async with AsyncExitStack() as stack:

        async def begun(name: str) -> Server:
            records, off = await Records.open(address), asyncio.Event()
            stack.push_async_callback(records.close)
            alive = SharedServers(records, off.set)
            await alive.join()
            stack.push_async_callback(alive.leave)
            (tmp_path / name).mkdir()
            working = over(tmp_path / name, app, records, alive)
            return Server(records, await stack.enter_async_context(working), alive, off)

        yield await begun("one"), await begun("two")


async def held_up(server: Server, gate: Gate) -> Job:
    """A job that is under way at a server."""
    job = await begin(server.ingest, held=True)
    gate.left = 0
    await server.ingest.resume(job.id)
    await until(lambda: gate.waiting > 0)
    return job


async def test_jobs_of_a_company_run_one_by_one_wherever_they_were_begun(tmp_path):
    gate = Gate(app_of(account_of(3)), passing=10**6)
    async with two_servers(tmp_path, gate) as (one, two):
        waiting = await begin(two.ingest, held=True)
        first = await held_up(one, gate)
        assert (await two.ingest.resume(waiting.id)).status == Status.QUEUED
        gate.open.set()
        first, second = [await two.ingest.following.ended(j.id, LONG) for j in (first, waiting)]
    assert (first.status, second.status) == (Status.COMPLETED, Status.COMPLETED)
    assert first.finished_at <= second.started_at


@pytest.mark.parametrize(
    ("ask", "status"), [(Ingest.cancel, Status.CANCELLED), (Ingest.pause, Status.PAUSED)]
)
async def test_what_any_server_is_asked_reaches_the_one_that_works(tmp_path, ask, status):
    gate = Gate(app_of(account_of(3)), passing=10**6)
    async with two_servers(tmp_path, gate) as (one, two):
        job = await held_up(one, gate)
        assert (await ask(two.ingest, job.id, at_once=True)).status == status
        assert not one.ingest._running


async def test_who_follows_at_another_server_hears_everything_once(tmp_path):
    async with two_servers(tmp_path, app_of(account_of(12))) as (one, two):
        job, begun = await begin(one.ingest, held=True), time.monotonic()

        async def heard() -> list[int]:
            return [event.seq async for event in two.ingest.following.follow(job.id, 0)]

        following = asyncio.create_task(heard())
        await asyncio.sleep(0)
        await one.ingest.resume(job.id)
        seqs = await following
        assert seqs == list(range(1, len(seqs) + 1))
        assert (await two.ingest.jobs.get(job.id)).last_seq == len(seqs)
    assert time.monotonic() - begun < LONG  # it was told, not looked for


async def test_a_dead_servers_job_is_gone_on_with_by_another(tmp_path):
    gate = Gate(app_of(account_of(30)), passing=10**6)
    async with two_servers(tmp_path, gate) as (one, two):
        job = await held_up(one, gate)
        await one.strike_off()
        await until(lambda: job.company_id in two.ingest._running)
        gate.open.set()
        done = await two.ingest.following.ended(job.id, LONG)
        assert (done.status, done.server) == (Status.COMPLETED, two.alive.me)
        assert done.progress["counts"]["tickets"] == 30
        with pytest.raises(StorageFailed):
            await one.ingest.jobs.put(job.id, priority=0)
        async with asyncio.timeout(LONG):
            await one.is_struck_off.wait()


async def test_what_was_asked_of_a_dead_server_is_done_all_the_same(tmp_path):
    gate = Gate(app_of(account_of(3)), passing=10**6)
    async with two_servers(tmp_path, gate) as (one, two):
        job = await held_up(one, gate)
        await one.ingest._others.leave()  # it hears nothing any more
        asking = asyncio.create_task(two.ingest.cancel(job.id))
        await one.strike_off()
        assert (await asking).status == Status.CANCELLED


async def test_a_server_that_leaves_leaves_its_jobs_to_the_others_at_once(tmp_path):
    gate = Gate(app_of(account_of(3)), passing=10**6)
    async with two_servers(tmp_path, gate) as (one, two):
        job = await held_up(one, gate)
        await one.ingest.close()
        await one.alive.leave()
        await until(lambda: job.company_id in two.ingest._running)
        gate.open.set()
        done = await two.ingest.following.ended(job.id, LONG)
        assert (done.status, done.attempts) == (Status.COMPLETED, 0)


async def test_a_due_schedule_begins_one_job_however_many_look(tmp_path):
    async with two_servers(tmp_path, app_of(account_of(3))) as both:
        schedules = [
            Schedules(each.records, Vault(each.records, VAULT_KEY), each.ingest) for each in both
        ]
        rule = {"priority": Priority.LOW, "cron": "0 2 * * *", "timezone": "UTC"}
        made, job = await schedules[0].begin("shop", DOMAIN, "demo", Wanted(), **rule)
        await both[0].ingest.following.ended(job.id, LONG)
        await schedules[0].put(made.id, next_run=0.0)
        await asyncio.gather(*(each.begin_due() for each in schedules))
        assert (await both[0].ingest.jobs.find(None)).total == 2
