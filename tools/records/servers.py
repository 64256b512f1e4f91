"""Servers that share one database: who of them is alive.

Each gives a sign of life every BEAT_SECONDS. One that has been silent for DEAD_SECONDS is struck
off by the others, and can write nothing any more: what was its is nobody's, for any to take.
"""

import asyncio
import contextlib
import itertools
import logging
import math
import time
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    func,
    insert,
    select,
    true,
    update,
)

from tools.errors import CannotStart, StorageFailed
from tools.records.compiled import Compiled
from tools.records.store import Records, Work
from tools.records.tables import servers
from tools.supervised import supervised

BEAT_SECONDS = 2.0
DEAD_SECONDS = 6.0

Finds = tuple[bytes, Mapping[str, Any]]  # a statement as psycopg takes it, with its values

_logger = logging.getLogger("notionforge.servers")

_NOW = func.extract("epoch", func.clock_timestamp())


def _clock() -> float:
    """Seconds, those included in which the process, or (on Linux) the machine, stood still."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


def is_nobodys(server: ColumnElement[str | None]) -> ColumnElement[bool]:
    """Whether what a column says to be a server's is no living one's."""
    return server.is_(None) | server.not_in(select(servers.c.id))


class Servers:
    """The server of its own files, which a lock sees to: there is no other."""

    is_shared = False
    me = ""
    alive: Finds | None = None
    """What finds a row for as long as this server may write, and holds up who strikes it off: first
    in each transaction of what is shared beside the records; None where there is nobody else."""

    def own(self, server: ColumnElement[str | None]) -> ColumnElement[bool]:  # noqa: ARG002 - shared ones ask
        """Whether what a column says to be a server's is this one's."""
        return true()

    def left(self, server: ColumnElement[str | None]) -> ColumnElement[bool]:  # noqa: ARG002 - so
        """Whether what a column says to be a server's was left by a dead one: as this one starts,
        all was."""
        return true()

    def are_others(self, connection: Connection) -> bool:  # noqa: ARG002 - so
        """Within a transaction: whether others are alive."""
        return False

    def watch(self, is_left: Work[bool], on_news: Callable[[], None]) -> None:
        """Has `on_news` called when others may have left something: as `is_left` finds it."""

    def check(self) -> None:
        """Before what no database can refuse is sent to others. Raises StorageFailed where this
        server has given no sign of life for so long that it may be struck off."""

    async def join(self) -> None:
        """Is alive from now on."""

    async def leave(self) -> None:
        """Is no more, once it works on nothing: others take what it leaves at once."""


class SharedServers(Servers):
    """This server among those of one Postgres database; `on_struck_off` is called when others took
    it for dead: it has to end then."""

    is_shared = True

    def __init__(self, records: Records, on_struck_off: Callable[[], None]) -> None:
        self._records = records
        self._on_struck_off = on_struck_off
        self.me = records.signals.me
        self.alive = _STILL_ALIVE.for_postgres.encode(), {"me": self.me}
        self._watched: list[tuple[Work[bool], Callable[[], None]]] = []
        self._beating: asyncio.Task[None] | None = None
        self._beaten = -math.inf  # when the last sign of life was begun that was kept
        self._reached = -math.inf  # when it was

    def own(self, server: ColumnElement[str | None]) -> ColumnElement[bool]:
        return server == self.me

    def left(self, server: ColumnElement[str | None]) -> ColumnElement[bool]:
        return is_nobodys(server)

    def are_others(self, connection: Connection) -> bool:
        others = (servers.c.id != self.me) & (servers.c.beat_at >= _NOW - DEAD_SECONDS)
        return connection.execute(select(servers.c.id).where(others)).first() is not None

    def watch(self, is_left: Work[bool], on_news: Callable[[], None]) -> None:
        self._watched.append((is_left, on_news))
        self._records.signals.on("left", lambda _: on_news())

    def check(self) -> None:
        if _clock() - self._beaten > DEAD_SECONDS:
            raise StorageFailed("this server may have been taken for dead")

    async def join(self) -> None:
        """Raises CannotStart while a data folder is being moved there."""
        self._beaten = self._reached = _clock()
        await self._records.write(self._begin)
        self._records.guard = self._check
        # Its own pauses are long enough: who gives no sign for a few seconds is struck off.
        beating = supervised("signs of life", self._beat_on, lambda: itertools.repeat(0.0))
        self._beating = asyncio.create_task(beating, name="servers")

    def _begin(self, connection: Connection) -> None:
        """Whoever moves keeps this from being written until there is its table, or finds the row
        (`moving.tables.begin`)."""
        connection.execute(insert(servers).values(id=self.me, beat_at=_NOW))
        if connection.execute(select(func.to_regclass("moving"))).scalar() is not None:
            raise CannotStart(
                "a data folder is being moved into the database of DATABASE_URL: end that first, "
                "with notionforge migrate-to-postgres"
            )

    async def leave(self) -> None:
        if self._beating is not None:
            self._beating.cancel()
            await asyncio.wait((self._beating,))

        def gone(connection: Connection) -> None:
            connection.execute(delete(servers).where(servers.c.id == self.me))
            self._records.signals.send(connection, "left")

        with contextlib.suppress(StorageFailed):  # then it is struck off
            await self._records.write(gone)

    def _check(self, connection: Connection) -> None:
        """First in each transaction: nothing is written by who was struck off. Raises
        StorageFailed."""
        if _STILL_ALIVE(connection, {"me": self.me}).fetchone() is None:
            raise StorageFailed("this server was taken for dead")

    async def _beat_on(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            begun = _clock()
            try:
                news = await self._records.write(self._beat)
            except StorageFailed as failure:
                if await self._is_struck_off():
                    _logger.critical("struck off by the other servers: this one ends")
                    self._on_struck_off()
                    return
                _logger.warning("no sign of life could be given: %s", failure)
                continue
            self._beaten, self._reached = begun, _clock()
            for on_news in news:
                on_news()

    def _beat(self, connection: Connection) -> list[Callable[[], None]]:
        """Gives a sign of life, strikes off who gave none, and looks for what is nobody's."""
        mine = servers.c.id == self.me
        connection.execute(update(servers).where(mine).values(beat_at=_NOW))
        # Who was kept from the database itself cannot tell the dead from those who were so too.
        if _clock() - self._reached <= DEAD_SECONDS:
            connection.execute(delete(servers).where(servers.c.beat_at < _NOW - DEAD_SECONDS))
        return [on_news for is_left, on_news in self._watched if is_left(connection)]

    async def _is_struck_off(self) -> bool:
        with contextlib.suppress(StorageFailed):
            alive = await self._records.read(lambda c: _ALIVE(c, {"me": self.me}).fetchone())
            return alive is None
        return False


_THIS = select(servers.c.id).where(servers.c.id == bindparam("me"))
_ALIVE = Compiled(_THIS)
# Who strikes this server off waits for the transaction that begins with this; Postgres ends one
# whose process stands still (`tools.records.postgres`). Its own signs of life need not wait: it is
# a lock of the row's key alone.
_STILL_ALIVE = Compiled(_THIS.with_for_update(read=True, key_share=True))
