"""`/mcp`: the streamable HTTP transport, opened by the first client that comes.

The SDK takes a second to import, and most servers never meet an MCP client. So a task of the
application's lifespan imports it, in a thread, once somebody asks, and keeps its sessions.
"""

import asyncio
import contextlib
import importlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from api.app import App
from api.callers import known_key
from tools.errors import Unavailable

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

COME_BACK_SECONDS = 5.0


class Endpoint:
    """The ASGI application behind `/mcp`."""

    def __init__(self) -> None:
        self._app: App | None = None
        self._asked = asyncio.Event()
        self._manager: asyncio.Future[StreamableHTTPSessionManager] | None = None

    @contextlib.asynccontextmanager
    async def serving(self, app: App) -> AsyncIterator[None]:
        """Answers for an application while the block lasts, or until that is told to stop."""
        self._app, self._manager = app, asyncio.get_running_loop().create_future()
        keeping = asyncio.create_task(self._keep(app), name="mcp")
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def _keep(self, app: App) -> None:
        """Holds the sessions: they belong to this task, and end with it."""
        assert self._manager is not None  # noqa: S101 - made before the task
        await self._asked.wait()
        try:
            server = await asyncio.to_thread(importlib.import_module, "api.mcp.server")
            manager = server.over_http(app)
            async with manager.run():
                self._manager.set_result(manager)
                await app.leaving.wait()
        finally:
            if not self._manager.done():  # whoever waits for it is not to wait for ever
                self._manager.set_exception(Unavailable("MCP is not to be had"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises Unavailable while the server stops."""
        app, manager = self._app, self._manager
        assert app is not None  # noqa: S101 - served within `serving` only
        assert manager is not None  # noqa: S101
        if app.draining:
            raise Unavailable("the server stops", retry_after=COME_BACK_SECONDS)
        self._asked.set()
        found = await asyncio.shield(manager)
        server = importlib.import_module("api.mcp.server")
        scope["user"] = server.user_of(known_key(Request(scope), app.settings))
        await found.handle_request(scope, receive, send)

    @property
    def route(self) -> Route:
        return Route("/mcp", self)
