"""The pages a person sees: the chat, and the viewer of embedded workspaces and previews."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api.addresses import ROOMS, WEB
from api.app import app_of
from api.callers import known_key
from api.language import accepted, language_of
from api.site import CHAT, VIEWER, Entry, Site, room
from api.zone import zone_of
from tools.errors import NotFound
from tools.notion.gateway import notion_id
from tools.notion.journal import Rehearsal
from tools.notion.transport import EMBEDDED_HOST, LocalWorkspace

_ITS_FILES = f"http://{EMBEDDED_HOST}/v1/files/".encode()
_SITE = Site(WEB)  # the application is imported beside the event loop (server.py)


class _Files(StaticFiles):
    """The pages' files: those asked for by the version that is here are never asked for again, all
    others every time, as a newer release may have come."""

    def file_response(self, full_path: Any, stat_result: Any, scope: Scope, *rest: int) -> Response:
        answer = super().file_response(full_path, stat_result, scope, *rest)
        is_here = scope["path_params"].get("version") == _SITE.version
        lasting = "public, max-age=31536000, immutable" if is_here else "no-cache"
        answer.headers["Cache-Control"] = lasting
        return answer


async def front_page(request: Request) -> Response:
    """The chat and the rooms beside it: what is shown, the page finds in its own address."""
    name = request.url.path.split("/")[1]
    return _page(room(name) if name in ROOMS else CHAT, language_of(request))


async def viewer_page(request: Request) -> Response:
    """A workspace or a preview, in the language of the address, else the browser's."""
    asked = request.query_params.get("lang", ""), request.headers.get("accept-language", "")
    return _page(VIEWER, accepted(asked[0]) or accepted(asked[1]) or "en")


def _page(entry: Entry, language: str) -> Response:
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}
    return HTMLResponse(_SITE.page(entry, language), headers=headers)


async def workspace_list(request: Request) -> Response:
    """All top-level pages; with server keys those that the caller's has made."""
    app = app_of(request)
    owner = known_key(request, app.settings)
    pages = await app.embedded.index("/workspace")
    if app.settings.api_keys:
        owners = await app.desk.plans.owners([page["id"] for page in pages])
        pages = [page for page in pages if owners.get(page["id"]) == owner]
    return JSONResponse({"pages": pages})


async def workspace_data(request: Request) -> Response:
    page_id = request.path_params["page_id"]
    return _json(await _snapshot(request, app_of(request).embedded, page_id, "/workspace"))


async def workspace_rows(request: Request) -> Response:
    return _json(await _rows(request, app_of(request).embedded, "/workspace"))


async def workspace_file(request: Request) -> Response:
    return await _file(request, app_of(request).embedded)


async def preview_data(request: Request) -> Response:
    """What a rehearsal built: its main page, or a page below it."""
    rehearsal = await _rehearsal(request)
    page_id = request.path_params.get("page_id", rehearsal.page_id)
    files = f"/preview/{request.path_params['preview_id']}"
    return _json(_of_copy(await _snapshot(request, rehearsal.embedded, page_id, files)))


async def preview_rows(request: Request) -> Response:
    workspace = (await _rehearsal(request)).embedded
    files = f"/preview/{request.path_params['preview_id']}"
    return _json(_of_copy(await _rows(request, workspace, files)))


async def preview_file(request: Request) -> Response:
    return await _file(request, (await _rehearsal(request)).embedded)


async def _rehearsal(request: Request) -> Rehearsal:
    app = app_of(request)
    return await app.desk.previews.make(await app.desk.plans.get(request.path_params["preview_id"]))


def _json(shown: bytes) -> Response:
    return Response(shown, media_type="application/json")


def _of_copy(shown: bytes) -> bytes:
    """A copy of a page of the embedded workspace names that one's files as it was answered them."""
    return shown.replace(_ITS_FILES, b"/workspace/files/")


async def _snapshot(request: Request, workspace: LocalWorkspace, page_id: str, files: str) -> bytes:
    """What the viewer draws; `files` is the path below which it finds what was uploaded."""
    return await workspace.page(notion_id(page_id), files, zone_of(request))


async def _rows(request: Request, workspace: LocalWorkspace, files: str) -> bytes:
    """A page of the rows of a view, from the row on that `cursor` names."""
    database_id = notion_id(request.path_params["page_id"])
    view, cursor = request.query_params.get("view", ""), request.query_params.get("cursor")
    return await workspace.rows(database_id, view, cursor, files, zone_of(request))


async def _file(request: Request, workspace: LocalWorkspace) -> Response:
    """An uploaded file, for whoever was given its signed address. Raises NotFound."""
    upload_id = request.path_params["upload_id"]
    found = await workspace.file(upload_id, request.query_params)
    if found is None:
        raise NotFound(f"no file {upload_id} at this address: load the page again")
    return Response(found.content, headers=found.headers)


routes: list[BaseRoute] = [
    Route("/", front_page),
    Route("/threads/{thread_id}", front_page),
    *(Route(f"/{room}", front_page) for room in ROOMS),
    *(Route(f"/{room}/{{below:path}}", front_page) for room in ROOMS),
    Route("/workspace", viewer_page),
    Route("/workspace/data", workspace_list),
    Route("/workspace/files/{upload_id}/{name:path}", workspace_file),
    Route("/workspace/{page_id}", viewer_page),
    Route("/workspace/{page_id}/data", workspace_data),
    Route("/workspace/{page_id}/rows", workspace_rows),
    Route("/preview/{preview_id}/files/{upload_id}/{name:path}", preview_file),
    Route("/preview/{preview_id}", viewer_page),
    Route("/preview/{preview_id}/data", preview_data),
    Route("/preview/{preview_id}/{page_id}", viewer_page),
    Route("/preview/{preview_id}/{page_id}/data", preview_data),
    Route("/preview/{preview_id}/{page_id}/rows", preview_rows),
    Mount("/static/v/{version}", _Files(directory=WEB)),
    Mount("/static", _Files(directory=WEB)),
]
