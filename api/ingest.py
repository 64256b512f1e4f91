"""Collecting from a helpdesk over REST: at once, or as a job."""

import time
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import orjson
from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.texts import say
from api.app import app_of
from api.errors import envelope
from api.idempotency import once
from api.ingest_callers import Moment, account_of, companies_of, job_of
from api.ingest_reports import (
    as_iso,
    completed_answer,
    created_answer,
    listed,
    message_of,
    scheduled,
    status_answer,
)
from api.language import language_of
from api.requests import Body, body_of, page_of, validated
from tools.errors import InvalidInput, Problem, ValidationFailed
from tools.freshdesk.jobs import Job
from tools.freshdesk.keyset import written
from tools.freshdesk.rules import checked, next_times
from tools.freshdesk.states import Priority, Status
from tools.freshdesk.store import Store
from tools.freshdesk.work import Wanted
from tools.received import json_in

WAIT_SECONDS = 300  # for which `POST /ingest` waits

Count = Annotated[int, Field(strict=True, ge=0, le=10**9)]
_PRIORITIES = {"low": Priority.LOW, "normal": Priority.NORMAL, "high": Priority.HIGH}
# Never read from a body, whatever they hold.
_HEADERS_ONLY = frozenset({"api_key", "apikey", "x_api_key", "company_id", "domain", "platform"})


class IngestBody(Body):
    """`POST /ingest`."""

    incremental: bool = True
    purge: bool = False
    process_attachments: bool = True
    force_rebuild: bool = False
    include_kb: bool = True
    max_tickets: Count | None = None
    max_articles: Count | None = None
    start_date: Moment | None = None
    include_private_notes: bool = True
    batch_size: Annotated[int, Field(strict=True, ge=1, le=200)] = 50
    max_retries: Annotated[int, Field(strict=True, ge=0, le=10)] = 3
    parallel_workers: Annotated[int, Field(strict=True, ge=1, le=8)] = 4

    def wanted(self) -> Wanted:
        fields = {name: getattr(self, name) for name in IngestBody.model_fields}
        return Wanted(**{**fields, "start_date": _written(self.start_date)})


class JobBody(IngestBody):
    """`POST /ingest/jobs`."""

    auto_start: bool = True
    priority: Literal["low", "normal", "high"] = "normal"
    schedule: str | None = Field(default=None, max_length=100)
    timezone: str = Field(default="UTC", max_length=64)


class ControlOptions(Body):
    graceful_shutdown: bool = True
    save_progress: bool = True
    priority: Literal["low", "normal", "high"] | None = None


class ControlBody(Body):
    """`POST /ingest/jobs/{job_id}/control`."""

    action: Literal["pause", "resume", "cancel", "priority_change"]
    reason: str | None = Field(default=None, max_length=1_000)
    options: ControlOptions = Field(default_factory=ControlOptions)


class ListQuery(Body):
    """`GET /ingest/jobs`."""

    company_id: str | None = None
    status: Status | None = None
    limit: int = Field(default=20, ge=1, le=100)
    page: int = Field(default=1, ge=1, le=10**6)


def _written(moment: datetime | None) -> str | None:
    """A moment as Freshdesk takes it; without a zone it is UTC."""
    if moment is None:
        return None
    return written(moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC))


async def ingest(request: Request) -> Response:
    """Collects at once. What takes longer than a request may goes on as a job."""
    account = account_of(request, await _raw(request))
    body, warnings = await _read(request, IngestBody)
    service, give_up = app_of(request).desk.ingest, time.monotonic() + WAIT_SECONDS
    job = await service.begin(
        account.company,
        account.domain,
        account.key,
        body.wanted(),
        priority=Priority.HIGH,
    )
    job = await service.following.ended(job.id, give_up - time.monotonic())
    language = language_of(request)
    if job.error is not None:
        error = job.error
        return envelope(request, error["code"], say(error["reason"], language, **error["params"]))
    if job.status != Status.COMPLETED:
        warnings.append(say("goes_on_as_job", language, seconds=WAIT_SECONDS))
        answer = created_answer(job, app_of(request).settings.public_url, language)
        return JSONResponse({**answer, "warnings": warnings}, 202)
    place = service.companies.place(account.company)
    totals = await service.companies.do(account.company, Store.totals)
    return JSONResponse({**completed_answer(job, place, totals, language), "warnings": warnings})


async def create_job(request: Request) -> Response:
    """A job now, and with a `schedule` others as it says."""
    account = account_of(request, await _raw(request))
    body, warnings = await _read(request, JobBody)
    desk, again = app_of(request).desk, {}
    wanted = account.company, account.domain, account.key, body.wanted()
    options: Any = {"priority": _PRIORITIES[body.priority], "held": not body.auto_start}
    if body.schedule is None:
        job = await desk.ingest.begin(*wanted, **options)
    else:
        cron, timezone = checked(body.schedule, body.timezone)
        schedule, job = await desk.schedules.begin(*wanted, **options, cron=cron, timezone=timezone)
        times = next_times(cron, timezone, time.time(), 3)
        again = {"schedule_id": schedule.id, "next_runs": [as_iso(at) for at in times]}
    answer = created_answer(job, app_of(request).settings.public_url, language_of(request))
    return JSONResponse({**answer, **again, "warnings": warnings}, 202)


async def list_schedules(request: Request) -> Response:
    """The schedules by which jobs come again."""
    asked = page_of(request)
    companies = companies_of(request)
    schedules = app_of(request).desk.schedules
    found = await schedules.list(companies, after=asked.cursor or "", limit=asked.limit + 1)
    told = [scheduled(item, language_of(request)) for item in found[: asked.limit]]
    following = asked.next([item.id for item in found])
    return JSONResponse({"schedules": told, "next_cursor": following})


async def drop_schedule(request: Request) -> Response:
    """Ends a schedule; its jobs stay."""
    schedules = app_of(request).desk.schedules
    await schedules.drop(request.path_params["schedule_id"], companies_of(request))
    return JSONResponse({"success": True})


async def list_jobs(request: Request) -> Response:
    """The jobs of collecting, newest first."""
    query = validated(ListQuery, dict(request.query_params))
    companies = companies_of(request, query.company_id)
    found = await app_of(request).desk.ingest.jobs.find(
        companies, query.status, limit=query.limit, page=query.page
    )
    pages = -(-found.total // query.limit)
    language = language_of(request)
    return JSONResponse(
        {
            "jobs": [listed(job, language) for job in found.jobs],
            "pagination": {
                "page": query.page,
                "limit": query.limit,
                "total": found.total,
                "total_pages": pages,
            },
            "summary": {
                "total_jobs": sum(found.by_status.values()),
                **{status.value: found.by_status.get(status, 0) for status in Status},
            },
        }
    )


async def get_job(request: Request) -> Response:
    """A job with all that is known of it."""
    job = await job_of(request)
    logs = await app_of(request).desk.ingest.jobs.logs(job.id)
    return JSONResponse(status_answer(job, logs, language_of(request)))


async def control(request: Request) -> Response:
    """Pauses, resumes, cancels, or changes the priority."""
    before = await job_of(request)
    body, warnings = await _read(request, ControlBody)
    after = await _controlled(request, before, body)
    saved = body.options.save_progress or after.status not in (Status.PAUSED, Status.CANCELLED)
    language = language_of(request)
    message = message_of(body.action, after, language, anew=not saved)
    if not saved:
        after = await app_of(request).desk.ingest.forget_progress(after)
    answer = {
        "job_id": after.id,
        "action_performed": body.action,
        "previous_status": before.status,
        "current_status": after.status,
        "timestamp": as_iso(time.time()),
        "progress_saved": saved,
        "resume_capability": after.status in (Status.QUEUED, Status.PAUSED, Status.FAILED),
        "message": message,
    }
    return JSONResponse({**answer, "warnings": warnings})


async def _controlled(request: Request, job: Job, body: ControlBody) -> Job:
    service, options = app_of(request).desk.ingest, body.options
    match body.action:
        case "pause":
            return await service.pause(job.id, at_once=not options.graceful_shutdown)
        case "cancel":
            return await service.cancel(job.id, at_once=not options.graceful_shutdown)
        case "resume":
            return await service.resume(job.id)
        case "priority_change":
            if options.priority is None:
                missing = Problem("options.priority", "missing")
                raise ValidationFailed("no priority", [missing])
            return await service.prioritise(job.id, _PRIORITIES[options.priority])


async def _raw(request: Request) -> dict[str, Any]:
    """The body as an object; none is an empty one. Raises TooLarge, InvalidInput."""
    content = await body_of(request)
    try:
        data = json_in(content or b"{}")
    except orjson.JSONDecodeError:
        data = None
    if not isinstance(data, dict):
        raise InvalidInput("the body is no JSON object", reason="bad_json")
    return data


async def _read(request: Request, model: type[Any]) -> tuple[Any, list[str]]:
    """The validated body, and what of the request was not read.

    Raises TooLarge, InvalidInput, ValidationFailed.
    """
    data, language = await _raw(request), language_of(request)
    warnings: list[str] = []
    if request.query_params:
        names = ", ".join(sorted(set(request.query_params)))
        warnings.append(say("query_ignored", language, names=names[:200]))
    if data.keys() & _HEADERS_ONLY:
        warnings.append(say("key_in_body", language))
    known = {name: value for name, value in data.items() if name not in _HEADERS_ONLY}
    return validated(model, known), warnings


routes = [
    Route("/ingest", once(ingest), methods=["POST"]),
    Route("/ingest/jobs", once(create_job), methods=["POST"]),
    Route("/ingest/jobs", list_jobs, methods=["GET"]),
    Route("/ingest/jobs/{job_id}", get_job, methods=["GET"]),
    Route("/ingest/jobs/{job_id}/control", control, methods=["POST"]),
    Route("/ingest/schedules", list_schedules, methods=["GET"]),
    Route("/ingest/schedules/{schedule_id}", drop_schedule, methods=["DELETE"]),
]
