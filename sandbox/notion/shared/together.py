"""One answer for all who ask the same at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Together:
    """Does a piece of work for all who ask for it before it begins; one at a time."""

    def __init__(self, work: Callable[[], Awaitable[None]]) -> None:
        self._work = work
        self._working = asyncio.Lock()
        self._next: asyncio.Task[None] | None = None

    async def done(self) -> None:
        """Returns once the work was done that began after this was asked; raises what it raises."""
        if self._next is None:
            self._next = asyncio.create_task(self._do(), name="workspace-reading")
        await asyncio.shield(self._next)  # others wait for it as well

    async def _do(self) -> None:
        async with self._working:
            self._next = None  # who comes from now on may know of what this one does not see
            await self._work()
