"""The workspace as an ASGI application: `/v1/…`, answering as api.notion.com does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import parse_qs, unquote

import orjson

from sandbox.notion.calls import INTERNAL, Call, Endpoint
from sandbox.notion.errors import NotionError, UnauthorizedError, UrlError
from sandbox.notion.faults import DroppedConnection, Faults
from sandbox.notion.files import serve
from sandbox.notion.ids import new_id
from sandbox.notion.oauth import METADATA, TOKEN_KIND, OAuth, metadata
from sandbox.notion.rate import RateWindow
from sandbox.notion.records import Json
from sandbox.notion.requests import BrokenOffRequest, Receive, Request, Scope, Send, read_request
from sandbox.notion.results import Results
from sandbox.notion.routes import LONG_READS, LONG_WRITES, route
from sandbox.notion.sharing import SharedTransaction
from sandbox.notion.times import stamp
from sandbox.notion.uploads import check_uploads
from sandbox.notion.urls import Urls
from sandbox.notion.versions import read_version, with_archived
from sandbox.notion.workspace import Workspace

_WRITES = frozenset({"POST", "PATCH"})
_OAUTH = "/v1/oauth/"
_CONSENT = "/v1/oauth/authorize"
_FILES = "/v1/files/"
_LARGE = 50_000  # bytes of a body that takes some tenths of a second to read
_UPLOAD_KEY = b'"file_upload"'
_WITHOUT_REQUEST_ID = "templates"
# RFC 7240; of this workspace alone, for callers within the process.
_BRIEF, _AS_MADE = "return=minimal", "order=made"
_ZONE = "x-time-zone"  # of this workspace alone: Notion knows where each person is
_NOTHING: Mapping[str, str] = {}
# A promise of a body that never comes, so that a server closes the connection instead of answering.
_BROKEN_OFF = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-length", b"1")],
}


@dataclass(frozen=True)
class Reply:
    """What a request is answered with."""

    status: int
    headers: Mapping[str, str]
    content: bytes


def create_app(
    workspace: Workspace,
    *,
    public_url: str | None = None,
    tokens: Mapping[str, str] | None = None,
    rate: RateWindow | None = None,
    faults: Faults | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    oauth_clients: Mapping[str, str] | None = None,
) -> App:
    """An ASGI application over a workspace, which stays the caller's to close.

    `tokens` maps bearer tokens to their kind, `personal` or `internal` (by default `sandbox` is a
    personal one). `public_url` is where objects can be looked at; without it their urls look like
    Notion's own. Without `rate` nothing is limited. `oauth_clients` are secrets by client id.
    """
    known = {"sandbox": "personal"} if tokens is None else tokens
    oauth = OAuth(oauth_clients or {})
    return App(workspace, Urls(public_url), known, rate, faults, now, oauth)


class App:
    """Parses a request, runs its endpoint in a transaction, answers when that is committed."""

    def __init__(
        self,
        workspace: Workspace,
        urls: Urls,
        tokens: Mapping[str, str],
        rate: RateWindow | None,
        faults: Faults | None,
        now: Callable[[], datetime],
        oauth: OAuth,
    ) -> None:
        self._workspace = workspace
        self._urls = urls
        self._tokens = tokens
        self._rate = rate
        self._faults = faults
        self._now = now
        self.oauth = oauth

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError(f"the workspace does not speak {scope['type']}")
        try:
            request = await read_request(scope, receive)
            reply = await self._reply(request)
        except NotionError as error:
            reply = _in_json(error.status, error.answer(), error.headers)
        except BrokenOffRequest:
            return  # nobody is there to be answered
        except DroppedConnection:
            await send(_BROKEN_OFF)
            raise
        await _send(send, reply)

    async def call(
        self, method: str, path: str, headers: Mapping[str, str], content: bytes = b""
    ) -> Reply:
        """A request from within this process, answered as one over HTTP is.

        `path` begins with `/v1/` and may have a query; names of `headers` are in lower case.
        Raises DroppedConnection where a fault has it so.
        """
        place, _, query = path.partition("?")
        scope = {"query_string": query.encode()}
        try:
            return await self._reply(Request(scope, method, unquote(place), headers, content))
        except NotionError as error:
            return _in_json(error.status, error.answer(), error.headers)

    async def call_within(
        self, root: str, method: str, path: str, headers: Mapping[str, str], content: bytes
    ) -> Reply:
        """The same of a connection that nothing but the page `root` is shared with; who may have it
        is the caller's to say."""
        place, _, query = path.partition("?")
        scope = {"query_string": query.encode()}
        try:
            request = Request(scope, method, unquote(place), headers, content)
            return _in_json(*await self._answer(request, root))
        except NotionError as error:
            return _in_json(error.status, error.answer(), error.headers)

    async def adopt(self, other: Workspace) -> None:
        """Takes over what requests have made in another workspace, as though they came now.

        Of this workspace alone, for callers within the process. Raises StorageError.
        """
        await self._workspace.adopt(other, stamp(self._now()))

    async def _reply(self, request: Request) -> Reply:
        if request.path.startswith(_FILES):
            return await self._serve(request)
        if request.path == METADATA:
            return _in_json(200, metadata(request.base_url))
        if request.path == _CONSENT:
            return self._consent(request)
        if request.path.startswith(_OAUTH):
            return _in_json(*self._authorize(request))
        return _in_json(*await self._answer(request))

    def _authorize(self, request: Request) -> tuple[int, dict[str, Any]]:
        """OAuth, which knows neither tokens nor versions."""
        action = request.path.removeprefix(_OAUTH)
        if request.method != "POST" or action not in ("token", "introspect", "revoke"):
            raise UrlError
        authorization = request.headers.get("authorization", "")
        return 200, self.oauth.answer(action, authorization, request.json())

    def _consent(self, request: Request) -> Reply:
        """The page that asks the person, and what they decide on it."""
        if request.method == "GET":
            page = self.oauth.consent_page(request.query).encode()
            return Reply(200, {"content-type": "text/html; charset=utf-8"}, page)
        form = parse_qs(request.raw.decode(errors="replace"))
        return Reply(303, {"Location": self.oauth.decided(form)}, b"")

    async def _serve(self, request: Request) -> Reply:
        """An uploaded file: its url is all that is needed to see it."""
        name = request.path.removeprefix(_FILES).partition("/")[0]
        query = {key: values[-1] for key, values in request.query.items()}
        served = await serve(self._workspace, name, query, self._now())
        if served is None or request.method != "GET":
            raise UrlError
        return Reply(200, served.headers, served.content)

    async def _answer(
        self, request: Request, root: str | None = None
    ) -> tuple[int, dict[str, Any]]:
        """What an endpoint answers: of all, to a token; of the page `root` without one."""
        method, path = request.method, request.path
        endpoint, names = route(method, path)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        kind = self._kind_of(token) if root is None else INTERNAL
        tx, results = self._workspace.begin(stamp(self._now())), self._workspace.results
        if root is not None:  # what is computed of a part is not what others see
            tx = SharedTransaction(self._workspace.state, tx.now, root)
            results = Results()
        tx.count_days_in(request.headers.get(_ZONE))
        version = read_version(request.headers.get("notion-version"))
        # A refused token costs nothing: Notion counts by connection.
        if self._rate:
            self._rate.spend(token)
        await self._misbehave(method, path)
        call = Call(
            tx=tx,
            results=results,
            urls=self._urls,
            base_url=request.base_url,
            version=version,
            token_kind=kind,
            method=method,
            path=path,
            names=names,
            query=request.query,
            body=request.json() if method in _WRITES else {},
            raw=request.raw,
            content_type=request.headers.get("content-type", ""),
            is_brief=_BRIEF in request.headers.get("prefer", ""),
            as_made=_AS_MADE in request.headers.get("prefer", ""),
        )
        answer = await self._carried_out(endpoint, call)
        if self._faults:
            self._faults.strike(method, path, _made(call, answer))
        status = 202 if answer.get("object") == "async_task" and method != "GET" else 200
        return status, answer if call.is_current else with_archived(answer)

    async def _carried_out(self, endpoint: Endpoint, call: Call) -> Json:
        """What an endpoint answers, once what it changed is kept."""
        if endpoint in LONG_READS:
            await self._workspace.catch_up()
            answer = await self._workspace.beside(call.tx, partial(endpoint, call))
            await self._workspace.commit(call.tx)
            return answer
        if call.method == "GET":  # it changes nothing, so it need not wait its turn
            await self._workspace.catch_up()
            return endpoint(call)
        is_long = endpoint in LONG_WRITES or len(call.raw) > _LARGE
        return await self._workspace.write(
            call.tx, partial(_written, endpoint, call), is_long=is_long
        )

    def _kind_of(self, token: str) -> str:
        if kind := self._tokens.get(token):
            return kind
        if self.oauth.knows(token):
            return TOKEN_KIND
        raise UnauthorizedError

    async def _misbehave(self, method: str, path: str) -> None:
        if self._faults is None:
            return
        if delay := self._faults.delay():
            await asyncio.sleep(delay)
        self._faults.strike(method, path)


def _written(endpoint: Endpoint, call: Call) -> Json:
    if _UPLOAD_KEY in call.raw:
        check_uploads(call.tx, call.body)
    return endpoint(call)


def _made(call: Call, answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what a request did not make: an append lists its later siblings last."""
    if "children" not in call.body or answer["object"] != "list":
        return answer
    return {**answer, "results": answer["results"][: len(call.body["children"])]}


def _in_json(status: int, answer: dict[str, Any], extra: Mapping[str, str] = _NOTHING) -> Reply:
    request_id = new_id()
    if _WITHOUT_REQUEST_ID not in answer:
        answer = {**answer, "request_id": request_id}
    content = orjson.dumps(answer)
    headers = {
        "content-type": "application/json; charset=utf-8",
        "content-length": str(len(content)),
        "x-notion-request-id": request_id,
        **extra,
    }
    return Reply(status, headers, content)


async def _send(send: Send, reply: Reply) -> None:
    headers = [(name.lower().encode(), value.encode()) for name, value in reply.headers.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.content})
