"""New values of rows that there are."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from agent.planner.embedded.grammar.build import edited_rows, row_names
from agent.planner.embedded.grammar.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.conditions import conditions
from agent.planner.embedded.grammar.names import CHOICES, Entity
from agent.planner.embedded.grammar.naming import another_row
from agent.planner.embedded.grammar.tokens import Token
from agent.planner.embedded.grammar.values import bare_value, value_of, values_in
from tools.workspace.actions.rows import EditRows, RowEdit
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow

# Kinds of tokens that can only be values of such a property.
_KINDS = {"number": ("number",), "date": ("date",), "url": ("url",), "email": ("email",)}


def set_values(clause: Clause) -> list[Change]:
    """`mark X as done`, `set the due date of X to Friday`, `move all waiting tasks to Done`."""
    if clause.find("noun.view"):
        raise Refused
    named = named_rows(clause)
    if named and another_row(clause, named):
        raise Refused
    if named:
        return _set_named(clause, named)
    return _set_spoken(clause) or [_set_where(clause)]


def _set_spoken(clause: Clause) -> list[Change]:
    """Values for the row that was spoken of right before, where no others are."""
    last = clause.memory.last
    if last is None or last.kind != "row" or not clause.memory.rows:
        return []
    if clause.find("state.", "all.every", "noun.thing", "not.not") or clause.does("add"):
        return []
    home = clause.world.database(last)
    kept = set(clause.used)
    read_mentions(clause, home)
    clause.take_all("it.it")
    try:
        values = _values(clause, home)
    except Refused:
        values = {}
    if not values or clause.free():
        clause.used = kept
        return []
    rows = [row for row in home.rows if row.id in clause.memory.rows]
    return [edited_rows(home, rows, values)]


def named_rows(clause: Clause) -> list[tuple[Token, Entity]]:
    """The rows that are named, all of one database."""
    named = clause.named("row") or _rows_like(clause)
    owned = [e for t in clause.free() for e in clause.entities(t, "property")]
    if any(clause.world.property(e).type == "relation" for e in owned):
        named = [pair for pair in named if not _is_relation_value(clause, pair[0], named)]
    homes = {entity.database for _, entity in named}
    if len(homes) > 1:
        raise Refused
    return named


def _rows_like(clause: Clause) -> list[tuple[Token, Entity]]:
    """The only row with the words that stand before a noun for one ("the logo guidelines one")."""
    thing = clause.find("noun.thing", among=clause.tokens)
    before = [t for t in clause.free(clause.tokens) if t.kind == "unknown"]
    if thing is not None:
        before = [t for t in before if t.start < thing.start]
    elif len(before) < 2 or not (clause.find("state.done") or clause.does("finish")):
        return []
    words = [t.text.lower() for t in before]
    rows = [(d, r) for d in clause.world.databases for r in d.rows]
    fit = [(d, r) for d, r in rows if words and all(w in r.title.lower() for w in words)]
    if len(fit) != 1:
        return []
    home, row = fit[0]
    clause.use(*before)
    return [(before[0], Entity("row", row.title, row.id, home.id))]


def _is_relation_value(clause: Clause, token: Token, named: Sequence[tuple[Token, Entity]]) -> bool:
    """Whether a row is the value that another row gets, and not one that gets a value."""
    to = [t for p in clause.phrases if p.plays("to") for t in p.tokens]
    return token in to and any(other not in to for other, _ in named)


def _set_named(clause: Clause, named: Sequence[tuple[Token, Entity]]) -> list[Change]:
    home = clause.world.database(named[0][1])
    clause.use(*(token for token, _ in named))
    read_mentions(clause, home)
    clause.take_all("only.only", "all.every")
    ends = {token.end for token, _ in named}
    beside = [b for a, b in pairwise(clause.tokens) if a.end in ends and b.has("it.it")]
    clause.use(*beside)  # "the venue, this one"
    rows = [clause.world.row(entity) for _, entity in named]
    remember_rows(clause, rows, home)
    parts = _parts(clause, [token for token, _ in named])
    if len(parts) > 1 and all(clause.free(part) for part in parts):
        return _each_its_own(clause, home, rows, parts)
    values = _values(clause, home) or _asked_for(clause, home)
    adds = clause.does("add") and not clause.does("change", "move")
    if adds and any(isinstance(value, int | float) for value in values.values()):
        raise Refused  # so much more, and not so much
    return (
        [edited_rows(home, rows, {name: value}) for name, value in values.items()]
        if (len(values) > 1 and not clause.does("finish"))
        else [edited_rows(home, rows, values)]
    )


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
        done = _done(clause, home)
    comma = Token("punct", -1, -1, ",")
    grouped = [token for group in clause.said.groups for token in (comma, *group)]
    values = values_in(clause, home, [*clause.tokens, *grouped, comma, *clause.said.payload])
    return done | values


def _done(clause: Clause, home: ExistingDatabase) -> dict[str, Any]:
    choices = [p for p in home.properties if p.type in ("status", "select")]
    for prop in sorted(choices, key=lambda p: p.type != "status"):
        if option := clause.world.done(prop):
            return {prop.name: option.name}
    raise Refused


def _parts(clause: Clause, tokens: Sequence[Token]) -> list[list[Token]]:
    """What follows each of some tokens, up to the next."""
    starts = [token.start for token in tokens]
    parts: list[list[Token]] = [[] for _ in starts]
    for token in clause.tokens:
        place = sum(start < token.start for start in starts) - 1
        if place >= 0 and token.start not in starts:
            parts[place].append(token)
    return parts


def _each_its_own(
    clause: Clause,
    home: ExistingDatabase,
    rows: Sequence[ExistingRow],
    parts: Sequence[list[Token]],
) -> list[Change]:
    found = [values_in(clause, home, part) for part in parts]
    if not all(found):
        raise Refused
    edits = [
        RowEdit(row=name, values=values)
        for name, values in zip(row_names(home, rows), found, strict=True)
    ]
    return [EditRows(action="edit_rows", database=home.title, rows=edits)]


def read_mentions(clause: Clause, home: ExistingDatabase) -> None:
    """Reads what only says that rows are rows: the database's name, nouns for entries."""
    for token in clause.free():
        titled = any(e.id == home.id for e in clause.entities(token, "database"))
        option = any(e.database == home.id for e in clause.entities(token, "option"))
        if titled and not option and token.kind != "quoted":
            clause.use(token)
    clause.take_all("noun.thing", "noun.row")
    if clause.find("noun.database"):
        clause.take_all("noun.database")


def remember_rows(clause: Clause, rows: Sequence[ExistingRow], home: ExistingDatabase) -> None:
    clause.memory.rows, clause.memory.database = [row.id for row in rows], home.id
    clause.memory.last = Entity("row", rows[-1].title, rows[-1].id, home.id) if rows else None


def _set_where(clause: Clause) -> Change:
    """The same value for all rows that meet a condition, or that were spoken of."""
    if clause.does("add", "delete", "show", "hide", "sort", "group", "want"):
        raise Refused
    to = _to_tokens(clause)
    if not to:
        raise Refused
    home, prop = _home_and_property(clause, to)
    rest = [t for t in clause.tokens if t not in to]
    value = value_of(clause, prop, to)
    rows = rows_where(clause, home, rest)
    read_mentions(clause, home)
    clause.take_all("noun.status")
    remember_rows(clause, rows, home)
    return edited_rows(home, rows, {prop.name: value})


def _to_tokens(clause: Clause) -> list[Token]:
    """The tokens of the value: what is led or marked by "to", else the last that stands alone."""
    phrases = [p for p in clause.phrases if p.plays("to") and clause.free(p.tokens)]
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
                to.remove(token)
            return clause.world.database(entity), clause.world.property(entity)
    for token in clause.free(to):
        fits = [e for e in clause.entities(token, "option") if e.database in {h.id for h in homes}]
        if fits:
            others = {e.property for t in before for e in clause.entities(t, "option")}
            same = [e for e in fits if e.property in others] or fits
            entity = clause.one(same)
            return clause.world.database(entity), clause.world.property(entity)
    if not before and place is None and (spoken := _spoken_property(clause, to)):
        return spoken
    home = place or clause.home()
    for token in clause.free(to):
        kept = set(clause.used)
        if found := bare_value(clause, home, token):
            clause.used = kept
            return home, found[0]
    raise Refused


def _spoken_property(
    clause: Clause, to: Sequence[Token]
) -> tuple[ExistingDatabase, ExistingProperty] | None:
    """The property that was spoken of right before, where it alone can have such a value."""
    last = clause.memory.last
    if last is None or last.kind != "property" or not clause.world.has(last):
        return None
    prop = clause.world.property(last)
    fits = any(t.kind in _KINDS.get(prop.type, ()) for t in clause.free(to))
    return (clause.world.database(last), prop) if fits else None


def _takes(clause: Clause, entity: Entity, to: list[Token]) -> bool:
    """Whether a property may get the value: one with options takes none of another's."""
    prop = clause.world.property(entity)
    owners = {e.property for t in clause.free(to) for e in clause.entities(t, "option")}
    return prop.type != "title" and (not owners or prop.id in owners or prop.type not in CHOICES)


def rows_where(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token]
) -> list[ExistingRow]:
    """The rows that tokens speak of: by what they hold, all of them, or those spoken of before."""
    read_mentions(clause, home)
    met = conditions(clause, home, tokens)
    every = [t for t in clause.everything if t.has("all.every") and t.start not in clause.used]
    clause.use(*every)
    if met:
        return [row for row in home.rows if all(condition.holds(row) for condition in met)]
    if every or "all" in clause.hints:
        return list(home.rows)
    it = clause.take("it.it")
    spoken = [row for row in home.rows if row.id in clause.memory.rows]
    if (it or not clause.free(tokens)) and spoken:
        return spoken
    if clause.free(tokens):
        raise Refused
    hinted = [row for row in home.rows if row.title in clause.hints]
    if hinted:
        return hinted
    raise Ask("row", ["all", *(row.title for row in home.rows)])
