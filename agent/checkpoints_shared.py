"""Checkpoints in the Postgres database that several servers share."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import (
    ChannelVersions,
    Checkpoint,
    CheckpointMetadata,
    CheckpointTuple,
)
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from psycopg import AsyncConnection, AsyncCursor
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool

from agent.checkpoints import Checkpoints, is_begun_anew, kept_by_themselves
from tools.errors import StorageFailed
from tools.records import cursors
from tools.records.postgres import CONNECT_SECONDS, LINE, postgres_options
from tools.records.servers import Finds
from tools.records.store import PROBE_BYTES
from tools.storage import storage_failures

Pool = AsyncConnectionPool[AsyncConnection[DictRow]]

_CONNECTIONS = 2  # the library's saver runs one statement at a time
_PAUSE_SECONDS = 0.1
# A lock of its own: who waits for it must be in no transaction, as `_set_up` says.
_SETTING_UP = 0x636865636B706F74
# What a newer checkpoint has taken the place of, and the values that it does not hold.
_FORGET = (
    """DELETE FROM checkpoints WHERE thread_id = %(thread)s AND checkpoint_ns = %(ns)s
       AND checkpoint_id < %(id)s""",
    """DELETE FROM checkpoint_writes WHERE thread_id = %(thread)s AND checkpoint_ns = %(ns)s
       AND checkpoint_id < %(id)s""",
    """DELETE FROM checkpoint_blobs kept WHERE thread_id = %(thread)s AND checkpoint_ns = %(ns)s
       AND NOT EXISTS (SELECT 1 FROM checkpoints held WHERE held.thread_id = kept.thread_id
       AND held.checkpoint_ns = kept.checkpoint_ns
       AND held.checkpoint -> 'channel_versions' ->> kept.channel = kept.version)""",
)


class SharedSaver(AsyncPostgresSaver):
    """The library's saver for Postgres, keeping what `agent.checkpoints.Saver` keeps.

    `alive` finds a row for as long as this server may write, and is asked within each transaction:
    what one that was taken for dead would save stands after what another has saved since, and would
    have that be forgotten.
    """

    def __init__(self, pool: Pool, alive: Finds | None = None) -> None:
        super().__init__(pool)
        self._alive = alive
        # Within a pipeline Postgres takes a process that stands still for one that is about to
        # speak, and ends neither its statement nor its transaction, whose locks then stay.
        self.supports_pipeline = False

    @asynccontextmanager
    async def _cursor(self, *, pipeline: bool = False) -> AsyncIterator[AsyncCursor[DictRow]]:
        """The library's own; where it would write in a pipeline, and only there, it writes."""
        async with super()._cursor(pipeline=pipeline) as cursor:
            if self._alive is not None and pipeline:
                await cursor.execute(*self._alive)
                if await cursor.fetchone() is None:
                    raise StorageFailed("this server was taken for dead")
            yield cursor

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        with storage_failures():
            return await super().aget_tuple(config)

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Keeps a checkpoint, then drops the thread's earlier ones. Raises StorageFailed."""
        if is_begun_anew(metadata):
            return config
        asked = config["configurable"]
        place = {"thread": asked["thread_id"], "ns": asked["checkpoint_ns"]}
        with storage_failures():
            follows = await super().aput(config, checkpoint, metadata, new_versions)
            async with self._cursor(pipeline=True) as cursor:
                for forget in _FORGET:
                    await cursor.execute(forget, {**place, "id": checkpoint["id"]})
        return follows

    async def aput_writes(
        self,
        config: RunnableConfig,
        writes: Sequence[tuple[str, Any]],
        task_id: str,
        task_path: str = "",
    ) -> None:
        """Raises StorageFailed."""
        if kept := kept_by_themselves(writes):
            with storage_failures():
                await super().aput_writes(config, kept, task_id, task_path)


class SharedCheckpoints(Checkpoints):
    """Checkpoints in a Postgres database."""

    saver: SharedSaver

    def __init__(self, pool: Pool, alive: Finds | None) -> None:
        self._pool = pool
        self.saver = SharedSaver(pool, alive)

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str, alive: Finds | None = None) -> AsyncIterator["SharedCheckpoints"]:
        """Raises StorageFailed, and what the driver raises."""
        options = {
            **LINE,
            "autocommit": True,
            "prepare_threshold": 0,
            "row_factory": dict_row,
            "cursor_factory": cursors.AsyncCursor,
            "options": postgres_options(url),
        }
        pool: Pool = AsyncConnectionPool(
            url,
            min_size=1,
            max_size=_CONNECTIONS,
            open=False,
            timeout=CONNECT_SECONDS,
            check=AsyncConnectionPool.check_connection,
            kwargs=options,
        )
        try:
            with storage_failures():
                await pool.open(wait=True, timeout=CONNECT_SECONDS)
            checkpoints = cls(pool, alive)
            await checkpoints._set_up()
            yield checkpoints
        finally:
            await pool.close()

    async def _set_up(self) -> None:
        """One server at a time. It asks for the lock again and again: one that waits inside a
        statement would hold up the indexes that are built concurrently, for ever."""
        async with self._pool.connection() as connection:
            await _locked(connection)
            try:
                await self.saver.setup()
            finally:
                await connection.execute("SELECT pg_advisory_unlock(%s)", (_SETTING_UP,))

    async def drop(self, thread_id: str) -> None:
        with storage_failures():
            await self.saver.adelete_thread(thread_id)

    async def shrink(self) -> None:
        """Postgres sees to it."""

    async def probe(self) -> None:
        insert = """INSERT INTO checkpoint_blobs (thread_id, channel, version, type, blob)
            VALUES ('', '', '', '', %s) ON CONFLICT DO NOTHING"""
        with storage_failures():
            async with self._pool.connection() as connection:
                await connection.execute(insert, (bytes(PROBE_BYTES),))
                await connection.execute("DELETE FROM checkpoint_blobs WHERE thread_id = ''")


async def _locked(connection: AsyncConnection[DictRow]) -> None:
    """Holds the lock for setting up, once no other server does."""
    ask = "SELECT pg_try_advisory_lock(%s) AS held"
    for seconds in itertools.chain((0.0,), itertools.repeat(_PAUSE_SECONDS)):
        await asyncio.sleep(seconds)
        row = await (await connection.execute(ask, (_SETTING_UP,))).fetchone()
        if row is not None and row["held"]:
            return
