"""Runs: one at a time per thread, detached from whoever asked, taken up again after a crash.

Every turn is a row before it is work. The graph's checkpoint and the approvals table say how far
one had come when the process died.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from typing import Literal, Protocol, TypeVar

from sqlalchemy import Connection

from agent import builds_made, settling
from agent.admission import Admission
from agent.desk import Desk
from agent.events import Event
from agent.guard import check_length
from agent.inputs import Answer, Message, Redo, Run, Undo
from agent.outcomes import Result
from agent.plans.statuses import UNDOABLE, BuildStatus
from agent.run_store import RunStore
from agent.server_frames import TurnStatus
from agent.workers import Sleep, Workers
from tools.errors import Busy, Conflict, Expired, StorageFailed, Unavailable
from tools.records.others import Others

MOST_QUEUED = 3
MOST_RUNNING = 32
MOST_WAITING = 10  # times as many as may run
UNDO_SECONDS = 30.0  # that a caller waits for what was made to be undone
COME_BACK_SECONDS = 30.0  # after which to try again where too many wait

T = TypeVar("T")


class Turns(Protocol):
    """Who carries a run out: `agent.turns`."""

    async def carry_out(self, run: Run) -> Result:
        """One turn to its end, its failures included. Raises StorageFailed."""
        ...

    async def give_up(self, run: Run) -> Result:
        """Ends a turn that ended its process each time it was tried."""
        ...


class Runs:
    """Accepts turns, decisions and cancellations, and sees every turn to its end."""

    def __init__(
        self,
        desk: Desk,
        turns: Turns,
        *,
        most_running: int = MOST_RUNNING,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._on = desk
        self._turns = turns
        self._others = Others(desk.records.signals, "run", self.take_up, self._stop)
        self._store = RunStore(desk.records, desk.events, desk.fleet, self._others)
        admission = Admission(most_running)
        self._workers = Workers(
            desk.threads, desk.events, turns.carry_out, self._store, admission, sleep
        )
        self._most_open = most_running * (1 + MOST_WAITING)
        self._arriving = 0

    async def join(self) -> None:
        """Takes part in what is to be done, what a dead process left first."""
        self._others.join(self._on.fleet.watch)
        await self.take_up()

    async def take_up(self) -> int:
        """Takes up what was said to other servers and what dead ones left, and gives up what ended
        its process each time it was tried; returns how many runs go on here that did not."""
        await self._on.fleet.adopt()
        for run in await self._store.hopeless():
            if not self._workers.knows(run):
                await self._give_up(run)
        left = [run for run in await self._store.unfinished() if not self._workers.knows(run)]
        for run in left:
            self._workers.enqueue(run)
        return len(left)

    async def _give_up(self, run: Run) -> None:
        await self._store.finish(run, await self._turns.give_up(run))

    async def close(self, grace: float = 5.0) -> None:
        """Takes no more work and gives what runs some time; the rest is recovered later."""
        self._on.builder.suspend()
        await self._workers.close(grace)
        await self._others.leave()

    def is_busy(self, thread_id: str) -> bool:
        """Whether a thread has something to do here."""
        return self._workers.get(thread_id) is not None

    async def is_busy_anywhere(self, thread_id: str) -> bool:
        """Whether a thread has something to do, here or on another server."""
        here = self.is_busy(thread_id)
        return here or (self._on.fleet.is_shared and await self._store.is_busy(thread_id))

    async def idle(self, thread_id: str) -> None:
        """Returns once nothing of a thread runs, and nothing waits for its turn."""
        while (worker := self._workers.get(thread_id)) is not None and worker.task is not None:
            await asyncio.wait((worker.task,))
        if self._on.fleet.is_shared:
            await self._store.idle(thread_id)

    @property
    def open(self) -> int:
        """How many runs are open."""
        return len(self._workers)

    @property
    def ended(self) -> Mapping[TurnStatus, int]:
        """How many runs have ended in each way since the process began."""
        return self._store.ended

    def check_room(self) -> None:
        """Raises Unavailable where no more may wait; what is about to be kept counts."""
        if len(self._workers) + self._arriving >= self._most_open:
            raise Unavailable("too many wait", reason="at_capacity", retry_after=COME_BACK_SECONDS)

    async def submit(
        self, thread_id: str, run_id: str, message: Message, seen: int | None = None
    ) -> Run:
        """Accepts a message as a run of its own; the same id again is the same run.

        `seen` is the number of the last frame that its sender had been sent; None: all of them.
        Raises ValidationFailed for a single character where nothing waits that it may answer, Busy
        where three wait already, Unavailable where too many wait elsewhere: but for an answer to a
        plan, which was let in when it was asked for.
        """
        if await self._on.plans.pending(thread_id) is None:
            self.check_room()

        def keep(connection: Connection) -> Run | None:
            if self._store.knows(connection, run_id):
                return None
            _check_queue(thread_id, len(builds_made.open_runs(connection, thread_id)) - 1)
            if message.mode == "ask" and not settling.awaits_words(connection, thread_id):
                check_length(message.text, field="content")
            said = settling.noted(connection, thread_id, message, seen)
            run = Run(run_id, thread_id, said)
            return run if self._store.insert(connection, run) else None

        return await self._accept(keep, "message_not_kept") or Run(run_id, thread_id, message)

    async def decide(
        self, thread_id: str, run_id: str, answer: Answer, seen: int | None = None
    ) -> Run | None:
        """Settles the pending plan and goes on with it; None if this answer came before.

        `seen` is the number of the last frame that the person had been sent; None: the plan is.
        Never refused for want of room: there are no more answers than plans that were let in, and
        a plan whose yes was turned away might have expired by the next try.
        Raises NotFound, Expired, or Conflict where another answer was first.
        """
        run = Run(run_id, thread_id, answer)

        def keep(connection: Connection) -> Run | Literal["repeated", "late"]:
            if self._store.knows(connection, run_id):
                return "repeated"
            if not settling.by_button(connection, thread_id, run_id, answer, seen):
                return "late"
            self._store.insert(connection, run)
            return run

        kept = await self._accept(keep, "answer_not_kept")
        if kept == "late":
            raise Expired(f"plan {answer.approval_id} is past its time")
        return run if kept is run else None

    async def undo(
        self, thread_id: str, run_id: str, build_id: str | None = None, seen: int | None = None
    ) -> Run:
        """Undoes the thread's last build, and withdraws the plan that waits: it was made for what
        that build left.

        `seen` is the number of the last frame that the person had been sent; None: all of them.
        Raises Conflict where there is none, `build_id` is not the last, or something was done or
        undone that was not seen; Unavailable where too many wait.
        """
        build = await self._on.plans.latest_build(thread_id, *UNDOABLE)
        if build is None or build_id not in (None, build.id):
            raise Conflict("nothing to undo", reason="nothing_to_undo")
        self.check_room()
        run = Run(run_id, thread_id, Undo(build_id=build.id))

        def keep(connection: Connection) -> Run | None:
            if not builds_made.by_undo(connection, thread_id, build.id, seen):
                return None
            return run if self._store.insert(connection, run) else None

        if await self._accept(keep, "undo_not_kept") is None:
            raise Conflict("work runs", reason="nothing_to_undo")
        return run

    async def redo(self, thread_id: str, run_id: str, seen: int | None = None) -> Run:
        """Makes again what the last undo took back, and withdraws the plan that waits.

        Raises Conflict where there is none, something runs, or something was done or undone after
        the frame numbered `seen`; Unavailable where too many wait.
        """
        self.check_room()

        def keep(connection: Connection) -> Run | None:
            build_id = builds_made.by_redo(connection, thread_id, seen)
            if build_id is None:
                return None
            run = Run(run_id, thread_id, Redo(build_id=build_id))
            return run if self._store.insert(connection, run) else None

        kept = await self._accept(keep, "message_not_kept")
        if kept is None:
            raise Conflict("nothing to redo", reason="nothing_to_redo")
        return kept

    async def cancel(self, thread_id: str, run_id: str | None = None) -> None:
        """Rejects the plan that waits; where none does, stops what runs and undoes what it wrote,
        or closes the question that is open.

        Raises Conflict where nothing waits or runs, and StorageFailed where the cancel is heard but
        has to wait as well.
        """
        rejecting = run_id or secrets.token_hex(16)

        def keep(connection: Connection) -> Run | str | None:
            meant = settling.by_cancel(connection, thread_id, rejecting)
            if not isinstance(meant, Answer | Message):
                return meant
            run = Run(rejecting, thread_id, meant)
            self._store.insert(connection, run)
            return run

        worker = self._workers.get(thread_id)
        try:
            kept = await self._accept(keep, "cancel_waits" if worker else "answer_not_kept")
        except StorageFailed:  # heard nevertheless, where it is work that is meant
            if worker is not None:
                await self._stop(thread_id, worker.current.id)
            raise
        if not isinstance(kept, Run):
            await self._stop(thread_id, kept)

    async def _stop(self, thread_id: str, run_id: str | None) -> None:
        """Stops a run: heard before it can show a plan, where none was shown as this was kept."""
        worker = self._workers.get(thread_id)
        run = worker.find(run_id) if worker is not None and run_id is not None else None
        if run is None and run_id is not None and await self._store.ask_to_stop(thread_id, run_id):
            return
        if worker is None or run is None:
            raise Conflict("nothing runs", reason="nothing_running")
        run.stop.set()
        if worker.stuck.is_set():
            raise StorageFailed("the turn stops once there is room", reason="cancel_waits")
        build = await self._on.plans.latest_build(thread_id, BuildStatus.RUNNING)
        if build is not None:
            await self._on.builder.stop(build.id)

    async def result(self, run: Run) -> Result:
        """How a run ended: `status`, and `outcome`, `approval_id` or `error` where it has them.

        Raises StorageFailed where it waits for storage; it goes on by itself all the same.
        """
        return await self._workers.result(run) or await self._store.result(run)

    async def _accept(self, keep: Callable[[Connection], T], otherwise: str) -> T:
        """Keeps what comes in; where that is a run, what was said with it too, and enqueues it.

        Transactions answer in their order: of two that are kept, the first is enqueued first.
        Raises StorageFailed, with the text `otherwise`, where nothing is kept: it has to be said
        again, as no disk will remember it.
        """

        def keep_all(connection: Connection) -> tuple[T, Event | None, bool]:
            kept = keep(connection)
            if not isinstance(kept, Run):
                return kept, None, False
            return kept, self._store.echo(connection, kept), self._store.assign(connection, kept)

        self._arriving += 1
        try:
            kept, echo, is_ours = await self._on.records.write(keep_all)
            if isinstance(kept, Run):
                self._on.events.publish(kept.thread_id, echo)
            if isinstance(kept, Run) and is_ours and not self._workers.knows(kept):
                self._workers.enqueue(kept)
        except StorageFailed as failure:
            raise StorageFailed(str(failure), reason=otherwise) from failure
        finally:
            self._arriving -= 1
        return kept


def _check_queue(thread_id: str, waiting: int) -> None:
    if waiting >= MOST_QUEUED:
        raise Busy(f"thread {thread_id[:6]}… has {MOST_QUEUED} messages waiting")
