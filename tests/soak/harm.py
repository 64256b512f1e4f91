"""What happens to the server meanwhile: deaths, a full disk, a Notion that fails in five ways."""

import asyncio
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path

from tests.support.processes import Process

SHORTEST_PEACE, LONGEST_PEACE = 4.0, 14.0  # seconds
_CHUNK = b"\0" * 65_536


class Harm:
    """Does one harmful thing after the other until it is told to stop; `done` counts them.

    Beside it, Notion itself answers a share of its requests with errors, late, or not at all
    (`sandbox.notion.chaos`): with what is done here these are the five ways in which it fails.
    """

    def __init__(self, server: Process, notion: Process, disk: Path | None, seed: int) -> None:
        self._server = server
        self._notion = notion
        self._disk = disk
        self._random = random.Random(seed)
        self._stop = asyncio.Event()
        self.done: Counter[str] = Counter()
        self.restart_seconds: list[float] = []

    def stop(self) -> None:
        self._stop.set()

    async def run(self) -> None:
        acts = [self._kill_server, self._stop_server, self._kill_notion, self._freeze_notion]
        if self._disk is not None:
            acts.append(self._fill_disk)
        while not await self._rested():
            act = self._random.choice(acts)
            self.done[act.__name__.strip("_").replace("_", " ")] += 1
            await act()

    async def _rested(self) -> bool:
        """Whether the stop came before the next harm is due."""
        peace = self._random.uniform(SHORTEST_PEACE, LONGEST_PEACE)
        try:
            await asyncio.wait_for(self._stop.wait(), peace)
        except TimeoutError:
            return False
        return True

    async def _kill_server(self) -> None:
        self._server.kill()
        await self._restart(self._server)

    async def _stop_server(self) -> None:
        self._server.terminate()
        await self._restart(self._server)

    async def _restart(self, process: Process) -> None:
        await process.ended()
        begun = time.monotonic()
        await process.start()
        self.restart_seconds.append(time.monotonic() - begun)

    async def _kill_notion(self) -> None:
        """It refuses connections for a while."""
        self._notion.kill()
        await self._notion.ended()
        await asyncio.sleep(self._random.uniform(1, 8))
        await self._notion.start()

    async def _freeze_notion(self) -> None:
        """It takes connections and says nothing."""
        self._notion.signal(signal.SIGSTOP)
        await asyncio.sleep(self._random.uniform(2, 20))
        self._notion.signal(signal.SIGCONT)

    async def _fill_disk(self) -> None:
        assert self._disk is not None
        filler = self._disk / "filler"
        await asyncio.to_thread(_fill, filler)
        await asyncio.sleep(self._random.uniform(3, 8))
        filler.unlink()


def _fill(path: Path) -> None:
    """Takes what is left of a disk, and what is freed within the next second."""
    with path.open("wb", buffering=0) as file:
        end = time.monotonic() + 1
        while time.monotonic() < end:
            try:
                file.write(_CHUNK)
            except OSError:
                os.sched_yield()
