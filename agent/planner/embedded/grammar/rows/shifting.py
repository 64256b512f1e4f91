"""Dates of rows that are moved by a span of days."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.new.build import row_names
from agent.planner.embedded.grammar.rows.rows_named import (
    named_rows,
    read_mentions,
    remember_rows,
    rows_where,
    titled_home,
)
from agent.planner.embedded.grammar.text.dates import Shift, shift_at
from tools.workspace.actions.rows import EditRows, RowEdit
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow


def shift_dates(clause: Clause) -> list[Change]:
    """`push X back a week`, `bring X forward by 2 days`: each row's own date moved."""
    if not clause.does("later", "earlier"):
        raise Refused
    found = [(i, said) for i in range(len(clause.tokens)) if (said := shift_at(clause.tokens, i))]
    if not found:
        raise Refused
    at, (shift, end) = found[0]
    after = clause.tokens[end : end + 1]
    if after and after[0].kind == "particle" and after[0].has("role.to", "role.until"):
        raise Refused  # "to the third", not by three days
    clause.use(*clause.tokens[at:end])
    clause.take_plain("after.after", "role.by", "way.", "place.below")
    named = named_rows(clause)
    clause.use(*(token for token, _ in named))
    home = clause.world.database(named[0][1]) if named else clause.place() or titled_home(clause)
    home = home or _spoken_home(clause)
    if home is None:
        raise Refused  # "the due date by a day": of all of them, or of one?
    prop = _date_property(clause, home)
    read_mentions(clause, home)
    rows = [clause.world.row(e) for _, e in named]
    try:
        rows = rows or rows_where(clause, home, clause.tokens)
    except Ask:
        raise Refused from None
    forward = any(t.has("way.earlier") for t in clause.tokens)
    if forward and not clause.does("earlier"):
        raise Refused  # earlier to some, later to others
    shift = shift.earlier() if clause.does("earlier") else shift
    return [_shifted(clause, home, rows, prop, shift)]


def _spoken_home(clause: Clause) -> ExistingDatabase | None:
    last = clause.memory.last
    return clause.world.database(last) if last and last.kind == "row" else None


def _date_property(clause: Clause, home: ExistingDatabase) -> ExistingProperty:
    for token in clause.free(clause.tokens):
        entity = clause.prop(token, [home])
        if entity and clause.world.property(entity).type == "date":
            clause.use(token)
            return clause.world.property(entity)
    due = clause.world.main_date(home)
    if due is None:
        raise Refused
    return due


def _shifted(
    clause: Clause,
    home: ExistingDatabase,
    rows: Sequence[ExistingRow],
    prop: ExistingProperty,
    shift: Shift,
) -> Change:
    dated = [row for row in rows if row.values.get(prop.id)]
    verb = clause.said.verb
    whole = not (verb and verb.text.lower() == "extend")
    edits = [
        RowEdit(row=name, values={prop.name: _moved(row.values[prop.id], shift, whole=whole)})
        for name, row in zip(row_names(home, dated), dated, strict=True)
    ]
    if not edits:
        raise Refused
    remember_rows(clause, rows, home)
    return EditRows(action="edit_rows", database=home.title, rows=edits)


def _moved(value: Any, shift: Shift, *, whole: bool) -> Any:
    """A date's value with both its days moved, or of a span only the last; its times stay."""
    if value.get("time_zone"):
        raise Refused
    start, end = value["start"], value.get("end")
    if whole or not end:
        start = _day_moved(start, shift)
    return {"start": start, "end": _day_moved(end, shift)} if end else start


def _day_moved(said: str, shift: Shift) -> str:
    try:
        day = shift.of(date.fromisoformat(said[:10]))
    except (ValueError, OverflowError):
        raise Refused from None
    return f"{day.isoformat()}{said[10:]}"
