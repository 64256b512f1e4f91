"""The floor: a LangGraph graph that does nothing, on the library's own saver, set up as ours is."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, TypedDict

from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, interrupt

# As many steps as a conversation of ours: guard, understand, design, rehearse, approve, execute.
STEPS = 6


class _State(TypedDict):
    count: int


async def _step(state: _State) -> dict[str, int]:
    return {"count": state["count"] + 1}


async def _wait(state: _State) -> dict[str, int]:
    interrupt({"count": state["count"]})
    return {"count": state["count"] + 1}


class Floor:
    """Conversations with a bare graph."""

    def __init__(self, saver: AsyncSqliteSaver) -> None:
        graph = StateGraph(_State)
        names = [f"step{i}" for i in range(STEPS)]
        for i, name in enumerate(names):
            graph.add_node(name, _wait if i == STEPS - 2 else _step)
        for before, after in zip([START, *names], [*names, END], strict=True):
            graph.add_edge(before, after)
        self._graph = graph.compile(checkpointer=saver)
        self._threads = 0

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator["Floor"]:
        async with AsyncSqliteSaver.from_conn_string(str(path)) as saver:
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
                await saver.conn.execute(f"PRAGMA {pragma}")
            yield cls(saver)

    async def conversation(self) -> None:
        self._threads += 1
        config: Any = {"configurable": {"thread_id": f"floor-{self._threads}"}}
        await self._graph.ainvoke({"count": 0}, config, durability="sync")
        await self._graph.ainvoke(Command(resume=True), config, durability="sync")

    async def seconds(self, times: int) -> float:
        """The median of that many conversations, one after the other."""
        taken = []
        for _ in range(times):
            begun = time.perf_counter()
            await self.conversation()
            taken.append(time.perf_counter() - begun)
        return sorted(taken)[len(taken) // 2]

    async def per_second(self, times: int, at_once: int) -> float:
        gate = asyncio.Semaphore(at_once)

        async def one() -> None:
            async with gate:
                await self.conversation()

        begun = time.perf_counter()
        await asyncio.gather(*[one() for _ in range(times)])
        return times / (time.perf_counter() - begun)
