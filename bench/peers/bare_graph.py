"""The graph that the peers serve: as many steps as a conversation of ours, one of which waits.

It runs in the peers' own environments, so it knows nothing of ours; `bench/floor.py` has the same.
"""

from typing import TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt

STEPS = 6


class State(TypedDict):
    count: int


async def step(state: State) -> dict[str, int]:
    return {"count": state["count"] + 1}


async def wait(state: State) -> dict[str, int]:
    interrupt({"count": state["count"]})
    return {"count": state["count"] + 1}


builder = StateGraph(State)
names = [f"step{number}" for number in range(STEPS)]
for number, name in enumerate(names):
    builder.add_node(name, wait if number == STEPS - 2 else step)
for before, after in zip([START, *names], [*names, END], strict=True):
    builder.add_edge(before, after)
graph = builder.compile()
