"""How fast an account may be asked: its limit as the answers' headers tell it, shared by all who
ask within this process, and a share of it left to the account's other apps."""

import asyncio
import contextlib
import math
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass

from tools.recent import Recent

WINDOW_SECONDS = 60.0
AT_ONCE = 16  # requests in flight: at 0.5 s each that is more than any plan allows a minute
MOST_KNOWN = 1_000  # accounts
_POLL_SECONDS = 0.05  # while all that is allowed is in flight


@dataclass
class _Use:
    """Credits of one request. They count from before it is sent until a minute after its answer:
    the account counts them at some moment between."""

    credits: int
    at: float = math.inf


@dataclass
class Tally:
    """What was asked of one account since the server's start, for the metrics."""

    requests: int = 0
    errors: int = 0
    refused: int = 0  # 429
    seconds: float = 0.0  # in sum, from sending to the answer


class Pace:
    """The credits of one account. `share` is the part of its limit that may be used here."""

    def __init__(
        self,
        share: float = 0.8,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.share = share
        self.total: int | None = None  # credits a minute; None until an answer tells
        self.tally = Tally()
        self._clock = clock
        self._sleep = sleep
        self._places = asyncio.Semaphore(AT_ONCE)
        self._first = asyncio.Lock()
        self._answered = False
        self._uses: deque[_Use] = deque()
        self._others, self._others_at = 0, -math.inf
        self._paused_until = 0.0

    @contextlib.asynccontextmanager
    async def turn(self, price: int) -> AsyncIterator[_Use]:
        """A request of about `price` credits, as soon as it may be sent."""
        async with self._places, self._alone_at_first():
            while (wait := self.delay(price)) > 0:
                await self._sleep(wait)
            use = _Use(price)
            if self.total is not None or not self._answered:  # else nobody counts
                self._uses.append(use)
            begun = self._clock()
            try:
                yield use
            finally:
                use.at = self._clock()
                self.tally.requests += 1
                self.tally.seconds += use.at - begun

    @contextlib.asynccontextmanager
    async def _alone_at_first(self) -> AsyncIterator[None]:
        """The very first request goes alone: its answer says how many may follow."""
        async with contextlib.AsyncExitStack() as stack:
            if not self._answered:
                await stack.enter_async_context(self._first)
                if self._answered:
                    await stack.aclose()
            yield

    def learn(self, use: _Use, headers: Mapping[str, str]) -> None:
        """Takes the limit, the price and what others use from an answer's headers."""
        self._answered = True
        total, left = _number(headers, "total"), _number(headers, "remaining")
        price = _number(headers, "used-currentrequest")
        if price is not None:
            use.credits = price
        if total is None or left is None:
            return
        self.total = total
        # What is in flight may be counted there or not; in doubt nobody else has used it.
        self._others = max(0, total - left - self.used())
        self._others_at = self._clock()

    def pause(self, seconds: float) -> None:
        """Holds every request back, as a `Retry-After` demands."""
        self.tally.refused += 1
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    def used(self) -> int:
        """Credits that count for the present minute."""
        now = self._clock()
        while self._uses and now - self._uses[0].at >= WINDOW_SECONDS:
            self._uses.popleft()
        return sum(use.credits for use in self._uses if now - use.at < WINDOW_SECONDS)

    def allowed(self) -> float:
        """Credits a minute that may be spent here now."""
        if self.total is None:
            return math.inf
        others = self._others if self._clock() - self._others_at < WINDOW_SECONDS else 0
        return max(1, min(math.floor(self.total * self.share), self.total - others))

    def delay(self, price: int) -> float:
        """In how many seconds a request may be sent, as far as can be said now."""
        now = self._clock()
        pause = self._paused_until - now
        if self.total is None:
            return pause
        used = self.used()
        if not used or used + price <= self.allowed():
            return pause
        oldest = min(use.at for use in self._uses)
        full = _POLL_SECONDS if math.isinf(oldest) else oldest + WINDOW_SECONDS - now
        return max(full, pause)


class Paces:
    """The pace of each account that was asked lately, by its address."""

    def __init__(self, share: float) -> None:
        self._share = share
        self._paces = Recent[str, Pace](MOST_KNOWN)

    def of(self, domain: str) -> Pace:
        return self._paces.get(domain) or self._paces.put(domain, Pace(self._share))

    def all(self) -> list[Pace]:
        return self._paces.values()


def _number(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(f"x-ratelimit-{name}", "")
    return int(text) if text.isdecimal() else None
