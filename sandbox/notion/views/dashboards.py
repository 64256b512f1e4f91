"""Dashboards: rows of widgets, each widget a view of its own."""

from __future__ import annotations

from typing import Any

from sandbox.notion import checks
from sandbox.notion.checks import Place
from sandbox.notion.errors import ValidationError
from sandbox.notion.ids import new_id
from sandbox.notion.records import Json, View
from sandbox.notion.state import Transaction

MAX_WIDGETS_IN_ROW = 4
_read_placement = checks.one_of("new_row", "existing_row")


def add_widget(tx: Transaction, dashboard: View, view: View, placement: Any, place: Place) -> None:
    """Puts a view into a dashboard: a row of its own at the end unless `placement` differs."""
    found = checks.mapping(
        {"type": "new_row"} if placement is None else placement, place, ("type", "row_index")
    )
    kind = _read_placement(found.get("type", checks.MISSING), (place, "type"))
    rows = [{**row, "widgets": list(row["widgets"])} for row in dashboard.rows]
    index = found.get("row_index", len(rows))
    checks.at_most(checks.integer(index, (place, "row_index")), (place, "row_index"), len(rows))
    widget = {"id": new_id(), "view_id": view.id}
    if kind == "new_row":
        rows.insert(index, {"id": new_id(), "widgets": [widget]})
    else:
        _add_to_row(rows, checks.member(found, "row_index", place)[0], widget)
    tx.edit(dashboard, rows=rows)


def drop_widget(tx: Transaction, dashboard: View, view: View) -> None:
    """Takes a view out of its dashboard, with its row if that is empty then."""
    rows = [
        {**row, "widgets": [w for w in row["widgets"] if w["view_id"] != view.id]}
        for row in dashboard.rows
    ]
    tx.edit(dashboard, rows=[row for row in rows if row["widgets"]])


def rows_of(tx: Transaction, dashboard: View) -> list[Json]:
    """The rows of a dashboard as answers show them."""
    dashboard = tx.get(View, dashboard.id) or dashboard
    return [
        {
            "id": row["id"],
            "widgets": [{**widget, "row_index": index} for widget in row["widgets"]],
        }
        for index, row in enumerate(dashboard.rows)
    ]


def _add_to_row(rows: list[Json], index: int, widget: Json) -> None:
    if index >= len(rows):
        raise ValidationError(f"The dashboard has no row {index}.")
    if len(rows[index]["widgets"]) >= MAX_WIDGETS_IN_ROW:
        raise ValidationError(f"A row of a dashboard holds at most {MAX_WIDGETS_IN_ROW} widgets.")
    rows[index]["widgets"].append(widget)
