"""Misbehaviour on request: latency, errors, cut bodies, lost connections, changes meanwhile."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.freshdesk.account import Account

# Bodies of 429 and 5xx are not documented; proxies answer in HTML.
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


class DroppedConnection(ConnectionError):
    """The connection broke before an answer was sent."""


@dataclass
class Fault:
    """What one request meets instead of its answer: a `status` with a `body`, or its own answer
    `cut` half-way, or nothing (`drop`)."""

    path: re.Pattern[str]
    status: int
    times: int
    body: bytes = b""
    retry_after: int | None = None
    cut: bool = False
    drop: bool = False


class Faults:
    """What goes wrong. `latency` is seconds for each request; a `share` of them fails by chance,
    the same ones for the same `seed`. `meanwhile` is called after each list of tickets: what
    happens to the account between two of them."""

    def __init__(self, latency: float = 0.0, share: float = 0.0, seed: int = 0) -> None:
        self.latency = latency
        self.share = share
        self.meanwhile: Callable[[Account], None] | None = None
        self.struck = 0
        self._chance = random.Random(seed)  # noqa: S311 - no secret
        self._pending: list[Fault] = []

    def inject(
        self,
        path: str,
        status: int = 500,
        *,
        times: int = 1,
        body: bytes = b"",
        retry_after: int | None = None,
        cut: bool = False,
        drop: bool = False,
    ) -> None:
        """Makes the next `times` requests fail whose path, below `/api/v2`, holds the pattern."""
        fault = Fault(re.compile(path), status, times, body, retry_after, cut, drop)
        self._pending.append(fault)

    def clear(self) -> None:
        self._pending.clear()
        self.share, self.latency, self.meanwhile = 0.0, 0.0, None

    def due(self, path: str) -> Fault | None:
        """The fault that a request meets."""
        for fault in self._pending:
            if fault.path.search(path):
                fault.times -= 1
                if not fault.times:
                    self._pending.remove(fault)
                self.struck += 1
                return fault
        if self.share and self._chance.random() < self.share:
            self.struck += 1
            return self._by_chance(path)
        return None

    def _by_chance(self, path: str) -> Fault:
        here = re.compile(re.escape(path))
        kind = self._chance.randrange(4)
        if kind == 0:
            return Fault(here, 429, 1, retry_after=1)
        if kind == 1:
            return Fault(here, 200, 1, cut=True)
        return Fault(here, self._chance.choice((500, 502, 503)), 1, _HTML)
