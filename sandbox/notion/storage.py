"""The file in which a workspace outlives its process.

One table holds every record as JSON; insertion order is order of creation. Another holds what was
uploaded, in parts, and is read only where somebody asks for it. One thread owns the connection.
Requests that arrive while a write is on its way share the next transaction (group commit), and each
is told only after its own is written. With a write-ahead log and `synchronous=NORMAL` that survives
the death of the process (not of the machine).

Memory runs ahead of the file. So when a write fails, everything that was not written yet is taken
back, the latest first: later changes may stand on the earlier ones.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sandbox.notion.errors import StorageError
from sandbox.notion.loading import load, stored
from sandbox.notion.records import Record
from sandbox.notion.state import Changes, TakeBack

Contents = Mapping[tuple[str, int], bytes]  # by upload and number of the part

_WAITING = 1024  # writes that may queue up before further ones are refused
_LOCKED_SECONDS = 5.0  # how long another process may hold the file
_logger = logging.getLogger("sandbox.notion")
_SETUP = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS records (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS contents (
    upload_id TEXT NOT NULL, part INTEGER NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (upload_id, part)
);
"""
_KEEP = "INSERT OR REPLACE INTO contents (upload_id, part, content) VALUES (?, ?, ?)"
_UPSERT = (
    "INSERT INTO records (id, kind, body) VALUES (?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET body = excluded.body"
)


@dataclass(frozen=True, slots=True)
class Write:
    """What one request changes; `written` is settled once the file has it or will not have it."""

    changes: Changes
    contents: Contents
    take_back: TakeBack
    written: asyncio.Future[None]


class Storage:
    """A SQLite file with one owner; made by `open`, ended by `close`."""

    def __init__(self, executor: ThreadPoolExecutor, connection: sqlite3.Connection) -> None:
        self._executor = executor
        self._connection = connection
        self._queue: asyncio.Queue[Write | None] = asyncio.Queue(_WAITING)
        self._writer = asyncio.create_task(self._write_all(), name="workspace-writer")

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Opens or makes the file; its folder must exist."""
        executor = ThreadPoolExecutor(1, "workspace-storage")
        loop = asyncio.get_running_loop()
        return cls(executor, await loop.run_in_executor(executor, _connect, path))

    async def load(self) -> list[Record]:
        """Every record, in order of creation."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, _load, self._connection)

    async def content(self, upload_id: str) -> bytes | None:
        """What was uploaded, its parts in order; None if nothing was.

        Raises StorageError if the file cannot be read.
        """
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._executor, _content, self._connection, upload_id)
        except sqlite3.Error as error:
            raise StorageError from error

    @property
    def is_full(self) -> bool:
        """Whether so many writes wait that no further one may."""
        return self._queue.full()

    def write(
        self, changes: Changes, contents: Contents, take_back: TakeBack
    ) -> asyncio.Future[None]:
        """Queues what memory holds already; what comes back is done once the file has it too.

        Else it raises StorageError, after `take_back` was called. The storage must not be full.
        """
        written = asyncio.get_running_loop().create_future()
        self._queue.put_nowait(Write(changes, contents, take_back, written))
        return written

    async def close(self) -> None:
        """Writes what is queued and closes the file."""
        # The sentinel stands behind all that is queued, so nothing is lost.
        await self._queue.put(None)
        await self._writer
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._executor, self._connection.close)
        self._executor.shutdown()

    def commit(self, batch: Sequence[Write]) -> None:
        """One transaction in the storage's own thread; all of it or nothing."""
        _commit(self._connection, batch)

    async def _write_all(self) -> None:
        loop = asyncio.get_running_loop()
        last = False
        while not last and (first := await self._queue.get()):
            batch = [first]
            last = self._drain(batch)
            try:
                await loop.run_in_executor(self._executor, self.commit, batch)
            # Whatever went wrong with one batch: the writer serves the next.
            except Exception:
                _logger.exception("the workspace's file cannot be written")
                last = self._give_up(batch) or last
            else:
                _settle(batch, None)

    def _drain(self, batch: list[Write]) -> bool:
        """Adds all that is queued to a batch; tells whether nothing follows."""
        while not self._queue.empty():
            item = self._queue.get_nowait()
            if item is None:
                return True
            batch.append(item)
        return False

    def _give_up(self, batch: list[Write]) -> bool:
        """Takes back a batch and what came after it; tells whether nothing follows."""
        last = self._drain(batch)
        for write in reversed(batch):
            write.take_back()
        _settle(batch, StorageError())
        return last


def _settle(batch: Sequence[Write], error: StorageError | None) -> None:
    for write in batch:
        if write.written.done():  # its request was cancelled
            continue
        if error:
            write.written.set_exception(error)
        else:
            write.written.set_result(None)


def _connect(path: Path) -> sqlite3.Connection:
    # Without implicit transactions, so that BEGIN IMMEDIATE is ours to say.
    connection = sqlite3.connect(path, _LOCKED_SECONDS, isolation_level=None)
    connection.executescript(_SETUP)
    return connection


def _load(connection: sqlite3.Connection) -> list[Record]:
    rows = connection.execute("SELECT kind, body FROM records ORDER BY rowid")
    return load(rows)


def _content(connection: sqlite3.Connection, upload_id: str) -> bytes | None:
    query = "SELECT content FROM contents WHERE upload_id = ? ORDER BY part"
    parts = [content for (content,) in connection.execute(query, (upload_id,))]
    return b"".join(parts) if parts else None


def _commit(connection: sqlite3.Connection, batch: Sequence[Write]) -> None:
    merged: dict[str, Record | None] = {}
    for write in batch:
        merged.update(write.changes)
    sent = [(*key, content) for write in batch for key, content in write.contents.items()]
    kept = [(r.id, type(r).__name__, stored(r)) for r in merged.values() if r is not None]
    removed = [(name,) for name, record in merged.items() if record is None]
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.executemany(_UPSERT, kept)
        connection.executemany(_KEEP, sent)
        connection.executemany("DELETE FROM records WHERE id = ?", removed)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:  # a full disk ends the transaction by itself
            connection.execute("ROLLBACK")
