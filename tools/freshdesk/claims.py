"""Which server works on which job, where several share the records: it has the job's company too.

What is asked of a job that another server works on stands in its row, so that whoever goes on for a
dead one knows it.
"""

import time
from collections.abc import Callable, Collection

from sqlalchemy import ColumnElement, Connection, func, select, update

from tools.errors import NotionForgeError
from tools.freshdesk.jobs import Asked, Job, Jobs, Json, as_job, job_of
from tools.freshdesk.states import Status
from tools.records import Records
from tools.records.others import Others
from tools.records.servers import Servers
from tools.records.tables import ingest_jobs

MOST_ATTEMPTS = 3  # processes that may end with a job before it gets on

_RUNS = ingest_jobs.c.status == Status.RUNNING


class Claims:
    """The jobs of this server."""

    def __init__(self, jobs: Jobs, records: Records, servers: Servers) -> None:
        self._jobs = jobs
        self._records = records
        self._servers = servers
        self._mine = _RUNS & servers.own(ingest_jobs.c.server)

    def watch(self, on_news: Callable[[], None]) -> None:
        """Has `on_news` called when a dead server may have left jobs."""
        left = select(ingest_jobs.c.id).where(self._left()).limit(1)
        self._servers.watch(lambda c: c.execute(left).first() is not None, on_news)

    async def take(self, busy: Collection[str]) -> Job | None:
        """Begins the most urgent job that is due, and of those the first; None where there is
        none. One of a company runs at a time; the `busy` ones have just ended here."""
        working = select(ingest_jobs.c.company_id).where(_RUNS)
        waits = (ingest_jobs.c.status == Status.QUEUED) & (ingest_jobs.c.held == 0)
        free = ingest_jobs.c.company_id.not_in(working) & ingest_jobs.c.company_id.not_in(busy)
        due = select(ingest_jobs.c.id).where(waits, free)
        first = due.order_by(ingest_jobs.c.priority, ingest_jobs.c.number).limit(1)

        def take(connection: Connection) -> Job | None:
            job_id = connection.execute(first).scalar()
            if job_id is None:
                return None
            begun: Json = {
                "attempts": ingest_jobs.c.attempts + 1,
                "started_at": func.coalesce(ingest_jobs.c.started_at, time.time()),
                "server": self._servers.me or None,
                "asked": None,
            }
            return self._jobs.move(connection, job_id, Status.RUNNING, **begun)

        return await self._records.write(take)

    async def recover(self) -> list[str]:
        """Has what dead servers left wait anew, or end where that was asked of it; one that ended
        as many of them as may be is given up. Returns which jobs that were."""
        left = select(ingest_jobs).where(self._left()).order_by(ingest_jobs.c.number)

        def recover(connection: Connection) -> list[str]:
            jobs = [as_job(row) for row in connection.execute(left)]
            for job in jobs:
                if job.asked is not None:
                    self._end(connection, job.id, job.asked)
                elif job.attempts >= MOST_ATTEMPTS:
                    self._jobs.move(connection, job.id, Status.FAILED, **over(fault("gave_up_job")))
                else:
                    self._jobs.move(connection, job.id, Status.QUEUED)
            return [job.id for job in jobs]

        return await self._records.write(recover)

    async def ask(self, others: Others, job_id: str, asked: Asked, *, at_once: bool) -> bool:
        """Whether a job is another server's, which hears now what is asked of it. Raises
        NotFound."""

        def ask(connection: Connection) -> bool:
            job = job_of(connection, job_id)
            if job.status != Status.RUNNING or job.server in (None, self._servers.me):
                return False
            this = update(ingest_jobs).where(ingest_jobs.c.id == job_id)
            connection.execute(this.values(asked=asked))
            which = {"job_id": job_id, "asked": asked, "at_once": at_once}
            others.ask_to_stop(connection, str(job.server), **which)
            return True

        return self._servers.is_shared and await self._records.write(ask)

    async def pass_on(self, others: Others) -> None:
        """Tells the others of what there is no room for here."""
        if self._servers.is_shared:
            await self._records.write(others.tell)

    async def asked(self) -> list[Job]:
        """The jobs of this server of which another was asked something."""
        query = select(ingest_jobs).where(self._mine, ingest_jobs.c.asked.is_not(None))
        rows = await self._records.read(lambda connection: connection.execute(query).all())
        return [as_job(row) for row in rows]

    async def release(self, job_ids: Collection[str]) -> None:
        """Leaves jobs to whoever comes. No try counts: an orderly stop is nobody's fault."""
        these = ingest_jobs.c.id.in_(job_ids)
        left = update(ingest_jobs).where(these).values(server=None, attempts=0)
        await self._records.write(lambda connection: connection.execute(left))

    async def end(self, job_id: str, asked: Asked) -> Job:
        """Ends a job that nobody works on as was asked. Raises NotFound, Conflict."""
        return await self._records.write(lambda connection: self._end(connection, job_id, asked))

    def _end(self, connection: Connection, job_id: str, asked: Asked) -> Job:
        if asked == "pause":
            return self._jobs.move(connection, job_id, Status.PAUSED)
        return self._jobs.move(connection, job_id, Status.CANCELLED, finished_at=time.time())

    def _left(self) -> ColumnElement[bool]:
        return _RUNS & self._servers.left(ingest_jobs.c.server)


def fault(reason: str) -> Json:
    """The error of a job that ended by a fault of ours; `reason` is the key of a text."""
    return {"code": "INTERNAL_ERROR", "reason": reason, "params": {}}


def facts(error: NotionForgeError) -> Json:
    """An error as it is kept, for whoever asks what went wrong."""
    return {"code": error.code, "reason": error.reason, "params": error.params}


def over(error: Json | None) -> Json:
    """What is kept of a job that has just ended."""
    return {"error": error, "finished_at": time.time()}
