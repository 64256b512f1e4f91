"""Jobs as rows: what is to be collected for whom, how far it came, what became of it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, Update, delete, func, insert, select, true, update

from tools.errors import Conflict, Forbidden, NotFound
from tools.freshdesk.states import FOLLOWING, OVER, Priority, Status
from tools.freshdesk.work import Wanted
from tools.records import Records
from tools.records.compiled import insert_or
from tools.records.tables import ingest_companies, ingest_events, ingest_jobs, ingest_schedules

Json = dict[str, Any]

Asked = Literal["pause", "cancel"]


_AT_ONCE = 50  # jobs that are removed in one transaction: each may have thousands of events


@dataclass(frozen=True)
class Job:
    """A job as it is kept. Times are seconds since 1970."""

    id: str
    company_id: str
    domain: str
    status: Status
    priority: Priority
    held: bool
    attempts: int
    wanted: Wanted
    progress: Json = field(default_factory=dict)
    error: Json | None = None
    schedule_id: str | None = None  # what began it: a schedule, or a plan of a conversation
    server: str | None = None  # who works on it, where several share the records
    asked: Asked | None = None  # what that one was asked by another: pause, cancel
    last_seq: int = 0
    created_at: float = 0.0
    started_at: float | None = None
    changed_at: float = 0.0
    finished_at: float | None = None

    @property
    def secret(self) -> str:
        """The name of its key in the vault."""
        return f"ingest:{self.id}"


Along = Callable[[Connection, Job], None]  # within the transaction that makes a job


def alone(_: Connection, __: Job) -> None:
    """Where nothing comes along with a job."""


@dataclass(frozen=True)
class Event:
    """Something that became of a job: `kind` log, progress or status."""

    seq: int
    kind: str
    at: float
    facts: Json


@dataclass(frozen=True)
class Found:
    """A page of jobs, how many there are in all, and how many of each status."""

    jobs: list[Job]
    total: int
    by_status: dict[str, int]


def out_of_place(job: Job) -> Conflict:
    """What was asked of a job does not fit what it is."""
    allowed = ", ".join(sorted(FOLLOWING[job.status]))
    params = {"status": job.status.value, "allowed": allowed}
    message = f"{job.id} is {job.status}; what may follow: {allowed}"
    return Conflict(message, reason="job_transition" if allowed else "job_over", params=params)


def check_going(job: Job) -> None:
    """Raises Conflict for a job of which nothing more may come."""
    if not FOLLOWING[job.status]:
        raise out_of_place(job)


class Jobs:
    """The jobs of all companies."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self.signals = records.signals

    async def bind(self, company: str, domain: str) -> None:
        """Binds a company to the domain that took its key first. Raises Forbidden for another."""

        def bind(connection: Connection) -> str:
            row = {"id": company, "domain": domain, "created_at": time.time()}
            connection.execute(insert_or(ingest_companies).values(row).on_conflict_do_nothing())
            query = select(ingest_companies.c.domain).where(ingest_companies.c.id == company)
            return str(connection.execute(query).scalar_one())

        _same_domain(await self._records.write(bind), domain)

    async def check(self, company: str, domain: str) -> None:
        """Looks whether a company may be bound to a domain: another helpdesk than its own is not
        even shown the key. Raises Forbidden."""
        _same_domain(await self.domain_of(company), domain)

    async def domain_of(self, company: str) -> str | None:
        query = select(ingest_companies.c.domain).where(ingest_companies.c.id == company)
        return await self._records.read(lambda connection: connection.execute(query).scalar())

    async def domains(self) -> dict[str, str]:
        query = select(ingest_companies.c.id, ingest_companies.c.domain)
        rows = await self._records.read(lambda connection: connection.execute(query).all())
        return {row.id: row.domain for row in rows}

    async def add(
        self,
        company: str,
        domain: str,
        wanted: Wanted,
        along: Along,
        *,
        priority: Priority = Priority.NORMAL,
        held: bool = False,
        progress: Json,
        schedule_id: str | None = None,
    ) -> Job:
        """A new job, queued behind those that came before; `along` keeps what belongs to it in the
        same transaction."""

        def add(connection: Connection) -> Job:
            now = time.time()
            job_id = _next_id(connection, company, now)
            row = {
                "id": job_id,
                "company_id": company,
                "domain": domain,
                "status": Status.QUEUED,
                "priority": int(priority),
                "held": int(held),
                "wanted": dict(vars(wanted)),
                "progress": progress,
                "schedule_id": schedule_id,
                "created_at": now,
                "changed_at": now,
            }
            connection.execute(insert(ingest_jobs).values(row))
            job = job_of(connection, job_id)
            along(connection, job)
            return job

        return await self._records.write(add)

    async def get(self, job_id: str) -> Job:
        """Raises NotFound."""
        return await self._records.read(lambda connection: job_of(connection, job_id))

    async def begun_by(self, schedule_id: str) -> Job | None:
        """The latest job that a schedule or a plan has begun."""
        query = select(ingest_jobs).where(ingest_jobs.c.schedule_id == schedule_id)
        latest = query.order_by(ingest_jobs.c.number.desc()).limit(1)
        row = await self._records.read(lambda connection: connection.execute(latest).first())
        return None if row is None else as_job(row)

    async def change(
        self, job_id: str, to: Status, *, since: Status | None = None, **values: Any
    ) -> Job:
        """Moves a job on; `since` is what it must be. Raises NotFound, and Conflict, which names
        what may follow."""

        return await self._records.write(lambda c: self.move(c, job_id, to, since=since, **values))

    def move(
        self,
        connection: Connection,
        job_id: str,
        to: Status,
        *,
        since: Status | None = None,
        **values: Any,
    ) -> Job:
        """Within a transaction: as `change`."""
        job = job_of(connection, job_id)
        if to not in FOLLOWING[job.status] or since not in (None, job.status):
            raise out_of_place(job)
        told = {"status": to.value, "previous": job.status.value}
        self._add_event(connection, job_id, "status", told)
        changes = {"status": to, "changed_at": time.time(), **values}
        connection.execute(_this(job_id).values(changes))
        return job_of(connection, job_id)

    async def put(self, job_id: str, **values: Any) -> None:
        """Keeps other facts of a job."""
        await self._records.write(lambda c: c.execute(_this(job_id).values(values)))

    async def report(self, job_id: str, progress: Json, attempts: int) -> None:
        """How far a job is, for whoever asks and whoever follows."""

        def report(connection: Connection) -> None:
            self._add_event(connection, job_id, "progress", progress)
            values = {"progress": progress, "attempts": attempts, "changed_at": time.time()}
            connection.execute(_this(job_id).values(values))

        await self._records.write(report)

    async def log(self, job_id: str, level: str, key: str, **params: Any) -> None:
        """Notes something down: the key of a text, and what fills it."""
        facts = {"level": level, "key": key, "params": params}
        await self._records.write(lambda c: self._add_event(c, job_id, "log", facts))

    def _add_event(self, connection: Connection, job_id: str, kind: str, facts: Json) -> None:
        """Numbers rise by one in each job. Who follows it at other servers is told."""
        last = ingest_jobs.c.last_seq
        counted = _this(job_id).values(last_seq=last + 1).returning(last)
        seq = connection.execute(counted).scalar_one()
        row = {"job_id": job_id, "seq": seq, "kind": kind, "at": time.time(), "facts": facts}
        connection.execute(insert(ingest_events).values(row))
        self.signals.send(connection, "job_event", job=job_id)

    async def events(self, job_id: str, since: int, most: int = 500) -> list[Event]:
        """What became of a job after an event, in order."""
        here = (ingest_events.c.job_id == job_id) & (ingest_events.c.seq > since)
        return await self._events(select(ingest_events).where(here).order_by("seq").limit(most))

    async def logs(self, job_id: str, most: int = 50) -> list[Event]:
        """The latest entries of a job's log, the oldest of them first."""
        here = (ingest_events.c.job_id == job_id) & (ingest_events.c.kind == "log")
        query = select(ingest_events).where(here)
        return (await self._events(query.order_by(ingest_events.c.seq.desc()).limit(most)))[::-1]

    async def _events(self, query: Any) -> list[Event]:
        rows = await self._records.read(lambda connection: connection.execute(query).all())
        return [Event(row.seq, row.kind, row.at, row.facts) for row in rows]

    async def find(
        self,
        companies: Sequence[str] | None,
        status: str | None = None,
        *,
        limit: int = 20,
        page: int = 1,
    ) -> Found:
        """Jobs, the newest first; those of some companies only, where these are given."""
        mine = ingest_jobs.c.company_id.in_(companies) if companies is not None else true()
        query = select(ingest_jobs).where(mine).order_by(ingest_jobs.c.number.desc())
        if status is not None:
            query = query.where(ingest_jobs.c.status == status)
        counts = select(ingest_jobs.c.status, func.count()).where(mine).group_by("status")

        def find(connection: Connection) -> Found:
            by_status = {name: int(number) for name, number in connection.execute(counts)}
            total = sum(by_status.values()) if status is None else by_status.get(status, 0)
            rows = connection.execute(query.limit(limit).offset((page - 1) * limit)).all()
            return Found([as_job(row) for row in rows], total, by_status)

        return await self._records.read(find)

    async def forget(self, before: float) -> int:
        """Removes some of the jobs that were over before a moment (Unix seconds), with what became
        of them; returns how many. What comes again is told by its last job, which stays."""
        return await self._records.write(lambda c: _forget(c, before), long=True)


def _forget(connection: Connection, before: float) -> int:
    last = select(ingest_schedules.c.last_job_id).where(ingest_schedules.c.last_job_id.is_not(None))
    over = ingest_jobs.c.status.in_(OVER) & (ingest_jobs.c.changed_at < before)
    some = select(ingest_jobs.c.id).where(over, ingest_jobs.c.id.not_in(last)).limit(_AT_ONCE)
    gone = list(connection.execute(some).scalars())
    connection.execute(delete(ingest_events).where(ingest_events.c.job_id.in_(gone)))
    return connection.execute(delete(ingest_jobs).where(ingest_jobs.c.id.in_(gone))).rowcount


def _next_id(connection: Connection, company: str, now: float) -> str:
    day = datetime.fromtimestamp(now, UTC).strftime("%Y%m%d")
    begin = f"ingest-job-{company}-{day}-"
    # The company's id may hold dashes: the same beginning is the same company and day.
    mine = (ingest_jobs.c.company_id == company) & ingest_jobs.c.id.startswith(begin)
    count = connection.execute(select(func.count()).select_from(ingest_jobs).where(mine)).scalar()
    return f"{begin}{(count or 0) + 1:03}"


def _this(job_id: str) -> Update:
    return update(ingest_jobs).where(ingest_jobs.c.id == job_id)


def job_of(connection: Connection, job_id: str) -> Job:
    """Within a transaction: a job as it is kept. Raises NotFound."""
    row = connection.execute(select(ingest_jobs).where(ingest_jobs.c.id == job_id)).first()
    if row is None:
        raise NotFound(f"no job {job_id:.100}", reason="no_job")
    return as_job(row)


def as_job(row: Row[Any]) -> Job:
    values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    del values["number"]
    typed = {"status": Status(row.status), "priority": Priority(row.priority)}
    return Job(**{**values, **typed, "held": bool(row.held), "wanted": Wanted(**row.wanted)})


def _same_domain(bound: str | None, domain: str) -> None:
    if bound not in (None, domain):
        raise Forbidden("the company is bound to another domain", reason="bound_elsewhere")
