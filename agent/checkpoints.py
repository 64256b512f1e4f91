"""The graph's checkpoints: our own connection to an own file, pruned after every turn."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiosqlite
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import CheckpointTuple
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from tools.errors import StorageFailed
from tools.records.store import PROBE_BYTES
from tools.storage import storage_failures


class _Saver(AsyncSqliteSaver):
    """LangGraph's saver, which says in our words that its file cannot be written."""

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        with storage_failures():
            return await super().aget_tuple(config)

    async def aput(self, *args: Any, **kwargs: Any) -> RunnableConfig:
        async with self.saving():
            return await super().aput(*args, **kwargs)

    async def aput_writes(self, *args: Any, **kwargs: Any) -> None:
        async with self.saving():
            await super().aput_writes(*args, **kwargs)

    @asynccontextmanager
    async def saving(self) -> AsyncIterator[None]:
        """Leaves no half of a transaction behind, which the next one would commit."""
        try:
            with storage_failures():
                yield
        except StorageFailed:
            async with self.lock:
                with suppress(aiosqlite.Error):
                    await self.conn.rollback()
            raise


class Checkpoints:
    """The saver, and what it lacks.

    The saver's own connection would commit with `synchronous=FULL`, which measured 13 times slower;
    NORMAL loses nothing when the process dies, only, possibly, at a power cut.
    """

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self.saver = _Saver(connection)

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator["Checkpoints"]:
        async with aiosqlite.connect(path) as connection:
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
                await connection.execute(f"PRAGMA {pragma}")
            checkpoints = cls(connection)
            await checkpoints.saver.setup()
            yield checkpoints

    @staticmethod
    def config(thread_id: str) -> RunnableConfig:
        """How the graph is called for a thread.

        Strict resume is private to langgraph (a test pins it): an answer to an interrupt that is
        not pending raises, where by default it would answer the next one.
        """
        return {"configurable": {"thread_id": thread_id, "__pregel_strict_resume": True}}

    async def probe(self) -> None:
        """Writes something small and takes it back. Raises StorageFailed.

        What one that was no longer waited for has left is replaced by the next.
        """
        insert = (
            "INSERT OR REPLACE INTO checkpoints (thread_id, checkpoint_id, checkpoint)"
            " VALUES ('', '', ?)"
        )
        async with self.saver.saving(), self.saver.lock:
            await self._connection.execute(insert, (bytes(PROBE_BYTES),))
            await self._connection.execute("DELETE FROM checkpoints WHERE thread_id = ''")
            await self._connection.commit()

    async def prune(self, thread_id: str) -> None:
        """Drops all but the newest checkpoint of a thread: older ones would only pile up."""
        newest = "SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ?"
        async with self.saver.saving(), self.saver.lock:
            for table in ("writes", "checkpoints"):
                await self._connection.execute(
                    f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id < ({newest})",  # noqa: S608 - both names are ours
                    (thread_id, thread_id),
                )
            await self._connection.commit()
