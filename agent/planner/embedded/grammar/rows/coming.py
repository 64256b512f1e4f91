"""What comes next, told with its day ("the next meeting is on 15 December")."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.conditions.condition import day_of
from agent.planner.embedded.grammar.rows.rows_named import added
from agent.planner.embedded.grammar.text.names import Entity
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.change import Change


def tell_coming(clause: Clause) -> list[Change]:
    """A new row on the day of what comes next, where none is still to come: what was stays."""
    said = clause.take("coming.coming")
    named = [(t, e) for t, e in clause.named("database") if e.kind == "database"]
    days = [t for t in clause.free() if t.kind == "date" and isinstance(t.value, str)]
    if said is None or len(named) != 1 or len(days) != 1 or clause.does("delete", "show"):
        raise Refused
    (token, entity), day = named[0], days[0]
    home = clause.world.database(entity)
    prop, today = clause.world.main_date(home), clause.today.isoformat()
    if prop is None or str(day.value)[:10] < today:
        raise Refused
    clause.use(token, day)
    if any(day_of(row.values.get(prop.id)) >= today for row in home.rows):
        raise Refused  # it may be that one
    title = next(p.name for p in home.properties if p.type == "title")
    name = token.text[:1].upper() + token.text[1:]
    return added(clause, home, [{title: name, prop.name: day.value}])


def is_gone(clause: Clause, named: Sequence[tuple[Token, Entity]]) -> bool:
    """Whether what comes next is told of, and all rows that words may name are over."""
    said = any(t.has("coming.coming") and not t.names for t in clause.said.tokens)
    today, gone = clause.today.isoformat(), list[bool]()
    for _, entity in named if said else ():
        prop = clause.world.main_date(clause.world.database(entity))
        held = day_of(clause.world.row(entity).values.get(prop.id)) if prop is not None else ""
        gone.append("" < held < today)
    return bool(gone) and all(gone)
