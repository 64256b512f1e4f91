"""Asking a model so that an answer comes, or a failure with a name, within the time there is.

The retries are here and nowhere else: each is worth it only while the person who waits still has
the time for it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import httpx

from agent.planner.model.answer import Answer, Hear, Request, Usage
from agent.planner.model.chat import Chats
from agent.planner.model.copilot import Copilot
from agent.planner.model.faults import StillLoading
from agent.planner.model.gate import Gate
from agent.planner.model.pace import Paces
from agent.planner.model.provider import Endpoint
from agent.planner.model.tokens import tokens_in
from tools.errors import AiError

TRIES = 2
MOST_WAIT = 20.0  # seconds between two tries; who is to wait longer is told so at once
PAUSE = 0.5
LOADING_SECONDS = 40.0  # 3.5 to 14 s were measured
LOOK_SECONDS = 1.0  # between two looks whether a model is loaded

Count = Callable[[Endpoint, Usage], Awaitable[None]]


@dataclass(frozen=True)
class Asking:
    """The way to every model of a process."""

    chats: Chats
    copilot: Copilot
    http: httpx.AsyncClient
    gate: Gate
    paces: Paces

    async def ask(self, endpoint: Endpoint, request: Request, hear: Hear, count: Count) -> Answer:
        """The answer, which may be cut or odd: that is for its reader. What it cost is counted,
        failed tries excepted, as nobody says what they cost. Raises AiError."""
        async with self.gate.passed(endpoint):
            with self.paces.watched(endpoint):
                answer = await self._tried(endpoint, request, hear)
        self.paces.take(endpoint, answer)
        usage = answer.usage or _estimated(request, answer)
        await count(endpoint, usage)
        return replace(answer, usage=usage)

    async def _tried(self, endpoint: Endpoint, request: Request, hear: Hear) -> Answer:
        way = self.copilot if endpoint.provider.driven else self.chats
        for attempt in range(1, TRIES + 1):
            try:
                return await way.ask(endpoint, request, hear)
            except StillLoading:
                await self._loaded(endpoint)
            except AiError as error:
                wait = PAUSE if error.retry_after is None else error.retry_after
                if attempt == TRIES or not error.passing or wait > MOST_WAIT:
                    raise
                await asyncio.sleep(wait)
        return await way.ask(endpoint, request, hear)

    async def _loaded(self, endpoint: Endpoint) -> None:
        """Returns once the model is there. Raises AiError where that takes too long."""
        health = f"{endpoint.base_url.removesuffix('/v1')}/health"
        try:
            async with asyncio.timeout(LOADING_SECONDS):
                # A server that loads a model tells of it in no other way.
                while not await self._is_well(health):  # noqa: ASYNC110
                    await asyncio.sleep(LOOK_SECONDS)
        except TimeoutError:
            raise AiError("the model does not load", reason="ai_timeout") from None

    async def _is_well(self, health: str) -> bool:
        try:
            return (await self.http.get(health, timeout=LOOK_SECONDS)).is_success
        except httpx.TransportError:
            return False


def _estimated(request: Request, answer: Answer) -> Usage:
    """What a request must have cost, where its server does not say."""
    return Usage(sum(tokens_in(turn.text) for turn in request.turns), tokens_in(answer.text))
