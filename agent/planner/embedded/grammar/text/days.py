"""One day with its time, as people say it, read from the tokens where it begins."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from agent.planner.embedded.grammar.text.clocks import clock_at, count_of
from agent.planner.embedded.grammar.text.day_figures import weekday_end, whole_year, written_day
from agent.planner.embedded.grammar.text.feasts import feast_at
from agent.planner.embedded.grammar.text.months import last_of, nearest, plus_months
from agent.planner.embedded.grammar.text.shifts import past_at, shift_at
from agent.planner.embedded.grammar.text.tokens import Token

TO = frozenset("~〜～-–—")  # signs between the first and the last of days
_YEARS = range(1900, 2101)  # that are written out
_WEEK = 7
_SATURDAY = 5
_BY_YEARS = {"past_year": -1, "this_year": 0, "next_year": 1}
_MARKS = ("role.at", "role.to", "role.until", "role.topic")  # what a day may stand before
_FIGURES = frozenset({"number", "date"})  # kinds of tokens that days begin with
_LEADS = (
    "day.", "month_name.", "week.", "weekday.", "weekend.", "month_end.", "monthly.", "span.",
    "month_span.", "count.", "role.at", "range.", "era.", "year_called.", "place.bottom",
)  # fmt: skip  # … and what words that do so mean


def _in_zone(moment: str, zone: str | None) -> str:
    """A moment with the offset that its zone has then; Notion takes one without for UTC."""
    if not zone:
        return moment
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone)).isoformat()


class Days:
    """One reading of a day that may begin at a token."""

    def __init__(
        self, tokens: Sequence[Token], at: int, today: date, zone: str | None, text: str
    ) -> None:
        self.tokens, self.at, self.today, self.zone, self.text = tokens, at, today, zone, text
        self.spans = frozenset[str]()  # of what the day is only the first

    def read(self) -> tuple[str, int] | None:
        """The day with its time, and where it ends; None for none."""
        token = self.tokens[self.at]
        try:
            day = self._day() if token.kind in _FIGURES or token.has(*_LEADS) else self._feast()
        except (ValueError, OverflowError):
            return None
        if day is None:
            return None
        self._pass_weekday()
        half = token.group("half.") if token.has("day.") else ""  # "tonight at 8"
        clock, self.at = clock_at(self.tokens, self.at, half)
        if not clock:
            return day.isoformat(), self.at
        if zone := self._sense("zone."):
            self.at += 1
        return _in_zone(day.isoformat() + clock, zone or self.zone), self.at

    def _feast(self) -> date | None:
        day, self.at = feast_at(self.tokens, self.at, self.text, self.today) or (None, self.at)
        return day

    def _pass_weekday(self) -> None:
        """Goes on behind the weekday in brackets that a day has with it."""
        end = weekday_end(self.text, self.tokens[self.at - 1].end)
        while self.at < len(self.tokens) and self.tokens[self.at].start < end:
            self.at += 1

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

    def _text(self, ahead: int) -> str:
        token = self._peek(ahead)
        return token.text if token is not None else ""

    def _number(self, ahead: int = 0) -> int | None:
        token = self._peek(ahead)
        return count_of(token) if token is not None and token.kind == "number" else None

    def _day(self) -> date | None:
        token = self.tokens[self.at]
        if token.kind == "date" and token.value is None:
            self.at += 1
            return written_day(token.text, self.today)
        if word := self._sense("day."):
            self.at += 1
            return self.today + timedelta(days=int(word))
        readers = (
            self.by_figures,
            self.by_month_name,
            self._by_span,
            self._by_day,
            self._in_week,
            self._in_month,
            self._later,
        )
        return next((day for read in readers if (day := read()) is not None), None)

    def by_figures(self) -> date | None:
        """A day by its figures and their units, in the order of the East."""
        year, ahead = self._year()
        month, day = self._number(ahead), self._number(ahead + 2)
        named = (self._sense("unit.", ahead + 1), self._sense("unit.", ahead + 3))
        if month is None or named[0] != "month":
            return None
        spanned = day is not None and self._text(ahead + 3) in TO  # "1~5 of a month"
        spanned = spanned and self._sense("unit.", ahead + 5) == "day"
        if self._sense("month_end.", ahead + 2) == "end":
            self.at += ahead + 3
            return last_of(date(year, month, 1) if year else nearest(month, 1, self.today))
        if day is None or not (named[1] == "day" or spanned):
            return self._month(year, month, ahead + 2)
        self.at += ahead + 4 - spanned
        return date(year, month, day) if year else nearest(month, day, self.today)

    def _year(self) -> tuple[int, int]:
        """The year that is said first, 0 for none, and how many tokens say it."""
        if called := self._sense("year_called."):
            return int(called), 1
        if (era := self._sense("era.")) and self._sense("unit.", 2) == "year":
            return int(era) + (self._number(1) or 0), 3
        if (year := self._number()) and self._sense("unit.", 1) == "year":
            return whole_year(year, self.today), 2
        way = _BY_YEARS.get(self._sense("range."))
        of = (behind := self._peek(1)) is not None and behind.has("role.of")
        return (0, 0) if way is None else (self.today.year + way, 1 + of)

    def _month(self, year: int, month: int, size: int) -> date | None:
        """The first day of a month of a year; one without its year is no day."""
        if year not in _YEARS:
            return None
        self.at, self.spans = self.at + size, frozenset({"range.month"})
        return date(year, month, 1)

    def by_month_name(self) -> date | None:
        """A day by the name of its month."""
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

    def _by_span(self) -> date | None:
        """The first of days whose month stands behind the last ("1-5 December")."""
        day, between, name = self._number(), self._peek(1), self._sense("month_name.", 3)
        parted = between is not None and (between.text in TO or between.has("role.to"))
        if not (day and parted and self._number(2) and name):
            return None
        self.at += 1
        return nearest(int(name), day, self.today)

    def _by_day(self) -> date | None:
        """A day of the month alone, the next that comes ("to the 21st"), and no number of days."""
        day, unit, behind = self._number(), self._peek(1), self._peek(2)
        if day is None or unit is None or self._sense("unit.", 1) != "day":
            return None
        marked = behind is not None and behind.kind == "particle" and behind.has(*_MARKS)
        counted = (after := self._peek(3)) is not None and after.kind == "number"
        if unit.start > self.tokens[self.at].end or not (unit.text.isascii() or marked) or counted:
            return None
        if behind is not None and behind.has("role.of") and (month := self._sense("monthly.", 3)):
            self.at += 4
            return plus_months(self.today.replace(day=1), int(month)).replace(day=day)
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
        if weekend := self._sense("weekend."):
            self.at += 1
            return monday + timedelta(days=_WEEK * int(weekend) + _SATURDAY)
        if weekday := self._sense("weekday."):
            return self._dated() or self._of_week(int(weekday), monday)
        return None

    def _dated(self) -> date | None:
        """The day that stands right behind its weekday ("Thursday, December 3")."""
        ahead = 1 + (self._text(1) == ",")
        there = Days(self.tokens, self.at + ahead, self.today, None, self.text)
        figured = (behind := self._peek(ahead)) is not None and (
            behind.kind in _FIGURES or behind.has("month_name.")
        )
        day = (there.by_figures() or there.by_month_name()) if figured else None
        self.at = there.at if day else self.at
        return day

    def _of_week(self, weekday: int, monday: date) -> date:
        """The next of a weekday, or that of the week behind it ("Friday next week")."""
        self.at += 1
        week = self._sense("week.") if self.at < len(self.tokens) else ""
        if week in ("", "ahead"):
            return self._next(weekday)
        self.at += 1
        return monday + timedelta(days=_WEEK * int(week) + weekday)

    def _next(self, weekday: int) -> date:
        """The next day of a weekday, which may be today."""
        return self.today + timedelta(days=(weekday - self.today.weekday()) % _WEEK)

    def _in_month(self) -> date | None:
        if self._sense("month_end.") == "month":
            self.at += 1
            return last_of(self.today)
        if self._sense("month_end.") == "year":
            self.at += 1
            return date(self.today.year, 12, 31)
        of = self._peek(1)
        if self.tokens[self.at].has("place.bottom") and of is not None and of.has("role.of"):
            return self._end_of()
        month = self._sense("monthly.")
        if not month:
            return None
        first = plus_months(self.today.replace(day=1), int(month))
        if self._sense("month_end.", 1) == "end":
            self.at += 2
            return last_of(first)
        if (day := self._number(1)) and self._sense("unit.", 2) == "day":
            self.at += 3
            return first.replace(day=day)
        return None

    def _end_of(self) -> date | None:
        """The last day of a month that is named behind ("end of December")."""
        if name := self._sense("month_name.", 2):
            first = nearest(int(name), 1, self.today)
        elif month := self._sense("monthly.", 2):
            first = plus_months(self.today.replace(day=1), int(month))
        else:
            return None
        self.at += 3
        return last_of(first)

    def _later(self) -> date | None:
        first = self.tokens[self.at]  # "within" says how long, and no day
        led = first.kind == "word" and first.has("role.at") and not first.has("window.")
        if gone := past_at(self.tokens, self.at):
            shift, self.at = gone
            return shift.of(self.today)
        said = shift_at(self.tokens, self.at + led) if self._peek(led) else None
        if said is None:
            return None
        shift, end = said
        if (base := self._base(end)) is not None:
            return shift.of(base)
        behind = end < len(self.tokens) and self.tokens[end].has("after.after")
        behind = behind and not (self.tokens[end].has("way.") and self._is_moved())
        if not (led or behind):
            return None
        self.at = end + behind
        return shift.of(self.today)

    def _is_moved(self) -> bool:
        """Whether a day is to be moved by what comes ("move it a day later"): no other is named."""
        verbs = ("verb.move", "verb.change", "verb.later", "verb.earlier")
        return any(t.has(*verbs) for t in self.tokens[: self.at])

    def _base(self, end: int) -> date | None:
        """The day from which a span counts ("a week from today"), and goes on behind it."""
        if end + 1 >= len(self.tokens) or not self.tokens[end].has("role.from"):
            return None
        if not (word := self.tokens[end + 1].group("day.")):
            return None
        self.at = end + 2
        return self.today + timedelta(days=int(word))
