"""What tokens say as values of properties, and as conditions that rows meet."""

from collections.abc import Callable, Sequence
from typing import Any

from agent.planner.embedded.grammar.clause import Clause, OnlyInNotion, Refused
from agent.planner.embedded.grammar.dates import count_of
from agent.planner.embedded.grammar.phrases import ARROW
from agent.planner.embedded.grammar.tokens import Token
from tools.workspace.model import ExistingDatabase, ExistingProperty

_TEXTS = ("title", "rich_text", "url", "email", "phone_number")
_WRITTEN = {"email": "email", "code": "phone_number", "url": "url"}  # kinds of tokens, by type


def value_of(clause: Clause, prop: ExistingProperty, tokens: Sequence[Token]) -> Any:
    """The value that tokens give to a property; what they were is read. None empties.

    Raises Refused for what cannot be meant, OnlyInNotion for people.
    """
    free = clause.free(tokens)
    if not free:
        raise Refused
    if len(free) == 1 and free[0].has("value.empty") and not free[0].names:
        clause.use(*free)
        return None
    if prop.type == "people":
        raise OnlyInNotion
    return _READERS.get(prop.type, _text)(clause, prop, free)


def _choice(clause: Clause, prop: ExistingProperty, free: Sequence[Token]) -> str:
    for token in free:
        fit = [e for e in clause.entities(token, "option") if e.property == prop.id]
        if fit:
            clause.use(token)
            _read_nouns(clause, free)
            return fit[0].name
    if done := _done_said(clause, prop, free):
        return done
    if stars := _stars(clause, prop, free):
        return stars
    raise Refused


def _read_nouns(clause: Clause, tokens: Sequence[Token]) -> None:
    """Reads nouns that only say what a value is ("high priority", "done tasks")."""
    clause.use(
        *(t for t in tokens if t.has("noun.status", "noun.option", "noun.thing") and not t.names)
    )


def _done_said(clause: Clause, prop: ExistingProperty, free: Sequence[Token]) -> str | None:
    said = next((t for t in free if t.has("state.done")), None)
    option = clause.world.done(prop) if said else None
    if said is None or option is None:
        return None
    clause.use(said)
    return option.name


def _stars(clause: Clause, prop: ExistingProperty, free: Sequence[Token]) -> str | None:
    number = next((t for t in free if count_of(t) is not None), None)
    option = clause.world.starred(prop, count_of(number) or 0) if number else None
    if number is None or option is None:
        return None
    clause.use(number, *(t for t in free if t.has("star.star", "counter.counter")))
    return option.name


def _choices(clause: Clause, prop: ExistingProperty, free: Sequence[Token]) -> list[str]:
    found = list[str]()
    for token in free:
        fit = [e for e in clause.entities(token, "option") if e.property == prop.id]
        if fit:
            clause.use(token)
            found.append(fit[0].name)
    if not found:
        raise Refused
    return found


def _date(clause: Clause, _: ExistingProperty, free: Sequence[Token]) -> Any:
    days = [token for token in free if token.kind == "date"]
    if not days or len(days) > 2 or any(day.value is None for day in days):
        raise Refused
    clause.use(*days)
    if len(days) == 1:
        return days[0].value
    first, last = sorted(str(day.value) for day in days)
    return {"start": first, "end": last}


def number_of(clause: Clause, prop: ExistingProperty, free: Sequence[Token]) -> float | int:
    number = next((t for t in free if t.kind == "number"), None)
    if number is None:
        raise Refused
    clause.use(number)
    value = float(number.value)
    for token in free:
        if token.start == number.end and token.has("scale."):
            value *= int(token.group("scale."))
            clause.use(token)
        elif token.has("format.", "counter.counter", "star.star") and not token.names:
            clause.use(token)
            if token.has("format.percent") and prop.config.get("format") == "percent":
                value /= 100
    return int(value) if value == int(value) else value


def _checkbox(clause: Clause, _: ExistingProperty, free: Sequence[Token]) -> bool:
    for token in free:
        if token.has("value.no", "state.unchecked", "state.open"):
            clause.use(token)
            return False
        if token.has("value.yes", "state.checked", "state.done"):
            clause.use(token)
            return True
    raise Refused


def _relation(clause: Clause, prop: ExistingProperty, free: Sequence[Token]) -> list[str]:
    far = clause.world.structure.source(prop.config.get("data_source_id"))
    found = [(t, e) for t, e in clause.named("row", among=free) if far and e.database == far.id]
    if not found:
        raise Refused
    clause.use(*(token for token, _ in found))
    return [entity.name for _, entity in found]


def _text(clause: Clause, prop: ExistingProperty, free: Sequence[Token]) -> str:
    if prop.type not in _TEXTS:
        raise Refused
    said = clause.words(free)
    clause.use(*free)
    if not said:
        raise Refused
    return said


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
        if prop.type == "relation" and token.kind == "name" and _reaches(clause, prop, token):
            return prop, value_of(clause, prop, [token])
    if token.kind == "date" and (due := clause.world.main_date(home)):
        return due, value_of(clause, due, [token])
    if token.kind == "number" and (paid := _money(clause, home, token)):
        return paid, value_of(clause, paid, _around(clause, token))
    ticks = token.has("state.checked", "state.unchecked")
    kind = _WRITTEN.get(token.kind) or ("checkbox" if ticks else "")
    said = {e.id for e in clause.entities(token, "property")}
    fits = [p for p in home.properties if p.type == kind and (not said or p.id in said)]
    if kind and len(fits) == 1:
        led = [
            t for t in clause.free() if 0 < token.start - t.end < 2 and t.has("concept.", "type.")
        ]
        clause.use(*(t for t in led if not t.names))  # "her number is …"
        return fits[0], value_of(clause, fits[0], [token])
    done = done_property(clause, home) if token.has("state.done") else None
    return (done, value_of(clause, done, [token])) if done else None


def _reaches(clause: Clause, prop: ExistingProperty, token: Token) -> bool:
    """Whether a token names a row that a relation leads to."""
    far = clause.world.structure.source(prop.config.get("data_source_id"))
    return far is not None and any(e.database == far.id for e in clause.entities(token, "row"))


def _around(clause: Clause, token: Token) -> list[Token]:
    """A number with the currency that stands right beside it."""
    beside = [t for t in clause.everything if t.has("format.", "scale.")]
    return [
        token,
        *(t for t in beside if t.end == token.start or token.end <= t.start <= token.end + 6),
    ]


def _money(clause: Clause, home: ExistingDatabase, token: Token) -> ExistingProperty | None:
    """The property for an amount of money: the only one that has a currency."""
    if len(_around(clause, token)) == 1:
        return None
    numbers = [p for p in home.properties if p.type == "number"]
    fit = [p for p in numbers if p.config.get("format") not in ("number", "percent")]
    return fit[0] if len(fit) == 1 else None


def done_property(clause: Clause, home: ExistingDatabase) -> ExistingProperty | None:
    """What says in a database that a row is done: a choice with such an option, else a box."""
    choices = [
        p for p in home.properties if p.type in ("status", "select") and clause.world.done(p)
    ]
    boxes = [p for p in home.properties if p.type == "checkbox"]
    return next(iter([*sorted(choices, key=lambda p: p.type != "status"), *boxes]), None)


def segments(tokens: Sequence[Token], *, joined: bool = False) -> list[list[Token]]:
    """Tokens cut at commas and line ends, but not in brackets; at "and" too where there are commas,
    or if `joined`."""
    pieces: list[list[Token]] = [[]]
    listed = joined or any(token.kind == "punct" and token.text == "," for token in tokens)
    depth = 0
    for token in tokens:
        mark = token.text if token.kind == "punct" else ""
        depth = max(0, depth + (mark in "([{") - (mark in ")]}")) if mark else depth
        joint = bool(mark) and mark in f",/|{ARROW}"
        if not depth and (token.kind == "break" or joint or (listed and token.has("also.also"))):
            pieces.append([])
        else:
            pieces[-1].append(token)
    return [piece for piece in pieces if piece]


def values_in(clause: Clause, home: ExistingDatabase, tokens: Sequence[Token]) -> dict[str, Any]:
    """The values that tokens give to a row: pairs of property and value, and bare values.

    What is no value stays unread.
    """
    values: dict[str, Any] = {}
    for piece in segments(tokens):
        _read_piece(clause, home, piece, values)
    numbers = [t for t in clause.free(tokens) if t.kind == "number"]
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
        if behind:
            values[prop.name] = value_of(clause, prop, behind)
        elif before := clause.free(piece[:start])[-1:]:
            values[prop.name] = value_of(clause, prop, before)  # "with high priority"
        else:
            raise Refused
    for token in clause.free(piece):
        if found := bare_value(clause, home, token):
            values.setdefault(found[0].name, found[1])
            _read_nouns(clause, clause.free(piece))


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


# How each type of property reads a value; the others take the words as they are.
_READERS: dict[str, Callable[[Clause, ExistingProperty, Sequence[Token]], Any]] = {
    "select": _choice,
    "status": _choice,
    "multi_select": _choices,
    "date": _date,
    "number": number_of,
    "checkbox": _checkbox,
    "relation": _relation,
}
