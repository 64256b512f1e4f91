"""New values of rows that there are."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.new.naming import another_row
from agent.planner.embedded.grammar.new.values import value_of
from agent.planner.embedded.grammar.rows.row_values import bare_value, values_in
from agent.planner.embedded.grammar.rows.rows_named import (
    are_left_out,
    edited,
    named_rows,
    read_mentions,
    rows_where,
)
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.names import CHOICES, Entity
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow


def set_values(clause: Clause) -> list[Change]:
    """`mark X as done`, `set the due date of X to Friday`, `move all waiting tasks to Done`."""
    named = named_rows(clause)
    if another_row(clause, named):
        raise Refused
    if named and not are_left_out(clause):
        return _set_named(clause, named)
    return _set_spoken(clause) or _set_where(clause)


def set_told(clause: Clause) -> list[Change]:
    """`Tom Ward works at North Bakery`: the values of a row that is named, or was before."""
    if (
        clause.said.verb and not clause.does("do", "finish", "want", "change", "move")
    ) or _is_of_part(clause):
        raise Refused
    if clause.find("all.every", "all.both"):
        return _set_where(clause)
    clause.take_all("tells.")
    if _is_only_when(clause):
        raise Refused  # "went home yesterday": no word says that it is a day of the row
    named = named_rows(clause)
    return _set_named(clause, named) if named else _set_spoken(clause, told=True)


def _is_only_when(clause: Clause) -> bool:
    """Whether a day is all that is told beside words that nobody knows."""
    free = clause.free()
    valued = any(clause.entities(t, "property", "option") or t.kind in ("number", "email", "code")
                 or t.has("state.") for t in free)  # fmt: skip
    valued = valued or any(clause.prop(t, clause.world.databases) for t in free)
    told = any(t.kind == "unknown" and t.start > min(r.start for r in free) for t in free)
    return told and not valued and any(t.kind == "date" for t in free)


def _is_of_part(clause: Clause) -> bool:
    """Whether a clause speaks of a part of the page, and not of what a row holds."""
    nouns = ("noun.view", "noun.property", "noun.option", "noun.database", "noun.page", "hue.")
    return any(t.has(*nouns) and not t.names for t in clause.free())


def _set_spoken(clause: Clause, *, told: bool = False) -> list[Change]:
    """Values for the row that was spoken of right before, where no others are."""
    last = clause.memory.last
    if last is None or last.kind != "row" or not clause.memory.rows or clause.does("add"):
        return []
    home = clause.world.database(last)
    kept = set(clause.used)
    try:
        values = _values(clause, home)
    except Refused:
        values = {}
    if not values or (clause.free() and not told):
        clause.used = kept
        return []
    return edited(clause, home, [r for r in home.rows if r.id in clause.memory.rows], values)


def _set_named(clause: Clause, named: Sequence[tuple[Token, Entity]]) -> list[Change]:
    home = clause.world.database(named[0][1])
    clause.use(*(token for token, _ in named))
    read_mentions(clause, home)
    clause.take_all("only.only", "all.every")
    ends = {token.end for token, _ in named}
    beside = [b for a, b in pairwise(clause.tokens) if a.end in ends and b.has("it.it")]
    clause.use(*beside)  # "the venue, this one"
    rows = [clause.world.row(entity) for _, entity in named]
    _read_related(clause, home, rows)
    _read_former(clause)
    first, last = named[0][0].start, named[-1][0].start
    if any(first < token.start < last for token in clause.free()):
        raise Refused  # what stands between rows is of one of them
    values = _values(clause, home) or _asked_for(clause, home)
    adds = clause.does("add") and not clause.does("change", "move")
    if adds and any(isinstance(value, int | float) for value in values.values()):
        raise Refused  # so much more, and not so much
    return edited(clause, home, rows, values)


def _read_related(clause: Clause, home: ExistingDatabase, rows: Sequence[ExistingRow]) -> None:
    """Reads what a row is linked to anyway, by a word of its title ("returned the drill")."""
    linked = {name for prop in home.properties if prop.type == "relation"
              for row in rows for name in row.values.get(prop.id) or ()}  # fmt: skip
    titles = [row.title for d in clause.world.databases for row in d.rows if row.id in linked]
    words = {folded(word) for title in titles for word in title.split()}
    clause.use(*(t for t in clause.free() if t.kind == "unknown" and folded(t.text) in words))


def _read_former(clause: Clause) -> None:
    """Reads what a value was until now ("85, not 80")."""
    for place, (token, after) in enumerate(pairwise(clause.tokens)):
        before = [t for t in clause.free(clause.tokens[:place]) if t.kind == after.kind]
        if token.has("not.not") and before and after.kind in ("number", "date", "name"):
            clause.use(token, after)


def _asked_for(clause: Clause, home: ExistingDatabase) -> dict[str, Any]:
    """The number that is said of a row, where the answer to a question says of which property.

    Raises Ask where that is open.
    """
    numbers = [t for t in clause.free() if t.kind == "number"]
    fits = [p for p in home.properties if p.type == "number"]
    if len(numbers) != 1 or len(fits) < 2:
        return {}
    clause.use(*numbers)
    hinted = [p for p in fits if p.name in clause.hints]
    if len(hinted) != 1:
        raise Ask("property", [p.name for p in fits])
    return {hinted[0].name: numbers[0].value}


def _values(clause: Clause, home: ExistingDatabase) -> dict[str, Any]:
    """The values that the clause gives; a verb that says "finished" gives one as well."""
    done: dict[str, Any] = {}
    if clause.does("finish"):
        prop = clause.world.done_property(home)
        option = clause.world.done(prop) if prop else None
        if prop is None or option is None:
            raise Refused
        done = {prop.name: option.name}
        owners = [t for t, e in clause.named("property") if e.name in done]
        clause.use(*owners)  # "its booking is done"
    return done | values_in(clause, home, clause.everything)


def _set_where(clause: Clause) -> list[Change]:
    """The same value for all rows that meet a condition, or that were spoken of."""
    if clause.does("add", "delete", "show", "hide", "sort", "group", "want"):
        raise Refused
    to = _to_tokens(clause)
    if not to:
        raise Refused
    home, prop = _home_and_property(clause, to)
    rest = [t for t in clause.tokens if t not in to]
    value = value_of(clause, prop, to)
    clause.use(*(t for t in clause.free(to) if any(e.id == prop.id for e in t.names)))
    rows = rows_where(clause, home, rest)
    read_mentions(clause, home)
    clause.take_all("noun.status")
    return edited(clause, home, rows, {prop.name: value})


def _to_tokens(clause: Clause) -> list[Token]:
    """The tokens of the value: what is led or marked by "to", else the last that stands alone."""
    phrases = [p for p in clause.phrases if p.plays("to") and clause.free(p.tokens)]
    if tells := clause.take("tells.", among=clause.tokens):
        return [t for t in clause.tokens if t.start > tells.start]
    if phrases:
        return list(phrases[-1].tokens)
    return (
        list(clause.phrases[-1].tokens)
        if clause.said.verb is None and len(clause.phrases) > 1
        else []
    )


def _home_and_property(
    clause: Clause, to: list[Token]
) -> tuple[ExistingDatabase, ExistingProperty]:
    """Where the rows are, and which property gets the value. Raises Refused, Ask."""
    place = clause.place(roles=("at", "from", "of", "topic", "object", "subject", "bare", "to"))
    homes = [place] if place else clause.world.databases
    before = [t for t in clause.free(clause.tokens) if t not in to]
    for token in reversed([*before, *clause.free(to)[:-1]]):
        entity = None
        if not clause.entities(token, "option", "database") and token.kind != "quoted":
            entity = clause.prop(token, homes)
        if entity is not None and _takes(clause, entity, to):
            clause.use(token)
            if token in to:
                behind = [t for t in to if t.start > token.start]
                to[:] = behind if clause.free(behind) else [t for t in to if t is not token]
            return clause.world.database(entity), clause.world.property(entity)
    for token in clause.free(to):
        fits = [e for e in clause.entities(token, "option") if e.database in {h.id for h in homes}]
        if fits:
            others = {e.property for t in before for e in clause.entities(t, "option")}
            same = [e for e in fits if e.property in others] or fits
            entity = clause.one(same)
            return clause.world.database(entity), clause.world.property(entity)
    home = place or clause.home()
    for token in clause.free(to):
        kept = set(clause.used)
        if found := bare_value(clause, home, token):
            clause.used = kept
            return home, found[0]
    raise Refused


def _takes(clause: Clause, entity: Entity, to: list[Token]) -> bool:
    """Whether a property may get the value: one with options takes none of another's."""
    prop = clause.world.property(entity)
    owners = {e.property for t in clause.free(to) for e in clause.entities(t, "option")}
    return prop.type != "title" and (not owners or prop.id in owners or prop.type not in CHOICES)
