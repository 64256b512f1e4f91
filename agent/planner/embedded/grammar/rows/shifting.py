"""Dates of rows that are moved by a span of days."""

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.rows.moving import moved
from agent.planner.embedded.grammar.rows.rows_named import (
    edited,
    read_mentions,
    rows_where,
    take_named,
    titled_home,
)
from agent.planner.embedded.grammar.text.shifts import shift_at
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase


def shift_dates(clause: Clause) -> list[Change]:
    """`push X back a week`, `move X 2 days earlier`: each row's own date moved."""
    found = [(i, said) for i in range(len(clause.tokens)) if (said := shift_at(clause.tokens, i))]
    if not found:
        raise Refused
    at, (shift, end) = found[0]
    behind = [t for t in clause.tokens[end : end + 1] if t.has("way.")]
    way = behind if clause.said.verb is None or clause.does("move", "change", "do") else []
    if not (clause.does("later", "earlier") or way):
        raise Refused
    after = clause.tokens[end : end + 1]
    if after and after[0].kind == "particle" and after[0].has("role.to", "role.until"):
        raise Refused  # "to the third", not by three days
    clause.use(*clause.tokens[at:end])
    clause.take_plain("after.after", "role.by", "way.", "place.below")
    home, rows = take_named(clause)
    home = home or clause.place() or titled_home(clause) or _spoken_home(clause)
    if home is None:
        raise Refused  # "the due date by a day": of all of them, or of one?
    prop = clause.property_of(home, clause.tokens, "date") or clause.world.main_date(home)
    if prop is None:
        raise Refused
    read_mentions(clause, home)
    try:
        rows = rows or rows_where(clause, home, clause.tokens)
    except Ask:
        raise Refused from None
    earlier = clause.does("earlier") or any(t.has("way.earlier") for t in way)
    if any(t.has("way.earlier") for t in clause.tokens) and not earlier:
        raise Refused  # earlier to some, later to others
    shift = shift.earlier() if earlier else shift
    rows = [row for row in rows if row.values.get(prop.id)]
    whole = clause.said.verb is None or clause.said.verb.text.lower() != "extend"
    values = [{prop.name: moved(row.values[prop.id], shift, whole=whole)} for row in rows]
    return edited(clause, home, rows, values)


def _spoken_home(clause: Clause) -> ExistingDatabase | None:
    last = clause.memory.last
    return clause.world.database(last) if last and last.kind == "row" else None
