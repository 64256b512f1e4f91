"""Dates as people write them, in one order for a whole column. Pure.

`13.03.26` may be a day of 2026 or of 2013, `03/04/26` of March or of April: each row says which
orders it could be in, and only what fits all of them counts. Where several do and they differ,
nothing is guessed.
"""

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any

from tools.documents.paper import Cell

Json = dict[str, Any]
Value = str | Json

_ORDERS = ("ymd", "dmy", "mdy")
_YEAR_FIRST = (
    "ko",
    "ja",
)  # who write 26.03.13 for the 13th of March; others put no short year first
_YEARS = range(1900, 2200)
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september",
         "october", "november", "december"), 1)
    for name in (names, names[:3], *(("sept",) if number == 9 else ()))
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = (
    r"(?:\s*[(（]?(?:[월화수목금토일月火水木金土日](?:요일|曜日?)?"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)[)）]?,?)?"
)
_TIME = (
    r"(?:[\sT,]*(?P<half>오전|오후|午前|午後|am|pm)?\s*(?P<hour>\d{1,2})(?::|시\s*|時)"
    r"(?P<minute>\d{2})?(?:분|分)?(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?P<half2>am|pm)?"
    r"\s*(?P<zone>z|[+-]\d{2}:?\d{2}|\((?:gmt|utc)(?:[+-]\d{1,2}(?::?\d{2})?)?\)|utc|kst|jst)?)?"
)
_FORMS = [
    re.compile(form + _WEEKDAY + _TIME + r"\s*", re.IGNORECASE)
    for form in (
        r"\s*@?(?P<y>\d{4})\s*(?P<sep>[-/.])\s*(?P<m>\d{1,2})\s*(?P=sep)\s*(?P<d>\d{1,2})\.?",
        r"\s*(?P<y>\d{2,4})[年년]\s*(?P<m>\d{1,2})[月월]\s*(?P<d>\d{1,2})[日일]",
        rf"\s*@?(?P<mon>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})",
        rf"\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-](?P<mon>{_MONTH})\.?,?[\s-](?P<y>\d{{4}})",
        r"\s*(?P<a>\d{1,2})(?P<sep>[-/.])\s?(?P<b>\d{1,2})(?P=sep)\s?(?P<c>\d{4}|\d{2})\.?",
        r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})",
    )
]
_RANGE = re.compile(r"\s*(?:→|~|〜|～)\s*|\s+(?:to|–)\s+")


@dataclass(frozen=True)
class Day:
    """A moment as it was written, in one of the orders that it could be in."""

    day: date
    clock: time | None = None
    zone: str = ""

    def iso(self) -> str:
        if self.clock is None:
            return self.day.isoformat()
        return f"{self.day.isoformat()}T{self.clock.isoformat('seconds')}{self.zone}"


Reading = dict[str, tuple[Day, ...]]  # by order: one moment, or the two of a range


@dataclass(frozen=True)
class Dates:
    """A column of dates, as a blueprint has them."""

    values: list[Value]


def dates(cells: Sequence[Cell], language: str, zone: str | None = None) -> Dates | str | None:
    """The dates of cells that are not empty; the rule why they are none where they nearly are, None
    where they are something else. `zone` is that of times of day (an IANA name)."""
    readings = list[Reading]()
    for cell in cells:
        if not (reading := _read(cell)):
            return None
        readings.append(reading)
    known = _ORDERS if language in _YEAR_FIRST else _ORDERS[1:]
    orders = [order for order in known if all(order in reading for reading in readings)]
    if not orders:
        return "mixed_dates"
    order = _order(readings, orders)
    if order is None:
        return "ambiguous_dates"
    return Dates([_value(reading[order], zone) for reading in readings])


def is_date(cell: Cell) -> bool:
    """Whether a cell by itself is a date, in whatever order."""
    return bool(_read(cell))


def _order(readings: Sequence[Reading], orders: Sequence[str]) -> str | None:
    """The order that is meant: one as good as another where they come to the same; else the one
    in which all years are near each other, where in the others they are not."""
    if all(len({reading[order] for order in orders}) == 1 for reading in readings):
        return orders[0]
    spans = sorted((_span(readings, order), order) for order in orders)
    apart = 1 if spans[0][0] == 0 else 2  # years; all in one is no chance
    return spans[0][1] if spans[0][0] + apart <= spans[1][0] else None


def _span(readings: Sequence[Reading], order: str) -> int:
    years = [day.day.year for reading in readings for day in reading[order]]
    return max(years) - min(years)


def _value(days: tuple[Day, ...], zone: str | None) -> Value:
    start = days[0].iso()
    has_time = any(day.clock is not None and not day.zone for day in days)
    if len(days) == 1 and not (has_time and zone):
        return start
    value: Json = {"start": start}
    if len(days) > 1:
        value["end"] = days[1].iso()
    if has_time and zone:
        value["time_zone"] = zone
    return value


def _read(cell: Cell) -> Reading:
    match cell:
        case datetime():
            clock = cell.time() if cell.time() != time() else None
            return _in_any((Day(cell.date(), clock),))
        case date():
            return _in_any((Day(cell),))
        case str():
            return _read_text(cell.strip())
        case _:
            return {}


def _in_any(days: tuple[Day, ...]) -> Reading:
    return dict.fromkeys(_ORDERS, days)


def _read_text(text: str) -> Reading:
    if not 6 <= len(text) <= 120 or not any(map(str.isdigit, text)):
        return {}
    if len(text) == 10 and text[4] == text[7] == "-":  # what programs write needs no more than this
        with contextlib.suppress(ValueError):
            return _in_any((Day(date.fromisoformat(text)),))
    parts = _RANGE.split(text)
    if len(parts) > 2:
        return {}
    found = [dict(_moments(part)) for part in parts]
    return {
        order: tuple(part[order] for part in found)
        for order in _ORDERS
        if all(order in part for part in found) and _forward([part[order] for part in found])
    }


def _forward(days: Sequence[Day]) -> bool:
    return all(a.iso()[:19] <= b.iso()[:19] for a, b in pairwise(days))


def _moments(text: str) -> Iterator[tuple[str, Day]]:
    """A moment in each of the orders in which it can be read."""
    match = next((m for form in _FORMS if (m := form.fullmatch(text))), None)
    if match is None:
        return
    given = match.groupdict()
    try:
        clock, zone = _clock(given)
    except ValueError:
        return
    for order in _ORDERS:
        day = _day(given, order)
        if day is not None:
            yield order, Day(day, clock, zone)


def _day(given: dict[str, str | None], order: str) -> date | None:
    if given.get("a") is None:
        month = given.get("m") or _MONTHS[(given["mon"] or "").lower()]
        return _date(given["y"], month, given["d"])
    named = dict(zip(order, (given["a"], given["b"], given["c"]), strict=True))
    if order == "ymd" and len(given["c"] or "") == 4:
        return None
    return _date(named["y"], named["m"], named["d"])


def _date(year: str | None, month: str | int | None, day: str | None) -> date | None:
    number = int(year or 0)
    if len(year or "") < 3:
        number += 2000 if number < 70 else 1900
    try:
        found = date(number, int(month or 0), int(day or 0))
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def _clock(given: dict[str, str | None]) -> tuple[time | None, str]:
    """The time of day, and its zone as ISO 8601 writes it. Raises ValueError for 25:00."""
    if not given.get("hour"):
        return None, ""
    hour, half = int(given["hour"] or 0), (given["half"] or given["half2"] or "").lower()
    if half in ("pm", "오후", "午後") and hour < 12:
        hour += 12
    elif half in ("am", "오전", "午前") and hour == 12:
        hour = 0
    clock = time(hour, int(given["minute"] or 0), int(given["second"] or 0))
    return clock, _zone((given["zone"] or "").lower().strip("()"))


def _zone(name: str) -> str:
    if name in ("", "z", "utc", "gmt", "kst", "jst"):
        return {"": "", "kst": "+09:00", "jst": "+09:00"}.get(name, "+00:00")
    sign, rest = re.sub("gmt|utc", "", name)[0], re.sub(r"[^\d]", "", name)
    hours, minutes = (rest[:-2], rest[-2:]) if len(rest) > 2 else (rest, "00")
    return f"{sign}{int(hours):02}:{minutes}"
