"""Who may ask an endpoint just now: one at a time where it is local, and nobody for a while once it
has failed again and again. Waiting for a model that is away helps nobody; the embedded planner is
there at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from agent.planner.model.provider import Endpoint
from tools.errors import AiError

FAILURES = 3  # in a row, and it rests
REST_SECONDS = 60.0
LONG_SECONDS = 20.0  # who is left after that was too slow
_MOST_PLACES = 256  # endpoints that are remembered
_ITS_OWN = frozenset({"ai_timeout", "ai_unreachable", "ai_failed"})
"""Failures that are the endpoint's, whoever asks: a refused key or an odd answer is none."""


@dataclass
class _Place:
    lane: asyncio.Lock = field(default_factory=asyncio.Lock)
    failures: int = 0
    rests_until: float = 0.0  # of the loop's time


class Gate:
    """The way to all endpoints of a process."""

    def __init__(self) -> None:
        self._places: dict[str, _Place] = {}

    @asynccontextmanager
    async def passed(self, endpoint: Endpoint) -> AsyncIterator[None]:
        """The endpoint for one request, which is counted by how it ends. Raises AiError."""
        place = self._place(endpoint.base_url)
        if endpoint.is_single:
            async with place.lane:
                self._check(place)
                async with _counted(place):
                    yield
            return
        self._check(place)
        async with _counted(place):
            yield

    def _place(self, base_url: str) -> _Place:
        if len(self._places) >= _MOST_PLACES and base_url not in self._places:
            self._places = {u: p for u, p in self._places.items() if p.lane.locked() or p.failures}
        return self._places.setdefault(base_url, _Place())

    def _check(self, place: _Place) -> None:
        wait = place.rests_until - asyncio.get_running_loop().time()
        if wait > 0:
            raise AiError("it failed too often", reason="ai_resting", retry_after=wait)


@asynccontextmanager
async def _counted(place: _Place) -> AsyncIterator[None]:
    """Counts a failure; one good answer makes up for all before. After its rest an endpoint has one
    try, not three."""
    begun = asyncio.get_running_loop().time()
    try:
        yield
    except AiError as error:
        if error.reason in _ITS_OWN:
            _fail(place)
        raise
    except asyncio.CancelledError:  # whoever waited gave up: soon, and it was their own wish
        if asyncio.get_running_loop().time() - begun >= LONG_SECONDS:
            _fail(place)
        raise
    place.failures = 0


def _fail(place: _Place) -> None:
    place.failures += 1
    if place.failures >= FAILURES:
        place.rests_until = asyncio.get_running_loop().time() + REST_SECONDS
