"""The file in which a workspace outlives its process.

One table holds every record as JSON; insertion order is order of creation. Another holds what was
uploaded, in parts, and is read only where somebody asks for it. One thread owns the connection.
Requests that arrive while a write is on its way share the next transaction (group commit), and each
is told only after its own is written. With a write-ahead log and `synchronous=NORMAL` that survives
the death of the process (not of the machine).
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import orjson

from sandbox.notion.errors import StorageError
from sandbox.notion.records import KINDS, Record

Changes = Mapping[str, Record | None]
Contents = Mapping[tuple[str, int], bytes]  # by upload and number of the part
_Write = tuple[Changes, Contents]
_Pending = tuple[_Write, "asyncio.Future[None]"]

_WAITING = 1024  # writes that may queue up before a request has to wait to be queued
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


class Storage:
    """A SQLite file with one owner; made by `open`, ended by `close`."""

    def __init__(self, executor: ThreadPoolExecutor, connection: sqlite3.Connection) -> None:
        self._executor = executor
        self._connection = connection
        self._queue: asyncio.Queue[_Pending | None] = asyncio.Queue(_WAITING)
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
        """What was uploaded, its parts in order; None if nothing was."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, _content, self._connection, upload_id)

    async def write(self, changes: Changes, contents: Contents | None = None) -> None:
        """Returns once it is all in the file; None stands for a removal."""
        written = asyncio.get_running_loop().create_future()
        await self._queue.put(((changes, contents or {}), written))
        await written

    async def close(self) -> None:
        """Writes what is queued and closes the file."""
        # The sentinel stands behind all that is queued, so nothing is lost.
        await self._queue.put(None)
        await self._writer
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._executor, self._connection.close)
        self._executor.shutdown()

    async def _write_all(self) -> None:
        loop = asyncio.get_running_loop()
        while (batch := await self._batch())[0]:
            pending, last = batch
            writes = [write for write, _ in pending]
            try:
                await loop.run_in_executor(self._executor, _commit, self._connection, writes)
            except sqlite3.Error as error:
                _settle(pending, StorageError(f"the workspace file cannot be written: {error}"))
            else:
                _settle(pending, None)
            if last:
                return

    async def _batch(self) -> tuple[list[_Pending], bool]:
        """All that is queued, at least one; the flag tells that nothing follows."""
        batch: list[_Pending] = []
        item = await self._queue.get()
        while item is not None:
            batch.append(item)
            if self._queue.empty():
                return batch, False
            item = self._queue.get_nowait()
        return batch, True


def _settle(pending: Sequence[_Pending], error: StorageError | None) -> None:
    for _, written in pending:
        if written.done():  # its request was cancelled
            continue
        if error:
            written.set_exception(error)
        else:
            written.set_result(None)


def _connect(path: Path) -> sqlite3.Connection:
    # Without implicit transactions, so that BEGIN IMMEDIATE is ours to say.
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(_SETUP)
    return connection


def _load(connection: sqlite3.Connection) -> list[Record]:
    rows = connection.execute("SELECT kind, body FROM records ORDER BY rowid")
    return [KINDS[kind].load(orjson.loads(body)) for kind, body in rows]


def _content(connection: sqlite3.Connection, upload_id: str) -> bytes | None:
    query = "SELECT content FROM contents WHERE upload_id = ? ORDER BY part"
    parts = [content for (content,) in connection.execute(query, (upload_id,))]
    return b"".join(parts) if parts else None


def _commit(connection: sqlite3.Connection, batch: Sequence[_Write]) -> None:
    merged: dict[str, Record | None] = {}
    for changes, _ in batch:
        merged.update(changes)
    sent = [(*key, content) for _, contents in batch for key, content in contents.items()]
    kept = [(r.id, type(r).__name__, orjson.dumps(r)) for r in merged.values() if r is not None]
    removed = [(name,) for name, record in merged.items() if record is None]
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.executemany(_UPSERT, kept)
        connection.executemany(_KEEP, sent)
        connection.executemany("DELETE FROM records WHERE id = ?", removed)
        connection.execute("COMMIT")
    except sqlite3.Error:
        connection.execute("ROLLBACK")
        raise
