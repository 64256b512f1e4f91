"""Time that passes only in waits: what takes an hour is over at once, and exactly an hour long."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any


class _JumpingSelector(selectors.DefaultSelector):
    """Where nothing is ready, the clock jumps to the moment that the loop waits for."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        ready = super().select(0)
        if not ready:
            self.now += timeout
        return ready


class _VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._clock = _JumpingSelector()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.now


def seconds_of(work: Coroutine[Any, Any, Any]) -> float:
    """How long something waits in all; it may use timers, but no threads."""
    loop = _VirtualLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(work)
        return loop.time()
