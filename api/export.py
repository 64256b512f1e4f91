"""A page as documents: `GET /api/workspaces/{page_id}/export`."""

import asyncio
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from api.app import app_of
from api.callers import known_key
from api.language import language_of
from api.requests import Body, queried, token_of
from tools.blueprint.base import Language
from tools.errors import DeadlineExceeded, Forbidden
from tools.export.archived import Export
from tools.notion.gateway import notion_id


class ExportQuery(Body):
    """In which language dates are written; without, in that of the caller."""

    language: Language | None = None


async def export(request: Request) -> Response:
    """A zip of Markdown and CSV as Notion exports them, and the exact blueprint beside them.

    The page is read before the answer begins, so that what is wrong is said; what stands on rows
    while it is sent. Raises NotionError, Forbidden for what another server key has made.
    """
    app, page_id = app_of(request), notion_id(request.path_params["page_id"])
    language = queried(request, ExportQuery).language or language_of(request)
    owner = known_key(request, app.settings)
    if (await app.desk.plans.owners([page_id])).get(page_id, owner) != owner:
        raise Forbidden("another key's page", reason="foreign_page")
    token, connector = token_of(request, None), app.desk.connector
    gateway, downloads = connector.open_for(token), connector.downloads_for(token)
    seconds = app.settings.generate_timeout_seconds
    try:
        async with asyncio.timeout(seconds):
            found = await Export.read(gateway, downloads, page_id, language)
    except TimeoutError:
        raise DeadlineExceeded(f"reading passed {seconds} s", reason="timeout_reading") from None
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}",
        "Cache-Control": "no-store",
    }
    return StreamingResponse(found.pieces(), media_type="application/zip", headers=headers)


routes = [Route("/api/workspaces/{page_id}/export", export)]
