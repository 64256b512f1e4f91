"""Schedules come when their rule says, in their time zone, once."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sandbox.freshdesk import App
from tests.freshdesk.helpdesks import account_of, app_of
from tests.freshdesk.working import DOMAIN, VAULT_KEY, working
from tools.errors import Conflict, NotFound, ValidationFailed
from tools.freshdesk import jobs
from tools.freshdesk import schedules as schedules_module
from tools.freshdesk.ingest import Ingest
from tools.freshdesk.rules import checked, next_times
from tools.freshdesk.schedules import AGAIN_SECONDS, Schedule, Schedules
from tools.freshdesk.states import Priority, Status
from tools.freshdesk.work import Wanted
from tools.vault import Vault

LONG = 60.0


class Crash(BaseException):
    """As if the process had ended here."""


def at(text: str, zone: str = "UTC") -> float:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp()


def shown(times: list[float], zone: str) -> list[str]:
    return [datetime.fromtimestamp(time, ZoneInfo(zone)).isoformat() for time in times]


def test_a_rule_is_of_its_time_zone():
    times = next_times("0 2 * * *", "Asia/Seoul", at("2026-11-28T12:00:00"), 2)
    assert shown(times, "UTC") == ["2026-11-28T17:00:00+00:00", "2026-11-29T17:00:00+00:00"]


def test_nothing_runs_twice_when_clocks_fall_back():
    times = next_times("30 1 * * *", "America/New_York", at("2026-10-31T12:00:00"), 2)
    assert shown(times, "America/New_York") == [
        "2026-11-01T01:30:00-04:00",
        "2026-11-02T01:30:00-05:00",
    ]


def test_what_falls_into_a_skipped_hour_runs_right_after_it():
    times = next_times("30 2 * * *", "Europe/Berlin", at("2026-03-28T12:00:00"), 2)
    assert shown(times, "Europe/Berlin") == [
        "2026-03-29T03:30:00+02:00",
        "2026-03-30T02:30:00+02:00",
    ]


def test_times_always_rise_through_a_year_of_clock_changes():
    times = next_times("*/20 * * * *", "Europe/Berlin", at("2026-10-24T00:00:00"), 200)
    assert times == sorted(set(times))


@pytest.mark.parametrize(
    ("cron", "zone", "rule"),
    [
        ("* * * *", "UTC", "bad_cron"),
        ("* * * * * *", "UTC", "bad_cron"),
        ("@daily", "UTC", "bad_cron"),
        ("0 25 * * *", "UTC", "bad_cron"),
        ("0 0 31 2 *", "UTC", "bad_cron"),
        ("R R * * *", "UTC", "bad_cron"),
        ("0 0 L * *", "UTC", "bad_cron"),
        ("*/0 * * * *", "UTC", "bad_cron"),
        ("", "UTC", "bad_cron"),
        ("0 0 1 * MON", "UTC", "cron_day_and_weekday"),
        ("0 0 */2 * MON", "UTC", "cron_day_and_weekday"),
        ("0 0 * * *", "Mars/Base", "bad_time_zone"),
        ("0 0 * * *", "../etc/passwd", "bad_time_zone"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(cron, zone, rule):
    with pytest.raises(ValidationFailed) as caught:
        checked(cron, zone)
    assert [problem.rule for problem in caught.value.problems] == [rule]


@pytest.mark.parametrize(
    "cron", ["0 2 * * *", "*/15 9-18 * * MON-FRI", "0 0 1,15 * *", "5 4 * * 0"]
)
def test_a_rule_that_can_be_meant_is_taken(cron):
    assert checked(f" {cron} ", "Asia/Tokyo") == (cron, "Asia/Tokyo")


@asynccontextmanager
async def scheduling(folder: Path, app: App) -> AsyncIterator[tuple[Schedules, Ingest]]:
    async with working(folder, app) as ingest:
        records = ingest.jobs._records
        yield Schedules(records, Vault(records, VAULT_KEY), ingest), ingest


async def begun(schedules: Schedules, ingest: Ingest, company: str = "shop") -> Schedule:
    """A schedule whose first job is over."""
    options = {"priority": Priority.LOW, "cron": "0 2 * * *", "timezone": "UTC"}
    made, job = await schedules.begin(company, DOMAIN, "demo", Wanted(), **options)
    await ingest.following.ended(job.id, LONG)
    return made


async def test_a_due_schedule_begins_one_job_and_no_other_before_that_is_over(tmp_path):
    async with scheduling(tmp_path, app_of(account_of(3))) as (schedules, ingest):
        made = await begun(schedules, ingest)
        await schedules.begin_due()
        assert (await ingest.jobs.find(None)).total == 1
        await schedules.put(made.id, next_run=0.0)
        await schedules.begin_due()
        [found] = await schedules.list(["shop"])
        assert found.next_run == found.following
        assert found.last_job_id != made.last_job_id
        job = await ingest.following.ended(found.last_job_id, LONG)
        assert (job.status, job.priority, job.schedule_id) == (
            Status.COMPLETED,
            Priority.LOW,
            made.id,
        )
        held = await ingest.begin("shop", DOMAIN, "demo", Wanted(), held=True)
        await schedules.put(made.id, next_run=0.0, last_job_id=held.id)
        await schedules.begin_due()
        assert (await ingest.jobs.find(None)).total == 3
        [found] = await schedules.list(["shop"])
        assert found.next_run == found.following


async def test_what_a_helpdesk_that_was_down_kept_from_beginning_is_tried_again_soon(tmp_path):
    app = app_of(account_of(3))
    async with scheduling(tmp_path, app) as (schedules, ingest):
        made = await begun(schedules, ingest)
        await schedules.put(made.id, next_run=0.0)
        app.faults.inject(".", 503, times=100)
        await schedules.begin_due()
        [found] = await schedules.list(["shop"])
        assert found.fault["reason"] == "freshdesk_error"
        assert 0 < found.next_run - time.time() <= AGAIN_SECONDS < found.following - time.time()

        app.faults.clear()
        await schedules.put(made.id, next_run=0.0)
        await schedules.begin_due()
        [found] = await schedules.list(["shop"])
        assert (found.fault, found.next_run) == (None, found.following)
        assert found.last_job_id != made.last_job_id


async def test_a_key_that_the_helpdesk_refuses_is_not_tried_before_the_next_time(tmp_path):
    app = app_of(account_of(3))
    async with scheduling(tmp_path, app) as (schedules, ingest):
        made = await begun(schedules, ingest)
        await schedules.put(made.id, next_run=0.0)
        app.faults.inject(".", 401)
        await schedules.begin_due()
        [found] = await schedules.list(["shop"])
        assert found.fault["reason"] == "freshdesk_auth_failed"
        assert found.next_run == found.following


async def test_a_crash_before_a_job_is_begun_loses_no_time_of_a_schedule(tmp_path, monkeypatch):
    async with scheduling(tmp_path, app_of(account_of(3))) as (schedules, ingest):
        made = await begun(schedules, ingest)
        await schedules.put(made.id, next_run=0.0)

        def crash(*_: Any) -> None:
            raise Crash

        with monkeypatch.context() as crashing:
            crashing.setattr(jobs, "job_of", crash)
            with pytest.raises(Crash):
                await schedules.begin_due()
        [found] = await schedules.list(["shop"])
        assert 0 < found.next_run - time.time() <= AGAIN_SECONDS


async def test_a_job_that_comes_again_is_begun_with_its_schedule_or_not_at_all(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(schedules_module, "MOST_OF_COMPANY", 1)
    async with scheduling(tmp_path, app_of(account_of(1))) as (schedules, ingest):
        await begun(schedules, ingest)
        with pytest.raises(Conflict) as refused:
            await begun(schedules, ingest)
        assert refused.value.reason == "too_many_schedules"
        assert (await ingest.jobs.find(["shop"])).total == 1
        await begun(schedules, ingest, "another")


async def test_however_many_schedules_there_are_each_that_is_due_begins(tmp_path, monkeypatch):
    monkeypatch.setattr(schedules_module, "MOST_DUE", 1)
    async with scheduling(tmp_path, app_of(account_of(1))) as (schedules, ingest):
        for company in ("one", "two"):
            made = await begun(schedules, ingest, company)
            await schedules.put(made.id, next_run=0.0)
        for total in (3, 4):
            assert await schedules._until_next() == 1.0
            await schedules.begin_due()
            assert (await ingest.jobs.find(None)).total == total


async def test_a_dropped_schedule_takes_its_key_along(tmp_path):
    async with scheduling(tmp_path, app_of(account_of(1))) as (schedules, ingest):
        made = await begun(schedules, ingest)
        with pytest.raises(NotFound):
            await schedules.drop(made.id, ["other"])
        await schedules.drop(made.id, ["shop"])
        assert await schedules.list(None) == []
        assert await schedules._vault.get(made.secret) is None
