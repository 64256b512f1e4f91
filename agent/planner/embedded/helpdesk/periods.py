"""Since when and until when: days as the grammar reads them, and spans that lie behind. Pure."""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agent.planner.embedded.grammar.text.dates import with_dates
from agent.planner.embedded.grammar.text.lexis import folded, lexis
from agent.planner.embedded.grammar.text.months import plus_months
from agent.planner.embedded.grammar.text.tokens import Token, tokens_of
from agent.planner.embedded.helpdesk.pieces import Piece

_WEEK, _MONTHS = 7, 12
_MOST_DAYS = 36_500  # of a span: a century
_GENITIVE = "'s"
_FIGURES = re.compile(r"\d[-/.]\d")
# The senses of what the grammar reads as a time, beside figures.
_TIMED = (
    "day.",
    "week",
    "month",
    "range.",
    "span.",
    "unit.day",
    "unit.week",
    "unit.month",
    "unit.year",
)
_WEEKS = {"past_week": -1, "this_week": 0, "next_week": 1}
_MONTHLY = {"past_month": -1, "this_month": 0, "next_month": 1}


@dataclass(frozen=True)
class Period:
    """Whole days, both ends with them; None where it is open."""

    since: date | None = None
    until: date | None = None


def without_period(text: str, some: Sequence[Piece], today: date) -> tuple[str, Period]:
    """The text with blanks in the place of what speaks of a time, and that time; `some` are its
    pieces."""
    found, period = text, Period()
    for start, end, read in (*_behind(some, today), *_said(text, some, today)):
        if not found[start:end].strip():
            continue  # part of a longer phrase
        found = found[:start] + " " * (end - start) + found[end:]
        period = _both(period, read)
    return found, period


def _both(one: Period, other: Period) -> Period:
    """From the first of two days to the second; else what is said later tells more."""
    if one.since and one.since == one.until and other.since and other.since == other.until:
        first, last = sorted((one.since, other.since))
        return Period(first, last)
    return Period(other.since or one.since, other.until or one.until)


# spans up to today: "the last 7 days"


def _behind(some: Sequence[Piece], today: date) -> Iterator[tuple[int, int, Period]]:
    for at, piece in enumerate(some):
        if not piece.senses:
            continue
        if days := piece.group("span."):
            yield piece.start, piece.end, _last_days(int(days), today)
        elif named := _named(piece, today):
            yield piece.start, piece.end, named
        elif "past.lead" in piece.senses:
            yield from _counted(some[at : at + 3], today)


def _named(piece: Piece, today: date) -> Period | None:
    """A day, a week, a month or a year by what it is called today."""
    if day := piece.group("day."):
        found = today + timedelta(days=int(day))
        return Period(found, found)
    if week := piece.group("week."):
        return _week(today, int(week))
    if month := piece.group("monthly."):
        return _month(plus_months(today.replace(day=1), int(month)))
    if year := piece.group("year."):
        first = date(today.year + int(year), 1, 1)
        return Period(first, first.replace(month=12, day=31))
    return None


def _week(today: date, ahead: int) -> Period:
    """From Monday to Sunday."""
    monday = today + timedelta(days=_WEEK * ahead - today.weekday())
    return Period(monday, monday + timedelta(days=_WEEK - 1))


def _counted(some: Sequence[Piece], today: date) -> Iterator[tuple[int, int, Period]]:
    """A lead, a number and a unit."""
    if len(some) < 3 or some[1].number is None or not (unit := some[2].group("past.")):
        return
    days = some[1].number * {"day": 1, "week": _WEEK, "month": 30}.get(unit, 0)
    if 0 < days <= _MOST_DAYS:
        yield some[0].start, some[2].end, _last_days(days, today)


def _last_days(days: int, today: date) -> Period:
    """So many days, today among them."""
    return Period(today - timedelta(days=days - 1), today)


# what the grammar reads: days, weeks, months


def _said(text: str, some: Sequence[Piece], today: date) -> Iterator[tuple[int, int, Period]]:
    if not _may_say_when(text):
        return  # as mostly: to cut a text as the grammar does takes longer than all the rest
    tokens, ways = with_dates(tokens_of(text, lexis()), text, today), _Ways(text, some)
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        read = _of_token(token, following, today)
        if read is None:
            continue
        end = following.end if _names_month(token, following) and following else token.end
        start, end, way = ways.around(token.start, end)
        yield start, end, _opened(read, way)


def _may_say_when(text: str) -> bool:
    """Whether any word of a time is in a text, be it as a part of another word."""
    low, known = folded(text), lexis().words
    words = (item.sense for at in range(len(low)) for _, some in known.at(low, at) for item in some)
    return _FIGURES.search(low) is not None or any(sense.startswith(_TIMED) for sense in words)


def _of_token(token: Token, following: Token | None, today: date) -> Period | None:
    if token.kind in ("unknown", "particle", "punct"):
        return None
    if token.kind == "date" and token.value is not None:
        day = date.fromisoformat(str(token.value)[:10])
        if today < day <= today + timedelta(days=_WEEK):
            day -= timedelta(days=_WEEK)  # tickets come from the Monday that was
        return Period(day, day)
    named = token.group("range.") or _as_range(token)
    if named in _WEEKS:
        return _week(today, _WEEKS[named])
    if named in _MONTHLY:
        return _month(plus_months(today.replace(day=1), _MONTHLY[named]))
    if _names_month(token, following):
        return _month_named(int(token.value), today)
    name = token.group("month_name.")
    return _month_named(int(name), today) if name and token.text[:1].isupper() else None


def _as_range(token: Token) -> str:
    """A week or a month by words that are a whole for the grammar; "last" alone is not."""
    ranges = {"week.-1": "past_week", "week.0": "this_week", "monthly.-1": "past_month"}
    ranges |= {"monthly.0": "this_month"}
    is_whole = token.text.isascii() is False or " " in token.text
    return next((ranges[s] for s in token.senses if s in ranges), "") if is_whole else ""


def _names_month(token: Token, following: Token | None) -> bool:
    """A month by its number."""
    unit = following.group("unit.") if following is not None else ""
    return token.kind == "number" and unit == "month" and 1 <= token.value <= _MONTHS


def _month_named(month: int, today: date) -> Period:
    """The latest month of that name that has begun."""
    return _month(date(today.year - (month > today.month), month, 1))


def _month(first: date) -> Period:
    return Period(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))


class _Ways:
    """What opens a phrase towards one side: a "since" before it or behind it."""

    def __init__(self, text: str, some: Sequence[Piece]) -> None:
        self._text = text
        found = [p for p in some if p.senses & {"since", "until"}]
        self._ending = {p.end: p for p in found}
        self._beginning = {p.start: p for p in found}

    def around(self, start: int, end: int) -> tuple[int, int, str]:
        """The phrase with what opens it, and whether that is `since` or `until`."""
        end += len(_GENITIVE) if self._text.startswith(_GENITIVE, end) else 0
        for at in (start, start - 1):
            if (piece := self._ending.get(at)) is not None:
                return piece.start, end, self._way(piece)
        for at in (end, end + 1):
            if (piece := self._beginning.get(at)) is not None:
                return start, piece.end, self._way(piece)
        return start, end, ""

    @staticmethod
    def _way(piece: Piece) -> str:
        return "since" if "since" in piece.senses else "until"


def _opened(period: Period, way: str) -> Period:
    if way == "since":
        return Period(period.since, None)
    return Period(None, period.until) if way == "until" else period
