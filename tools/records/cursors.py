"""psycopg's cursors, so that Postgres minds a process that stands still amid a transaction."""

from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg.abc import Params, Query
from psycopg.pq import TransactionStatus


class Cursor(psycopg.Cursor[Any]):
    """As psycopg's own (3.3), whose `executemany` is a pipeline that ends with a flush. After that
    Postgres (15, 16, 18) would no longer count the time for `idle_in_transaction_session_timeout`:
    `findings/flush_stops_idle_timeouts.sh`."""

    def executemany(
        self, query: Query, params_seq: Iterable[Params], *, returning: bool = False
    ) -> None:
        super().executemany(query, params_seq, returning=returning)
        if self.connection.info.transaction_status == TransactionStatus.INTRANS:
            self.connection.execute("SELECT 1")


class AsyncCursor(psycopg.AsyncCursor[Any]):
    """The same for the event loop."""

    async def executemany(
        self, query: Query, params_seq: Iterable[Params], *, returning: bool = False
    ) -> None:
        await super().executemany(query, params_seq, returning=returning)
        if self.connection.info.transaction_status == TransactionStatus.INTRANS:
            await self.connection.execute("SELECT 1")
