"""Plans that people decide on, and builds that carry them out.

The tables here are the truth about approvals: they go from state to state by compare-and-set
(`agent.plans.statuses`), so that two tabs, a stale click or a restart cannot make one plan run
twice. Who answers a plan is settled in `agent.settling`.
"""

import asyncio
import hashlib
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import ValidationError
from sqlalchemy import Connection, bindparam, select, update

from agent.outcomes import Outcome
from agent.plans.kinds import Approval, Subject
from agent.plans.statuses import BuildStatus, PlanStatus, moved, withdrawal
from agent.plans.undertaking import Undertaking
from tools.errors import Conflict, NotFound
from tools.notion.operations import Plan
from tools.records import Records
from tools.records.compiled import Compiled, as_json, insert_or
from tools.records.packed import pack, unpack
from tools.records.remembered import LONG, Remembered
from tools.records.tables import approvals, builds, operations, threads

_NO_WAY_BACK = "null"  # before kinds had names a creation was kept without one
_IS_WHOLE = builds.c.owner.is_(None)  # of a build whose thread is gone figures are left


@dataclass(frozen=True)
class Build:
    """A plan under way or done. `result` is its outcome once it has one."""

    id: str
    thread_id: str
    status: BuildStatus
    plan: Plan
    undertaking: Undertaking
    stop_requested: bool
    attempt: str
    result: Outcome | None
    started_at: float
    skill: str | None


class Plans:
    """Approvals and builds in the application's records; a plan expires `ttl` seconds after it was
    made. `kinds` are those that there are."""

    def __init__(self, records: Records, ttl: float, kinds: Mapping[str, type[Subject]]) -> None:
        self._records = records
        self.kinds = kinds
        self._ttl = ttl
        self._subjects = Remembered(self._subject)
        self._operations = Remembered(_plan)
        self._undertakings = Remembered[str, Undertaking](
            lambda kept: self._undertaking(orjson.loads(kept))
        )

    async def draft(self, thread_id: str, run_id: str, version: int, subject: Subject) -> str:
        """Keeps a plan of a turn, not yet shown, and returns its id: the same after a crash, so
        that repeating it changes nothing."""
        whole = f"{thread_id}:{run_id}:{version}"
        approval_id = hashlib.sha256(whole.encode()).hexdigest()[:32]
        kept = await asyncio.to_thread(lambda: as_json(subject.to_json()))
        self._subjects.put(kept, subject)
        now = time.time()
        row = {
            "id": approval_id,
            "thread_id": thread_id,
            "status": PlanStatus.DRAFT,
            "plan_version": version,
            "subject": kept,
            "created_at": now,
            "expires_at": now + self._ttl,
        }
        await self._records.write(lambda c: _DRAFT(c, row), long=len(kept) > LONG)
        return approval_id

    async def get(self, approval_id: str) -> Approval:
        """Raises NotFound."""
        found = await self._records.read(lambda c: _PLAN(c, {"plan": approval_id}).fetchone())
        if found is None:
            raise NotFound(f"no plan {approval_id}", reason="no_plan")
        return await self._approval(*found)

    async def latest(self, thread_id: str) -> Approval | None:
        """The newest plan of a thread."""
        found = await self._records.read(lambda c: _NEWEST(c, {"thread": thread_id}).fetchone())
        return None if found is None else await self._approval(*found)

    async def pending(self, thread_id: str) -> str | None:
        """The id of the plan of a thread that waits for an answer."""
        query = select(approvals.c.id).where(
            approvals.c.thread_id == thread_id, approvals.c.status == PlanStatus.PENDING
        )
        return await self._records.read(lambda connection: connection.execute(query).scalar())

    async def not_begun(self, approval_id: str) -> None:
        """Notes that a plan was approved and could not be begun: from now on it may wait again."""
        statement = moved(approval_id, PlanStatus.ANSWERED)
        await self._records.write(lambda connection: connection.execute(statement))

    async def withdraw(self, thread_id: str) -> None:
        """Takes back the plan that waits, if one does: the turn that made it was cancelled."""
        statement = withdrawal(thread_id)
        await self._records.write(lambda connection: connection.execute(statement))

    async def start_build(
        self,
        build_id: str,
        thread_id: str,
        plan: Plan,
        undertaking: Undertaking,
        skill: str | None = None,
    ) -> None:
        """Keeps the plan of a build, which can be stopped from now on; a repetition is void."""
        kept, back = await asyncio.to_thread(
            lambda: (pack(plan.to_json()), as_json(undertaking.to_json()))
        )
        self._operations.put(kept, plan)
        row = {
            "id": build_id,
            "thread_id": thread_id,
            "plan": kept,
            "way_back": back,
            "status": BuildStatus.RUNNING,
            "stop_requested": 0,
            "attempt": "",
            "skill": skill,
            "started_at": time.time(),
        }
        await self._records.write(lambda c: _START(c, row), long=len(kept) + len(back) > LONG)

    async def is_begun(self, build_id: str) -> bool:
        """Whether the plan of a build is kept already."""
        found = await self._records.read(lambda c: _BEGUN(c, {"build": build_id}).fetchone())
        return found is not None

    async def changed_since(
        self, places: Collection[str], moment: float, besides: str = ""
    ) -> bool:
        """Whether another build at one of the places ended, or was taken back, after a moment
        (Unix seconds)."""
        query = select(builds.c.way_back, builds.c.result).where(
            builds.c.finished_at > moment, builds.c.id != besides, _IS_WHOLE
        )

        def find(connection: Connection) -> bool:
            found = connection.execute(query)
            return any(not self._touched(*row).isdisjoint(places) for row in found)

        return await self._records.read(find, long=True)

    async def build(self, build_id: str) -> Build:
        """Raises NotFound."""
        found = await self._records.read(lambda c: _BUILD(c, {"build": build_id}).fetchone())
        if found is None:
            raise NotFound(f"no build {build_id}")
        return await self._build(*found)

    async def owners(self, notion_ids: Collection[str]) -> dict[str, str]:
        """The server keys whose builds have made what has these ids, as far as one has."""
        if not notion_ids:
            return {}
        made = builds.c.way_back.is_(None) | (builds.c.way_back["kind"].as_string() == "create")
        kept = (
            select(operations.c.notion_id, threads.c.owner)
            .join(builds, builds.c.id == operations.c.build_id)
            .join(threads, threads.c.id == builds.c.thread_id)
            .where(operations.c.notion_id.in_(notion_ids), made)
        )
        page = builds.c.result["page_id"].as_string()
        left = select(page, builds.c.owner).where(~_IS_WHOLE, page.in_(notion_ids), made)
        rows = await self._records.read(lambda c: c.execute(kept.union_all(left)).all())
        return {row[0]: row[1] for row in rows}

    async def made_of(self, source: str, owner: str, most: int = 20) -> dict[str, str]:
        """The pages, the latest first, that a server key has built of a blueprint's source or of a
        part of it (`SOURCE?…`), each with that."""
        said = approvals.c.subject["blueprint"]["meta"]["source"].as_string()
        of_it = (said == source) | said.startswith(f"{source}?", autoescape=True)
        query = (
            select(builds.c.result["page_id"].as_string(), said)
            .join(approvals, approvals.c.id == builds.c.id)
            .join(threads, threads.c.id == builds.c.thread_id)
            .where(of_it, threads.c.owner == owner)
            .where(builds.c.status == BuildStatus.COMPLETED)
            .order_by(builds.c.started_at.desc())
            .limit(most)
        )
        rows = await self._records.read(lambda c: c.execute(query).all(), long=True)
        return {row[0]: row[1] for row in rows}

    async def latest_build(self, thread_id: str, *statuses: BuildStatus) -> Build | None:
        """The newest build of a thread that is in one of the states."""
        query = (
            select(builds.c.id)
            .where(builds.c.thread_id == thread_id, builds.c.status.in_(statuses), _IS_WHOLE)
            .order_by(builds.c.started_at.desc())
            .limit(1)
        )
        found = await self._records.read(lambda connection: connection.execute(query).scalar())
        return None if found is None else await self.build(found)

    async def reopen_build(self, build_id: str, attempt: str) -> None:
        """Lets a failed build run again; `attempt` names the run that asked for it."""
        statement = (
            update(builds)
            .where(builds.c.id == build_id, builds.c.status == BuildStatus.FAILED)
            .values(
                status=BuildStatus.RUNNING,
                stop_requested=0,
                result=None,
                attempt=attempt,
                started_at=time.time(),
                finished_at=None,
            )
        )
        await self._records.write(lambda connection: connection.execute(statement))

    async def request_stop(self, build_id: str) -> None:
        statement = update(builds).where(builds.c.id == build_id).values(stop_requested=1)
        await self._records.write(lambda connection: connection.execute(statement))

    async def finish_build(
        self, build_id: str, status: BuildStatus, result: Mapping[str, Any]
    ) -> None:
        """Raises Conflict where the build is in no state that this one may follow."""
        statement = (
            update(builds)
            .where(builds.c.id == build_id, builds.c.status.in_(status.may_follow))
            .values(status=status, result=dict(result), finished_at=time.time())
        )
        finished = await self._records.write(lambda c: c.execute(statement).rowcount)
        if not finished:
            raise Conflict(f"build {build_id} cannot become {status}")

    async def _approval(
        self, name: str, thread_id: str, status: str, version: int, subject: str, expires_at: float
    ) -> Approval:
        understood = await self._subjects.of(subject)
        return Approval(name, thread_id, PlanStatus(status), version, understood, expires_at)

    def _touched(self, way_back: Any, result: Any) -> frozenset[str]:
        """The ids of what a build made or changed: pages and data sources."""
        return self._undertaking(way_back).places | {(result or {}).get("page_id", "")}

    async def _build(
        self,
        status: str,
        plan: bytes,
        way_back: str | None,
        result: str | None,
        stop_requested: int,
        *rest: Any,
    ) -> Build:
        return Build(
            status=BuildStatus(status),
            plan=await self._operations.of(plan),
            undertaking=await self._undertakings.of(way_back or _NO_WAY_BACK),
            result=None if result is None else orjson.loads(result),
            stop_requested=bool(stop_requested),
            **dict(zip(_AS_THEY_ARE, rest, strict=True)),
        )

    def _subject(self, kept: str) -> Subject:
        """What was kept of a plan. Raises Conflict where another version kept it otherwise."""
        data = orjson.loads(kept)
        try:
            return self.kinds[data["kind"]].model_validate(data)
        except (KeyError, ValidationError):
            raise Conflict("another version's plan", reason="plan_outdated") from None

    def _undertaking(self, data: Mapping[str, Any] | None) -> Undertaking:
        """What was kept of an undertaking; before kinds had names it was a way back, or nothing."""
        kind = "create" if data is None else data.get("kind", "modify")
        undertaking = self.kinds[kind].undertaking
        assert undertaking is not None  # noqa: S101 - what makes nothing in Notion has no build
        return undertaking.from_json(data or {})


def _plan(kept: bytes) -> Plan:
    return Plan.from_json(unpack(kept))


_DRAFT = Compiled(
    insert_or(approvals).on_conflict_do_nothing(),
    ("id", "thread_id", "status", "plan_version", "subject", "created_at", "expires_at"),
)
_HELD = ("id", "thread_id", "status", "plan_version", "subject", "expires_at")
_APPROVAL = select(*(approvals.c[name] for name in _HELD))
_PLAN = Compiled(_APPROVAL.where(approvals.c.id == bindparam("plan")))
_NEWEST = Compiled(
    _APPROVAL.where(approvals.c.thread_id == bindparam("thread")).order_by(
        approvals.c.created_at.desc()
    )
)
_BEGUN = Compiled(select(builds.c.id).where(builds.c.id == bindparam("build")))
_START = Compiled(
    insert_or(builds).on_conflict_do_nothing(),
    (
        *("id", "thread_id", "plan", "way_back", "status", "stop_requested", "attempt", "skill"),
        "started_at",
    ),
)
_AS_THEY_ARE = ("id", "thread_id", "attempt", "started_at", "skill")
_READ = ("status", "plan", "way_back", "result", "stop_requested", *_AS_THEY_ARE)
_BUILD = Compiled(
    select(*(builds.c[name] for name in _READ)).where(builds.c.id == bindparam("build"), _IS_WHOLE)
)
