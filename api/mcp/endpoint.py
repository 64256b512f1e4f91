"""`/mcp`: the streamable HTTP transport, opened by the first client that comes.

The SDK takes a second to import, and most servers never meet an MCP client. So a task of the
application's lifespan imports it, in a thread, once somebody asks, and keeps its sessions.
"""

import asyncio
import contextlib
import importlib
import logging
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

_logger = logging.getLogger("notionforge.mcp")


class Endpoint:
    """The ASGI application behind `/mcp`."""

    def __init__(self) -> None:
        self._app: App | None = None
        self._asked = asyncio.Event()
        self._opening: asyncio.Future[StreamableHTTPSessionManager] | None = None

    @contextlib.asynccontextmanager
    async def serving(self, app: App) -> AsyncIterator[None]:
        """Answers for an application while the block lasts, or until that is told to stop."""
        self._app, self._opening = app, asyncio.get_running_loop().create_future()
        keeping = asyncio.create_task(self._keep(app), name="mcp")
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            _refuse(self._opening)

    async def _keep(self, app: App) -> None:
        """Holds the sessions: they belong to this task, and end with it. Where they cannot be
        opened, or break, the next that asks has it tried again."""
        while not app.leaving.is_set():
            await self._asked.wait()
            opening = self._opening
            assert opening is not None  # noqa: S101 - made before the task
            try:
                await _hold(app, opening)
            except Exception as error:
                _logger.exception("MCP is not to be had")
                self._asked.clear()
                self._opening = asyncio.get_running_loop().create_future()
                _refuse(opening, error)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises Unavailable while the server stops, and where MCP cannot be opened."""
        app, opening = self._app, self._opening
        assert app is not None  # noqa: S101 - served within `serving` only
        assert opening is not None  # noqa: S101
        if app.draining:
            raise Unavailable("the server stops", retry_after=COME_BACK_SECONDS)
        self._asked.set()
        found = await asyncio.shield(opening)
        server = importlib.import_module("api.mcp.server")
        scope["user"] = server.user_of(known_key(Request(scope), app.settings))
        await found.handle_request(scope, receive, send)

    @property
    def route(self) -> Route:
        return Route("/mcp", self)


async def _hold(app: App, opening: "asyncio.Future[StreamableHTTPSessionManager]") -> None:
    """Opens what answers, and keeps it until the server stops."""
    server = await asyncio.to_thread(importlib.import_module, "api.mcp.server")
    manager = server.over_http(app)
    async with manager.run():
        opening.set_result(manager)
        await app.leaving.wait()


def _refuse(
    opening: "asyncio.Future[StreamableHTTPSessionManager]", cause: Exception | None = None
) -> None:
    """Tells whoever waits that it does not open: nobody is to wait for ever."""
    if not opening.done():
        refusal = Unavailable("MCP is not to be had", retry_after=COME_BACK_SECONDS)
        refusal.__cause__ = cause
        opening.set_exception(refusal)
        opening.exception()  # heard, also where nobody waits
