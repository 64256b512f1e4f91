"""Feast days, where words say that something is on one: "on Christmas", "by New Year's Eve"."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain

from agent.planner.embedded.grammar.text.clocks import AGO
from agent.planner.embedded.grammar.text.lexis import folded, lexis
from agent.planner.embedded.grammar.text.months import LONG_GONE
from agent.planner.embedded.grammar.text.tokens import Token

_MOST_TOKENS = 4  # that a feast's name is
_NEAR = 2  # tokens behind it that say what it is for
_MARKS = ("role.at", "role.until", "role.by", "role.from")


def feast_at(tokens: Sequence[Token], at: int, text: str, today: date) -> tuple[date, int] | None:
    """The feast day that begins at a token and is marked as a day, and where it ends; none that
    only leads a noun ("a Christmas party")."""
    if folded(tokens[at].text[:1]) not in _letters():
        return None
    for size in range(min(_MOST_TOKENS, len(tokens) - at), 0, -1):
        name = folded(text[tokens[at].start : tokens[at + size - 1].end])
        if name in _feasts() and _is_marked(tokens, at, at + size):
            behind = tokens[at + size : at + size + _NEAR]
            until = any(t.has("role.until") for t in behind)
            day = _day(_feasts()[name], today, 0 if until else LONG_GONE)
            return (day, at + size) if day else None
    return None


def _is_marked(tokens: Sequence[Token], start: int, end: int) -> bool:
    end += end < len(tokens) and AGO.fullmatch(tokens[end].text) is not None  # "until before …"
    behind = tokens[end] if end < len(tokens) else None
    if not tokens[start].text.isascii():
        return behind is not None and behind.has(*_MARKS)
    alone = behind is None or behind.kind in ("punct", "break") or behind.has("role.", "verb.")
    return alone and start > 0 and tokens[start - 1].has(*_MARKS)


@cache
def _feasts() -> Mapping[str, str]:
    """What each feast is called, folded: its day as "12-25", or its days, year by year."""
    every = chain.from_iterable(one.feasts.items() for one in lexis().languages)
    return {folded(name): days for days, names in every for name in names}


@cache
def _letters() -> frozenset[str]:
    """What their names begin with: most tokens are none."""
    return frozenset(name[0] for name in _feasts())


def _day(days: str, today: date, gone: int) -> date | None:
    """The feast's day that is meant: the next one, or one that is gone for less than so many."""
    known = days.split()
    if len(known) == 1:
        known = [f"{year}-{days}" for year in (today.year, today.year + 1)]
    coming = map(date.fromisoformat, known)
    return next((day for day in coming if (today - day).days <= gone), None)
