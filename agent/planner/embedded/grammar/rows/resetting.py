"""Boxes that are ticked or not, and values that are to be empty."""

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.conditions.filters import conditions
from agent.planner.embedded.grammar.rows.rows_named import (
    edited,
    read_mentions,
    rows_where,
    take_named,
)
from agent.planner.embedded.grammar.views.viewing import mentioned
from tools.workspace.change import Change


def check_boxes(clause: Clause) -> list[Change]:
    """`tick X`, `untick all of them`: a verb that is a value says what a box becomes."""
    verb = clause.said.verb
    if verb is None or not verb.has("value.yes", "value.no") or clause.find("noun.view"):
        raise Refused
    home, named = take_named(clause)
    home = home or clause.place() or clause.home()
    boxes = [p for p in home.properties if p.type == "checkbox"]
    boxes = [p for p in mentioned(clause, home) if p in boxes] or boxes
    if len(boxes) != 1:
        raise Refused
    clause.take_all("value.")
    if clause.find("all.every"):
        clause.take_all("state.")  # "all have paid: tick them all"
    rows = named or rows_where(clause, home, clause.tokens)
    read_mentions(clause, home)
    clause.take_all("noun.property")
    return edited(clause, home, rows, {boxes[0].name: not verb.has("value.no")})


def clear_held(clause: Clause) -> list[Change]:
    """`delete Ana's email`: what one row holds goes, and neither the row nor the column."""
    rows = clause.named("row")
    props = [(t, e) for t, e in clause.named("property") if t.kind != "quoted"]
    nouns = ("noun.property", "noun.row", "noun.view", "all.every")
    if not len(rows) == len(props) == 1 or clause.find(*nouns):
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
