"""A server of language models that answers in OpenAI's protocol, well or badly on request.

It is an ASGI application, so it is met over TCP, or in memory through `InMemory`, where minutes of
silence take no time (`tests.support.virtual`).
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

Json = dict[str, Any]
Answering = Callable[[Json], Response]  # the request's body → what is answered
KEY = "sk-proj-of-the-tests-0123456789"


class Dropped(Exception):
    """The connection goes, in the middle of whatever it was."""


class Models:
    """One provider. `script` is answered one by one, then `otherwise`, whatever is asked.

    `asked` keeps the bodies of all requests, `keys` with which key each came.
    """

    def __init__(self, *models: str, key: str | None = KEY) -> None:
        self.models = list(models or ("small", "gpt-5-mini"))
        self.key = key
        self.script: deque[Answering] = deque()
        self.otherwise: Answering = says("{}")
        self.asked: list[Json] = []
        self.keys: list[str] = []
        self.loading = 0  # how often /health says that the model is still being loaded
        self.app = Starlette(
            routes=[
                Route("/health", self._health),  # and each provider's own way to the rest
                Route("/{way:path}/models", self._list),
                Route("/{way:path}/key", self._list),
                Route("/{way:path}/chat/completions", self._complete, methods=["POST"]),
            ]
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)

    def plays(self, *answers: Answering) -> None:
        self.script = deque(answers)

    def words(self, number: int = -1) -> str:
        """All that one of the requests said to the model."""
        return "\n".join(message["content"] for message in self.asked[number]["messages"])

    async def _list(self, request: Request) -> Response:
        if refused := self._refused(request):
            return refused
        return JSONResponse({"data": [{"id": name, "object": "model"} for name in self.models]})

    async def _health(self, request: Request) -> Response:
        self.loading -= 1
        return JSONResponse({}, 503 if self.loading >= 0 else 200)

    async def _complete(self, request: Request) -> Response:
        if refused := self._refused(request):
            return refused
        body = await request.json()
        self.asked.append(body)
        answering = self.script.popleft() if self.script else self.otherwise
        return answering(body)

    def _refused(self, request: Request) -> Response | None:
        given = request.headers.get("authorization", request.headers.get("x-api-key", ""))
        key = given.removeprefix("Bearer ")
        self.keys.append(key)
        if self.key is None or key == self.key:
            return None
        return error(401, f"Incorrect API key provided: {key}")({})


def error(status: int, message: str, code: str = "", **headers: str) -> Answering:
    """An error as OpenAI words one."""
    content = {"error": {"message": message, "code": code, "type": "error"}}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda body: JSONResponse(content, status, named)


def chunk(delta: Json | None, finish: str | None = None, **more: Any) -> str:
    """One event of a stream."""
    choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
    data = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "small"}
    return f"data: {json.dumps({**data, 'choices': choices, **more}, ensure_ascii=False)}\n\n"


def pieces(text: str, size: int = 24) -> Iterator[str]:
    return (text[at : at + size] for at in range(0, len(text), size))


DONE = "data: [DONE]\n\n"


def says(
    text: str, finish: str | None = "stop", usage: Json | None = None, size: int = 24
) -> Answering:
    """A whole answer, streamed; as the arguments of a call where that is what was asked for."""
    counted = usage or {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}

    def answer(body: Json) -> Response:
        if not body.get("stream"):
            return JSONResponse(whole(text, finish, counted))
        deltas = (_delta(piece, at, body) for at, piece in enumerate(pieces(text, size)))
        events = [chunk(delta) for delta in deltas]
        return streams(*events, chunk({}, finish), usage_of(counted), DONE)(body)

    return answer


def _delta(piece: str, at: int, body: Json) -> Json:
    if "tools" not in body:
        return {"content": piece}
    function = {"name": "reply", "arguments": piece} if at == 0 else {"arguments": piece}
    return {"tool_calls": [{"index": 0, "id": "t1", "type": "function", "function": function}]}


def whole(text: str, finish: str | None, usage: Json) -> Json:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    head = {"id": "c1", "object": "chat.completion", "created": 1, "model": "small"}
    return {**head, "choices": [choice], "usage": usage}


def usage_of(counted: Json) -> str:
    """The event behind the last one, which says what it all cost."""
    return chunk(None, choices=[], usage=counted)


def streams(*events: str | float | Exception) -> Answering:
    """Events as they are; a number is silence of so many seconds, an exception breaks it off."""
    return lambda body: StreamingResponse(_sent(events), media_type="text/event-stream")


async def _sent(events: Iterable[str | float | Exception]) -> AsyncIterator[str]:
    for event in events:
        if isinstance(event, Exception):
            raise event
        if isinstance(event, str):
            yield event
        else:
            await asyncio.sleep(event)


def replies(**reply: Any) -> Answering:
    """An answer of the right form."""
    return says(json.dumps(reply, ensure_ascii=False))


def plain(text: str, status: int = 200, kind: str = "text/html") -> Answering:
    return lambda body: PlainTextResponse(text, status, media_type=kind)


def drops(body: Json) -> Response:
    raise Dropped


class InMemory(httpx.AsyncBaseTransport):
    """The way to an ASGI application without a network: what it sends arrives as it is sent, and
    what breaks in it breaks the connection. `gone` has it refuse to be reached."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.gone = False
        self.hosts: list[str] = []  # who was turned to

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.hosts.append(request.url.host)
        if self.gone:
            raise httpx.ConnectError("nobody listens")
        exchange = _Exchange(self._app, request)
        return await exchange.begin()


class _Exchange(httpx.AsyncByteStream):
    def __init__(self, app: Any, request: httpx.Request) -> None:
        self._request = request
        self._sent: asyncio.Queue[Json] = asyncio.Queue(16)
        self._task = asyncio.create_task(self._run(app))

    async def begin(self) -> httpx.Response:
        try:
            head = await self._next()
        except BaseException:
            await self.aclose()
            raise
        return httpx.Response(head["status"], headers=head["headers"], stream=self)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        more = True
        while more:
            event = await self._next()
            more = event.get("more_body", False)
            if event.get("body"):
                yield event["body"]

    async def aclose(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _next(self) -> Json:
        event = await self._sent.get()
        if event["type"] == "broken":
            raise httpx.ReadError("the connection was reset")
        return event

    async def _run(self, app: Any) -> None:
        request, body = self._request, await self._request.aread()
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": request.url.scheme,
            "path": request.url.path,
            "raw_path": request.url.raw_path,
            "query_string": request.url.query,
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "server": (request.url.host, request.url.port),
            "client": ("testing", 1),
        }
        told = False

        async def receive() -> Json:
            nonlocal told
            if told:
                await asyncio.Event().wait()
            told = True
            return {"type": "http.request", "body": body, "more_body": False}

        try:
            await app(scope, receive, self._sent.put)
        except Exception:  # noqa: BLE001 - whatever breaks breaks the connection
            await self._sent.put({"type": "broken"})
