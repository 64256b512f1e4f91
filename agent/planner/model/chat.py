"""One request to a language model through langchain-openai: its answer, or an AiError by name.

What the library does of its own accord is switched off: its retries sleep for as long as a server
likes (120 s were measured), and its structured output raises where an answer is only cut. So the
form of an answer travels in the request's body, past the library, and what comes is read here.
"""

import asyncio
import json
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import httpx
from langchain_core.messages import BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from agent.planner.model.answer import MOST_CHARACTERS, Answer, Hear, Request, Usage
from agent.planner.model.faults import named
from agent.planner.model.provider import Endpoint
from tools.errors import AiError

CHUNK_SECONDS = 45.0  # between two pieces; a local model reads 4,500 tokens in about that
_MOST_CLIENTS = 64
_TOOL = "reply"


class _Chat(ChatOpenAI):
    """Keeps the words with which a model declines: langchain drops them from streams."""

    def _convert_chunk_to_generation_chunk(
        self,
        chunk: dict[str, Any],
        default_chunk_class: type,
        base_generation_info: dict[str, Any] | None,
    ) -> ChatGenerationChunk | None:
        found = super()._convert_chunk_to_generation_chunk(
            chunk, default_chunk_class, base_generation_info
        )
        choices = chunk.get("choices") or [{}]
        refusal = (choices[0].get("delta") or {}).get("refusal")
        if found is not None and refusal:
            found.message.additional_kwargs["refusal"] = refusal
        return found


class _Nowhere(httpx.BaseTransport):
    """Where requests go that nobody makes, as all are asynchronous: the library would make a client
    for them that reads all certificates."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("every request is asynchronous", request=request)


class Chats:
    """The clients of a process: one for each endpoint, over one HTTP client that it is given.

    A client of the library's own would die with the event loop that it was made in.
    """

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self._unused = httpx.Client(transport=_Nowhere())
        self._clients: dict[tuple[str, str, str], _Chat] = {}

    async def ask(self, endpoint: Endpoint, request: Request, hear: Hear) -> Answer:
        """The whole answer; `hear` gets what is there of it, with each piece. Raises AiError."""
        chat = self._client(endpoint)
        try:
            if request.streams:
                return await _streamed(chat, endpoint, request, hear)
            return await _whole(chat, endpoint, request)
        except Exception as error:  # noqa: BLE001 - servers fail in more ways than have names
            raise named(error) from None  # what a library says may quote the key

    def _client(self, endpoint: Endpoint) -> _Chat:
        """The client of an endpoint; it is made again once there were many others."""
        name = (endpoint.base_url, endpoint.model, endpoint.key)
        if name not in self._clients:
            if len(self._clients) >= _MOST_CLIENTS:
                self._clients.clear()
            self._clients[name] = self._made(endpoint)
        return self._clients[name]

    def _made(self, endpoint: Endpoint) -> _Chat:
        return _Chat(
            model=endpoint.model,
            base_url=endpoint.base_url,  # always: variables of the environment would redirect it
            api_key=SecretStr(endpoint.key or "none"),
            http_async_client=self._http,
            http_client=self._unused,
            max_retries=0,
            timeout=CHUNK_SECONDS,
            stream_chunk_timeout=CHUNK_SECONDS,
            stream_usage=True,
            use_responses_api=False,
            default_headers=dict(endpoint.provider.headers) or None,
        )


async def _streamed(chat: _Chat, endpoint: Endpoint, request: Request, hear: Hear) -> Answer:
    """An answer piece by piece; an empty one where the server streams none."""
    answer, text, pieces = Answer(), "", _Clock()
    stream = chat.astream(_messages(request), **_asked(endpoint, request))
    try:
        async with aclosing(stream) as chunks:  # type: ignore[type-var]
            async for chunk in chunks:
                answer = _with(answer, chunk)
                if piece := _words(chunk):
                    pieces.tick()
                    text += piece
                    await hear(text)
                if len(text) > MOST_CHARACTERS:
                    raise AiError("the answer has no end", reason="ai_unusable")
    except ValueError as error:  # langchain's bare one says that no chunk came at all
        if type(error) is not ValueError or answer != Answer():
            raise
    return replace(answer, text=text, reading=pieces.reading, writing=pieces.writing)


class _Clock:
    """When the pieces of an answer came, in seconds of the loop."""

    def __init__(self) -> None:
        self._begun = self._first = self._last = asyncio.get_running_loop().time()

    def tick(self) -> None:
        self._last = asyncio.get_running_loop().time()
        if self._first == self._begun:
            self._first = self._last

    @property
    def reading(self) -> float:
        return self._first - self._begun

    @property
    def writing(self) -> float:
        return self._last - self._first


async def _whole(chat: _Chat, endpoint: Endpoint, request: Request) -> Answer:
    message = await chat.ainvoke(_messages(request), **_asked(endpoint, request))
    text = str(message.text)
    if not text and (calls := getattr(message, "tool_calls", None)):
        text = json.dumps(calls[0]["args"], ensure_ascii=False)
    return replace(_with(Answer(), message), text=text)


def _messages(request: Request) -> list[tuple[str, str]]:
    return [(turn.role, turn.text) for turn in request.turns]


def _asked(endpoint: Endpoint, request: Request) -> dict[str, Any]:
    """What goes along with the messages: how long the answer may be, and its form."""
    body: dict[str, Any] = {endpoint.provider.token_limit: request.most}
    match request.form:
        case "json_schema":
            schema = {"name": _TOOL, "schema": request.shape, "strict": False}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        case "json_object":
            body["response_format"] = {"type": "json_object"}
        case "tool":
            function = {"name": _TOOL, "parameters": request.shape}
            body["tools"] = [{"type": "function", "function": function}]
            body["tool_choice"] = {"type": "function", "function": {"name": _TOOL}}
        case "text":
            pass
    return {"extra_body": body}


def _words(chunk: BaseMessage) -> str:
    """A piece of an answer, be it said or the arguments of a call."""
    calls = getattr(chunk, "tool_call_chunks", None) or ()
    return str(chunk.text) + "".join(call["args"] or "" for call in calls)


def _with(answer: Answer, message: BaseMessage) -> Answer:
    """What is known of an answer with what one message says of it; of usage the last counts, as
    some servers repeat it, risen, in every chunk."""
    told = message.response_metadata
    usage = getattr(message, "usage_metadata", None)
    return replace(
        answer,
        finish=told.get("finish_reason") or answer.finish,
        model=told.get("model_name") or answer.model,
        refusal=answer.refusal + (message.additional_kwargs.get("refusal") or ""),
        usage=_usage(usage) if usage else answer.usage,
    )


def _usage(told: UsageMetadata) -> Usage:
    cached = told.get("input_token_details", {}).get("cache_read")
    return Usage(told["input_tokens"], told["output_tokens"], cached or 0)
