"""Numbers as words say them, and conditions on them: at least, between, so many stars."""

import re
from collections.abc import Callable, Sequence
from operator import eq, ge, gt, le, lt

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.conditions.condition import Condition
from agent.planner.embedded.grammar.text.names import is_money
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of
from tools.workspace.model import ExistingDatabase, ExistingProperty

UNITS = ("format.", "counter.counter", "measure.measure", "star.star")  # behind a number
CENTS = re.compile(r"\d{1,9}[.,]\d\d")  # an amount of money, where there is any
_NEAR = 5  # tokens from one of two numbers to the other
_STARS = 11
_PLACES = 6  # decimals beyond which a figure is only how machines count
_WHOLE = frozenset({"won", "yen"})  # currencies without smaller coins
_SIGNS = "★⭐☆"
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "equals": eq,
    "greater_than": gt,
    "less_than": lt,
    "greater_than_or_equal_to": ge,
    "less_than_or_equal_to": le,
}
_WORKED = {
    "more": "greater_than",
    "less": "less_than",
    "least": "greater_than_or_equal_to",
    "most": "less_than_or_equal_to",
}


def number_of(clause: Clause, prop: ExistingProperty, free: Sequence[Token]) -> float | int:
    """The number that tokens say, with what multiplies it. Raises Refused for none."""
    number = next((t for t in free if t.kind == "number"), None)
    if number is None:
        raise Refused
    clause.use(number)
    value = float(number.value)
    for token in free:
        if token.start == number.end and token.has("scale."):
            value *= int(token.group("scale."))
            clause.use(token)
        elif token.has(*UNITS) and not token.names:
            clause.use(token)
            if token.has("format.percent") and prop.config.get("format") == "percent":
                value /= 100
    return int(value) if value == int(value) else value


def compared(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    if (between := _between(clause, home, tokens)) and not negated:
        return between
    said = clause.find("compare.", among=tokens) or _worked(clause, tokens)
    number = next((t for t in clause.free(tokens) if t.kind == "number"), None)
    if said is None and number is not None and not negated:
        return _so_many_stars(clause, home, number)
    if said is None or number is None or negated or _is_of_days(clause, said, tokens):
        return None
    clause.use(said)
    operator = said.group("compare.") or _WORKED[said.group("worked.")]
    starred = any(clause.world.starred(p, n) for p in home.properties for n in range(1, _STARS))
    if starred and (rated := clause.property_of(home, tokens, "select")) is not None:
        return _starred(clause, rated, operator, number)
    prop = _number(clause, home, tokens)
    if prop is None:
        raise Refused
    limit = float(number_of(clause, prop, clause.free(tokens)))
    compare = _COMPARE[operator]
    return Condition(
        lambda row: row.values.get(prop.id) is not None and compare(row.values[prop.id], limit),
        {"property": prop.name, "number": {operator: limit}},
    )


def _worked(clause: Clause, tokens: Sequence[Token]) -> Token | None:
    """What compares numbers where something may be worked out by it, and only some rows are to be
    seen ("only when it is over 140")."""
    only = any(t.has("only.", "role.only") for t in clause.said.tokens)
    said = (t for t in clause.free(tokens) if t.group("worked.") in _WORKED)
    return next(said, None) if only else None


def _is_of_days(clause: Clause, said: Token, tokens: Sequence[Token]) -> bool:
    """Whether a word that compares numbers says how near the day is that is named, or for how long
    something was not done."""
    lasting = any(t.has("unit.day", "unit.days", "unit.week", "unit.months") for t in tokens)
    if lasting and any(t.has("not.not") and not t.names for t in clause.everything):
        return True
    named = [e for t in tokens for e in clause.entities(t, "property")]
    types = {clause.world.property(e).type for e in named}
    return said.has("window.") and "date" in types and "number" not in types


def _starred(clause: Clause, prop: ExistingProperty, operator: str, number: Token) -> Condition:
    """Rows with so many stars, or more, or fewer. Raises Refused where there are none."""
    clause.use(number, *(t for t in clause.everything if t.has("star.", "counter.counter")))
    counts = {n: o for n in range(1, _STARS) if (o := clause.world.starred(prop, n)) is not None}
    met = [o for n, o in counts.items() if _COMPARE[operator](n, float(number.value))]
    tests = [{"property": prop.name, "select": {"equals": option.name}} for option in met]
    if not tests:
        raise Refused
    held, shown = {option.id for option in met}, tests[0] if len(tests) == 1 else {"or": tests}
    return Condition(lambda row: row.values.get(prop.id) in held, shown)


def _so_many_stars(clause: Clause, home: ExistingDatabase, number: Token) -> Condition | None:
    """Rows with just so many stars ("only 5 stars")."""
    near = (t for t in clause.everything if t.start == number.end or t.end == number.start
            or t.start == number.end + 1)  # fmt: skip
    stars = any(t.text in _SIGNS or (t.has("star.") and not t.has("counter.")) for t in near)
    rated = [p for p in home.properties if clause.world.starred(p, 1) is not None] if stars else []
    return _starred(clause, rated[0], "equals", number) if len(rated) == 1 else None


def _between(clause: Clause, home: ExistingDatabase, tokens: Sequence[Token]) -> Condition | None:
    """Rows with a number between two ("from 10 to 20", "between 10 and 20")."""
    numbers = [i for i, t in enumerate(tokens) if t.kind == "number" and clause.is_free(t)]
    if len(numbers) != 2 or numbers[1] - numbers[0] > _NEAR:
        return None
    first, last = numbers
    inside = tokens[max(0, first - 2) : last + _NEAR]
    marks = [t for t in inside if t.has("between.") or t.text in ("~", "-")]
    led = any(t.has("role.from") for t in tokens[max(0, first - 1) : last])
    if not (marks or led):
        return None
    prop = _number(clause, home, tokens)
    if prop is None:
        return None
    low = float(number_of(clause, prop, clause.free(tokens[:last])))
    high = float(number_of(clause, prop, clause.free(tokens[last:])))
    clause.use(*marks, *(t for t in inside if t.has("compare.")))
    low, high = sorted((low, high))
    tests = ({"greater_than_or_equal_to": low}, {"less_than_or_equal_to": high})
    return Condition(
        lambda row: row.values.get(prop.id) is not None and low <= row.values[prop.id] <= high,
        {"and": [{"property": prop.name, "number": test} for test in tests]},
    )


def _number(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token]
) -> ExistingProperty | None:
    """The number that is meant: by name, else the only one, else the only amount of money."""
    fits = [p for p in home.properties if p.type == "number"]
    if any(t.has("star.star") and t.has("counter.") for t in clause.free(tokens)):
        fits = [p for p in fits if p not in _lengths(fits)]  # points, and no minutes
    prop = clause.property_of(home, tokens, "number") or (fits[0] if len(fits) == 1 else None)
    if prop is None:
        money = [t for t in clause.free(tokens) if t.has("format.") and not t.has("format.percent")]
        paid = [p for p in fits if is_money(p)]
        prop = paid[0] if money and len(paid) == 1 else _lasting(clause, tokens, fits)
    return prop


def _lasting(
    clause: Clause, tokens: Sequence[Token], fits: Sequence[ExistingProperty]
) -> ExistingProperty | None:
    """The only number that says how long something takes, where minutes or hours are counted."""
    counted = any(t.has("lasting.") for t in clause.free(tokens))
    found = _lengths(fits) if counted else []
    return found[0] if len(found) == 1 else None


def _lengths(fits: Sequence[ExistingProperty]) -> list[ExistingProperty]:
    return [p for p in fits if (known := concept_of(p.name)) and known.key == "duration"]


def rounded(prop: ExistingProperty, value: float) -> float:
    """A figure as its unit is counted."""
    places = 0 if prop.config.get("format") in _WHOLE else _PLACES
    value = round(value, places)
    return int(value) if value == int(value) else value
