"""A planner that is still being loaded."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date

from agent.planner import ChangeProposal, Intent, Planner, Proposal, Request
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.notion.structure import Structure


class DeferredPlanner:
    """Loads a planner in a thread while the server starts; who needs it sooner waits for it.

    The embedded planner takes half a second of compiling patterns: too long to keep `/health`
    waiting, nothing to the first person.
    """

    def __init__(self, load: Callable[[], Planner]) -> None:
        self._loading = asyncio.create_task(asyncio.to_thread(load), name="load-planner")

    async def close(self) -> None:
        """Waits for the thread, which cannot be stopped. Raises what loading raised."""
        await self._loading

    async def understand(self, request: Request) -> Intent:
        return await (await self._planner()).understand(request)

    async def design(self, intent: Intent, today: date) -> Proposal:
        return await (await self._planner()).design(intent, today)

    async def revise(
        self, intent: Intent, blueprint: Blueprint, built: Structure, feedback: str, today: date
    ) -> Proposal:
        return await (await self._planner()).revise(intent, blueprint, built, feedback, today)

    async def changes(
        self, structure: Structure, said: Sequence[str], language: Language, today: date
    ) -> ChangeProposal:
        return await (await self._planner()).changes(structure, said, language, today)

    async def _planner(self) -> Planner:
        return await asyncio.shield(self._loading)  # one impatient caller must not stop it for all
