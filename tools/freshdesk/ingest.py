"""Carries jobs out: those of a company one after the other, those of several side by side."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from tools.errors import FreshdeskError, NotionForgeError, StorageFailed
from tools.freshdesk.collect import collect
from tools.freshdesk.companies import Companies, checked
from tools.freshdesk.connect import Helpdesks, count_tickets
from tools.freshdesk.following import Following
from tools.freshdesk.jobs import Job, Jobs, Priority, Status
from tools.freshdesk.keyset import written
from tools.freshdesk.run import Run
from tools.freshdesk.store import Store
from tools.freshdesk.tickets import reading_of
from tools.freshdesk.work import Step, Wanted, Work, completed, report
from tools.storage import delays
from tools.vault import Vault

Json = dict[str, Any]
Asked = Literal["pause", "cancel"]

MOST_RUNNING = 8  # companies at once
GRACE_SECONDS = 10.0  # for which a batch may go on after somebody asked the job to stop
CUT_SECONDS = 10.0  # for what is being written when the batch is cut off
MOST_ATTEMPTS = 3  # processes that may end with a job before it gets on

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
        companies: Companies,
        helpdesks: Helpdesks,
        vault: Vault,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.jobs = jobs
        self.following = Following(jobs)
        self.companies = companies
        self.helpdesks = helpdesks
        self._vault = vault
        self._sleep = sleep
        self._running: dict[str, _Running] = {}  # by company
        self._choosing = asyncio.Lock()
        self._closing = False
        self.grace_seconds = GRACE_SECONDS

    async def recover(self) -> None:
        """Takes up what a dead process left. A job that ended three of them is given up."""
        for job in await self.jobs.waiting(Status.RUNNING):
            if job.attempts >= MOST_ATTEMPTS:
                await self._fail(job, "gave_up_job")
            else:
                await self.jobs.change(job.id, Status.QUEUED)
        await self._choose()

    async def close(self, grace: float = 5.0) -> None:
        """Cuts off what runs, once what it is writing is written; it goes on at the next start."""
        self._closing = True
        running = list(self._running.values())
        tasks = [item.task for item in running if item.task is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=grace)
        for item in running:  # an orderly stop is nobody's fault
            with contextlib.suppress(StorageFailed):
                await self.jobs.put(item.job.id, attempts=0)

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
    ) -> Job:
        """A new job, for a key that the helpdesk takes; nothing is kept for another.

        Raises InvalidInput, Forbidden, FreshdeskAuthFailed, FreshdeskError, StorageFailed.
        """
        checked(company)
        domain = self.helpdesks.checked(domain)
        await self.jobs.check(company, domain)
        total = await self.estimate(company, domain, key, wanted)
        await self.jobs.bind(company, domain)
        self.companies.bind(company, domain)
        # Held until its key is kept, so that nothing begins without.
        job = await self.jobs.add(
            company, domain, wanted, priority=priority, held=True, schedule_id=schedule_id
        )
        await self._vault.put(job.secret, key)
        await self.jobs.put(job.id, held=int(held), progress={"estimate": total})
        await self._choose()
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
        """Has a paused or failed job go on, or starts one that was held. Raises NotFound, Conflict,
        CredentialsRequired."""
        job = await self.jobs.get(job_id)
        if job.status == Status.QUEUED and job.held:
            await self.jobs.put(job_id, held=0)
        else:
            # One that was paused while it was held is started by hand now.
            await self.jobs.put(job_id, held=0)
            await self.jobs.change(job_id, Status.QUEUED, finished_at=None, error=None, attempts=0)
        await self._choose()
        return await self.jobs.get(job_id)

    async def prioritise(self, job_id: str, priority: Priority) -> Job:
        """Raises NotFound."""
        await self.jobs.get(job_id)
        await self.jobs.put(job_id, priority=int(priority))
        return await self.jobs.get(job_id)

    async def forget_progress(self, job: Job) -> Job:
        """Puts a job that does not run back to its start, of which its estimate is left."""
        await self.companies.do(job.company_id, Store.drop_run, job.id)
        await self.jobs.put(job.id, progress={"estimate": job.progress.get("estimate")})
        return await self.jobs.get(job.id)

    async def _stop(self, job_id: str, asked: Asked, *, at_once: bool) -> Job:
        """Ends a job's run, once its batch is kept if that is soon; or keeps it from beginning."""
        job = await self.jobs.get(job_id)
        running = self._running.get(job.company_id)
        if running is None or running.job.id != job_id or running.task is None:
            job = await self._end_as(job_id, asked)
            self.following.tell(job_id)
            return job
        running.asked = asked
        if not at_once:
            await asyncio.wait([running.task], timeout=self.grace_seconds)
        if running.work is not None:
            running.work.cancel()  # of one that is over nothing is left to cancel
        await asyncio.wait([running.task], timeout=CUT_SECONDS)
        return await self.jobs.get(job_id)

    async def _end_as(self, job_id: str, asked: Asked) -> Job:
        if asked == "pause":
            return await self.jobs.change(job_id, Status.PAUSED)
        return await self.jobs.change(job_id, Status.CANCELLED, finished_at=time.time())

    async def _choose(self) -> None:
        """Starts what is due: of each company the most urgent, and of those the first."""
        async with self._choosing:
            for job in await self.jobs.waiting(Status.QUEUED):
                if job.held or job.company_id in self._running or self._closing:
                    continue
                if len(self._running) >= MOST_RUNNING:
                    return
                started = job.started_at or time.time()
                begun = await self.jobs.change(
                    job.id, Status.RUNNING, attempts=job.attempts + 1, started_at=started
                )
                running = self._running[job.company_id] = _Running(begun)
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
        error = {"code": "INTERNAL_ERROR", "reason": reason, "params": {}}
        await self.jobs.change(job.id, Status.FAILED, **_over(error))

    async def _settle(self, running: _Running) -> None:
        """Keeps what was asked of a job, unless it had just ended by itself."""
        job = await self.jobs.get(running.job.id)
        if running.asked is not None and job.status == Status.RUNNING:
            await self._end_as(job.id, running.asked)
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
            await self.jobs.change(job.id, Status.FAILED, **_over(_facts(error)))
        else:
            await self.jobs.change(job.id, Status.COMPLETED, **_over(None))
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


def _now() -> str:
    return written(datetime.now(UTC))


def _facts(error: NotionForgeError) -> Json:
    return {"code": error.code, "reason": error.reason, "params": error.params}


def _over(error: Json | None) -> Json:
    return {"error": error, "finished_at": time.time()}
