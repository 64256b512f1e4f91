"""Ways to a database: connections, each with a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sandbox.notion.errors import StorageError

T = TypeVar("T")
Connection = psycopg.Connection[tuple[Any, ...]]

# For which a process may stand still amid a transaction: then it holds nobody up any more. Who
# keeps track of living servers must take longer to count one for dead.
STANDSTILL_SECONDS = 4
_SETTINGS = {
    # What came since is little, and has an index. Without figures of the table, as after many rows
    # at once, Postgres takes it for a third of all, reads everything, and compiles how.
    "enable_seqscan": "off",
    "jit": "off",
    "statement_timeout": "60s",
    "lock_timeout": "20s",  # another server's long write takes some seconds
    "idle_in_transaction_session_timeout": f"{STANDSTILL_SECONDS}s",
}
_OF_OURS: Mapping[str, str | int] = {
    "application_name": "notionforge-workspace",
    "connect_timeout": 10,
    # A machine that is gone without a word is noticed: libpq's own waits have no end.
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,  # milliseconds
}


def connected(url: str) -> Connection:
    """A connection without transactions but those that are begun in so many words. Blocks."""
    asked = conninfo_to_dict(url).get("options") or ""
    settings = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
    options = f"{asked} {settings}".strip()
    return psycopg.connect(make_conninfo(url, options=options, **_OF_OURS), autocommit=True)


class Line:
    """One thing after the other over one connection, which is made anew once it was lost."""

    def __init__(self, url: str, name: str) -> None:
        self._url = url
        self._thread = ThreadPoolExecutor(1, name)
        self._connection: Connection | None = None

    async def do(self, work: Callable[[Connection], T], *, once: bool = False) -> T:
        """What work on the connection comes to; raises StorageError where the database fails it.

        Work that finds the connection lost is done over a new one. What is for `once` goes on with
        what was begun over this one, or fails.
        """
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, self._done, work, once)
        except psycopg.Error as error:
            raise StorageError from error

    async def close(self) -> None:
        """Ends it, once all is done that was asked for."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._hang_up)
        self._thread.shutdown()

    def _done(self, work: Callable[[Connection], T], once: bool) -> T:  # noqa: FBT001 - for a thread
        if once and self._connection is not None:
            return work(self._connection)
        connection = self._standing()
        try:
            return work(connection)
        except psycopg.OperationalError:
            if not connection.closed:
                raise
        return work(self._standing())

    def _standing(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = connected(self._url)
        return self._connection

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
