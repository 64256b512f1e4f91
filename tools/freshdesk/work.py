"""What the parts of a run share: what is wanted, where it is kept, who hears of it."""

import asyncio
from collections.abc import (
    AsyncGenerator,
    Awaitable,
    Callable,
    Coroutine,
    Iterable,
    Sequence,
)
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

from tools.errors import FreshdeskAuthFailed, FreshdeskError
from tools.freshdesk.client import Freshdesk
from tools.freshdesk.run import Run
from tools.freshdesk.store import Store

Json = dict[str, Any]
S = TypeVar("S")
T = TypeVar("T")
Step = Literal[
    "collecting_tickets",
    "collecting_conversations",
    "collecting_articles",
    "downloading_attachments",
    "indexing",
]
Taking = Literal["next", "latest", "further"]


@dataclass(frozen=True)
class Wanted:
    """What a run is to collect; the meaning of each is the guide's.

    `taking` says which so many tickets as `max_tickets`: the `next` changes behind the cursor,
    without one the latest; the `latest` whatever is here; or `further` ones, which are not.
    """

    incremental: bool = True
    purge: bool = False
    process_attachments: bool = True
    force_rebuild: bool = False
    include_kb: bool = True
    max_tickets: int | None = None
    max_articles: int | None = None
    start_date: str | None = None
    include_private_notes: bool = True
    batch_size: int = 50
    max_retries: int = 3
    parallel_workers: int = 4
    taking: Taking = "next"

    @property
    def whole(self) -> bool:
        """Whether what is kept already does not count as read."""
        return not self.incremental or self.force_rebuild or self.purge


class Do(Protocol):
    """Carries out work on the company's file, beside the loop."""

    async def __call__(self, work: Callable[..., T], /, *args: Any) -> T:
        """Raises StorageFailed."""
        ...


class Tell(Protocol):
    """Hears of each step once it is kept; what it raises stops the run there."""

    async def __call__(self, run: Run, step: Step, /) -> None: ...


class Warn(Protocol):
    """Hears of what went wrong without ending the run: a text's key and what fills it."""

    async def __call__(self, key: str, /, **params: Any) -> None: ...


@dataclass(frozen=True)
class Work:
    """One run in progress. `now` is the time as Freshdesk writes it."""

    freshdesk: Freshdesk
    do: Do
    wanted: Wanted
    run: Run
    tell: Tell
    warn: Warn
    now: Callable[[], str]

    async def keep(self, step: Step) -> None:
        """Keeps where the run stands, and tells."""
        await self.do(Store.keep_run, self.run)
        await self.tell(self.run, step)

    async def lookup(self, path: str) -> Sequence[Json]:
        """A list that not every agent may see; empty then. Raises FreshdeskAuthFailed."""
        return await self.tried(self.freshdesk.all(path), "ingest_list_failed", path=path) or []

    async def tried(self, asked: Awaitable[T], key: str, **params: Any) -> T | None:
        """An answer that the run can do without, None where it fails: one bad item never ends a
        run. Raises FreshdeskAuthFailed, after which nothing else would be answered either."""
        try:
            return await asked
        except FreshdeskAuthFailed:
            raise
        except FreshdeskError as error:
            self.run.count("errors")
            await self.warn(key, **params, status=error.status)
            return None


async def together(works: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """What works that go on side by side come to; where one fails the others are cancelled."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def in_order(
    items: AsyncGenerator[S, None], work: Callable[[S], Coroutine[Any, Any, T]], most: int
) -> AsyncGenerator[tuple[S, T], None]:
    """What work on items comes to, in their order. Up to `most` go on at once, and the next item is
    awaited meanwhile; where that fails, what was begun comes first. To close it cancels them."""
    room = asyncio.Semaphore(most)
    begun: asyncio.Queue[tuple[S, asyncio.Task[T]] | None] = asyncio.Queue(most + 1)

    async def begin() -> None:
        try:
            async for item in items:
                await room.acquire()
                begun.put_nowait((item, asyncio.create_task(work(item))))
        finally:
            begun.put_nowait(None)

    beginning = asyncio.create_task(begin())
    try:
        while (under_way := await begun.get()) is not None:
            item, task = under_way
            yield item, await task
            room.release()
        await beginning
    finally:
        await _cancelled(beginning)
        while not begun.empty():
            if (under_way := begun.get_nowait()) is not None:
                await _cancelled(under_way[1])
        await items.aclose()


async def _cancelled(task: asyncio.Task[Any]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def completed(run: Run) -> int:
    """Tickets and articles that a run has kept."""
    return run.counts.get("tickets", 0) + run.counts.get("articles_seen", 0)


def report(run: Run, step: Step, *, estimate: int | None, retries: int, rate: float) -> Json:
    """The facts of a report: items, and how many there will be as far as is known. Pure.

    The estimate is Freshdesk's, by the day; once the tickets are read, what is there is known.
    """
    reading = run.phase in ("prepare", "tickets")
    done = completed(run)
    return {
        "estimate": estimate,
        "step": step,
        "completed": done,
        "total": max(done, estimate or 0) if reading else done,
        "rate": round(rate, 2),
        "counts": {**run.counts, "retries": retries},
    }
