"""Runs: one at a time per thread, detached from whoever asked, taken up again after a crash.

Every turn is a row before it is work. The graph's checkpoint and the approvals table say how far
one had come when the process died.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

from sqlalchemy import Connection

from agent.admission import Admission
from agent.events import Event
from agent.inputs import Answer, Message, Undo
from agent.plans import UNDOABLE, Settled, withdrawal
from agent.run_store import RunStore, is_idle
from agent.services import Services
from agent.turns import Result, Run, Turns
from agent.workers import Sleep, Workers
from tools.errors import Busy, Conflict, Expired, StorageFailed, Unavailable

MOST_QUEUED = 3
MOST_RUNNING = 32
MOST_WAITING = 10  # times as many as may run
COME_BACK_SECONDS = 30.0  # after which to try again where too many wait

T = TypeVar("T")


class Runs:
    """Accepts turns, decisions and cancellations, and sees every turn to its end."""

    def __init__(
        self,
        services: Services,
        today: Callable[[], date] | None = None,
        *,
        most_running: int = MOST_RUNNING,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._on = services
        self._turns = Turns(services, today or (lambda: datetime.now(UTC).date()))
        self._store = RunStore(services.records, services.events)
        admission = Admission(most_running)
        self._workers = Workers(services, self._turns, self._store, admission, sleep)
        self._most_open = most_running * (1 + MOST_WAITING)
        self._arriving = 0

    async def give_up(self) -> int:
        """Ends what ended its process each time it was tried; returns how many runs that were.

        To be called before `recover`, which else would try it once more.
        """
        hopeless = await self._store.hopeless()
        for run in hopeless:
            await self._store.finish(run, await self._turns.give_up(run))
        return len(hopeless)

    async def recover(self) -> int:
        """Takes up what a dead process left; returns how many runs that were."""
        left = await self._store.unfinished()
        for run in left:
            self._workers.enqueue(run)
        return len(left)

    async def close(self, grace: float = 5.0) -> None:
        """Takes no more work and gives what runs some time; the rest is recovered next time."""
        self._on.builder.suspend()
        await self._workers.close(grace)

    def is_busy(self, thread_id: str) -> bool:
        return self._workers.get(thread_id) is not None

    async def awaits_answer(self, thread_id: str) -> bool:
        """Whether a clarifying question of the thread is open."""
        return await self._turns.awaits_answer(thread_id)

    def check_room(self) -> None:
        """Raises Unavailable where no more may wait; what is about to be kept counts."""
        if len(self._workers) + self._arriving >= self._most_open:
            raise Unavailable("too many wait", reason="at_capacity", retry_after=COME_BACK_SECONDS)

    async def submit(self, thread_id: str, run_id: str, message: Message) -> Run:
        """Accepts a message as a run of its own; the same id again is the same run.

        Raises Busy where three wait already, Unavailable where too many wait elsewhere: but for an
        answer to a plan, which was let in when it was asked for.
        """
        worker = self._workers.get(thread_id)
        if worker is not None and len(worker.queue) >= MOST_QUEUED:
            raise Busy(f"thread {thread_id[:6]}… has {MOST_QUEUED} messages waiting")
        if await self._on.plans.pending(thread_id) is None:
            self.check_room()
        run = Run(run_id, thread_id, message)
        await self._accept(run, lambda connection: self._store.insert(connection, run), new=True)
        return run

    async def decide(self, thread_id: str, run_id: str, answer: Answer) -> Run | None:
        """Settles the pending plan and goes on with it; None if this answer came before.

        Never refused for want of room: there are no more answers than plans that were let in, and
        a plan whose yes was turned away might have expired by the next try.
        Raises NotFound, Expired, or Conflict where another answer was first.
        """
        run = Run(run_id, thread_id, answer)

        def settle(connection: Connection) -> Settled:
            settled = self._on.plans.decide(
                connection, answer.approval_id, answer.decision, run_id, answer.edited
            )
            if settled == "settled":
                self._store.insert(connection, run)
            return settled

        settled = await self._accept(run, settle, new="settled")
        if settled == "late":
            raise Expired(f"plan {answer.approval_id} is past its time")
        return run if settled == "settled" else None

    async def undo(self, thread_id: str, run_id: str, build_id: str | None = None) -> Run:
        """Undoes the thread's last build, and withdraws the plan that waits: it was made for what
        that build left. Raises Conflict where there is none, or `build_id` is not the last;
        Unavailable where too many wait."""
        build = await self._on.plans.latest_build(thread_id, *UNDOABLE)
        if build is None or build_id not in (None, build.id):
            raise Conflict("nothing to undo", reason="nothing_to_undo")
        self.check_room()
        run = Run(run_id, thread_id, Undo(build_id=build.id))

        def keep(connection: Connection) -> bool:
            if not (is_idle(connection, thread_id) and self._store.insert(connection, run)):
                return False
            connection.execute(withdrawal(thread_id))
            return True

        if not await self._accept(run, keep, new=True):
            raise Conflict("work runs", reason="nothing_to_undo")
        return run

    async def cancel(self, thread_id: str) -> None:
        """Stops what runs and undoes what it wrote. Raises Conflict where nothing runs, and
        StorageFailed where that is heard but has to wait as well."""
        worker = self._workers.get(thread_id)
        if worker is None:
            raise Conflict("nothing runs", reason="nothing_running")
        worker.stop.set()
        if worker.stuck.is_set():
            raise StorageFailed("the turn stops once there is room", reason="cancel_waits")
        build = await self._on.plans.latest_build(thread_id, "running")
        if build is not None:
            await self._on.builder.stop(build.id)

    async def result(self, run: Run) -> Result:
        """How a run ended: `status`, and `outcome`, `approval_id` or `error` where it has them.

        Raises StorageFailed where it waits for storage; it goes on by itself all the same.
        """
        return await self._workers.result(run) or await self._store.result(run)

    async def _accept(self, run: Run, keep: Callable[[Connection], T], new: T) -> T:
        """Keeps a run and what was said with it, and enqueues it where that comes to `new`."""

        def keep_all(connection: Connection) -> tuple[T, Event | None]:
            kept = keep(connection)
            return kept, self._store.echo(connection, run) if kept == new else None

        self._arriving += 1
        try:
            kept, echo = await self._on.records.write(keep_all, long=True)
            if kept == new:
                self._on.events.publish(run.thread_id, echo)
                self._workers.enqueue(run)
        finally:
            self._arriving -= 1
        return kept
