"""Boxes that are ticked or not, and values that are to be empty."""

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.conditions.filters import conditions
from agent.planner.embedded.grammar.rows.rows_named import (
    edited,
    read_mentions,
    rows_where,
    take_named,
)
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.told.evidence import Evidence
from agent.planner.embedded.grammar.views.viewing import mentioned
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingRow


def check_boxes(clause: Clause) -> list[Change]:
    """`tick X`, `untick all of them`, `take the tick off X`: a verb says what a box becomes. Raises
    Ask, Refused."""
    verb = clause.said.verb
    taken_off = takes_off(clause)
    if verb is None or not (verb.has("value.yes", "value.no") or taken_off):
        raise Refused
    if clause.find("noun.view") or (taken_off and clause.find("noun.property")):
        raise Refused
    home, named = take_named(clause)
    home, named = (home, named) if named else _called(clause)
    home = home or clause.place() or _of_box(clause) or clause.home()
    named_boxes = mentioned(clause, home, "checkbox")
    boxes = [p for p in home.properties if p.type == "checkbox"]
    boxes = [p for p in boxes if p in named_boxes] or boxes
    if len(boxes) != 1:
        raise Refused
    clause.take_all("value.", "tick.", "noun.property")
    if clause.find("all.every"):
        clause.take_all("state.")  # "all have paid: tick them all"
    rows = named or rows_where(clause, home, clause.tokens)
    read_mentions(clause, home)
    is_so = not (taken_off or verb.has("value.no"))
    return edited(clause, home, rows, {boxes[0].name: is_so})


def _of_box(clause: Clause) -> ExistingDatabase | None:
    """The only database with the box that is named."""
    named = [e for t in clause.free() for e in clause.entities(t, "property")]
    homes = {e.database for e in named if clause.world.property(e).type == "checkbox"}
    return clause.world.database(homes.pop()) if len(homes) == 1 else None


def takes_off(clause: Clause) -> bool:
    """Whether a tick is to be taken off, or a box of rows that were spoken of: not the column."""
    if clause.find("tick.") and clause.does("delete"):
        return True
    named = [e for t in clause.tokens for e in clause.entities(t, "property")]
    boxes = {e.database for e in named if clause.world.property(e).type == "checkbox"}
    verb, spoken = clause.said.verb, clause.memory.database if clause.memory.rows else None
    return verb is not None and verb.has("spare.") and spoken in boxes


def _called(clause: Clause) -> tuple[ExistingDatabase | None, list[ExistingRow]]:
    """The rows of the only database that has some which are called by a part of their names."""
    found = [(home, Evidence(clause, home).rows()) for home in clause.world.databases]
    found = [(home, pieces) for home, pieces in found if pieces]
    if len(found) != 1 or any(isinstance(piece.value, list) for piece in found[0][1]):
        return None, []
    home, pieces = found[0]
    tokens = [t for t in clause.free() if any(p.meets(t.start, t.end) for p in pieces)]
    clause.use(*tokens)
    ids = {piece.value for piece in pieces}
    return home, [row for row in home.rows if row.id in ids]


def clear_held(clause: Clause) -> list[Change]:
    """`delete Ana's email`: what one row holds goes, and neither the row nor the column."""
    rows = clause.named("row")
    props = [(t, e) for t, e in clause.named("property") if t.kind != "quoted"]
    nouns = ("noun.property", "noun.row", "noun.view", "all.every")
    amount = any(t.kind == "number" or count_of(t) is not None for t in clause.tokens)
    if not len(rows) == len(props) == 1 or clause.find(*nouns) or amount:
        raise Refused
    (row, held), (token, entity) = rows[0], props[0]
    prop = clause.world.property(entity)
    if held.database != entity.database or prop.type == "title":
        raise Refused
    clause.use(row, token)
    home, one = clause.world.database(held), clause.world.row(held)
    read_mentions(clause, home)
    return edited(clause, home, [one], {prop.name: None})


def clear_values(clause: Clause) -> list[Change]:
    """`clear the due date of X`."""
    if not clause.does("clear"):
        raise Refused
    place, rows = take_named(clause)
    named, place = bool(rows), place or clause.place()
    homes = [place] if place else clause.world.databases
    prop = None
    for token in clause.free(clause.tokens):
        if prop is None and (prop := clause.prop(token, homes)):
            clause.use(token)
    if prop is None:
        if not clause.take("noun.property"):
            raise Refused
        clause.take_all("noun.option", "all.every")
        unknown = clause.words(clause.free(clause.tokens))
        clause.use(*clause.free(clause.tokens))
        raise Ask("property", [p.name for home in homes for p in home.properties], unknown)
    home = clause.world.database(prop)
    clause.take_all("noun.property")
    if not named:
        met = conditions(clause, home, clause.tokens)
        rows = [row for row in home.rows if all(c.holds(row) for c in met)]
        read_mentions(clause, home)
        clause.take_all("all.every")
    return edited(clause, home, rows, {clause.world.property(prop).name: None})
