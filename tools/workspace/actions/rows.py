"""Changes to the rows of a database."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field

from tools.blueprint.base import Name, Strict
from tools.blueprint.blocks import DatabasePlace, LinkedView, LinkToPage, walk
from tools.blueprint.model import Row
from tools.blueprint.names import fail
from tools.blueprint.uploads import Uploaded
from tools.blueprint.values import words
from tools.workspace.change import InDatabase
from tools.workspace.draft import Edit
from tools.workspace.model import ExistingDatabase, ExistingRow, Json, is_new
from tools.workspace.parts import nodes_of
from tools.workspace.tables import Table, Tables
from tools.workspace.values import kept_picture


class AddRows(InDatabase):
    """Rows behind the others; they may link to each other."""

    action: Literal["add_rows"]
    rows: Annotated[list[Row], Field(min_length=1)]

    def apply(self, edit: Edit) -> Json:
        tables = Tables(edit)
        table = tables.of(edit.database(self.database))
        made = [table.add(_row(edit, table, row)) for row in self.rows]
        for name, row in zip(made, self.rows, strict=True):  # may name rows that come with them
            tables.set(table, name, row.values)
        tables.put()
        return {"target": table.database.title, "rows": [row.values for row in self.rows]}


class RowEdit(Strict):
    """New values of one row by property name; null empties."""

    row: Name
    values: dict[str, Any]


class EditRows(InDatabase):
    """New values; what they name and is no option yet becomes one."""

    action: Literal["edit_rows"]
    rows: Annotated[list[RowEdit], Field(min_length=1)]

    def apply(self, edit: Edit) -> Json:
        tables = Tables(edit)
        table = tables.of(edit.database(self.database))
        told = []
        for edited in self.rows:
            name = table.find(edited.row)
            before = tables.given(table, name, edited.values)
            told.append({"row": table.rows[name].title, "from": before, "to": edited.values})
            tables.set(table, name, edited.values)
        tables.put()
        return {"target": table.database.title, "rows": told}


class DeleteRows(InDatabase):
    """Rows into the trash; new rows link to them no more."""

    action: Literal["delete_rows"]
    rows: Annotated[list[Name], Field(min_length=1)]

    def apply(self, edit: Edit) -> Json:
        table = Tables(edit).of(edit.database(self.database))
        gone = {}
        for title in self.rows:
            name = table.find(title)
            gone[name] = table.remove(name).title
        edit.put(table.done())
        edit.each_database(lambda home: _unlinked(home, table.database, gone.keys()))
        return {"target": table.database.title, "rows": list(gone.values())}


def _unlinked(
    home: ExistingDatabase, far: ExistingDatabase, gone: Iterable[str]
) -> ExistingDatabase:
    """A database whose rows that are yet to be made link to none of some rows; Notion takes those
    that are gone out of the others by itself."""
    relations = [
        p.id for p in home.properties if p.config.get("data_source_id") == far.data_source_id
    ]
    lost = set(gone)

    def without(row: ExistingRow) -> ExistingRow:
        held = {
            name: row.values[name] for name in relations if lost & set(row.values.get(name, ()))
        }
        left = {name: [one for one in links if one not in lost] for name, links in held.items()}
        return row.model_copy(update={"values": {**row.values, **left}}) if left else row

    if not relations:
        return home
    rows = [without(row) if is_new(row.id) else row for row in home.rows]
    return home.model_copy(update={"rows": rows})


def _row(edit: Edit, table: "Table", row: Row) -> ExistingRow:
    """A new row without its values. Raises ValidationFailed for what cannot be in one."""
    design = edit.structure.is_design
    places = DatabasePlace | LinkedView
    for where, block, _ in walk(row.blocks):
        if isinstance(block, places) or (isinstance(block, LinkToPage) and not design):
            fail("block_needs_ref", where, type=block.type)
    for look in ("icon", "cover"):
        if isinstance(getattr(row, look), Uploaded) and not design:
            fail("upload_in_changes", look, name=look)
    return ExistingRow(
        id=edit.fresh(),
        title=words(row.values.get(table.title)),
        icon=kept_picture(row.icon),
        cover=kept_picture(row.cover),
        blocks=nodes_of(row.blocks, edit.structure, edit.fresh, edit.language),
    )
