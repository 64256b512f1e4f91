"""People who say things at the same time from two tabs, and what must hold of it afterwards."""

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

from sqlalchemy import Connection, select
from websockets.exceptions import ConnectionClosed

from agent.plans.statuses import BuildStatus, PlanStatus
from tests.support.chat import Chat, Frame, chatting, types
from tests.support.waiting import until
from tools.records.tables import approvals, builds, events, runs

LONGEST_GAP = 0.02  # seconds between two frames of one tab
MOST_FRAMES = 5  # of each tab
REFUSALS = {"CONFLICT", "BUSY", "VALIDATION_ERROR", "UNAVAILABLE"}
_ENDED_BY = {"cancelled", "failed"}
_FIRST_ENDS = {"approval_request", "turn_end"}

Say = Callable[[Chat, random.Random], tuple[str, dict[str, Any]]]


def _of_plan(decision: str, **more: str) -> Say:
    """An answer by button to the newest plan that the tab shows, if it shows one."""

    def say(tab: Chat, _: random.Random) -> tuple[str, dict[str, Any]]:
        shown = [f["approval_id"] for f in tab.frames if f["type"] == "approval_request"]
        if not shown:
            return "ping", {}
        return "approval", {"approval_id": shown[-1], "decision": decision, **more}

    return say


def _words(*choice: str) -> Say:
    def say(tab: Chat, draw: random.Random) -> tuple[str, dict[str, Any]]:
        return "message", {"content": draw.choice(choice), "seen": tab.last_seq}

    return say


def _plain(kind: str) -> Say:
    return lambda tab, _: (kind, {"seen": tab.last_seq})


WAYS: list[Say] = [
    _words("좋아", "네", "yes"),
    _words("좋아"),
    _words("취소"),
    _words("새 이름", "다른 이름으로", "고장"),
    _words("지워지는 것이 있나요?"),
    _words("다시", "되돌려줘"),
    _of_plan("approve"),
    _of_plan("approve"),
    _of_plan("reject"),
    _of_plan("respond", feedback="다르게"),
    _plain("cancel"),
    _plain("undo"),
    _plain("confirm_create"),
    _plain("cancel_create"),
]


class Conversation:
    """A thread with two tabs that speak without waiting for each other."""

    def __init__(self, draw: random.Random, wish: str) -> None:
        self._draw = draw
        self._wish = wish
        self.tabs: list[Chat] = []
        self.thread_id = ""

    async def go_on(self, url: str, *, opening: bool) -> None:
        """Both tabs speak; one that the server leaves falls silent."""
        async with AsyncExitStack() as stack:
            for tab in range(2):
                init: dict[str, Any] = {"thread_id": self.thread_id} if self.thread_id else {}
                before = self.tabs[tab] if len(self.tabs) == 2 else None
                since = before.last_seq if before else 0
                chat = await stack.enter_async_context(chatting(url, since=since, **init))
                chat.frames[:0] = before.frames if before else []
                self.thread_id = chat.thread_id
                self.tabs[tab:] = [chat, *self.tabs[tab + 1 :]]
            reading = [asyncio.create_task(_read(tab)) for tab in self.tabs]
            if opening:
                await self.tabs[0].say(self._wish)
                await self._wait_for_plan(reading[0])
            await asyncio.gather(*(self._speak(tab) for tab in self.tabs))
            await self._answered(reading)
            for task in reading:
                task.cancel()
            await asyncio.gather(*reading, return_exceptions=True)

    async def _wait_for_plan(self, reading: asyncio.Task[None]) -> None:
        """Most wait for the first plan, some speak before it is there."""
        if self._draw.random() < 0.2:
            return
        await until(lambda: reading.done() or _FIRST_ENDS & set(types(self.heard)))

    async def _speak(self, tab: Chat) -> None:
        with contextlib.suppress(ConnectionClosed):
            for _ in range(self._draw.randint(1, MOST_FRAMES)):
                await asyncio.sleep(self._draw.uniform(0, LONGEST_GAP))
                kind, fields = self._draw.choice(WAYS)(tab, self._draw)
                await tab.send(kind, **fields)

    async def _answered(self, reading: list[asyncio.Task[None]]) -> None:
        """All that the tabs said is taken in: the answer to a last `ping` says so."""
        for tab, task in zip(self.tabs, reading, strict=True):
            before = types(tab.frames).count("pong")
            with contextlib.suppress(ConnectionClosed):
                await tab.send("ping")
                await until(
                    lambda tab=tab, task=task, before=before: (
                        task.done() or types(tab.frames).count("pong") > before
                    )
                )

    async def decline(self, url: str) -> None:
        """Says no to the plan that waits, which shows that it was still to be decided on."""
        async with chatting(url, thread_id=self.thread_id) as tab:
            await tab.send("cancel_create")
            await tab.send("ping")
            await tab.until("pong")  # by now it is taken in

    @property
    def heard(self) -> list[Frame]:
        return [frame for tab in self.tabs for frame in tab.frames]


async def _read(tab: Chat) -> None:
    """Reads until the socket ends."""
    with contextlib.suppress(ConnectionClosed):
        while True:
            await tab.next()


def is_done(connection: Connection, thread_id: str) -> bool:
    """Whether every turn of a thread has come to its end."""
    left = select(runs.c.id).where(runs.c.thread_id == thread_id, runs.c.status != "done")
    return connection.execute(left).first() is None


def fates(connection: Connection, thread_id: str) -> Counter[str]:
    """What has become of each plan of a thread that was put before somebody.

    Raises AssertionError where a turn has no end, or a plan none that is meant.
    """
    turns = connection.execute(select(runs).where(runs.c.thread_id == thread_id)).all()
    frames = list(
        connection.execute(
            select(events.c.frame).where(events.c.thread_id == thread_id).order_by(events.c.seq)
        ).scalars()
    )
    kinds = Counter(frame["type"] for frame in frames)
    assert kinds["turn_end"] == len(turns), (kinds, len(turns))
    assert [frame["seq"] for frame in frames] == list(range(1, len(frames) + 1))
    codes = {frame["code"] for frame in frames if frame["type"] == "error"}
    assert codes <= REFUSALS, codes
    plans = connection.execute(select(approvals).where(approvals.c.thread_id == thread_id)).all()
    shown = [plan for plan in plans if plan.status != PlanStatus.DRAFT]
    assert kinds["approval_request"] == len(shown)
    return Counter(_fate(connection, plan, shown) for plan in shown)


def _fate(connection: Connection, plan: Any, shown: list[Any]) -> str:
    """built, undone, cancelled, anew, asked, rejected or expired; waiting while it may still be any
    of them."""
    status = PlanStatus(plan.status)
    if status not in (PlanStatus.APPROVED, PlanStatus.EDITED, PlanStatus.ANSWERED):
        return {PlanStatus.PENDING: "waiting"}.get(status, status.value)
    answer = connection.execute(select(runs).where(runs.c.id == plan.answer_id)).one()
    if status is PlanStatus.ANSWERED:
        later = any(other.created_at > plan.created_at for other in shown)
        if not later and answer.result["status"] == "awaiting_answer":
            return "asked"  # what was said of it left something open
        # Words that take back all that was asked for leave no plan, and are done.
        dropped = answer.result["status"] == "completed" and answer.result["outcome"] is None
        assert later or dropped or answer.result["status"] in _ENDED_BY, answer
        return "anew" if later else "cancelled"
    build = connection.execute(select(builds).where(builds.c.id == plan.id)).first()
    if build is None:
        assert answer.result["status"] in _ENDED_BY, answer
        return "cancelled"
    assert build.status in (BuildStatus.COMPLETED, BuildStatus.UNDONE, BuildStatus.CANCELLED)
    return {BuildStatus.COMPLETED: "built"}.get(build.status, build.status)


def built_pages(connection: Connection) -> list[str]:
    """The pages of all creations that stand."""
    stands = select(builds.c.result).where(
        builds.c.status == BuildStatus.COMPLETED, builds.c.way_back["kind"].as_string() == "create"
    )
    return sorted(result["page_id"] for result in connection.execute(stands).scalars())


def yes_to_unseen(conversation: Conversation, connection: Connection) -> list[str]:
    """The plans that words approved although no tab had been shown them."""
    asked = {
        frame["approval_id"] for frame in conversation.heard if frame["type"] == "approval_request"
    }
    said = select(approvals.c.id).where(
        approvals.c.thread_id == conversation.thread_id, approvals.c.status == PlanStatus.APPROVED
    )
    return [plan for plan in connection.execute(said).scalars() if plan not in asked]
