"""Keeping house: conversations that are looked at again, renamed, and gone with all they led to.

What was built stays where it was built; of its build the figures stay, and whose it was.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    delete,
    func,
    literal,
    select,
    update,
)

from agent.desk import Desk
from agent.plans.statuses import PlanStatus
from tools.errors import Conflict, Forbidden, NotFound, StorageFailed
from tools.records.paging import behind
from tools.records.tables import (
    approvals,
    builds,
    events,
    hits,
    idempotency,
    operations,
    runs,
    threads,
)

DAY_SECONDS = 86_400.0
SWEEP_SECONDS = 3_600.0  # between two looks at what has rested too long
LONGEST_TITLE = 200
_AT_ONCE = 50  # threads that are removed in one transaction

_logger = logging.getLogger("notionforge.house")

_IS_CHAT = func.coalesce(threads.c.settings["entrance"].as_string(), "chat") == "chat"
_IS_SAID = events.c.frame["type"].as_string() == "user_message"


@dataclass(frozen=True)
class Conversation:
    """A thread as a list shows it. Times are Unix seconds."""

    id: str
    title: str
    created_at: float
    updated_at: float


class House:
    """All threads, from outside. `owner` is the server key of who asks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def conversations(
        self, owner: str, words: str, limit: int, cursor: str | None
    ) -> list[Conversation]:
        """The conversations in which something was said, newest first, behind the one that
        `cursor` names; with `words`, those whose title or messages hold them.

        Raises InvalidInput for a cursor that no list gave.
        """
        query = _titled().where(threads.c.owner == owner, _IS_CHAT, threads.c.last_seq > 0)
        if words:
            query = query.where(_holds(words))
        if cursor is not None:
            query = query.where(behind(cursor, threads.c.updated_at, threads.c.id))
        newest = query.order_by(threads.c.updated_at.desc(), threads.c.id.desc()).limit(limit)
        rows = await self._desk.records.read(lambda c: c.execute(newest).all(), long=True)
        return [_conversation(row) for row in rows]

    async def conversation(self, thread_id: str, owner: str) -> Conversation:
        """Raises NotFound, Forbidden."""
        query = _titled().where(threads.c.id == thread_id)
        row = await self._desk.records.read(lambda c: c.execute(query).first())
        if row is None:
            raise NotFound("no such thread", reason="no_thread")
        if row.owner != owner:
            raise Forbidden("another key's thread", reason="foreign_work")
        return _conversation(row)

    async def plans(self, thread_id: str) -> list[Any]:
        """What was planned in a thread, oldest first, with what was built of it."""
        query = (
            select(
                approvals.c.id,
                approvals.c.status,
                approvals.c.plan_version,
                approvals.c.created_at,
                approvals.c.subject["kind"].as_string().label("kind"),
                builds.c.status.label("build_status"),
                builds.c.result,
            )
            .outerjoin(builds, builds.c.id == approvals.c.id)
            .where(approvals.c.thread_id == thread_id)
            .order_by(approvals.c.created_at)
        )
        return await self._desk.records.read(lambda c: list(c.execute(query)), long=True)

    async def rename(self, thread_id: str, title: str) -> None:
        statement = update(threads).where(threads.c.id == thread_id).values(title=title)
        await self._desk.records.write(lambda connection: connection.execute(statement))

    async def remove(self, thread_id: str) -> None:
        """Raises Conflict while something runs in it."""
        if not await self._gone(threads.c.id == thread_id):
            raise Conflict("work runs", reason="thread_works")

    async def keep(self, days: int) -> None:
        """Removes, as long as it runs, what has rested for so many days; 0 removes nothing. Of
        several servers one does so at a time: others would only be in its way."""
        while days:
            swept = 0
            try:
                async with self._desk.connector.locks.if_free("house") as is_free:
                    if is_free:
                        swept = await self.sweep(days * DAY_SECONDS)
            except StorageFailed as failure:
                _logger.warning("the house could not be swept: %s", failure)
            else:
                level = logging.INFO if swept else logging.DEBUG
                _logger.log(level, "%d threads and jobs removed", swept)
            await asyncio.sleep(SWEEP_SECONDS)

    async def sweep(self, seconds: float) -> int:
        """Removes what has rested for so long; returns how many threads and jobs that were.

        A plan that still waits for its answer keeps its thread.
        """
        before = time.time() - seconds
        waits = select(approvals.c.id).where(
            approvals.c.thread_id == threads.c.id,
            approvals.c.status == PlanStatus.PENDING,
            approvals.c.expires_at > time.time(),
        )
        swept = 0
        rested = threads.c.updated_at < before
        while gone := await self._gone(rested & ~waits.exists()):
            swept += gone
        while gone := await self._desk.ingest.jobs.forget(before):
            swept += gone
        await self._forget_answers(before)
        await self._desk.vault.sweep()
        await self._desk.records.shrink()
        await self._desk.checkpoints.shrink()
        return swept

    async def _forget_answers(self, before: float) -> None:
        """Answers to keyed requests go with the next one after a day, or here where none comes; so
        does when somebody came who comes no more."""
        answered = delete(idempotency).where(idempotency.c.created_at < before)
        await self._desk.records.write(lambda connection: connection.execute(answered))
        came = delete(hits).where(hits.c.at < before)
        await self._desk.records.write(lambda connection: connection.execute(came))

    async def _gone(self, which: ColumnElement[bool]) -> int:
        """Removes some threads in which nothing runs; returns how many.

        First what lies in another file, so that a crash leaves nothing there that nobody knows.
        Secrets go with the threads themselves: one in which somebody speaks meanwhile stays.
        """
        resting = select(threads.c.id).where(which, ~_open_run().exists()).limit(_AT_ONCE)
        found = await self._desk.records.read(lambda c: list(c.execute(resting).scalars()))
        for thread_id in found:
            await self._desk.checkpoints.drop(thread_id)

        def remove(connection: Connection) -> int:
            gone = _remove(connection, found)
            self._desk.threads.forget_secrets(connection, gone)
            return len(gone)

        return await self._desk.records.write(remove, long=True)


def _titled() -> Select[Any]:
    """Threads, with the first words that were said as the title of those that have none."""
    first = (
        select(events.c.frame["content"].as_string())
        .where(events.c.thread_id == threads.c.id, _IS_SAID)
        .order_by(events.c.seq)
        .limit(1)
        .scalar_subquery()
    )
    title = func.coalesce(func.nullif(threads.c.title, ""), first, "")
    columns = threads.c.id, threads.c.owner, threads.c.created_at, threads.c.updated_at
    return select(*columns, title.label("title"))


def _holds(words: str) -> Any:
    """Whether a thread's title or what was said in it holds some words, whatever their case."""
    said = select(literal(1)).where(
        events.c.thread_id == threads.c.id,
        _IS_SAID,
        events.c.frame["content"].as_string().icontains(words, autoescape=True),
    )
    return threads.c.title.icontains(words, autoescape=True) | said.exists()


def _conversation(row: Row[Any]) -> Conversation:
    return Conversation(row.id, row.title[:LONGEST_TITLE], row.created_at, row.updated_at)


def _open_run() -> Select[Any]:
    return select(runs.c.id).where(runs.c.thread_id == threads.c.id, runs.c.status != "done")


def _remove(connection: Connection, thread_ids: Sequence[str]) -> Sequence[str]:
    """Removes threads in which nothing runs, with all they led to; returns which."""
    resting = select(threads.c.id).where(threads.c.id.in_(thread_ids), ~_open_run().exists())
    gone = list(connection.execute(resting).scalars())
    kind = func.coalesce(builds.c.way_back["kind"].as_string(), "create")
    made = select(builds.c.id, kind).where(builds.c.thread_id.in_(gone))
    for build_id, build_kind in connection.execute(made).all():
        _remove_build(connection, build_id, build_kind)
    for table in (events, runs, approvals):
        connection.execute(delete(table).where(table.c.thread_id.in_(gone)))
    removed = delete(threads).where(threads.c.id.in_(gone)).returning(threads.c.id)
    return list(connection.execute(removed).scalars())


def _remove_build(connection: Connection, build_id: str, kind: str) -> None:
    """Removes what a build needed to go on and back; the journals of its undoing are called
    `build:name`, and `;` follows `:`."""
    own = (operations.c.build_id >= build_id) & (operations.c.build_id < f"{build_id};")
    connection.execute(delete(operations).where(own))
    owner = select(threads.c.owner).where(threads.c.id == builds.c.thread_id).scalar_subquery()
    left = {"plan": {}, "way_back": {"kind": kind}, "owner": owner}
    connection.execute(update(builds).where(builds.c.id == build_id).values(left))
