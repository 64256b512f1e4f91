"""Real servers on free ports of loopback, inside the test's own event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

import server
import tools.listening
import wiring
from agent.planner.planners import Planners
from agent.planner.seam import OwnPlanner
from api.app import App
from sandbox.notion import App as NotionApp
from sandbox.notion import Faults, Workspace, create_app
from settings import Settings
from tests.support.databases import shared_at
from tests.support.records import prepare
from tests.support.rest import rest
from tests.support.waiting import until

TOKEN = "ntn_A1b2C3d4E5f6G7h8I9j0"
OWNER_TOKEN = "ntn_owner000000000000000"  # a personal one: it may make top-level pages
VERSION = "2026-03-11"
OAUTH_CLIENTS = {"notionforge": "of-the-client"}  # secrets by client id


@dataclass(frozen=True)
class Server:
    """A running server, and what it keeps inside, for a test to look at."""

    settings: Settings
    app: App

    @property
    def url(self) -> str:
        return self.settings.public_url

    @property
    def socket_url(self) -> str:
        return self.url.replace("http://", "ws://") + "/ws/chat"


@asynccontextmanager
async def serving(
    folder: Path, planner: OwnPlanner | Planners | None, **settings: Any
) -> AsyncIterator[Server]:
    """The whole server over its own data folder, without limits unless they are given.

    A `planner` is there instead of the embedded one, with none behind it.
    """
    planners = planner if planner is None or isinstance(planner, Planners) else Planners(planner)
    with bound() as sock:
        port = sock.getsockname()[1]
        chosen = Settings(
            **{
                "port": port,
                "public_url": f"http://127.0.0.1:{port}",
                "data_dir": folder,
                "database_url": shared_at(folder),
                "rate_limit_rpm": 0,
                "ws_messages_per_minute": 0,
                "ws_connections_per_address": 0,
                **settings,
            }
        )
        await prepare(folder / "notionforge.db")
        asgi = wiring.create_app(chosen, planners)
        async with listening(asgi, sock, lifespan="on"):
            yield Server(chosen, asgi.state.app)


@dataclass
class RemoteNotion:
    """A Notion-compatible service over TCP with one page that is shared with `TOKEN`."""

    url: str
    tokens: dict[str, str]
    workspace: Workspace
    faults: Faults
    requests: "Requests"
    parent_id: str = ""

    async def call(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """One request of the workspace's owner."""
        headers = {"Authorization": f"Bearer {OWNER_TOKEN}", "Notion-Version": VERSION}
        async with rest(f"{self.url}/v1/", headers=headers) as client:
            answer = await client.request(method, path, json=body)
            found: dict[str, Any] = answer.json()
            return found

    def new_token(self) -> str:
        """An internal token that has spent none of its requests a minute."""
        token = f"ntn_{len(self.tokens):020}"
        self.tokens[token] = "internal"
        return token

    async def new_parent(self, title: str = "Shared") -> str:
        """The id of a new top-level page to build under."""
        words = [{"text": {"content": title}}]
        body = {"parent": {"workspace": True}, "properties": {"title": {"title": words}}}
        return str((await self.call("POST", "pages", body))["id"])


class Requests:
    """Counts the writes that reach a service, and lets a test act at a certain one of them."""

    def __init__(self, app: NotionApp) -> None:
        self._app = app
        self._acts: dict[int, Callable[[], None]] = {}
        self.writes = 0

    def forget_access(self) -> None:
        """Has all access tokens that OAuth gave expire."""
        self._app.oauth.expire()

    def at_write(self, number: int, act: Callable[[], None]) -> None:
        """Calls `act` once the `number`-th write from now is carried out, before its answer."""
        self._acts[self.writes + number] = act

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["method"] == "GET" or scope["path"].endswith(("/search", "/query")):
            await self._app(scope, receive, send)
            return
        self.writes += 1
        act = self._acts.pop(self.writes, None)

        async def act_first(message: Any) -> None:
            if act is not None and message["type"] == "http.response.start":
                act()
            await send(message)

        await self._app(scope, receive, act_first)


@asynccontextmanager
async def remote_notion(*more: str) -> AsyncIterator[RemoteNotion]:
    """A workspace in memory behind a real port, in which faults can be set.

    It knows `TOKEN` and `more` as internal tokens.
    """
    workspace, faults = await Workspace.open(None), Faults()
    tokens = {OWNER_TOKEN: "personal", TOKEN: "internal", **dict.fromkeys(more, "internal")}
    with bound() as sock:
        url = f"http://127.0.0.1:{sock.getsockname()[1]}"
        app = create_app(workspace, tokens=tokens, faults=faults, oauth_clients=OAUTH_CLIENTS)
        requests = Requests(app)
        notion = RemoteNotion(url, tokens, workspace, faults, requests)
        async with listening(requests, sock, lifespan="off"):
            notion.parent_id = await notion.new_parent()
            yield notion
    await workspace.close()


@asynccontextmanager
async def listening(
    app: ASGIApp, sock: socket.socket, lifespan: Any
) -> AsyncIterator[uvicorn.Server]:
    running = uvicorn.Server(uvicorn.Config(app, lifespan=lifespan, **server.SERVING))
    task = asyncio.create_task(running.serve(sockets=[sock]))
    await until(lambda: running.started or task.done())
    try:
        yield running
    finally:
        running.should_exit = True
        await task


def bound() -> socket.socket:
    """A socket on a free port, as the server's own."""
    return tools.listening.listening("127.0.0.1", 0)
