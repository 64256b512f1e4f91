"""Jobs that come again and again: when, in which time zone, and with which key."""

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select, Update, delete, func, insert, select, update

from tools.errors import (
    Conflict,
    CredentialsRequired,
    Forbidden,
    FreshdeskAuthFailed,
    FreshdeskForbidden,
    FreshdeskNotFound,
    InvalidInput,
    NotFound,
    NotionForgeError,
    StorageFailed,
)
from tools.freshdesk.claims import facts
from tools.freshdesk.ingest import Ingest
from tools.freshdesk.jobs import Job, Json
from tools.freshdesk.rules import next_times
from tools.freshdesk.states import OVER, Priority
from tools.freshdesk.work import Wanted
from tools.records import Records
from tools.records.tables import ingest_schedules
from tools.supervised import supervised
from tools.vault import Vault

KEY_SECONDS = 3_650 * 86_400.0  # a schedule's key lives as long as the schedule
LONGEST_SLEEP = 60.0  # seconds; clocks are set, machines sleep
AGAIN_SECONDS = 300.0  # after which what could not be begun is tried again
MOST_OF_COMPANY = 100
MOST_DUE = 100  # that are looked at in one go

# What will not pass by itself: to go on asking could have the account locked.
_LASTING = (
    CredentialsRequired,
    Forbidden,
    FreshdeskAuthFailed,
    FreshdeskForbidden,
    FreshdeskNotFound,
    InvalidInput,
)
_logger = logging.getLogger("notionforge.ingest")


@dataclass(frozen=True)
class Schedule:
    """A rule for jobs of a company. Times are seconds since 1970."""

    id: str
    company_id: str
    domain: str
    wanted: Wanted
    priority: Priority
    cron: str
    timezone: str
    next_run: float
    last_job_id: str | None = None
    created_at: float = 0.0
    fault: Json | None = None  # why nothing began the last time

    @property
    def following(self) -> float:
        """Its next time from now."""
        [found] = next_times(self.cron, self.timezone, time.time())
        return found

    @property
    def secret(self) -> str:
        """The name of its key in the vault."""
        return f"ingest-schedule:{self.id}"


class Schedules:
    """The schedules of all companies, and the task that begins their jobs."""

    def __init__(
        self,
        records: Records,
        vault: Vault,
        ingest: Ingest,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._records = records
        self._vault = vault
        self._ingest = ingest
        self._sleep = sleep
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins jobs as they are due, until `close`."""
        self._task = asyncio.create_task(supervised("schedules", self._watch), name="schedules")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    async def begin(
        self,
        company: str,
        domain: str,
        key: str,
        wanted: Wanted,
        *,
        priority: Priority,
        held: bool = False,
        cron: str,
        timezone: str,
    ) -> tuple[Schedule, Job]:
        """A new schedule, checked before, and a job now: both are kept, or neither is.

        Raises Conflict where the company has as many as it may, and what `Ingest.begin` raises.
        """
        now = time.time()
        [next_run] = next_times(cron, timezone, now)
        found = Schedule(
            id=f"schedule-{secrets.token_hex(6)}",
            company_id=company,
            domain=domain,
            wanted=wanted,
            priority=priority,
            cron=cron,
            timezone=timezone,
            next_run=next_run,
            created_at=now,
        )

        def keep(connection: Connection, job: Job) -> None:
            _check_room(connection, company)
            self._vault.keep(connection, found.secret, key, KEY_SECONDS)
            row = {**vars(found), "priority": int(priority), "last_job_id": job.id}
            row["wanted"] = dict(vars(wanted))
            connection.execute(insert(ingest_schedules).values(row))

        job = await self._ingest.begin(
            company, domain, key, wanted, priority=priority, held=held, along=keep
        )
        return replace(found, last_job_id=job.id), job

    async def _found(self, query: Select[Any]) -> list[Schedule]:
        rows = await self._records.read(lambda connection: connection.execute(query).all())
        return [_schedule(dict(row._mapping)) for row in rows]  # noqa: SLF001 - public in SQLAlchemy

    async def list(
        self, companies: Sequence[str] | None, *, after: str = "", limit: int = 100
    ) -> list[Schedule]:
        """Those of some companies, by id."""
        query = select(ingest_schedules).where(ingest_schedules.c.id > after)
        if companies is not None:
            query = query.where(ingest_schedules.c.company_id.in_(companies))
        return await self._found(query.order_by(ingest_schedules.c.id).limit(limit))

    async def drop(self, schedule_id: str, companies: Sequence[str] | None) -> None:
        """Ends a schedule; its jobs stay. Raises NotFound."""
        where = ingest_schedules.c.id == schedule_id
        if companies is not None:
            where &= ingest_schedules.c.company_id.in_(companies)

        def drop(connection: Connection) -> int:
            return connection.execute(delete(ingest_schedules).where(where)).rowcount

        if not await self._records.write(drop):
            raise NotFound(f"no schedule {schedule_id:.100}", reason="no_schedule")
        await self._vault.drop(f"ingest-schedule:{schedule_id}")

    async def put(self, schedule_id: str, **values: Any) -> None:
        statement = _this(schedule_id).values(values)
        await self._records.write(lambda connection: connection.execute(statement))

    async def _watch(self) -> None:
        while True:
            with contextlib.suppress(StorageFailed):  # looked at again soon
                await self.begin_due()
            await self._sleep(await self._until_next())

    async def _until_next(self) -> float:
        next_run = select(func.min(ingest_schedules.c.next_run))
        try:
            due = await self._records.read(lambda connection: connection.execute(next_run).scalar())
        except StorageFailed:
            return LONGEST_SLEEP
        left = LONGEST_SLEEP if due is None else due - time.time()
        return min(LONGEST_SLEEP, max(1.0, left))

    async def begin_due(self) -> None:
        """Begins a job for each schedule that is due; what a stopped server missed counts once.

        Raises StorageFailed.
        """
        next_run = ingest_schedules.c.next_run
        due = select(ingest_schedules).where(next_run <= time.time()).order_by(next_run)
        for schedule in await self._found(due.limit(MOST_DUE)):
            if await self._is_first(schedule):
                await self._attempt(schedule)

    async def _is_first(self, schedule: Schedule) -> bool:
        """Whether no other server begins what is due. Until it is begun it comes again soon: so
        neither a crash nor a fault loses it."""
        due = (ingest_schedules.c.id == schedule.id) & (
            ingest_schedules.c.next_run == schedule.next_run
        )
        moved = update(ingest_schedules).where(due).values(next_run=time.time() + AGAIN_SECONDS)
        return await self._records.write(lambda c: c.execute(moved).rowcount) == 1

    async def _attempt(self, schedule: Schedule) -> None:
        """Begins what is due, or keeps why not, for whoever looks at the schedule. What will not
        pass by itself is not tried before its next time. Raises StorageFailed."""
        try:
            await self._begin(schedule)
            return
        except StorageFailed:
            raise
        except NotionForgeError as error:
            _logger.warning("schedule %s began nothing: %s", schedule.id, error)
            failure = error
        except Exception:
            _logger.exception("schedule %s began nothing", schedule.id)
            failure = NotionForgeError("unexpected")
        changes: dict[str, Any] = {"fault": facts(failure)}
        if isinstance(failure, _LASTING):
            changes["next_run"] = schedule.following
        await self.put(schedule.id, **changes)

    async def _begin(self, schedule: Schedule) -> None:
        """Nothing while the last job of the schedule is not over.

        Raises CredentialsRequired, StorageFailed, and what `Ingest.begin` raises.
        """
        begun = {"next_run": schedule.following, "fault": None}
        if schedule.last_job_id is not None:
            last = await self._ingest.jobs.get(schedule.last_job_id)
            if last.status not in OVER:
                await self.put(schedule.id, **begun)
                return
        key = await self._vault.get(schedule.secret)
        if key is None:
            raise CredentialsRequired("its key is gone", reason="schedule_key_gone")

        def keep(connection: Connection, job: Job) -> None:
            connection.execute(_this(schedule.id).values(last_job_id=job.id, **begun))

        await self._ingest.begin(
            schedule.company_id,
            schedule.domain,
            key,
            schedule.wanted,
            priority=schedule.priority,
            schedule_id=schedule.id,
            along=keep,
        )


def _check_room(connection: Connection, company: str) -> None:
    """Within a transaction. Raises Conflict."""
    mine = ingest_schedules.c.company_id == company
    count = select(func.count()).select_from(ingest_schedules).where(mine)
    if connection.execute(count).scalar_one() >= MOST_OF_COMPANY:
        most = {"most": MOST_OF_COMPANY}
        raise Conflict("the company has too many", reason="too_many_schedules", params=most)


def _this(schedule_id: str) -> Update:
    return update(ingest_schedules).where(ingest_schedules.c.id == schedule_id)


def _schedule(row: dict[str, Any]) -> Schedule:
    wanted, priority = Wanted(**row["wanted"]), Priority(row["priority"])
    return Schedule(**{**row, "wanted": wanted, "priority": priority})
