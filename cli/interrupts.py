"""Ctrl-C: the first asks the work to stop and be taken back, the second leaves."""

import asyncio
import signal
from collections.abc import Coroutine
from types import FrameType, TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")


class Interrupted(Exception):
    """The person wants it to stop."""


class Interrupts:
    """Hears Ctrl-C while the block lasts; the second one cancels the task that opened it."""

    def __init__(self) -> None:
        self._first = asyncio.Event()
        self._is_told = False

    def __enter__(self) -> Self:
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert task is not None  # noqa: S101 - there is one wherever this is awaited

        def interrupted(_number: int, _frame: FrameType | None) -> None:
            is_first = not self._first.is_set()
            loop.call_soon_threadsafe(self._first.set if is_first else task.cancel)

        self._before = signal.signal(signal.SIGINT, interrupted)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        signal.signal(signal.SIGINT, self._before)

    def heard(self) -> bool:
        """Whether Ctrl-C came at all."""
        return self._first.is_set()

    async def unless(self, work: Coroutine[Any, Any, T]) -> T:
        """What some work brings. Raises Interrupted once: as soon as the first Ctrl-C comes, or at
        the next work where it came between two."""
        working = asyncio.ensure_future(work)
        hearing = asyncio.ensure_future(self._first.wait())
        try:
            if not self._is_told:
                await asyncio.wait((working, hearing), return_when=asyncio.FIRST_COMPLETED)
                if not working.done():
                    self._is_told = True
                    raise Interrupted
            return await working
        finally:
            for task in (working, hearing):
                task.cancel()
            await asyncio.gather(working, hearing, return_exceptions=True)
