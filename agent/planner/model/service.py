"""The models of an application: who may be asked, with which key, and the planner that asks."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from agent.planner.model.answer import Answer, Hear, Request, Turn, Usage
from agent.planner.model.ask import Asking
from agent.planner.model.chat import Chats
from agent.planner.model.copilot import Copilot
from agent.planner.model.gate import Gate
from agent.planner.model.ledger import Ledger
from agent.planner.model.pace import Paces
from agent.planner.model.planner import ModelPlanner
from agent.planner.model.probe import Abilities, Known, probed
from agent.planner.model.provider import PROVIDERS, Endpoint, Form, preferred
from agent.planner.model.remote import Remote
from agent.planner.model.situation import Skills
from agent.planner.model.summaries import summary_by
from agent.planner.model.tokens import tokens_in_schema
from agent.planner.seam import OwnPlanner, Said
from tools.errors import AiError

Json = dict[str, Any]

# Tokens of the rules with a draft and the words, and of an answer with some changes: whoever has no
# room or no time for as much is asked for less.
_WHOLE = 2_400
_WHOLE_ANSWER = 400
_LEAST_ANSWER = 120


@dataclass(frozen=True)
class Offered:
    """What the operator offers to all: keys by provider, and addresses in place of their own."""

    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    addresses: Mapping[str, str] = field(default_factory=dict)


class Models:
    """Every language model that a thread may ask, over one HTTP client, which it closes."""

    def __init__(
        self,
        offered: Offered,
        ledger: Ledger,
        own: OwnPlanner,
        skills: Callable[[str], Skills],
        copilot: Copilot,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._offered = offered
        self._ledger = ledger
        self._own = own
        self._skills = skills
        # A key travels with the request: to follow a redirect would hand it to somebody else.
        self._http = httpx.AsyncClient(transport=transport, follow_redirects=False)
        self._remote = Remote(self._http)
        self._asking = Asking(Chats(self._http), copilot, self._http, Gate(), Paces())
        self._known = Known(ledger)

    async def close(self) -> None:
        await self._http.aclose()

    def planner(self, provider: str, model: str) -> ModelPlanner:
        """The planner that asks a model; without a name, the one that its provider is known for."""

        async def open_(said: Said) -> "_Asked":
            return await self._opened(provider, model, said)

        return ModelPlanner(open_, self._own, self._skills)

    async def models(self, provider: str, key: str) -> list[str]:
        """The models that somebody's key leads to. Raises AiAuthFailed, AiError."""
        return await self._remote.proven(Endpoint(PROVIDERS[provider], _address(provider), key=key))

    async def summary(
        self, provider: str, model: str, account: str, title: str, content: str
    ) -> str | None:
        """A ticket in short, by the operator's model; None where its answer is of no use. `account`
        is whose calls they are, as a thread's are its own. Raises AiError."""
        await self._ledger.check(account)
        endpoint = await self._named(await self._endpoint(provider, model, None))
        asked = _Asked(endpoint, account, self._asking, self._ledger)
        abilities = await self._known.of(endpoint, lambda: self._probe(asked))
        return await summary_by(asked.once, title, content, streams=abilities.streams)

    async def _opened(self, provider: str, model: str, said: Said) -> "_Asked":
        thread_id = "" if said.hands is None else said.hands.thread_id
        await self._ledger.check(thread_id)
        endpoint = await self._named(await self._endpoint(provider, model, said))
        asked = _Asked(endpoint, thread_id, self._asking, self._ledger)
        abilities = await self._known.of(endpoint, lambda: self._probe(asked))
        self._asking.paces.begin(endpoint, abilities.pace)
        return replace(asked, abilities=abilities)

    async def _endpoint(self, provider: str, model: str, said: Said | None) -> Endpoint:
        """Where a model is asked for somebody. A key of their own goes to its provider and nowhere
        else; the operator's goes where the operator said."""
        known = PROVIDERS[provider]
        hands = None if said is None else said.hands
        own = None if hands is None else await hands.key(provider)
        if own is not None:
            return Endpoint(known, _address(provider), model, own)
        key = self._offered.keys.get(provider, "")
        address = self._offered.addresses.get(provider)
        if not key and address is None and not (known.local or known.driven):
            raise AiError(f"no key for {provider}", reason="ai_no_key")
        return Endpoint(known, address or _address(provider), model, key)

    async def _named(self, endpoint: Endpoint) -> Endpoint:
        if endpoint.model or endpoint.provider.driven:
            return endpoint
        found = preferred(endpoint.provider, await self._remote.proven(endpoint))
        if found is None:
            raise AiError("no model was named", reason="ai_no_model")
        return replace(endpoint, model=found)

    async def _probe(self, asked: "_Asked") -> Abilities:
        if asked.endpoint.provider.driven:  # its program knows all that; and each question is paid
            return Abilities("text")
        context = await self._remote.context(asked.endpoint)
        return await probed(asked.endpoint, asked.once, context)


def _address(provider: str) -> str:
    return PROVIDERS[provider].base_url


async def _unheard(text: str) -> None:
    """Nobody waits for the pieces."""


@dataclass(frozen=True)
class _Asked:
    """One model for one thread: the `agent.planner.model.planner.Talk` of an understanding."""

    endpoint: Endpoint
    thread_id: str
    asking: Asking
    ledger: Ledger
    abilities: Abilities = field(default_factory=lambda: Abilities("text"))

    @property
    def form(self) -> Form:
        return self.abilities.form

    @property
    def room(self) -> int:
        pace, room = self.asking.paces.of(self.endpoint), self.abilities.room
        return room if pace is None else min(room, pace.room)

    @property
    def most(self) -> int:
        """Tokens that an answer may have."""
        pace, most = self.asking.paces.of(self.endpoint), self.abilities.most
        return most if pace is None else max(min(most, pace.most), _LEAST_ANSWER)

    @property
    def is_slight(self) -> bool:
        return self.room < _WHOLE or self.most < _WHOLE_ANSWER

    def cost(self, schema: Json) -> int:
        # Where a model runs, a schema becomes a grammar for what it writes: it does not read it.
        if self.form == "json_schema" and self.endpoint.provider.local:
            return 0
        return tokens_in_schema(schema) if self.form in ("json_schema", "tool") else 0

    async def ask(self, turns: list[Turn], schema: Json, form: Form, hear: Hear) -> Answer:
        await self.ledger.check(self.thread_id)
        request = Request(turns, schema, form, self.most, self.abilities.streams)
        return await self.asking.ask(self.endpoint, request, hear, self._count)

    async def once(self, request: Request) -> Answer:
        return await self.asking.ask(self.endpoint, request, _unheard, self._count)

    async def _count(self, endpoint: Endpoint, usage: Usage) -> None:
        # Spent is spent, though whoever asked has left meanwhile.
        await asyncio.shield(self.ledger.count(self.thread_id, endpoint, usage))
