"""What tokens say of the rows that are meant: conditions, as a choice of rows and as a filter."""

from collections.abc import Iterator, Sequence
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.conditions.condition import Condition, day_of, ticked
from agent.planner.embedded.grammar.conditions.denying import denied_in
from agent.planner.embedded.grammar.conditions.numbers import compared
from agent.planner.embedded.grammar.conditions.periods import (
    bounded,
    overdue,
    spanned,
    to_come,
    windowed,
)
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.names import CHOICES, TEXTS, Entity
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.text.weekdays import weekday_of
from agent.planner.embedded.grammar.told.happenings import says_done
from tools.workspace.model import ExistingDatabase, ExistingProperty
from tools.workspace.values import words

_DATED = ("range.", "window.", "bound.")  # which days are meant
_EMPTIABLE = (*TEXTS, *CHOICES, "number", "date", "people", "files", "relation")


def conditions(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, hidden: bool = False
) -> list[Condition]:
    """The conditions that tokens put on rows of a database; what they were is read.

    `hidden` turns them round: rows that are to be out of sight.
    """
    denied, rest = denied_in(tokens, clause)
    nots = [t for t in denied if t.has("not.not") and not t.names]
    clause.use(*nots)
    found = _read(clause, home, denied, negated=not hidden) if denied else []
    if not found and any(t.kind == "unknown" for t in clause.free(denied)):
        clause.used -= {t.start for t in nots}  # what it denies is left to be read
    found += _read(clause, home, rest, negated=hidden)
    kept = dict[str, Condition]()
    for one in found:  # of what is said of one box twice over, what denies it
        box = one.filter["property"] if one.filter and "checkbox" in one.filter else None
        kept.setdefault(box or str(one.filter or id(one)), one)
    return list(kept.values())


def _read(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> list[Condition]:
    told = _told_boxes(clause, home, tokens, negated=negated)
    boxed = () if told else (_boxed,)
    days = (spanned, overdue, windowed, bounded, to_come)
    readers = (_contained, compared, *days, _emptiness, *boxed)
    found = told + [one for read in readers if (one := read(clause, home, tokens, negated=negated))]
    apart = bool(found) or any(t.kind == "date" for t in clause.free(tokens))
    found += _of_options(clause, home, tokens, negated=negated, apart=apart)
    done = _of_done(clause, home, tokens, negated=negated)
    return [*found, *([done] if done else [])]


def _contained(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    said = clause.find("contains.", among=tokens)
    quoted = next((t for t in clause.free(tokens) if t.kind == "quoted"), None)
    prop = clause.property_of(home, tokens, *TEXTS) if said and quoted else None
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


def still_late(clause: Clause, home: ExistingDatabase, found: list[Condition]) -> list[Condition]:
    """Conditions on overdue rows that are to be seen, without those that are done: these are late
    no more; unless words say themselves whether such are meant, or name the day that has passed,
    or no row says that it is done."""
    tokens, prop = clause.everything, _finishing(clause, home)
    days = {p.id for p in home.properties if p.type == "date"}
    if any(entity.id in days for token in tokens for entity in clause.entities(token)):
        return found
    said_so = ("state.done", "state.open", "state.checked", "state.unchecked")
    if prop is None or any(t.has(*said_so) for t in tokens):
        return found
    counts = any("number" in (one.filter or {}) for one in found)  # "140 넘은 것"
    if not found or counts or not any(t.has("state.overdue") for t in tokens):
        return found
    if prop.type != "checkbox":
        return [*found, _in_done(clause, prop, wanted=False)]
    others = [one for one in found if not (one.filter and one.filter.get("property") == prop.name)]
    return [*others, ticked(prop, wanted=False)]  # "whose return is late": not returned


def undone(clause: Clause, home: ExistingDatabase) -> list[Condition]:
    """The condition that rows are not done yet, or, where none says that it is, of a day to come.
    Raises Refused where neither can be known."""
    prop, day = _finishing(clause, home), clause.world.main_date(home)
    if prop is not None:
        box = prop.type == "checkbox"
        return [ticked(prop, wanted=False) if box else _in_done(clause, prop, wanted=False)]
    if day is None:
        raise Refused
    today = clause.today.isoformat()
    return [Condition(lambda row: day_of(row.values.get(day.id)) >= today, None)]


def _finishing(clause: Clause, home: ExistingDatabase) -> ExistingProperty | None:
    """What says that a row is done: any other box ("VIP") says nothing of that."""
    prop = clause.world.done_property(home)
    if prop is None or prop.type != "checkbox":
        return prop
    said = clause.world.lexis.said("state.done") | clause.world.lexis.said("state.checked")
    boxes = [p for p in home.properties if p.type == "checkbox"]
    named = [p for p in boxes if {folded(p.name), *folded(p.name).split()} & said or says_done(p)]
    return named[0] if named else None


def _emptiness(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    state = clause.find("state.empty", "state.filled", among=tokens)
    if state is None and not any(p.type == "checkbox" for p in home.properties):
        state = clause.find("state.unchecked", among=tokens)  # "who did not pay" a sum
    prop = clause.property_of(home, tokens, *_EMPTIABLE) if state else _had(clause, home)
    dated = any(t.kind == "date" or t.has(*_DATED) for t in tokens)
    if prop is None and negated and not dated:
        prop = clause.property_of(home, tokens, "date")  # "those that I haven't started"
    if prop is None:
        return None
    clause.use(*([state] if state else []))
    empty = (state is not None and state.has("state.empty", "state.unchecked")) != negated
    test = {"is_empty" if empty else "is_not_empty": True}
    return Condition(
        lambda row: bool(row.values.get(prop.id)) != empty, {"property": prop.name, prop.type: test}
    )


def _had(clause: Clause, home: ExistingDatabase) -> ExistingProperty | None:
    """What rows are to have that are told apart by it alone ("only students with allergies")."""
    if clause.find("only.", "all.every", "type.people", "noun.thing") is None:
        return None
    types = (*TEXTS, "date", "files", "people")
    phrases = [p for p in clause.phrases if p.plays("with") and p.plays("behind")]
    items = [item for p in phrases for i in p.items if len(item := clause.free(i)) == 1]
    return next((p for i in items if (p := clause.property_of(home, i, *types))), None)


def _told_boxes(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> list[Condition]:
    """Rows by each box of which a form of its verb says whether it is ticked."""
    found = list[Condition]()
    for token in clause.free(tokens):
        named = {e.id for e in clause.entities(token, "property")}
        boxes = [p for p in home.properties if p.type == "checkbox" and p.id in named]
        if boxes and token.has("state.checked", "state.unchecked"):
            clause.use(token)
            found.append(ticked(boxes[0], wanted=token.has("state.checked") != negated))
    while found and (further := clause.property_of(home, tokens, "checkbox")):
        found.append(ticked(further, wanted=not negated))  # "won, but not sent yet"
    return found


def _boxed(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    boxes = [p for p in home.properties if p.type == "checkbox"]
    plain = [t for t in tokens if all(e.database != home.id for e in clause.entities(t, "option"))]
    state = clause.find("state.checked", "state.unchecked", "state.open", among=plain)
    named = clause.property_of(home, tokens, "checkbox") if state and boxes else None
    prop = named or (
        boxes[0] if len(boxes) == 1 and state and not state.has("state.open") else None
    )
    apart = ("role.only", "only.", "noun.filter", "apart.", "noun.thing", "type.people")
    only = any(t.has(*apart) for t in clause.said.tokens) or any(t.has("not.not") for t in tokens)
    if state is None and boxes and only:
        prop = clause.property_of(
            home, tokens, "checkbox"
        )  # "only the VIPs", "who has not replied"
    if prop is None:
        return None
    clause.use(*([state] if state else []))
    wanted = (state is None or state.has("state.checked")) != negated
    return ticked(prop, wanted=wanted)


def _of_options(
    clause: Clause,
    home: ExistingDatabase,
    tokens: Sequence[Token],
    *,
    negated: bool,
    apart: bool,
) -> list[Condition]:
    """Rows by the options that are named: any of those of one property, and all properties; where
    rows are told `apart` already, what they are called is none ("today's bookings only")."""
    named: dict[tuple[str, bool], list[str]] = {}
    named_so = clause.named("option", among=tokens, home=home.id)
    for token, entity in [*named_so, *_alike_options(clause, home, tokens)]:
        if token.kind == "quoted" and clause.entities(token, "row"):
            continue
        if apart and any(e.id == home.id for e in clause.entities(token, "database")):
            continue
        owner = clause.world.property(_owned(clause, token, home, entity, clause.everything))
        # A form of it may deny it by itself, but not one that is called as what denies.
        called = folded(entity.name) in clause.world.lexis.said("not.not")
        denied = negated != (token.has("not.not") and not called)
        named.setdefault((owner.id, denied), []).append(entity.name)
        clause.use(token)
    found = list[Condition]()
    for (owner_id, denied), names in named.items():
        prop = next(prop for prop in home.properties if prop.id == owner_id)
        _read_owner(clause, prop, clause.everything)
        found.append(_any_of(prop, list(dict.fromkeys(names)), negated=denied))
    return found


def _alike_options(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token]
) -> Iterator[tuple[Token, Entity]]:
    """Words that say an option otherwise: a day of the week, that something is not done yet as the
    option does, or one that goes on behind the option, where words join ("the freezer" of what is
    frozen)."""
    options = [Entity("option", o.name, o.id, home.id, p.id)
               for p in home.properties for o in p.options]  # fmt: skip
    for token in clause.free(tokens):
        if (day := token.group("weekday.")) and not token.names:
            yield from ((token, e) for e in options if weekday_of(e.name) == f"weekday.{day}")
        elif token.has("state.unchecked") and not token.names:
            yield from ((token, e) for e in options if _is_undone(clause, folded(e.name)))
        elif token.kind == "unknown" and clause.world.lexis.joins(token.text[0]) == "agglutinated":
            end = next((e for e in clause.world.lexis.only if token.text.endswith(e)), "")
            said = token.text.removesuffix(end)
            stems = (said[:-1], *([said[:-2]] if end else []))
            yield from ((token, e) for e in options if len(e.name) > 1 and e.name in stems)


def _is_undone(clause: Clause, name: str) -> bool:
    """Whether an option is called as what is not done yet ("unpaid", "not paid")."""
    said, (first, _, rest) = clause.world.lexis.said, name.partition(" ")
    denied = first in said("not.not") and rest in said("state.checked")
    return denied or name in said("state.unchecked")


def _any_of(prop: ExistingProperty, names: Sequence[str], *, negated: bool) -> Condition:
    """Rows that have one of some options of a property, or none of them."""
    ids = {option.id for option in prop.options if option.name in names}
    tests = ("contains", "does_not_contain")
    test = (tests if prop.type == "multi_select" else ("equals", "does_not_equal"))[negated]
    found = [{"property": prop.name, prop.type: {test: name}} for name in names]
    return Condition(
        lambda row: _holds(row.values.get(prop.id), ids) != negated,
        found[0] if len(found) == 1 else {"and" if negated else "or": found},
        "" if negated else " · ".join(names),
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


def _holds(value: Any, options: set[str]) -> bool:
    return bool(options & set(value)) if isinstance(value, list) else value in options


def _of_done(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token], *, negated: bool
) -> Condition | None:
    said = clause.find("state.done", "state.open", among=tokens)
    prop = clause.world.done_property(home) if said else None
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
