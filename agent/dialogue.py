"""Conversations of those who come back: they speak, leave, and ask later where it stands.

A socket follows its thread frame by frame (`api.chat`). Whoever calls and waits, an MCP client or a
terminal, waits for as long as they care to: what runs goes on without them, and where a thread
stands is read from what is kept, so a restart between two calls loses nothing.
"""

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agent.desk import Desk
from agent.entrance import Entrance, Wish
from agent.events import Lagging
from agent.guard import check_content, check_length
from agent.inputs import Answer, Decision, Message
from agent.planner.words import wants_redo, wants_undo
from agent.plans.kinds import Approval, Subject
from agent.plans.statuses import PlanStatus
from agent.runs import Runs
from agent.threads import Thread
from tools.errors import Forbidden, InvalidInput

Frame = Mapping[str, Any]
Planned = Callable[[Thread], Awaitable[Subject]]  # a plan that needs no words
Tell = Callable[[Frame], Awaitable[None]]

MOST_FRAMES = 100  # of a thread that are looked through for its last turn
# What tells where a thread stands; progress is worth no page of the log once it is over.
_TOLD = ("user_message", "ai_response", "question", "complete", "cancelled", "error", "turn_end")


@dataclass(frozen=True)
class Standing:
    """Where a thread stands: whether something `runs`, the frames of its last turn, oldest first,
    its newest `progress`, and the `plan` that waits for a decision, as it was shown."""

    thread: Thread
    runs: bool
    frames: Sequence[Frame]
    progress: Frame | None
    plan: Frame | None


class Dialogue:
    """What can be said in a thread, by whom, and what came of it. `owner` is the server key of who
    asks, '' where none is needed."""

    def __init__(self, desk: Desk, runs: Runs, entrance: Entrance) -> None:
        self._desk = desk
        self._runs = runs
        self._entrance = entrance

    async def thread(self, thread_id: str, owner: str) -> Thread:
        """Raises NotFound, Forbidden for another key's."""
        found = await self._desk.threads.get(thread_id)
        if found.owner != owner:
            raise Forbidden("another key's thread", reason="foreign_work")
        return found

    async def plan(self, plan_id: str, owner: str) -> Approval:
        """Raises NotFound, Forbidden for another key's, Conflict for another version's."""
        found = await self._desk.plans.get(plan_id)
        await self.thread(found.thread_id, owner)
        return found

    async def open(self, wish: Wish, planned: Planned | None = None) -> Thread:
        """A thread of its own for a wish, which is work from now on; what is `planned` in that
        thread, whose keys it needs, is put before the person as it is.

        Raises what `Entrance.begin` and `Entrance.submit` do, and `planned`.
        """
        begun = await self._entrance.begin(wish, "chat")
        thread = await self._desk.threads.get(begun.thread_id)
        asked = wish if planned is None else replace(wish, given=await planned(thread))
        await self._entrance.submit(begun, asked)
        return thread

    async def say(self, thread: Thread, text: str, page_id: str | None = None) -> None:
        """Words of a person: feedback on the plan that waits, and never its yes, as whoever says
        them may be a model; else an answer to the question that is open, or a further wish. What is
        done is taken back, or made again, by `undo` and `redo` alone.

        Raises InvalidInput for words that ask for these, ValidationFailed, RequestRefused, Busy,
        Conflict, Expired, Unavailable.
        """
        check_length(text, shortest=1)
        check_content(text)
        seen = (await self._desk.threads.get(thread.id)).last_seq
        if (waiting := await self._desk.plans.pending(thread.id)) is not None:
            await self.decide(thread, waiting, "respond", text)
            return
        if wants_undo(text) or wants_redo(text):
            raise InvalidInput("undo and redo are asked for by name", reason="undo_by_name")
        said = Message(text=text, page_id=page_id)
        # A plan that shows from now on was not seen: a "yes" among the words is none to that.
        await self._runs.submit(thread.id, secrets.token_hex(16), said, seen)

    async def approve(self, thread: Thread, plan: Approval) -> None:
        """Has a plan carried out, once: who says it again, as the first answer was lost on the way,
        has said nothing new. Raises Expired, or Conflict where another answer was first."""
        if plan.status not in (PlanStatus.APPROVED, PlanStatus.EDITED):
            await self.decide(thread, plan.id, "approve")

    async def decide(
        self, thread: Thread, plan_id: str, decision: Decision, feedback: str | None = None
    ) -> None:
        """Answers a plan. Raises NotFound, Expired, or Conflict where another was first."""
        answer = Answer(approval_id=plan_id, decision=decision, feedback=feedback)
        await self._runs.decide(thread.id, secrets.token_hex(16), answer)

    async def undo(self, thread: Thread) -> None:
        """Takes back what the thread built or changed last. Raises Conflict, Unavailable."""
        await self._runs.undo(thread.id, secrets.token_hex(16))

    async def redo(self, thread: Thread) -> None:
        """Makes again what was taken back last. Raises Conflict, Unavailable."""
        await self._runs.redo(thread.id, secrets.token_hex(16))

    async def cancel(self, thread: Thread) -> None:
        """Stops what runs, or rejects what waits. Raises Conflict, StorageFailed."""
        await self._runs.cancel(thread.id)

    async def wait(self, thread: Thread, tell: Tell, *, decision: bool = False) -> None:
        """Returns once nothing of a thread runs; `tell` hears of the progress meanwhile.

        With `decision` it first waits, where a plan does, until somebody has decided on it.
        """
        telling = asyncio.create_task(self._tell(thread, tell), name="dialogue-progress")
        try:
            if decision and not await self._runs.is_busy_anywhere(thread.id):
                await self._moved(thread)
            await self._runs.idle(thread.id)
        finally:
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)  # who listened may have gone

    async def _moved(self, thread: Thread) -> None:
        """Returns once something happens in a thread in which a plan waits; at once in others."""
        if await self._desk.plans.pending(thread.id) is None:
            return
        since = (await self._desk.threads.get(thread.id)).last_seq
        follow = self._desk.events.follow(thread.id, since)
        async with contextlib.aclosing(follow) as events:
            await anext(events)

    async def _tell(self, thread: Thread, tell: Tell) -> None:
        follow = self._desk.events.follow(thread.id, thread.last_seq)
        with contextlib.suppress(Lagging):  # who is that slow misses progress, not the outcome
            async with contextlib.aclosing(follow) as events:
                async for event in events:
                    if event.frame["type"] == "progress":
                        await tell(event.frame)

    async def standing(self, thread: Thread) -> Standing:
        """Where a thread stands now. Raises NotFound, StorageFailed."""
        runs = await self._runs.is_busy_anywhere(thread.id)
        told = await self._newest(thread, _TOLD, MOST_FRAMES)
        progress = await self._newest(thread, ("progress",), 1) if runs else []
        ended = max((frame["seq"] for frame in told if frame["type"] == "turn_end"), default=0)
        return Standing(
            thread=await self._desk.threads.get(thread.id),
            runs=runs,
            frames=last_turn(told, under_way=runs),
            progress=next((frame for frame in progress if frame["seq"] > ended), None),
            plan=None if runs else await self._waiting(thread),
        )

    async def _waiting(self, thread: Thread) -> Frame | None:
        """The plan that waits for a decision, as it was shown."""
        plan_id = await self._desk.plans.pending(thread.id)
        shown = await self._newest(thread, ("approval_request",), 1)
        return next((frame for frame in shown if frame["approval_id"] == plan_id), None)

    async def _newest(self, thread: Thread, types: Sequence[str], limit: int) -> list[Frame]:
        found = await self._desk.events.newest(thread.id, types, limit)
        return [event.frame for event in found]


def last_turn(frames: Sequence[Frame], *, under_way: bool) -> list[Frame]:
    """The frames of a thread's last turn: of the one that is under way, or of the last that ended.
    Pure."""
    ends = [n for n, frame in enumerate(frames) if frame["type"] == "turn_end"]
    before = ends if under_way else ends[:-1]
    return list(frames[before[-1] + 1 :] if before else frames)
