"""Servers that share one database: who is alive, and whose a thread is.

A thread belongs to the server that first heard of it, for as long as that one lives: its runs are
carried out there, one at a time, whichever server was spoken to. A server that has been silent for
DEAD_SECONDS is struck off, and can write nothing any more; its threads are everybody's.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    true,
    update,
)

from tools.errors import StorageFailed
from tools.records import Records
from tools.records.compiled import Compiled
from tools.records.tables import runs, servers, threads

BEAT_SECONDS = 2.0
DEAD_SECONDS = 6.0

_logger = logging.getLogger("notionforge.fleet")

_NOW = func.extract("epoch", func.clock_timestamp())
_LIVING = select(servers.c.id)
_IS_NOBODYS = or_(threads.c.server.is_(None), threads.c.server.not_in(_LIVING))


class Fleet:
    """The server of its own files, which a lock sees to: every thread is its own."""

    is_shared = False
    me = ""
    mine: ColumnElement[bool] = true()
    """Which threads are this server's."""

    def claim(self, connection: Connection, thread_id: str) -> str:  # noqa: ARG002 - others ask
        """Within a transaction: whose a thread is; this server's from now on, where nobody's."""
        return self.me

    def owner(self, connection: Connection, thread_id: str) -> str | None:  # noqa: ARG002 - so
        """Within a transaction: whose a thread is."""
        return self.me

    async def adopt(self) -> None:
        """Makes the threads its own in which something is to be done and that are nobody's."""

    async def join(self, on_news: Callable[[], None]) -> None:
        """Is alive from now on; `on_news` is called when there may be threads to adopt."""

    async def leave(self) -> None:
        """Gives its threads away."""


class SharedFleet(Fleet):
    """One of several servers over one Postgres database; `on_struck_off` is called when others
    took it for dead: it has to end then."""

    is_shared = True

    def __init__(self, records: Records, on_struck_off: Callable[[], None]) -> None:
        self._records = records
        self._on_struck_off = on_struck_off
        self.me = records.signals.me
        self.mine = threads.c.server == self.me
        self._beating: asyncio.Task[None] | None = None

    def claim(self, connection: Connection, thread_id: str) -> str:
        _CLAIM(connection, {"me": self.me, "thread": thread_id})
        return self.owner(connection, thread_id) or self.me

    def owner(self, connection: Connection, thread_id: str) -> str | None:
        row = _OWNER(connection, {"thread": thread_id}).fetchone()
        return None if row is None else row[0]

    async def adopt(self) -> None:
        await self._records.write(lambda connection: _ADOPT(connection, {"me": self.me}))

    async def join(self, on_news: Callable[[], None]) -> None:
        row = {"id": self.me, "beat_at": _NOW}
        await self._records.write(lambda c: c.execute(insert(servers).values(row)))
        self._records.guard = self._check
        self._beating = asyncio.create_task(self._beat_on(on_news), name="fleet")

    async def leave(self) -> None:
        if self._beating is not None:
            self._beating.cancel()
            await asyncio.wait((self._beating,))
        gone = delete(servers).where(servers.c.id == self.me)
        with contextlib.suppress(StorageFailed):
            await self._records.write(lambda c: c.execute(gone))

    def _check(self, connection: Connection) -> None:
        """First in each transaction: nothing is written by who was struck off. Raises
        StorageFailed."""
        if _STILL_ALIVE(connection, {"me": self.me}).fetchone() is None:
            raise StorageFailed("this server was taken for dead")

    async def _beat_on(self, on_news: Callable[[], None]) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            try:
                is_news = await self._records.write(self._beat)
            except StorageFailed as failure:
                if await self._is_struck_off():
                    _logger.critical("struck off by the other servers: this one ends")
                    self._on_struck_off()
                    return
                _logger.warning("no sign of life could be given: %s", failure)
                continue
            if is_news:
                on_news()

    def _beat(self, connection: Connection) -> bool:
        """Gives a sign of life, strikes off who gave none, and looks for what is nobody's."""
        connection.execute(update(servers).where(servers.c.id == self.me).values(beat_at=_NOW))
        connection.execute(delete(servers).where(servers.c.beat_at < _NOW - DEAD_SECONDS))
        left = select(threads.c.id).where(_TO_ADOPT).limit(1)
        return connection.execute(left).first() is not None

    async def _is_struck_off(self) -> bool:
        with contextlib.suppress(StorageFailed):
            alive = await self._records.read(lambda c: _ALIVE(c, {"me": self.me}).fetchone())
            return alive is None
        return False


_TO_DO = select(runs.c.thread_id).where(runs.c.status != literal_column("'done'"))
_TO_ADOPT = threads.c.id.in_(_TO_DO) & _IS_NOBODYS
_ALIVE = Compiled(select(servers.c.id).where(servers.c.id == bindparam("me")))
# Who strikes this server off waits for the transaction that begins with this; Postgres ends one
# whose process stands still (`tools.records.postgres`).
_STILL_ALIVE = Compiled(
    select(servers.c.id).where(servers.c.id == bindparam("me")).with_for_update(read=True)
)
_OWNER = Compiled(select(threads.c.server).where(threads.c.id == bindparam("thread")))
_CLAIM = Compiled(
    update(threads)
    .where(threads.c.id == bindparam("thread"), _IS_NOBODYS)
    .values(server=bindparam("me"))
)
_ADOPT = Compiled(update(threads).where(_TO_ADOPT).values(server=bindparam("me")))
