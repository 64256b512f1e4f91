"""A workspace in Postgres, of which every server that shares it has a replica in memory.

Whoever reads asks first how far the others have come, and takes what came since. Writes take turns
with those of other servers: each turn holds the one lock that there is, is carried out on the
newest state, and is committed as a whole before any of it is answered; requests that arrive
meanwhile share the next turn (group commit).

As with a file memory runs ahead: what a turn changes is in the replica before it is committed, and
is taken back where that fails. So nothing else changes the replica meanwhile.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Self, TypeVar

from sandbox.notion.errors import StorageError
from sandbox.notion.records import Record
from sandbox.notion.shared.lines import STANDSTILL_SECONDS, Line
from sandbox.notion.shared.tables import Begun, Guard, News, Tables, awake, roll_back
from sandbox.notion.shared.together import Together
from sandbox.notion.state import TakeBack, Transaction
from sandbox.notion.workspace import Workspace, at_length

T = TypeVar("T")

_WAITING = 1024  # writes that may queue up before further ones are refused
_TOGETHER = 100  # writes of one turn, so that other servers get theirs
_AWAKE_SECONDS = STANDSTILL_SECONDS / 4
_logger = logging.getLogger("sandbox.notion")


@dataclass(frozen=True, slots=True)
class _Write:
    """A request that waits for its turn; `done` is settled with what comes of it."""

    tx: Transaction
    work: Callable[[], Any]
    is_long: bool
    done: asyncio.Future[Any]

    async def carry_out(self) -> Any:
        return await at_length(self.tx, self.work) if self.is_long else self.work()

    def succeed(self, outcome: Any) -> None:
        if not self.done.done():  # else its request was cancelled
            self.done.set_result(outcome)

    def fail(self, error: BaseException) -> None:
        if not self.done.done():
            self.done.set_exception(error)


@dataclass(frozen=True, slots=True)
class _CarriedOut:
    """A write that the replica holds, and no other yet."""

    write: _Write
    outcome: Any
    take_back: TakeBack


class SharedWorkspace(Workspace):
    """Opened by `shared`, ended by `close`. All requests raise StorageError where Postgres cannot
    be reached, or this server may not write any more; of a write nothing is left then."""

    def __init__(self, tables: Tables, lines: tuple[Line, Line, Line]) -> None:
        super().__init__()
        self._tables = tables
        self._writing_line, self._reading_line, self._files_line = lines
        self._seq = self._places = 0  # how far the replica has come
        self._changing = asyncio.Lock()  # the replica
        self._news = Together(self._take_news)
        self._queue: asyncio.Queue[_Write | None] = asyncio.Queue(_WAITING)
        self._turns = asyncio.create_task(self._take_turns(), name="workspace-turns")

    @classmethod
    async def shared(cls, url: str, guard: Guard | None = None) -> Self:
        """Opens the workspace in the database at an address (`postgresql://…`), made if missing.

        Where the `guard` finds no row nothing is written. Raises StorageError.
        """
        reading = Line(url, "workspace-reading")
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(reading.close)
            tables = await reading.do(partial(Tables.opened, guard=guard))
            secret = await reading.do(tables.secret)
            stack.pop_all()  # it is the workspace's from now on
            lines = Line(url, "workspace-writing"), reading, Line(url, "workspace-files")
            workspace = cls(tables, lines)
            stack.push_async_callback(workspace.close)
            workspace.state.secret = secret
            await workspace.catch_up()
            stack.pop_all()
        return workspace

    async def close(self) -> None:
        """Writes what is on its way and hangs up."""
        # The sentinel stands behind all that is queued, so nothing is lost.
        await self._queue.put(None)
        await self._turns
        for line in (self._writing_line, self._reading_line, self._files_line):
            await line.close()

    async def catch_up(self) -> None:
        """Takes what others wrote: from now on what was answered before this was asked is seen."""
        await self._news.done()

    async def commit(self, transaction: Transaction) -> None:
        if transaction.changes:
            await self.write(transaction, lambda: None, is_long=False)

    async def write(self, tx: Transaction, work: Callable[[], T], *, is_long: bool) -> T:
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        try:
            self._queue.put_nowait(_Write(tx, work, is_long, done))
        except asyncio.QueueFull:
            raise StorageError from None
        return await done

    async def content(self, upload_id: str) -> bytes | None:
        return await self._files_line.do(partial(self._tables.content, upload_id=upload_id))

    async def _take_news(self) -> None:
        news = await self._reading_line.do(partial(self._tables.news, since=self._seq))
        if news is not None:
            async with self._changing:
                self._take(news)

    def _take(self, news: News) -> None:
        """Brings the replica up to what is told, of which it may know some."""
        if news.seq <= self._seq:
            return
        records, changes = self.state.records, dict[str, Record | None]()
        if news.is_whole:
            changes.update(dict.fromkeys(records.keys() - {each.id for each in news.changes}))
        for each in news.changes:
            if each.place > self._places and each.id in records:  # made anew, so it comes last
                self.state.drop(each.id)
            if each.seq > self._seq:
                changes[each.id] = each.record
        self.state.apply(changes)
        self._seq, self._places = news.seq, news.places

    async def _take_turns(self) -> None:
        while first := await self._queue.get():
            try:
                await self._take_turn(first)
            # Whatever went wrong with one turn: others have theirs.
            except Exception:
                _logger.exception("the shared workspace cannot be written")
                self._refuse(first)
                with contextlib.suppress(StorageError):  # then Postgres does it by itself
                    await self._writing_line.do(roll_back)

    def _refuse(self, first: _Write) -> None:
        """Refuses a write, and all that wait behind it: each would wait for Postgres as long."""
        write: _Write | None = first
        while write is not None:
            write.fail(StorageError())
            write = self._waiting()

    def _waiting(self) -> _Write | None:
        """The next write, if one waits already."""
        if self._queue.empty():
            return None
        write = self._queue.get_nowait()
        if write is None:  # the end, which is for who waits for it
            self._queue.put_nowait(None)
        return write

    async def _take_turn(self, first: _Write) -> None:
        begun = await self._writing_line.do(partial(self._tables.begin, since=self._seq))
        async with self._changing:
            if begun.news is not None:
                self._take(begun.news)
            taken: list[_Write] = []
            carried: list[_CarriedOut] = []
            try:
                await self._carry_out(first, taken, carried)
                await self._keep(begun, carried)
            except Exception:
                for each in reversed(carried):
                    each.take_back()
                for write in taken:
                    write.fail(StorageError())
                raise
        for each in carried:
            each.write.succeed(each.outcome)

    async def _carry_out(
        self, first: _Write, taken: list[_Write], carried: list[_CarriedOut]
    ) -> None:
        """Carries writes out in the replica, one after the other, as long as some wait."""
        write: _Write | None = first
        while write is not None:
            taken.append(write)
            if not write.done.done():
                await self._carry_out_one(write, carried)
            write = self._waiting() if len(taken) < _TOGETHER else None

    async def _carry_out_one(self, write: _Write, carried: list[_CarriedOut]) -> None:
        working = asyncio.create_task(write.carry_out(), name="workspace-write")
        try:
            while not (await asyncio.wait((working,), timeout=_AWAKE_SECONDS))[0]:
                await self._writing_line.do(awake, once=True)
        finally:
            working.cancel()  # where nobody waits for it any more
        if error := working.exception():
            write.fail(error)
        elif not write.tx.changes:
            write.succeed(working.result())
        elif not write.done.done():
            take_back = self.state.apply(write.tx.changes)
            carried.append(_CarriedOut(write, working.result(), take_back))

    async def _keep(self, begun: Begun, carried: Sequence[_CarriedOut]) -> None:
        """Commits what was carried out, if that is anything."""
        changes: dict[str, Record | None] = {}
        sent: dict[tuple[str, int], bytes] = {}
        for each in carried:
            changes.update(each.write.tx.changes)
            sent.update(each.write.tx.contents)
        if not changes:
            await self._writing_line.do(roll_back)
            return
        commit = partial(
            self._tables.commit, begun=begun, places=self._places, changes=changes, sent=sent
        )
        try:
            await self._writing_line.do(commit, once=True)
        except StorageError:
            await self._writing_line.do(roll_back)
            if not await self._writing_line.do(partial(self._tables.is_committed, begun=begun)):
                raise
        self._seq = begun.seq + 1
        self._places += sum(record is not None for record in changes.values())
