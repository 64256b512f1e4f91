"""The event log: what a thread's sockets see, numbered, kept, replayed.

An event has a key; saying it twice leaves it once. So whatever repeats after a crash (a node, a
finished operation) may simply say again what it has to say.
"""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Row, Update, bindparam, insert, literal_column, select, update

from agent.server_frames import ServerFrame, frame_json
from tools.errors import NotFound
from tools.records import Records
from tools.records.compiled import Compiled, as_json
from tools.records.packed import pack
from tools.records.tables import events, threads

ELSEWHERE = -1  # the number of what another server has kept: the log has it
MOST_UNREAD = 512  # frames a subscriber may lag behind before it is told to reconnect
PAGE = 500  # frames read at once while replaying
_DESIGN = "blueprint"  # the field of a frame that is most of its length


@dataclass(frozen=True)
class Event:
    """One frame of a thread, as it is sent and kept: older versions may have kept it.

    `seq` is 0 where it has no number, is not kept and not replayed; `behind` is then the number of
    the last one that its reader had been offered when it was said.
    """

    seq: int
    frame: dict[str, Any]
    behind: int = 0


class Lagging(Exception):
    """A subscriber reads too slowly; it should come back and replay."""


@dataclass(eq=False)
class Subscription:
    """A live feed of one thread, from the moment it was opened.

    `newest` is the number of the last event that its reader was offered, or found in the log.
    """

    newest: int = 0
    _queue: asyncio.Queue[Event] = field(default_factory=lambda: asyncio.Queue(MOST_UNREAD))
    _lagging: bool = False

    def offer(self, event: Event) -> None:
        if event.seq == 0:
            event = replace(event, behind=self.newest)
        self.newest = max(self.newest, event.seq)
        try:
            self._queue.put_nowait(event)
        except asyncio.QueueFull:
            self._lagging = True

    async def next(self) -> Event:
        """The next event. Raises Lagging where some had to be dropped."""
        if self._lagging:
            raise Lagging
        return await self._queue.get()


class EventLog:
    """All threads' events, in the application's records."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._subscribers: defaultdict[str, set[Subscription]] = defaultdict(set)
        records.signals.on("event", self._hear)

    async def append(
        self, thread_id: str, key: str, frame: ServerFrame, along: Update | None = None
    ) -> Event | None:
        """Numbers and keeps a frame, then hands it to subscribers; None if its key was there.

        `along` is carried out in the same transaction: both happen or neither does.
        Raises NotFound for an unknown thread.
        """
        told = frame_json(frame)

        def keep(connection: Connection) -> Event | None:
            if along is not None:
                connection.execute(along)
            return self._insert(connection, thread_id, key, told)

        event = await self._records.write(keep)
        self.publish(thread_id, event)
        return event

    def keep(
        self, connection: Connection, thread_id: str, key: str, frame: ServerFrame
    ) -> Event | None:
        """Within a transaction: numbers and keeps a frame, to be published once that is committed.

        None if its key was there. Raises NotFound for an unknown thread.
        """
        return self._insert(connection, thread_id, key, frame_json(frame))

    def _insert(
        self, connection: Connection, thread_id: str, key: str, told: dict[str, Any]
    ) -> Event | None:
        event = _insert(connection, thread_id, key, told)
        if event is not None:
            self._records.signals.send(connection, "event", thread=thread_id)
        return event

    def _hear(self, said: dict[str, Any]) -> None:
        """Another server has kept something of a thread, or may have of any."""
        following = (said["thread"],) if said else tuple(self._subscribers)
        for thread_id in following:
            self.publish(thread_id, Event(ELSEWHERE, {}))

    def publish(self, thread_id: str, event: Event | None) -> None:
        """Hands what was kept, if it was, to subscribers."""
        if event is not None:
            for subscription in self._subscribers.get(thread_id, ()):
                subscription.offer(event)

    def announce(self, thread_id: str, frame: ServerFrame) -> None:
        """Tells those who follow a thread right now, without a number and without the disk."""
        self.publish(thread_id, Event(0, {**frame_json(frame), "thread_id": thread_id}))

    async def read(self, thread_id: str, since: int, limit: int = PAGE) -> list[Event]:
        """Up to `limit` events numbered above `since`, oldest first."""
        query = (
            select(events.c.seq, events.c.frame, events.c.design)
            .where(events.c.thread_id == thread_id, events.c.seq > since)
            .order_by(events.c.seq)
            .limit(limit)
        )
        rows = await self._records.read(lambda c: c.execute(query).all(), long=True)
        return [_event(row) for row in rows]

    async def newest(self, thread_id: str, types: Collection[str], limit: int) -> list[Event]:
        """The last `limit` events of some types, oldest first."""
        kind = events.c.frame["type"].as_string()
        query = (
            select(events.c.seq, events.c.frame, events.c.design)
            .where(events.c.thread_id == thread_id, kind.in_(types))
            .order_by(events.c.seq.desc())
            .limit(limit)
        )
        rows = await self._records.read(lambda c: c.execute(query).all(), long=True)
        return [_event(row) for row in reversed(rows)]

    async def oldest(self, thread_id: str) -> int | None:
        """The lowest number still held, None where nothing is."""
        query = (
            select(events.c.seq)
            .where(events.c.thread_id == thread_id)
            .order_by(events.c.seq)
            .limit(1)
        )
        return await self._records.read(lambda connection: connection.execute(query).scalar())

    @contextlib.contextmanager
    def subscribe(self, thread_id: str) -> Iterator[Subscription]:
        """A live feed for as long as the block lasts."""
        subscription = Subscription()
        self._subscribers[thread_id].add(subscription)
        try:
            yield subscription
        finally:
            self._subscribers[thread_id].discard(subscription)
            if not self._subscribers[thread_id]:
                del self._subscribers[thread_id]

    async def stir(self, thread_id: str, seconds: float) -> None:
        """Returns once something of a thread is told, after so many seconds at the latest."""
        with self.subscribe(thread_id) as subscription, contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await subscription.next()

    async def follow(self, thread_id: str, since: int) -> AsyncGenerator[Event]:
        """Every event above `since` in order, without gap or repetition: the past, then live, with
        what is announced meanwhile.

        Raises Lagging for a reader that falls too far behind.
        """
        with self.subscribe(thread_id) as subscription:
            last = subscription.newest = since
            is_past = True
            while is_past:
                page = await self.read(thread_id, last, PAGE)
                for event in page:
                    yield event
                    last = event.seq
                subscription.newest = max(subscription.newest, last)
                is_past = len(page) == PAGE
            while True:
                event = await subscription.next()
                if event.seq == 0:
                    # Where the log has told more meanwhile it is late: a word behind its reply.
                    if event.behind >= last:
                        yield event
                    continue
                if ELSEWHERE < event.seq <= last:
                    continue
                for found in await self._up_to(thread_id, event, last):
                    yield found
                    last = found.seq
                subscription.newest = max(subscription.newest, last)

    async def _up_to(self, thread_id: str, event: Event, last: int) -> list[Event]:
        """What follows `last`, an event that was offered included.

        A later number may be offered first: the log has the ones between. What the log has beyond
        them is offered too, behind the words that were announced before it.
        """
        if event.seq == last + 1:
            return [event]
        limit = PAGE if event.seq == ELSEWHERE else event.seq - last
        return await self.read(thread_id, last, limit)


_THERE = Compiled(
    select(events.c.seq).where(
        events.c.thread_id == bindparam("thread"), events.c.key == bindparam("event_key")
    )
)
_NEXT = Compiled(
    update(threads)
    .where(threads.c.id == bindparam("thread"))
    .values(last_seq=threads.c.last_seq + literal_column("1"), updated_at=bindparam("now"))
    .returning(threads.c.last_seq)
)
_INSERT = Compiled(insert(events), ("thread_id", "seq", "key", "frame", "design", "created_at"))


def _insert(connection: Connection, thread_id: str, key: str, told: dict[str, Any]) -> Event | None:
    if _THERE(connection, {"thread": thread_id, "event_key": key}).fetchone() is not None:
        return None
    now = time.time()
    found = _NEXT(connection, {"thread": thread_id, "now": now}).fetchall()
    if not found:
        raise NotFound(f"no thread {thread_id[:6]}…", reason="no_thread")
    ((seq,),) = found
    sent = {**told, "seq": seq, "thread_id": thread_id}
    row = {"thread_id": thread_id, "seq": seq, "key": key, "created_at": now}
    _INSERT(connection, {**row, **_kept(sent)})
    return Event(seq, sent)


def _kept(frame: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a frame: a design is packed, as nobody looks for what it holds."""
    design = frame.get(_DESIGN)
    if design is None:
        return {"frame": as_json(frame), "design": None}
    light = {name: value for name, value in frame.items() if name != _DESIGN}
    return {"frame": as_json(light), "design": pack(design)}


def _event(row: Row[Any, Any, Any]) -> Event:
    design = {} if row.design is None else {_DESIGN: row.design}
    return Event(row.seq, {**row.frame, **design})
