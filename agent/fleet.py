"""Whose a thread is, where several servers share one database.

A thread belongs to the server that first heard of it, for as long as that one lives: its runs are
carried out there, one at a time, whichever server was spoken to.
"""

from collections.abc import Callable

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    literal_column,
    select,
    true,
    update,
)

from tools.records import Records
from tools.records.compiled import Compiled
from tools.records.servers import Servers, is_nobodys
from tools.records.tables import runs, threads


class Fleet:
    """Of a server that is alone: every thread is its own."""

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

    def watch(self, on_news: Callable[[], None]) -> None:
        """Has `on_news` called when there may be threads to adopt."""

    async def adopt(self) -> None:
        """Makes the threads its own in which something is to be done and that are nobody's."""


class SharedFleet(Fleet):
    """Of one of several servers."""

    is_shared = True

    def __init__(self, records: Records, servers: Servers) -> None:
        self._records = records
        self._servers = servers
        self.me = servers.me
        self.mine = servers.own(threads.c.server)

    def claim(self, connection: Connection, thread_id: str) -> str:
        _CLAIM(connection, {"me": self.me, "thread": thread_id})
        return self.owner(connection, thread_id) or self.me

    def owner(self, connection: Connection, thread_id: str) -> str | None:
        row = _OWNER(connection, {"thread": thread_id}).fetchone()
        return None if row is None else row[0]

    def watch(self, on_news: Callable[[], None]) -> None:
        self._servers.watch(_are_left, on_news)

    async def adopt(self) -> None:
        await self._records.write(lambda connection: _ADOPT(connection, {"me": self.me}))


def _are_left(connection: Connection) -> bool:
    return _LEFT(connection, {}).fetchone() is not None


_IS_NOBODYS = is_nobodys(threads.c.server)
_TO_DO = select(runs.c.thread_id).where(runs.c.status != literal_column("'done'"))
_TO_ADOPT = threads.c.id.in_(_TO_DO) & _IS_NOBODYS
_LEFT = Compiled(select(threads.c.id).where(_TO_ADOPT).limit(literal_column("1")))
_OWNER = Compiled(select(threads.c.server).where(threads.c.id == bindparam("thread")))
_CLAIM = Compiled(
    update(threads)
    .where(threads.c.id == bindparam("thread"), _IS_NOBODYS)
    .values(server=bindparam("me"))
)
_ADOPT = Compiled(update(threads).where(_TO_ADOPT).values(server=bindparam("me")))
