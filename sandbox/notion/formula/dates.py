"""Functions on dates. Hours and days are those of the time zone of the context's `now`."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from sandbox.notion.formula.date_format import format_moment
from sandbox.notion.formula.errors import EvaluationError
from sandbox.notion.formula.functions import DATE, NUMBER, STRING, Function, contextual, pure
from sandbox.notion.formula.values import (
    Context,
    DateValue,
    Moment,
    Value,
    as_date,
    as_number,
    as_text,
    bounded,
    instant,
)

MONTHS = {"years": 12, "quarters": 3, "months": 1}
DAYS = {"weeks": 7, "days": 1}
SECONDS = {"hours": 3600.0, "minutes": 60.0, "seconds": 1.0, "milliseconds": 0.001}
DAY_SECONDS = 86400.0

YEAR_OR_MONTH = re.compile(r"\d{4}(-\d{2})?")


def _unit(value: Value) -> str:
    unit = as_text(value)
    unit = unit if unit.endswith("s") else f"{unit}s"
    if unit not in MONTHS | DAYS | SECONDS:
        raise EvaluationError(f"Unknown unit {unit}; use years, months, weeks, days, hours, …")
    return unit


def _local(context: Context, value: Value) -> datetime:
    """The start of a date as a time where the reader is."""
    zone = context.now.tzinfo or UTC
    return instant(as_date(value).start, zone).astimezone(zone)


def _shifted(context: Context, moment: Moment, amount: float, unit: str) -> Moment:
    if unit in MONTHS:
        return _months_later(moment, int(amount) * MONTHS[unit])
    # A bare day stays one: whole days never need a midnight.
    if unit in DAYS:
        return moment + timedelta(days=amount * DAYS[unit])
    return instant(moment, context.now.tzinfo) + timedelta(seconds=amount * SECONDS[unit])


def _months_later(moment: Moment, months: int) -> Moment:
    """The same day of a later month, or its last day if the month is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise EvaluationError(f"Year {year} is outside the calendar")
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _shift(sign: int) -> Callable[[Context, Value, Value, Value], Value]:
    """dateAdd and dateSubtract: they start from the start of a range and answer no range."""

    def apply(context: Context, value: Value, amount: Value, unit: Value) -> Value:
        if value is None:
            return None
        start = as_date(value).start
        return DateValue(_shifted(context, start, sign * as_number(amount), _unit(unit)))

    return apply


def _whole_months(earlier: datetime, later: datetime) -> int:
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    unfinished = (later.day, later.time()) < (earlier.day, earlier.time())
    return months - unfinished


def _between(context: Context, left: Value, right: Value, unit: Value) -> Value:
    """Whole units from `right` to `left`, negative if `left` is the earlier one."""
    if left is None or right is None:
        return None
    later, earlier, name = _local(context, left), _local(context, right), _unit(unit)
    if name in MONTHS:
        # Counted from the earlier one and then signed, so that both orders agree.
        backwards = later < earlier
        months = _whole_months(later, earlier) if backwards else _whole_months(earlier, later)
        whole = months // MONTHS[name]
        return -whole if backwards else whole
    length = SECONDS[name] if name in SECONDS else DAYS[name] * DAY_SECONDS
    return int((later - earlier) / timedelta(seconds=length))


def _range(start: Value, end: Value) -> Value:
    last = as_date(end)
    return DateValue(as_date(start).start, last.end or last.start)


def _start(value: Value) -> Value:
    return None if value is None else DateValue(as_date(value).start)


def _end(value: Value) -> Value:
    return None if value is None else DateValue(as_date(value).end or as_date(value).start)


def _format(context: Context, value: Value, pattern: Value) -> str:
    if value is None:
        return ""
    return format_moment(_local(context, value), bounded(as_text(pattern)))


def _parse(value: Value) -> Value:
    """An ISO 8601 year, month, day or time."""
    text = as_text(value).strip()
    if not text:
        return None
    if YEAR_OR_MONTH.fullmatch(text):
        text += "-01" if "-" in text else "-01-01"
    if "T" in text or " " in text:
        return DateValue(datetime.fromisoformat(text))
    return DateValue(date.fromisoformat(text))


def _part(read: Callable[[datetime], float]) -> Function:
    def apply(context: Context, value: Value) -> Value:
        return None if value is None else read(_local(context, value))

    return contextual(apply, NUMBER)


def _from_timestamp(context: Context, value: Value) -> Value:
    seconds = as_number(value) / 1000
    return DateValue(datetime.fromtimestamp(seconds, context.now.tzinfo or UTC))


def _now(context: Context) -> Value:
    return DateValue(context.now.replace(second=0, microsecond=0))


FUNCTIONS = {
    "now": contextual(_now, DATE, 0, 0),
    "today": contextual(lambda context: DateValue(context.now.date()), DATE, 0, 0),
    "dateAdd": contextual(_shift(1), DATE, 3, 3),
    "dateSubtract": contextual(_shift(-1), DATE, 3, 3),
    "dateBetween": contextual(_between, NUMBER, 3, 3),
    "dateRange": pure(_range, DATE, 2, 2),
    "dateStart": pure(_start, DATE),
    "dateEnd": pure(_end, DATE),
    "start": pure(_start, DATE),
    "end": pure(_end, DATE),
    "formatDate": contextual(_format, STRING, 2, 2),
    "parseDate": pure(_parse, DATE),
    "year": _part(lambda moment: moment.year),
    "month": _part(lambda moment: moment.month),
    "date": _part(lambda moment: moment.day),
    "day": _part(lambda moment: moment.isoweekday()),
    "week": _part(lambda moment: moment.isocalendar().week),
    "hour": _part(lambda moment: moment.hour),
    "minute": _part(lambda moment: moment.minute),
    "timestamp": _part(lambda moment: moment.timestamp() * 1000),
    "fromTimestamp": contextual(_from_timestamp, DATE),
}
