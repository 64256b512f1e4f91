"""What was built, in figures: for people, and for Prometheus."""

from typing import Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent import figures
from api.app import App, app_of
from api.callers import known_key
from api.requests import Body, page_of, queried
from settings import VERSION
from tools.records.paging import cursor_of

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class Days(Body):
    """How far back is looked."""

    days: int = Field(default=7, ge=1, le=366)


async def summary(request: Request) -> Response:
    """What was built in the last days, in figures."""
    app, days = app_of(request), queried(request, Days).days
    owner = known_key(request, app.settings)
    prices = _prices(app)
    found = await app.desk.records.read(
        lambda c: figures.summary(c, owner, days, prices), long=True
    )
    return JSONResponse(found)


def _prices(app: App) -> figures.Prices | None:
    """What the operator pays for tokens; nobody else knows."""
    told = app.settings.ai_prices
    return None if told is None else figures.Prices(*told)


async def generations(request: Request) -> Response:
    """What was built in the last days, newest first."""
    app, days, page = app_of(request), queried(request, Days).days, page_of(request)
    owner = known_key(request, app.settings)
    rows = await app.desk.records.read(
        lambda c: figures.generations(c, owner, days, page.limit + 1, page.cursor), long=True
    )
    shown = [_generation(row, _prices(app)) for row in rows[: page.limit]]
    following = page.next([cursor_of(row.finished_at, row.id) for row in rows])
    return JSONResponse({"generations": shown, "next_cursor": following})


def _generation(row: Any, prices: figures.Prices | None) -> dict[str, Any]:
    """A build as it ended; `status` stays when it is undone later, which `undone` says."""
    return {
        "generation_id": row.id,
        "thread_id": row.thread_id,
        "kind": row.kind,
        "title": row.title,
        "skill": row.skill,
        "status": row.outcome,
        "undone": row.status == "undone",
        "page_id": row.page_id,
        "notion_url": row.url,
        "started_at": row.started_at,
        "finished_at": row.finished_at,
        "duration_ms": None if row.seconds is None else round(1000 * row.seconds),
        "tokens": row.tokens_read + row.tokens_written,
        "ai_cost_usd": None if prices is None else prices.of(row.tokens_read, row.tokens_written),
    }


async def metrics(request: Request) -> Response:
    """Prometheus' text format. Builds are counted from the records on; turns, of which many come to
    no build, since the process began."""
    app = app_of(request)
    ended = await app.desk.records.read(figures.totals, long=True)
    return Response("\n".join(_lines(app, ended)) + "\n", media_type=PROMETHEUS)


def _lines(app: App, ended: dict[str, tuple[int, float]]) -> list[str]:
    count, seconds = ended.get("completed", (0, 0.0))
    lines = ["# TYPE notionforge_builds counter"]
    lines += [f'notionforge_builds_total{{status="{name}"}} {n}' for name, (n, _) in ended.items()]
    lines += ["# TYPE notionforge_build_duration_seconds summary"]
    lines += [f"notionforge_build_duration_seconds_sum {seconds}"]
    lines += [f"notionforge_build_duration_seconds_count {count}"]
    lines += ["# TYPE notionforge_turns counter"]
    turns = sorted(app.runs.ended.items())
    lines += [f'notionforge_turns_total{{status="{status}"}} {n}' for status, n in turns]
    gauges = {
        "runs_open": app.runs.open,
        "sockets_open": sum(app.sockets.values()),
        **app.library.counts,
        "draining": int(app.draining),
    }
    for name, value in gauges.items():
        lines += [f"# TYPE notionforge_{name} gauge", f"notionforge_{name} {value}"]
    return [*lines, "# TYPE notionforge_info gauge", f'notionforge_info{{version="{VERSION}"}} 1']


routes = [
    Route("/api/metrics/summary", summary),
    Route("/api/generations", generations),
    Route("/metrics", metrics),
]
