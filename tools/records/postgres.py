"""Records in a Postgres database, which several servers may share.

Each transaction is serializable: it sees and leaves the database as if no other ran beside it. One
that Postgres refuses for another's sake has done nothing, and is tried again.
"""

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection, Engine, create_engine, exc, text
from sqlalchemy.engine import make_url

from tools.errors import CannotStart
from tools.records.compiled import as_json
from tools.records.database import migrate
from tools.records.signals import Signals
from tools.records.signals_shared import SharedSignals

T = TypeVar("T")

CONNECT_SECONDS = 10
# So that a connection notices when the other machine is gone without a word, as libpq takes it: in
# seconds, but for the last, in milliseconds. The one for signals says nothing itself: a firewall
# that forgot it, as many do after minutes, would leave its server deaf for two hours, which is when
# Linux would ask.
LINE: Mapping[str, int] = {
    "connect_timeout": CONNECT_SECONDS,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
STATEMENT_SECONDS = 60  # for which a statement may run: longer is a fault
# For which a process may stand still amid a transaction: then it holds nobody up any more.
STANDSTILL_SECONDS = 4
_PAUSE_SECONDS = 0.005, 0.05  # before another try, by chance: two servers do not meet again

# A lock of the whole database while its records are brought to the newest form.
MIGRATING = 0x6E6F74696F6E666F

_AGAIN = frozenset({"40001", "40P01"})  # serialization failure, deadlock (Postgres, appendix A)


class PostgresDatabase:
    """A database, migrated to the newest form. Raises CannotStart, and what the driver raises."""

    near = None
    readers = 4

    def __init__(self, url: str) -> None:
        self.engine = postgres_engine(url, connections=self.readers + 1)
        with contextlib.ExitStack() as unless_open:
            unless_open.callback(self.engine.dispose)
            schema = _migrated(self.engine)
            unless_open.pop_all()
        self._url, self._channel = url, f"notionforge_{schema}"
        self.writing = self.engine.connect()
        self._snapshots = self.engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    def reading(self) -> Connection:
        return self._snapshots.connect()

    def signals(self) -> Signals:
        from psycopg.conninfo import make_conninfo

        return SharedSignals(make_conninfo(self._url, **LINE), self._channel)

    async def patiently(self, transaction: Callable[[], T | Awaitable[T]], seconds: float) -> T:
        """Again where it met another server's."""
        give_up = time.monotonic() + seconds
        while True:
            try:
                done = transaction()
                return await done if isinstance(done, Awaitable) else done
            except Exception as error:
                if not self.is_of_others(error) or time.monotonic() >= give_up:
                    raise
            await asyncio.sleep(random.uniform(*_PAUSE_SECONDS))  # noqa: S311 - no secret

    def is_of_others(self, error: Exception) -> bool:
        return _state(error) in _AGAIN

    def keep_up(self) -> None:
        """Postgres sees to its own."""

    async def shrink(self) -> None:
        """Its autovacuum does."""

    def close(self) -> None:
        self.writing.close()
        self.engine.dispose()


def _migrated(engine: Engine) -> str:
    """The schema of a database's tables, once these have the newest form."""
    # One server at a time; the next one then sees what the one before it made, which the
    # snapshot of a serializable transaction, taken before it waits for the lock, would not.
    committed = engine.execution_options(isolation_level="READ COMMITTED")
    with committed.begin() as connection:
        _check_encoding(connection)
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATING})
        migrate(connection, "the database", "DATABASE_URL")
        schema: str = connection.execute(text("SELECT current_schema()")).scalar_one()
        return schema


def _check_encoding(connection: Connection) -> None:
    """Else the first Korean word would be what fails. Raises CannotStart."""
    encoding = connection.execute(text("SELECT current_setting('server_encoding')")).scalar_one()
    if encoding != "UTF8":
        message = f"the database of DATABASE_URL keeps texts as {encoding}: make one of UTF8"
        raise CannotStart(message)


def postgres_engine(url: str, connections: int) -> Engine:
    """So many connections at most, made when they are first needed."""
    from tools.records.cursors import Cursor  # psycopg is an extra

    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        isolation_level="SERIALIZABLE",
        json_serializer=as_json,
        json_deserializer=orjson.loads,
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={
            **LINE,
            "options": postgres_options(url),
            "application_name": "notionforge",
            "client_encoding": "utf8",  # else a database of no encoding answers in bytes
            "cursor_factory": Cursor,
        },
    )


def postgres_options(url: str) -> str:
    """What the address asks for by itself, and how long a statement may run."""
    asked: Any = make_url(url).query.get("options", "")
    patience = (
        f"-c statement_timeout={STATEMENT_SECONDS}s "
        f"-c idle_in_transaction_session_timeout={STANDSTILL_SECONDS}s"
    )
    return f"{asked} {patience}".strip()


def _state(error: Exception) -> str | None:
    """The SQLSTATE of an error of the driver, however it came here."""
    said = error.orig if isinstance(error, exc.DBAPIError) else error
    state: str | None = getattr(said, "sqlstate", None)
    return state
