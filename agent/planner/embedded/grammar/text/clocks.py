"""Numbers as they are said, of months too, and the times of day that stand behind a day."""

import re
from collections.abc import Iterator, Sequence

from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.text import spoken

_MONTH = re.compile(r"(\d{1,2})(\D{1,3})")  # as an option may be called
_MONTHS = frozenset({"unit.month"})
_MIDDAY = spoken("noon")
AGO = spoken("ago")
_NOON = 12
_NIGHT = 5  # the hour from which on a night is that of the same day


def count_of(token: Token) -> int | None:
    """The whole number that a token says, in figures or in words."""
    if token.kind == "number" and token.value == int(token.value):
        return int(token.value)
    word = token.group("count.")
    return int(word) if word else None


def spelt_out(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens with a month that an option is called by, before a day, as its number and unit."""
    for place, token in enumerate(tokens):
        behind = tokens[place + 1 : place + 3]
        day = len(behind) > 1 and behind[0].kind == "number" and behind[1].has("unit.day")
        month = month_called(token.text) if day and token.names else 0
        if not month or not token.text[0].isdigit():
            yield token
            continue
        end = token.start + len(str(month))
        yield Token("number", token.start, end, str(month), value=float(month))
        yield Token("word", end, token.end, token.text[end - token.start :], _MONTHS)


def month_called(name: str) -> int:
    """The month that is all a name says, in figures with their unit or as a word; 0 for none."""
    said, words = _MONTH.fullmatch(name), lexis()
    if said is not None and said[2] in words.said("unit.month") and str(int(said[1])) == said[1]:
        return int(said[1])
    names = (n for n in range(1, _NOON + 1) if name.casefold() in words.said(f"month_name.{n}"))
    return next(names, 0)


def clock_at(tokens: Sequence[Token], start: int, half: str = "") -> tuple[str, int]:
    """A time of day that begins at a token, as `T15:00:00`, and where it ends; "" for none. `half`
    is the part of the day that its day named."""
    at = start + (start < len(tokens) and _leads(tokens[start]))
    if sharp := _group(tokens, at, "clock."):
        return f"T{int(sharp):02d}:00:00", at + 1
    if at < len(tokens) and _MIDDAY.fullmatch(tokens[at].text):
        half, at = "noon", at + 1
    half = _group(tokens, at, "half.") or half
    named = bool(_group(tokens, at, "half."))
    at += named
    at += named and at < len(tokens) and tokens[at].has("role.of")
    hour = _number(tokens, at)
    if hour is None:
        return "", start
    minute, behind = _minute(tokens, at + 1)
    timed = behind > at + 1
    if later := _group(tokens, behind, "half."):
        half, behind = later, behind + 1
    told = _of_day(hour, half)
    if not (timed or half) or told is None or minute > 59:
        return "", start
    return f"T{told:02d}:{minute:02d}:00", behind


def _leads(token: Token) -> bool:
    """Whether a word, or a comma, joins a time of day to its day ("at", or of the day)."""
    if token.kind == "punct":
        return token.text == ","
    return token.has("role.at", "role.from") if token.kind == "word" else token.has("role.of")


def _minute(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The minutes behind an hour, and where they end; as they began where none says an hour."""
    if _group(tokens, at, "unit.") == "hour":
        if _group(tokens, at + 1, "unit.") == "half":
            return 30, at + 2
        minute = _number(tokens, at + 1)
        if minute is not None and _group(tokens, at + 2, "unit.") == "minute":
            return minute, at + 3
        return 0, at + 1
    minute = _number(tokens, at + 1)
    if minute is not None and tokens[at].text == ":":
        return minute, at + 2
    return 0, at


def _of_day(hour: int, half: str) -> int | None:
    """The hour of 24, by the part of the day; None for one that no day has, or the next one."""
    if hour > 23:
        return None
    if half == "night" and not hour % _NOON >= _NIGHT:
        return None
    if half in ("pm", "night") or (half == "noon" and hour < _NOON - 2):
        return hour % _NOON + _NOON
    return hour % _NOON if half == "am" else hour


def _group(tokens: Sequence[Token], at: int, group: str) -> str:
    unit = group == "unit." and 0 < at < len(tokens) and tokens[at - 1].end == tokens[at].start
    plain = at < len(tokens) and (unit or not tokens[at].names)
    return tokens[at].group(group) if plain else ""


def _number(tokens: Sequence[Token], at: int) -> int | None:
    plain = at < len(tokens) and tokens[at].kind == "number"
    return count_of(tokens[at]) if plain else None
