"""One request to Notion and its answer: over HTTP by Notion's own client, or within this process.

Both say in the same words what a failure was, and neither repeats anything.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

import httpx
import orjson
from notion_client import AsyncClient
from notion_client.errors import HTTPResponseError, RequestTimeoutError

from tools.errors import (
    NotionAuthFailed,
    NotionError,
    NotionForbidden,
    NotionNotFound,
    StorageFailed,
)
from tools.notion.operations import Method
from tools.notion.retry import Failure
from tools.received import seconds_to_wait
from tools.tokens import without

Answer = dict[str, Any]

NOTION_VERSION = "2026-03-11"
NOTION_URL = "https://api.notion.com"
TIMEOUT_SECONDS = 65.0  # Notion's own deadline is 60 s; its answer to that is worth having

# About a millisecond of the workspace's work; a call is some of it whatever it says.
UNBROKEN_BYTES = 3_000
BYTES_OF_A_CALL = 1_000

EMBEDDED_TOKEN = "sandbox"  # noqa: S105 - the public name of the embedded workspace
EMBEDDED_HOST = "embedded.workspace"
ZONE_HEADER = "x-time-zone"  # in which the embedded workspace counts days for who asks

# The client logs each request by itself; its own handler would repeat ours.
_logger = logging.getLogger("notionforge.notion")


@dataclass(frozen=True)
class File:
    """A file to send as a form."""

    filename: str
    content_type: str
    content: bytes

    @property
    def form(self) -> dict[str, tuple[str, bytes, str]]:
        return {"file": (self.filename, self.content, self.content_type)}


class CallFailed(Exception):
    """A request that failed: as the retry policy sees it, and as a person hears of it."""

    def __init__(self, failure: Failure, meaning: NotionError) -> None:
        super().__init__(str(meaning))
        self.failure = failure
        self.meaning = meaning


class Transport(Protocol):
    """A way to one workspace, as one token."""

    async def send(
        self, method: Method, path: str, body: Mapping[str, Any] | None, file: File | None
    ) -> Answer:
        """One request; `path` is below `/v1/`. Raises CallFailed."""
        ...


class Reply(Protocol):
    """What a workspace within this process answers a call."""

    @property
    def status(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def content(self) -> bytes: ...


class Served(Protocol):
    """An uploaded file with the headers that make it harmless in a browser."""

    @property
    def content(self) -> bytes: ...

    @property
    def headers(self) -> Mapping[str, str]: ...


class LocalApp(Protocol):
    """What answers within this process as Notion does over HTTP."""

    async def call(
        self, method: str, path: str, headers: Mapping[str, str], content: bytes = b""
    ) -> Reply:
        """A request; `path` begins with `/v1/`, names of `headers` are in lower case."""
        ...


class LocalWorkspace(LocalApp, Protocol):
    """A workspace within this process, and how the viewer draws it.

    `files` is the path below which the viewer finds what was uploaded, `zone` the IANA name of the
    time zone of who looks; without, days are the workspace's own. Whatever is asked raises
    StorageFailed where the workspace's file or database fails.
    """

    async def call_within(
        self, page_id: str, method: str, path: str, headers: Mapping[str, str], content: bytes
    ) -> Reply:
        """A request of a connection that sees this page and what lies below it, and nothing else.

        `path` begins with `/v1/`, its names are quoted as in addresses.
        """
        ...

    async def above(self, page_id: str) -> list[str]:
        """The id of a page, and those of all that it lies in, the nearest first."""
        ...

    async def adopt(self, rehearsed: "LocalWorkspace") -> None:
        """Takes over, at once and as a whole, what was made elsewhere."""
        ...

    async def index(self, files: str) -> list[dict[str, Any]]:
        """The top-level pages: `id`, `title`, `icon`, `created_time`, in order of creation."""
        ...

    async def page(self, page_id: str, files: str, zone: str | None = None) -> bytes:
        """What the viewer draws of a page or database, as JSON. Raises NotFound."""
        ...

    async def rows(
        self, database_id: str, view: str, cursor: str | None, files: str, zone: str | None = None
    ) -> bytes:
        """A page of the rows of a view, from `cursor` on, as JSON. Raises NotFound."""
        ...

    async def file(self, upload_id: str, query: Mapping[str, str]) -> Served | None:
        """What a signed address stands for; None where it was not signed here, or is over."""
        ...


class Stage(Protocol):
    """Where rehearsals take place: workspaces in memory, which nobody has to close."""

    async def empty(self) -> LocalWorkspace: ...

    async def copy(self, answers: Sequence[Any], bodies: Sequence[Any]) -> LocalWorkspace:
        """One that answers as `answers` (objects of Notion's API) do, and knows what the requests
        of these `bodies` name."""
        ...


class _Discreet(logging.LoggerAdapter[logging.Logger]):
    """Logs what the client says, which quotes answers, but for the token that they may repeat."""

    def process(self, msg: Any, kwargs: Any) -> Any:
        return without(str((self.extra or {})["token"]), str(msg)), kwargs


class LastLook(httpx.AsyncBaseTransport):
    """A connection over which nothing is sent any more once `check` raises.

    It is asked last, before the head of a request and again before its body, without which nobody
    does anything: a process may stand still at any moment, for as long as it likes, and most of its
    own time goes into making a request (httpcore 1.0 tells of both in the extension `trace`).
    """

    def __init__(self, inner: httpx.AsyncBaseTransport, check: Callable[[], None]) -> None:
        self._inner = inner
        self._check = check

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises what `check` does, and what the connection raises."""
        request.extensions = {**request.extensions, "trace": self._look}
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def _look(self, event: str, _: Mapping[str, Any]) -> None:
        if event.endswith((".send_request_headers.started", ".send_request_body.started")):
            self._check()


class HttpTransport:
    """A token's way to Notion over a connection that somebody else owns and closes."""

    def __init__(
        self, token: str, connection: httpx.AsyncBaseTransport, base_url: str = NOTION_URL
    ) -> None:
        self._token = token
        self._client = AsyncClient(
            auth=token,
            client=httpx.AsyncClient(transport=connection),
            base_url=base_url,
            notion_version=NOTION_VERSION,
            timeout_ms=int(TIMEOUT_SECONDS * 1000),
            retry=False,
            logger=cast("logging.Logger", _Discreet(_logger, {"token": token})),
        )

    async def send(
        self, method: Method, path: str, body: Mapping[str, Any] | None, file: File | None
    ) -> Answer:
        """Raises CallFailed."""
        payload = None if body is None else dict(body)
        form: Any = file.form if file else None
        try:
            answer: Answer = await self._client.request(path, method, body=payload, form_data=form)
        except HTTPResponseError as error:
            failed = _refused(error, self._token)
        # A body that is no JSON comes from something in between, such as a proxy's page. Texts that
        # cannot be sent at all are quoted whole by the exceptions that say so.
        except (RequestTimeoutError, httpx.TransportError, httpx.InvalidURL, ValueError) as error:
            failed = _unanswered(error)
        else:
            return answer
        raise failed


class DirectTransport:
    """The way to a workspace within this process, without HTTP.

    What is sent and answered passes through JSON all the same, so that nothing is shared. The
    workspace's file or database is the process's own: a 503 stands for nothing but one that cannot
    be used. Properties come in the order in which they were made, by which the viewer has columns;
    a `brief` one is answered no more of pages than their ids. Days are those of a time
    `zone`, by its IANA name; without, the workspace's own.
    """

    def __init__(self, app: LocalApp, *, brief: bool = False, zone: str | None = None) -> None:
        self._app = app
        self._unbroken = UNBROKEN_BYTES  # of what was sent since others had their turn
        self._headers = {
            "authorization": f"Bearer {EMBEDDED_TOKEN}",
            "notion-version": NOTION_VERSION,
            "host": EMBEDDED_HOST,
            "prefer": "return=minimal" if brief else "order=made",
            **({} if zone is None else {ZONE_HEADER: zone}),
        }

    async def send(
        self, method: Method, path: str, body: Mapping[str, Any] | None, file: File | None
    ) -> Answer:
        """Raises CallFailed and StorageFailed."""
        content_type, content = _encoded(body, file)
        self._unbroken += BYTES_OF_A_CALL + len(content)
        if self._unbroken >= UNBROKEN_BYTES:  # others get their turn, and a cancel is heard
            self._unbroken = 0
            await asyncio.sleep(0)
        headers = {**self._headers, "content-type": content_type}
        reply = await self._app.call(method, f"/v1/{path}", headers, content)
        answer: Answer = orjson.loads(reply.content)
        if reply.status == httpx.codes.SERVICE_UNAVAILABLE:
            raise StorageFailed("the embedded workspace cannot be used")
        if reply.status >= httpx.codes.BAD_REQUEST:
            raise _failed(reply.status, answer["code"], answer["message"], answer)
        return answer


def _encoded(body: Mapping[str, Any] | None, file: File | None) -> tuple[str, bytes]:
    """What is sent, and its type: exactly what the client would send."""
    if file is not None:
        form = httpx.Request("POST", "/", files=file.form)
        return form.headers["content-type"], form.read()
    if body is None:
        return "application/json", b""
    return "application/json", orjson.dumps(body)


def _unanswered(error: Exception) -> CallFailed:
    never_sent = isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout))
    # The exception's own words may quote the request; its kind says enough.
    message = f"no answer from Notion ({type(error).__name__})"
    meaning = NotionError(message, reason="notion_unreachable")
    return CallFailed(Failure(None, sent=not never_sent), meaning)


def _refused(error: HTTPResponseError, token: str) -> CallFailed:
    """What an answer says of a failure, but for the token: a proxy's may repeat what it got."""
    retry_after = seconds_to_wait(error.headers.get("retry-after"))
    request_id = error.request_id and without(token, error.request_id)
    told = {"additional_data": error.additional_data, "request_id": request_id}
    code = without(token, str(getattr(error.code, "value", error.code)))
    return _failed(error.status, code, without(token, str(error)), told, retry_after)


def _failed(
    status: int,
    code: str,
    message: str,
    told: Mapping[str, Any],
    retry_after: float | None = None,
) -> CallFailed:
    """A refusal; `told` is what else the answer said."""
    kinds = {401: NotionAuthFailed, 403: NotionForbidden, 404: NotionNotFound}
    meaning = kinds.get(status, NotionError)(
        message,
        status=status,
        notion_code=code,
        request_id=told.get("request_id"),
        retry_after=retry_after,
    )
    return CallFailed(Failure(status, retry_after, told.get("additional_data")), meaning)
