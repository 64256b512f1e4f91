"""One budget per token, shared by everyone in this process who uses it."""

import asyncio
import hashlib
import time
from collections import deque
from collections.abc import Awaitable, Callable

from tools.recent import Recent

# Notion: a window of 60 s with 180 requests, which may be spent in one burst.
REQUESTS_PER_WINDOW = 180
WINDOW_SECONDS = 60.0
MOST_KNOWN = 1_000  # tokens: one that comes no more has spent nothing a minute later


def least_seconds(requests: int) -> float:
    """How long so many requests take at least, however fast each is answered."""
    return max(0, -(-requests // REQUESTS_PER_WINDOW) - 1) * WINDOW_SECONDS


class Limiter:
    """Lets `limit` requests start within any window; a pause holds all of them back.

    Where the server's fixed window begins is unknown, so the window slides: that never asks for
    more than the server grants, and a build of up to `limit` calls is not delayed at all.
    """

    def __init__(
        self,
        limit: int = REQUESTS_PER_WINDOW,
        window: float = WINDOW_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._limit = limit
        self._window = window
        self._clock = clock
        self._sleep = sleep
        self._started: deque[float] = deque()
        self._paused_until = 0.0

    async def acquire(self) -> None:
        """Returns when the next request may start."""
        while (wait := self.delay()) > 0:
            await self._sleep(wait)
        self._started.append(self._clock())

    def pause(self, seconds: float) -> None:
        """Holds every request back, as a `Retry-After` demands."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    def delay(self) -> float:
        """In how many seconds the next request may start, as far as can be said now."""
        now = self._clock()
        while self._started and now - self._started[0] >= self._window:
            self._started.popleft()
        full = len(self._started) >= self._limit
        window = self._started[0] + self._window - now if full else 0.0
        return max(window, self._paused_until - now)


class Limiters:
    """The limiter of each token; tokens are known by their hash only."""

    def __init__(self) -> None:
        self._limiters = Recent[str, Limiter](MOST_KNOWN)

    def of(self, token: str) -> Limiter:
        name = hashlib.sha256(token.encode()).hexdigest()
        return self._limiters.get(name) or self._limiters.put(name, self._made(name))

    def _made(self, name: str) -> Limiter:  # noqa: ARG002 - shared ones count by it
        return Limiter()
