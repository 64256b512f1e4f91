"""Jobs run one at a time per company, can be paused and resumed, and outlive their process."""

import asyncio
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import insert

from sandbox.freshdesk import Account
from tests.freshdesk.helpdesks import Clock, account_of, app_of
from tests.freshdesk.working import begin, working
from tests.support.postgres import ADDRESS
from tests.support.waiting import until
from tools.errors import Conflict, DeadlineExceeded, Forbidden, FreshdeskAuthFailed, InvalidInput
from tools.freshdesk import connect
from tools.freshdesk.states import Priority, Status
from tools.freshdesk.store import Store
from tools.records.tables import ingest_schedules

LONG = 60.0


class Gate:
    """Lets so many requests of an account's lists through, then holds them."""

    def __init__(self, app, passing: int) -> None:
        self._app = app
        self.open = asyncio.Event()
        self.left = passing
        self.waiting = 0

    async def __call__(self, scope, receive, send) -> None:
        self.left -= 1
        if self.left < 0:
            self.waiting += 1
            await self.open.wait()
        await self._app(scope, receive, send)


async def test_a_job_keeps_everything_and_tells_its_facts(tmp_path):
    async with working(tmp_path, app_of(account_of(23))) as ingest:
        job = await ingest.following.ended((await begin(ingest)).id, LONG)
        assert job.status == Status.COMPLETED
        assert job.progress["completed"] == job.progress["total"] == 23
        assert job.progress["counts"]["conversations"] == 23
        assert await ingest.companies.do("shop", Store.totals) == {
            "tickets": 23,
            "conversations": 23,
            "integrated_objects": 23,
            "kb_articles": 0,
        }


async def test_ids_count_a_companys_jobs_of_the_day(tmp_path):
    async with working(tmp_path, app_of(account_of(1))) as ingest:
        ids = [(await begin(ingest, company)).id for company in ("shop", "shop", "shop-2")]
    day = ids[0].split("-")[3]
    assert ids == [
        f"ingest-job-shop-{day}-001",
        f"ingest-job-shop-{day}-002",
        f"ingest-job-shop-2-{day}-001",
    ]


async def test_a_wrong_key_leaves_nothing(tmp_path):
    async with working(tmp_path, app_of(account_of(1))) as ingest:
        with pytest.raises(FreshdeskAuthFailed):
            await begin(ingest, key="wrong")
        assert (await ingest.jobs.find(None)).total == 0
        assert await ingest.jobs.domain_of("shop") is None
        assert not await ingest.companies.exists("shop")


async def test_a_helpdesk_that_keeps_everybody_waiting_is_not_waited_for_without_end(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(connect, "COUNT_SECONDS", 0.05)
    app = app_of(account_of(1))
    app.faults.inject("/search/tickets", 429, retry_after=900)
    async with working(tmp_path, app) as ingest:
        with pytest.raises(DeadlineExceeded) as refused:
            async with asyncio.timeout(LONG):
                await begin(ingest)
        assert refused.value.reason == "timeout_helpdesk"
        assert (await ingest.jobs.find(None)).total == 0


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_an_account_without_the_search_is_collected_from_all_the_same(tmp_path, status):
    app = app_of(account_of(12))
    app.faults.inject("/search/tickets", status)
    async with working(tmp_path, app) as ingest:
        ended = await ingest.following.ended((await begin(ingest)).id, 60)
        assert ended.status == Status.COMPLETED
        assert ended.progress["counts"]["tickets"] == 12


async def test_a_company_keeps_the_domain_that_took_its_key(tmp_path):
    app = app_of(account_of(1))
    async with working(tmp_path, app) as ingest:
        await ingest.following.ended((await begin(ingest)).id, LONG)
        asked = app.usage.calls
        with pytest.raises(Forbidden):
            await begin(ingest, domain="other.example")
        assert app.usage.calls == asked  # the other helpdesk is not shown the key


@pytest.mark.parametrize(
    ("domain", "refusal"),
    [
        ("shop.freshdesk.com.evil.example", Forbidden),
        ("freshdesk.com", Forbidden),
        ("a.b.freshdesk.com", Forbidden),
        ("evil.example", Forbidden),
        ("169.254.169.254", Forbidden),
        ("demo.freshdesk.localhost", Forbidden),
        ("shop@evil.freshdesk.com", InvalidInput),
        ("shop.freshdesk.com:443", InvalidInput),
        ("shop.freshdesk.com/", InvalidInput),
        ("http://shop.freshdesk.com", InvalidInput),
        ("shop.freshdesk.com.", InvalidInput),
        ("shoр.freshdesk.com", InvalidInput),
        ("[::1]", InvalidInput),
        ("localhost", InvalidInput),
        ("", InvalidInput),
    ],
)
async def test_a_tricky_domain_is_never_contacted(tmp_path, domain, refusal):
    app = app_of(account_of(1))
    async with working(tmp_path, app) as ingest:
        with pytest.raises(refusal):
            await begin(ingest, domain=domain)
    assert app.usage.calls == 0


async def test_jobs_of_a_company_run_one_by_one_the_most_urgent_first(tmp_path):
    gate = Gate(app_of(account_of(3)), passing=1)
    async with working(tmp_path, gate) as ingest:
        gate.left = 10**6
        first = await begin(ingest, held=True)
        normal = await begin(ingest, held=True)
        low = await begin(ingest, held=True, priority=Priority.LOW)
        high = await begin(ingest, held=True, priority=Priority.HIGH)
        gate.left = 0
        await ingest.resume(first.id)
        await until(lambda: gate.waiting > 0)
        for job in (low, normal, high):
            assert (await ingest.resume(job.id)).status == Status.QUEUED
        gate.open.set()
        jobs = [await ingest.following.ended(job.id, LONG) for job in (first, high, normal, low)]
    started = [job.started_at for job in jobs]
    assert started == sorted(started)
    assert all(job.status == Status.COMPLETED for job in jobs)


async def test_two_companies_run_side_by_side(tmp_path):
    gate = Gate(app_of(account_of(3)), passing=10**6)
    async with working(tmp_path, gate) as ingest:
        jobs = [await begin(ingest, company, held=True) for company in ("shop", "store")]
        gate.left = 0
        for job in jobs:
            await ingest.resume(job.id)
        await until(lambda: gate.waiting >= 2)
        running = (await ingest.jobs.find(None, Status.RUNNING)).jobs
        gate.open.set()
        assert {job.company_id for job in running} == {"shop", "store"}
        for job in jobs:
            assert (await ingest.following.ended(job.id, LONG)).status == Status.COMPLETED


def stopping_at(app, ingest, number: int, act) -> None:
    """Has `act` called once at the conversations of a certain ticket."""
    inner = app.account.conversations

    class Acting(dict):
        def __getitem__(self, key):
            if key == number:
                app.account.conversations = inner
                asyncio.get_running_loop().create_task(act())
            return inner[key]

    app.account.conversations = Acting(inner)


@pytest.mark.parametrize("at_once", [False, True])
async def test_a_paused_job_goes_on_where_it_stood(tmp_path, at_once):
    app = app_of(account_of(60))
    async with working(tmp_path, app) as ingest:
        job = await begin(ingest, held=True, parallel_workers=1)
        stopping_at(app, ingest, 30, lambda: ingest.pause(job.id, at_once=at_once))
        await ingest.resume(job.id)
        paused = await ingest.following.ended(job.id, LONG)
        assert paused.status == Status.PAUSED
        kept = (await ingest.companies.do("shop", Store.totals))["tickets"]
        assert 0 < kept < 60
        app.usage.paths.clear()
        await ingest.resume(job.id)
        done = await ingest.following.ended(job.id, LONG)
        assert done.status == Status.COMPLETED
        assert done.progress["counts"]["tickets"] == 60
        assert app.usage.paths["/tickets/N/conversations"] == 60 - kept


@pytest.mark.parametrize("incremental", [True, False])
async def test_a_job_whose_progress_was_dropped_begins_anew_and_counts_all(tmp_path, incremental):
    app = app_of(account_of(60))
    async with working(tmp_path, app) as ingest:
        job = await begin(ingest, held=True, parallel_workers=1, incremental=incremental)
        stopping_at(app, ingest, 30, lambda: ingest.pause(job.id))
        await ingest.resume(job.id)
        paused = await ingest.following.ended(job.id, LONG)
        assert 0 < paused.progress["completed"] < 60
        assert (await ingest.forget_progress(paused)).progress == {"estimate": 60}
        await ingest.resume(job.id)
        done = await ingest.following.ended(job.id, LONG)
        assert done.progress["counts"]["tickets"] == done.progress["completed"] == 60
        assert done.progress["counts"]["conversations"] == 60


async def test_a_job_that_was_paused_before_it_was_started_runs_when_resumed(tmp_path):
    async with working(tmp_path, app_of(account_of(3))) as ingest:
        job = await begin(ingest, held=True)
        await ingest.pause(job.id)
        await ingest.resume(job.id)
        assert (await ingest.following.ended(job.id, LONG)).status == Status.COMPLETED


async def test_a_job_that_waits_long_for_its_helpdesk_is_cut_off(tmp_path):
    app = app_of(account_of(3))
    async with working(tmp_path, app) as ingest:
        job = await begin(ingest, held=True)
        app.faults.inject("conversations", 429, retry_after=600)
        await ingest.resume(job.id)
        await until(lambda: app.usage.paths["/tickets/N/conversations"] > 0)
        ingest.grace_seconds = 0.05
        assert (await ingest.pause(job.id)).status == Status.PAUSED


async def test_a_cancelled_job_is_over_and_the_next_begins(tmp_path):
    app = app_of(account_of(60))
    async with working(tmp_path, app) as ingest:
        job = await begin(ingest, held=True, parallel_workers=1)
        stopping_at(app, ingest, 30, lambda: ingest.cancel(job.id))
        await ingest.resume(job.id)
        following = await begin(ingest)
        assert (await ingest.following.ended(job.id, LONG)).status == Status.CANCELLED
        assert (await ingest.following.ended(following.id, LONG)).status == Status.COMPLETED
        with pytest.raises(Conflict) as caught:
            await ingest.resume(job.id)
        assert (caught.value.reason, caught.value.params["status"]) == ("job_over", "cancelled")


async def test_a_failed_job_is_resumed_where_it_stood(tmp_path):
    app = app_of(account_of(150))
    async with working(tmp_path, app) as ingest:
        job = await begin(ingest, held=True, max_retries=0)
        lists = 0

        def meanwhile(_: Account) -> None:
            nonlocal lists
            lists += 1
            if lists == 1:
                app.faults.inject(r"^/tickets$", 503)

        app.faults.meanwhile = meanwhile
        await ingest.resume(job.id)
        failed = await ingest.following.ended(job.id, LONG)
        assert failed.status == Status.FAILED
        assert failed.error is not None
        assert failed.error["code"] == "FRESHDESK_ERROR"
        assert failed.progress["counts"]["tickets"] == 100
        app.faults.meanwhile = None
        await ingest.resume(job.id)
        assert (await ingest.following.ended(job.id, LONG)).progress["counts"]["tickets"] == 150


async def test_a_job_outlives_the_stop_of_its_server(tmp_path):
    app = app_of(account_of(60))
    gate = Gate(app, passing=10**6)
    async with working(tmp_path, gate) as ingest:
        job = await begin(ingest, held=True)
        gate.left = 12
        await ingest.resume(job.id)
        await until(lambda: gate.waiting > 0)
    gate.open.set()
    async with working(tmp_path, gate) as ingest:
        done = await ingest.following.ended(job.id, LONG)
        assert done.status == Status.COMPLETED
        assert done.progress["counts"]["tickets"] == 60
        assert done.attempts == 0


async def test_a_job_that_ended_three_processes_is_given_up(tmp_path):
    async with working(tmp_path, app_of(account_of(1))) as ingest:
        job = await begin(ingest, held=True)
        await ingest.jobs.change(job.id, Status.RUNNING, attempts=3, held=0)
    async with working(tmp_path, app_of(account_of(1))) as ingest:
        found = await ingest.jobs.get(job.id)
        assert found.status == Status.FAILED
        await ingest.resume(job.id)
        assert (await ingest.following.ended(job.id, LONG)).status == Status.COMPLETED


async def test_who_follows_hears_everything_once_and_again_from_where_he_was(tmp_path):
    async with working(tmp_path, app_of(account_of(12))) as ingest:
        job = await begin(ingest, held=True)
        following = asyncio.create_task(_all(ingest, job.id, 0))
        await ingest.resume(job.id)
        heard = await following
        assert [event.seq for event in heard] == list(range(1, len(heard) + 1))
        assert heard[-1].facts == {"status": "completed", "previous": "running"}
        assert {event.kind for event in heard} == {"status", "progress", "log"}
        assert await _all(ingest, job.id, 5) == heard[5:]


async def _all(ingest, job_id: str, since: int) -> list:
    return [event async for event in ingest.following.follow(job_id, since)]


async def test_a_job_whose_key_is_gone_waits(tmp_path):
    async with working(tmp_path, app_of(account_of(1, Clock()))) as ingest:
        job = await begin(ingest, held=True)
        await ingest._vault.drop(job.secret)
        await ingest.resume(job.id)
        assert (await ingest.following.ended(job.id, LONG)).status == Status.PAUSED
        assert [event.facts["key"] for event in await ingest.jobs.logs(job.id)] == [
            "ingest_key_gone"
        ]


@pytest.mark.skipif(bool(ADDRESS), reason="of a file alone: test_schemas.py has the other")
async def test_a_job_waits_while_its_file_cannot_be_written(tmp_path):
    app = app_of(account_of(12))
    async with working(tmp_path, app) as ingest:
        job = await begin(ingest, held=True)
        await ingest.companies.do("shop", _hurry)
        with closing(sqlite3.connect(tmp_path / ingest.companies.place("shop"))) as other:
            other.execute("BEGIN IMMEDIATE")
            await ingest.resume(job.id)
            tried = ingest.companies.works
            await until(lambda: ingest.companies.works > tried + 10)
            assert (await ingest.jobs.get(job.id)).status == Status.RUNNING
            other.rollback()
        done = await ingest.following.ended(job.id, LONG)
        assert (done.status, done.progress["counts"]["tickets"]) == (Status.COMPLETED, 12)


def _hurry(store: Store) -> None:
    """Refuses at once instead of after some seconds."""
    store.db.execute("PRAGMA busy_timeout = 1")


async def test_jobs_that_ended_long_ago_go_but_for_the_last_of_what_comes_again(tmp_path):
    async with working(tmp_path, app_of(account_of(1))) as ingest:
        old, last, young = [await begin(ingest) for _ in range(3)]
        waiting = await begin(ingest, held=True)
        for job in (old, last, young):
            await ingest.following.ended(job.id, LONG)
        for job in (old, last, waiting):
            await ingest.jobs.put(job.id, changed_at=1.0)
        schedule = {"id": "s", "company_id": "shop", "domain": "d", "wanted": {}, "priority": 1}
        schedule |= {"cron": "* * * * *", "timezone": "UTC", "next_run": 0.0, "created_at": 0.0}
        comes_again = insert(ingest_schedules).values(schedule | {"last_job_id": last.id})
        await ingest.jobs._records.write(lambda connection: connection.execute(comes_again))
        assert await ingest.jobs.forget(1000.0) == 1
        assert await ingest.jobs.forget(1000.0) == 0
        left = (await ingest.jobs.find(None)).jobs
        assert {job.id for job in left} == {last.id, young.id, waiting.id}
        assert await ingest.jobs.events(old.id, 0) == []
        assert await ingest.jobs.events(last.id, 0) != []
