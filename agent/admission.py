"""How many turns run at once, and who waits for a place."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable

TELL_SECONDS = 12.0  # between two words to who waits: nobody sits in silence for 15

Tell = Callable[[int], Awaitable[None]]


class Admission:
    """So many places; who finds none waits in line, first come first served."""

    def __init__(self, places: int, tell_seconds: float = TELL_SECONDS) -> None:
        self._free = places
        self._line: deque[asyncio.Future[None]] = deque()
        self._tell_seconds = tell_seconds

    @contextlib.asynccontextmanager
    async def place(self, stop: asyncio.Event, tell: Tell) -> AsyncIterator[None]:
        """A place for as long as the block lasts.

        Who waits for one is told at once and again and again how many are before it. What is to
        `stop` waits no longer and needs no place: it begins nothing any more.
        """
        held = await self._enter(stop, tell)
        try:
            yield
        finally:
            if held:
                self._leave()

    async def _enter(self, stop: asyncio.Event, tell: Tell) -> bool:
        if self._free:  # then nobody is in line
            self._free -= 1
            return True
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        try:
            await self._wait(turn, stop, tell)
        except BaseException:
            if self._is_given(turn):
                self._leave()
            raise
        return self._is_given(turn)

    async def _wait(self, turn: asyncio.Future[None], stop: asyncio.Event, tell: Tell) -> None:
        """Returns with the place, or once `stop` is set."""
        stopped = asyncio.create_task(stop.wait())
        either = (turn, stopped)
        try:
            while not turn.done() and not stop.is_set():
                await tell(self._line.index(turn))
                await asyncio.wait(
                    either, timeout=self._tell_seconds, return_when=asyncio.FIRST_COMPLETED
                )
        finally:
            stopped.cancel()

    def _is_given(self, turn: asyncio.Future[None]) -> bool:
        """Whether somebody has handed a place on; else the line is left."""
        if not turn.done():
            self._line.remove(turn)
        return turn.done()

    def _leave(self) -> None:
        """Hands the place to the first in line, so that no newcomer slips in between."""
        if self._line:
            self._line.popleft().set_result(None)
        else:
            self._free += 1
