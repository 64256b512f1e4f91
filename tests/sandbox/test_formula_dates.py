"""Functions on dates."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion.formula import Context, DateValue, Formula, as_text

SEOUL = timezone(timedelta(hours=9))
NOW = datetime(2026, 11, 21, 9, 30, 15, tzinfo=SEOUL)


def value(expression, now=NOW, **values):
    return Formula.parse(expression).evaluate(Context(values, now))


def day(text):
    return DateValue(date.fromisoformat(text))


def test_now_is_cut_to_the_minute_and_today_is_a_bare_day():
    assert value("now()") == DateValue(datetime(2026, 11, 21, 9, 30, tzinfo=SEOUL))
    assert value("today()") == day("2026-11-21")


@pytest.mark.parametrize(
    ("due", "unit", "expected"),
    [
        ("2026-11-25", "days", 3),
        ("2026-11-14", "days", -7),
        ("2026-12-25", "weeks", 4),
        ("2027-11-21", "months", 11),
        ("2027-11-22", "years", 1),
        ("2025-11-21", "years", -1),
        ("2027-11-22", "quarters", 4),
        ("2026-11-22", "hours", 14),
        ("2026-11-22", "minutes", 870),
    ],
)
def test_date_between_counts_whole_units_from_the_second_to_the_first(due, unit, expected):
    assert value(f'dateBetween(prop("Due"), now(), "{unit}")', Due=day(due)) == expected


def test_between_days_counts_days():
    between = 'dateBetween(prop("End"), prop("Start"), "days")'

    assert value(between, End=day("2026-03-01"), Start=day("2026-02-01")) == 28


def test_no_date_is_no_time_apart():
    assert value('dateBetween(prop("Due"), now(), "days")', Due=None) is None


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('dateAdd(prop("D"), 1, "months")', "2026-02-28"),
        ('dateAdd(prop("D"), 1, "years")', "2027-01-31"),
        ('dateAdd(prop("D"), 1, "quarter")', "2026-04-30"),
        ('prop("D").dateAdd(2, "weeks")', "2026-02-14"),
        ('dateSubtract(prop("D"), 31, "days")', "2025-12-31"),
    ],
)
def test_adding_to_a_day_gives_a_day_of_the_calendar(expression, expected):
    assert value(expression, D=day("2026-01-31")) == day(expected)


def test_adding_to_no_date_gives_no_date():
    assert value('dateAdd(prop("D"), 1, "days")', D=None) is None


def test_adding_hours_to_a_day_starts_at_its_midnight():
    assert value('dateAdd(prop("D"), 3, "hours")', D=day("2026-01-31")) == DateValue(
        datetime(2026, 1, 31, 3, tzinfo=SEOUL)
    )


def test_adding_to_a_range_starts_from_its_start():
    span = DateValue(date(2026, 1, 1), date(2026, 1, 9))

    assert value('dateAdd(prop("D"), 1, "days")', D=span) == day("2026-01-02")


def test_ranges_have_a_start_and_an_end():
    span = DateValue(date(2026, 1, 1), date(2026, 1, 9))

    assert value('dateRange(parseDate("2026"), parseDate("2026-01-09"))') == span
    assert value('dateStart(prop("D"))', D=span) == day("2026-01-01")
    assert value('dateEnd(prop("D"))', D=span) == day("2026-01-09")
    assert value('end(prop("D"))', D=day("2026-01-01")) == day("2026-01-01")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("year(now())", 2026),
        ("month(now())", 11),
        ("date(now())", 21),
        ("day(now())", 6),
        ("week(now())", 47),
        ("hour(now())", 9),
        ("minute(now())", 30),
        ("timestamp(fromTimestamp(1500))", 1500),
        ('year(prop("Nothing"))', None),
    ],
)
def test_parts_of_a_date(expression, expected):
    assert value(expression) == expected


def test_parts_are_those_of_the_readers_time_zone():
    late = DateValue(datetime(2026, 11, 20, 23, 0, tzinfo=UTC))

    assert value('date(prop("D"))', D=late) == 21
    assert value('hour(prop("D"))', D=late) == 8


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("YYYY-MM-DD", "2026-11-21"),
        ("YYYY년 M월 D일", "2026년 11월 21일"),
        ("MMMM Do, YYYY", "November 21st, 2026"),
        ("ddd h:mm A", "Sat 9:30 AM"),
        ("HH:mm:ss Z", "09:30:00 +09:00"),
        ("[Week] W", "Week 47"),
        ("LL", "November 21, 2026"),
        ("[Q]Q", "Q4"),
        ("X", "1795221000"),
    ],
)
def test_format_date_writes_patterns(pattern, expected):
    assert value(f'formatDate(now(), "{pattern}")') == expected


def test_formatting_no_date_gives_no_text():
    assert value('formatDate(prop("Due"), "YYYY")', Due=None) == ""


def test_dates_read_as_in_notion():
    assert as_text(day("2026-06-20")) == "June 20, 2026"
    assert as_text(DateValue(datetime(2026, 6, 20, 14, 3, tzinfo=UTC))) == "June 20, 2026 2:03 PM"
    assert as_text(DateValue(date(2026, 1, 1), date(2026, 2, 1))) == (
        "January 1, 2026 → February 1, 2026"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-02", DateValue(date(2026, 2, 1))),
        ("2026-02-03", DateValue(date(2026, 2, 3))),
        ("2026-02-03T10:00:00Z", DateValue(datetime(2026, 2, 3, 10, tzinfo=UTC))),
        ("내일", None),
        ("", None),
    ],
)
def test_parse_date_reads_iso_dates(text, expected):
    assert value(f'parseDate("{text}")') == expected


def test_days_and_times_compare_by_the_readers_midnight():
    overdue = 'prop("Due") < now()'

    assert value(overdue, Due=day("2026-11-21")) is True
    assert value(overdue, Due=day("2026-11-22")) is False
    assert value('prop("Due") == today()', Due=day("2026-11-21")) is True


@pytest.mark.parametrize(
    "expression",
    [
        'dateAdd(now(), 1, "eons")',
        'dateAdd(now(), 99999, "years")',
        'year("2026")',
        "fromTimestamp(1e30)",
    ],
)
def test_what_is_no_date_is_empty(expression):
    assert value(expression) is None


DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(DAYS, st.integers(-5000, 5000))
def test_added_days_are_counted_between(start, amount):
    between = 'dateBetween(dateAdd(prop("D"), prop("N"), "days"), prop("D"), "days")'

    assert value(between, D=DateValue(start), N=amount) == amount


@given(DAYS, DAYS, st.sampled_from(["years", "quarters", "months", "weeks", "days", "hours"]))
def test_time_apart_changes_its_sign_with_the_order(one, other, unit):
    between = f'dateBetween(prop("A"), prop("B"), "{unit}")'
    forward = value(between, A=DateValue(one), B=DateValue(other))

    assert forward == -value(between, A=DateValue(other), B=DateValue(one))
