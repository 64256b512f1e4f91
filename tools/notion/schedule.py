"""How long a plan takes: a run of the forge's own rules with assumed latencies. Pure."""

import heapq
from dataclasses import dataclass

from tools.notion.forge import WORKERS
from tools.notion.latency import NOTION_LATENCY
from tools.notion.limiter import least_seconds
from tools.notion.operations import Operation, Plan


@dataclass(frozen=True)
class Estimate:
    """`seconds` with the forge's workers; `critical_path` with as many as could be used."""

    seconds: float
    critical_path: float


def estimate(plan: Plan, latency: float = NOTION_LATENCY) -> Estimate:
    """How long a plan takes at a latency per call, waits for the rate window included."""
    calls = len(plan.operations)
    seconds = max(_makespan(plan, latency, WORKERS), least_seconds(calls))
    return Estimate(seconds, _makespan(plan, latency, calls))


def _makespan(plan: Plan, latency: float, workers: int) -> float:
    """The end of the last operation when what is ready starts first come first served."""
    waiting = list(plan.operations)
    running: list[tuple[float, int, Operation]] = []
    done: set[str] = set()
    now = 0.0
    while waiting or running:
        blocked = {operation.lane for _, _, operation in running}
        for operation in list(waiting):
            free = operation.lane not in blocked and len(running) < workers
            blocked.add(operation.lane)
            if free and operation.needs <= done:
                waiting.remove(operation)
                heapq.heappush(running, (now + latency, id(operation), operation))
        now, _, finished = heapq.heappop(running)
        done.add(finished.id)
    return now
