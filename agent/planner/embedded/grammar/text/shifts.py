"""Moves of a day by days, weeks and months, as people say them: "two weeks ago", "in a month"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agent.planner.embedded.grammar.text.clocks import AGO, count_of
from agent.planner.embedded.grammar.text.months import plus_months
from agent.planner.embedded.grammar.text.tokens import Token

_WEEK = 7
_YEAR = 12
_MOST_YEARS = 100  # that are counted; a greater number is a year itself
_NOUNS = frozenset({"unknown", "word", "name", "quoted"})


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


def shift_at(tokens: Sequence[Token], at: int) -> tuple[Shift, int] | None:
    """A span of days that begins at a token, and where it ends."""
    if word := tokens[at].group("span."):
        return Shift(int(word)), at + 1
    if word := tokens[at].group("month_span."):
        return Shift(months=int(word)), at + 1
    count = count_of(tokens[at])
    unit = tokens[at + 1].group("unit.") if at + 1 < len(tokens) else ""
    nth = unit == "day" and tokens[at + 1].text.isascii()  # "on 3rd July"
    if count is None or nth:
        return None
    match unit:
        case "day" | "days":
            return Shift(count), at + 2
        case "week":
            return Shift(count * _WEEK), at + 2
        case "months":
            return Shift(months=count), at + 2
        case "year" if count < _MOST_YEARS:
            return Shift(months=count * _YEAR), at + 2
    return None


def past_at(tokens: Sequence[Token], at: int) -> tuple[Shift, int] | None:
    """How long ago something was ("3 days ago"), and where that ends; not how long before what a
    noun says ("3 days before the exam")."""
    count, unit = count_of(tokens[at]), tokens[at + 1] if at + 1 < len(tokens) else None
    if count is not None and unit is not None and unit.has("past_days."):
        return Shift(-count), at + 2
    said = shift_at(tokens, at)
    if said is None or said[1] >= len(tokens) or not AGO.fullmatch(tokens[said[1]].text):
        return None
    before = tokens[at - 1] if at else None
    led = before is not None and (before.kind in _NOUNS or before.has("role.of"))
    if led and not tokens[said[1]].text.isascii():
        return None
    return said[0].earlier(), said[1] + 1
