"""The way to Notion: a transport with our limiter, and retries by meaning.

The same code reaches api.notion.com, any endpoint that speaks its API, and the embedded workspace.
"""

import asyncio
import contextlib
import copy
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tools.errors import InvalidInput, NotionError
from tools.notion.limiter import Limiter
from tools.notion.locks import Locks
from tools.notion.operations import Method
from tools.notion.patience import Patience
from tools.notion.retry import SETTLE_SECONDS, Decision, decide
from tools.notion.transport import Answer, CallFailed, File, Transport
from tools.telemetry import span

_ID = re.compile(r"([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$")


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


@dataclass
class CallCount:
    """How many requests went out, repetitions included; `in_doubt` says that one of the last call
    may have been carried out without an answer."""

    calls: int = 0
    in_doubt: bool = False


class NotionGateway:
    """One token's way to Notion, over a transport, with the patience to see a call through.

    `settle` is for how many seconds a request whose connection broke may still be carried out;
    `locks` are those of everyone who writes to the same workspace; `patience` is that of whoever
    waits for the answers.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        limiter: Limiter | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        settle: float = SETTLE_SECONDS,
        locks: Locks | None = None,
    ) -> None:
        self._transport = transport
        self._limiter = limiter
        self.sleep = sleep
        self.settle = settle
        self.locks = locks or Locks()
        self.patience = Patience()
        self.count = CallCount()

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
                await stack.enter_async_context(self.locks.at(place))
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
        place = path.partition("/")[0].partition("?")[0]
        with span("notion.call", http_method=method, notion_object=place):
            return await self._until_answered(method, path, body, file, repeatable)

    async def _until_answered(
        self,
        method: Method,
        path: str,
        body: Mapping[str, Any] | None,
        file: File | None,
        repeatable: bool | None,  # noqa: FBT001 - the caller's own
    ) -> Answer:
        safe = method in ("GET", "DELETE") if repeatable is None else repeatable
        in_doubt = self.count.in_doubt = False
        with self.patience.waiting() as wait:
            while True:
                try:
                    return await self._send(method, path, body, file)
                except CallFailed as error:
                    failure, meaning = error.failure, error.meaning
                in_doubt = self.count.in_doubt = in_doubt or failure.fate_unknown
                decision = decide(failure, repeatable=safe, attempt=wait.attempt - 1)
                if decision.action == "look":
                    if decision.delay:
                        await self._wait(decision, asked=True)
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
        return await self._transport.send(method, path, body, file)

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
