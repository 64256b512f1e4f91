"""The services that come with the product, as the rest of it meets them.

Nothing else imports `sandbox`: what is above knows the protocols of `tools.notion.transport`, and
is handed these by `wiring.py`. So the sandbox stays an independent witness of what is sent to it.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox import freshdesk
from sandbox.notion import RateWindow, StorageError, Workspace, create_app
from sandbox.notion.errors import NotFoundError, ValidationError
from sandbox.notion.files import serve
from sandbox.notion.mirror import mirror
from sandbox.notion.snapshot import page_json, rows_json, workspace_index
from tools.errors import NotFound, StorageFailed
from tools.freshdesk.connect import DEMO_KEY
from tools.notion.transport import LocalWorkspace, Reply, Served
from tools.records.servers import Finds

if TYPE_CHECKING:
    from sandbox.notion.shared.moving import Moved


@contextmanager
def _kept() -> Iterator[None]:
    """Raises StorageFailed where the workspace's file or database fails the block."""
    try:
        yield
    except StorageError as error:
        raise StorageFailed("the embedded workspace cannot be used") from error.__cause__ or error


class EmbeddedWorkspace:
    """An open workspace. From inside nothing is limited; over HTTP it is as strict as Notion."""

    def __init__(self, workspace: Workspace, public_url: str | None = None) -> None:
        self.workspace = workspace
        self._url = f"{public_url}/workspace" if public_url else None
        self._app = create_app(workspace, public_url=self._url)

    @classmethod
    async def open(
        cls, place: Path | str, public_url: str, alive: Finds | None = None, zone: str | None = None
    ) -> "EmbeddedWorkspace":
        """In a SQLite file, or in the Postgres database of an address: there nothing is written
        where `alive` finds no row. Days are counted in a time zone for who names none; without
        one, where this machine is. Raises StorageFailed, and what SQLite raises."""
        if isinstance(place, Path):
            return _counting(zone, cls(await Workspace.open(place), public_url))
        from sandbox.notion.shared.workspace import SharedWorkspace  # its driver is an extra

        with _kept():
            return _counting(zone, cls(await SharedWorkspace.shared(place, alive), public_url))

    async def close(self) -> None:
        await self.workspace.close()

    def over_http(self, oauth_clients: Mapping[str, str]) -> ASGIApp:
        """What any client of Notion can use, with an authorization server for `oauth_clients`
        (secrets by client id)."""
        return create_app(
            self.workspace, public_url=self._url, rate=RateWindow(), oauth_clients=oauth_clients
        )

    async def call(
        self, method: str, path: str, headers: Mapping[str, str], content: bytes = b""
    ) -> Reply:
        return await self._app.call(method, path, headers, content)

    async def call_within(
        self, page_id: str, method: str, path: str, headers: Mapping[str, str], content: bytes
    ) -> Reply:
        return await self._app.call_within(page_id, method, path, headers, content)

    async def above(self, page_id: str) -> list[str]:
        with _kept():
            await self.workspace.catch_up()
        records, found = self.workspace.state.records, [page_id]
        while (record := records.get(found[-1])) is not None:
            found.append(record.parent.id)
        return found

    async def adopt(self, rehearsed: LocalWorkspace) -> None:
        assert isinstance(rehearsed, EmbeddedWorkspace)  # noqa: S101 - there is no other kind
        with _kept():
            await self._app.adopt(rehearsed.workspace)

    async def index(self, files: str) -> list[dict[str, Any]]:
        with _kept():
            await self.workspace.catch_up()
        return workspace_index(self.workspace, base_url=files)

    async def page(self, page_id: str, files: str, zone: str | None = None) -> bytes:
        try:
            with _kept():
                return await page_json(self.workspace, page_id, base_url=files, zone=zone)
        except NotFoundError:
            raise NotFound(f"no page {page_id}") from None

    async def rows(
        self, database_id: str, view: str, cursor: str | None, files: str, zone: str | None = None
    ) -> bytes:
        shown = partial(rows_json, self.workspace, database_id, view, cursor)
        try:
            with _kept():
                return await shown(base_url=files, zone=zone)
        except (NotFoundError, ValidationError):  # nothing, or a page
            raise NotFound(f"no database {database_id}") from None

    async def file(self, upload_id: str, query: Mapping[str, str]) -> Served | None:
        with _kept():
            return await serve(self.workspace, upload_id, query, datetime.now(UTC))


def _counting(zone: str | None, opened: EmbeddedWorkspace) -> EmbeddedWorkspace:
    """A workspace that counts days in a time zone."""
    opened.workspace.state.zone = None if zone is None else ZoneInfo(zone)
    return opened


def move_workspace(path: Path, url: str, on_batch: Callable[[int], None]) -> "Moved":
    """Copies the workspace in a SQLite file, which no server may use meanwhile, into the Postgres
    database at an address; blocks, and goes on where it was cut off.

    `on_batch` is told how many rows each batch had. Raises StorageFailed where the database cannot
    be used or has another workspace already, sqlite3.Error where the file cannot be read.
    """
    from sandbox.notion.shared.moving import move  # its driver is an extra

    with _kept():
        return move(path, url, on_batch)


class InMemory:
    """The stage of rehearsals: workspaces that nobody has to close, which count days as `open`."""

    def __init__(self, zone: str | None = None) -> None:
        self._zone = zone

    async def empty(self) -> EmbeddedWorkspace:
        return _counting(self._zone, EmbeddedWorkspace(await Workspace.open(None)))

    async def copy(self, answers: Sequence[Any], bodies: Sequence[Any]) -> EmbeddedWorkspace:
        # There may be many rows.
        made = await asyncio.to_thread(mirror, answers, bodies)
        return _counting(self._zone, EmbeddedWorkspace(made))


class Mounted:
    """A place in the routes for the workspace's HTTP side, which opens with the lifespan."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.app is None:
            raise RuntimeError("the embedded workspace is not open")
        await self.app(scope, receive, send)


class Demo:
    """The demo account, made when it is first asked for: from inside without limits, over HTTP with
    those of a small plan."""

    def __init__(self, tickets: int, faults: float = 0.0) -> None:
        self._tickets = tickets
        self._faults = faults
        self._making = asyncio.Lock()
        self._apps: tuple[freshdesk.App, freshdesk.App] | None = None

    async def inside(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The account as an ASGI application for this process."""
        await (await self._made())[0](scope, receive, send)

    async def over_http(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The account as an ASGI application for everybody on this machine."""
        await (await self._made())[1](scope, receive, send)

    async def _made(self) -> tuple[freshdesk.App, freshdesk.App]:
        async with self._making:
            if self._apps is None:
                account = await asyncio.to_thread(
                    freshdesk.demo_account, self._tickets, key=DEMO_KEY
                )
                made, limits = partial(freshdesk.App, account), freshdesk.Limits(200, 20, 20)
                inside = made(faults=freshdesk.Faults(share=self._faults))
                outside = made(limits=limits, faults=freshdesk.Faults(share=self._faults))
                self._apps = inside, outside
        return self._apps
