"""Tasks: runs that nobody waits for. A task is a run, seen from outside: found, listed, stopped."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from agent.desk import Desk
from agent.inputs import Run, read_input
from agent.outcomes import Ended, Result
from agent.runs import UNDO_SECONDS, Runs
from agent.threads import Settings, Thread
from tools.errors import Conflict, Forbidden, NotFound, Unavailable
from tools.records.paging import behind
from tools.records.tables import events, runs, threads

TaskStatus = Literal["pending", "running", "completed", "failed", "cancelled"]

_ENTRANCE = threads.c.settings["entrance"].as_string()
_RESULT = func.coalesce(runs.c.result["status"].as_string(), "")
_OUTCOME = func.coalesce(runs.c.result["outcome"]["status"].as_string(), "")
_IS_DONE = runs.c.status == "done"
_IS: Mapping[TaskStatus, ColumnElement[bool]] = {
    "pending": runs.c.status == "queued",
    "running": runs.c.status == "running",
    "completed": _IS_DONE & (_RESULT == "completed") & (_OUTCOME == "completed"),
    "failed": _IS_DONE & (_RESULT != "cancelled") & (_OUTCOME != "completed"),
    "cancelled": _IS_DONE & (_RESULT == "cancelled"),
}


@dataclass(frozen=True)
class Step:
    """A progress frame, and when it came (Unix seconds)."""

    frame: Mapping[str, Any]
    at: float


@dataclass(frozen=True)
class Task:
    """A run and its thread as they stand. Times are Unix seconds; `end` is the number of the
    thread's event that says that the run is over."""

    run: Run
    thread: Thread
    status: TaskStatus
    result: Result | None
    progress: tuple[Step, ...]
    created_at: float
    completed_at: float | None
    end: int | None

    @property
    def id(self) -> str:
        return self.run.id

    @property
    def ended(self) -> Ended | None:
        """What became of it; None while it is under way."""
        return None if self.result is None else Ended(self.thread, self.result)


class Tasks:
    """The runs of all wishes that did not come by chat. `owner` is the server key of who asks."""

    def __init__(self, desk: Desk, runs_: Runs) -> None:
        self._desk = desk
        self._runs = runs_

    async def request(self, run_id: str, owner: str) -> Task:
        """The run of a request, be it a task or not. Raises NotFound, Forbidden."""
        return await self._get(run_id, owner, _ENTRANCE.in_(("request", "task")))

    async def get(self, task_id: str, owner: str) -> Task:
        """Raises NotFound, Forbidden."""
        return await self._get(task_id, owner, _ENTRANCE == "task")

    async def _get(self, run_id: str, owner: str, which: ColumnElement[bool]) -> Task:
        found = await self._find(_joined().where(runs.c.id == run_id, which))
        if not found:
            raise NotFound(f"no task {run_id}", reason="no_task")
        if found[0].thread.owner != owner:
            raise Forbidden("another key's task", reason="foreign_work")
        return found[0]

    async def newest(
        self, owner: str, status: TaskStatus | None, limit: int, cursor: str | None
    ) -> list[Task]:
        """Up to `limit` tasks, newest first, behind the one that `cursor` names.

        Raises InvalidInput for a cursor that no list gave.
        """
        query = _joined().where(threads.c.owner == owner, _ENTRANCE == "task")
        if status is not None:
            query = query.where(_IS[status])
        if cursor is not None:
            query = query.where(behind(cursor, runs.c.created_at, runs.c.id))
        ordered = query.order_by(runs.c.created_at.desc(), runs.c.id.desc())
        return await self._find(ordered.limit(limit))

    async def stop(self, task: Task) -> bool:
        """Stops a task and waits until what it made is undone; False where it had ended before.

        Raises Unavailable where the undoing takes long, and StorageFailed.
        """
        try:
            await self._runs.cancel(task.thread.id)
        except Conflict:
            return False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(UNDO_SECONDS):
                return (await self._runs.result(task.run))["status"] == "cancelled"
        raise Unavailable("undoing is under way", retry_after=UNDO_SECONDS)

    async def forget(self, task: Task) -> None:
        """Has a task that ended be none any more; what it made stays, and can be undone."""
        await self._desk.threads.change(task.thread.id, entrance="request")

    async def _find(self, query: Select[Any]) -> list[Task]:
        def find(connection: Connection) -> list[Task]:
            rows = connection.execute(query).all()
            steps = _steps(connection, [row.thread_id for row in rows])
            return [_task(row, steps[row.thread_id]) for row in rows]

        return await self._desk.records.read(find, long=True)


def _joined() -> Select[Any]:
    end = (events.c.thread_id == runs.c.thread_id) & (events.c.key == runs.c.id + ":turn_end")
    return (
        select(
            runs,
            threads.c.owner,
            threads.c.settings,
            threads.c.last_seq,
            events.c.seq.label("end"),
            events.c.created_at.label("completed_at"),
        )
        .join(threads, threads.c.id == runs.c.thread_id)
        .outerjoin(events, end)
    )


def _steps(connection: Connection, thread_ids: Collection[str]) -> Mapping[str, list[Row[Any]]]:
    """The progress of threads, oldest first."""
    is_progress = events.c.frame["type"].as_string() == "progress"
    query = select(events).where(events.c.thread_id.in_(thread_ids), is_progress)
    found: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(query.order_by(events.c.seq)):
        found[row.thread_id].append(row)
    return found


def _task(row: Row[Any], steps: Collection[Row[Any]]) -> Task:
    """A task of its row; what came after its end belongs to an undo."""
    known = [step for step in steps if row.end is None or step.seq < row.end]
    return Task(
        run=Run(row.id, row.thread_id, read_input(row.input)),
        thread=Thread(row.thread_id, row.owner, Settings(**row.settings), row.last_seq),
        status=_status(row),
        result=row.result,
        progress=tuple(Step(step.frame, step.created_at) for step in known),
        created_at=row.created_at,
        completed_at=row.completed_at,
        end=row.end,
    )


def _status(row: Row[Any]) -> TaskStatus:
    if row.status != "done":
        return "pending" if row.status == "queued" else "running"
    if row.result["status"] == "cancelled":
        return "cancelled"
    outcome = row.result.get("outcome") or {}
    is_made = row.result["status"] == outcome.get("status") == "completed"
    return "completed" if is_made else "failed"
