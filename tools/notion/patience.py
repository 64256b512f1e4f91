"""How somebody waits for Notion: for as long as they wish to, and never in silence.

Whatever may wait goes `over` a patience. To be stopped is to be cancelled, which every wait hears:
requests, pauses, look-ups, turns. What each of them waits for just then is noted in `waiting`, and
told whenever nothing else was heard for a while.
"""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from tools.errors import Stopped

T = TypeVar("T")

TELL_SECONDS = 15.0  # the longest silence

# An answer, the end of a pause that Notion asked for or that the budget of requests demands, the
# fate of what was sent before, one's turn at a place where others write, or a helpdesk.
Awaited = Literal["answer", "pause", "fate", "turn", "helpdesk"]


@dataclass(eq=False)
class Wait:
    """What is waited for `since` a moment: the `attempt`-th (from 1) answer, where the one before
    brought the HTTP `status` or none at all; or the end of a pause, `until` another moment.

    Moments are those of the patience's clock.
    """

    kind: Awaited
    since: float
    attempt: int = 1
    status: int | None = None
    until: float | None = None

    @property
    def is_trouble(self) -> bool:
        """Whether it is more than the usual waiting for an answer."""
        return self.kind != "answer" or self.attempt > 1


@dataclass(frozen=True)
class Silence:
    """Nothing was heard of a step for some seconds; `left` are those of a pause, if it is one."""

    step: str
    wait: Wait
    seconds: float
    left: float | None


async def _tell_nobody(silence: Silence) -> None:
    pass


class Patience:
    """One person's, for one piece of work after another.

    It ends when `stop` is set, and, where there is a `limit`, once any wait has lasted so many
    seconds. `tell` hears of each silence of TELL_SECONDS.
    """

    def __init__(
        self,
        stop: asyncio.Event | None = None,
        tell: Callable[[Silence], Awaitable[None]] = _tell_nobody,
        *,
        limit: float = math.inf,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stop = stop or asyncio.Event()
        self._tell = tell
        self._limit = limit
        self._clock = clock
        self._step = ""
        self._waits: list[Wait] = []
        self._heard = self._told = clock()

    @property
    def is_over(self) -> bool:
        """Whether a stop was asked for."""
        return self._stop.is_set()

    @property
    def left(self) -> float:
        """Seconds until it ends by itself, unless an answer comes; at most zero once it has."""
        now = self._clock()
        return self._limit - max((now - wait.since for wait in self._waits), default=0.0)

    def check(self) -> None:
        """Raises Stopped once a stop was asked for."""
        if self.is_over:
            raise Stopped("the person stopped the work")

    async def over(self, work: Coroutine[Any, Any, T]) -> T:
        """What the work comes to. Raises Stopped, once the work has ended, if patience ended."""
        if self.is_over:
            work.close()
        self.check()
        task = asyncio.create_task(work)
        stop, end = asyncio.create_task(self._stop.wait()), asyncio.create_task(self._watch())
        try:
            await asyncio.wait((task, stop, end), return_when=asyncio.FIRST_COMPLETED)
            self.check()
            if task.done():
                return task.result()
            end.result()
            raise Stopped("Notion does not answer")
        finally:
            for each in (task, stop, end):
                each.cancel()
            await asyncio.gather(task, stop, end, return_exceptions=True)

    def heard(self, step: str) -> None:
        """The person was told that the work came to a step, or on with it."""
        self._step = step
        self._heard = self._clock()

    @contextmanager
    def waiting(
        self,
        kind: Awaited = "answer",
        *,
        attempt: int = 1,
        status: int | None = None,
        seconds: float | None = None,
    ) -> Iterator[Wait]:
        """Notes what is waited for while the block lasts; `seconds` are how long a pause is."""
        now = self._clock()
        wait = Wait(kind, now, attempt, status, None if seconds is None else now + seconds)
        self._waits.append(wait)
        try:
            yield wait
        finally:
            self._waits.remove(wait)

    async def _watch(self) -> None:
        """Tells of silences; returns when a wait has reached the limit."""
        while (left := self.left) > 0:
            silent = self._clock() - max(self._heard, self._told)
            if silent >= TELL_SECONDS:
                await self._break_silence()
            else:
                await asyncio.sleep(min(left, TELL_SECONDS - silent))

    async def _break_silence(self) -> None:
        self._told = now = self._clock()
        if not self._waits:
            return  # what takes so long is no matter of waiting
        wait = next((w for w in reversed(self._waits) if w.is_trouble), self._waits[-1])
        left = None if wait.until is None else max(0.0, wait.until - now)
        await self._tell(Silence(self._step, wait, now - self._heard, left))
