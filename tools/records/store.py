"""The way to the application's database: SQLAlchemy Core, one transaction per turn of the loop.

Writes that come in the same turn of the event loop are committed together: there and then in a file
that is near, else in a thread, as is all that may take long.
"""

import asyncio
import itertools
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, exc, insert

from tools.errors import NotionForgeError
from tools.records.database import Database
from tools.records.tables import probes
from tools.storage import BUSY_SECONDS, as_storage_failure, storage_failures

T = TypeVar("T")
Work = Callable[[Connection], T]

MOST_WAITING = 1_000  # pieces of work; beyond that `write` waits for its turn
MOST_READING = 100  # long queries; beyond that `read` waits for its turn
MOST_TOGETHER = 200  # pieces of work in one transaction
KEPT_UP_AFTER = 200  # transactions
PROBE_BYTES = 16_384  # more than a page, as a file takes whole pages or none

_logger = logging.getLogger("notionforge.records")


@dataclass
class _Waiting:
    work: Work[Any]
    long: bool
    done: asyncio.Future[Any]


class Records:
    """An open database. `await Records.open(place)`; `await records.close()` flushes.

    `busy_seconds` is for how long a write waits for another process that writes. `guard` runs first
    in each transaction: what it raises, nothing is written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._writing = database.writing
        self.signals = database.signals()
        self.guard: Work[None] = lambda _: None
        self.busy_seconds = BUSY_SECONDS
        self._queue: asyncio.Queue[_Waiting | None] = asyncio.Queue(MOST_WAITING)
        self._write_thread = ThreadPoolExecutor(1, thread_name_prefix="records-write")
        self._reads = asyncio.Semaphore(MOST_READING)
        self._read_threads = ThreadPoolExecutor(database.readers, thread_name_prefix="records-read")
        self._writer = asyncio.create_task(self._write_all(), name="records-writer")

    @classmethod
    async def open(cls, place: Path | str) -> "Records":
        """Opens a SQLite file, or the Postgres database of an address, migrated to the newest form.

        Raises CannotStart if a newer release wrote it, and what the driver raises.
        """
        return cls(await asyncio.to_thread(_opened, place))

    async def close(self) -> None:
        """Commits what waits, then closes. Nothing may be written afterwards."""
        await self._queue.put(None)
        await self._writer
        self._write_thread.shutdown()
        self._read_threads.shutdown()
        await self.signals.close()
        self._database.close()

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
        """Gives back the room that nothing needs any more."""
        await self._database.shrink()

    async def read(self, work: Work[T], *, long: bool = False) -> T:
        """Runs a query on what is committed; a `long` one beside the loop. Raises StorageFailed."""
        near = self._database.near
        if long or near is None:
            async with self._reads:
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._read_threads, self._read, work)
        with storage_failures():
            try:
                return work(near)
            finally:  # most is compiled and needs none of SQLAlchemy's transactions
                near.rollback()

    def _read(self, work: Work[T]) -> T:
        with storage_failures(), self._database.reading() as connection:
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
            if closing or number % KEPT_UP_AFTER == 0:
                await self._keep_up()
            if closing:
                return

    async def _keep_up(self) -> None:
        """What fails of it is due again soon; writes that wait must not wait for ever."""
        try:
            await self._beside(self._database.keep_up)
        except Exception:
            _logger.exception("what is due now and then failed")

    async def _commit(self, batch: list[_Waiting]) -> None:
        try:
            outcomes = await self._outcomes(batch)
        except Exception as error:  # noqa: BLE001 - handed to everyone whose work is lost by it
            outcomes = [error] * len(batch)
        for item, outcome in zip(batch, outcomes, strict=True):
            _settle(item.done, outcome)

    async def _outcomes(self, batch: list[_Waiting]) -> list[Any]:
        transaction = partial(self._transaction, [item.work for item in batch])
        patiently, seconds = self._database.patiently, self.busy_seconds
        if self._database.near is None or any(item.long for item in batch):
            return await patiently(lambda: self._beside(transaction), seconds)
        return await patiently(transaction, seconds)

    async def _beside(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._write_thread, work)

    def _transaction(self, works: list[Work[Any]]) -> list[Any]:
        """Without savepoints, which cost more than most work; with them once something failed by
        itself. What failed for others' sake is nobody's failure: all of it is to be tried again.
        """
        try:
            with self._writing.begin():
                self.guard(self._writing)
                return [work(self._writing) for work in works]
        except Exception as error:
            if len(works) == 1 or self._database.is_of_others(error):
                raise
        with self._writing.begin():
            self.guard(self._writing)
            return [self._attempt(work) for work in works]

    def _attempt(self, work: Work[Any]) -> Any:
        savepoint = self._writing.begin_nested()
        try:
            outcome = work(self._writing)
        except Exception as error:
            if self._database.is_of_others(error):
                raise
            try:
                savepoint.rollback()
            except exc.OperationalError:  # gone with the whole, as a full disk may have it
                raise error from None
            return error
        savepoint.commit()
        return outcome


def _settle(done: asyncio.Future[Any], outcome: Any) -> None:
    """Tells who waits; where they have gone, a fault that nobody thought of is logged."""
    if not isinstance(outcome, Exception):
        if not done.done():
            done.set_result(outcome)
        return
    failure = as_storage_failure(outcome) or outcome
    if not done.done():
        done.set_exception(failure)
    elif not isinstance(failure, NotionForgeError):
        _logger.error("a write that nobody waits for failed", exc_info=failure)


def _opened(place: Path | str) -> Database:
    """Imports what that database needs alone: Postgres's driver is an extra."""
    if isinstance(place, Path):
        from tools.records.sqlite import SqliteFile

        return SqliteFile(place)
    from tools.records.postgres import PostgresDatabase

    return PostgresDatabase(place)


def _probe(connection: Connection) -> None:
    connection.execute(insert(probes), {"padding": bytes(PROBE_BYTES)})
    connection.execute(delete(probes))
