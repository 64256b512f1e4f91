"""The account as an ASGI application: `/api/v2/…`, answering as Freshdesk does."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote

import orjson

from sandbox.freshdesk.account import Account
from sandbox.freshdesk.endpoints import ATTACHMENT_SECONDS, Request, cost_of, find, listed_by
from sandbox.freshdesk.errors import Refused, invalid_credentials, limited
from sandbox.freshdesk.faults import DroppedConnection, Fault, Faults
from sandbox.freshdesk.limits import Limits, Spent

Message = MutableMapping[str, Any]
Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

ROOT = "/api/v2"
_FILES = "/attachments/"
# A promise of a body that never comes, so that a server closes the connection instead of answering.
_BROKEN_OFF = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-length", b"1")],
}


@dataclass
class Usage:
    """What was asked of the account."""

    calls: int = 0
    credits: int = 0
    refused: int = 0  # by a limit
    paths: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    content: bytes


class App:
    """Checks the key, pays the limits, meets the faults, answers. `usage` counts what came in.

    What `include=conversations` costs in a view is not established, hence to choose.
    """

    def __init__(
        self,
        account: Account,
        *,
        limits: Limits | None = None,
        faults: Faults | None = None,
        conversations_credits: int = 1,
    ) -> None:
        self.account = account
        self.limits = limits or Limits()
        self.faults = faults or Faults()
        self._conversations_credits = conversations_credits
        self.usage = Usage()

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError(f"the helpdesk does not speak {scope['type']}")
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if self.faults.latency:
            await asyncio.sleep(self.faults.latency)
        request = _request(scope, path)
        if path.startswith(_FILES):
            await _send(send, self._file(request))
            return
        fault = self.faults.due(path.removeprefix(ROOT))
        if fault is not None and fault.drop:
            await send(_BROKEN_OFF)
            raise DroppedConnection(f"{path} was dropped on request")
        reply = self._reply(scope, request)
        if fault is not None:
            reply = _struck(reply, fault)
        await _send(send, reply, cut=fault is not None and fault.cut)

    def _reply(self, scope: Scope, request: Request) -> Reply:
        price = cost_of(request.path, request.query, self._conversations_credits)
        spent = self.limits.spend(price, listed_by(request.path))
        self._count(request, spent)
        headers = _limit_headers(spent)
        try:
            if spent.retry_after is not None:
                raise limited(spent.retry_after)
            self._authenticate(scope)
            content, more = self._answer(scope["method"], request)
        except Refused as refused:
            return Reply(refused.status, {**headers, **refused.headers}, refused.body)
        if more is not None:
            headers["Link"] = f'<{more}>; rel="next"'
        return Reply(200, headers, content)

    def _answer(self, method: str, request: Request) -> tuple[bytes, str | None]:
        """What a request is answered with, and the address of the next page where there is one."""
        endpoint, ids = find(method, request.path)
        answer = endpoint(self.account, request, *ids)
        content, more = answer if isinstance(answer, tuple) else (answer, None)
        encoded = orjson.dumps(content)  # now, as it is before anything happens meanwhile
        if request.path == "/tickets" and self.faults.meanwhile is not None:
            self.faults.meanwhile(self.account)
        return encoded, more

    def _authenticate(self, scope: Scope) -> None:
        given = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
        scheme, _, encoded = given.partition(" ")
        try:
            key = base64.b64decode(encoded, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            key = ""
        if scheme.lower() != "basic" or key != self.account.key:
            raise invalid_credentials()

    def _count(self, request: Request, spent: Spent) -> None:
        self.usage.calls += 1
        if spent.retry_after is None:
            self.usage.credits += spent.price
        else:
            self.usage.refused += 1
        kind = "/".join("N" if part.isdigit() else part for part in request.path.split("/"))
        self.usage.paths[kind] += 1

    def _file(self, request: Request) -> Reply:
        """A file by its signed address, which asks for no key and dies after five minutes."""
        number, issued = request.path.split("/")[2], request.query.get("X-Amz-Date", "")
        content = self.account.files.get(int(number)) if number.isdigit() else None
        age = self.account.clock() - float(issued) if issued.isdigit() else float("inf")
        if content is None or age >= ATTACHMENT_SECONDS:
            return Reply(403, {}, b"<Error><Code>AccessDenied</Code></Error>")
        return Reply(200, {"content-type": "application/octet-stream"}, content)


def _request(scope: Scope, path: str) -> Request:
    host = dict(scope["headers"]).get(b"host", b"localhost").decode("latin-1")
    base = f"{scope.get('scheme', 'http')}://{host}{quote(scope.get('root_path', ''))}"
    pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    return Request(path.removeprefix(ROOT), dict(pairs), base)


def _limit_headers(spent: Spent) -> dict[str, str]:
    headers = {
        "content-type": "application/json; charset=utf-8",
        "X-Freshdesk-Api-Version": "latest=v2; requested=v2",
    }
    if spent.total is None:
        return headers
    return {
        **headers,
        "X-RateLimit-Total": str(spent.total),
        "X-RateLimit-Remaining": str(spent.remaining),
        "X-RateLimit-Used-CurrentRequest": str(spent.price),
    }


def _struck(reply: Reply, fault: Fault) -> Reply:
    if fault.cut:
        return reply
    headers = {"content-type": "text/html"}
    if fault.retry_after is not None:
        headers["Retry-After"] = str(fault.retry_after)
    return Reply(fault.status, headers, fault.body)


async def _send(send: Send, reply: Reply, *, cut: bool = False) -> None:
    content = reply.content
    headers = {**reply.headers, "content-length": str(len(content))}
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": reply.status, "headers": raw})
    if cut:
        half = content[: len(content) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        raise DroppedConnection("the body was cut on request")
    await send({"type": "http.response.body", "body": content})
