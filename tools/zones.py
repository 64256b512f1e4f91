"""Time zones by their IANA names, and which day it is in one."""

from datetime import UTC, date, datetime
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
