"""Times as Notion writes them, and the dates that people write."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.notion import checks
from sandbox.notion.checks import Place

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_KEYS = frozenset({"start", "end", "time_zone"})


def stamp(moment: datetime) -> str:
    """A moment as records keep it: UTC, milliseconds, `Z`."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def minute(stamped: str) -> str:
    """A stamp cut to the minute, as pages, blocks and comments show it."""
    return f"{stamped[:17]}00.000Z"


def precise(stamped: str) -> str:
    """A stamp with its milliseconds and an offset, as databases and views show it."""
    return f"{stamped[:-1]}+00:00"


def read_date(value: Any, place: Place) -> dict[str, Any]:
    """A date or range; date-times come back cut to the minute, with an offset."""
    found = checks.mapping(value, place, _KEYS)
    zone = _zone(found.get("time_zone"), (place, "time_zone"))
    start = _read_moment(*checks.member(found, "start", place), zone)
    end = found.get("end")
    return {
        "start": start,
        "end": None if end is None else _read_moment(end, (place, "end"), zone),
        "time_zone": None,
    }


def zone_named(name: str) -> ZoneInfo | None:
    """The time zone of an IANA name; None where there is no such zone."""
    try:
        return ZoneInfo(name)
    # The name of a zone is looked up as that of a file: a folder or a long name is an OSError.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _zone(value: Any, place: Place) -> ZoneInfo | None:
    if value is None:
        return None
    return zone_named(checks.string(value, place)) or checks.refuse(
        place, "a valid time zone", value
    )


def _read_moment(value: Any, place: Place, zone: ZoneInfo | None) -> str:
    written = checks.string(value, place)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        checks.refuse(place, "a valid ISO 8601 date string", value)
    # A date alone has no zone and stays as it is.
    if _DATE.fullmatch(written):
        return written
    if zone is not None:
        moment = moment.replace(tzinfo=zone)
    elif moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.replace(second=0, microsecond=0).isoformat(timespec="milliseconds")
