"""What a thread has built: what of it can be gone on with, taken back, made again, or changed.

Each function is part of the transaction that settles what was said (`agent.settling`).
"""

from typing import Literal

import orjson
from sqlalchemy import Connection, bindparam, literal_column, or_, select

from agent.inputs import Answer, Message, Page, Redo, Retry, RunInput, Undo, read_input
from agent.planner.words import wants_redo, wants_retry, wants_undo
from agent.plans.statuses import UNDOABLE, BuildStatus, withdrawal
from tools.errors import Conflict
from tools.records.compiled import Compiled
from tools.records.tables import approvals, builds, events, runs


def by_undo(connection: Connection, thread_id: str, build_id: str, seen: int | None = None) -> bool:
    """Whether a build can be taken back now: while nothing else runs than the end of the very turn
    that made it. The plan that waits, which was made for what the build left, is withdrawn.

    Raises Conflict where something was done or undone after the frame numbered `seen`.
    """
    if has_moved_on(connection, thread_id, seen):
        raise Conflict("something was done since", reason="unseen_end")
    query = select(builds.c.status, builds.c.attempt).where(builds.c.id == build_id)
    build = connection.execute(query).one()
    for run_id, said in open_runs(connection, thread_id).items():
        makes_it = isinstance(said, Answer) and said.approval_id == build_id
        if run_id != build.attempt and not makes_it:
            return False
    if build.status not in UNDOABLE:
        return False
    connection.execute(withdrawal(thread_id))
    return True


def by_redo(connection: Connection, thread_id: str, seen: int | None = None) -> str | None:
    """The build that the last undo took back, which can be made again now: while nothing else runs
    than the end of that undo, and nothing was made since. The plan that waits, which was made for
    what is there, is withdrawn.

    Raises Conflict where something was done or undone after the frame numbered `seen`.
    """
    if has_moved_on(connection, thread_id, seen):
        raise Conflict("something was done since", reason="unseen_end")
    build_id = _undone_last(connection, thread_id)
    running = open_runs(connection, thread_id).values()
    is_at_its_end = all(isinstance(said, Undo) and said.build_id == build_id for said in running)
    if build_id is None or not is_at_its_end:
        return None
    connection.execute(withdrawal(thread_id))
    return build_id


def about_builds(
    connection: Connection, thread_id: str, message: Message
) -> Retry | Undo | Redo | None:
    """Words that ask to go on with the last build, to take it back or to make it again, and for
    nothing else."""
    again = wants_retry(message.text)
    if message.mode != "ask":
        return None
    overlooks = has_moved_on(connection, thread_id, message.seen)
    fault: Literal["unseen_end"] | None = "unseen_end" if overlooks else None
    if (again or wants_redo(message.text)) and (undone := _undone_last(connection, thread_id)):
        return Redo(build_id=undone, fault=fault)
    if not (again or wants_undo(message.text)):
        return None
    states = (BuildStatus.RUNNING, *UNDOABLE) if again else UNDOABLE
    query = select(builds.c.id, builds.c.status, builds.c.started_at).where(
        builds.c.thread_id == thread_id, builds.c.status.in_(states)
    )
    last = connection.execute(query.order_by(builds.c.started_at.desc())).first()
    if last is None or (again and last.status != BuildStatus.FAILED):
        return None
    if again:
        return Retry(build_id=last.id)
    whole = fault is None and _needs_asking(connection, thread_id, last.id, last.started_at)
    return Undo(build_id=last.id, fault="whole" if whole else fault)


def _needs_asking(connection: Connection, thread_id: str, build_id: str, begun: float) -> bool:
    """Whether these words would take a whole workspace away, after others took back what was done
    to it since, and nobody was told: who said undo twice may have meant one thing more."""
    this = {"thread": thread_id, "build": build_id, "moment": begun}
    is_creation = connection.execute(_CREATION, this).first() is not None
    if not is_creation or connection.execute(_UNDONE_SINCE, this).first() is None:
        return False
    told = Undo(build_id=build_id, fault="whole")
    said = connection.execute(_SAID_LAST, this).scalar()
    return said is None or read_input(said) != told


def has_moved_on(connection: Connection, thread_id: str, seen: int | None) -> bool:
    """Whether something was done or undone after the frame numbered `seen`; None: all was seen.

    An undo names no build: in the second of two tabs it would take back the one before.
    """
    if seen is None:
        return False
    ends = or_(events.c.key.like("%:completed"), events.c.key.like("%:undone"))
    later = select(events.c.seq).where(events.c.thread_id == thread_id, events.c.seq > seen, ends)
    return connection.execute(later.limit(1)).first() is not None


def _undone_last(connection: Connection, thread_id: str) -> str | None:
    """The build that was taken back last, where nothing was begun since."""
    undone = connection.execute(_LAST_UNDONE, {"thread": thread_id}).first()
    later = {"thread": thread_id, "moment": undone.finished_at} if undone is not None else None
    if undone is None or connection.execute(_BEGUN_SINCE, later).first() is not None:
        return None
    return str(undone.id)


def last_made(connection: Connection, thread_id: str) -> Page | None:
    """The page that a thread has built or changed last, where that stands."""
    here = {"thread": thread_id, "status": BuildStatus.COMPLETED}
    last = connection.execute(_LAST_MADE, here).first()
    if last is None or last.result is None or last.result["status"] != "completed":
        return None
    return Page(page_id=last.result["page_id"], title=last.result.get("title", ""))


def open_runs(connection: Connection, thread_id: str) -> dict[str, RunInput]:
    """What the runs of a thread that are not done start from, by their ids and in their order."""
    rows = _OPEN_RUNS(connection, {"thread": thread_id}).fetchall()
    return {run_id: read_input(orjson.loads(said)) for run_id, said in rows}


# Asked of every message: to put such a query together costs more than it does.
_OPEN_RUNS = Compiled(
    select(runs.c.id, runs.c.input)
    .where(runs.c.thread_id == bindparam("thread"), runs.c.status != literal_column("'done'"))
    .order_by(runs.c.created_at)
)
_LAST_UNDONE = (
    select(builds.c.id, builds.c.finished_at)
    .where(builds.c.thread_id == bindparam("thread"), builds.c.status == BuildStatus.UNDONE)
    .order_by(builds.c.finished_at.desc())
    .limit(1)
)
_BEGUN_SINCE = select(builds.c.id).where(
    builds.c.thread_id == bindparam("thread"), builds.c.started_at > bindparam("moment")
)
_CREATION = select(approvals.c.id).where(
    approvals.c.id == bindparam("build"), approvals.c.subject["kind"].as_string() == "create"
)
_UNDONE_SINCE = select(builds.c.id).where(
    builds.c.thread_id == bindparam("thread"),
    builds.c.status == BuildStatus.UNDONE,
    builds.c.started_at > bindparam("moment"),
)
_SAID_LAST = (
    select(runs.c.input)
    .where(runs.c.thread_id == bindparam("thread"), runs.c.status == "done")
    .order_by(runs.c.created_at.desc())
    .limit(1)
)
_LAST_MADE = (
    select(builds.c.result)
    .where(builds.c.thread_id == bindparam("thread"), builds.c.status == bindparam("status"))
    .order_by(builds.c.started_at.desc())
    .limit(1)
)
