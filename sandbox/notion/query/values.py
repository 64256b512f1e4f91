"""Property values of the Notion API's JSON, read as plain Python values.

Every reader takes any property value: one of another type reads as empty.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, tzinfo
from typing import Any

PropertyValue = Mapping[str, Any]
Moment = date | datetime
Number = int | float

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T.+)?")


def unwrapped(value: PropertyValue) -> PropertyValue:
    """The value that a formula or a rollup holds; any other value itself."""
    while value.get("type") in ("formula", "rollup"):
        value = value.get(value["type"]) or {}
    return value


def content(value: PropertyValue) -> Any:
    """What stands under the key of the value's type, None if nothing does."""
    inner = unwrapped(value)
    return inner.get(inner.get("type", ""))


def leaves(value: PropertyValue) -> Iterator[PropertyValue]:
    """The single values of a rollup, however deep; any other value itself."""
    inner = unwrapped(value)
    if inner.get("type") != "array":
        yield inner
        return
    for entry in inner["array"]:
        yield from leaves(entry)


def text(value: PropertyValue) -> str:
    """The plain text of a text, a link, an option, a user or a text formula."""
    held = content(value)
    if isinstance(held, str):
        return held
    if isinstance(held, Mapping):
        return str(held.get("name") or "")
    if isinstance(held, list):
        return "".join(_run_text(run) for run in held)
    return ""


def _run_text(run: Mapping[str, Any]) -> str:
    return str(run.get("plain_text") or (run.get("text") or {}).get("content") or "")


def number(value: PropertyValue) -> Number | None:
    """The number of a number, a unique id or a number formula."""
    held = content(value)
    if isinstance(held, Mapping):
        held = held.get("number")
    return held if isinstance(held, int | float) and not isinstance(held, bool) else None


def checked(value: PropertyValue) -> bool:
    """Whether a checkbox or a boolean formula is true."""
    return content(value) is True


def items(value: PropertyValue) -> list[Mapping[str, Any]]:
    """The options, users, pages or files of a value, one of a kind or many."""
    held = content(value)
    if isinstance(held, Mapping):
        return [held]
    return [item for item in held if isinstance(item, Mapping)] if isinstance(held, list) else []


def span(value: PropertyValue) -> tuple[Moment, Moment] | None:
    """Start and end of a date or a timestamp, the same moment twice without an end."""
    held = content(value)
    if isinstance(held, str):
        held = {"start": held}
    if not isinstance(held, Mapping):
        return None
    start = parse_moment(held.get("start"))
    return None if start is None else (start, parse_moment(held.get("end")) or start)


def is_empty(value: PropertyValue) -> bool:
    """Whether nothing is filled in. A checkbox is never empty: unchecked is an answer."""
    held = content(value)
    if unwrapped(value).get("type") == "unique_id":
        # An id without a number still has its prefix.
        return number(value) is None
    if unwrapped(value).get("type") in ("title", "rich_text"):
        return not text(value)
    return held is None or held in ("", [])


def parse_moment(written: Any) -> Moment | None:
    """An ISO 8601 day or time; a time without offset is UTC. None if it is neither.

    Times of the first and last year of the calendar are refused: another time zone may lie outside.
    """
    if not isinstance(written, str) or not ISO_DATE.fullmatch(written):
        return None
    try:
        if "T" not in written:
            return date.fromisoformat(written)
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    if moment.year in (MINYEAR, MAXYEAR):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def instant(moment: Moment, zone: tzinfo) -> datetime:
    """The moment as a time; a bare day is its midnight in `zone`."""
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time(), zone)


def minute(moment: datetime) -> datetime:
    """The minute in which a moment lies."""
    return moment.replace(second=0, microsecond=0)


def day(moment: Moment, zone: tzinfo) -> date:
    """The calendar day of the moment, as seen in `zone`."""
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment
