"""Freshdesk's limits: credits a minute for the account, and fewer for its lists."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

WINDOW_SECONDS = 60.0


@dataclass(frozen=True)
class Spent:
    """What a request came to: what is left of `total`, and after how many seconds to come back
    where it was refused."""

    price: int
    total: int | None
    remaining: int
    retry_after: int | None = None


class Window:
    """So many credits a minute: in fixed minutes from the first request, or in a sliding one."""

    def __init__(self, limit: int, *, sliding: bool, clock: Callable[[], float]) -> None:
        self.limit = limit
        self._sliding = sliding
        self._clock = clock
        self._spent: deque[tuple[float, int]] = deque()

    def left(self) -> int:
        now = self._clock()
        if self._sliding:
            while self._spent and now - self._spent[0][0] >= WINDOW_SECONDS:
                self._spent.popleft()
        elif self._spent and now - self._spent[0][0] >= WINDOW_SECONDS:
            self._spent.clear()
        return self.limit - sum(spent for _, spent in self._spent)

    def spend(self, price: int) -> None:
        self._spent.append((self._clock(), price))

    def wait(self) -> int:
        """Whole seconds until something is free again."""
        if not self._spent:
            return 1
        return max(1, math.ceil(self._spent[0][0] + WINDOW_SECONDS - self._clock()))


class Limits:
    """What an account's plan allows a minute; None is no limit, and then nothing is said of it.

    Not established by Freshdesk's documentation, hence to choose: whether the minute is `sliding`,
    and whether the limits of lists count credits (`lists_in_credits`) or requests.
    """

    def __init__(
        self,
        calls: int | None = None,
        ticket_lists: int | None = None,
        contact_lists: int | None = None,
        *,
        sliding: bool = False,
        lists_in_credits: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        def window(limit: int | None) -> Window | None:
            return None if limit is None else Window(limit, sliding=sliding, clock=clock)

        self._all = window(calls)
        self._lists = {"tickets": window(ticket_lists), "contacts": window(contact_lists)}
        self._in_credits = lists_in_credits

    def spend(self, price: int, listed: str | None) -> Spent:
        """Pays a request; `listed` names the kind of thing that it lists, if it is limited."""
        if self._all is None:
            return Spent(price, None, 0)
        total = self._all.limit
        special = self._lists.get(listed) if listed else None
        for window in (self._all, special):
            if window is not None and window.left() < 1:
                return Spent(price, total, max(0, self._all.left()), window.wait())
        self._all.spend(price)
        if special is not None:
            special.spend(price if self._in_credits else 1)
        return Spent(price, total, max(0, self._all.left()))
