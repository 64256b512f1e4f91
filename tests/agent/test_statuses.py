"""Plans and builds go only where their state lets them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import insert, select

from agent.plans.create import Construction
from agent.plans.registry import KINDS
from agent.plans.statuses import UNDOABLE, BuildStatus, PlanStatus, moved
from agent.plans.store import Plans
from tests.support.records import opened
from tools.errors import Conflict
from tools.notion.operations import Counts, Plan
from tools.records import Records
from tools.records.tables import approvals

S, B = PlanStatus, BuildStatus


def test_a_plan_waits_again_only_where_nothing_came_of_its_answer():
    for status in (S.REJECTED, S.EXPIRED):
        assert not status.may_become
    assert S.APPROVED.may_become == S.EDITED.may_become == {S.ANSWERED}
    assert set(S.PENDING.may_follow) == {S.DRAFT, S.ANSWERED}


def test_what_is_taken_back_or_cancelled_stays_so():
    assert not B.UNDONE.may_become
    assert not B.CANCELLED.may_become
    assert set(UNDOABLE) == {B.COMPLETED, B.FAILED, B.STOPPED}
    assert B.RUNNING.may_follow == (B.FAILED,)


@pytest_asyncio.fixture
async def records(tmp_path: Path) -> AsyncIterator[Records]:
    records = await opened(tmp_path / "r.db")
    yield records
    await records.close()


@pytest.mark.parametrize("before", list(S))
@pytest.mark.parametrize("after", list(S))
async def test_a_move_that_no_state_allows_changes_nothing(
    records: Records, before: PlanStatus, after: PlanStatus
):
    row = {"id": "p", "thread_id": "t", "status": before, "plan_version": 1, "subject": {}}
    dated = {**row, "created_at": 0.0, "expires_at": 1.0}
    await records.write(lambda c: c.execute(insert(approvals).values(dated)))
    await records.write(lambda c: c.execute(moved("p", after)))
    found = await records.read(lambda c: c.execute(select(approvals.c.status)).scalar_one())
    assert found == (after if after in before.may_become else before)


async def test_a_build_that_is_undone_cannot_be_finished_again(records: Records):
    plans = Plans(records, 60, KINDS)
    await plans.start_build("b", "t", Plan((), Counts()), Construction())
    await plans.finish_build("b", B.COMPLETED, {})
    await plans.finish_build("b", B.UNDONE, {})
    for status in B:
        with pytest.raises(Conflict):
            await plans.finish_build("b", status, {})
    assert (await plans.build("b")).status is B.UNDONE
