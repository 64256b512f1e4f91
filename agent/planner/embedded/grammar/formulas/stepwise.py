"""A calculation that words tell step by step: "hours times rate, minus 3.3 %", "subtract the cost
from the price", and the verb behind what it is said of in languages that put it there. A day with
so many days, weeks or months to it is a day; between two days there are so many."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.formulas.operands import SIGNS, amount, figure, sign_of
from agent.planner.embedded.grammar.formulas.spelling import may_count, spelt
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token, tokens_of
from tools.workspace.model import ExistingDatabase, ExistingProperty

_HUNDRED = 100
_PAIR = 2


# What so many of a day's units are called where formulas move a day.
_UNITS = {
    "unit.day": "days", "unit.days": "days", "worked.days": "days", "unit.week": "weeks",
    "unit.months": "months", "unit.year": "years",
}  # fmt: skip
_DAY = "date"
# On which side of a day so many days reach ("3 days before the start").
_SIDES = {"bound.before": "-", "place.above": "-", "bound.after": "+", "after.after": "+"}


@dataclass(frozen=True)
class _Value:
    """What is calculated with; of a share how many in a hundred, and of what it is so many."""

    text: str
    share: float | None = None
    unit: str = ""  # or that it is a day
    called: str = ""  # a unit in the name of a column ("interval in months")


@dataclass
class _Steps:
    """What was said so far: values that wait for a sign, and a sign that waits for a value."""

    waiting: list[_Value] = field(default_factory=list)
    sign: str = ""  # between two values
    led: str = ""  # before its values
    taken: bool = False  # whether anything was calculated

    @property
    def whole(self) -> str:
        """What it comes to so far."""
        return self.waiting[0].text if self.waiting else ""

    def value(self, value: _Value) -> None:
        """Takes a value on."""
        if self.sign and self.waiting:
            before = self.waiting.pop()
            led = before.share is not None  # "21% of the amount"
            whole, by = (value, before) if led else (before, value)
            self.waiting.append(_applied(whole, self.sign, by))
            self.sign, self.taken = "", True
        else:
            self.waiting.append(value)

    def verb(self, sign: str) -> None:
        """A verb of calculating: behind what it is said of, or before it."""
        if len(self.waiting) < _PAIR:
            self.led = sign
            return
        whole, *others = self.waiting
        for value in others:
            led = replace(whole, text=_wrapped(whole.text)) if sign in "*/" else whole
            whole = _applied(led, sign, value)
        self.waiting, self.taken = [whole], True


def stepwise(
    clause: Clause,
    home: ExistingDatabase,
    named: Sequence[tuple[Token, ExistingProperty]],
) -> str:
    """The formula of what words tell, or "" where they calculate nothing; what brackets calculate
    is one value. Raises Refused where something is left over, or is no amount."""
    values = {token.start: _of_column(prop) for token, prop in named}
    ids = {prop.id: prop for _, prop in named}
    # "cost|rate"
    begun = {t.start for t in clause.everything if t.kind == "unknown"
             or (t.has("concept.") and not t.names and not t.has("worked.", "math."))}  # fmt: skip
    again = [(t, ids[e.id]) for t, e in clause.named("property") if e.id in ids
             and t.kind != "quoted" and t.end not in begun]  # fmt: skip
    values |= {token.start: _of_column(prop) for token, prop in again}
    outside = list(clause.everything)
    for group in (g for g in clause.said.groups if any(map(calculates, g))):
        steps = _told(clause, group, values, named)
        outside = [t for t in outside if t not in group[1:]]
        if steps.taken and not any(map(calculates, outside[1:])):
            break  # "what it is worth (price times stock)"
        if steps.taken:
            values[group[0].start] = _Value(f"({steps.whole})")
        elif steps.waiting:
            values[group[0].start] = steps.waiting[0]
    else:
        steps = _told(clause, outside, values, named)
    if not steps.taken:
        return ""
    counted = all(may_count(p, home) or p.type == "date" for _, p in named)
    if len(steps.waiting) > 1 or steps.sign or not counted:
        raise Refused
    clause.use(*(token for token, _ in again))
    return steps.whole


def _of_column(prop: ExistingProperty) -> _Value:
    if prop.type == "date":
        return _Value(spelt(prop), unit=_DAY)
    words = tokens_of(prop.name, lexis())
    return _Value(spelt(prop), called=next((u for t in words if (u := _unit(t))), ""))


def _told(
    clause: Clause,
    tokens: Sequence[Token],
    values: Mapping[int, _Value],
    named: Sequence[tuple[Token, ExistingProperty]],
) -> _Steps:
    """What was calculated with by the end of some words."""
    steps = _Steps()
    for sign, verb, value in _pieces(clause, tokens, values):
        if value is not None:
            steps.value(value)
        elif sign and steps.waiting and not (verb and len(steps.waiting) >= _PAIR):
            steps.sign = sign
        elif verb:
            steps.verb(verb)
    if steps.sign and len(steps.waiting) == _PAIR:
        steps.sign, steps.led = "", steps.sign  # behind what it is said of
    if steps.led and len(steps.waiting) == _PAIR:
        if steps.led in "-/" and _is_taken(clause, named, steps.led):
            steps.waiting.reverse()
        steps.verb(steps.led)
    return steps


def _pieces(
    clause: Clause, tokens: Sequence[Token], values: Mapping[int, _Value]
) -> Iterator[tuple[str, str, _Value | None]]:
    """The signs, verbs and values of some words in order, read from now on."""
    ordered, led = sorted(tokens, key=lambda token: token.start), False
    for place, token in enumerate(ordered):
        behind = ordered[place + 1 : place + 2]
        if token.start in values:
            value = values[token.start]
            unit = "" if value.unit else _unit_of(clause, behind)  # "the interval in weeks"
            yield "", "", replace(value, unit=value.unit or unit)
        elif token.kind == "number" and clause.is_free(token):
            percent = bool(behind) and behind[0].has("format.percent")
            clause.use(*(behind if percent else ()))
            said = amount(clause, token)
            share = said / _HUNDRED if percent else None
            yield "", "", _Value(figure(said), share, _unit_of(clause, behind))
            after = ordered[place + 2 : place + 3]
            of = percent and any(t.has("role.of") for t in after)
            yield "*" if of else "", "", None
            if side := next((s for t in after for k, s in _SIDES.items() if t.has(k)), ""):
                clause.use(*after)
                yield side, side, None
        elif not token.names:
            beside = (ordered[place - 1 : place], behind)  # "minutes per km"
            per = not led and token.has("role.by")  # and no "multiply … by"
            per = per and all(t and t[0].start in values for t in beside)
            sign = "/" if per and token.kind != "particle" else sign_of(token)
            verb = _verb(token)
            led |= bool(verb)
            clause.use(*([token] if sign or verb else ()))
            clause.use(*(t for t in behind if verb and t.has("type.")))  # "the added date"
            yield sign, verb, None


def _unit_of(clause: Clause, behind: Sequence[Token]) -> str:
    """Of what an amount is so many, by the word right behind it, which is read then."""
    unit = next((u for t in behind if not t.names and (u := _unit(t))), "")
    clause.use(*(behind if unit else ()))
    return unit


def _unit(token: Token) -> str:
    return next((unit for sense, unit in _UNITS.items() if token.has(sense)), "")


def calculates(token: Token) -> bool:
    """Whether a token is a sign or a verb of calculating, or of a part in a hundred."""
    said = sign_of(token) or _verb(token) or token.has("format.percent")
    return not token.names and bool(said)


def _verb(token: Token) -> str:
    """The sign of a verb of calculating, whichever form it has."""
    return SIGNS.get(token.group("worked.")) or SIGNS.get(token.group("sums."), "")


def _applied(whole: _Value, sign: str, value: _Value) -> _Value:
    if _DAY in (whole.unit, value.unit):
        return _of_days(whole, sign, value)
    if value.share is None:
        return _Value(f"{whole.text} {sign} {value.text}")
    if sign in "+-":
        by = 1 + value.share if sign == "+" else 1 - value.share
        return _Value(f"{_wrapped(whole.text)} * {by:g}")
    return _Value(f"{_wrapped(whole.text)} {sign} {value.share:g}")


def _of_days(whole: _Value, sign: str, value: _Value) -> _Value:
    """A day moved by so many days, weeks or months, or the days between two. Raises Refused."""
    if whole.unit == value.unit:
        if sign != "-":
            raise Refused
        return _Value(f'dateBetween({whole.text}, {value.text}, "days")')
    day, by = (whole, value) if whole.unit == _DAY else (value, whole)
    if sign not in "+-" or (sign == "-" and value is day and not by.unit):
        raise Refused
    moved = "dateAdd" if sign == "+" else "dateSubtract"
    return _Value(f'{moved}({day.text}, {by.text}, "{by.unit or by.called or "days"}")', unit=_DAY)


def _wrapped(text: str) -> str:
    plain = text.startswith('prop("') and text.count('prop("') == 1 and text.endswith('")')
    return text if plain else f"({text})"


def _is_taken(clause: Clause, named: Sequence[tuple[Token, ExistingProperty]], sign: str) -> bool:
    """Whether what is named first is what is taken away from the other, or divides it: "subtract
    the cost from the price"."""
    role = "role.from" if sign == "-" else "role.to"
    tokens = sorted(clause.everything, key=lambda token: token.start)
    led = {b.start for a, b in pairwise(t for t in tokens if not t.has("filler."))
           if a.has(role) and a.kind == "word" and not a.names}  # fmt: skip
    led |= {a.start for a, b in pairwise(tokens) if b.has(role) and b.kind == "particle"}
    first = bool(named) and named[0][0].start in led
    return bool(led) and not first if sign == "-" else first
