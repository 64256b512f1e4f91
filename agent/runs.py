"""Runs: one at a time per thread, detached from whoever asked, taken up again after a crash.

Every turn is a row before it is work. A thread's worker carries its rows out in order; the graph's
checkpoint and the approvals table say how far one had come when the process died.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import Connection, insert, select, update

from agent import frames
from agent.inputs import Answer, Message, Undo, read_input
from agent.plans import UNDOABLE, Settled
from agent.services import Services
from agent.turns import Result, Run, Turns
from tools.errors import Busy, Conflict, Expired, Unavailable
from tools.records.tables import runs

MOST_QUEUED = 3

_logger = logging.getLogger("notionforge.runs")


@dataclass
class _Worker:
    """Carries out one thread's runs. `stop` is set while the first of them is being cancelled."""

    queue: deque[Run] = field(default_factory=deque)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


class Runs:
    """Accepts turns, decisions and cancellations, and sees every turn to its end."""

    def __init__(self, services: Services, today: Callable[[], date] | None = None) -> None:
        self._on = services
        self._turns = Turns(services, today or (lambda: datetime.now(UTC).date()))
        self._workers: dict[str, _Worker] = {}
        self._results: dict[str, asyncio.Future[Result]] = {}
        self._closing = False

    async def recover(self) -> int:
        """Takes up what a dead process left; returns how many runs that were."""
        query = (
            select(runs.c.id, runs.c.thread_id, runs.c.input)
            .where(runs.c.status.in_(("queued", "running")))
            .order_by(runs.c.created_at)
        )
        rows = await self._on.records.read(lambda c: c.execute(query).all())
        for row in rows:
            run = Run(row.id, row.thread_id, read_input(row.input))
            await self._echo(run)
            self._enqueue(run)
        return len(rows)

    async def close(self, grace: float = 5.0) -> None:
        """Takes no more work and gives what runs some time; the rest is recovered next time."""
        self._closing = True
        self._on.builder.suspend()
        tasks = [worker.task for worker in self._workers.values() if worker.task is not None]
        if tasks:
            await asyncio.wait(tasks, timeout=grace)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def is_busy(self, thread_id: str) -> bool:
        return thread_id in self._workers

    async def awaits_answer(self, thread_id: str) -> bool:
        """Whether a clarifying question of the thread is open."""
        return await self._turns.awaits_answer(thread_id)

    async def submit(self, thread_id: str, run_id: str, message: Message) -> Run:
        """Accepts a message as a run of its own; the same id again is the same run.

        Raises Busy where three wait already.
        """
        worker = self._workers.get(thread_id)
        if worker is not None and len(worker.queue) >= MOST_QUEUED:
            raise Busy(f"thread {thread_id[:6]}… has {MOST_QUEUED} messages waiting")
        run = Run(run_id, thread_id, message)
        if await self._on.records.write(lambda connection: _insert(connection, run)):
            await self._echo(run)
            self._enqueue(run)
        return run

    async def decide(self, thread_id: str, run_id: str, answer: Answer) -> Run | None:
        """Settles the pending plan and goes on with it; None if this answer came before.

        Raises NotFound, Expired, or Conflict where another answer was first.
        """
        run = Run(run_id, thread_id, answer)

        def settle(connection: Connection) -> Settled:
            settled = self._on.plans.decide(
                connection, answer.approval_id, answer.decision, run_id, answer.edited
            )
            if settled == "settled":
                _insert(connection, run)
            return settled

        settled = await self._on.records.write(settle)
        if settled == "late":
            raise Expired(f"plan {answer.approval_id} is past its time")
        if settled == "repeated":
            return None
        await self._echo(run)
        self._enqueue(run)
        return run

    async def undo(self, thread_id: str, run_id: str, build_id: str | None = None) -> Run:
        """Undoes the thread's last build, and withdraws the plan that waits: it was made for what
        that build left. Raises Conflict where there is none, or `build_id` is not the last."""
        build = await self._on.plans.latest_build(thread_id, *UNDOABLE)
        if build is None or build_id not in (None, build.id):
            raise Conflict("nothing to undo", reason="nothing_to_undo")
        run = Run(run_id, thread_id, Undo(build_id=build.id))
        if not await self._on.records.write(lambda c: _is_idle(c, thread_id) and _insert(c, run)):
            raise Conflict("work runs", reason="nothing_to_undo")
        await self._on.plans.withdraw(thread_id)
        self._enqueue(run)
        return run

    async def cancel(self, thread_id: str) -> None:
        """Stops what runs and undoes what it wrote. Raises Conflict where nothing runs."""
        worker = self._workers.get(thread_id)
        if worker is None:
            raise Conflict("nothing runs", reason="nothing_running")
        worker.stop.set()
        build = await self._on.plans.latest_build(thread_id, "running")
        if build is not None:
            await self._on.builder.stop(build.id)

    async def result(self, run: Run) -> Result:
        """How a run ended: `status`, and `outcome`, `approval_id` or `error` where it has them."""
        if run.id in self._results:
            return await asyncio.shield(self._results[run.id])
        query = select(runs.c.result).where(runs.c.id == run.id)
        stored: Result = await self._on.records.read(lambda c: c.execute(query).scalar_one())
        return stored

    async def _echo(self, run: Run) -> None:
        """Shows what the person said to all sockets of the thread, once."""
        match run.input:
            case Message(text=text, echo=True, client_id=client_id):
                echo = frames.user_message(text, client_id)
            case Answer(feedback=str(text), client_id=client_id):
                echo = frames.user_message(text, client_id)
            case _:
                return
        await self._on.events.append(run.thread_id, f"{run.id}:user", echo)

    def _enqueue(self, run: Run) -> None:
        worker = self._workers.setdefault(run.thread_id, _Worker())
        worker.queue.append(run)
        self._results.setdefault(run.id, asyncio.get_running_loop().create_future())
        if worker.task is None:
            worker.task = asyncio.create_task(
                self._carry_out(run.thread_id, worker), name=f"runs-{run.thread_id[:6]}"
            )

    async def _carry_out(self, thread_id: str, worker: _Worker) -> None:
        """The worker of one thread: ends when its queue is empty."""
        begun: list[Run] = []
        try:
            while worker.queue and not self._closing:
                begun = [worker.queue.popleft()]
                await self._end(begun[0], await self._turns.carry_out(begun[0], worker.stop))
                worker.stop.clear()
        except Exception:
            _logger.exception("the worker of thread %s… stopped", thread_id[:6])
            self._give_up([*begun, *worker.queue])
        finally:
            del self._workers[thread_id]

    def _give_up(self, open_runs: list[Run]) -> None:
        """Tells who waits that not even a failure could be kept (a full disk, say).

        The rows stay open; the next start takes them up.
        """
        for run in open_runs:
            future = self._results.pop(run.id, None)
            if future is not None and not future.done():
                future.set_exception(Unavailable("the turn could not be kept"))
                future.exception()  # nobody may be waiting for it

    async def _end(self, run: Run, result: Result) -> None:
        done = update(runs).where(runs.c.id == run.id).values(status="done", result=result)
        end = frames.turn_end(result["status"])
        await self._on.events.append(run.thread_id, f"{run.id}:turn_end", end, along=done)
        future = self._results.pop(run.id)
        if not future.done():
            future.set_result(result)


def _is_idle(connection: Connection, thread_id: str) -> bool:
    """Whether no run of a thread is under way: asked within the transaction that adds one."""
    open_ = select(runs.c.id).where(runs.c.thread_id == thread_id, runs.c.status != "done")
    return connection.execute(open_).first() is None


def _insert(connection: Connection, run: Run) -> bool:
    """Keeps a run as queued; False where it was kept before."""
    known = select(runs.c.id).where(runs.c.id == run.id)
    if connection.execute(known).first() is not None:
        return False
    row = {
        "id": run.id,
        "thread_id": run.thread_id,
        "input": run.input.model_dump(mode="json"),
        "status": "queued",
        "created_at": time.time(),
    }
    connection.execute(insert(runs).values(row))
    return True
