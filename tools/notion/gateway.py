"""The one way to Notion: its official client, our limiter, and retries by meaning.

The same code reaches api.notion.com, any endpoint that speaks its API, and the embedded workspace
(over an in-process transport).
"""

import asyncio
import contextlib
import copy
import json
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import httpx
from notion_client import AsyncClient
from notion_client.errors import HTTPResponseError, RequestTimeoutError

from tools.errors import (
    InvalidInput,
    NotionAuthFailed,
    NotionError,
    NotionForbidden,
    NotionNotFound,
)
from tools.notion.limiter import Limiter
from tools.notion.patience import Patience
from tools.notion.retry import SETTLE_SECONDS, Decision, Failure, decide
from tools.notion.turns import Turns

Method = Literal["GET", "POST", "PATCH", "DELETE"]
Answer = dict[str, Any]

NOTION_VERSION = "2026-03-11"
NOTION_URL = "https://api.notion.com"
TIMEOUT_SECONDS = 65.0  # Notion's own deadline is 60 s; its answer to that is worth having

_ID = re.compile(r"([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$")

# A body that is no JSON comes from something in between, such as a proxy's page.
_FAILURES = (
    HTTPResponseError,
    RequestTimeoutError,
    httpx.TransportError,
    json.JSONDecodeError,
)

# The client logs each request by itself; its own handler would repeat ours.
_logger = logging.getLogger("notionforge.notion")


class FateUnknown(NotionError):
    """A write failed in a way that may have left it done; `committed` says what Notion told."""

    def __init__(self, error: NotionError, committed: Mapping[str, Any]) -> None:
        super().__init__(
            str(error),
            status=error.status,
            notion_code=error.notion_code,
            request_id=error.request_id,
        )
        self.committed = committed

    @property
    def ended(self) -> bool:
        """Whether Notion itself answered, so that nothing is under way there any more."""
        return self.status in (500, 503)


@dataclass(frozen=True)
class File:
    """A file to send as a form."""

    filename: str
    content_type: str
    content: bytes


@dataclass
class CallCount:
    """How many requests went out, repetitions included; `in_doubt` says that one of the last call
    may have been carried out without an answer."""

    calls: int = 0
    in_doubt: bool = False


class NotionGateway:
    """One token's way to Notion, over a transport that somebody else owns and closes.

    `settle` is for how many seconds a request whose connection broke may still be carried out;
    `turns` are those of everyone who writes to the same workspace; `patience` is that of whoever
    waits for the answers.
    """

    def __init__(
        self,
        token: str,
        transport: httpx.AsyncBaseTransport,
        *,
        base_url: str = NOTION_URL,
        limiter: Limiter | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        settle: float = SETTLE_SECONDS,
        turns: Turns | None = None,
    ) -> None:
        self._client = AsyncClient(
            auth=token,
            client=httpx.AsyncClient(transport=transport),
            base_url=base_url,
            notion_version=NOTION_VERSION,
            timeout_ms=int(TIMEOUT_SECONDS * 1000),
            retry=False,
            logger=_logger,
        )
        self._limiter = limiter
        self.sleep = sleep
        self.settle = settle
        self.turns = turns or Turns()
        self.patience = Patience()
        self.count = CallCount()

    def __repr__(self) -> str:
        """Says nothing about the token, wherever it may be printed."""
        return "NotionGateway(token=***)"

    def counting(self) -> "NotionGateway":
        """The same way to Notion with a count of its own, from zero."""
        other = copy.copy(self)
        other.count = CallCount()
        return other

    @contextlib.asynccontextmanager
    async def at(self, place: str | None) -> AsyncIterator[None]:
        """Waits for one's turn at a place that others write to as well (None: nobody does)."""
        async with contextlib.AsyncExitStack() as stack:
            with self.patience.waiting("turn"):
                await stack.enter_async_context(self.turns.at(place))
            yield

    def with_patience(self, patience: Patience) -> "NotionGateway":
        """The same way to Notion for somebody who waits with a patience of their own."""
        other = copy.copy(self)
        other.patience = patience
        return other

    async def call(
        self,
        method: Method,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        repeatable: bool | None = None,
        file: File | None = None,
    ) -> Answer:
        """One request with its retries; `path` is below `/v1/`. A `file` is sent as a form.

        `repeatable` says that doing it twice does no harm (by default: reads and deletions).
        Raises FateUnknown where a write may have happened all the same, else NotionError.
        """
        safe = method in ("GET", "DELETE") if repeatable is None else repeatable
        in_doubt = self.count.in_doubt = False
        with self.patience.waiting() as wait:
            while True:
                try:
                    return await self._send(method, path, body, file)
                except _FAILURES as error:
                    failure, meaning = _explain(error)
                in_doubt = self.count.in_doubt = in_doubt or failure.fate_unknown
                decision = decide(failure, repeatable=safe, attempt=wait.attempt - 1)
                if decision.action == "look":
                    raise FateUnknown(meaning, failure.additional or {})
                if decision.action == "give_up":
                    raise meaning
                wait.attempt, wait.status = wait.attempt + 1, failure.status
                await self._wait(decision, asked=failure.retry_after is not None)

    async def _send(
        self, method: Method, path: str, body: Mapping[str, Any] | None, file: File | None
    ) -> Answer:
        if self._limiter is not None:
            with self.patience.waiting("pause", seconds=self._limiter.delay()):
                await self._limiter.acquire()
        self.count.calls += 1
        self.count.in_doubt = True
        payload = None if body is None else dict(body)
        form = {"file": (file.filename, file.content, file.content_type)} if file else None
        answer: Answer = await self._client.request(
            path=path, method=method, body=payload, form_data=form
        )
        return answer

    async def _wait(self, decision: Decision, *, asked: bool) -> None:
        """Waits before the next attempt; `asked` says that Notion said for how long."""
        if decision.everyone and self._limiter is not None:
            self._limiter.pause(decision.delay)
        elif asked:
            with self.patience.waiting("pause", seconds=decision.delay):
                await self.sleep(decision.delay)
        else:
            await self.sleep(decision.delay)


def notion_id(text: str) -> str:
    """The id in what a person pastes: a UUID with or without dashes, or a page's address.

    Raises InvalidInput for anything else.
    """
    candidate = text.strip().split("?")[0].split("#")[0].rstrip("/").lower()
    found = _ID.search(candidate)
    if found is None or (len(candidate) > found.end() - found.start() and not _is_address(text)):
        raise InvalidInput(
            "a Notion page id is 32 hexadecimal digits, or the page's address",
            reason="bad_page_id",
        )
    return "-".join(found.groups())


def _is_address(text: str) -> bool:
    return text.strip().lower().startswith(("http://", "https://"))


def _explain(error: Exception) -> tuple[Failure, NotionError]:
    """A failure as the retry policy sees it, and as a person hears of it."""
    if isinstance(error, HTTPResponseError):
        failure = Failure(error.status, _retry_after(error), error.additional_data)
        return failure, _meaning(error, failure)
    never_sent = isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout))
    # The exception's own words may quote the request; its kind says enough.
    message = f"no answer from Notion ({type(error).__name__})"
    return Failure(None, sent=not never_sent), NotionError(message, reason="notion_unreachable")


def _retry_after(error: HTTPResponseError) -> float | None:
    header = error.headers.get("retry-after", "")
    return float(header) if header.isdigit() else None


def _meaning(error: HTTPResponseError, failure: Failure) -> NotionError:
    kinds = {401: NotionAuthFailed, 403: NotionForbidden, 404: NotionNotFound}
    code = getattr(error.code, "value", error.code)
    return kinds.get(error.status, NotionError)(
        str(error),
        status=error.status,
        notion_code=str(code),
        request_id=error.request_id,
        retry_after=failure.retry_after,
    )
