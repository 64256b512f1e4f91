"""A page as documents: `GET /api/workspaces/{page_id}/export`."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from agent.finding import check_own
from api.app import App, app_of
from api.callers import known_key
from api.language import language_of
from api.requests import Body, TimeZone, queried, token_of
from api.zone import zone_of
from tools.blueprint.base import Language
from tools.errors import DeadlineExceeded, NotionNotFound, Unavailable
from tools.export.archived import Export
from tools.notion.gateway import notion_id
from tools.notion.transport import EMBEDDED_TOKEN

RETRY_SECONDS = 5.0
SEND_SECONDS = 1_800.0  # for the whole of an archive


class ExportQuery(Body):
    """In which language dates are written, and in which time zone days are counted; without, in
    those of the caller."""

    language: Language | None = None
    time_zone: TimeZone | None = None


async def export(request: Request) -> Response:
    """A zip of Markdown and CSV as Notion exports them, and the exact blueprint beside them.

    The page is read before the answer begins, so that what is wrong is said; what stands on rows
    while it is sent. Raises NotionError, Unavailable, Forbidden for what another server key has
    made.
    """
    app, page_id = app_of(request), notion_id(request.path_params["page_id"])
    asked = queried(request, ExportQuery)
    language, zone = asked.language or language_of(request), asked.time_zone or zone_of(request)
    token, owner = token_of(request, None), known_key(request, app.settings)
    if app.exporting.locked():
        raise Unavailable("too many exports", reason="at_capacity", retry_after=RETRY_SECONDS)
    async with contextlib.AsyncExitStack() as place:
        await place.enter_async_context(app.exporting)
        found = await _in_time(app, _read(app, token, owner, page_id, language, zone))
        return _Sent(found, place.pop_all())


async def _in_time(app: App, reading: Coroutine[Any, Any, Export]) -> Export:
    seconds = app.settings.generate_timeout_seconds
    try:
        async with asyncio.timeout(seconds):
            return await reading
    except TimeoutError:
        raise DeadlineExceeded(f"reading passed {seconds} s", reason="timeout_reading") from None


class _Sent(StreamingResponse):
    """The archive. Its place among the exports is free once it is sent, or its reader has left, or
    has not read it in time."""

    def __init__(self, found: Export, place: contextlib.AsyncExitStack) -> None:
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}",
            "Cache-Control": "no-store",
        }
        self._pieces, self._place = found.pieces(), place
        super().__init__(self._pieces, media_type="application/zip", headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises TimeoutError."""
        async with self._place, contextlib.aclosing(self._pieces), asyncio.timeout(SEND_SECONDS):
            await super().__call__(scope, receive, send)


async def _read(
    app: App, token: str | None, owner: str, page_id: str, language: Language, zone: str | None
) -> Export:
    """A page where a token leads; without one of the embedded workspace, else of the server's own
    Notion. Raises NotionError, Forbidden."""
    connector = app.desk.connector
    if token is None:
        try:
            return await _read(app, EMBEDDED_TOKEN, owner, page_id, language, zone)
        except NotionNotFound:
            if connector.embedded_for(None):
                raise
    await check_own(app.desk, token, owner, page_id)
    gateway, downloads = connector.open_for(token, zone), connector.downloads_for(token)
    return await Export.read(gateway, downloads, app.on_disk, page_id, language)


routes = [Route("/api/workspaces/{page_id}/export", export)]
