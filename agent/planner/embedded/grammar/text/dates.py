"""The days, times and spans of days that a text speaks of, each as one token."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from agent.planner.embedded.grammar.text.clocks import clock_at, count_of, spelt_out
from agent.planner.embedded.grammar.text.days import TO, Days
from agent.planner.embedded.grammar.text.months import last_of, plus_months
from agent.planner.embedded.grammar.text.shifts import shift_at
from agent.planner.embedded.grammar.text.tokens import Token

_WEEK = 7
_DAY, _HALF_DAY = 24, 12


def with_dates(
    tokens: Sequence[Token], text: str, today: date, zone: str | None = None
) -> list[Token]:
    """The tokens with those that speak of a day as one, whose value is Notion's (ISO).

    A time of day is one of the zone that is said with it, else of `zone` (an IANA name).
    """
    found, at = list[Token](), 0
    tokens = list(spelt_out(tokens))
    while at < len(tokens):
        days = Days(tokens, at, today, zone, text)
        said = _behind(found, days.read()) or _end_of_span(found, tokens, at)
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


def _behind(found: Sequence[Token], said: tuple[str, int] | None) -> tuple[str, int] | None:
    """A day that ends a span, in its first week or the next one ("Friday to Monday")."""
    led = len(found) > 1 and found[-2].kind == "date" and found[-1].has("role.from", "role.to")
    if said is None or not led or "T" in said[0]:
        return said
    first, last = (date.fromisoformat(str(one)[:10]) for one in (found[-2].value, said[0]))
    early = 0 < (first - last).days < _WEEK
    return ((last + timedelta(days=_WEEK)).isoformat(), said[1]) if early else said


def _end_of_span(
    found: Sequence[Token], tokens: Sequence[Token], at: int
) -> tuple[str, int] | None:
    """What is only told as the end of what begins before it: an hour of the same day ("2pm to
    4pm"), a bare day of the month ("from the first to the fifth"), how long it takes."""
    led = len(found) > 1 and found[-2].kind == "date" and found[-2].value is not None
    if not led or not (found[-1].text in TO or found[-1].has("role.from", "role.to")):
        return None
    if "T" in str(found[-2].value):
        return _later_that_day(datetime.fromisoformat(str(found[-2].value)), tokens, at)
    return _later_in_month(found, tokens, at) or _days_long(found, tokens, at)


def _later_that_day(begun: datetime, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    clock, end = clock_at(tokens, at)
    if not clock:
        return None
    hour, minute = int(clock[1:3]), int(clock[4:6])
    if hour <= begun.hour < hour + _HALF_DAY < _DAY:  # "2 to 4 in the afternoon"
        hour += _HALF_DAY
    ended = begun.replace(hour=hour, minute=minute)
    return (ended.isoformat(), end) if ended > begun else None


def _later_in_month(
    found: Sequence[Token], tokens: Sequence[Token], at: int
) -> tuple[str, int] | None:
    unit = at + 1 < len(tokens) and tokens[at + 1].group("unit.") == "day"
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    alone = behind is None or behind.kind in ("punct", "break", "particle")
    bare = alone and found[-1].text in TO and found[-2].text[-1].isdigit()  # "Dec 1-5"
    day, first = count_of(tokens[at]), date.fromisoformat(str(found[-2].value)[:10])
    if day is None or not first.day <= day <= last_of(first).day or not (unit or bare):
        return None
    return first.replace(day=day).isoformat(), at + 1 + unit


def _days_long(found: Sequence[Token], tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    said = shift_at(tokens, at)
    if said is None:
        return None
    shift, end = said
    lasts = end < len(tokens) and tokens[end].has("window.past")  # "for …"
    if not (lasts or tokens[end - 1].has("unit.days", "span.", "month_span.")):
        return None
    last = shift.of(date.fromisoformat(str(found[-2].value)[:10])) - timedelta(days=1)
    return last.isoformat(), end + lasts


def _next_of_month(tokens: Sequence[Token], at: int, today: date) -> tuple[str, int] | None:
    """A bare day of the month in the part of a day ("on the 21st"): the next one there is."""
    day = count_of(tokens[at])
    if day is None or at + 2 >= len(tokens) or tokens[at + 1].group("unit.") != "day":
        return None
    if not tokens[at + 2].has("role.at", "role.until", "role.from", "instead.before"):
        return None
    months = (plus_months(today.replace(day=1), count) for count in (0, 1, 2))
    found = [m.replace(day=day) for m in months if 0 < day <= last_of(m).day]
    return next((one.isoformat() for one in found if one >= today), ""), at + 2
