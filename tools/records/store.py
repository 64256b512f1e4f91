"""The way to the application's database: SQLAlchemy Core, one transaction per turn of the loop.

Writes that come in the same turn of the event loop are committed together, there and then: in
write-ahead mode a commit is a few writes to the system's memory, cheaper than the way to another
thread. What needs the disk itself, or may take long, goes to a thread: folding the log back into
the file, and work that says so.
"""

import asyncio
import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection, Engine, create_engine, delete, event, exc, insert, inspect

from tools.errors import CannotStart
from tools.records.compiled import as_json, driver
from tools.records.tables import probes
from tools.storage import (
    BUSY_SECONDS,
    SHRINKING,
    as_storage_failure,
    fold,
    once_free,
    shrink,
    storage_failures,
)

T = TypeVar("T")
Work = Callable[[Connection], T]

MOST_WAITING = 1_000  # pieces of work; beyond that `write` waits for its turn
MOST_READING = 100  # long queries; beyond that `read` waits for its turn
MOST_TOGETHER = 200  # pieces of work in one transaction
FOLD_AFTER = 200  # transactions
PROBE_BYTES = 16_384  # more than a page, as a file takes whole pages or none

NEWEST_REVISION = "0008"  # of `migrations/versions`; a test compares

MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass
class _Waiting:
    work: Work[Any]
    long: bool
    done: asyncio.Future[Any]


class Records:
    """An open database. `await Records.open(path)`; `await records.close()` flushes.

    `busy_seconds` is for how long a write waits for another process that writes.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._path = Path(engine.url.database or "")
        self._writing = _for_writing(engine)
        self._reading = engine.execution_options(begin=None).connect()
        self.busy_seconds = BUSY_SECONDS
        self._queue: asyncio.Queue[_Waiting | None] = asyncio.Queue(MOST_WAITING)
        self._write_thread = ThreadPoolExecutor(1, thread_name_prefix="records-write")
        self._reads = asyncio.Semaphore(MOST_READING)
        self._read_threads = ThreadPoolExecutor(2, thread_name_prefix="records-read")
        self._writer = asyncio.create_task(self._write_all(), name="records-writer")

    @classmethod
    async def open(cls, path: Path) -> "Records":
        """Opens the database file, migrated to the newest form.

        Raises CannotStart if a newer release wrote it, and what the driver raises.
        """
        engine = await asyncio.to_thread(_migrated_engine, path)
        return cls(engine)

    async def close(self) -> None:
        """Commits what waits, then closes. Nothing may be written afterwards."""
        await self._queue.put(None)
        await self._writer
        self._write_thread.shutdown()
        self._read_threads.shutdown()
        self._writing.close()
        self._reading.close()
        self._engine.dispose()

    async def write(self, work: Work[T], *, long: bool = False) -> T:
        """Runs a piece of work inside the next transaction; returns once it is committed.

        `long` work, which may take more than a millisecond, runs beside the loop. All work may run
        twice, the first time without effect: where a neighbour's failed. Raises what the work
        raises; its changes are then undone, those of others are kept. Raises StorageFailed where
        nothing can be kept now.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        await self._queue.put(_Waiting(work, long, done))
        return await done

    async def probe(self) -> None:
        """Writes something small and takes it back. Raises StorageFailed."""
        await self.write(_probe)

    async def shrink(self) -> None:
        """Makes the file as short as what it holds, beside the loop and between others' writes."""
        await shrink(self._path)

    async def read(self, work: Work[T], *, long: bool = False) -> T:
        """Runs a query on what is committed; a `long` one beside the loop. Raises StorageFailed."""
        if long:
            async with self._reads:
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._read_threads, self._read, work)
        with storage_failures():
            try:
                return work(self._reading)
            finally:  # most is compiled and needs none of SQLAlchemy's transactions
                self._reading.rollback()

    def _read(self, work: Work[T]) -> T:
        with storage_failures(), self._engine.connect() as connection:
            return work(connection)

    async def _write_all(self) -> None:
        closing = False
        for number in itertools.count(1):
            first = await self._queue.get()
            batch = [] if first is None else [first]
            closing = first is None
            while not self._queue.empty() and len(batch) < MOST_TOGETHER and not closing:
                item = self._queue.get_nowait()
                closing = item is None
                if item is not None:
                    batch.append(item)
            if batch:
                await self._commit(batch)
            if closing or number % FOLD_AFTER == 0:
                await self._beside(partial(fold, self._path))
            if closing:
                return

    async def _commit(self, batch: list[_Waiting]) -> None:
        try:
            outcomes = await self._outcomes(batch)
        except Exception as error:  # noqa: BLE001 - handed to everyone whose work is lost by it
            outcomes = [error] * len(batch)
        for item, outcome in zip(batch, outcomes, strict=True):
            if item.done.done():
                continue
            if isinstance(outcome, Exception):
                item.done.set_exception(as_storage_failure(outcome) or outcome)
            else:
                item.done.set_result(outcome)

    async def _outcomes(self, batch: list[_Waiting]) -> list[Any]:
        transaction = partial(self._transaction, [item.work for item in batch])
        if any(item.long for item in batch):
            return await once_free(lambda: self._beside(transaction), self.busy_seconds)
        return await once_free(transaction, self.busy_seconds)

    async def _beside(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._write_thread, work)

    def _transaction(self, works: list[Work[Any]]) -> list[Any]:
        """Without savepoints, which cost more than most work; with them once something failed."""
        try:
            with self._writing.begin():
                return [work(self._writing) for work in works]
        except Exception:
            if len(works) == 1:
                raise
        with self._writing.begin():
            return [_attempt(self._writing, work) for work in works]


def _for_writing(engine: Engine) -> Connection:
    """The connection that writes: it neither waits nor folds the log, which is seen to here."""
    connection = engine.execution_options(begin="IMMEDIATE").connect()
    for pragma in ("busy_timeout=0", "wal_autocheckpoint=0"):
        driver(connection).execute(f"PRAGMA {pragma}")
    return connection


def _attempt(connection: Connection, work: Work[Any]) -> Any:
    savepoint = connection.begin_nested()
    try:
        outcome = work(connection)
    except Exception as error:  # noqa: BLE001 - raised again where the work came from
        try:
            savepoint.rollback()
        except exc.OperationalError:  # gone with the whole transaction, as a full disk may have it
            raise error from None
        return error
    savepoint.commit()
    return outcome


def _probe(connection: Connection) -> None:
    connection.execute(insert(probes), {"padding": bytes(PROBE_BYTES)})
    connection.execute(delete(probes))


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


def _migrated_engine(path: Path) -> Engine:
    engine = _with_savepoints(sqlite_engine(path))
    with engine.begin() as connection:
        revision = _revision(connection)
        if revision is not None and revision > NEWEST_REVISION:
            message = f"{path} was written by a newer release: install that one, or set DATA_DIR"
            raise CannotStart(message)
        if revision != NEWEST_REVISION:
            _migrate(connection)
    return engine


def _revision(connection: Connection) -> str | None:
    """Which migration a database has reached; None for a new one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _migrate(connection: Connection) -> None:
    """Imports Alembic only where there is something to migrate: most starts have nothing."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
