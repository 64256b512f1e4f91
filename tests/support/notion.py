"""The embedded workspace as the tests' Notion, over a wire that can be watched."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from sandbox.notion import Faults, RateWindow, Workspace, create_app
from sandbox.notion.faults import DroppedConnection
from sandbox.notion.records import FileUpload
from sandbox.notion.snapshot import page_snapshot, workspace_index
from tools.blueprint.model import Blueprint
from tools.notion.difference import from_nothing
from tools.notion.forge import Forge, Step
from tools.notion.gateway import NotionGateway
from tools.notion.journal import Journal, MemoryJournal
from tools.notion.limiter import Limiter
from tools.notion.operations import WORKSPACE, Plan
from tools.notion.transport import HttpTransport

TOKEN = "ntn_0123456789abcdef0123456789"
URL = "http://notion.test"


class Died(BaseException):
    """The process is gone: nothing of it runs any more."""


@dataclass(frozen=True)
class Sent:
    """One request that went over the wire, with the status it got (None: no answer).

    `body` is None where it is no JSON.
    """

    method: str
    path: str
    body: Any
    status: int | None


class Wire(httpx.AsyncBaseTransport):
    """Carries requests to the app; a connection that the app drops breaks as a real one does.

    `most_at_once` is the highest number of requests that were under way together. `watch` is
    called with each request before it goes on, `witness` when it has been answered.
    """

    def __init__(self, app: Any) -> None:
        self._inner = httpx.ASGITransport(app)
        self._open = 0
        self.most_at_once = 0
        self.sent: list[Sent] = []
        self.watch: Callable[[httpx.Request], None] = lambda request: None
        self.witness: Callable[[httpx.Request], None] = lambda request: None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.watch(request)
        self._open += 1
        self.most_at_once = max(self.most_at_once, self._open)
        status = None
        try:
            response = await self._inner.handle_async_request(request)
            status = response.status_code
            self.witness(request)
        except DroppedConnection as error:
            raise httpx.RemoteProtocolError("the server disconnected") from error
        finally:
            self._open -= 1
            is_json = request.headers.get("content-type") == "application/json"
            body = json.loads(request.content) if is_json else None
            path = request.url.raw_path.decode()
            self.sent.append(Sent(request.method, path, body, status))
        return response

    def count(self, method: str, path: str) -> int:
        """How many requests went to a path such as `/v1/pages`."""
        return sum((sent.method, sent.path) == (method, path) for sent in self.sent)


class Naps:
    """Waits without waiting: `taken` are the seconds that were asked for."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        await asyncio.sleep(0)


class Notion:
    """A fresh workspace in memory with everything that leads to it."""

    def __init__(self, workspace: Workspace, rate: RateWindow | None = None) -> None:
        self.workspace = workspace
        self.faults = Faults()
        app = create_app(
            workspace,
            tokens={TOKEN: "personal"},
            faults=self.faults,
            rate=rate,
            now=lambda: datetime.fromtimestamp(time.time(), UTC),
        )
        self.wire = Wire(app)
        self.naps = Naps()

    @classmethod
    async def fresh(cls, rate: RateWindow | None = None) -> "Notion":
        return cls(await Workspace.open(None), rate)

    def gateway(self, token: str = TOKEN, limiter: Limiter | None = None) -> NotionGateway:
        return NotionGateway(
            HttpTransport(token, self.wire, URL), limiter=limiter, sleep=self.naps, settle=0
        )

    def forge(
        self,
        plan: Plan,
        journal: Journal | None = None,
        steps: list[Step] | None = None,
    ) -> Forge:
        async def note(step: Step) -> None:
            if steps is not None:
                steps.append(step)

        return Forge(plan, self.gateway(), journal or MemoryJournal(), note)

    async def dies_after(self, steps: int, plan: Plan, journal: Journal) -> None:
        """Builds in a process that is gone once more than so many steps are done."""

        async def die(step: Step) -> None:
            if step.done > steps:
                raise Died

        with pytest.raises(Died):
            await Forge(plan, self.gateway(), journal, die).run()

    @contextmanager
    def dying(self, at: Callable[[httpx.Request], bool], *, sent: bool) -> Iterator[None]:
        """A process that is gone at a request: before its answer if that was sent, or before it."""

        def die(request: httpx.Request) -> None:
            if at(request):
                raise Died

        moment = "witness" if sent else "watch"
        setattr(self.wire, moment, die)
        with pytest.raises(Died):
            yield
        setattr(self.wire, moment, lambda request: None)

    async def build(self, blueprint: Blueprint) -> str:
        """Builds a blueprint at the top of the workspace; the id of its main page."""
        return await self.forge(from_nothing(blueprint, WORKSPACE)).run()

    def page(self, page_id: str) -> dict[str, Any]:
        """A page as a viewer sees it, with its databases and their rows."""
        return page_snapshot(self.workspace, page_id)

    def top(self) -> list[str]:
        """The titles of the pages that stand at the top of the workspace."""
        return [page["title"] for page in workspace_index(self.workspace)]

    def uploads(self) -> list[FileUpload]:
        """All that were ever begun, in order."""
        records = self.workspace.state.records.values()
        return [record for record in records if isinstance(record, FileUpload)]

    def census(self) -> Counter[str]:
        """How many records of each kind the workspace holds, trashed ones aside.

        Uploads do not count: Notion deletes none, and those that nothing shows expire.
        """
        tx = self.workspace.begin("2026-01-01T00:00:00.000Z")
        records = self.workspace.state.records.values()
        kept = (r for r in records if not isinstance(r, FileUpload) and not tx.in_trash(r))
        return Counter(type(r).__name__ for r in kept)
