"""What was collected, over REST: making it searchable, searching it, how collecting goes."""

import time
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.texts import say
from api.app import app_of
from api.ingest_callers import MomentOrDay, companies_of, one_company_of
from api.language import language_of
from api.requests import Body, read, validated
from tools.blueprint.base import Language
from tools.errors import NotFound
from tools.freshdesk.keyset import written
from tools.freshdesk.metrics import Processor, measure
from tools.freshdesk.ranking import Query
from tools.freshdesk.sync import MODEL, Synced

_PROCESSOR = Processor()


class SyncOptions(Body):
    force_rebuild: bool = False
    incremental_only: bool = True
    embedding_model: str | None = Field(default=None, max_length=100)


class SyncBody(Body):
    """`POST /ingest/sync-summaries`."""

    company_id: str | None = None
    sync_options: SyncOptions = Field(default_factory=SyncOptions)


class SearchQuery(Body):
    """`GET /ingest/search`."""

    q: str = Field(min_length=1, max_length=500)
    company_id: str | None = None
    type: Literal["ticket", "article"] | None = None
    status: str | None = Field(default=None, max_length=100)
    since: MomentOrDay | None = Field(default=None, alias="from")
    until: MomentOrDay | None = Field(default=None, alias="to")
    agent: str | None = Field(default=None, max_length=100)
    limit: int = Field(default=10, ge=1, le=100)
    include_private: bool = False


async def sync_summaries(request: Request) -> Response:
    """Makes searchable what was collected."""
    body = await read(request, SyncBody)
    company = await _collected(request, one_company_of(request, body.company_id))
    begun, search = time.monotonic(), app_of(request).desk.search
    asked, rebuild = body.sync_options.embedding_model, body.sync_options.force_rebuild
    asked = MODEL if asked == "embedded" else asked
    synced = await search.sync(company, rebuild=rebuild, model=asked)
    return JSONResponse(
        {
            "status": "completed",
            "synced": synced.synced,
            "unchanged": synced.unchanged,
            "removed": synced.removed,
            "failed": synced.failed,
            "total": synced.total,
            "duration_seconds": round(time.monotonic() - begun, 2),
            "warnings": _warnings(asked, search.model(asked).name, synced, language_of(request)),
        }
    )


def _warnings(asked: str | None, taken: str, synced: Synced, language: Language) -> list[str]:
    """What was not as it was asked for, in the caller's language."""
    found = list[str]()
    if asked not in (None, taken):
        found.append(say("embedded_encoder", language, model=asked))
    elif synced.failure is not None:
        text = "encoding_cut" if synced.failed else "encoding_failed"
        counts = {"detail": synced.failure, "count": synced.failed}
        found.append(say(text, language, model=taken, **counts))
    if synced.unsummarised is not None:
        found.append(say("summaries_own", language, detail=synced.unsummarised))
    return found


async def search(request: Request) -> Response:
    """Finds tickets and articles, by words and by meaning."""
    asked = validated(SearchQuery, dict(request.query_params))
    company = await _collected(request, one_company_of(request, asked.company_id))
    query = Query(
        text=asked.q,
        type=asked.type,
        status=asked.status,
        since=_moment(asked.since),
        until=_moment(asked.until, end=True),
        agent=asked.agent,
        limit=asked.limit,
        private=asked.include_private,
    )
    hits = await app_of(request).desk.search.find(company, query)
    return JSONResponse({"results": [asdict(hit) for hit in hits]})


class FoundQuery(Body):
    """`GET /ingest/found/{key}`."""

    company_id: str | None = None
    include_private: bool = False


async def found(request: Request) -> Response:
    """Opens what a search found, with what was said on it."""
    asked = validated(FoundQuery, dict(request.query_params))
    company = await _collected(request, one_company_of(request, asked.company_id))
    key, private = request.path_params["key"], asked.include_private
    return JSONResponse(
        asdict(await app_of(request).desk.search.open(company, key, private=private))
    )


async def metrics(request: Request) -> Response:
    """How collecting goes, and what to look at."""
    ingest, language = app_of(request).desk.ingest, language_of(request)
    groups, alerts = await measure(ingest, companies_of(request), _PROCESSOR)
    told = [
        {
            "name": alert.name,
            "value": alert.value,
            "threshold": alert.threshold,
            "remedy": say(alert.remedy, language),
        }
        for alert in alerts
    ]
    return JSONResponse({**groups, "alerts": told})


async def _collected(request: Request, company: str) -> str:
    """Raises NotFound for a company of which nothing was collected yet."""
    if not await app_of(request).desk.ingest.companies.exists(company):
        raise NotFound(f"nothing of {company} was collected", reason="nothing_collected")
    return company


def _moment(given: datetime | date | None, *, end: bool = False) -> str | None:
    """As Freshdesk writes it; a day begins at its first second and ends at its last, in UTC."""
    if given is None:
        return None
    if not isinstance(given, datetime):
        day = datetime(given.year, given.month, given.day, tzinfo=UTC)
        return written(day + timedelta(days=1, seconds=-1) if end else day)
    return written(given.replace(tzinfo=given.tzinfo or UTC).astimezone(UTC))


routes = [
    Route("/ingest/sync-summaries", sync_summaries, methods=["POST"]),
    Route("/ingest/search", search, methods=["GET"]),
    Route("/ingest/found/{key}", found, methods=["GET"]),
    Route("/ingest/metrics", metrics, methods=["GET"]),
]
