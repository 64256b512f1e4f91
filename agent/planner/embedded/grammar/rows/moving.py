"""A day of a row that comes later, or earlier, than it was."""

import re
from datetime import date
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Refused
from agent.planner.embedded.grammar.text.shifts import Shift
from agent.planner.embedded.grammar.text.tokens import Token

_DAY = re.compile(r"\d{1,2}\D{0,2}")  # of no month


def moved(value: Any, shift: Shift, *, whole: bool = True) -> Any:
    """A date's value with both its days moved, or of a span only the last; its times stay.

    Raises Refused for a day in a time zone of its own, and where there is no such day.
    """
    if value.get("time_zone"):
        raise Refused
    start, end = value["start"], value.get("end")
    if whole or not end:
        start = _day_moved(start, shift)
    return {"start": start, "end": _day_moved(end, shift)} if end else start


def passed(token: Token, today: date) -> str:
    """A day that was: one of a month without a year that is to come was last year's, and one
    without a month was last month's."""
    day = str(token.value)
    ahead = day[:10] > today.isoformat() and any(map(str.isdigit, token.text))
    if ahead and _DAY.fullmatch(token.text):
        return _day_moved(day, Shift(months=-1))
    return f"{int(day[:4]) - 1}{day[4:]}" if ahead else day


def _day_moved(said: str, shift: Shift) -> str:
    try:
        day = shift.of(date.fromisoformat(said[:10]))
    except (ValueError, OverflowError):
        raise Refused from None
    return f"{day.isoformat()}{said[10:]}"
