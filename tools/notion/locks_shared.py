"""Locks at places that builds of several servers write to."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Connection, bindparam, delete

from tools.errors import StorageFailed
from tools.notion.locks import Locks
from tools.records import Records
from tools.records.compiled import Compiled, insert_or
from tools.records.servers import Servers, is_nobodys
from tools.records.tables import turns
from tools.storage import delays

LOOK_SECONDS = 0.5  # after which who waits for another server looks for himself


class SharedLocks(Locks):
    """Those of all servers of a database: who is at a place stands in a row.

    No advisory lock of Postgres: that would outlast a process which stands still, and be lost with
    a connection. A row is a server's for as long as that one lives, like all that is a server's.
    The table and the signal are called `turns` and `turn`, as these locks once were: rows are kept
    there, and servers of the release before are at the same places while one takes over.
    """

    def __init__(self, records: Records, servers: Servers) -> None:
        super().__init__()
        self._records = records
        self._me = servers.me
        self._news = asyncio.Event()
        records.signals.on("turn", lambda _: self._news.set())

    @asynccontextmanager
    async def at(self, place: str | None) -> AsyncIterator[None]:
        """Raises StorageFailed."""
        async with super().at(place), contextlib.AsyncExitStack() as stack:
            if place is not None:
                while not await self._come(place):
                    await self._stir()
                stack.push_async_callback(self._leave, place)
            yield

    @asynccontextmanager
    async def if_free(self, place: str) -> AsyncIterator[bool]:
        """Raises StorageFailed."""
        async with super().if_free(place) as is_free, contextlib.AsyncExitStack() as stack:
            if is_free := is_free and await self._come(place):
                stack.push_async_callback(self._leave, place)
            yield is_free

    async def _come(self, place: str) -> bool:
        """Whether nobody else is at a place, and so this server is now."""
        self._news.clear()
        here = {"place": place, "server": self._me}
        try:
            return await self._records.write(lambda c: _COME(c, here).rowcount == 1)
        except (asyncio.CancelledError, StorageFailed):  # it may be kept all the same
            with contextlib.suppress(StorageFailed):
                await self._records.write(lambda c: self._left(c, place))
            raise

    async def _stir(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                await self._news.wait()

    async def _leave(self, place: str) -> None:
        """Tries until storage takes it: others would wait for as long as this server lives."""
        for seconds in delays():
            try:
                await self._records.write(lambda c: self._left(c, place))
            except StorageFailed:
                await asyncio.sleep(seconds)
            else:
                return

    def _left(self, connection: Connection, place: str) -> None:
        _LEAVE(connection, {"place": place, "server": self._me})
        self._records.signals.send(connection, "turn")


_COME = Compiled(
    insert_or(turns)
    .values(place=bindparam("place"), server=bindparam("server"))
    .on_conflict_do_update(
        index_elements=["place"],
        set_={"server": bindparam("server")},
        where=is_nobodys(turns.c.server),
    )
)
_LEAVE = Compiled(
    delete(turns).where(turns.c.place == bindparam("place"), turns.c.server == bindparam("server"))
)
