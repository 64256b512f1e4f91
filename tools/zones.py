"""Time zones by their IANA names, and which day it is in one."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def known_zone(name: str) -> str:
    """The same name. Raises ValueError where there is no such zone."""
    try:
        ZoneInfo(name)
    except (LookupError, OSError, ValueError):  # what looks like a path is looked for as one
        raise ValueError(f"{name} is no time zone, such as Asia/Seoul") from None
    return name


def today_in(name: str | None) -> date:
    """Which day it is in a zone; without one, where this machine is."""
    return datetime.now(UTC).astimezone(None if name is None else ZoneInfo(name)).date()


def begins(day: date, name: str | None) -> datetime:
    """The moment, in UTC, at which a day begins in a zone."""
    midnight = datetime.combine(day, time())
    local = midnight.astimezone() if name is None else midnight.replace(tzinfo=ZoneInfo(name))
    return local.astimezone(UTC)


def day_of(moment: datetime, name: str | None) -> date:
    """Which day a moment is of in a zone."""
    return moment.astimezone(None if name is None else ZoneInfo(name)).date()


def offset_now(name: str | None) -> timedelta:
    """How far a zone is ahead of UTC at present."""
    found = datetime.now(UTC).astimezone(None if name is None else ZoneInfo(name)).utcoffset()
    return found or timedelta()
