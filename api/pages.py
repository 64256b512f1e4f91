"""The pages a person sees: the chat, and the viewer of embedded workspaces and previews."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from api.app import app_of
from sandbox.notion import Workspace
from sandbox.notion.errors import NotFoundError
from sandbox.notion.snapshot import page_snapshot, workspace_index
from tools.errors import Forbidden, NotFound
from tools.notion.gateway import notion_id

WEB = Path(__file__).parent.parent / "web"


async def chat_page(_: Request) -> Response:
    return FileResponse(WEB / "index.html")


async def viewer_page(_: Request) -> Response:
    return FileResponse(WEB / "workspace.html")


async def workspace_list(request: Request) -> Response:
    """All top-level pages. With server keys nobody sees what others have built."""
    app = app_of(request)
    if app.settings.api_keys:
        raise Forbidden("the list of workspaces is open on loopback only")
    return JSONResponse({"pages": workspace_index(app.workspace)})


async def workspace_data(request: Request) -> Response:
    return JSONResponse(_snapshot(app_of(request).workspace, request.path_params["page_id"]))


async def preview_data(request: Request) -> Response:
    """What a rehearsal built: its main page, or a page below it."""
    app = app_of(request)
    approval = await app.plans.get(request.path_params["preview_id"])
    rehearsal = await app.previews.make(approval)
    page_id = request.path_params.get("page_id", rehearsal.page_id)
    return JSONResponse(_snapshot(rehearsal.workspace, page_id))


def _snapshot(workspace: Workspace, page_id: str) -> dict[str, Any]:
    try:
        return page_snapshot(workspace, notion_id(page_id))
    except NotFoundError:
        raise NotFound(f"no page {page_id}") from None


routes: list[BaseRoute] = [
    Route("/", chat_page),
    Route("/workspace", viewer_page),
    Route("/workspace/data", workspace_list),
    Route("/workspace/{page_id}", viewer_page),
    Route("/workspace/{page_id}/data", workspace_data),
    Route("/preview/{preview_id}", viewer_page),
    Route("/preview/{preview_id}/data", preview_data),
    Route("/preview/{preview_id}/{page_id}", viewer_page),
    Route("/preview/{preview_id}/{page_id}/data", preview_data),
    Mount("/static", StaticFiles(directory=WEB)),
]
