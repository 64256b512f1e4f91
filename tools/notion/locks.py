"""Locks at places that several write to, so that one writes there at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Locks:
    """A lock for each place, shared by everyone in this process who may write there."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def at(self, place: str | None) -> AsyncIterator[None]:
        """Enters when nobody else is at the place; None is a place that nobody shares."""
        if place is None:
            yield
            return
        async with self._locks.setdefault(place, asyncio.Lock()):
            yield

    @asynccontextmanager
    async def if_free(self, place: str) -> AsyncIterator[bool]:
        """Enters at once, and says whether nobody else is at the place, who would do the same."""
        lock = self._locks.setdefault(place, asyncio.Lock())
        if lock.locked():
            yield False
            return
        async with lock:
            yield True
