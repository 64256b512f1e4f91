"""The days, times and spans of days that a text speaks of, each as one token."""

from collections.abc import Sequence
from datetime import date

from agent.planner.embedded.grammar.text.clocks import count_of, spelt_out
from agent.planner.embedded.grammar.text.days import TO, Days, last_of
from agent.planner.embedded.grammar.text.shifts import plus_months
from agent.planner.embedded.grammar.text.tokens import Token


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
    """A bare day of the month behind "from" or a dash and a day ("from the first to the fifth")."""
    led = len(found) > 1 and found[-2].kind == "date" and found[-2].value is not None
    dashed = led and found[-1].text in TO
    if not led or not (dashed or found[-1].has("role.from")):
        return None
    unit = at + 1 < len(tokens) and tokens[at + 1].group("unit.") == "day"
    named = dashed and found[-2].text[:1].isascii() and found[-2].text[:1].isalpha()  # "Dec 1-5"
    day, first = count_of(tokens[at]), date.fromisoformat(str(found[-2].value)[:10])
    if day is None or not first.day <= day <= last_of(first).day or not (unit or named):
        return None
    return first.replace(day=day).isoformat(), at + 1 + unit


def _next_of_month(tokens: Sequence[Token], at: int, today: date) -> tuple[str, int] | None:
    """A bare day of the month in the part of a day ("on the 21st"): the next one there is."""
    day = count_of(tokens[at])
    if day is None or at + 2 >= len(tokens) or tokens[at + 1].group("unit.") != "day":
        return None
    if not tokens[at + 2].has("role.at", "role.until", "instead.before"):
        return None
    months = (plus_months(today.replace(day=1), count) for count in (0, 1, 2))
    found = [m.replace(day=day) for m in months if 0 < day <= last_of(m).day]
    return next((one.isoformat() for one in found if one >= today), ""), at + 2
