"""What the servers of one database ask of each other's runs."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from sqlalchemy import Connection

from agent.fleet import Fleet
from tools.errors import Conflict, StorageFailed
from tools.records.store import Records

_logger = logging.getLogger("notionforge.runs")


class Others:
    """The other servers, of which there are none where files are used.

    `take_up` is called when something may have come for this server, or a dead one may have left
    something; `stop` when another was asked to stop a run of a thread that works here.
    """

    def __init__(
        self,
        records: Records,
        fleet: Fleet,
        take_up: Callable[[], Awaitable[None]],
        stop: Callable[[str, str], Awaitable[None]],
    ) -> None:
        self._records = records
        self._fleet = fleet
        self._take_up = take_up
        self._stop = stop
        self._news = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def join(self) -> None:
        """Hears from now on what they ask."""
        self._fleet.watch(self._news.set)
        if self._fleet.is_shared:
            self._records.signals.on("run", lambda _: self._news.set())
            self._records.signals.on("stop", self._on_stop)
            self._begin(self._look(), "runs-news")

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def stop(self, thread_id: str, run_id: str) -> bool:
        """Whether a run is another server's, which hears now that it is to stop."""

        def tell(connection: Connection) -> bool:
            owner = self._fleet.owner(connection, thread_id)
            if owner in (None, self._fleet.me):
                return False
            signals = self._records.signals
            signals.send(connection, "stop", str(owner), thread=thread_id, run=run_id)
            return True

        return self._fleet.is_shared and await self._records.write(tell)

    async def _look(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self._take_up()
            except StorageFailed:  # the next sign of life looks again
                _logger.warning("what other servers left could not be looked at")

    def _on_stop(self, said: dict[str, Any]) -> None:
        if said:
            self._begin(self._stopped(said["thread"], said["run"]), "runs-stop")

    async def _stopped(self, thread_id: str, run_id: str) -> None:
        with contextlib.suppress(Conflict, StorageFailed):  # at its end, or stopping already
            await self._stop(thread_id, run_id)

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
