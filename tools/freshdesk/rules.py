"""Rules by which something comes again and again: five fields of cron, in a time zone. Pure."""

import re
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from croniter import croniter
from croniter.croniter import CroniterError

from tools.errors import Problem, ValidationFailed
from tools.zones import known_zone

_NAMES = "MON|TUE|WED|THU|FRI|SAT|SUN|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
_FIELD = re.compile(rf"(?:\d{{1,2}}|{_NAMES}|[*,/-])+", re.IGNORECASE)


def checked(cron: str, timezone: str) -> tuple[str, str]:
    """A rule of five fields and its time zone, both usable.

    Raises ValidationFailed. Day and weekday together are refused: programs differ on whether both
    must fit or either.
    """
    fields = cron.split()
    day, weekday = (fields[2], fields[4]) if len(fields) == 5 else ("", "")
    problems = []
    if len(fields) != 5 or not all(map(_FIELD.fullmatch, fields)):
        problems.append(Problem("schedule", "bad_cron"))
    elif "*" not in (day, weekday):
        problems.append(Problem("schedule", "cron_day_and_weekday"))
    try:
        known_zone(timezone)
    except ValueError:
        problems.append(Problem("timezone", "bad_time_zone"))
    if not problems:
        try:
            next_times(" ".join(fields), timezone, 0.0)
        except CroniterError:
            problems.append(Problem("schedule", "bad_cron"))
    if problems:
        raise ValidationFailed("the schedule cannot be meant", problems)
    return " ".join(fields), timezone


def next_times(cron: str, timezone: str, after: float, count: int = 1) -> list[float]:
    """The next times of a rule, in seconds since 1970. Pure."""
    zone, found = ZoneInfo(timezone), [after]
    for _ in range(count):
        found.append(_next(cron, zone, found[-1]))
    return found[1:]


def _next(cron: str, zone: tzinfo, after: float) -> float:
    """On the local calendar, without any zone, each date has each time once: so nothing runs twice
    when clocks fall back, and what falls into the hour that they skip runs right after it."""
    local = datetime.fromtimestamp(after, zone).replace(tzinfo=None)
    rule = croniter(cron, local)
    while True:
        moment: datetime = rule.get_next(datetime)
        when = moment.replace(tzinfo=zone).timestamp()
        if when > after:
            return when
