"""Where each conversation stands, by LangGraph's own savers: one checkpoint after the other."""

from itertools import groupby
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver, Checkpoint, CheckpointTuple

from agent.checkpoints import CheckpointsFile
from agent.checkpoints_shared import SharedCheckpoints
from moving.compared import Compared, Digest
from moving.tables import Reported

NAME = "checkpoints"
Saver = BaseCheckpointSaver[Any]


async def move(here: CheckpointsFile, there: SharedCheckpoints, reported: Reported) -> Compared:
    """Moves each thread's newest, unless an earlier try did. Raises StorageFailed."""
    before, after = Digest(), Digest()
    for number, place in enumerate(_places(here), 1):
        told = await _told(here.saver, place)
        if await _told(there.saver, place) != told:
            await _keep(await here.saver.aget_tuple(place), there.saver, place)
        before, after = before.plus(told), after.plus(await _told(there.saver, place))
        reported(NAME, number)
    return Compared(NAME, before, after)


def _places(here: CheckpointsFile) -> list[RunnableConfig]:
    with here.saver.cursor(transaction=False) as cursor:
        query = "SELECT DISTINCT thread_id, checkpoint_ns FROM checkpoints ORDER BY 1, 2"
        rows = cursor.execute(query).fetchall()
    return [{"configurable": {"thread_id": t, "checkpoint_ns": ns}} for t, ns in rows]


async def _keep(found: CheckpointTuple | None, there: Saver, place: RunnableConfig) -> None:
    if found is None:
        return
    checkpoint: Checkpoint = {**found.checkpoint, "channel_values": _values(found)}
    kept = await there.aput(place, checkpoint, found.metadata, checkpoint["channel_versions"])
    for task, writes in groupby(found.pending_writes or (), lambda write: write[0]):
        await there.aput_writes(kept, [(channel, value) for _, channel, value in writes], task)


async def _told(saver: Saver, place: RunnableConfig) -> list[bytes]:
    """All that a run would go on from, each value as the savers write it."""
    found = await saver.aget_tuple(place)
    if found is None:
        return []
    thread = place["configurable"]["thread_id"], found.checkpoint["id"]
    values = sorted(_values(found).items())
    writes = [(f"{task} {channel}", value) for task, channel, value in found.pending_writes or ()]
    told = [(*thread, name, saver.serde.dumps_typed(value)) for name, value in (*values, *writes)]
    return [repr(each).encode() for each in told]


def _values(found: CheckpointTuple) -> dict[str, Any]:
    """Texts without the NULs of earlier releases: Postgres keeps them in jsonb, which has none."""
    values = found.checkpoint["channel_values"].items()
    return {name: v.replace("\0", "") if isinstance(v, str) else v for name, v in values}
