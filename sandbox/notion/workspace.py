"""A workspace: the state in memory and, if it has a path, the file behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from pathlib import Path
from typing import Self, TypeVar

from sandbox.notion.errors import StorageError
from sandbox.notion.records import DataSource
from sandbox.notion.results import Results
from sandbox.notion.state import State, Transaction
from sandbox.notion.storage import Storage
from sandbox.notion.users import BOT_ID

T = TypeVar("T")

_SMALL = 500  # records that any reading is through with in no time, where none is computed
_COMPUTED = frozenset({"formula", "rollup"})
# For all workspaces: the event loop has to get its turn among the long readings, and a reading that
# nobody waits for any more keeps its place until it is done. Writes never wait for a reading.
_READERS = ThreadPoolExecutor(2, "workspace-reader")
_WRITER = ThreadPoolExecutor(1, "workspace-long-write")


class Workspace:
    """Holds the state. `open` with a path persists; with None it lives and dies in memory."""

    def __init__(self, storage: Storage | None = None) -> None:
        self.state = State()
        self.results = Results()
        self._storage = storage
        self._writing = asyncio.Lock()
        self._contents: dict[tuple[str, int], bytes] = {}  # of uploads that no file keeps

    @classmethod
    async def open(cls, path: Path | None) -> Self:
        """Opens the workspace in a SQLite file, made if missing; its folder must exist."""
        if path is None:
            return cls()
        return await cls.over(await Storage.open(path))

    @classmethod
    async def over(cls, storage: Storage) -> Self:
        """Opens the workspace in a storage, which becomes its own."""
        workspace = cls(storage)
        for record in await storage.load():
            workspace.state.put(record)
        return workspace

    async def close(self) -> None:
        """Writes what is on its way and lets the file go."""
        if self._storage:
            await self._storage.close()

    def begin(self, now: str, user_id: str = BOT_ID) -> Transaction:
        """A transaction at a time (ISO 8601 with milliseconds and `Z`)."""
        return Transaction(self.state, now, user_id)

    async def catch_up(self) -> None:
        """From now on sees what was answered before by whoever shares it: here nobody does."""

    async def commit(self, transaction: Transaction) -> None:
        """Applies a transaction at once; returns when it is as durable as the workspace is.

        Raises StorageError if the file cannot be written: then nothing of it is left in memory.
        """
        if written := self._apply(transaction):
            await written

    async def write(self, tx: Transaction, work: Callable[[], T], *, is_long: bool) -> T:
        """What work on a transaction comes to, once that is committed; raises as `commit` does.

        No other write comes between what it reads and what it changes, even where it is long and
        goes to another thread.
        """
        async with self._writing:
            done = await at_length(tx, work) if is_long else work()
            written = self._apply(tx)
        if written:
            await written
        return done

    async def adopt(self, other: Workspace, now: str) -> None:
        """Takes over all that stands in another workspace, with its ids, as made at `now`.

        All of it or nothing, also in the file. Raises as `commit` does.
        """
        tx, records = self.begin(now), list(other.state.records.values())
        tx.contents.update(other._contents)

        def take() -> None:
            for record in records:
                tx.put(replace(record, created_time=now, last_edited_time=now))

        await self.write(tx, take, is_long=len(records) > _SMALL)

    async def beside(self, tx: Transaction, read: Callable[[], T]) -> T:
        """What a long reading of a transaction comes to, which may change nothing that is there.

        Where there is much to read or to compute it goes to another thread, and sees the state as
        it is now.
        """
        if len(self.state.records) <= _SMALL and not self._computes():
            return read()
        return await _in_thread(_READERS, tx, read)

    async def content(self, upload_id: str) -> bytes | None:
        """What was uploaded, its parts in order; None if nothing was."""
        if self._storage:
            return await self._storage.content(upload_id)
        parts = sorted(key for key in self._contents if key[0] == upload_id)
        return b"".join(self._contents[key] for key in parts) if parts else None

    def _apply(self, tx: Transaction) -> asyncio.Future[None] | None:
        """Applies a transaction; what comes back, if anything, is done when the file has it."""
        if self._storage is None:
            self.state.apply(tx.changes)
            self._contents.update(tx.contents)
            return None
        if not tx.changes:
            return None
        if self._storage.is_full:
            raise StorageError
        take_back = self.state.apply(tx.changes)
        return self._storage.write(tx.changes, tx.contents, take_back)

    def _computes(self) -> bool:
        """Whether rows have values that are computed, at a cost that nobody can foretell."""
        sources = (r for r in self.state.records.values() if isinstance(r, DataSource))
        return any(prop["type"] in _COMPUTED for s in sources for prop in s.schema.values())


async def at_length(tx: Transaction, work: Callable[[], T]) -> T:
    """What a long write comes to, in the thread that is for these."""
    return await _in_thread(_WRITER, tx, work)


async def _in_thread(executor: ThreadPoolExecutor, tx: Transaction, work: Callable[[], T]) -> T:
    """Work on a transaction that sees the state as it is now, whatever becomes of it meanwhile."""
    tx.freeze()
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(executor, copy_context().run, work)
