"""A change of a row that says of which property, and not to what: that is asked."""

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.rows.rows_named import edited, named_rows
from tools.workspace.change import Change
from tools.workspace.model import ExistingProperty

_WORKED_OUT = ("formula", "rollup", "created_time", "last_edited_time", "people")


def ask_value(clause: Clause) -> list[Change]:
    """`change Tom's due date`: the option that was answered. Raises Ask, and Refused for others."""
    rows = named_rows(clause) if clause.does("change") else []
    homes = {entity.database for _, entity in rows}
    if len(homes) != 1:
        raise Refused
    home = clause.world.database(rows[0][1])
    clause.use(*(token for token, _ in rows))
    clause.read_home(home)
    props = list[ExistingProperty]()
    for token in clause.free():
        entity = clause.prop(token, [home])
        props += [clause.world.property(entity)] if entity else []
        clause.use(*([token] if entity else []))
    if len(props) != 1 or props[0].type in _WORKED_OUT or clause.free():
        raise Refused
    options = [option.name for option in props[0].options]
    if answers := [name for name in options if name in clause.hints]:
        value = answers if props[0].type == "multi_select" else answers[0]
        told = [clause.world.row(entity) for _, entity in rows]
        return edited(clause, home, told, [{props[0].name: value}] * len(told))
    raise Ask("value", options, props[0].name)
