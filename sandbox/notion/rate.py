"""Notion's rate limit: a fixed window per token, spendable in one burst."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from sandbox.notion.errors import RateLimitError


class RateWindow:
    """Counts requests by token; the first one opens a window of `seconds` for `limit` requests."""

    def __init__(
        self,
        limit: int = 180,
        seconds: float = 60,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limit = limit
        self.seconds = seconds
        self._clock = clock
        self._windows: dict[str, tuple[float, int]] = {}

    def spend(self, token: str) -> None:
        """Counts one request; raises RateLimitError if the window of the token is used up."""
        now = self._clock()
        opened, spent = self._windows.get(token, (now, 0))
        if now - opened >= self.seconds:
            opened, spent = now, 0
        if spent >= self.limit:
            raise RateLimitError(max(1, math.ceil(opened + self.seconds - now)))
        self._windows[token] = (opened, spent + 1)
