"""A planner that is loaded, and works, in a thread of its own."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any, TypeVar

from agent.planner.seam import About, Design, Heard, OwnPlanner, Said
from tools.blueprint.model import Blueprint

T = TypeVar("T")


class DeferredPlanner:
    """Carries out a planner's work in one thread, so that no reading holds the caller's loop.

    The thread has an event loop, which loads the planner first (half a second of compiling
    patterns) and then takes one request after the other, the next one while another waits for
    sentence vectors. A caller that is cancelled takes its request along: one that has not begun
    never does. So no more requests wait than there are callers.
    """

    def __init__(self, load: Callable[[], OwnPlanner]) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._work, name="planner", daemon=True)
        self._thread.start()
        self.renew(load)

    def renew(self, load: Callable[[], OwnPlanner]) -> None:
        """Loads another planner, which carries out what is asked from now on."""
        self._loading = asyncio.run_coroutine_threadsafe(self._loaded(load), self._loop)

    async def close(self) -> None:
        """Waits for the loading and the present request, which cannot be stopped.

        Raises what loading raised.
        """
        try:
            await asyncio.wrap_future(self._loading)
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            await asyncio.to_thread(self._thread.join)

    async def understand(self, said: Said, about: About) -> Heard:
        return await self._in_thread(lambda planner: planner.understand(said, about))

    async def design(self, heard: Heard, today: date, waiting: Design | None = None) -> Blueprint:
        return await self._in_thread(lambda planner: planner.design(heard, today, waiting))

    async def _in_thread(self, ask: Callable[[OwnPlanner], Coroutine[Any, Any, T]]) -> T:
        loading = self._loading

        async def answer() -> T:
            return await ask(await asyncio.shield(asyncio.wrap_future(loading)))

        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(answer(), self._loop))

    @staticmethod
    async def _loaded(load: Callable[[], OwnPlanner]) -> OwnPlanner:
        return load()

    def _work(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.get_loop().run_forever()
