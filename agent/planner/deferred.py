"""A planner that is loaded, and works, in a thread of its own."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Sequence
from datetime import date
from typing import Any, TypeVar

from agent.planner.seam import ChangeProposal, Intent, Planner, Proposal, Request
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.workspace.model import Structure

T = TypeVar("T")


class DeferredPlanner:
    """Carries out a planner's work in one thread, so that no reading holds the caller's loop.

    The thread has an event loop, which loads the planner first (half a second of compiling
    patterns) and then takes one request after the other, the next one while another waits for
    sentence vectors. A caller that is cancelled takes its request along: one that has not begun
    never does. So no more requests wait than there are callers.
    """

    def __init__(self, load: Callable[[], Planner]) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._work, name="planner", daemon=True)
        self._thread.start()
        self.renew(load)

    def renew(self, load: Callable[[], Planner]) -> None:
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

    async def understand(self, request: Request) -> Intent:
        return await self._in_thread(lambda planner: planner.understand(request))

    async def design(self, intent: Intent, today: date) -> Proposal:
        return await self._in_thread(lambda planner: planner.design(intent, today))

    async def revise(
        self, intent: Intent, blueprint: Blueprint, built: Structure, feedback: str, today: date
    ) -> Proposal:
        return await self._in_thread(
            lambda planner: planner.revise(intent, blueprint, built, feedback, today)
        )

    async def changes(
        self, structure: Structure, said: Sequence[str], language: Language, today: date
    ) -> ChangeProposal:
        return await self._in_thread(
            lambda planner: planner.changes(structure, said, language, today)
        )

    async def _in_thread(self, ask: Callable[[Planner], Coroutine[Any, Any, T]]) -> T:
        loading = self._loading

        async def answer() -> T:
            return await ask(await asyncio.shield(asyncio.wrap_future(loading)))

        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(answer(), self._loop))

    @staticmethod
    async def _loaded(load: Callable[[], Planner]) -> Planner:
        return load()

    def _work(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.get_loop().run_forever()
