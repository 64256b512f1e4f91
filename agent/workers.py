"""Carries runs out: those of a thread in order, each once it has a place, however often storage
keeps it waiting."""

import asyncio
import contextlib
import logging
import math
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from agent import frames
from agent.admission import Admission
from agent.events import EventLog
from agent.inputs import Run
from agent.outcomes import Result
from agent.run_store import RunStore
from agent.threads import Threads
from tools.errors import StorageFailed, Unavailable
from tools.storage import LONGEST_DELAY, delays

MOST_KNOWN = 10_000  # runs that are done and still known to be
SOME_WORK = 6.0  # seconds that a try takes only if it was more than waiting for a locked file
TELL_AGAIN = 10.0  # seconds; with the longest delay nobody sits in silence for 15

_logger = logging.getLogger("notionforge.runs")

Sleep = Callable[[float], Awaitable[None]]
CarryOut = Callable[[Run], Awaitable[Result]]  # a turn to its end; raises StorageFailed


@dataclass
class Worker:
    """Carries out one thread's runs, one after the other. `works` says that the current one has a
    place, `stuck` that storage keeps it from going on."""

    current: Run
    queue: deque[Run] = field(default_factory=deque)
    task: asyncio.Task[None] | None = None
    works: bool = False
    stuck: asyncio.Event = field(default_factory=asyncio.Event)

    def find(self, run_id: str) -> Run | None:
        """The run of an id, where it is still to be seen to its end."""
        return next((run for run in (self.current, *self.queue) if run.id == run_id), None)


class Workers:
    """The workers of all threads that have something to do."""

    def __init__(
        self,
        threads: Threads,
        events: EventLog,
        carry_out: CarryOut,
        store: RunStore,
        admission: Admission,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._threads = threads
        self._events = events
        self._carry_out_turn = carry_out
        self._store = store
        self._admission = admission
        self._sleep = sleep
        self._workers: dict[str, Worker] = {}
        self._results: dict[str, asyncio.Future[Result]] = {}
        self._begun: set[str] = set()  # tries that are counted and not ended
        self._known: OrderedDict[str, None] = OrderedDict()  # runs that were enqueued
        self._closing = False

    def __len__(self) -> int:
        """How many runs are open."""
        return len(self._results)

    def knows(self, run: Run) -> bool:
        """Whether a run is under way here, or was lately."""
        return run.id in self._known

    def get(self, thread_id: str) -> Worker | None:
        """The worker of a thread that has something to do."""
        return self._workers.get(thread_id)

    async def result(self, run: Run) -> Result | None:
        """How an open run ends; None for one that is not open.

        Raises StorageFailed as soon as storage keeps it from going on.
        """
        ending, worker = self._results.get(run.id), self._workers.get(run.thread_id)
        if ending is None or worker is None:
            return None
        stuck = asyncio.create_task(worker.stuck.wait())
        try:
            await asyncio.wait((ending, stuck), return_when=asyncio.FIRST_COMPLETED)
        finally:
            stuck.cancel()
        if not ending.done():
            raise StorageFailed("the turn waits for storage")
        return ending.result()

    def enqueue(self, run: Run) -> None:
        """Sees to it that a run which is kept is carried out."""
        self._known[run.id] = None
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        self._results.setdefault(run.id, asyncio.get_running_loop().create_future())
        if worker := self._workers.get(run.thread_id):
            worker.queue.append(run)
            return
        worker = self._workers[run.thread_id] = Worker(run)
        worker.task = asyncio.create_task(
            self._carry_out(run.thread_id, worker), name=f"runs-{run.thread_id[:6]}"
        )

    async def close(self, grace: float) -> None:
        """Gives what has a place `grace` seconds; the rest is recovered next time."""
        self._closing = True
        for worker in self._workers.values():
            if worker.task is not None and not worker.works:
                worker.task.cancel()
        tasks = [worker.task for worker in self._workers.values() if worker.task is not None]
        if tasks:
            await asyncio.wait(tasks, timeout=grace)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with contextlib.suppress(StorageFailed):  # then each counts as a try: the safe side
            await self._store.rest(self._begun)
        self._begun.clear()

    async def _carry_out(self, thread_id: str, worker: Worker) -> None:
        """The worker of one thread: ends when its queue is empty."""
        try:
            while not self._closing:
                await self._see_through(worker)
                if not worker.queue:
                    break
                worker.current = worker.queue.popleft()
        except Exception:
            _logger.exception("the worker of thread %s… stopped", thread_id[:6])
            self._give_up([worker.current, *worker.queue])
        finally:
            del self._workers[thread_id]

    async def _see_through(self, worker: Worker) -> None:
        """Tries the current run until storage lets it come to its end.

        Its sockets hear that it waits, and again while it does. Meanwhile others have its place:
        they may need another file, or less room.
        """
        waits, told = delays(), -math.inf
        while True:
            begun = time.monotonic()
            try:
                await self._try(worker)
                return
            except StorageFailed as failure:
                _logger.warning("run %s waits for storage: %s", worker.current.id, failure)
            worker.stuck.set()
            if time.monotonic() - begun > SOME_WORK:
                waits = delays()  # it had gone on: this is another failure
            if time.monotonic() - told > TELL_AGAIN:
                told = time.monotonic()
                await self._tell_stuck(worker.current)
            await self._sleep(next(waits))

    async def _try(self, worker: Worker) -> None:
        run = worker.current
        async with self._admission.place(run.stop, lambda before: self._tell(run, before)):
            worker.works = True
            try:
                if run.id not in self._begun:
                    run = worker.current = await self._store.begin(run)
                    self._begun.add(run.id)
                result = await self._carry_out_turn(run)
                await self._store.finish(run, result)
            finally:
                worker.works = False
        worker.stuck.clear()
        self._begun.discard(run.id)
        future = self._results.pop(run.id)
        if not future.done():
            future.set_result(result)

    async def _tell(self, run: Run, before: int) -> None:
        """Says that a run waits for a place, and how many are before it."""
        with contextlib.suppress(StorageFailed):
            thread = await self._threads.get(run.thread_id)
            language = thread.settings.answers_in
            frame = frames.progress("analyzing", language, key="in_line", before=before)
            key = f"{run.id}:in_line:{time.time_ns()}"  # each is said anew, after a restart too
            await self._events.append(run.thread_id, key, frame)

    async def _tell_stuck(self, run: Run) -> None:
        """Says to the open sockets, without the disk, that a run waits for it."""
        with contextlib.suppress(StorageFailed):
            thread = await self._threads.get(run.thread_id)
            failure = StorageFailed("the turn waits", reason="storage_waits")
            frame = replace(frames.error(failure, thread.settings.answers_in), waiting=True)
            self._events.announce(run.thread_id, frame)

    def _give_up(self, open_runs: list[Run]) -> None:
        """Tells who waits that a turn cannot go on; the rows stay open for the next start."""
        for run in open_runs:
            future = self._results.pop(run.id, None)
            if future is not None and not future.done():
                failure = Unavailable("the turn could not be kept", retry_after=LONGEST_DELAY)
                future.set_exception(failure)
                future.exception()  # nobody may be waiting for it
