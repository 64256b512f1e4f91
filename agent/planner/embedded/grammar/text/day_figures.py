"""Days written in figures with signs between them, and the weekday in brackets behind a day."""

import re
from datetime import date

from agent.planner.embedded.grammar.text.months import nearest
from agent.planner.embedded.text import spoken

_FIGURES = re.compile(r"\d+")
_BRACKETS = spoken("weekday", r"\s?[(（](?:{})[)）]")
_CENTURY = 100
_MONTHS, _DAYS = 12, 31
_AHEAD = 10  # years from now that two figures may mean


def written_day(text: str, today: date) -> date:
    """The day that figures say: year, month, day; or behind strokes the year last, the month first
    where it may be one. Of both ways that is meant which lies nearest to today.

    Raises ValueError for none.
    """
    parts = [int(part) for part in _FIGURES.findall(text)]
    if len(parts) == 2:
        return nearest(parts[0], parts[1], today)
    first, middle, last = parts
    orders = [(first, middle, last)]
    if "/" in text and first < _CENTURY:
        orders.append((last, first, middle) if first <= _MONTHS else (last, middle, first))
    days = list[date]()
    for year, month, day in orders:
        if 0 < month <= _MONTHS and 0 < day <= _DAYS:
            days.append(date(whole_year(year, today), month, day))
    return min(days, key=lambda day: abs(day - today))


def whole_year(year: int, today: date) -> int:
    """A year of which only two figures were said: of this century up to ten years ahead."""
    if year >= _CENTURY:
        return year
    year += today.year - today.year % _CENTURY
    return year - (_CENTURY if year > today.year + _AHEAD else 0)


def weekday_end(text: str, at: int) -> int:
    """Where the weekday in brackets behind a day ends ("12/20 (Sun)"), else the place."""
    found = _BRACKETS.match(text, at)
    return found.end() if found else at
