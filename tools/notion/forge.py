"""The forge: carries a plan out, several operations at once, and can be taken up anywhere.

What is ready runs, up to eight at a time, one at a time per lane. Each operation is journalled
before and after. One whose fate is unknown, because its answer was lost or the process died, is
looked for before it is repeated.
"""

import asyncio
import base64
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from tools.errors import NotionError, NotionForgeError
from tools.notion.expiry import expired_uploads
from tools.notion.gateway import FateUnknown, NotionGateway
from tools.notion.journal import Entry, Journal, brought, is_done
from tools.notion.operations import Operation, Plan, Ref, captures, point
from tools.notion.reconcile import Doubt, Reconciler, settled
from tools.notion.render.blocks import children_of
from tools.notion.schedule import WORKERS, Agenda
from tools.notion.transport import Answer, File

MOST_LOOKS = 4  # at one operation, before its failure is believed
GRACE_SECONDS = 0.7  # for what is under way when the forge is cancelled

# Doing these twice leaves what doing them once does, unless a schema loses properties.
_REPEATABLE = frozenset(
    {
        "create_upload",  # what nobody shows is gone within the hour
        *("update_schema", "update_row", "update_view", "update_page", "update_database"),
        *("update_block", "move_page"),
    }
)


@dataclass(frozen=True)
class Step:
    """Progress: an operation got done, the `done`-th of `total`."""

    operation: Operation
    done: int
    total: int


OnStep = Callable[[Step], Awaitable[None]]


class Forge:
    """One build: a plan, a way to Notion, a journal."""

    def __init__(
        self,
        plan: Plan,
        gateway: NotionGateway,
        journal: Journal,
        on_step: OnStep,
    ) -> None:
        self._plan = plan
        self._gateway = gateway
        self._journal = journal
        self._on_step = on_step
        self._entries: dict[str, Entry] = {}
        self._done = 0
        self._agenda = Agenda(())
        self._running: set[asyncio.Task[None]] = set()
        self._launching = True  # until something failed, or all is to come to rest

    @cached_property
    def _wanted(self) -> dict[str, set[str]]:
        return captures(self._plan)

    async def run(self) -> str:
        """Builds what is not built yet; returns the id that its first operation brought.

        Raises what Notion answered to an operation that could not be done, once what is under way
        is finished. When cancelled it gives that a moment; what is cut off has its journal say so.
        """
        self._entries = await settled(self._plan, self._gateway, self._journal)
        for name in expired_uploads(self._plan, self._entries, time.time()):
            del self._entries[name]
            await self._journal.withdraw(name)
        done = [op for op in self._plan.operations if self._is_done(op.id)]
        self._agenda = Agenda(self._plan.operations, {op.id for op in done})
        # The crash may have come before progress was told, which is numbered in order of time.
        done.sort(key=lambda op: self._entries[op.id].finished_at)
        self._done = len(done)
        await asyncio.gather(*(self._tell(op, number) for number, op in enumerate(done, 1)))
        try:
            await self._run_all()
        except NotionForgeError:
            if self._running:
                await asyncio.wait(self._running)
            raise
        finally:
            await self._come_to_rest()
        first = self._entries[self._plan.operations[0].id] if self._plan.operations else None
        return str(first.notion_id) if first else ""

    async def _run_all(self) -> None:
        self._launch_ready()
        try:
            while self._running:
                done, _ = await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    self._running.discard(task)
                    task.result()
                self._launch_ready()
        finally:
            self._launching = False

    async def _come_to_rest(self) -> None:
        """Gives what is under way a moment to finish, so that the journal knows of it."""
        if self._running:
            grace = max(0.0, min(GRACE_SECONDS, self._gateway.patience.left))
            await asyncio.wait(self._running, timeout=grace)
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)
            self._running.clear()

    def _launch_ready(self) -> None:
        while self._launching and len(self._running) < WORKERS:
            operation = self._agenda.take()
            if operation is None:
                return
            task = asyncio.create_task(self._perform(operation), name=operation.id)
            self._running.add(task)

    def _is_done(self, operation_id: str) -> bool:
        return is_done(self._entries.get(operation_id))

    async def _perform(self, operation: Operation) -> None:
        async with self._gateway.at(operation.shared_place):
            await self._carry_out(operation)

    async def _carry_out(self, operation: Operation) -> None:
        """Does an operation. That it is done, that it is told and that others begin is noted in
        one turn of the loop, so that it can be one commit."""
        path, body = operation.filled(self._look_up)
        gateway = self._gateway.counting()
        answer = await self._answer(operation, gateway, path, body)
        captured = {p: point(answer, p) for p in self._wanted[operation.id] if p != "/id"}
        notion_id = answer.get("id")
        self._done += 1
        self._entries[operation.id] = Entry("done", notion_id, captured)
        self._agenda.finish(operation)
        noting = asyncio.gather(
            self._journal.finish(operation.id, notion_id, captured, gateway.count.calls),
            self._tell(operation, self._done),
        )
        self._launch_ready()
        await noting

    async def _answer(
        self, operation: Operation, gateway: NotionGateway, path: str, body: Any
    ) -> Answer:
        repeatable = _is_repeatable(operation)
        doubt = Doubt(operation, path, body)
        begun = self._entries.get(operation.id)  # by a process that died
        if begun is not None and not repeatable:
            doubt = replace(doubt, sent_at=begun.started_at)
            with gateway.patience.waiting("fate"):
                if (found := await self._find(doubt, gateway)) is not None:
                    return found
        for attempt in range(1, MOST_LOOKS + 1):
            doubt = replace(doubt, sent_at=time.time())
            try:
                return await self._try(operation, gateway, path, body)
            except FateUnknown as error:
                failure = error
            doubt = replace(doubt, ended=failure.ended, committed=failure.committed)
            with gateway.patience.waiting(attempt=attempt + 1, status=failure.status):
                if (found := await self._find(doubt, gateway)) is not None:
                    return found
        raise failure

    async def _try(
        self, operation: Operation, gateway: NotionGateway, path: str, body: Any
    ) -> Answer:
        """Sends an operation; it stays begun in the journal where it may have been carried out."""
        if not operation.writes:
            return await send(gateway, operation, path, body)
        try:
            await self._journal.start(operation.id)
            return await send(gateway, operation, path, body)
        except FateUnknown:
            raise
        except (NotionError, asyncio.CancelledError):
            if not gateway.count.in_doubt:
                await self._journal.withdraw(operation.id)
            raise

    async def _find(self, doubt: Doubt, gateway: NotionGateway) -> Answer | None:
        before = self._blocks_before(doubt.operation)
        return await Reconciler(gateway, self._claimed).find(replace(doubt, before=before))

    async def _claimed(self, notion_id: str) -> bool:
        """Whether something is known to be older than the operation that is looked for."""
        return notion_id in self._plan.present or await self._journal.claimed(notion_id)

    def _blocks_before(self, operation: Operation) -> int:
        """How many blocks finished operations have put directly into an append's parent."""
        if operation.kind != "append_blocks":
            return 0
        parent = operation.path[1]
        return operation.before + sum(
            _put_into(other, parent)
            for other in self._plan.operations
            if self._is_done(other.id) and other.id != operation.id
        )

    def _look_up(self, ref: Ref) -> Any:
        return brought(self._entries, ref)

    async def _tell(self, operation: Operation, number: int) -> None:
        await self._on_step(Step(operation, number, len(self._plan.operations)))


async def send(gateway: NotionGateway, operation: Operation, path: str, body: Any) -> Answer:
    """The request of an operation, with its references replaced. Raises NotionError."""
    repeatable = _is_repeatable(operation)
    if operation.kind != "send_upload":
        return await gateway.call(operation.method, path, body, repeatable=repeatable)
    content = await asyncio.to_thread(base64.b64decode, body["content"])
    file = File(body["filename"], body["content_type"], content)
    return await gateway.call(operation.method, path, repeatable=repeatable, file=file)


def _is_repeatable(operation: Operation) -> bool:
    """Whether doing it twice does no harm; what is removed already cannot be removed again."""
    removes = None in ((operation.body or {}).get("properties") or {}).values()
    return not operation.writes or (operation.kind in _REPEATABLE and not removes)


def _put_into(operation: Operation, parent: str | Ref) -> int:
    """How many blocks an operation put directly into a parent."""
    body = operation.body or {}
    if operation.kind == "append_blocks" and operation.path[1] == parent:
        return len(body["children"])
    if isinstance(parent, Ref) and operation.id == parent.operation:
        children = body.get("children", ())
        if parent.pointer == "/id":
            return len(children) or operation.first_level
        return len(children_of(children[int(parent.pointer.split("/")[2])])) if children else 0
    if operation.kind in ("create_page", "create_database"):
        return int(body["parent"].get("page_id") == parent)
    if operation.kind == "create_linked_view":
        return int(body["create_database"]["parent"]["page_id"] == parent)
    return 0
