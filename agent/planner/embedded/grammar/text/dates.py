"""Days, times and spans of days as people say them, read from tokens."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from agent.planner.embedded.grammar.text.clocks import clock_at, count_of, spelt_out
from agent.planner.embedded.grammar.text.tokens import Token

_YEARS = range(1900, 2101)  # that are written out
_WEEK = 7
_LONG_GONE = 180  # days after which a date without a year is one of the next year
_BY_YEARS = {"past_year": -1, "this_year": 0, "next_year": 1}
_MARKS = ("role.at", "role.to", "role.until", "role.topic")  # what a day may stand before
_FIGURES = frozenset({"number", "date"})  # kinds of tokens that days begin with
_LEADS = (
    "day.", "month_name.", "week.", "weekday.", "month_end.", "monthly.", "span.", "count.",
    "role.at", "range.",
)  # fmt: skip  # … and what words that do so mean


@dataclass(frozen=True)
class Shift:
    """A move of a date by days and whole months; negative ones move it forward."""

    days: int = 0
    months: int = 0

    def of(self, day: date) -> date:
        """Raises OverflowError and ValueError beyond the calendar."""
        return plus_months(day, self.months) + timedelta(days=self.days)

    def earlier(self) -> "Shift":
        """The same the other way."""
        return Shift(-self.days, -self.months)


def plus_months(day: date, count: int) -> date:
    """The day of another month, its last one where it has no such day."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return day.replace(
        year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1])
    )


def nearest(month: int, day: int, today: date) -> date:
    """The day that is meant where no year is said: of the next one where it is long gone."""
    gone = (today - (this := today.replace(month=month, day=day))).days >= _LONG_GONE
    return this.replace(year=today.year + 1) if gone else this


def with_dates(
    tokens: Sequence[Token], text: str, today: date, zone: str | None = None
) -> list[Token]:
    """The tokens with those that speak of a day as one, whose value is Notion's (ISO).

    A time of day is one of the zone that is said with it, else of `zone` (an IANA name).
    """
    found, at = list[Token](), 0
    tokens = list(spelt_out(tokens))
    while at < len(tokens):
        days = _Days(tokens, at, today, zone)
        said = days.read() or _later_in_month(found, tokens, at)
        said = said or _next_of_month(tokens, at, today)
        if said is None:
            found.append(tokens[at])
            at += 1
            continue
        value, end = said
        start = tokens[at].start
        words = text[start : tokens[end - 1].end]
        senses = tokens[at].senses if end == at + 1 else frozenset[str]()
        # It may be all of a week, or what an option says.
        span = frozenset(s for s in senses if s.startswith(("range.", "weekday.")))
        span |= days.spans
        found.append(Token("date", start, tokens[end - 1].end, words, span, (), value))
        at = end
    return found


def _later_in_month(
    found: Sequence[Token], tokens: Sequence[Token], at: int
) -> tuple[str, int] | None:
    """A bare day of the month behind "from" and a day ("from the first to the fifth")."""
    led = len(found) > 1 and found[-1].has("role.from") and found[-2].kind == "date"
    if not led or at + 1 >= len(tokens) or tokens[at + 1].group("unit.") != "day":
        return None
    day, first = count_of(tokens[at]), date.fromisoformat(str(found[-2].value)[:10])
    if day is None or not first.day <= day <= calendar.monthrange(first.year, first.month)[1]:
        return None
    return first.replace(day=day).isoformat(), at + 2


def _next_of_month(tokens: Sequence[Token], at: int, today: date) -> tuple[str, int] | None:
    """A bare day of the month in the part of a day ("on the 21st"): the next one there is."""
    day = count_of(tokens[at])
    if day is None or at + 2 >= len(tokens) or tokens[at + 1].group("unit.") != "day":
        return None
    if not tokens[at + 2].has("role.at", "role.until", "instead.before"):
        return None
    months = (plus_months(today.replace(day=1), count) for count in (0, 1, 2))
    found = [
        m.replace(day=day) for m in months if 0 < day <= calendar.monthrange(m.year, m.month)[1]
    ]
    return next((one.isoformat() for one in found if one >= today), ""), at + 2


def shift_at(tokens: Sequence[Token], at: int) -> tuple[Shift, int] | None:
    """A span of days that begins at a token, and where it ends."""
    if word := tokens[at].group("span."):
        return Shift(int(word)), at + 1
    count = count_of(tokens[at])
    unit = tokens[at + 1].group("unit.") if at + 1 < len(tokens) else ""
    nth = unit == "day" and tokens[at + 1].text.isascii()  # "on 3rd July"
    if count is None or nth or unit not in ("day", "days", "week", "months"):
        return None
    days = count * (_WEEK if unit == "week" else 1)
    return Shift(months=count) if unit == "months" else Shift(days), at + 2


def _in_zone(moment: str, zone: str | None) -> str:
    """A moment with the offset that its zone has then; Notion takes one without for UTC."""
    if not zone:
        return moment
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).isoformat()


class _Days:
    """One reading of a day that may begin at a token."""

    def __init__(
        self, tokens: Sequence[Token], at: int, today: date, zone: str | None = None
    ) -> None:
        self.tokens, self.at, self.today, self.zone = tokens, at, today, zone
        self.spans = frozenset[str]()  # of what the day is only the first

    def read(self) -> tuple[str, int] | None:
        """The day with its time, and where it ends; None for none."""
        token = self.tokens[self.at]
        if token.kind not in _FIGURES and not token.has(*_LEADS):
            return None
        try:
            day = self._day()
        except (ValueError, OverflowError):
            return None
        if day is None:
            return None
        clock, self.at = clock_at(self.tokens, self.at)
        if not clock:
            return day.isoformat(), self.at
        if zone := self._sense("zone."):
            self.at += 1
        return _in_zone(day.isoformat() + clock, zone or self.zone), self.at

    def _peek(self, ahead: int = 0) -> Token | None:
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else None

    def _sense(self, group: str, ahead: int = 0) -> str:
        """What a token says of days; one that something is called by too, where no other is so
        plain, or as the unit of the number that it is glued to."""
        token, before = self._peek(ahead), self._peek(ahead - 1)
        glued = token is not None and before is not None and before.end == token.start
        plain = group in ("day.", "month_name.") or (group == "unit." and ahead > 0 and glued)
        return token.group(group) if token is not None and (plain or not token.names) else ""

    def _number(self, ahead: int = 0) -> int | None:
        token = self._peek(ahead)
        return count_of(token) if token is not None and token.kind == "number" else None

    def _day(self) -> date | None:
        token = self.tokens[self.at]
        if token.kind == "date" and token.value is None:
            self.at += 1
            return self._written(token.text)
        if word := self._sense("day."):
            self.at += 1
            return self.today + timedelta(days=int(word))
        readers = (
            self._by_figures,
            self._by_month_name,
            self._by_day,
            self._in_week,
            self._in_month,
            self._later,
        )
        return next((day for read in readers if (day := read()) is not None), None)

    def _written(self, text: str) -> date:
        parts = [int(part) for part in text.replace(".", "-").replace("/", "-").split("-")]
        return date(*parts) if len(parts) == 3 else nearest(parts[0], parts[1], self.today)

    def _by_figures(self) -> date | None:
        year, ahead = self._year()
        month, day = self._number(ahead), self._number(ahead + 2)
        named = (self._sense("unit.", ahead + 1), self._sense("unit.", ahead + 3))
        if month is None or named[0] != "month":
            return None
        if day is None or named[1] != "day":
            return self._month(year, month, ahead + 2)
        self.at += ahead + 4
        return date(year, month, day) if year else nearest(month, day, self.today)

    def _year(self) -> tuple[int, int]:
        """The year that is said first, 0 for none, and how many tokens say it."""
        if (year := self._number()) and self._sense("unit.", 1) == "year":
            return year, 2
        way = _BY_YEARS.get(self._sense("range."))
        of = (behind := self._peek(1)) is not None and behind.has("role.of")
        return (0, 0) if way is None else (self.today.year + way, 1 + of)

    def _month(self, year: int, month: int, size: int) -> date | None:
        """The first day of a month of a year; one without its year is no day."""
        if year not in _YEARS:
            return None
        self.at, self.spans = self.at + size, frozenset({"range.month"})
        return date(year, month, 1)

    def _by_month_name(self) -> date | None:
        name, day = self._sense("month_name."), self._number(1)
        if name and day is not None and day in _YEARS:
            return self._month(day, int(name), 2)
        size = 2 + (self._sense("unit.", 2) == "day")
        if not name or not day:
            nth: int = self._sense("unit.", 1) == "day"
            nth += (of := self._peek(1 + nth)) is not None and of.text.lower() == "of"
            day, name, size = self._number(), self._sense("month_name.", 1 + nth), 2 + nth
        if not (name and day):
            return None
        mark = int((behind := self._peek(size)) is not None and behind.text == ",")
        year = self._number(size + mark) or 0
        self.at += size + (mark + 1 if year in _YEARS else 0)
        return date(year, int(name), day) if year in _YEARS else nearest(int(name), day, self.today)

    def _by_day(self) -> date | None:
        """A day of the month alone, the next that comes ("to the 21st"), and no number of days."""
        day, unit, behind = self._number(), self._peek(1), self._peek(2)
        if day is None or unit is None or self._sense("unit.", 1) != "day":
            return None
        marked = behind is not None and behind.kind == "particle" and behind.has(*_MARKS)
        counted = (after := self._peek(3)) is not None and after.kind == "number"
        if unit.start > self.tokens[self.at].end or not (unit.text.isascii() or marked) or counted:
            return None
        self.at += 2
        this = self.today.replace(day=day)
        return plus_months(this, 1) if this < self.today else this

    def _in_week(self) -> date | None:
        monday = self.today - timedelta(days=self.today.weekday())
        if week := self._sense("week."):
            of = 1 if (behind := self._peek(1)) and behind.has("role.of") else 0
            if weekday := self._sense("weekday.", 1 + of):
                self.at += 2 + of
                if week == "ahead":
                    return self._next(int(weekday))
                return monday + timedelta(days=_WEEK * int(week) + int(weekday))
            if week not in ("ahead", "0", "-1") and self._sense("range."):
                self.at += 1
                return monday + timedelta(days=_WEEK * int(week))
            return None
        if weekday := self._sense("weekday."):
            self.at += 1
            return self._next(int(weekday))
        return None

    def _next(self, weekday: int) -> date:
        """The next day of a weekday, which may be today."""
        return self.today + timedelta(days=(weekday - self.today.weekday()) % _WEEK)

    def _in_month(self) -> date | None:
        if self._sense("month_end.") == "month":
            self.at += 1
            return self._last(plus_months(self.today.replace(day=1), 0))
        if self._sense("month_end.") == "year":
            self.at += 1
            return date(self.today.year, 12, 31)
        month = self._sense("monthly.")
        if not month:
            return None
        first = plus_months(self.today.replace(day=1), int(month))
        if self._sense("month_end.", 1) == "end":
            self.at += 2
            return self._last(first)
        if (day := self._number(1)) and self._sense("unit.", 2) == "day":
            self.at += 3
            return first.replace(day=day)
        return None

    @staticmethod
    def _last(first: date) -> date:
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])

    def _later(self) -> date | None:
        first = self.tokens[self.at]  # "within" says how long, and no day
        led = first.kind == "word" and first.has("role.at") and not first.has("window.")
        said = shift_at(self.tokens, self.at + led) if self._peek(led) else None
        if said is None:
            return None
        shift, end = said
        behind = end < len(self.tokens) and self.tokens[end].has("after.after")
        if not (led or behind):
            return None
        self.at = end + behind
        return shift.of(self.today)
