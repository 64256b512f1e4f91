"""The graph's checkpoints, with each thread's newest alone: here in an own file, over our own
connection."""

import asyncio
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    WRITES_IDX_MAP,
    BaseCheckpointSaver,
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
)
from langgraph.checkpoint.serde.types import ERROR
from langgraph.checkpoint.sqlite import SqliteSaver

from tools.records.store import PROBE_BYTES
from tools.storage import SHRINKING, fold, once_free, shrink, storage_failures

T = TypeVar("T")

FOLD_AFTER = 200  # checkpoints


class Saver(SqliteSaver):
    """LangGraph's saver, called by the event loop itself: a commit costs less than the way to
    another thread. It says in our words that its file cannot be written.

    A checkpoint takes the place of the thread's earlier ones. What a node brought is kept with the
    checkpoint that follows at once, and not by itself before: after a crash between the two the
    node runs again, as after one a moment earlier. Only what no checkpoint follows is kept by
    itself: an interrupt, the answer to it, an error.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        super().__init__(connection)
        self._path = path
        self._saved = 0

    @contextmanager
    def cursor(self, transaction: bool = True) -> Iterator[sqlite3.Cursor]:  # noqa: FBT001, FBT002 - the library's
        """Leaves no half of a transaction behind, which the next one would commit."""
        with closing(self.conn.cursor()) as cursor:
            try:
                yield cursor
                if transaction:
                    self.conn.commit()
            except BaseException:
                self.conn.rollback()
                raise

    def put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Keeps a checkpoint and drops the thread's earlier ones, in one transaction."""
        earlier = config["configurable"]["thread_id"], checkpoint["id"]
        with self.cursor(transaction=False) as cursor:
            for table in ("writes", "checkpoints"):
                drop = f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id < ?"  # noqa: S608 - both names are ours
                cursor.execute(drop, earlier)
        return super().put(config, checkpoint, metadata, new_versions)

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        with storage_failures():
            return self.get_tuple(config)

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Raises StorageFailed."""
        if is_begun_anew(metadata):
            return config
        self._saved += 1
        if self._saved % FOLD_AFTER == 0:
            await asyncio.to_thread(fold, self._path)
        return await self.save(lambda: self.put(config, checkpoint, metadata, new_versions))

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Raises StorageFailed."""
        if kept := kept_by_themselves(writes):
            await self.save(lambda: self.put_writes(config, kept, task_id, task_path))

    async def save(self, work: Callable[[], T]) -> T:
        """What writes, once no other process does. Raises StorageFailed."""
        with storage_failures():
            return await once_free(work)


def is_begun_anew(metadata: CheckpointMetadata) -> bool:
    """Whether a checkpoint is a run's input alone: its row holds that, from which it can begin."""
    return metadata.get("source") == "input"


def kept_by_themselves(writes: Sequence[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """What no checkpoint follows: an interrupt, the answer to it, an error.

    Of an error its kind is kept alone: its text, and what it was about, may hold a secret.
    """
    if not any(channel in WRITES_IDX_MAP for channel, _ in writes):
        return []
    return [(name, type(it).__name__ if name == ERROR else it) for name, it in writes]


class Checkpoints(ABC):
    """A saver, and what it lacks."""

    saver: BaseCheckpointSaver[str]

    @staticmethod
    def config(thread_id: str) -> RunnableConfig:
        """How the graph is called for a thread.

        Strict resume is private to langgraph (a test pins it): an answer to an interrupt that is
        not pending raises, where by default it would answer the next one.
        """
        return {"configurable": {"thread_id": thread_id, "__pregel_strict_resume": True}}

    async def state(self, thread_id: str) -> Mapping[str, Any]:
        """What a thread's newest checkpoint holds, without finding out what would come next.

        Raises StorageFailed.
        """
        found = await self.saver.aget_tuple(self.config(thread_id))
        return {} if found is None else found.checkpoint["channel_values"]

    @abstractmethod
    async def drop(self, thread_id: str) -> None:
        """Forgets a thread. Raises StorageFailed."""

    @abstractmethod
    async def shrink(self) -> None:
        """Gives back the room that nothing needs any more."""

    @abstractmethod
    async def probe(self) -> None:
        """Writes something small and takes it back. Raises StorageFailed."""


class CheckpointsFile(Checkpoints):
    """Checkpoints in one SQLite file.

    The saver's own connection would commit with `synchronous=FULL`, which measured 13 times slower;
    NORMAL loses nothing when the process dies, only, possibly, at a power cut.
    """

    saver: Saver

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self.saver = Saver(connection, path)

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator["CheckpointsFile"]:
        with closing(sqlite3.connect(path, check_same_thread=False)) as connection:
            connection.execute(SHRINKING)  # before the first page is written
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "wal_autocheckpoint=0"):
                connection.execute(f"PRAGMA {pragma}")
            checkpoints = cls(connection, path)
            checkpoints.saver.setup()
            connection.execute("PRAGMA busy_timeout=0")
            yield checkpoints

    async def drop(self, thread_id: str) -> None:
        await self.saver.save(lambda: self.saver.delete_thread(thread_id))

    async def shrink(self) -> None:
        """Makes the file as short as what it holds, beside the loop and between others' writes."""
        await shrink(self._path)

    async def probe(self) -> None:
        await self.saver.save(self._probe)

    def _probe(self) -> None:
        insert = "INSERT INTO checkpoints (thread_id, checkpoint_id, checkpoint) VALUES ('', '', ?)"
        with self.saver.cursor() as cursor:
            cursor.execute(insert, (bytes(PROBE_BYTES),))
            cursor.execute("DELETE FROM checkpoints WHERE thread_id = ''")
