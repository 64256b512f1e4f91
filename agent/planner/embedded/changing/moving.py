"""Dates of rows moved by a span: `하루 미뤄줘`, `postpone X by two days`, `一日延期して`."""

import re
from datetime import date
from typing import Any

from agent.planner.embedded.changing.editing import property_in, rows_in
from agent.planner.embedded.changing.marks import ATOM, atoms
from agent.planner.embedded.changing.rows import main_date, row_names
from agent.planner.embedded.changing.shifts import Shift, brings_forward, find_shift, moves_dates
from agent.planner.embedded.changing.wish import Unread, Wish
from tools.blueprint.changes import Change, EditRows, RowEdit
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow

_BACK = re.compile(r"(?<![a-z])(?:back|out|off)(?![a-z])", re.IGNORECASE)
_FORWARD = re.compile(r"(?<![a-z])(?:forward|up)(?![a-z])", re.IGNORECASE)
_AROUND = re.compile(
    r"^(?:씩|만|정도|간|더|ほど|だけ|くらい|ずつ|間)+|^\s*(?:만|더|정도|씩|뒤로|앞으로|later|earlier)"
)
# "이틀 뒤로" is by two days, "3일로" and "2日後に" name a day.
_TARGET = re.compile(r"^\s*(?:로|으로|에|까지|に|へ|まで|뒤(?!로)|후|後)")
_IT = re.compile(
    r"(?:it|them|that|this|those|그거|그것|이거|それ|これ)?[을를도はをも]?", re.IGNORECASE
)
_BY = re.compile(r"(?<![A-Za-z])(?:by|for|to)\s*$|(?:を|は|이나)\s*$", re.IGNORECASE)


def move_dates(wish: Wish) -> list[Change] | None:
    """Every named row with its own date moved. Raises Unread where there is none to move."""
    found, verb = find_shift(wish.body), wish.clause.verb
    moved = verb == "move" and (_BACK.search(wish.body) or _FORWARD.search(wish.body))
    if not (moved or moves_dates(verb)) or found is None or _TARGET.match(wish.body[found[2] :]):
        return None
    if verb in ("move", "push") and _FORWARD.search(wish.body):
        raise Unread  # earlier to some, later to others
    shift, start, end = found
    before = _BY.sub("", wish.body[:start])
    behind = _AROUND.sub("", wish.body[end:])
    obj = _FORWARD.sub(" ", _BACK.sub(" ", f"{before} {behind}")).strip()
    rows = _rows_spoken_of(wish) if _IT.fullmatch(obj) else rows_in(wish, obj)
    if rows is None:
        raise Unread
    return _moved(wish, obj, *rows, shift.earlier() if brings_forward(verb) else shift)


def _rows_spoken_of(wish: Wish) -> tuple[ExistingDatabase, list[ExistingRow]] | None:
    if wish.memory.rows_database is None:
        return None
    database = wish.database(wish.memory.rows_database)
    return database, [row for row in database.rows if row.id in wish.memory.rows]


def _moved(
    wish: Wish, obj: str, database: ExistingDatabase, rows: list[ExistingRow], shift: Shift
) -> list[Change]:
    prop, whole = _date_in(wish, obj, database), wish.clause.verb != "extend"
    dated = [row for row in rows if row.values.get(prop.id)]
    edits = [
        RowEdit(row=name, values={prop.name: _shifted(row.values[prop.id], shift, whole=whole)})
        for name, row in zip(row_names(database, dated), dated, strict=True)
    ]
    if not edits:
        raise Unread
    wish.memory.rows, wish.memory.rows_database = [row.id for row in rows], database.id
    return [EditRows(action="edit_rows", database=database.title, rows=edits)]


def _date_in(wish: Wish, obj: str, database: ExistingDatabase) -> ExistingProperty:
    unnamed = "".join(a for a in atoms(obj) if not wish.of(a, "row")) or re.sub(ATOM, " ", obj)
    entity = property_in(wish, unnamed, database)
    named = wish.property(entity) if entity else None
    prop = named if named and named.type == "date" else main_date(database)
    if prop is None:
        raise Unread
    return prop


def _shifted(value: Any, shift: Shift, *, whole: bool) -> Any:
    """A date's value with both its days moved, or of a span only the last; its times stay."""
    if value.get("time_zone"):
        raise Unread
    start, end = value["start"], value.get("end")
    if whole or not end:
        start = _day_moved(start, shift)
    return {"start": start, "end": _day_moved(end, shift)} if end else start


def _day_moved(said: str, shift: Shift) -> str:
    try:
        day = shift.of(date.fromisoformat(said[:10]))
    except (ValueError, OverflowError):
        raise Unread from None
    return f"{day.isoformat()}{said[10:]}"
