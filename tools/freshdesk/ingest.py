"""Carries jobs out: those of a company one after the other, those of several side by side."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from tools.errors import FreshdeskError, StorageFailed
from tools.freshdesk.claims import Claims, facts, fault, over
from tools.freshdesk.collect import collect
from tools.freshdesk.companies import Companies, checked
from tools.freshdesk.connect import Helpdesks, count_tickets
from tools.freshdesk.following import Following
from tools.freshdesk.jobs import Along, Asked, Job, Jobs, Json, alone, check_going
from tools.freshdesk.keyset import written
from tools.freshdesk.run import Run
from tools.freshdesk.states import Priority, Status
from tools.freshdesk.store import Store
from tools.freshdesk.tickets import reading_of
from tools.freshdesk.work import Step, Wanted, Work, completed, report
from tools.records.others import Others
from tools.storage import delays
from tools.vault import Vault

MOST_RUNNING = 8  # companies at once
GRACE_SECONDS = 10.0  # for which a batch may go on after somebody asked the job to stop
CUT_SECONDS = 10.0  # for what is being written when the batch is cut off

_logger = logging.getLogger("notionforge.ingest")


class _Asked(Exception):
    """Somebody asked the job to stop here."""


@dataclass
class _Running:
    """A job that has its company's place. `task` sees to it from beginning to end, `work` is what
    of it may be cut off."""

    job: Job
    asked: Asked | None = None
    task: asyncio.Task[None] | None = None
    work: asyncio.Task[None] | None = None


class Ingest:
    """The jobs under way. `close` lets them go on with the next start."""

    def __init__(
        self,
        jobs: Jobs,
        claims: Claims,
        companies: Companies,
        helpdesks: Helpdesks,
        vault: Vault,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.jobs = jobs
        self.following = Following(jobs)
        self.companies = companies
        self.helpdesks = helpdesks
        self._claims = claims
        self._vault = vault
        self._sleep = sleep
        self._running: dict[str, _Running] = {}  # by company
        self._others = Others(jobs.signals, "job", self._take_up, self._stop)
        self._choosing = asyncio.Lock()
        self._closing = False
        self.grace_seconds = GRACE_SECONDS

    async def recover(self) -> None:
        """Takes part in what is to be done, what a dead process left first."""
        self._others.join(self._claims.watch)
        await self._take_up()

    async def _take_up(self) -> None:
        """What dead servers left, what others have no room for, and what they ask of it here."""
        for job_id in await self._claims.recover():
            self.following.tell(job_id)
        for job in await self._claims.asked():
            if (running := self._here(job)) is not None:
                running.asked = job.asked
        await self._choose()

    async def close(self, grace: float = 5.0) -> None:
        """Cuts off what runs, once what it is writing is written; it goes on elsewhere, or at the
        next start."""
        self._closing = True
        await self._others.leave()
        running = list(self._running.values())
        tasks = [item.task for item in running if item.task is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=grace)
        with contextlib.suppress(StorageFailed):
            await self._claims.release([item.job.id for item in running])

    async def begin(
        self,
        company: str,
        domain: str,
        key: str,
        wanted: Wanted,
        *,
        priority: Priority = Priority.NORMAL,
        held: bool = False,
        schedule_id: str | None = None,
        along: Along = alone,
    ) -> Job:
        """A new job, for a key that the helpdesk takes; nothing is kept for another. What comes
        `along` is kept with it, or neither is.

        Raises InvalidInput, Forbidden, FreshdeskError, DeadlineExceeded, StorageFailed.
        """
        checked(company)
        domain = self.helpdesks.checked(domain)
        await self.jobs.check(company, domain)
        total = await self.estimate(company, domain, key, wanted)
        await self.jobs.bind(company, domain)
        self.companies.bind(company, domain)

        def keep(connection: Connection, job: Job) -> None:
            self._vault.keep(connection, job.secret, key)
            along(connection, job)

        options: Json = {"priority": priority, "held": held, "progress": {"estimate": total}}
        job = await self.jobs.add(company, domain, wanted, keep, schedule_id=schedule_id, **options)
        await self._persistently(job, self._offer)
        return await self.jobs.get(job.id)

    async def estimate(self, company: str, domain: str, key: str, wanted: Wanted) -> int | None:
        """About how many tickets a job will read. Raises as `begin` does."""
        kept = None
        if await self.companies.exists(company):
            kept = await self.companies.do(company, Store.cursor, "tickets")
        reading = reading_of(wanted, kept)
        total = await count_tickets(self.helpdesks.open(domain, key), reading.since)
        if total is None or wanted.max_tickets is None:
            return total
        return min(total, wanted.max_tickets)

    async def pause(self, job_id: str, *, at_once: bool = False) -> Job:
        """Raises NotFound, Conflict."""
        return await self._stop(job_id, "pause", at_once=at_once)

    async def cancel(self, job_id: str, *, at_once: bool = False) -> Job:
        """Raises NotFound, Conflict."""
        job = await self._stop(job_id, "cancel", at_once=at_once)
        await self._vault.drop(job.secret)
        return job

    async def resume(self, job_id: str) -> Job:
        """Goes on with a paused or failed job, or starts a held one. Raises NotFound, Conflict."""
        job = await self.jobs.get(job_id)
        if job.status == Status.QUEUED and job.held:
            await self.jobs.put(job_id, held=0)
        else:
            # One that was paused while it was held is started by hand now.
            await self.jobs.put(job_id, held=0)
            await self.jobs.change(job_id, Status.QUEUED, finished_at=None, error=None, attempts=0)
        await self._offer()
        return await self.jobs.get(job_id)

    async def prioritise(self, job_id: str, priority: Priority) -> Job:
        """Raises NotFound, and Conflict for a job that is over."""
        check_going(await self.jobs.get(job_id))
        await self.jobs.put(job_id, priority=int(priority))
        return await self.jobs.get(job_id)

    async def forget_progress(self, job: Job) -> Job:
        """Puts a job that does not run back to its start, of which its estimate is left."""
        await self.companies.do(job.company_id, Store.drop_run, job.id)
        await self.jobs.put(job.id, progress={"estimate": job.progress.get("estimate")})
        return await self.jobs.get(job.id)

    def _here(self, job: Job) -> _Running | None:
        """A job that is under way here."""
        running = self._running.get(job.company_id)
        return None if running is None or running.job.id != job.id else running

    async def _stop(self, job_id: str, asked: Asked, *, at_once: bool) -> Job:
        """Ends a job's run, once its batch is kept if that is soon; or keeps it from beginning."""
        job = await self.jobs.get(job_id)
        running = self._here(job)
        if running is None or running.task is None:
            return await self._stop_elsewhere(job_id, asked, at_once=at_once)
        running.asked = asked
        if not at_once:
            await asyncio.wait([running.task], timeout=self.grace_seconds)
        if running.work is not None:
            running.work.cancel()  # of one that is over nothing is left to cancel
        await asyncio.wait([running.task], timeout=CUT_SECONDS)
        return await self.jobs.get(job_id)

    async def _stop_elsewhere(self, job_id: str, asked: Asked, *, at_once: bool) -> Job:
        if await self._claims.ask(self._others, job_id, asked, at_once=at_once):
            return await self.following.ended(job_id, self.grace_seconds + CUT_SECONDS)
        job = await self._claims.end(job_id, asked)
        self.following.tell(job_id)
        return job

    async def _offer(self) -> None:
        """Starts what is due, or has others do so."""
        await self._choose()
        if len(self._running) >= MOST_RUNNING:
            await self._claims.pass_on(self._others)

    async def _choose(self) -> None:
        """Starts what is due, for as long as there is room."""
        async with self._choosing:
            while len(self._running) < MOST_RUNNING and not self._closing:
                job = await self._claims.take(busy=tuple(self._running))
                if job is None:
                    return
                running = self._running[job.company_id] = _Running(job)
                running.task = asyncio.create_task(self._carry_out(running), name=job.id)

    async def _carry_out(self, running: _Running) -> None:
        """One job, until it ends or is stopped; then the next."""
        job = running.job
        work = self._persistently(job, lambda: self._run(running))
        running.work = asyncio.create_task(work, name=f"{job.id}-work")
        try:
            await running.work
        except asyncio.CancelledError:
            if running.asked is None:  # the server stops; the row stays as it is
                running.work.cancel()
                await asyncio.wait([running.work])
                raise
        except Exception:
            _logger.exception("job %s stopped", job.id)
            await self._persistently(job, lambda: self._fail(job, "internal"))
        finally:
            del self._running[job.company_id]
            self.following.tell(job.id)
        await self._persistently(job, lambda: self._settle(running))
        await self._persistently(job, self._choose)

    async def _fail(self, job: Job, reason: str) -> None:
        """Ends a job by a fault of ours; `reason` is the key of a text."""
        await self.jobs.change(job.id, Status.FAILED, **over(fault(reason)))

    async def _settle(self, running: _Running) -> None:
        """Keeps what was asked of a job, unless it had just ended by itself."""
        job = await self.jobs.get(running.job.id)
        if running.asked is not None and job.status == Status.RUNNING:
            await self._claims.end(job.id, running.asked)
            self.following.tell(job.id)

    async def _persistently(self, job: Job, work: Callable[[], Awaitable[None]]) -> None:
        """Tries until storage lets the work come to its end."""
        for delay in delays():
            try:
                await work()
                return
            except StorageFailed as failure:
                _logger.warning("job %s waits for storage: %s", job.id, failure)
            await self._sleep(delay)

    async def _run(self, running: _Running) -> None:
        job = running.job
        if running.asked is not None:
            return
        key = await self._vault.get(job.secret)
        if key is None:
            await self.jobs.log(job.id, "WARN", "ingest_key_gone")
            await self.jobs.change(job.id, Status.PAUSED)
            return
        try:
            await self._collect(running, key)
        except _Asked:
            return
        except FreshdeskError as error:
            await self.jobs.change(job.id, Status.FAILED, **over(facts(error)))
        else:
            await self.jobs.change(job.id, Status.COMPLETED, **over(None))
            await self._vault.drop(job.secret)

    async def _collect(self, running: _Running, key: str) -> None:
        job = running.job
        most = job.wanted.max_retries
        freshdesk, begun = self.helpdesks.open(job.domain, key, most_retries=most), time.monotonic()
        run = await self._do(job.company_id, Store.run, job.id) or Run(job.id)
        before, said = completed(run), {"step": ""}

        async def do(work: Callable[..., Any], /, *args: Any) -> Any:
            return await self._do(job.company_id, work, *args)

        async def tell(run: Run, step: Step, /) -> None:
            rate = (completed(run) - before) / max(1e-6, time.monotonic() - begun)
            estimate, retries = job.progress.get("estimate"), freshdesk.retries
            facts = report(run, step, estimate=estimate, retries=retries, rate=rate)
            if step != said.get("step"):
                said["step"] = step
                await self.jobs.log(job.id, "INFO", step)
            # Who gets on has not ended the process: only tries without that are counted.
            attempts = 0 if completed(run) > before else job.attempts
            await self.jobs.report(job.id, facts, attempts)
            self.following.tell(job.id)
            if running.asked is not None:
                raise _Asked

        async def warn(text: str, /, **params: Any) -> None:
            await self.jobs.log(job.id, "WARN", text, **params)

        await collect(
            Work(freshdesk, do, job.wanted, run, tell, warn, lambda: written(datetime.now(UTC)))
        )

    async def _do(self, company: str, work: Callable[..., Any], *args: Any) -> Any:
        return await self.companies.do(company, work, *args)
