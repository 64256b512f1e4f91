"""Tickets with their conversations: all of them, once, however they change meanwhile."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tools.freshdesk.client import Page
from tools.freshdesk.keyset import BEGINNING, Cursor, advance, last_seen, overlapping
from tools.freshdesk.objects import same_as_kept
from tools.freshdesk.run import Collected, batches
from tools.freshdesk.store import Store
from tools.freshdesk.work import Wanted, Work, together

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
    if wanted.whole or kept is None:
        if wanted.max_tickets is not None:
            return Reading(begin, newest=True)
        return Reading(begin, complete_from=begin)
    since, complete_from = kept
    if begin < complete_from:  # older ones are wanted than were ever read
        return Reading(begin, complete_from=begin)
    if wanted.start_date is not None and begin > since:
        return Reading(begin)  # what lies between is still to be read
    return Reading(since, complete_from=complete_from)


class Tickets:
    """The tickets of one run. Where it stands is in `run.cursor`."""

    def __init__(self, work: Work) -> None:
        self._on = work

    async def collect(self) -> None:
        """All that is to be read, from where the run stands."""
        run, wanted = self._on.run, self._on.wanted
        if not run.cursor:
            reading = reading_of(wanted, await self._on.do(Store.cursor, "tickets"))
            run.complete_from = reading.complete_from
            at = asdict(Cursor(reading.since))
            run.cursor = {"newest": reading.newest, "left": wanted.max_tickets, "at": at}
            if not wanted.whole and reading.since > BEGINNING and await self._is_idle(reading):
                return
        if run.cursor["newest"]:
            await self._newest()
        else:
            await self._by_change()

    async def _is_idle(self, reading: Reading) -> bool:
        """Whether nothing changed: a look without descriptions costs a third."""
        page = await self._on.freshdesk.list("/tickets", Cursor(reading.since).query)
        self._on.run.seen = last_seen(page.items)
        return not page.more and not await self._fresh(page.items)

    async def _by_change(self) -> None:
        """What changed since, the earliest first; at most so many as are wanted."""
        run = self._on.run
        at: Cursor | None = Cursor(**run.cursor["at"])
        while at is not None:
            page = await self._described(at.query)
            fresh = await self._fresh(page.items)
            left = run.cursor["left"]
            if left is not None and len(fresh) >= left:
                fresh = fresh[:left]
                run.seen = fresh[-1]["updated_at"]
                await self._take(fresh, run.cursor)
                return
            run.seen = max(run.seen, last_seen(page.items))
            at = advance(at, page.items, more=page.more, fresh=bool(fresh))
            ahead = run.cursor if at is None else {**run.cursor, "at": asdict(at)}
            if left is not None:
                ahead = {**ahead, "left": left - len(fresh)}
            await self._take(fresh, ahead)

    async def _newest(self) -> None:
        """The most recently changed ones. What moves meanwhile comes once more, at the top."""
        run = self._on.run
        order = {"order_by": "updated_at", "order_type": "desc"}
        while run.cursor["left"] > 0:
            left, number = run.cursor["left"], run.cursor.get("page", 1)
            since = run.cursor["at"]["since"]
            page = await self._described({**order, "updated_since": since, "page": number})
            fresh = (await self._fresh(page.items))[:left]
            ahead = {**run.cursor, "left": left - len(fresh), "page": number + 1}
            await self._take(fresh, ahead)
            if not page.more:
                return

    async def _described(self, query: dict[str, str | int]) -> Page:
        asked = {**query, "include": "description"}
        return await self._on.freshdesk.list("/tickets", asked, price=DESCRIBED_PRICE)

    async def _fresh(self, items: Sequence[Json]) -> list[Json]:
        """Those that are not kept as they are listed, or by a run that was dropped; in a whole
        reading, not by this run."""
        kept = await self._on.do(Store.kept, [item["id"] for item in items])
        whole, own = self._on.wanted.whole, self._on.run.id

        def is_fresh(item: Json) -> bool:
            raw, generation = kept.get(item["id"], (None, ""))
            return not same_as_kept(raw, item) or not generation or (whole and generation != own)

        return [item for item in items if is_fresh(item)]

    async def _take(self, tickets: Sequence[Json], ahead: Json) -> None:
        """Keeps tickets with their conversations, batch by batch; the last brings the cursor on."""
        run, wanted = self._on.run, self._on.wanted
        waiting = batches(tickets, wanted.batch_size)
        if not waiting:
            run.cursor = ahead
            await self._on.keep("collecting_tickets")
        for side_by_side in batches(waiting, wanted.parallel_workers):
            for batch in await together(self._collected(some) for some in side_by_side):
                if batch[-1].ticket is tickets[-1]:
                    run.cursor = ahead
                await self._keep(batch)

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
