"""A page as documents: `GET /api/workspaces/{page_id}/export`."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from agent.desk import Desk
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
    seconds = app.settings.generate_timeout_seconds
    try:
        async with asyncio.timeout(seconds), app.exporting:
            found = await _read(app.desk, token, owner, page_id, language, zone)
    except TimeoutError:
        raise DeadlineExceeded(f"reading passed {seconds} s", reason="timeout_reading") from None
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}",
        "Cache-Control": "no-store",
    }
    return StreamingResponse(_in_turn(app, found), media_type="application/zip", headers=headers)


async def _in_turn(app: App, found: Export) -> AsyncIterator[bytes]:
    """The archive, once there is room to write it."""
    async with app.exporting, contextlib.aclosing(found.pieces()) as pieces:
        async for piece in pieces:
            yield piece


async def _read(
    desk: Desk,
    token: str | None,
    owner: str,
    page_id: str,
    language: Language,
    zone: str | None,
) -> Export:
    """A page where a token leads; without one of the embedded workspace, else of the server's own
    Notion. Raises NotionError, Forbidden."""
    if token is None:
        try:
            return await _read(desk, EMBEDDED_TOKEN, owner, page_id, language, zone)
        except NotionNotFound:
            if desk.connector.embedded_for(None):
                raise
    await check_own(desk, token, owner, page_id)
    connector = desk.connector
    gateway, downloads = connector.open_for(token, zone), connector.downloads_for(token)
    return await Export.read(gateway, downloads, page_id, language)


routes = [Route("/api/workspaces/{page_id}/export", export)]
