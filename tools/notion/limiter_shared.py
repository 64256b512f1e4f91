"""One budget per token for all servers of a database."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from limits.aio.storage import MovingWindowSupport

from tools.errors import StorageFailed
from tools.notion.limiter import REQUESTS_PER_WINDOW, WINDOW_SECONDS, Limiter, Limiters

LEAST_SECONDS = 0.05  # between two looks for room


class SharedLimiter(Limiter):
    """Lets a request start once there is room for it among those of this server, and of all.

    For as long as nobody can be asked for all, this server keeps to its own: Notion's refusals are
    obeyed in any case.
    """

    def __init__(
        self,
        allowances: MovingWindowSupport,
        name: str,
        limit: int = REQUESTS_PER_WINDOW,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__(limit, sleep=sleep)
        self._allowances = allowances
        self._key = f"notion {name}"

    async def acquire(self) -> None:
        await super().acquire()
        while (wait := await self._wait()) > 0:
            self.pause(wait)  # who comes after it tells by this what is waited for
            await self._sleep(wait)

    async def _wait(self) -> float:
        """0 where a request counts from now on; else in how many seconds one may."""
        window = int(WINDOW_SECONDS)
        try:
            if await self._allowances.acquire_entry(self._key, self._limit, window):
                return 0.0
            first, _ = await self._allowances.get_moving_window(self._key, self._limit, window)
        except StorageFailed:
            return 0.0
        return min(WINDOW_SECONDS, max(LEAST_SECONDS, first + WINDOW_SECONDS - time.time()))


class SharedLimiters(Limiters):
    """The limiter of each token, which all servers share."""

    def __init__(self, allowances: MovingWindowSupport) -> None:
        super().__init__()
        self._allowances = allowances

    def _made(self, name: str) -> Limiter:
        return SharedLimiter(self._allowances, name)
