"""The Notion API over one page of the embedded workspace, for who views it: to read whoever has the
page's address, to edit the server key that made the page."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.app import app_of
from api.callers import known_key
from api.requests import body_of
from tools.errors import Forbidden
from tools.notion.gateway import notion_id
from tools.notion.transport import NOTION_VERSION, ZONE_HEADER

_PASSED_ON = ("content-type", "notion-version", "prefer", ZONE_HEADER)


async def call(request: Request) -> Response:
    """Answers as api.notion.com does. Raises RateLimited, AuthFailed, Forbidden, TooLarge."""
    app, page_id = app_of(request), notion_id(request.path_params["page_id"])
    await app.callers.count(request)
    if request.method != "GET":
        await _check_owner(request, page_id)
    given = {name: request.headers[name] for name in _PASSED_ON if name in request.headers}
    headers = {"notion-version": NOTION_VERSION, **given}
    path = f"/v1/{quote(request.path_params['path'])}?{request.url.query}"
    content = await body_of(request)
    reply = await app.embedded.call_within(page_id, request.method, path, headers, content)
    return Response(reply.content, reply.status, reply.headers)


async def _check_owner(request: Request, page_id: str) -> None:
    """Raises AuthFailed without a server key, Forbidden with another than made the page, or the
    nearest one that it lies in."""
    app = app_of(request)
    owner = known_key(request, app.settings)
    above = await app.embedded.above(page_id)
    owners = await app.desk.plans.owners(above)
    made_by = next((owners[name] for name in above if name in owners), None)
    if made_by != owner and (made_by is not None or app.settings.api_keys):
        raise Forbidden("another key's page", reason="foreign_page")


routes = [
    Route("/workspace/{page_id}/api/{path:path}", call, methods=["GET", "POST", "PATCH", "DELETE"])
]
