"""Schedules come when their rule says, in their time zone, once."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.freshdesk.helpdesks import account_of, app_of
from tests.freshdesk.working import DOMAIN, VAULT_KEY, working
from tools.errors import NotFound, ValidationFailed
from tools.freshdesk.schedules import Schedules, checked, next_times
from tools.freshdesk.states import Priority, Status
from tools.freshdesk.work import Wanted
from tools.vault import Vault

LONG = 60.0


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


async def test_a_due_schedule_begins_one_job_and_no_other_before_that_is_over(tmp_path):
    async with working(tmp_path, app_of(account_of(3))) as ingest:
        records = ingest.jobs._records
        schedules = Schedules(records, Vault(records, VAULT_KEY), ingest)
        made = await schedules.add(
            "shop",
            DOMAIN,
            "demo",
            Wanted(),
            priority=Priority.LOW,
            cron="0 2 * * *",
            timezone="UTC",
        )
        await schedules.begin_due()
        assert (await ingest.jobs.find(None)).total == 0
        await schedules.put(made.id, next_run=0.0)
        await schedules.begin_due()
        [found] = await schedules.list(["shop"])
        assert found.next_run > datetime.now(UTC).timestamp()
        assert found.last_job_id is not None
        job = await ingest.following.ended(found.last_job_id, LONG)
        assert (job.status, job.priority, job.schedule_id) == (
            Status.COMPLETED,
            Priority.LOW,
            made.id,
        )
        held = await ingest.begin("shop", DOMAIN, "demo", Wanted(), held=True)
        await schedules.put(made.id, next_run=0.0, last_job_id=held.id)
        await schedules.begin_due()
        assert (await ingest.jobs.find(None)).total == 2


async def test_a_dropped_schedule_takes_its_key_along(tmp_path):
    async with working(tmp_path, app_of(account_of(1))) as ingest:
        records = ingest.jobs._records
        vault = Vault(records, VAULT_KEY)
        schedules = Schedules(records, vault, ingest)
        options = {"priority": Priority.LOW, "cron": "0 2 * * *", "timezone": "UTC"}
        made = await schedules.add("shop", DOMAIN, "demo", Wanted(), **options)
        with pytest.raises(NotFound):
            await schedules.drop(made.id, ["other"])
        await schedules.drop(made.id, ["shop"])
        assert await schedules.list(None) == []
        assert await vault.get(made.secret) is None
