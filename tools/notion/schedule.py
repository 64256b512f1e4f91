"""In which order a plan is carried out, and how long that takes with assumed latencies. Pure."""

import heapq
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from tools.notion.latency import NOTION_LATENCY
from tools.notion.limiter import least_seconds
from tools.notion.operations import Operation, Plan

WORKERS = 8  # operations under way at once

_Ranked = tuple[int, int, Operation]  # behind those with longer ways, and earlier ones


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
    agenda = Agenda(plan.operations)
    running: list[tuple[float, int, Operation]] = []
    now = 0.0
    while True:
        while len(running) < workers and (operation := agenda.take()) is not None:
            heapq.heappush(running, (now + latency, id(operation), operation))
        if not running:
            return now
        now, _, finished = heapq.heappop(running)
        agenda.finish(finished)


class Agenda:
    """Which operation comes next: of those whose needs are done and whose lane is free the one with
    the longest way behind it, so that no long lane is left over at the end.

    A lane keeps its order, whoever is ready first. All of a plan takes time in proportion to it.
    """

    def __init__(self, operations: Iterable[Operation], done: Collection[str] = ()) -> None:
        waiting = [operation for operation in operations if operation.id not in done]
        names = {operation.id for operation in waiting}
        self._lanes: defaultdict[str, deque[_Ranked]] = defaultdict(deque)
        self._users: defaultdict[str, list[Operation]] = defaultdict(list)
        self._missing: dict[str, int] = {}  # how many needs are not done yet
        self._ready: list[_Ranked] = []  # a heap of the firsts of free lanes
        self._busy: set[str] = set()
        for operation in waiting:
            needs = operation.needs & names
            self._missing[operation.id] = len(needs)
            for needed in needs:
                self._users[needed].append(operation)
        ways = self._ways(waiting)
        for number, operation in enumerate(waiting):
            self._lanes[operation.lane].append((-ways[operation.id], number, operation))
        for lane in self._lanes:
            self._offer(lane)

    def _ways(self, waiting: Sequence[Operation]) -> dict[str, int]:
        """How many operations have to come one after the other from each on, itself among them;
        the later ones are known first, as each needs earlier ones only."""
        ways: dict[str, int] = {}
        in_lane: dict[str, int] = {}
        for operation in reversed(waiting):
            behind = [ways[user.id] for user in self._users[operation.id] if user.id in ways]
            ways[operation.id] = 1 + max(*behind, in_lane.get(operation.lane, 0), 0)
            in_lane[operation.lane] = ways[operation.id]
        return ways

    def take(self) -> Operation | None:
        """The next operation, which takes its lane until it is finished; None while none may."""
        if not self._ready:
            return None
        *_, operation = heapq.heappop(self._ready)
        self._lanes[operation.lane].popleft()
        self._busy.add(operation.lane)
        return operation

    def finish(self, operation: Operation) -> None:
        """Lets go on what waited for an operation, or for its lane."""
        self._busy.discard(operation.lane)
        freed = {operation.lane: None}
        for user in self._users.pop(operation.id, ()):
            self._missing[user.id] -= 1
            if not self._missing[user.id] and self._is_next(user):
                freed[user.lane] = None
        for lane in freed:
            self._offer(lane)

    def _is_next(self, operation: Operation) -> bool:
        lane = self._lanes[operation.lane]
        return operation.lane not in self._busy and bool(lane) and lane[0][-1] is operation

    def _offer(self, lane: str) -> None:
        waiting = self._lanes[lane]
        if waiting and not self._missing[waiting[0][-1].id]:
            heapq.heappush(self._ready, waiting[0])
