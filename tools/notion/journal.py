"""What a build has done, written before and after every operation."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from sqlalchemy import Connection, Row, delete, func, select

from tools.notion.operations import Plan, Ref
from tools.notion.transport import LocalWorkspace
from tools.records import Records
from tools.records.compiled import Compiled, as_json, insert_or
from tools.records.tables import operations


@dataclass(frozen=True)
class Entry:
    """One operation's trace. `captured` maps pointers to the values that others need;
    `started_at` is when it was last sent, `finished_at` when it was done (Unix seconds)."""

    state: Literal["started", "done"]
    notion_id: str | None = None
    captured: Mapping[str, Any] | None = None
    started_at: float = field(default=0.0, compare=False)
    finished_at: float = field(default=0.0, compare=False)

    @property
    def is_intended(self) -> bool:
        """Whether it was to come at once with others, so that what it brings was known before."""
        return self.state == "started" and self.captured is not None


@dataclass(frozen=True)
class Rehearsal:
    """What was done in memory, without a journal, and where: the plan, the workspace, its main
    page's id (or that of the database that was changed), and what each operation brought.

    `from_nothing` says that all that stands there came of the plan.
    """

    plan: Plan
    embedded: LocalWorkspace
    page_id: str
    entries: Mapping[str, Entry]
    from_nothing: bool

    def is_all_of(self, plan: Plan) -> bool:
        """Whether carrying a plan out anew in another workspace would add just what is here."""
        return self.from_nothing and self.plan == plan


@dataclass(frozen=True)
class Undone:
    """What went into the trash; `changes` counts the steps of changes that were taken back."""

    pages: int = 0
    databases: int = 0
    rows: int = 0
    views: int = 0
    changes: int = 0


def is_done(entry: Entry | None) -> bool:
    """Whether a trace, if there is one, says that its operation was done."""
    return entry is not None and entry.state == "done"


def brought(entries: Mapping[str, Entry], ref: Ref) -> Any:
    """What a reference stands for. Raises KeyError where that is not done."""
    entry = entries[ref.operation]
    return entry.notion_id if ref.pointer == "/id" else (entry.captured or {})[ref.pointer]


class Journal(Protocol):
    """Where a forge keeps its traces."""

    async def load(self) -> dict[str, Entry]:
        """All traces by operation id."""
        ...

    async def start(self, operation_id: str) -> None:
        """Says that an operation is about to be sent, for the first time or again."""
        ...

    async def withdraw(self, *operation_ids: str) -> None:
        """Says that started operations were refused: there is nothing to look for."""
        ...

    async def intend(self, entries: Mapping[str, Entry]) -> None:
        """Says what operations will have brought that are about to be done all at once."""
        ...

    async def confirm(self, entries: Mapping[str, Entry]) -> None:
        """Says that what was intended is done."""
        ...

    async def finish(
        self, operation_id: str, notion_id: str | None, captured: Mapping[str, Any], calls: int
    ) -> None:
        """Says that it is done, with what it brought and the requests it took."""
        ...

    async def claimed(self, notion_id: str) -> bool:
        """Whether any build of this server made that object."""
        ...


class MemoryJournal:
    """For rehearsals, which nothing has to survive."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}

    async def load(self) -> dict[str, Entry]:
        return dict(self.entries)

    async def start(self, operation_id: str) -> None:
        self.entries[operation_id] = Entry("started", started_at=time.time())

    async def withdraw(self, *operation_ids: str) -> None:
        for name in operation_ids:
            del self.entries[name]

    async def intend(self, entries: Mapping[str, Entry]) -> None:
        now = time.time()
        for name, entry in entries.items():
            self.entries[name] = replace(entry, state="started", started_at=now)

    async def confirm(self, entries: Mapping[str, Entry]) -> None:
        now = time.time()
        for name, entry in entries.items():
            self.entries[name] = replace(entry, state="done", finished_at=now)

    async def finish(
        self,
        operation_id: str,
        notion_id: str | None,
        captured: Mapping[str, Any],
        calls: int,  # noqa: ARG002 - a rehearsal is not billed
    ) -> None:
        begun = self.entries.get(operation_id)
        sent_at = begun.started_at if begun else time.time()
        self.entries[operation_id] = Entry("done", notion_id, captured, sent_at, time.time())

    async def claimed(self, notion_id: str) -> bool:
        return any(entry.notion_id == notion_id for entry in self.entries.values())


_PLACE = ("build_id", "operation_id")
_SENT = insert_or(operations)
_START = Compiled(
    _SENT.on_conflict_do_update(
        index_elements=_PLACE, set_={"started_at": _SENT.excluded.started_at}
    ),
    (*_PLACE, "state", "calls", "started_at"),
)
_DONE = insert_or(operations)
_BROUGHT = ("state", "notion_id", "captured", "calls", "finished_at")
_FINISH = Compiled(
    _DONE.on_conflict_do_update(  # what only reads was not started
        index_elements=_PLACE, set_={name: _DONE.excluded[name] for name in _BROUGHT}
    ),
    (*_PLACE, *_BROUGHT, "started_at"),
)


class RecordsJournal:
    """The lasting journal of one build."""

    def __init__(self, records: Records, build_id: str) -> None:
        self._records = records
        self._build_id = build_id

    async def load(self) -> dict[str, Entry]:
        query = select(operations).where(operations.c.build_id == self._build_id)
        rows = await self._records.read(lambda connection: connection.execute(query).all())
        return {r.operation_id: _entry(r) for r in rows}

    async def start(self, operation_id: str) -> None:
        row = {
            "build_id": self._build_id,
            "operation_id": operation_id,
            "state": "started",
            "calls": 0,
            "started_at": time.time(),
        }
        await self._records.write(lambda connection: _START(connection, row))

    async def withdraw(self, *operation_ids: str) -> None:
        statement = delete(operations).where(
            operations.c.build_id == self._build_id, operations.c.operation_id.in_(operation_ids)
        )
        await self._records.write(lambda connection: connection.execute(statement))

    async def intend(self, entries: Mapping[str, Entry]) -> None:
        now = time.time()
        rows = [self._row(name, replace(e, state="started"), 0, now) for name, e in entries.items()]
        await self._records.write(lambda connection: _FINISH.many(connection, rows))

    async def confirm(self, entries: Mapping[str, Entry]) -> None:
        """Each took the one request that it was carried out with before it was taken over."""
        now = time.time()
        rows = [self._row(name, replace(e, state="done"), 1, now) for name, e in entries.items()]
        await self._records.write(lambda connection: _FINISH.many(connection, rows))

    async def finish(
        self, operation_id: str, notion_id: str | None, captured: Mapping[str, Any], calls: int
    ) -> None:
        row = self._row(operation_id, Entry("done", notion_id, captured), calls, time.time())
        await self._records.write(lambda connection: _FINISH(connection, row))

    def _row(self, operation_id: str, entry: Entry, calls: int, now: float) -> dict[str, Any]:
        """A trace as it is kept, of which this moment is the latest."""
        return {
            "build_id": self._build_id,
            "operation_id": operation_id,
            "state": entry.state,
            "notion_id": entry.notion_id,
            "captured": as_json(dict(entry.captured or {})),
            "calls": calls,
            "started_at": now,
            "finished_at": now if is_done(entry) else None,
        }

    async def claimed(self, notion_id: str) -> bool:
        query = select(operations.c.build_id).where(operations.c.notion_id == notion_id)

        def found(connection: Connection) -> bool:
            return connection.execute(query.limit(1)).first() is not None

        return await self._records.read(found)

    async def calls(self) -> int:
        """The requests that all finished operations took."""
        query = select(func.coalesce(func.sum(operations.c.calls), 0)).where(
            operations.c.build_id == self._build_id
        )
        return await self._records.read(
            lambda connection: int(connection.execute(query).scalar() or 0)
        )


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.state, row.notion_id, row.captured, row.started_at, row.finished_at or 0.0)
