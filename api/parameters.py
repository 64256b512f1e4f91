"""What an operation is asked with beside its body, as `/openapi.json` describes it: its path, its
query, its headers."""

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from starlette.routing import Route

from api.idempotency import LONGEST_KEY, is_once

Json = dict[str, Any]

REF = "#/components/schemas/{model}"

_COMPANY = "X-Company-ID"
_ACCOUNT = (_COMPANY, "X-Platform", "X-Domain", "X-API-Key")  # whose helpdesk is collected from
_COLLECTING = ("POST /ingest", "POST /ingest/jobs")
# Routes that take a token and have no body for it.
_TOKEN = ("GET /api/templates/search", "GET /api/workspaces/{page_id}/export")


def parameters(
    route: Route, name: str, queries: Iterable[type[BaseModel]], schemas: Json
) -> Iterable[Json]:
    """Those of an operation, whose query is read into some models; schemas that these name join
    the others."""
    for part in re.findall(r"{(\w+)}", name):
        yield _parameter(part, "path", {"type": "string"}, required=True)
    for model in queries:
        yield from _queried(model, schemas)
    yield from _headers(route, name)


def _queried(model: type[BaseModel], schemas: Json) -> Iterable[Json]:
    found = model.model_json_schema(ref_template=REF)
    schemas.update(found.pop("$defs", {}))
    for name, schema in found["properties"].items():
        yield _parameter(name, "query", _said(schema), required=name in found.get("required", ()))


def _said(schema: Json) -> Json:
    """The same without nothing: a query leaves out what it does not say."""
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", "title")}
    if "default" in rest and rest["default"] is None:
        del rest["default"]
    return {**rest, **(kinds[0] if len(kinds) == 1 else {"anyOf": kinds} if kinds else {})}


def _headers(route: Route, name: str) -> Iterable[Json]:
    text: Json = {"type": "string"}
    if name in _COLLECTING:
        yield from (_parameter(header, "header", text, required=True) for header in _ACCOUNT)
    elif route.path.startswith("/ingest"):
        yield _parameter(_COMPANY, "header", text)
    if name in _TOKEN:
        yield _parameter("X-Notion-Token", "header", text)
    if is_once(route.endpoint):
        length = {"minLength": 1, "maxLength": LONGEST_KEY}
        yield _parameter("Idempotency-Key", "header", {**text, **length})
    if name.endswith("/stream") and name.startswith("GET"):
        yield _parameter("Last-Event-ID", "header", text)


def _parameter(name: str, place: str, schema: Json, *, required: bool = False) -> Json:
    return {"name": name, "in": place, "required": required, "schema": schema}
