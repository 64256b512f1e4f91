"""Carries approved plans out: begun once, finished by whoever is alive."""

import asyncio
import logging
import math
import secrets
import time
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict
from typing import Any

from agent import frames
from agent.events import EventLog
from agent.outcomes import BuildFailed, BuildStopped, Built, Outcome
from agent.plans.statuses import BuildStatus
from agent.plans.store import Build, Plans
from agent.plans.undertaking import Hands, Shelf
from agent.server_frames import Progress
from agent.threads import Threads
from tools.blueprint.base import Language
from tools.errors import Busy, NotionError, NotionForgeError, Stopped, StorageFailed
from tools.notion.connect import NotionConnector
from tools.notion.forge import Step
from tools.notion.gateway import NotionGateway
from tools.notion.journal import Entry, RecordsJournal, Rehearsal, Undone, is_done
from tools.notion.operations import Plan
from tools.notion.patience import Patience, Silence
from tools.records import Records

MOST_ADOPTED = 500  # operations: what is more is built, a few at a time
TURN_SECONDS = 600.0  # that one waits for others to finish at a page
HURRY_SECONDS = 1.0  # for one answer, or what was stopped is left to an undo

_logger = logging.getLogger("notionforge.builder")

Telling = Callable[[Step, Language], Progress]


class Builder:
    """Runs builds, stops them, undoes them.

    An outcome is JSON: `status` completed, cancelled or failed, and what belongs to it. One that
    was cancelled but not taken back is `unfinished`.
    """

    def __init__(
        self,
        records: Records,
        plans: Plans,
        threads: Threads,
        events: EventLog,
        connector: NotionConnector,
        shelf: Shelf,
    ) -> None:
        self._shelf = shelf
        self._records = records
        self._plans = plans
        self._threads = threads
        self._events = events
        self._connector = connector
        self._stops: dict[str, asyncio.Event] = {}
        self._under_way: dict[str, asyncio.Task[Outcome]] = {}
        self._suspended = False

    @asynccontextmanager
    async def alone(self, places: Collection[str], patience: Patience) -> AsyncIterator[None]:
        """For whoever plans and makes changes: one at a time at each page and data source, as
        each plan is made for what the one before has left. What is created has no place yet.

        Raises Stopped where patience ends before it is one's turn, Busy where the others take
        TURN_SECONDS.
        """
        async with AsyncExitStack() as stack:
            for place in sorted(places):  # in one order, so that no two wait for each other
                lock = self._connector.locks.at(f"changes of {place}")
                with patience.waiting("turn"):
                    await _in_time(patience.over(stack.enter_async_context(lock)))
            yield

    async def adopt(
        self, build_id: str, token: str | None, plan: Plan, rehearsal: Rehearsal | None
    ) -> None:
        """Takes a rehearsal over as the build that was begun, where that would do just the same.

        In the embedded workspace the very requests would be carried out a second time. `run` finds
        it in the journal, and tells it: nothing else differs from a build that a crash cut short.
        Raises StorageFailed: then `run` builds it.
        """
        embedded = self._connector.embedded_for(token)
        if embedded is None or rehearsal is None or not rehearsal.is_all_of(plan):
            return
        if len(plan.operations) <= MOST_ADOPTED:
            await RecordsJournal(self._records, build_id).intend(rehearsal.entries)
            await embedded.adopt(rehearsal.embedded)

    async def run(self, build_id: str) -> Outcome:
        """Carries a started build out, or joins whoever does; returns its outcome.

        Called again after a crash, it goes on where it stood: the run that called it is a row.
        """
        if build_id not in self._under_way:
            task = asyncio.create_task(self._perform(build_id), name=f"build {build_id}")
            self._under_way[build_id] = task
            task.add_done_callback(lambda _: self._under_way.pop(build_id))
        return await asyncio.shield(self._under_way[build_id])

    async def stop(self, build_id: str) -> None:
        """Asks a running build to stop and to undo what it wrote."""
        if build_id in self._stops:  # heard even where it cannot be kept
            self._stops[build_id].set()
        await self._plans.request_stop(build_id)

    def suspend(self) -> None:
        """Lets running builds come to rest where they stand; the next process goes on."""
        self._suspended = True
        for stop in self._stops.values():
            stop.set()

    async def close(self) -> None:
        """Cuts off what has not come to rest."""
        for task in self._under_way.values():
            task.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def undo(self, build_id: str, patience: Patience) -> Undone:
        """Undoes a finished build; one that was cut off goes on where it stood.

        Raises Stopped, NotionError, CredentialsRequired.
        """
        build = await self._plans.build(build_id)
        if build.status == BuildStatus.UNDONE and build.result is not None:
            return Undone(**build.result.get("undone", {}))  # a crash came before that was said
        gateway = await self._gateway(build.thread_id, patience)
        undone = await patience.over(self._take_back(build, gateway))
        kept: Mapping[str, object] = build.result or {}
        result = {**kept, "undone": asdict(undone)}
        await self._plans.finish_build(build_id, BuildStatus.UNDONE, result)
        return undone

    async def give_up(self, build: Build, error: NotionForgeError) -> Outcome:
        """Ends a build as failed without another try: it stands as far as it came."""
        outcome = _failed(error, await RecordsJournal(self._records, build.id).load(), build)
        await self._plans.finish_build(build.id, BuildStatus.FAILED, outcome)
        return outcome

    async def _perform(self, build_id: str) -> Outcome:
        stop = self._stops.setdefault(build_id, asyncio.Event())
        try:
            build = await self._plans.build(build_id)
            if build.result is not None:
                return build.result
            if build.stop_requested or self._suspended:
                stop.set()
            outcome = await self._carry_out(build, stop)
        finally:
            del self._stops[build_id]
        unfinished = outcome.get("unfinished")
        status = BuildStatus.STOPPED if unfinished else BuildStatus(outcome["status"])
        await self._plans.finish_build(build_id, status, outcome)
        return outcome

    async def _carry_out(self, build: Build, stop: asyncio.Event) -> Outcome:
        journal = RecordsJournal(self._records, build.id)
        try:
            return await self._forge(build, journal, stop)
        except StorageFailed:  # no verdict on the build
            raise
        except NotionForgeError as error:
            _logger.warning("build %s failed: %s", build.id, error)
            return _failed(error, await journal.load(), build)

    async def _take_back(self, build: Build, gateway: NotionGateway) -> Undone:
        hands = await self._hands(build, gateway, frames.step_undone)
        return await build.undertaking.take_back(build.plan, hands)

    async def _forge(self, build: Build, journal: RecordsJournal, stop: asyncio.Event) -> Outcome:
        patience = self._patience(build, stop)
        gateway = await self._gateway(build.thread_id, patience)

        def told(step: Step, language: Language) -> Progress:
            return frames.step_done(step, build.undertaking.step_text(step.operation), language)

        hands = await self._hands(build, gateway, told)
        if build.plan.operations:
            patience.heard(build.plan.operations[0].step)
        try:
            await patience.over(build.undertaking.carry_out(build.plan, hands))
        except Stopped:
            if self._suspended:
                # The build stays as it is, running, and so does its run.
                raise asyncio.CancelledError from None
            return await self._stopped(build, journal)
        await self._tell(build, "verifying")
        return await _completed(build, journal)

    async def _stopped(self, build: Build, journal: RecordsJournal) -> Outcome:
        """Takes back what was made, for as long as Notion answers; what is left an undo can."""
        await self._tell(build, "rolling_back")
        hurried = self._patience(build, limit=HURRY_SECONDS)
        hurried.heard("rolling_back")
        try:
            gateway = await self._gateway(build.thread_id, hurried)
            undone = await hurried.over(self._take_back(build, gateway))
        except StorageFailed:
            raise
        except NotionForgeError as error:
            _logger.warning("build %s is not taken back yet: %s", build.id, error)
            return await _unfinished(build, journal)
        return {"status": "cancelled", "undone": asdict(undone)}

    def _patience(
        self, build: Build, stop: asyncio.Event | None = None, limit: float = math.inf
    ) -> Patience:
        async def tell(silence: Silence) -> None:
            frame = frames.waiting(silence, await self._language(build))
            key = f"{build.id}:waiting:{secrets.token_hex(8)}"
            await self._events.append(build.thread_id, key, frame)

        return Patience(stop, tell, limit=limit)

    async def _gateway(self, thread_id: str, patience: Patience) -> NotionGateway:
        thread = await self._threads.get(thread_id)
        token = await self._threads.token(thread)
        zone = thread.settings.time_zone
        return self._connector.open_for(token, zone).with_patience(patience)

    async def _hands(self, build: Build, gateway: NotionGateway, telling: Telling) -> Hands:
        thread = await self._threads.get(build.thread_id)

        def journal_of(part: str) -> RecordsJournal:
            return RecordsJournal(self._records, f"{build.id}:{part}" if part else build.id)

        async def tell(step: Step) -> None:
            frame = telling(step, thread.settings.answers_in)
            gateway.patience.heard(frame.step)
            await self._events.append(build.thread_id, f"{build.id}:{step.operation.id}", frame)

        return Hands(gateway, journal_of, tell, self._shelf, thread.owner)

    async def _tell(self, build: Build, step: str) -> None:
        frame = frames.progress(step, await self._language(build))
        await self._events.append(build.thread_id, f"{build.id}:{step}", frame)

    async def _language(self, build: Build) -> Language:
        return (await self._threads.get(build.thread_id)).settings.answers_in


async def _in_time(turn: Coroutine[Any, Any, None]) -> None:
    """One's turn at a page. Raises Busy where it does not come in time."""
    try:
        async with asyncio.timeout(TURN_SECONDS):
            await turn
    except TimeoutError:
        raise Busy("others are still at the page", reason="page_busy") from None


async def _completed(build: Build, journal: RecordsJournal) -> Built:
    """The outcome of a build whose journal says that every operation is done.

    Raises NotionError where one is not: success means built and verified.
    """
    entries = await journal.load()
    missing = [op.id for op in build.plan.operations if not is_done(entries.get(op.id))]
    if missing:
        raise NotionError(f"{len(missing)} operations left no trace, first {missing[0]}")
    page = build.undertaking.page(build.plan, entries)
    return {
        "status": "completed",
        "page_id": page.id,
        "url": page.url,
        "title": page.title,
        "counts": asdict(build.plan.counts),
        "api_calls": await journal.calls(),
        "duration_seconds": round(time.time() - build.started_at, 3),  # it may be a few ms
        "warnings": [],
    }


async def _unfinished(build: Build, journal: RecordsJournal) -> BuildStopped:
    """The outcome of a build that was stopped and could not be taken back yet."""
    entries = await journal.load()
    return {
        "status": "cancelled",
        "unfinished": True,
        "undone": asdict(Undone()),
        "done": sum(map(is_done, entries.values())),
        "total": len(build.plan.operations),
    }


def _failed(error: NotionForgeError, entries: Mapping[str, Entry], build: Build) -> BuildFailed:
    done = sum(map(is_done, entries.values()))
    return {
        "status": "failed",
        "error": {
            "code": error.code,
            "reason": error.reason,
            "message": str(error),
            "params": {k: v for k, v in error.params.items() if v is not None},
            "retryable": error.retryable,
        },
        "done": done,
        "total": len(build.plan.operations),
        "kind": build.undertaking.kind,
    }
