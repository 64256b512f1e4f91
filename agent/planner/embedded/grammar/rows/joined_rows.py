"""Rows of two tables that are to be linked to each other."""

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.rows.rows_named import edited, named_rows, read_mentions
from agent.planner.embedded.grammar.text.names import Entity
from tools.workspace.change import Change

_SAYS = ("verb.link", "it.", "links.", "both.", "both_ways.")  # nothing more than that


def join_rows(clause: Clause) -> list[Change]:
    """`link the candle to Hive & Co`, `add X, and link it to Y`: two rows that are named, or one
    and that which was spoken of right before; links that there are stay. Raises Refused."""
    named = clause.named("row") or named_rows(clause)
    last = clause.memory.last
    spoken = [last] if len(named) == 1 and last is not None and last.kind == "row" else []
    ends = [*(entity for _, entity in named), *spoken]
    if not clause.does("link") or len(ends) != 2:
        raise Refused
    clause.use(*(token for token, _ in named))
    clause.take_all(*_SAYS)
    for end in ends:
        read_mentions(clause, clause.world.database(end))
    return _linked(clause, *ends) or _linked(clause, *ends[::-1])


def _linked(clause: Clause, near: Entity, far: Entity) -> list[Change]:
    """A row with a link to another one, where the only relation between their tables is its."""
    home, other = clause.world.database(near), clause.world.database(far)
    props = [p for p in home.properties if p.type == "relation"]
    props = [p for p in props if p.config.get("data_source_id") == other.data_source_id]
    rows = [row for row in home.rows if row.title == near.name]
    if len(props) != 1 or len(rows) != 1 or home.id == other.id:
        return []
    held = rows[0].values.get(props[0].id) or ()
    titles = [row.title for row in other.rows if row.id in held]
    linked = list(dict.fromkeys([*titles, far.name]))
    return edited(clause, home, rows, {props[0].name: linked})
