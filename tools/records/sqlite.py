"""Records in one SQLite file: in write-ahead mode a commit is a few writes to the system's memory,
cheaper than the way to another thread. What needs the disk itself goes to one: folding the log back
into the file.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection, Engine, create_engine, event

from tools.records.compiled import as_json, driver
from tools.records.database import migrate
from tools.records.signals import Signals
from tools.storage import SHRINKING, fold, once_free, shrink

T = TypeVar("T")


class SqliteFile:
    """An open file, migrated to the newest form. Raises CannotStart, and what the driver raises."""

    readers = 2

    def __init__(self, path: Path) -> None:
        self._path = path
        self.engine = _with_savepoints(sqlite_engine(path))
        with self.engine.begin() as connection:
            migrate(connection, str(path), "DATA_DIR")
        self.writing = _for_writing(self.engine)
        self.near = self.engine.execution_options(begin=None).connect()

    def reading(self) -> Connection:
        return self.engine.connect()

    def signals(self) -> Signals:
        return Signals()

    async def patiently(self, transaction: Callable[[], T | Awaitable[T]], seconds: float) -> T:
        """Once no other process writes to the file."""
        return await once_free(transaction, seconds)

    def is_of_others(self, error: Exception) -> bool:  # noqa: ARG002 - Postgres's tells
        """Never amid one: it is refused as it begins."""
        return False

    def keep_up(self) -> None:
        fold(self._path)

    async def shrink(self) -> None:
        """Makes the file as short as what it holds, beside the loop and between others' writes."""
        await shrink(self._path)

    def close(self) -> None:
        self.writing.close()
        self.near.close()
        self.engine.dispose()


def _for_writing(engine: Engine) -> Connection:
    """It neither waits nor folds the log, which is seen to by `patiently` and `keep_up`."""
    connection = engine.execution_options(begin="IMMEDIATE").connect()
    for pragma in ("busy_timeout=0", "wal_autocheckpoint=0"):
        driver(connection).execute(f"PRAGMA {pragma}")
    return connection


def sqlite_engine(path: Path) -> Engine:
    """An engine over one SQLite file, in WAL with `synchronous=NORMAL`."""
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args={"check_same_thread": False},
        json_serializer=as_json,
        json_deserializer=orjson.loads,
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _: Any) -> None:
        connection.execute(SHRINKING)  # before the first page is written
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _with_savepoints(engine: Engine) -> Engine:
    """The driver begins and commits on its own, which breaks savepoints: here SQLAlchemy does.

    With the option `begin="IMMEDIATE"` a transaction is refused at its begin, or not at all, where
    another process writes; one that reads before it writes would be refused at its first write.
    With None there is no transaction: a single query is one by itself.
    """

    @event.listens_for(engine, "connect")
    def _hands_off(connection: Any, _: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("begin", "DEFERRED")
        if mode is not None:
            driver(connection).execute(f"BEGIN {mode}")

    return engine
