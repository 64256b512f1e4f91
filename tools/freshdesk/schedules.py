"""Jobs that come again and again: when, in which time zone, and with which key."""

import asyncio
import contextlib
import logging
import re
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from croniter import croniter
from croniter.croniter import CroniterError
from sqlalchemy import Connection, delete, insert, select, update

from tools.errors import (
    FreshdeskError,
    NotFound,
    NotionForgeError,
    Problem,
    StorageFailed,
    ValidationFailed,
)
from tools.freshdesk.ingest import Ingest
from tools.freshdesk.states import OVER, Priority
from tools.freshdesk.work import Wanted
from tools.records import Records
from tools.records.tables import ingest_schedules
from tools.supervised import supervised
from tools.vault import Vault

KEY_SECONDS = 3_650 * 86_400.0  # a schedule's key lives as long as the schedule
LONGEST_SLEEP = 60.0  # seconds; clocks are set, machines sleep

_NAMES = "MON|TUE|WED|THU|FRI|SAT|SUN|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
_FIELD = re.compile(rf"(?:\d{{1,2}}|{_NAMES}|[*,/-])+", re.IGNORECASE)
_logger = logging.getLogger("notionforge.ingest")


def checked(cron: str, timezone: str) -> tuple[str, str]:
    """A rule of five fields and its time zone, both usable.

    Raises ValidationFailed. Day and weekday together are refused: programs differ on whether both
    must fit or either.
    """
    fields = cron.split()
    day, weekday = (fields[2], fields[4]) if len(fields) == 5 else ("", "")
    problems = []
    if len(fields) != 5 or not all(map(_FIELD.fullmatch, fields)):
        problems.append(Problem("schedule", "bad_cron"))
    elif "*" not in (day, weekday):
        problems.append(Problem("schedule", "cron_day_and_weekday"))
    if (zone := _zone(timezone)) is None:
        problems.append(Problem("timezone", "bad_time_zone"))
    if not problems and zone is not None:
        try:
            _next(" ".join(fields), zone, 0.0)
        except CroniterError:
            problems.append(Problem("schedule", "bad_cron"))
    if problems:
        raise ValidationFailed("the schedule cannot be meant", problems)
    return " ".join(fields), timezone


def next_times(cron: str, timezone: str, after: float, count: int = 1) -> list[float]:
    """The next times of a rule, in seconds since 1970. Pure."""
    zone, found = ZoneInfo(timezone), [after]
    for _ in range(count):
        found.append(_next(cron, zone, found[-1]))
    return found[1:]


def _next(cron: str, zone: tzinfo, after: float) -> float:
    """On the local calendar, without any zone, each date has each time once: so nothing runs twice
    when clocks fall back, and what falls into the hour that they skip runs right after it."""
    local = datetime.fromtimestamp(after, zone).replace(tzinfo=None)
    rule = croniter(cron, local)
    while True:
        moment: datetime = rule.get_next(datetime)
        when = moment.replace(tzinfo=zone).timestamp()
        if when > after:
            return when


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


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

    async def add(
        self,
        company: str,
        domain: str,
        key: str,
        wanted: Wanted,
        *,
        priority: Priority,
        cron: str,
        timezone: str,
    ) -> Schedule:
        """A new schedule, checked before. Raises StorageFailed."""
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
        await self._vault.put(found.secret, key, KEY_SECONDS)
        row = {**vars(found), "wanted": dict(vars(wanted)), "priority": int(priority)}
        statement = insert(ingest_schedules).values(row)
        await self._records.write(lambda connection: connection.execute(statement))
        return found

    async def list(
        self, companies: Sequence[str] | None, *, after: str = "", limit: int = 100
    ) -> list[Schedule]:
        """Those of some companies, by id."""
        query = select(ingest_schedules).where(ingest_schedules.c.id > after)
        if companies is not None:
            query = query.where(ingest_schedules.c.company_id.in_(companies))
        query = query.order_by(ingest_schedules.c.id).limit(limit)
        rows = await self._records.read(lambda connection: connection.execute(query).all())
        return [_schedule(dict(row._mapping)) for row in rows]  # noqa: SLF001 - public in SQLAlchemy

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
        where = ingest_schedules.c.id == schedule_id
        statement = update(ingest_schedules).where(where).values(values)
        await self._records.write(lambda connection: connection.execute(statement))

    async def _watch(self) -> None:
        while True:
            with contextlib.suppress(StorageFailed):  # looked at again soon
                await self.begin_due()
            await self._sleep(await self._until_next())

    async def _until_next(self) -> float:
        try:
            schedules = await self.list(None, limit=10_000)
        except StorageFailed:
            return LONGEST_SLEEP
        left = min((item.next_run - time.time() for item in schedules), default=LONGEST_SLEEP)
        return min(LONGEST_SLEEP, max(1.0, left))

    async def begin_due(self) -> None:
        """Begins a job for each schedule that is due; what a stopped server missed counts once.

        Raises StorageFailed.
        """
        for schedule in await self.list(None, limit=10_000):
            now = time.time()
            if schedule.next_run > now:
                continue
            if not await self._is_first(schedule, now):
                continue
            try:
                await self._begin(schedule)
            except StorageFailed:
                raise
            except NotionForgeError as error:
                _logger.warning("schedule %s began nothing: %s", schedule.id, error)

    async def _is_first(self, schedule: Schedule, now: float) -> bool:
        """Whether no other server has begun what is due: who moves it on to its next time does."""
        [next_run] = next_times(schedule.cron, schedule.timezone, now)
        due = (ingest_schedules.c.id == schedule.id) & (
            ingest_schedules.c.next_run == schedule.next_run
        )
        moved = update(ingest_schedules).where(due).values(next_run=next_run)
        return await self._records.write(lambda c: c.execute(moved).rowcount) == 1

    async def _begin(self, schedule: Schedule) -> None:
        """Nothing while the last job of the schedule is not over.

        Raises FreshdeskError, StorageFailed.
        """
        if schedule.last_job_id is not None:
            last = await self._ingest.jobs.get(schedule.last_job_id)
            if last.status not in OVER:
                return
        key = await self._vault.get(schedule.secret)
        if key is None:
            raise FreshdeskError("the key of the schedule is gone")
        job = await self._ingest.begin(
            schedule.company_id,
            schedule.domain,
            key,
            schedule.wanted,
            priority=schedule.priority,
            schedule_id=schedule.id,
        )
        await self.put(schedule.id, last_job_id=job.id)


def _schedule(row: dict[str, Any]) -> Schedule:
    wanted, priority = Wanted(**row["wanted"]), Priority(row["priority"])
    return Schedule(**{**row, "wanted": wanted, "priority": priority})
