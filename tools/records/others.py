"""What the servers of one database ask of each other, about one kind of work."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from sqlalchemy import Connection

from tools.errors import Conflict, StorageFailed
from tools.records.signals import Signals
from tools.supervised import supervised

_logger = logging.getLogger("notionforge.servers")


class Others:
    """The other servers, of which there are none where files are used.

    `take_up` is called when something may have come for this server, or a dead one may have left
    something, or that was missed; `stop` with what another was told that is to stop here.
    """

    def __init__(
        self,
        signals: Signals,
        kind: str,
        take_up: Callable[[], Awaitable[object]],
        stop: Callable[..., Awaitable[object]] | None = None,
    ) -> None:
        self._signals = signals
        self._kind = kind
        self._take_up = take_up
        self._stop = stop
        self._news = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def join(self, watch: Callable[[Callable[[], None]], None] | None = None) -> None:
        """Hears from now on what they ask; `watch` has something called where one has died."""
        if self._signals.is_shared:
            if watch is not None:
                watch(self._news.set)
            self._signals.on(self._kind, lambda _: self._news.set())
            self._signals.on(f"{self._kind}_stop", self._on_stop)
            name = f"{self._kind}-news"
            self._begin(supervised(name, self._look), name)

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def tell(self, connection: Connection, server: str = "") -> None:
        """Within a transaction: tells one, or all, that something may have come for it."""
        self._signals.send(connection, self._kind, server)

    def ask_to_stop(self, connection: Connection, server: str, **which: Any) -> None:
        """Within a transaction: tells one that something is to stop there."""
        self._signals.send(connection, f"{self._kind}_stop", server, which=which)

    async def _look(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self._take_up()
            except StorageFailed:  # the next sign of life looks again
                _logger.warning("what other servers left could not be looked at")
            except Exception:
                self._news.set()  # it is still to be taken up
                raise

    def _on_stop(self, said: dict[str, Any]) -> None:
        if said and self._stop is not None:
            self._begin(self._stopped(self._stop, said["which"]), f"{self._kind}-stop")

    async def _stopped(self, stop: Callable[..., Awaitable[object]], which: dict[str, Any]) -> None:
        with contextlib.suppress(Conflict, StorageFailed):  # at its end, or stopping already
            await stop(**which)

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
