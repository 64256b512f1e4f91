"""Tickets with their conversations: all of them, once, however they change meanwhile."""

from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass
from typing import Any

from tools.freshdesk.client import Page
from tools.freshdesk.keyset import BEGINNING, Cursor, advance, last_seen, overlapping
from tools.freshdesk.objects import same_as_kept
from tools.freshdesk.run import Collected, batches
from tools.freshdesk.store import Store
from tools.freshdesk.work import Wanted, Work, in_order, together

Json = dict[str, Any]

HIDING = ("deleted", "spam")  # filters, and columns of `tickets`
DESCRIBED_PRICE = 3  # credits of a list with `include=description`


@dataclass(frozen=True)
class Reading:
    """How the tickets are read: from when on, or just the `newest`; `complete_from` is from when on
    all of them will be here, None where the cursor stays where it is."""

    since: str
    newest: bool = False
    complete_from: str | None = None


def reading_of(wanted: Wanted, kept: tuple[str, str] | None) -> Reading:
    """What a run reads, by what was read before. Pure."""
    begin = wanted.start_date or BEGINNING
    from_anew = wanted.whole or kept is None
    if wanted.max_tickets is not None and (from_anew or wanted.taking == "latest"):
        return Reading(begin, newest=True)
    if wanted.whole or kept is None:
        return Reading(begin, complete_from=begin)
    since, complete_from = kept
    if begin < complete_from:  # older ones are wanted than were ever read
        return Reading(begin, complete_from=begin)
    if wanted.start_date is not None and begin > since:
        return Reading(begin)  # what lies between is still to be read
    return Reading(since, complete_from=complete_from)


@dataclass(frozen=True)
class _Batch:
    """Tickets as they were listed, and where the run stands once they are kept."""

    tickets: Sequence[Json]
    cursor: Json
    seen: str


class Tickets:
    """The tickets of one run. Where it stands is in `run.cursor`."""

    def __init__(self, work: Work) -> None:
        self._on = work
        self._coming: dict[int, Json] = {}  # listed, and not kept yet

    async def collect(self) -> None:
        """All that is to be read, from where the run stands. While batches are fetched whole and
        kept, in their order, what comes next is listed already."""
        run, wanted = self._on.run, self._on.wanted
        if not run.cursor:
            reading = reading_of(wanted, await self._on.do(Store.cursor, "tickets"))
            run.complete_from = reading.complete_from
            at = asdict(Cursor(reading.since))
            run.cursor = {"newest": reading.newest, "left": wanted.max_tickets, "at": at}
            if not wanted.whole and reading.since > BEGINNING and await self._is_idle(reading):
                return
        listed = self._newest() if run.cursor["newest"] else self._by_change()
        fetched = in_order(listed, self._fetched, wanted.parallel_workers)
        async with aclosing(fetched):
            async for batch, collected in fetched:
                await self._keep_batch(batch, collected)

    async def _is_idle(self, reading: Reading) -> bool:
        """Whether nothing changed: a look without descriptions costs a third."""
        page = await self._on.freshdesk.list("/tickets", Cursor(reading.since).query)
        self._on.run.seen = last_seen(page.items)
        return not page.more and not await self._fresh(page.items)

    async def _by_change(self) -> AsyncGenerator[_Batch, None]:
        """What changed since, the earliest first; at most so many as are wanted."""
        cursor = self._on.run.cursor
        at: Cursor | None = Cursor(**cursor["at"])
        while at is not None and cursor["left"] != 0:
            page = await self._described(at.query)
            fresh = (await self._fresh(page.items))[: cursor["left"]]
            is_last = len(fresh) == cursor["left"]  # what is behind is the next run's to see
            seen = last_seen(fresh if is_last else page.items)
            at = None if is_last else advance(at, page.items, more=page.more, fresh=bool(fresh))
            further = cursor if at is None else {**cursor, "at": asdict(at)}
            for batch in self._batches(fresh, cursor, _less(further, len(fresh)), seen):
                yield batch
            cursor = _less(further, len(fresh))

    async def _newest(self) -> AsyncGenerator[_Batch, None]:
        """The most recently changed ones, of which none counts twice that moves to the next page
        meanwhile; or, where further ones are wanted, the latest of those that are not here."""
        cursor, before = self._on.run.cursor, set[int]()
        order = {"order_by": "updated_at", "order_type": "desc"}
        is_further = self._on.wanted.taking == "further"
        while (left := cursor["left"]) > 0:
            number, since = cursor.get("page", 1), cursor["at"]["since"]
            page = await self._described({**order, "updated_since": since, "page": number})
            items = [item for item in page.items if item["id"] not in before]
            fresh = (await self._fresh(items if is_further else items[:left]))[:left]
            counted = len(fresh) if is_further else min(left, len(items))
            ahead = _less({**cursor, "page": number + 1}, counted)
            for batch in self._batches(fresh, cursor, ahead):
                yield batch
            if not page.more:
                return
            cursor, before = ahead, {item["id"] for item in page.items}

    async def _described(self, query: dict[str, str | int]) -> Page:
        asked = {**query, "include": "description"}
        return await self._on.freshdesk.list("/tickets", asked, price=DESCRIBED_PRICE)

    async def _fresh(self, items: Sequence[Json]) -> list[Json]:
        """Those that are not kept as they are listed, or by a run that was dropped; in a whole
        reading, not by this run. What is on its way to be kept counts as kept."""
        kept = await self._on.do(Store.kept, [item["id"] for item in items])
        whole, own = self._on.wanted.whole, self._on.run.id

        def is_fresh(item: Json) -> bool:
            if self._coming.get(item["id"]) == item:
                return False
            raw, generation = kept.get(item["id"], (None, ""))
            return not same_as_kept(raw, item) or not generation or (whole and generation != own)

        return [item for item in items if is_fresh(item)]

    def _batches(
        self, tickets: Sequence[Json], here: Json, ahead: Json, seen: str = ""
    ) -> Iterator[_Batch]:
        """Tickets in batches, the last of which brings the cursor on. Up to it a run that goes on
        reads the page again, and finds those fresh that were not kept."""
        self._coming |= {ticket["id"]: ticket for ticket in tickets}
        counts = here["newest"] is False or self._on.wanted.taking == "further"
        some = batches(tickets, self._on.wanted.batch_size) or [[]]
        for at, part in enumerate(some[:-1], 1):
            size = at * self._on.wanted.batch_size
            yield _Batch(part, _less(here, size) if counts else here, "")
        yield _Batch(some[-1], ahead, seen)

    async def _fetched(self, batch: _Batch) -> list[Collected]:
        return await self._collected(batch.tickets)

    async def _keep_batch(self, batch: _Batch, collected: Sequence[Collected]) -> None:
        run = self._on.run
        run.cursor, run.seen = batch.cursor, max(run.seen, batch.seen)
        if collected:
            await self._keep(collected)
        else:
            await self._on.keep("collecting_tickets")
        for ticket in batch.tickets:
            if self._coming.get(ticket["id"]) is ticket:
                del self._coming[ticket["id"]]

    async def _keep(self, batch: Sequence[Collected]) -> None:
        run = self._on.run
        run.count("conversations", sum(len(item.conversations or []) for item in batch))
        await self._on.do(Store.keep_tickets, run, batch)
        await self._on.tell(run, "collecting_conversations")

    async def _collected(self, tickets: Sequence[Json]) -> list[Collected]:
        return await together(self._with_conversations(ticket) for ticket in tickets)

    async def _with_conversations(self, ticket: Json) -> Collected:
        asked = self._on.freshdesk.all(f"/tickets/{ticket['id']}/conversations")
        said = await self._on.tried(asked, "ingest_ticket_failed", ticket=ticket["id"])
        if said is None:
            return Collected(ticket, None)
        notes = self._on.wanted.include_private_notes
        return Collected(ticket, [item for item in said if notes or not item.get("private")])

    async def retry(self) -> None:
        """What failed, of this run and of earlier ones, once more."""
        tickets = await self._on.do(Store.failures)
        for some in batches(tickets, self._on.wanted.batch_size):
            await self._keep(await self._collected(some))

    async def hide(self) -> None:
        """Takes out what was deleted, or marked as spam, since the last look."""
        for stream in HIDING:
            kept = await self._on.do(Store.cursor, stream)
            at: Cursor | None = Cursor(kept[0] if kept else overlapping(self._on.run.begun))
            while at is not None:
                query = {**at.query, "filter": stream}
                page = await self._on.freshdesk.list("/tickets", query)
                await self._on.do(Store.hide, self._on.run, stream, page.items)
                at = advance(at, page.items, more=page.more, fresh=False)


def _less(cursor: Json, number: int) -> Json:
    """A cursor with so many fewer left to take, where a number is wanted."""
    left = cursor["left"]
    return cursor if left is None else {**cursor, "left": left - number}
