"""How often somebody came within a window, counted for all servers of a Postgres database."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Any

from limits.aio.storage import MovingWindowSupport, Storage
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from tools.errors import StorageFailed
from tools.records.postgres import LINE, postgres_options
from tools.storage import storage_failures

ASK_SECONDS = 2.0  # for which a request waits to be counted
_CONNECTIONS = 1  # three short statements each

# Those of a key one after the other: what counts is asked once the lock is held, and seen then.
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 0))"
_FORGET = """DELETE FROM hits WHERE key = %(key)s
    AND at <= extract(epoch FROM clock_timestamp()) - %(expiry)s"""
_COME = """INSERT INTO hits (key, at)
    SELECT %(key)s::text, extract(epoch FROM clock_timestamp()) FROM generate_series(1, %(amount)s)
    WHERE (SELECT count(*) FROM hits WHERE key = %(key)s::text) + %(amount)s <= %(limit)s
    RETURNING at"""
_CAME = """SELECT coalesce(min(at), extract(epoch FROM clock_timestamp())), count(*) FROM hits
    WHERE key = %(key)s AND at > extract(epoch FROM clock_timestamp()) - %(expiry)s"""

Pool = AsyncConnectionPool[AsyncConnection[tuple[Any, ...]]]


class SharedAllowances(Storage, MovingWindowSupport):
    """A storage of `limits` for moving windows, of seconds by the database's clock. All raise
    StorageFailed."""

    STORAGE_SCHEME = None

    def __init__(self, pool: Pool) -> None:
        super().__init__()
        self._pool = pool

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, url: str) -> AsyncIterator["SharedAllowances"]:
        pool: Pool = AsyncConnectionPool(
            url,
            min_size=0,
            max_size=_CONNECTIONS,
            open=False,
            timeout=ASK_SECONDS,
            kwargs={**LINE, "options": postgres_options(url)},
        )
        async with pool:
            yield cls(pool)

    @property
    def base_exceptions(self) -> type[Exception]:
        return StorageFailed

    async def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        asked = {"key": key, "limit": limit, "expiry": expiry, "amount": amount}
        return await self._asked((_ALONE, _FORGET, _COME), asked) is not None

    async def get_moving_window(
        self,
        key: str,
        limit: int,  # noqa: ARG002 - the library's signature
        expiry: int,
    ) -> tuple[float, int]:
        start, count = await self._asked((_CAME,), {"key": key, "expiry": expiry})
        return float(start), int(count)

    async def _asked(self, statements: tuple[str, ...], values: Mapping[str, Any]) -> Any:
        """The first row of the last of some statements, which are one transaction."""
        try:
            async with asyncio.timeout(ASK_SECONDS):
                with storage_failures():
                    async with self._pool.connection() as connection:
                        for statement in statements:
                            cursor = await connection.execute(statement.encode(), values)
                        return await cursor.fetchone()
        except TimeoutError as error:
            raise StorageFailed("nobody can be counted for all servers") from error

    # What `limits` asks of other strategies than moving windows.

    async def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        raise NotImplementedError

    async def get(self, key: str) -> int:
        raise NotImplementedError

    async def get_expiry(self, key: str) -> float:
        raise NotImplementedError

    async def check(self) -> bool:
        raise NotImplementedError

    async def reset(self) -> int | None:
        raise NotImplementedError

    async def clear(self, key: str) -> None:
        raise NotImplementedError
