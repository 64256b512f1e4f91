"""The contract for machines, made from the code's own models: `/openapi.json`, `/asyncapi.json`.

`/docs` shows it to people, and needs nothing from elsewhere.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from agent.server_frames import ServerFrame
from api import (
    ai,
    documents,
    export,
    figures,
    ingest,
    ingest_data,
    library,
    manage,
    oauth,
    requests,
    tasks,
    templates,
    threads,
)
from api.client_frames import ADAPTER
from api.contract_page import page
from api.errors import STATUS
from api.ingest_frames import JobFrame, JobInit
from api.parameters import REF, parameters
from settings import VERSION

Json = dict[str, Any]

_SHOWN = ("/api/", "/health", "/ingest", "/metrics", "/openapi.json", "/asyncapi.json")
_BODIES: Mapping[str, type[BaseModel]] = {
    "POST /api/templates/generate": requests.GenerateBody,
    "POST /api/templates/generate/stream": requests.GenerateBody,
    "POST /api/templates/preview": requests.GenerateBody,
    "POST /api/templates/blueprint/import": requests.ImportBody,
    "POST /api/templates/{page_id}/modify": requests.ModifyBody,
    "POST /api/templates/undo/{undo_id}": requests.TokenBody,
    "POST /api/templates/{page_id}/comment": manage.CommentBody,
    "POST /api/templates/{page_id}/lock": manage.LockBody,
    "POST /api/templates/{page_id}/archive": manage.ArchiveBody,
    "POST /api/templates/ai/detect-provider": ai.DetectBody,
    "POST /api/templates/ai/copilot-model": ai.CopilotBody,
    "POST /api/workspaces/{page_id}/copy": requests.BuildBody,
    "POST /api/tasks/submit": requests.GenerateBody,
    "POST /api/recipes": library.PostedRecipe,
    "POST /api/recipes/{recipe_id}/preview": requests.BuildBody,
    "POST /api/recipes/{recipe_id}/plan": requests.BuildBody,
    "POST /api/recipes/{recipe_id}/generate": requests.BuildBody,
    "POST /api/skills": library.NewSkill,
    "PUT /api/skills/{skill_id}": library.ChangedSkill,
    "PATCH /api/threads/{thread_id}": threads.Renamed,
    "POST /ingest": ingest.IngestBody,
    "POST /ingest/jobs": ingest.JobBody,
    "POST /ingest/jobs/{job_id}/control": ingest.ControlBody,
    "POST /ingest/sync-summaries": ingest_data.SyncBody,
}
# Forms with files: what stands beside the field `file`, of which there may be several.
_FORMS: Mapping[str, type[BaseModel] | None] = {
    "POST /api/templates/document-to-notion": documents.DocumentForm,
    "POST /api/files": None,
}
_QUERIES: Mapping[str, tuple[type[BaseModel], ...]] = {
    "GET /api/tasks": (tasks.ListQuery,),
    "GET /api/threads": (threads.ListQuery,),
    "GET /api/generations": (figures.Days, requests.Page),
    "GET /api/metrics/summary": (figures.Days,),
    "GET /api/recipes": (library.ListQuery,),
    "GET /api/templates/search": (templates.SearchQuery,),
    "POST /api/templates/{page_id}/comment": (manage.CommentQuery,),
    "POST /api/templates/{page_id}/lock": (manage.LockQuery,),
    "POST /api/templates/{page_id}/archive": (manage.ArchiveQuery,),
    "POST /api/oauth/exchange": (oauth.ExchangeQuery,),
    "GET /api/workspaces/{page_id}/export": (export.ExportQuery,),
    "GET /ingest/jobs": (ingest.ListQuery,),
    "GET /ingest/schedules": (requests.Page,),
    "GET /ingest/search": (ingest_data.SearchQuery,),
    "GET /ingest/found/{key}": (ingest_data.FoundQuery,),
}
_STREAMS = ("/generate/stream", "/api/runs/{run_id}/stream", "/api/tasks/{task_id}/stream")
# What a good answer may be other than 200; an error is always the envelope.
_GOOD: Mapping[str, tuple[int, ...]] = {
    "POST /api/templates/generate": (200, 202),
    "POST /api/templates/blueprint/import": (200, 202),
    "POST /api/templates/{page_id}/modify": (200, 202),
    "POST /api/recipes/{recipe_id}/generate": (200, 202),
    "POST /api/workspaces/{page_id}/copy": (200, 202),
    "POST /api/tasks/submit": (202,),
    "POST /api/templates/document-to-notion": (200, 202),
    "POST /api/files": (201,),
    "POST /api/recipes/{recipe_id}/plan": (201,),
    "POST /api/skills": (200, 201),
    "POST /api/recipes": (201,),
    "GET /api/oauth/authorize": (302,),
    "GET /api/oauth/callback": (302,),
    "GET /api/runs/{run_id}/stream": (200, 204),
    "GET /api/tasks/{task_id}/stream": (200, 204),
    "GET /health/ready": (200, 503),
    "POST /ingest": (200, 202),
    "POST /ingest/jobs": (202,),
}
_ANYWHERE = (401, 403, 421, 429, 500, 503)
# Below these somebody else is asked: Notion, a helpdesk, a model.
_REMOTE = ("/api/templates/", "/api/recipes", "/api/workspaces/", "/api/oauth/", "/ingest")
_ERROR: Json = {
    "type": "object",
    "required": ["success", "error"],
    "properties": {
        "success": {"const": False},
        "error": {
            "type": "object",
            "required": ["code", "message", "request_id"],
            "properties": {
                "code": {"enum": sorted(STATUS)},
                "message": {"type": "string"},
                "details": {"type": ["array", "object"]},
                "request_id": {"type": "string"},
            },
        },
    },
}


def openapi(routes: Iterable[BaseRoute]) -> Json:
    """OpenAPI 3.1 of all REST routes. Pure."""
    schemas: Json = {"Error": _ERROR}
    paths: dict[str, Json] = {}
    for route in routes:
        if isinstance(route, Route) and route.path.startswith(_SHOWN):
            path = re.sub(r":\w+}", "}", route.path)
            for method in sorted((route.methods or set()) - {"HEAD"}):
                operation = _operation(route, f"{method} {path}", schemas)
                paths.setdefault(path, {})[method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "notionforge", "version": VERSION},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"key": []}],
    }


def _operation(route: Route, name: str, schemas: Json) -> Json:
    wrong = {"description": "what went wrong", "content": _json({"$ref": _ref("Error")})}
    answered = {str(status): wrong for status in sorted(_faults(name))}
    answered |= {str(status): _good(route, status) for status in _GOOD.get(name, (200,))}
    operation: Json = {
        "operationId": re.sub("[^a-z]+", "_", name.lower()).strip("_"),
        "summary": _summary(route),
        "parameters": [*parameters(route, name, _QUERIES.get(name, ()), schemas)],
        "responses": answered,
    }
    if model := _BODIES.get(name):
        content = _json(_schema_of(model, schemas))
        # The text of a comment may stand in the query instead.
        needed = requests.is_needed(model) and name not in _QUERIES
        operation["requestBody"] = {"required": needed, "content": content}
    if name in _FORMS:
        form = {"multipart/form-data": {"schema": _form(_FORMS[name])}}
        operation["requestBody"] = {"required": True, "content": form}
    return operation


def _faults(name: str) -> Iterable[int]:
    """With which statuses of the contract's table an operation may refuse or fail."""
    method, _, path = name.partition(" ")
    yield from _ANYWHERE
    if method != "GET" or "{" in path:
        yield from (400, 404, 409)
    if name in _BODIES or name in _FORMS:
        yield from (400, 413, 415, 422)
    if name in _QUERIES:
        yield from (400, 422)
    if path.startswith(_REMOTE):
        yield from (400, 409, 422, 502, 504)
    if name == "POST /api/oauth/exchange":
        yield 410


def _good(route: Route, status: int) -> Json:
    if status in (204, 302):
        return {"description": "nothing more" if status == 204 else "elsewhere"}
    if route.path.endswith(_STREAMS):
        return {"description": "events", "content": {"text/event-stream": {"schema": {}}}}
    if route.path.endswith("/export"):
        return {"description": "a zip", "content": {"application/zip": {"schema": {}}}}
    if route.path == "/metrics":
        return {"description": "figures", "content": {"text/plain": {"schema": {}}}}
    return {"description": "the answer", "content": _json({})}


def _schema_of(model: type[BaseModel], schemas: Json) -> Json:
    """A reference to a model, whose schema, and those that it names, join the others."""
    found = model.model_json_schema(ref_template=REF)
    schemas.update(found.pop("$defs", {}))
    schemas[model.__name__] = found
    return {"$ref": _ref(model.__name__)}


def _form(model: type[BaseModel] | None) -> Json:
    """A form with files, and the fields of a model beside them."""
    files = {"type": "array", "minItems": 1, "items": {"type": "string", "format": "binary"}}
    beside = {} if model is None else model.model_json_schema()["properties"]
    return {"type": "object", "required": ["file"], "properties": {"file": files, **beside}}


def _ref(name: str) -> str:
    return REF.format(model=name)


def _json(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _summary(route: Route) -> str:
    """The first sentence of what its handler says of itself, else its name."""
    said = " ".join((route.endpoint.__doc__ or "").partition("\n\n")[0].split())
    return re.split(r"(?<=\.) ", said)[0] or route.name.replace("_", " ")


@cache
def asyncapi() -> Json:
    """AsyncAPI 3.0 of the sockets, the chat's and a job's, from the types of their frames."""
    schemas: Json = {}
    channels = {
        "chat": _channel("/ws/chat", TypeAdapter(ServerFrame), ADAPTER, schemas),
        "job": _channel(
            "/ingest/jobs/{job_id}/stream", TypeAdapter(JobFrame), TypeAdapter(JobInit), schemas
        ),
    }
    channels["job"]["parameters"] = {"job_id": {}}
    ways = {"sent": "send", "taken": "receive"}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "notionforge", "version": VERSION},
        "channels": channels,
        "operations": {
            f"{name}_{way}": {"action": act, "channel": {"$ref": f"#/channels/{name}"}}
            for name in channels
            for way, act in ways.items()
        },
        "components": {"schemas": schemas},
    }


def _channel(address: str, sent: TypeAdapter[Any], taken: TypeAdapter[Any], schemas: Json) -> Json:
    """A socket: what the server sends and takes there; the schemas that are named join the
    others."""
    messages: Json = {}
    for name, frames in {"sent": sent, "taken": taken}.items():
        payload = frames.json_schema(ref_template=REF)
        schemas.update(payload.pop("$defs", {}))
        messages[name] = {"payload": payload}
    return {"address": address, "messages": messages}


async def openapi_json(request: Request) -> Response:
    """This contract: OpenAPI 3.1."""
    return JSONResponse(openapi(request.app.routes))


async def asyncapi_json(_: Request) -> Response:
    """The frames of the sockets: AsyncAPI 3.0."""
    return JSONResponse(asyncapi())


async def docs(request: Request) -> Response:
    return HTMLResponse(page(openapi(request.app.routes)))


routes = [
    Route("/openapi.json", openapi_json),
    Route("/asyncapi.json", asyncapi_json),
    Route("/docs", docs),
]
