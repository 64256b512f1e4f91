"""Templates over REST: the same graph, with an approval that is implied."""

import asyncio
from dataclasses import replace
from typing import Any, get_args

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.finding import search_workspace
from agent.frames import untouched
from agent.guard import LONGEST
from agent.inputs import Mode
from agent.texts import explain, say
from api.app import app_of
from api.callers import known_key
from api.idempotency import once, run_of
from api.language import language_of
from api.requests import (
    GenerateBody,
    ImportBody,
    ModifyBody,
    Page,
    TokenBody,
    queried,
    read,
    token_of,
)
from api.streams import streamed
from api.wishes import (
    answered,
    buildable,
    failed,
    planner_of,
    previewed,
    refused,
    wish_of,
    wish_to_build,
)
from tools.blueprint.base import TemplateType
from tools.blueprint.older import converted, is_older
from tools.blueprint.parse import parse
from tools.errors import InvalidInput
from tools.notion.gateway import notion_id
from tools.notion.transport import EMBEDDED_TOKEN


class SearchQuery(Page):
    """`GET /api/templates/search`; of more words Notion would not look for any."""

    q: str = Field(default="", max_length=LONGEST)
    limit: int = Field(default=50, ge=1, le=100)


async def generate(request: Request) -> Response:
    """Builds what a prompt asks for; the approval is implied."""
    body = await read(request, GenerateBody)
    return await answered(request, wish_of(request, body), _unheeded(request, body))


def _unheeded(request: Request, body: GenerateBody | ModifyBody) -> list[str]:
    """What was asked for and could not be done: a model that is not there."""
    _, missing = planner_of(request, body)
    return [] if missing is None else [explain(missing, language_of(request))]


async def generate_stream(request: Request) -> Response:
    """The same as it comes; who leaves comes back to `/api/runs/{run_id}/stream`."""
    wish = wish_of(request, await read(request, GenerateBody))
    entrance = app_of(request).entrance
    begun = await run_of(request, lambda: entrance.begin(wish))
    await entrance.start(begun, wish)
    return await streamed(request, begun)


async def import_blueprint(request: Request) -> Response:
    """Builds a blueprint that somebody brought, be it of the older form."""
    body = await read(request, ImportBody)
    data = converted(body.blueprint) if is_older(body.blueprint) else body.blueprint
    stage = app_of(request).desk.previews.stage
    blueprint = await buildable(await asyncio.to_thread(parse, data), stage)
    return await answered(request, wish_to_build(request, body, blueprint))


async def patterns(request: Request) -> Response:
    """The types of templates, with a wish for each."""
    language = language_of(request)
    found = [
        {"type": kind, "example": say(f"example_{kind}", language)}
        for kind in get_args(TemplateType)
    ]
    return JSONResponse({"patterns": found, "next_cursor": None})


async def preview(request: Request) -> Response:
    """What a prompt would come to. Of a caller's own places, tokens and models none is used, so
    whoever plans for all does, or the embedded planner."""
    body = await read(request, GenerateBody)
    options = body.options.model_copy(update={"fallback": True})
    wish = wish_of(request, body.model_copy(update={"options": options}), "preview")
    here = replace(wish.settings, parent_page_id=None, planner=None)
    wish = replace(wish, token=EMBEDDED_TOKEN, ai_key=None, settings=here)
    return await previewed(request, wish)


async def modify(request: Request) -> Response:
    """Changes a page as the prompt says; `dry_run` answers the changes alone."""
    body = await read(request, ModifyBody)
    page_id = notion_id(request.path_params["page_id"])
    if body.page_id is not None and notion_id(body.page_id) != page_id:
        raise InvalidInput("two ids", reason="ids_differ", params={"name": "page_id"})
    mode: Mode = "preview" if body.dry_run else "implied"
    wish = wish_of(request, body, mode, page_id)
    return await answered(request, wish, _unheeded(request, body))


async def search(request: Request) -> Response:
    """Pages and databases of the workspace that the caller's token leads to."""
    app, asked = app_of(request), queried(request, SearchQuery)
    owner, token = known_key(request, app.settings), token_of(request, None)
    found = await search_workspace(app.desk, token, owner, asked.q, asked.limit, asked.cursor)
    return JSONResponse(found)


async def undo(request: Request) -> Response:
    """Takes back what an `undo_id` stands for, once. Answers what went into the trash."""
    app, undo_id = app_of(request), request.path_params["undo_id"]
    owner, body = known_key(request, app.settings), await read(request, TokenBody)
    result = await app.entrance.undo(undo_id, token_of(request, body.notion_token), owner)
    if "error" in result:
        return refused(request, failed(result), result)
    answer: dict[str, Any] = {"success": True, "undone": result["undone"]}
    if not any(result["undone"].values()):
        answer["message"] = untouched(result.get("kind", "modify"), language_of(request))
    return JSONResponse(answer)


routes = [
    Route("/api/templates/generate", once(generate), methods=["POST"]),
    Route("/api/templates/generate/stream", once(generate_stream), methods=["POST"]),
    Route("/api/templates/blueprint/import", once(import_blueprint), methods=["POST"]),
    Route("/api/templates/patterns", patterns),
    Route("/api/templates/search", search),
    Route("/api/templates/preview", preview, methods=["POST"]),
    Route("/api/templates/undo/{undo_id}", undo, methods=["POST"]),
    Route("/api/templates/{page_id}/modify", once(modify), methods=["POST"]),
]
