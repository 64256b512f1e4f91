"""How fast a local endpoint reads and writes, as it was last seen: what it is asked has to fit into
the time of whoever waits. A provider's own machines are fast enough, and are not measured."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from agent.planner.model.answer import Answer
from agent.planner.model.gate import LONG_SECONDS
from agent.planner.model.provider import Endpoint

READ_SECONDS = 20.0  # of the minute that somebody waits; there may be a repair, and the rest of us
WRITE_SECONDS = 15.0
_LEAST_READ = 20  # tokens: fewer are read in no time that could be measured
_MOST_PLACES = 256


class Pace(NamedTuple):
    """Tokens a second."""

    reads: float
    writes: float

    @property
    def room(self) -> int:
        """Tokens of a prompt that are read in time."""
        return int(self.reads * READ_SECONDS)

    @property
    def most(self) -> int:
        """Tokens of an answer that are written in time."""
        return int(self.writes * WRITE_SECONDS)


def pace_of(answer: Answer) -> Pace | None:
    """How fast an answer came; None where it does not tell. What the server had read before and
    kept was not read again."""
    if answer.usage is None or answer.reading <= 0 or answer.writing <= 0:
        return None
    fresh = answer.usage.read - answer.usage.cached
    if fresh < _LEAST_READ or answer.usage.written < 2:
        return None
    return Pace(fresh / answer.reading, answer.usage.written / answer.writing)


class Paces:
    """The paces of a process's endpoints."""

    def __init__(self) -> None:
        self._paces: dict[tuple[str, str], Pace] = {}

    def of(self, endpoint: Endpoint) -> Pace | None:
        """The latest that was seen; None where nothing was."""
        return self._paces.get(endpoint.place)

    def begin(self, endpoint: Endpoint, pace: Pace | None) -> None:
        """What was measured in an earlier process counts until something newer is seen."""
        if pace is not None and endpoint.place not in self._paces:
            self._keep(endpoint, pace)

    def take(self, endpoint: Endpoint, answer: Answer) -> None:
        if endpoint.is_single and (pace := pace_of(answer)) is not None:
            self._keep(endpoint, pace)

    @contextmanager
    def watched(self, endpoint: Endpoint) -> Iterator[None]:
        """Around a request: whoever was left in the middle of one was slower than it was taken for,
        and is asked for half as much next time."""
        begun = asyncio.get_running_loop().time()
        try:
            yield
        except BaseException:
            long = asyncio.get_running_loop().time() - begun >= LONG_SECONDS
            if long and (known := self.of(endpoint)) is not None:
                self._keep(endpoint, Pace(known.reads / 2, known.writes / 2))
            raise

    def _keep(self, endpoint: Endpoint, pace: Pace) -> None:
        if len(self._paces) >= _MOST_PLACES:
            self._paces.clear()
        self._paces[endpoint.place] = pace
