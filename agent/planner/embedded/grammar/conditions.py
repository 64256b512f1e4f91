"""What tokens say of the rows that are meant: conditions, as a choice of rows and as a filter."""

from collections.abc import Callable, Sequence
from operator import ge, gt, le, lt
from typing import Any

from agent.planner.embedded.grammar.clause import Clause, Refused
from agent.planner.embedded.grammar.condition import Condition, day_of, property_of, ticked
from agent.planner.embedded.grammar.dates import span_of
from agent.planner.embedded.grammar.lexis import folded
from agent.planner.embedded.grammar.names import CHOICES, Entity
from agent.planner.embedded.grammar.tokens import Token
from agent.planner.embedded.grammar.values import _TEXTS, done_property, number_of
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow
from tools.workspace.values import words

_STARS = 11
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "greater_than": gt,
    "less_than": lt,
    "greater_than_or_equal_to": ge,
    "less_than_or_equal_to": le,
}
_EMPTIABLE = (*_TEXTS, *CHOICES, "number", "date", "people", "files", "relation")


def conditions(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, hidden: bool = False
) -> list[Condition]:
    """The conditions that tokens put on rows of a database; what they were is read.

    `hidden` turns them round: rows that are to be out of sight.
    """
    found = list[Condition]()
    negated = hidden
    negations = [t for t in clause.free(tokens) if t.has("not.not")]
    if negations:
        clause.use(*negations)
        negated = not negated
    readers = (
        _contained, _compared, _spanned, _overdue, _emptiness, _boxed, _of_option, _of_done
    )  # fmt: skip
    for read in readers:
        if condition := read(clause, home, tokens, negated=negated):
            found.append(condition)
    return found


def _compared(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    said = clause.find("compare.", among=tokens)
    number = next((t for t in clause.free(tokens) if t.kind == "number"), None)
    if said is None or number is None or negated:
        return None
    clause.use(said)
    starred = any(clause.world.starred(p, 1) for p in home.properties)
    if starred and (rated := property_of(clause, home, tokens, "select")) is not None:
        return _starred(clause, rated, said.group("compare."), number)
    fits = [p for p in home.properties if p.type == "number"]
    prop = property_of(clause, home, tokens, "number") or (fits[0] if len(fits) == 1 else None)
    if prop is None:
        money = [t for t in clause.free(tokens) if t.has("format.") and not t.has("format.percent")]
        paid = [p for p in fits if p.config.get("format") not in ("number", "percent")]
        prop = paid[0] if money and len(paid) == 1 else None
    if prop is None:
        raise Refused
    limit = float(number_of(clause, prop, clause.free(tokens)))
    compare = _COMPARE[operator := said.group("compare.")]
    return Condition(
        lambda row: row.values.get(prop.id) is not None and compare(row.values[prop.id], limit),
        {"property": prop.name, "number": {operator: limit}},
    )


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


def _contained(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    said = clause.find("contains.", among=tokens)
    quoted = next((t for t in clause.free(tokens) if t.kind == "quoted"), None)
    prop = property_of(clause, home, tokens, *_TEXTS) if said and quoted else None
    if said is None or quoted is None or prop is None:
        return None
    clause.use(said, quoted)
    part = str(quoted.value)
    test = {"does_not_contain" if negated else "contains": part}
    return Condition(
        lambda row: (part.casefold() in words(row.values.get(prop.id) or []).casefold()) != negated,
        {"property": prop.name, prop.type: test},
        part,
    )


def _spanned(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    span = clause.find("range.", among=tokens)
    if span is None or negated:
        return None
    said_span = span.group("range.")
    clause.use(span)
    said = property_of(clause, home, tokens, "date")
    named = said or clause.take("noun.due", among=tokens)
    prop = said or clause.world.main_date(home)
    if prop is None:
        raise Refused
    first, last = (day.isoformat() for day in span_of(said_span, clause.today))
    tests: list[dict[str, Any]] = [{said_span: {}}]
    if said_span == "this_month":  # Notion's filters know no present month: its days are fixed
        tests = [{"on_or_after": first}, {"on_or_before": last}]
    found = [{"property": prop.name, "date": test} for test in tests]
    shown = found[0] if len(found) == 1 else {"and": found}

    def holds(row: ExistingRow) -> bool:
        if named is None:
            raise Refused  # "done this week": when it was due says nothing of that
        return first <= day_of(row.values.get(prop.id)) <= last

    return Condition(holds, shown)


def _overdue(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    if clause.take("state.overdue", among=tokens) is None:
        return None
    prop = property_of(clause, home, tokens, "date")
    clause.take("noun.due", among=tokens)
    prop = prop or clause.world.main_date(home)
    if prop is None:
        raise Refused
    # Notion's filters know no moving "before today": the day is fixed, which the answer says.
    passed = {"property": prop.name, "date": {"before": clause.today.isoformat()}}
    today = clause.today.isoformat()
    if negated:  # what has no day is not past it
        tests = [{"on_or_after": today}, {"is_empty": True}]
        shown = {"or": [{"property": prop.name, "date": test} for test in tests]}
        return Condition(lambda row: not "" < day_of(row.values.get(prop.id)) < today, shown)
    return Condition(lambda row: "" < day_of(row.values.get(prop.id)) < today, passed)


def still_late(clause: Clause, home: ExistingDatabase) -> Condition | None:
    """What a question about overdue rows leaves out: what is done is late no more.

    None where no row says that it is done, or words say themselves which rows are meant.
    """
    tokens, prop = clause.everything, done_property(clause, home)
    said_so = ("state.done", "state.open", "state.checked", "state.unchecked")
    if prop is None or any(t.has(*said_so) for t in tokens):
        return None
    if not any(t.has("state.overdue") for t in tokens):
        return None
    if prop.type != "checkbox":
        return _in_done(clause, prop, wanted=False)
    # Any other box ("VIP") says nothing of whether something is still to be done.
    names = {folded(prop.name), *folded(prop.name).split()}
    said = clause.world.lexis.said("state.done") | clause.world.lexis.said("state.checked")
    return ticked(prop, wanted=False) if names & said else None


def _emptiness(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    state = clause.find("state.empty", "state.filled", among=tokens)
    if state is None and not any(p.type == "checkbox" for p in home.properties):
        state = clause.find("state.unchecked", among=tokens)  # "who did not pay" a sum
    prop = property_of(clause, home, tokens, *_EMPTIABLE) if state else None
    if state is None or prop is None:
        return None
    clause.use(state)
    empty = state.has("state.empty", "state.unchecked") != negated
    test = {"is_empty" if empty else "is_not_empty": True}
    return Condition(
        lambda row: bool(row.values.get(prop.id)) != empty, {"property": prop.name, prop.type: test}
    )


def _boxed(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    boxes = [p for p in home.properties if p.type == "checkbox"]
    state = clause.find("state.checked", "state.unchecked", "state.open", among=tokens)
    named = property_of(clause, home, tokens, "checkbox") if state and boxes else None
    prop = named or (
        boxes[0] if len(boxes) == 1 and state and not state.has("state.open") else None
    )
    only = any(t.has("role.only", "only.", "noun.filter") for t in clause.said.tokens)
    if state is None and boxes and only:
        prop = property_of(clause, home, tokens, "checkbox")  # "only the VIPs"
    if prop is None:
        return None
    clause.use(*([state] if state else []))
    wanted = (state is None or state.has("state.checked")) != negated
    return ticked(prop, wanted=wanted)


def _of_option(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    options = [
        (token, entity)
        for token, entity in clause.named("option", among=tokens, home=home.id)
        if token.kind != "quoted" or not clause.entities(token, "row")
    ]
    if not options:
        return None
    token, entity = options[0]
    prop = clause.world.property(_owned(clause, token, home, entity, tokens))
    option = next(o for o in prop.options if o.name == entity.name)
    clause.use(token)
    _read_owner(clause, prop, tokens)
    several = prop.type == "multi_select"
    test = ("contains", "does_not_contain") if several else ("equals", "does_not_equal")
    return Condition(
        lambda row: _holds(row.values.get(prop.id), option.id) != negated,
        {"property": prop.name, prop.type: {test[negated]: option.name}},
        "" if negated else option.name,
    )


def _owned(
    clause: Clause, token: Token, home: ExistingDatabase, first: Entity, tokens: Sequence[Token]
) -> Entity:
    """The option of the property that is named beside it, where several have one of the name."""
    named = {clause.prop(t, [home]) for t in clause.free(tokens) if t.kind in ("name", "word")}
    ids = {entity.id for entity in named if entity}
    fits = [
        e for e in clause.entities(token, "option") if e.property in ids and e.database == home.id
    ]
    return next(iter(fits), first)


def _read_owner(clause: Clause, prop: ExistingProperty, tokens: Sequence[Token]) -> None:
    """Reads the name of an option's property that stands beside it."""
    for token in clause.free(tokens):
        if any(e.id == prop.id for e in clause.entities(token, "property")) or (
            token.has("noun.status", "concept.status") and prop.type == "status" and not token.names
        ):
            clause.use(token)


def _holds(value: Any, option_id: str) -> bool:
    return option_id in value if isinstance(value, list) else value == option_id


def _of_done(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    said = clause.find("state.done", "state.open", among=tokens)
    prop = done_property(clause, home) if said else None
    if said is None or prop is None:
        return None
    clause.use(said)
    _read_owner(clause, prop, tokens)
    wanted = said.has("state.done") != negated
    return (
        ticked(prop, wanted=wanted)
        if prop.type == "checkbox"
        else _in_done(clause, prop, wanted=wanted)
    )


def _in_done(clause: Clause, prop: ExistingProperty, *, wanted: bool) -> Condition:
    """Rows whose choice says that they are done, or those of which it does not. Raises Refused."""
    option = clause.world.done(prop)
    if option is None:
        raise Refused
    held = {o.id for o in prop.options if o.group == "Complete"} or {option.id}
    test = "equals" if wanted else "does_not_equal"
    return Condition(
        lambda row: (row.values.get(prop.id) in held) == wanted,
        {"property": prop.name, prop.type: {test: option.name}},
        option.name if wanted else "",
    )
