"""How collecting goes: what is measured of jobs, accounts, what is kept and the process. Alerts by
the guide's rules."""

import os
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tools.freshdesk.ingest import Ingest
from tools.freshdesk.jobs import Job
from tools.freshdesk.pace import Pace
from tools.freshdesk.states import Status
from tools.freshdesk.store import Store

Json = dict[str, Any]

MOST_FAILED = 5.0  # per cent of today's jobs that ended
MOST_USED = 80.0  # per cent of an account's limit
LONGEST_WAIT = 30.0  # minutes in the queue
MOST_MEMORY = 80.0  # per cent of the machine's
_MOST_JOBS = 1_000  # of today that are looked at


@dataclass(frozen=True)
class Alert:
    """A figure past its threshold; `remedy` is the key of a text."""

    name: str
    value: float
    threshold: float
    remedy: str


class Processor:
    """The processor's time that this process took since the last look, in per cent of one core."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.monotonic(), time.process_time()

    def share(self) -> float:
        wall, cpu = time.monotonic(), time.process_time()
        passed, taken = max(1e-6, wall - self._wall), cpu - self._cpu
        self._wall, self._cpu = wall, cpu
        return round(100 * taken / passed, 1)


async def measure(
    ingest: Ingest, companies: Sequence[str] | None, processor: Processor
) -> tuple[Json, list[Alert]]:
    """The guide's four groups, and what of them is past its threshold.

    `companies` are those that may be told of; None is all. Raises StorageFailed.
    """
    found = await ingest.jobs.find(companies, limit=_MOST_JOBS)
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    today = [job for job in found.jobs if job.created_at >= midnight]
    paces = ingest.helpdesks.paces.all()
    system = _of_jobs(found.jobs, today)
    memory = memory_mb()
    groups = {
        "system_metrics": system,
        "performance_metrics": {
            "items_per_second": _rate(found.jobs),
            "api_response_time_avg": _response_ms(paces),
            "database_write_time_avg": round(
                1000 * ingest.companies.work_seconds / max(1, ingest.companies.works), 2
            ),
            "memory_usage_mb": round(memory, 1),
            "cpu_usage_percent": processor.share(),
        },
        "platform_metrics": {"freshdesk": _of_accounts(paces)},
        "data_quality": await _quality(ingest, companies, today),
    }
    return groups, _alerts(groups, found.jobs, memory)


def _of_jobs(jobs: Sequence[Job], today: Sequence[Job]) -> Json:
    ended = [job for job in today if job.status in (Status.COMPLETED, Status.FAILED)]
    good = [job for job in ended if job.status == Status.COMPLETED]
    seconds = [(job.finished_at or 0) - (job.started_at or job.created_at) for job in good]
    average = sum(seconds) / len(seconds) / 60 if seconds else 0.0
    return {
        "active_jobs": sum(job.status == Status.RUNNING for job in jobs),
        "queued_jobs": sum(job.status == Status.QUEUED for job in jobs),
        "total_jobs_today": len(today),
        "success_rate": round(100 * len(good) / len(ended), 1) if ended else 100.0,
        "average_job_duration": f"{average:.1f} minutes",
    }


def _rate(jobs: Sequence[Job]) -> float:
    """Items a second: of what runs in sum, else of the last job that ended."""
    running = [job for job in jobs if job.status == Status.RUNNING]
    shown = running or [job for job in jobs if job.status == Status.COMPLETED][:1]
    rates: list[float] = [job.progress.get("rate", 0.0) for job in shown]
    return round(sum(rates), 2)


def _response_ms(paces: Sequence[Pace]) -> float:
    requests = sum(pace.tally.requests for pace in paces)
    return round(1000 * sum(pace.tally.seconds for pace in paces) / max(1, requests), 1)


def _of_accounts(paces: Sequence[Pace]) -> Json:
    """Since the server's start."""
    requests = sum(pace.tally.requests for pace in paces)
    errors = sum(pace.tally.errors for pace in paces)
    usage = [100 * pace.used() / pace.total for pace in paces if pace.total]
    return {
        "rate_limit_usage": round(max(usage, default=0.0), 1),
        "api_errors_today": errors,
        "successful_requests": requests - errors,
        "average_response_time": _response_ms(paces),
    }


async def _quality(ingest: Ingest, companies: Sequence[str] | None, today: Sequence[Job]) -> Json:
    """In per cent: equal messages; tickets that could not be read whole; tickets without subject
    or text."""
    sums = [0, 0, 0, 0]
    for company in await ingest.companies.known():
        if companies is None or company in companies:
            counted = await ingest.companies.do(company, _counts)
            sums = [have + more for have, more in zip(sums, counted, strict=True)]
    tickets, missing, unread, repeated = sums
    items = sum(job.progress.get("completed", 0) for job in today)
    errors = sum(job.progress.get("counts", {}).get("errors", 0) for job in today)
    return {
        "duplicate_rate": round(100 * repeated / max(1, tickets), 1),
        "validation_error_rate": round(100 * (errors + unread) / max(1, items + errors), 1),
        "missing_fields_rate": round(100 * missing / max(1, tickets), 1),
    }


def _counts(store: Store) -> tuple[int, int, int, int]:
    """Tickets; of these without subject or text; not read whole; with the text of another."""
    query = """SELECT count(*),
               count(CASE WHEN subject IS NULL OR description_text IS NULL THEN 1 END),
               (SELECT count(*) FROM failures),
               count(*) - count(DISTINCT coalesce(subject, '') || '\n' ||
                                coalesce(description_text, CAST(id AS TEXT))) FROM tickets"""
    found: tuple[int, int, int, int] = store.db.execute(query).fetchone()
    return found


def _alerts(groups: Json, jobs: Sequence[Job], memory: float) -> list[Alert]:
    waiting = [job.changed_at for job in jobs if job.status == Status.QUEUED and not job.held]
    wait = (time.time() - min(waiting)) / 60 if waiting else 0.0
    share = 100 * memory / max(1.0, _machine_mb())
    unlimited = [
        job
        for job in jobs
        if job.error is not None
        and job.error["code"] == "INTERNAL_ERROR"
        and None in (job.wanted.max_tickets, job.wanted.max_articles)
    ]
    usage = groups["platform_metrics"]["freshdesk"]["rate_limit_usage"]
    failed = 100 - groups["system_metrics"]["success_rate"]
    measured = (
        ("failure_rate", failed, MOST_FAILED, "alert_failures"),
        ("rate_limit_usage", usage, MOST_USED, "alert_limit"),
        ("queue_wait_minutes", round(wait, 1), LONGEST_WAIT, "alert_wait"),
        ("memory_usage_percent", round(share, 1), MOST_MEMORY, "alert_memory"),
        ("failures_without_limit", float(len(unlimited)), 0.0, "alert_no_limit"),
    )
    return [Alert(*item) for item in measured if item[1] > item[2]]


def memory_mb() -> float:
    """What the process holds in memory now; where that is not told (macOS), the most it held."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - no file of ours
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (2**20 if sys.platform == "darwin" else 2**10)


def _machine_mb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**20
