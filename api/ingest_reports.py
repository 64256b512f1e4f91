"""What is told of a job, in the words of who asks; all of it from the job's facts."""

import math
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from agent.texts import say
from tools.blueprint.base import Language
from tools.freshdesk.jobs import Event, Job
from tools.freshdesk.schedules import Schedule
from tools.freshdesk.states import Status

Json = dict[str, Any]

_CALLS_A_MINUTE = 200  # of a small plan, as a first guess


def as_iso(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def created_answer(job: Job, public_url: str, language: Language) -> Json:
    """What a new job is answered with: the fields of both of the guide's examples."""
    place = f"/ingest/jobs/{job.id}"
    socket = public_url.replace("http", "ws", 1)
    return {
        "job_id": job.id,
        "status": job.status,
        "priority": job.priority.name.lower(),
        "estimated_duration": _duration(job),
        "estimated_items": job.progress.get("estimate"),
        "created_at": as_iso(job.created_at),
        "progress_url": place,
        "progress_tracking": {"status_url": place, "websocket_url": f"{socket}{place}/stream"},
        "control": {"pause_url": f"{place}/control", "cancel_url": f"{place}/control"},
        "message": say("collecting_tickets", language),
    }


def _duration(job: Job) -> str | None:
    """From what a small plan allows: a call a ticket, another where its attachments are read."""
    items = job.progress.get("estimate")
    if items is None:
        return None
    calls = items * (2 if job.wanted.process_attachments else 1)
    least = max(1, math.ceil(calls / _CALLS_A_MINUTE))
    return f"{least}-{2 * least} minutes"


def scheduled(found: Schedule, language: Language) -> Json:
    """A schedule; `error` is why nothing began the last time."""
    return {
        "id": found.id,
        "company_id": found.company_id,
        "cron": found.cron,
        "timezone": found.timezone,
        "next_run": as_iso(found.next_run),
        "last_job_id": found.last_job_id,
        "error": None if found.fault is None else _error(found.fault, language),
    }


def completed_answer(job: Job, place: str, totals: Mapping[str, int], language: Language) -> Json:
    """What collecting at once is answered with; `place` is where it is kept."""
    counts = job.progress.get("counts", {})
    started, finished = job.started_at or job.created_at, job.finished_at or time.time()
    seconds = round(finished - started, 1)
    moment = datetime.fromtimestamp(started, UTC).strftime("%Y%m%d-%H%M%S")
    return {
        "status": job.status,
        "execution_id": f"exec-{moment}",
        "job_id": job.id,
        "results": {
            "tickets_collected": counts.get("tickets", 0),
            "conversations_collected": counts.get("conversations", 0),
            "kb_articles_collected": counts.get("kb_articles", 0),
            "attachments_processed": counts.get("attachments", 0),
        },
        "storage": {
            "database_path": place,
            "tables_created": list(totals),
            "total_records": sum(totals.values()),
        },
        "timing": {
            "started_at": as_iso(started),
            "completed_at": as_iso(finished),
            "duration_seconds": seconds,
        },
        "next_steps": [say("next_sync", language), say("next_metrics", language)],
        "execution_time": f"{seconds}s",
    }


def listed(job: Job, language: Language) -> Json:
    """A job in a list."""
    return {
        "job_id": job.id,
        "company_id": job.company_id,
        "platform": "freshdesk",
        "status": job.status,
        "priority": job.priority.name.lower(),
        "progress": progress(job, language),
        "statistics": _statistics(job),
        "created_at": as_iso(job.created_at),
        "started_at": as_iso(job.started_at),
        "estimated_completion": as_iso(_estimated_end(job)),
    }


def progress(job: Job, language: Language) -> Json:
    """How far a job is. `percentage` is of what is known to be there, and 100 only when it is
    over."""
    facts = job.progress
    done, total = facts.get("completed", 0), facts.get("total", facts.get("estimate") or 0)
    share = 100.0 if job.status == Status.COMPLETED else 0.0
    if total and job.status != Status.COMPLETED:
        share = min(99.9, round(100 * done / total, 1))
    return {
        "current_step": facts.get("step", job.status),
        "step_details": say("items_done", language, completed=done, total=total),
        "completed_items": done,
        "total_items": total,
        "percentage": share,
        "items_per_second": facts.get("rate", 0.0),
    }


def status_answer(job: Job, logs: Sequence[Event], language: Language) -> Json:
    """A job with all that is known of it."""
    ended = job.finished_at or time.time()
    started = job.started_at
    answer = {
        "job_id": job.id,
        "company_id": job.company_id,
        "status": job.status,
        "priority": job.priority.name.lower(),
        "progress": progress(job, language),
        "timing": {
            "created_at": as_iso(job.created_at),
            "started_at": as_iso(started),
            "last_activity": as_iso(job.changed_at),
            "completed_at": as_iso(job.finished_at),
            "estimated_completion": as_iso(_estimated_end(job)),
            "elapsed_seconds": 0 if started is None else round(ended - started, 1),
        },
        "statistics": _statistics(job),
        "logs": [log_entry(event, language) for event in logs],
    }
    if job.error is not None:
        answer["error"] = _error(job.error, language)
    return answer


def _statistics(job: Job) -> dict[str, int]:
    """What a job has come to so far, the same wherever it is told."""
    counts = job.progress.get("counts", {})
    return {
        "tickets_collected": counts.get("tickets", 0),
        "conversations_collected": counts.get("conversations", 0),
        "kb_articles_collected": counts.get("kb_articles", 0),
        "attachments_processed": counts.get("attachments", 0),
        "errors_encountered": counts.get("errors", 0),
        "retries_performed": counts.get("retries", 0),
    }


def log_entry(event: Event, language: Language) -> Json:
    params = event.facts["params"]
    return {
        "timestamp": as_iso(event.at),
        "level": event.facts["level"],
        "message": say(event.facts["key"], language, **params),
        "details": params,
    }


def frame(job_id: str, event: Event, language: Language) -> Json:
    """An event as a job's stream tells it."""
    told: Json
    match event.kind:
        case "log":
            told = log_entry(event, language)
        case "progress":
            facts = event.facts
            told = {
                "step": facts["step"],
                "message": say(facts["step"], language),
                "current": facts["completed"],
                "total": facts["total"],
                "items_per_second": facts["rate"],
                "statistics": facts["counts"],
            }
        case _:
            told = event.facts
    return {
        "type": event.kind,
        "seq": event.seq,
        "job_id": job_id,
        "timestamp": as_iso(event.at),
        **told,
    }


def message_of(action: str, job: Job, language: Language, *, anew: bool) -> str:
    """What a control came to; `anew` says that a job that was paused is put back to its start."""
    if anew and action == "pause":
        return say("job_pause_anew", language)
    facts = job.progress
    done, total = facts.get("completed", 0), facts.get("total", facts.get("estimate") or 0)
    priority = job.priority.name.lower()
    return say(f"job_{action}", language, completed=done, total=total, priority=priority)


def _estimated_end(job: Job) -> float | None:
    """When a job that runs will be over if it goes on like this."""
    facts = job.progress
    rate: float = facts.get("rate", 0.0)
    left: int = facts.get("total", 0) - facts.get("completed", 0)
    if job.status != Status.RUNNING or not rate:
        return None
    return time.time() + left / rate


def _error(kept: Json, language: Language) -> Json:
    """What went wrong, in the caller's words."""
    return {"code": kept["code"], "message": say(kept["reason"], language, **kept["params"])}
