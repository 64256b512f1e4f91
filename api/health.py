"""How the server is: alive, ready, and what it did today. Every figure is counted."""

import asyncio
import time
from functools import partial
from typing import Any, get_args

from sqlalchemy import Connection, func, select
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute

from api import client_frames
from api.app import App, Seen, app_of
from settings import VERSION
from tools.errors import NotionError, StorageFailed
from tools.records.tables import builds
from tools.zones import begins, today_in

PING_SECONDS = 2.0
KNOWN_SECONDS = 30.0
WRITE_SECONDS = 2.0
TRIED_SECONDS = 3.0


async def health(request: Request) -> Response:
    """How the server is, in figures."""
    app = app_of(request)
    zone = app.settings.time_zone
    midnight = begins(today_in(zone), zone).timestamp()
    return JSONResponse(
        {
            "status": "ok",
            "version": VERSION,
            "ai_provider": app.desk.planners.default.provider,
            "notion_ready": await _notion_ready(app),
            "copilot": {name: app.copilot.status[name] for name in ("available", "started")},
            "features": len(_features(request)),
            "skills": app.library.counts["skills"],
            "today_stats": await app.desk.records.read(partial(_since, midnight), long=True),
        }
    )


async def ready(request: Request) -> Response:
    """Whether requests are to be sent here: not where another server would do better.

    That Notion is away is told alone. It is away from all of them, and here people hear of it.
    """
    app = app_of(request)
    notion, storage = await asyncio.gather(_notion_ready(app), _storage_ready(app))
    checks = {
        "notion_configured": notion,
        "ai_provider_configured": bool(app.library.counts["skills"]),
        "accepting_work": not app.draining,
        "storage": storage,
    }
    good = all(fine for name, fine in checks.items() if name != "notion_configured")
    return JSONResponse({"ready": good, "checks": checks}, 200 if good else 503)


async def live(_: Request) -> Response:
    """Whether the process answers."""
    return JSONResponse({"alive": True})


async def features(request: Request) -> Response:
    """What the server can do: its operations and the frames that its socket takes."""
    return JSONResponse({"features": _features(request)})


def _features(request: Request) -> list[str]:
    found: list[str] = []
    for route in request.app.routes:
        if isinstance(route, Route):
            methods = sorted((route.methods or set()) - {"HEAD"})
            found += [f"{method} {route.path}" for method in methods]
        elif isinstance(route, (WebSocketRoute, Mount)):
            found.append(route.path)
    union = get_args(client_frames.ClientFrame)[0]
    for frame in get_args(union):
        kinds: Any = frame.model_fields["type"].annotation
        found += [f"frame {kind}" for kind in get_args(kinds)]
    return found


async def _notion_ready(app: App) -> bool:
    """Whether the Notion that is used by default answers; the embedded one always does.

    Asked at most twice a minute: probes must not spend the requests that builds need.
    """
    token = app.settings.notion_api_key
    if token is None:
        return True
    if time.monotonic() - app.notion_seen.at > KNOWN_SECONDS:
        app.notion_seen = Seen(await _answers(app, token), time.monotonic())
    return app.notion_seen.ready


async def _storage_ready(app: App) -> bool:
    """Whether the conversations' files take anything: tried at most every few seconds, as probes
    must not be what fills a disk or keeps it busy."""
    if time.monotonic() - app.storage_seen.at > TRIED_SECONDS:
        app.storage_seen = Seen(await _writes(app), time.monotonic())
    return app.storage_seen.ready


async def _writes(app: App) -> bool:
    try:
        async with asyncio.timeout(WRITE_SECONDS):
            await asyncio.gather(app.desk.records.probe(), app.desk.checkpoints.probe())
    except (TimeoutError, StorageFailed):
        return False
    return True


async def _answers(app: App, token: str) -> bool:
    try:
        async with asyncio.timeout(PING_SECONDS):
            await app.desk.connector.open(token).call("GET", "users/me")
    except (TimeoutError, NotionError):
        return False
    return True


def _since(moment: float, connection: Connection) -> dict[str, Any]:
    """How many builds ended since a moment, and how."""
    outcome = builds.c.result["status"].as_string()  # an undo leaves it as it was
    finished = (
        select(outcome, func.count())
        .where(builds.c.finished_at >= moment, builds.c.finished_at <= time.time())
        .group_by(outcome)
    )
    counted = {status: int(number) for status, number in connection.execute(finished)}
    total = sum(counted.values())
    success = counted.get("completed", 0)
    rate = round(100 * success / total, 1) if total else 0.0
    return {"total": total, "success": success, "success_rate": rate}


routes = [
    Route("/health", health),
    Route("/health/ready", ready),
    Route("/health/live", live),
    Route("/api/features", features),
]
