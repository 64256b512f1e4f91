"""The values that words give to a row: each to the property it is named for, or that fits it."""

from collections.abc import Sequence
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import segments
from agent.planner.embedded.grammar.conditions.numbers import number_of
from agent.planner.embedded.grammar.new.values import (
    read_nouns,
    value_of,
)
from agent.planner.embedded.grammar.rows.record_parts import reached
from agent.planner.embedded.grammar.text.dates import count_of
from agent.planner.embedded.grammar.text.names import WRITTEN, is_money
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.model import ExistingDatabase, ExistingProperty

_NEAR = 6  # letters from a number to its currency


def values_in(clause: Clause, home: ExistingDatabase, tokens: Sequence[Token]) -> dict[str, Any]:
    """The values that tokens give to a row: pairs of property and value, and bare values.

    What is no value stays unread.
    """
    values: dict[str, Any] = {}
    for piece in segments(tokens):
        _read_piece(clause, home, piece, values)
    numbers = [t for t in clause.free(tokens) if t.kind == "number" and not is_more(clause, t)]
    left = [p for p in home.properties if p.type == "number" and p.name not in values]
    if len(numbers) == len(left) == 1:  # nothing else can be meant by it
        values[left[0].name] = number_of(clause, left[0], numbers)
    return values


def _read_piece(
    clause: Clause, home: ExistingDatabase, piece: Sequence[Token], values: dict[str, Any]
) -> None:
    cuts = [i for i, token in enumerate(piece) if _is_property(clause, home, token)]
    for place, start in enumerate(cuts):
        entity = clause.prop(piece[start], [home])
        if entity is None:
            continue
        prop = clause.world.property(entity)
        stop = cuts[place + 1] if place + 1 < len(cuts) else len(piece)
        behind = [t for t in clause.free(piece[start + 1 : stop]) if not t.has("noun.property")]
        clause.use(piece[start], *(t for t in piece[start + 1 : stop] if t.has("noun.property")))
        next_ = [t for t in clause.said.tokens if t.start >= piece[start].end][:1]
        owner = any(t.has("role.of") for t in next_)
        ticked = behind and all(t.has("state.checked", "state.unchecked") for t in behind)
        if (owner and not behind) or (ticked and prop.type == "number"):
            continue  # "the dues are paid" ticks a box, and says nothing of how much they are
        if prop.type == "checkbox" and not any(t.has("value.", "state.") for t in behind):
            denied = [t for t in clause.free() if t.has("not.not")]
            clause.use(*denied)
            values[prop.name] = not denied  # "Globex paid today"
        elif behind:
            values[prop.name] = value_of(clause, prop, behind)
        elif before := clause.free(piece[:start])[-1:]:
            values[prop.name] = value_of(clause, prop, before)  # "with high priority"
        else:
            raise Refused
    for token in sorted(clause.free(piece), key=lambda t: t.kind == "date"):
        if token.kind == "date" and _is_when(clause, home, token, values):
            continue  # that is when it was done
        if found := bare_value(clause, home, token):
            values.setdefault(found[0].name, found[1])
            values |= _stated(home, token) | values
            read_nouns(clause, clause.free(piece))


def _is_when(clause: Clause, home: ExistingDatabase, token: Token, values: dict[str, Any]) -> bool:
    """Whether a day only says when what else is told came about: a deadline does not pass so."""
    if any(isinstance(value, bool) for value in values.values()):
        return True
    past = isinstance(token.value, str) and token.value[:10] <= clause.today.isoformat()
    day = clause.world.main_date(home)
    due = day is not None and clause.world.is_due(day) and day.name not in values
    return due and past and bool(values)


def _stated(home: ExistingDatabase, token: Token) -> dict[str, Any]:
    """The state that a verb says along with its day ("returned": the date, and the status)."""
    choices = [p for p in home.properties if p.type in ("status", "select")]
    said = {p.name: o.name for p in choices for o in p.options
            if len(o.name) > 1 and token.text.startswith(o.name)}  # fmt: skip
    return said if token.has("state.filled") and len(said) == 1 else {}


def _is_property(clause: Clause, home: ExistingDatabase, token: Token) -> bool:
    """Whether a token names a property that a row's value may be given to."""
    if not clause.is_free(token) or token.kind == "quoted":
        return False
    if (token.has("star.star") and not token.names) or token.has("state."):
        return False  # "four stars" is a value of what is rated, "paid" one of its box
    if any(e.database == home.id for e in clause.entities(token, "option")):
        return False
    entity = clause.prop(token, [home])
    return entity is not None and clause.world.property(entity).type not in (
        "title",
        "formula",
        "rollup",
    )


def bare_value(
    clause: Clause, home: ExistingDatabase, token: Token
) -> tuple[ExistingProperty, Any] | None:
    """The property that a value without a name belongs to, with the value; the token is read."""
    for prop in sorted(home.properties, key=lambda p: p.type != "status"):
        fit = [e for e in clause.entities(token, "option") if e.property == prop.id]
        if fit and token.kind != "quoted":
            clause.use(token)
            return prop, [fit[0].name] if prop.type == "multi_select" else fit[0].name
    for prop in home.properties:
        if token.kind == "name" and reached(clause, prop, token):
            return prop, value_of(clause, prop, [token])
    if token.kind == "date" and (day := _dated(clause, home)):
        return day, value_of(clause, day, [token])
    if token.kind == "number" and (
        counted := _rated(clause, home, token) or _paid(clause, home, token)
    ):
        return counted
    ticks = token.has("state.checked", "state.unchecked")
    kind = WRITTEN.get(token.kind) or ("checkbox" if ticks else "")
    said = {e.id for e in clause.entities(token, "property")}
    fits = [p for p in home.properties if p.type == kind and (not said or p.id in said)]
    if kind and len(fits) == 1:
        led = [
            t for t in clause.free() if 0 < token.start - t.end < 2 and t.has("concept.", "type.")
        ]
        clause.use(*(t for t in led if not t.names))  # "her number is …"
        return fits[0], value_of(clause, fits[0], [token])
    if token.has("state.filled") and said:  # "returned it": today
        days = [p for p in home.properties if p.id in said and p.type == "date"]
        clause.use(token)
        return (days[0], clause.today.isoformat()) if days else None
    done = clause.world.done_property(home) if token.has("state.done", "state.begun") else None
    return (done, value_of(clause, done, [token])) if done else None


def is_more(clause: Clause, number: Token) -> bool:
    """Whether a number is one by which something grows ("40 more", "5 bags more")."""
    return any(t.has("plus.") and 0 <= t.start - number.end <= _NEAR for t in clause.tokens)


def _dated(clause: Clause, home: ExistingDatabase) -> ExistingProperty | None:
    """The property for a bare day: the one that is said to be filled ("returned it today")."""
    told = {e.id for t in clause.everything if t.has("state.filled") for e in t.names}
    meant = next((p for p in home.properties if p.id in told), None)
    return meant or clause.world.main_date(home)


def _rated(
    clause: Clause, home: ExistingDatabase, token: Token
) -> tuple[ExistingProperty, Any] | None:
    """What is rated with so many stars, where a number is one of stars."""
    beside = [t for t in clause.free() if t.has("star.star", "counter.counter")]
    count, starred = count_of(token) or 0, any(t.has("star.star") for t in beside)
    prop = next((p for p in home.properties if clause.world.starred(p, count)), None)
    last = clause.memory.last
    spoken = prop is not None and last is not None and last.id == prop.id
    return (
        (prop, value_of(clause, prop, [token, *beside])) if prop and (starred or spoken) else None
    )


def _paid(
    clause: Clause, home: ExistingDatabase, token: Token
) -> tuple[ExistingProperty, Any] | None:
    """The only amount of money, where a currency stands right beside a number."""
    beside = [t for t in clause.everything if t.has("format.", "scale.")
              and (t.end == token.start or 0 <= t.start - token.end <= 1)]  # fmt: skip
    numbers = [p for p in home.properties if p.type == "number"]
    money = [p for p in numbers if is_money(p)]
    if not beside or len(money) != 1:
        return None
    return money[0], value_of(clause, money[0], [token, *beside])
