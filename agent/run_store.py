"""Runs as rows: kept before they are work, tried so often, done."""

import time
from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    case,
    insert,
    literal_column,
    select,
    update,
)

from agent import frames
from agent.events import Event, EventLog
from agent.fleet import Fleet
from agent.inputs import Answer, Message, Run, RunInput, read_input
from agent.outcomes import Result
from agent.server_frames import TurnStatus
from agent.settling import by_words
from tools.records import Records
from tools.records.compiled import Compiled, as_json
from tools.records.others import Others
from tools.records.tables import runs, threads

LOOK_AGAIN_SECONDS = 1.0  # where another server carries a run out, and nothing is told of it
MOST_ATTEMPTS = 2  # at a turn, each of which ended the process
MOST_OF_TASK = 5  # where nobody is there to ask again: so often it is no chance any more

_OPEN = runs.c.status.in_(("queued", "running"))
_ENTRANCE = select(threads.c.settings["entrance"].as_string()).where(
    threads.c.id == runs.c.thread_id
)
_MOST = case((_ENTRANCE.scalar_subquery() == "task", MOST_OF_TASK), else_=MOST_ATTEMPTS)


class RunStore:
    """The runs in the application's records, and what the person said with them.

    `ended` counts by status those that ended since the process began, given up ones included.
    """

    def __init__(self, records: Records, events: EventLog, fleet: Fleet, others: Others) -> None:
        self._records = records
        self._events = events
        self._fleet = fleet
        self._others = others
        self.ended: Counter[TurnStatus] = Counter()

    def insert(self, connection: Connection, run: Run) -> bool:
        """Within a transaction: keeps a run as queued; False where it was kept before."""
        if self.knows(connection, run.id):
            return False
        row = {
            "id": run.id,
            "thread_id": run.thread_id,
            "input": run.input.model_dump_json(),
            "status": "queued",
            "created_at": time.time(),
        }
        _INSERT(connection, row)
        return True

    def assign(self, connection: Connection, run: Run) -> bool:
        """Within a transaction: whether a run is this server's to carry out; else its thread's
        server is told."""
        owner = self._fleet.claim(connection, run.thread_id)
        if owner != self._fleet.me:
            self._others.tell(connection, owner)
        return owner == self._fleet.me

    async def ask_to_stop(self, thread_id: str, run_id: str) -> bool:
        """Whether a run is another server's, which hears now that it is to stop."""

        def ask(connection: Connection) -> bool:
            owner = self._fleet.owner(connection, thread_id)
            if owner in (None, self._fleet.me):
                return False
            self._others.ask_to_stop(connection, str(owner), thread_id=thread_id, run_id=run_id)
            return True

        return self._fleet.is_shared and await self._records.write(ask)

    def knows(self, connection: Connection, run_id: str) -> bool:
        """Within a transaction: whether a run was kept before."""
        return _KNOWN(connection, {"run": run_id}).fetchone() is not None

    def echo(self, connection: Connection, run: Run) -> Event | None:
        """Within a transaction: keeps what the person said, for all sockets of the thread, once."""
        match run.input:
            case Message(text=text, echo=True, client_id=client_id):
                said = frames.user_message(text, client_id)
            case Answer(feedback=str(text), client_id=client_id):
                said = frames.user_message(text, client_id)
            case _:
                return None
        return self._events.keep(connection, run.thread_id, f"{run.id}:user", said)

    async def begin(self, run: Run) -> Run:
        """Counts a try before it is made: the next process knows, should this one not live.

        Returns the run with what its words mean now that their turn has come, which is kept too.
        """

        def begin(connection: Connection) -> tuple[Run, Event | None]:
            said = self.echo(connection, run)
            begun = replace(run, input=_understood(connection, run))
            _BEGIN(connection, {"run": run.id, "said": begun.input.model_dump_json()})
            return begun, said

        begun, said = await self._records.write(begin)
        self._events.publish(run.thread_id, said)
        return begun

    async def rest(self, run_ids: Collection[str]) -> None:
        """Takes tries back that an orderly end of the process cut short."""
        changes = {"status": "queued", "attempts": runs.c.attempts - 1}
        resting = update(runs).where(runs.c.id.in_(run_ids), _OPEN).values(changes)
        await self._records.write(lambda connection: connection.execute(resting))

    async def finish(self, run: Run, result: Result) -> None:
        """Keeps how a run ended, together with the frame that says so."""
        end = frames.turn_end(result["status"])

        def finish(connection: Connection) -> Event | None:
            _FINISH(connection, {"run": run.id, "came_to": as_json(result)})
            return self._events.keep(connection, run.thread_id, f"{run.id}:turn_end", end)

        self._events.publish(run.thread_id, await self._records.write(finish))
        self.ended[result["status"]] += 1

    async def result(self, run: Run) -> Result:
        """How a run ended, once it has: here or on another server."""
        query = select(runs.c.result).where(runs.c.id == run.id)
        while True:
            stored: Result | None
            stored = await self._records.read(lambda c: c.execute(query).scalar_one())
            if stored is not None:
                return stored
            await self._events.stir(run.thread_id, LOOK_AGAIN_SECONDS)

    async def idle(self, thread_id: str) -> None:
        """Returns once a thread has no run that is not done."""
        while await self.is_busy(thread_id):
            await self._events.stir(thread_id, LOOK_AGAIN_SECONDS)

    async def is_busy(self, thread_id: str) -> bool:
        """Whether a thread has a run that is not done, wherever it is carried out."""
        query = select(runs.c.id).where(runs.c.thread_id == thread_id, _OPEN).limit(1)
        return await self._records.read(lambda c: c.execute(query).first()) is not None

    async def unfinished(self) -> list[Run]:
        """What this server has to carry out, in its order: as it starts, what a dead one left."""
        return await self._find(runs.c.attempts < _MOST)

    async def hopeless(self) -> list[Run]:
        """What ended its process each time it was tried."""
        return await self._find(runs.c.attempts >= _MOST)

    async def _find(self, which: ColumnElement[bool]) -> list[Run]:
        columns = select(runs.c.id, runs.c.thread_id, runs.c.input)
        if self._fleet.is_shared:
            which = which & runs.c.thread_id.in_(select(threads.c.id).where(self._fleet.mine))
        query = columns.where(_OPEN, which).order_by(runs.c.created_at)
        rows = await self._records.read(lambda c: c.execute(query).all())
        return [Run(row.id, row.thread_id, read_input(row.input)) for row in rows]


_KNOWN = Compiled(select(runs.c.id).where(runs.c.id == bindparam("run")))
_INSERT = Compiled(insert(runs), ("id", "thread_id", "input", "status", "created_at"))
_THIS = update(runs).where(runs.c.id == bindparam("run"))
_BEGIN = Compiled(
    _THIS.values(
        status=literal_column("'running'"),
        attempts=runs.c.attempts + literal_column("1"),
        input=bindparam("said"),
    )
)
_FINISH = Compiled(_THIS.values(status=literal_column("'done'"), result=bindparam("came_to")))


def _understood(connection: Connection, run: Run) -> RunInput:
    if isinstance(run.input, Message):
        return by_words(connection, run.thread_id, run.id, run.input)
    return run.input
