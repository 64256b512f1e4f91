"""A loop whose time passes only when nothing else is left to do, so that minutes take no time."""

import asyncio
import selectors
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from typing import Any, TypeVar, TypeVarTuple

import pytest

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

START = time.time()


class _Selector(selectors.DefaultSelector):
    """Instead of waiting, it says how long it would have waited.

    While threads are `at_work` it waits for them: what they take is no part of the virtual time.
    """

    skipped = 0.0
    at_work = 0

    def select(self, timeout: float | None = None) -> Any:
        if self.at_work and timeout:
            return super().select(None)
        ready = super().select(None if timeout is None else 0)
        if not ready and timeout:
            self.skipped += timeout
        return ready


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._clock = _Selector()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.skipped

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts
    ) -> asyncio.Future[T]:
        self._clock.at_work += 1
        work = super().run_in_executor(executor, func, *args)
        work.add_done_callback(lambda _: self._rest())
        return work

    def _rest(self) -> None:
        self._clock.at_work -= 1


def now() -> float:
    """Seconds that have passed on the running loop."""
    return asyncio.get_running_loop().time()


def virtually(main: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Runs `main` on a loop of its own, on which the wall clock follows the loop's."""
    with pytest.MonkeyPatch.context() as patch, asyncio.Runner(loop_factory=_Loop) as runner:
        loop = runner.get_loop()
        patch.setattr(time, "time", lambda: START + loop.time())
        return runner.run(main())


def seconds_of(work: Coroutine[Any, Any, Any]) -> float:
    """How long something waits in all; it may use timers, but no threads."""

    async def timed() -> float:
        await work
        return now()

    return virtually(timed)
