"""Days of the calendar: the same day of another month, the last one, the one that is meant."""

import calendar
from datetime import date

LONG_GONE = 180  # days after which a date without a year is one of the next year


def plus_months(day: date, count: int) -> date:
    """The day of another month, its last one where it has no such day."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return day.replace(
        year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1])
    )


def nearest(month: int, day: int, today: date) -> date:
    """The day that is meant where no year is said: of the next one where it is long gone."""
    gone = (today - (this := today.replace(month=month, day=day))).days >= LONG_GONE
    return this.replace(year=today.year + 1) if gone else this


def last_of(first: date) -> date:
    """The last day of a month."""
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])
