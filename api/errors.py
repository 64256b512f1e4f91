"""Errors as answers: one envelope, the right status, a request id."""

import logging
import math
from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Match, Route

from agent import frames
from agent.server_frames import as_json
from agent.texts import explain, say
from api.language import language_of
from tools.blueprint.base import Language
from tools.errors import NotionForgeError
from tools.logs import scrub
from tools.storage import as_storage_failure

_logger = logging.getLogger("notionforge.api")

# The contract's table: code → HTTP status.
STATUS: Mapping[str, int] = {
    "INVALID_INPUT": 400,
    "NOTION_AUTH_FAILED": 401,
    "AUTH_FAILED": 401,
    "CREDENTIALS_REQUIRED": 401,
    "FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "METHOD_NOT_ALLOWED": 405,
    "CONFLICT": 409,
    "BUSY": 409,
    "CANCELLED": 409,
    "EXPIRED": 410,
    "FILE_TOO_LARGE": 413,
    "UNSUPPORTED_MEDIA": 415,
    "MISDIRECTED": 421,
    "VALIDATION_ERROR": 422,
    "REQUEST_REFUSED": 422,
    "BLUEPRINT_INVALID": 422,
    "RATE_LIMITED": 429,
    "INTERNAL_ERROR": 500,
    "NOTION_ERROR": 502,
    "FRESHDESK_ERROR": 502,
    "AI_ERROR": 502,
    "UNAVAILABLE": 503,
    "TIMEOUT": 504,
}

_MISSING = Template((Path(__file__).parent.parent / "web" / "missing.html").read_text("utf-8"))

_OF_STATUS = {404: ("NOT_FOUND", "not_found"), 413: ("FILE_TOO_LARGE", "too_large")}


class Refusal(JSONResponse):
    """The error answer of the contract; `passes` where the same request may succeed later."""

    passes = False


def envelope(
    request: HTTPConnection,
    code: str,
    message: str,
    details: list[Any] | dict[str, Any] | None = None,
    retry_after: float | None = None,
    *,
    retryable: bool = False,
) -> Refusal:
    """An error as it is answered."""
    error: dict[str, Any] = {"code": code, "message": scrub(message)}
    if details:
        error["details"] = details
    error["request_id"] = request.scope.get("request_id", "")
    status = STATUS.get(code, 500)
    headers = {} if retry_after is None else {"Retry-After": str(math.ceil(retry_after))}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    refusal = Refusal({"success": False, "error": error}, status, headers=headers)
    refusal.passes = retryable or status >= 500 or status == 429
    return refusal


def from_error(request: HTTPConnection, error: NotionForgeError, language: Language) -> Refusal:
    details = as_json(frames.details(error, language))
    told = explain(error, language)
    return envelope(
        request, error.code, told, details, error.retry_after, retryable=error.retryable
    )


async def on_error(request: HTTPConnection, error: Exception) -> Response:
    assert isinstance(error, NotionForgeError)  # noqa: S101 - registered for nothing else
    return from_error(request, error, language_of(request))


async def on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    language = language_of(request)
    if error.status_code == 405:
        return _not_allowed(request, language)
    if error.status_code == 404 and _is_read_by_a_person(request):
        return _missing_page(language)
    code, reason = _OF_STATUS.get(error.status_code, ("INTERNAL_ERROR", "internal"))
    return envelope(request, code, say(reason, language))


def _not_allowed(request: Request, language: Language) -> Response:
    """What an address takes instead."""
    allowed = ", ".join(sorted(_methods(request)))
    is_ingest = request.url.path == "/ingest"  # which a browser's address bar tries first
    key = "ingest_is_posted" if is_ingest else "method_not_allowed"
    refusal = envelope(request, "METHOD_NOT_ALLOWED", say(key, language, allowed=allowed))
    refusal.headers["Allow"] = allowed
    return refusal


def _methods(request: Request) -> set[str]:
    """Those of all routes at an address; of none, it is a folder of files."""
    routes = (route for route in request.app.routes if isinstance(route, Route))
    here = [route for route in routes if route.matches(request.scope)[0] is not Match.NONE]
    return {method for route in here for method in route.methods or ()} or {"GET", "HEAD"}


def _is_read_by_a_person(request: Request) -> bool:
    """Whether a browser goes to an address that is none of the API's."""
    asks = request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", "")
    return asks and not request.url.path.startswith(("/api/", "/sandbox/", "/oauth/"))


def _missing_page(language: Language) -> Response:
    texts = {name: escape(say(f"missing_{name}", language)) for name in ("title", "hint", "home")}
    return HTMLResponse(_MISSING.substitute(texts, language=language), 404)


async def on_unexpected(request: Request, error: Exception) -> Response:
    if failure := as_storage_failure(error):
        return await on_error(request, failure)
    _logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return envelope(request, "INTERNAL_ERROR", say("internal", language_of(request)))
