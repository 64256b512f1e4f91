"""What was built, when, how long it took, by which skill: counted from the builds themselves."""

import time
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Row, ScalarSelect, Select, func, select

from tools.records.paging import behind
from tools.records.tables import ai_calls, approvals, builds, threads

DAY_SECONDS = 86_400.0

_OUTCOME = builds.c.result["status"].as_string()  # an undo leaves it as it was


class Prices(NamedTuple):
    """What a model costs, in US dollars for a million tokens."""

    read: float
    written: float

    def of(self, read: int, written: int) -> float:
        return round((self.read * read + self.written * written) / 1e6, 6)


def summary(
    connection: Connection, owner: str, days: int, prices: Prices | None = None
) -> dict[str, Any]:
    """The figures of the last days, for what one server key has built and asked of models."""
    calls, read, written = connection.execute(_asked(owner, days)).one()
    rows = connection.execute(_since(owner, days)).all()
    done = [row for row in rows if row.outcome == "completed"]
    took = sorted(float(row.seconds) for row in done)
    skills = Counter(row.skill for row in rows if row.skill)
    return {
        "period": f"{days}d",
        "total_generations": len(rows),
        "success_count": len(done),
        "success_rate": round(100 * len(done) / len(rows), 1) if rows else 0.0,
        "avg_duration_ms": round(1000 * sum(took) / len(took)) if took else 0,
        "p50_duration_ms": _percentile(took, 0.5),
        "p95_duration_ms": _percentile(took, 0.95),
        "total_tokens": read + written,  # the embedded planner spends none
        "ai_calls": calls,
        "ai_cost_usd": None if prices is None else prices.of(read, written),
        "top_skills": dict(skills.most_common(10)),
    }


def generations(
    connection: Connection, owner: str, days: int, limit: int, cursor: str | None
) -> Sequence[Row[Any]]:
    """What one server key has built in the last days, newest first, behind the build that `cursor`
    names. Raises InvalidInput for a cursor that no list gave."""
    query = _since(owner, days).add_columns(
        approvals.c.subject["blueprint"]["title"].as_string().label("title"),
        func.coalesce(builds.c.way_back["kind"].as_string(), "create").label("kind"),
        _spent(ai_calls.c.read).label("tokens_read"),
        _spent(ai_calls.c.written).label("tokens_written"),
    )
    query = query.outerjoin(approvals, approvals.c.id == builds.c.id)
    if cursor is not None:
        query = query.where(behind(cursor, builds.c.finished_at, builds.c.id))
    newest = query.order_by(builds.c.finished_at.desc(), builds.c.id.desc())
    return connection.execute(newest.limit(limit)).all()


def totals(connection: Connection) -> dict[str, tuple[int, float]]:
    """How many builds ended in each way, and the seconds that they took in all."""
    seconds = func.coalesce(func.sum(builds.c.result["duration_seconds"].as_float()), 0.0)
    ended = select(_OUTCOME, func.count(), seconds).where(builds.c.finished_at.is_not(None))
    found = connection.execute(ended.group_by(_OUTCOME))
    return {str(outcome): (int(count), float(total)) for outcome, count, total in found}


def _asked(owner: str, days: int) -> Select[Any]:
    """How often models were asked in the last days, and the tokens that they read and wrote."""
    columns = (ai_calls.c.read, ai_calls.c.written)
    tokens = (func.coalesce(func.sum(column), 0) for column in columns)
    begin = time.time() - days * DAY_SECONDS
    return (
        select(func.count(ai_calls.c.id), *tokens)
        .outerjoin(threads, threads.c.id == ai_calls.c.thread_id)
        .where(ai_calls.c.at >= begin, func.coalesce(threads.c.owner, "") == owner)
    )


def _spent(tokens: Column[int]) -> ScalarSelect[Any]:
    """Tokens that led to a build: those of its thread since the build before."""
    earlier = builds.alias()
    before = (
        select(func.max(earlier.c.finished_at))
        .where(
            earlier.c.thread_id == builds.c.thread_id,
            earlier.c.finished_at < builds.c.finished_at,
        )
        .correlate(builds)
        .scalar_subquery()
    )
    return (
        select(func.coalesce(func.sum(tokens), 0))
        .where(
            ai_calls.c.thread_id == builds.c.thread_id,
            ai_calls.c.at <= builds.c.finished_at,
            ai_calls.c.at > func.coalesce(before, 0.0),
        )
        .correlate(builds)
        .scalar_subquery()
    )


def _since(owner: str, days: int) -> Select[Any]:
    made_by = func.coalesce(builds.c.owner, threads.c.owner, "")
    begin = time.time() - days * DAY_SECONDS
    return (
        select(
            builds.c.id,
            builds.c.thread_id,
            builds.c.skill,
            builds.c.status,
            builds.c.started_at,
            builds.c.finished_at,
            _OUTCOME.label("outcome"),
            builds.c.result["duration_seconds"].as_float().label("seconds"),
            builds.c.result["page_id"].as_string().label("page_id"),
            builds.c.result["url"].as_string().label("url"),
        )
        .outerjoin(threads, threads.c.id == builds.c.thread_id)
        .where(builds.c.finished_at >= begin, made_by == owner)
    )


def _percentile(ordered: Sequence[float], share: float) -> int:
    """The smallest duration that a share of all stays within, in milliseconds."""
    if not ordered:
        return 0
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))])
