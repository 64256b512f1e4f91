"""The models of a process, loaded when the first of them is asked: a second of imports and 90 MB,
which a server without a model never pays."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from agent.planner.model.provider import provider_of
from agent.planner.seam import About, Heard, Planner, Said

if TYPE_CHECKING:
    from agent.planner.model.service import Models
    from agent.planner.planners import Choice


class LazyModels:
    """`load` imports and makes them, in a thread."""

    def __init__(self, load: "Callable[[], Models]") -> None:
        self._load = load
        self._models: Models | None = None
        self._loading = asyncio.Lock()

    def planner(self, choice: "Choice") -> Planner:
        """The planner of a choice; nothing is loaded before it is asked."""
        return _LazyPlanner(self, choice)

    def summariser(self, choice: "Choice") -> "LazySummariser":
        """A choice as one that sums tickets up; nothing is loaded before it is asked."""
        return LazySummariser(self, choice)

    async def detected(self, key: str) -> tuple[str, list[str]] | None:
        """The provider that a key is of, and the models that it leads to; None for a key that looks
        like nobody's. Raises AiAuthFailed where its provider refuses it, AiError."""
        provider = provider_of(key)
        if provider is None:
            return None
        return provider.name, await (await self.loaded()).models(provider.name, key)

    async def loaded(self) -> "Models":
        async with self._loading:
            if self._models is None:
                self._models = await asyncio.to_thread(self._load)
        return self._models

    async def close(self) -> None:
        if self._models is not None:
            await self._models.close()


class _LazyPlanner:
    def __init__(self, models: LazyModels, choice: "Choice") -> None:
        self._models = models
        self._choice = choice

    async def understand(self, said: Said, about: About) -> Heard:
        models = await self._models.loaded()
        planner = models.planner(self._choice.provider, self._choice.model)
        return await planner.understand(said, about)


class LazySummariser:
    """The `tools.freshdesk.summaries.Summariser` of an application."""

    def __init__(self, models: LazyModels, choice: "Choice") -> None:
        self._models = models
        self._choice = choice

    @property
    def name(self) -> str:
        return str(self._choice)

    async def summarise(self, company: str, title: str, content: str) -> str | None:
        models, choice = await self._models.loaded(), self._choice
        account = f"tickets:{company}"
        return await models.summary(choice.provider, choice.model, account, title, content)
