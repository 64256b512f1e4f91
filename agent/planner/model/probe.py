"""What a model can do, found out by asking it once: whatever a server says of itself, it may drop a
form without a word, and answer 200."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from agent.planner.model.answer import Answer, Request, Turn
from agent.planner.model.faults import FormRefused
from agent.planner.model.pace import Pace, pace_of
from agent.planner.model.prompt import MOST_TOKENS, prompt
from agent.planner.model.provider import Endpoint, Form
from agent.planner.model.structure import read
from tools.errors import AiError

_MOST_ANSWER = 1_000  # a model that reasons does so even about the sky
_COLOURS = ("blue", "red")
_SHAPE = {
    "type": "object",
    "properties": {"colour": {"type": "string", "enum": list(_COLOURS)}},
    "required": ["colour"],
    "additionalProperties": False,
}
_MOST_KNOWN = 256
_NOISE = 24  # bytes
_LEAST_ROOM = 1_200  # tokens; with less not even the rules could be said
_MOST_OF_KNOWN = 2_000  # such servers are small and slow, and a plan has hardly ever more
_FOR_ANSWERS = 0.4  # of a small context
_JSON_WORD = "Answer as a JSON object with the one key `colour`."  # without it OpenAI refuses

AskOnce = Callable[[Request], Awaitable[Answer]]


@dataclass(frozen=True)
class Abilities:
    """What one model at one address can do. `context` in tokens, None where nobody says; `reads`
    and `writes` are its pace, for one that is local."""

    form: Form
    streams: bool = True
    counts: bool = False
    context: int | None = None
    reads: float | None = None
    writes: float | None = None

    @property
    def pace(self) -> Pace | None:
        return None if self.reads is None or self.writes is None else Pace(self.reads, self.writes)

    @property
    def room(self) -> int:
        """Tokens that a prompt may have."""
        if self.context is None:
            return MOST_TOKENS
        return max(min(MOST_TOKENS, int(self.context * (1 - _FOR_ANSWERS))), _LEAST_ROOM)

    @property
    def most(self) -> int:
        """Tokens that an answer may have."""
        if self.context is None:
            return MOST_TOKENS
        return min(max(self.context - self.room, 500), _MOST_OF_KNOWN)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


async def probed(endpoint: Endpoint, ask: AskOnce, context: int | None) -> Abilities:
    """Tries the forms that a provider may know, the best first. Raises AiError where the model does
    not answer at all."""
    streams = True
    for form in endpoint.provider.forms:
        try:
            answer = await ask(_request(endpoint, form, streams=streams))
            if not answer.text and not answer.finish and streams:  # no stream at all
                streams = False
                answer = await ask(_request(endpoint, form, streams=streams))
        except FormRefused:
            continue
        if form == "text" or _obeys(answer):
            pace = pace_of(answer) if endpoint.is_single else None
            return Abilities(form, streams, answer.usage is not None, context, *(pace or ()))
    raise AiError("it gives no form of answer", reason="ai_unusable")


def _request(endpoint: Endpoint, form: Form, *, streams: bool) -> Request:
    words = prompt("probe").text
    words = f"{words} {_JSON_WORD}" if form == "json_object" else words
    turns = [Turn("human", words)]
    if endpoint.is_single:
        # Long enough to be timed, and new enough not to be kept from before. And once its server
        # has read these rules it keeps them, where a slow model is asked by them.
        noise = f"(This is noise: {secrets.token_hex(_NOISE)})"
        turns = [Turn("system", prompt("slight").text), Turn("human", f"{noise} {words}")]
    return Request(turns, _SHAPE, form, _MOST_ANSWER, streams)


def _obeys(answer: Answer) -> bool:
    try:
        return read(answer.text).get("colour") in _COLOURS
    except AiError:
        return False


class Kept(Protocol):
    """Where abilities outlive the process."""

    async def get(self, endpoint: Endpoint) -> Abilities | None: ...

    async def put(self, endpoint: Endpoint, found: Abilities) -> None: ...


class Known:
    """The abilities of models that were asked before; each is probed once, by whoever is first."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._known: dict[tuple[str, str], Abilities] = {}
        self._probing: dict[tuple[str, str], asyncio.Lock] = {}

    async def of(self, endpoint: Endpoint, probe: Callable[[], Awaitable[Abilities]]) -> Abilities:
        """What a model can do. Raises AiError."""
        if len(self._probing) > _MOST_KNOWN:  # names of models are anybody's to make up
            self._probing, self._known = {}, {}
        async with self._probing.setdefault(endpoint.place, asyncio.Lock()):
            found = self._known.get(endpoint.place) or await self._kept.get(endpoint)
            if found is None:
                found = await probe()
                await self._kept.put(endpoint, found)
            self._known[endpoint.place] = found
        return found
