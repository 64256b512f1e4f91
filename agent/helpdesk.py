"""The helpdesk of a thread: whose it is, what was collected of it, and collecting more.

A thread brings a helpdesk with `init`, has its server key's company, or has the demo account.
"""

import contextlib
from collections.abc import Callable
from typing import Any

from agent.plans.collecting import Account, OnProgress
from agent.threads import Thread, Threads
from tools.errors import (
    Conflict,
    CredentialsRequired,
    Forbidden,
    FreshdeskAuthFailed,
    FreshdeskError,
    NotionForgeError,
    Stopped,
)
from tools.freshdesk.connect import DEMO_DOMAIN, DEMO_KEY
from tools.freshdesk.facts import Facts
from tools.freshdesk.ingest import Ingest
from tools.freshdesk.jobs import Job
from tools.freshdesk.reading import TicketReader
from tools.freshdesk.search import Search
from tools.freshdesk.states import OVER, Priority, Status
from tools.freshdesk.store import Store
from tools.freshdesk.tools import Reading
from tools.freshdesk.work import Wanted
from tools.notion.patience import Patience

DEMO_COMPANY = "demo"  # whose tickets a thread reads that brought no helpdesk
MOST_ENCODED = 5_000  # messages that get their vectors right after collecting; more on request
_STEPS = 50  # of one job that are told, beside the beginnings of its phases


class TicketDesk:
    """Whose tickets are whose to read and to collect, for all threads."""

    def __init__(
        self, threads: Threads, ingest: Ingest, search: Search, zone: str | None = None
    ) -> None:
        """`zone` is whose days are meant where a thread says none; None: this machine's."""
        self._threads = threads
        self.ingest = ingest
        self.reader = TicketReader(ingest.companies, search)
        self.search = search
        self.zone = zone

    async def account(self, thread: Thread) -> Account:
        """Raises Forbidden where the company is bound to another helpdesk than the thread's."""
        settings = thread.settings
        company = settings.company or DEMO_COMPANY
        bound = await self.ingest.jobs.domain_of(company)
        domain = settings.helpdesk or (bound if settings.company else None) or DEMO_DOMAIN
        if bound not in (None, domain):
            raise Forbidden("the company is bound to another domain", reason="bound_elsewhere")
        key = await self._threads.helpdesk_key(thread)
        return Account(company, domain, key or (DEMO_KEY if domain == DEMO_DOMAIN else None))


class ThreadHelpdesk:
    """The `agent.plans.collecting.Helpdesk` of a thread, and what was collected of it."""

    def __init__(self, desk: TicketDesk, thread: Thread, patience: Patience) -> None:
        self._on = desk
        self.zone = thread.settings.time_zone or desk.zone
        self._thread = thread
        self._patience = patience

    async def account(self) -> Account:
        return await self._on.account(self._thread)

    async def has_any(self) -> bool:
        """Whether something was collected already. Raises Forbidden, StorageFailed."""
        return await self._on.reader.has_any((await self.account()).company)

    async def answer(self, asked: Reading) -> Facts:
        """Raises Forbidden, StorageFailed."""
        account = await self.account()
        return await self._patience.over(self._on.reader.answer(account.company, asked, self.zone))

    async def do(self, work: Callable[..., Any], *args: Any) -> Any:
        account = await self.account()
        return await self._patience.over(self._on.ingest.companies.do(account.company, work, *args))

    async def estimate(self, wanted: Wanted) -> int | None:
        account = await self.account()
        ingest, key = self._on.ingest, _key_of(account)
        with self._patience.waiting("helpdesk"):
            estimating = ingest.estimate(account.company, account.domain, key, wanted)
            return await self._patience.over(estimating)

    async def limit(self) -> int | None:
        pace = self._on.ingest.helpdesks.paces.of((await self.account()).domain)
        return None if pace.total is None else max(1, int(pace.total * pace.share))

    async def collect(self, plan_id: str, wanted: Wanted, on_progress: OnProgress) -> Job:
        try:
            with self._patience.waiting("helpdesk"):
                job = await self._patience.over(self._begun(plan_id, wanted))
                await self._patience.over(self._follow(job.id, on_progress))
            await self._patience.over(self._encode(job))
        except Stopped:
            await self._cancel(plan_id)
            raise
        return await self._ended(job.id)

    async def _begun(self, plan_id: str, wanted: Wanted) -> Job:
        """The plan's job, where a crash came behind its beginning the one there is."""
        if (job := await self._on.ingest.jobs.begun_by(plan_id)) is not None:
            return job
        account = await self.account()
        return await self._on.ingest.begin(
            account.company,
            account.domain,
            _key_of(account),
            wanted,
            priority=Priority.HIGH,
            schedule_id=plan_id,
        )

    async def _cancel(self, plan_id: str) -> None:
        job = await self._on.ingest.jobs.begun_by(plan_id)
        if job is not None:
            with contextlib.suppress(Conflict):  # it has just ended
                await self._on.ingest.cancel(job.id, at_once=True)

    async def _follow(self, job_id: str, on_progress: OnProgress) -> None:
        step, told = "", 0
        async for event in self._on.ingest.following.follow(job_id, 0):
            if event.kind == "status" and event.facts["status"] == Status.PAUSED:
                raise Conflict(f"job {job_id} is paused", reason="ingest_paused")
            if event.kind != "progress":
                continue
            done, total = event.facts["completed"], event.facts["total"]
            if event.facts["step"] != step or done - told >= max(1, total // _STEPS):
                step, told = event.facts["step"], done
                await on_progress(event.seq, event.facts)

    async def _encode(self, job: Job) -> None:
        """Makes what was collected searchable by meaning, where that is soon done."""
        job = await self._on.ingest.jobs.get(job.id)
        totals = await self._on.ingest.companies.do(job.company_id, Store.totals)
        if job.status == Status.COMPLETED and sum(totals.values()) <= MOST_ENCODED:
            await self._on.search.sync(job.company_id)

    async def _ended(self, job_id: str) -> Job:
        job = await self._on.ingest.jobs.get(job_id)
        assert job.status in OVER  # noqa: S101 - it was followed to its end
        if job.status == Status.CANCELLED:
            raise Stopped(f"job {job_id} was cancelled")
        if job.error is not None:
            raise _failure(job)
        return job


def _key_of(account: Account) -> str:
    if account.key is None:
        raise CredentialsRequired("no key for the helpdesk", reason="helpdesk_key_required")
    return account.key


def _failure(job: Job) -> NotionForgeError:
    """The error that a job ended with, as one of the tree."""
    error = job.error or {}
    kinds = {kind.code: kind for kind in (FreshdeskError, FreshdeskAuthFailed)}
    kind = kinds.get(error["code"], NotionForgeError)
    return kind(f"job {job.id} failed", reason=error["reason"], params=error["params"])
