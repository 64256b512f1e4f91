"""Views: the automatic table is free, each further view is one call.

Every database keeps the table that Notion makes with it: as the blueprint's first plain table,
renamed (two calls) where the blueprint's table has a name or settings, else as the last tab.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.blueprint.base import Language
from tools.blueprint.blocks import LinkedView
from tools.blueprint.views import (
    DEFAULT_NAMES,
    WIDGETS_IN_ROW,
    DashboardView,
    TableView,
    View,
    automatic,
)
from tools.notion.compile.emission import Emission
from tools.notion.compile.rows import RowWriter
from tools.notion.compile.schema import SchemaWriter
from tools.notion.operations import Operation, Ref, escape, refs
from tools.notion.render.addresses import database_operation
from tools.notion.render.views import behind, beside, view_body

_UNKNOWN = "?"  # stands for the answer that will bring property ids


@dataclass(frozen=True)
class _Making:
    """What the operations of one view share."""

    id: str
    kind: Any
    lane: str
    key: str
    place: Mapping[str, Any]
    after: tuple[str, ...] = ()


class ViewWriter:
    """Emits views as property ids become known."""

    def __init__(self, emission: Emission, schema: SchemaWriter, rows: RowWriter) -> None:
        self._emission = emission
        self._schema = schema
        self._rows = rows
        self._waiting = [key for key, d in emission.databases.items() if d.views]

    @property
    def pending(self) -> bool:
        return bool(self._waiting)

    @property
    def _language(self) -> Language:
        return self._emission.blueprint.language

    def advance(self) -> bool:
        """Emits the views of every database that is ready for them."""
        ready = [
            key for key in self._waiting if self._ready(key, self._emission.databases[key].views)
        ]
        for key in ready:
            self._waiting.remove(key)
            self._emit_all(key, self._emission.databases[key].views)
        return bool(ready)

    def linked_ready(self, block: LinkedView) -> bool:
        """Whether a linked view can be made now; reads the property ids where no row will."""
        return self._ready(block.ref, [block.view])

    def linked(self, block: LinkedView, page: str, number: int) -> None:
        """Emits a linked database at the end of a page."""
        place = {"create_database": {"parent": {"type": "page_id", "page_id": Ref(page)}}}
        making = _Making(f"linked:{page}:{number}", "create_linked_view", page, block.ref, place)
        self._emit(making, block.view)

    def read_schema(self, key: str) -> None:
        """Emits a read that brings property ids where no row does (or not soon enough)."""
        if not self._schema.made(key) or f"read_schema:{key}" in self._emission.done:
            return
        operation = Operation(
            id=f"read_schema:{key}",
            kind="read_schema",
            method="GET",
            path=("data_sources/", self._emission.addresses.data_source(key)),
            lane=database_operation(key),
            title=self._emission.databases[key].title,
            after=tuple(self._schema.makers[key]),
        )
        self._emission.emit(operation, "ids_without_rows")

    def _ready(self, key: str, views: Sequence[View]) -> bool:
        """Whether all that views name exists, and the ids are known by which some has to be named:
        a row's answer brings them, or a read."""
        if not self._schema.made(key) or not self._schema.complete(key):
            return False  # sorts and filters name properties
        if not any(self._needs_ids(key, view) for view in views):
            return True
        if not self._emission.databases[key].rows:
            self.read_schema(key)
        return self._source(key) is not None

    def _source(self, key: str) -> str | None:
        """The operation whose answer holds the property ids of a database."""
        read = f"read_schema:{key}"
        return read if read in self._emission.done else self._rows.first.get(key)

    def _needs_ids(self, key: str, view: View) -> bool:
        body = self._body(key, view)
        widgets = view.widgets if isinstance(view, DashboardView) else []
        asked = any(ref.operation == _UNKNOWN for ref in refs(body))
        return asked or any(self._needs_ids(key, widget) for widget in widgets)

    def _body(self, key: str, view: View, source: str = _UNKNOWN) -> dict[str, Any]:
        schema = self._emission.schemas[key]

        def property_id(name: str) -> Any:
            if schema[name].type == "title":
                return "title"  # the one id that Notion promises
            return Ref(source, f"/properties/{escape(name)}/id")

        kinds = {name: field.type for name, field in schema.items()}
        return view_body(view, kinds, property_id, self._language)

    def _emit_all(self, key: str, views: list[View]) -> None:
        first = automatic(views)
        if first is not None:
            self._rename(key, views[first])  # while it is the only one
        split = len(views) if first is None else first
        self._emit_row(key, views, range(split), behind(None))  # else it comes to stand behind all
        self._emit_row(key, views, range(split + 1, len(views)), {})

    def _emit_row(
        self, key: str, views: list[View], row: range, leftmost: Mapping[str, Any]
    ) -> None:
        """Emits views that stand side by side, several at once, each behind one that is there."""
        alike = any(isinstance(view, DashboardView) for view in views)  # widgets look like views
        for i, anchor, root in _planted(row, outwards=bool(leftmost)):
            position = leftmost if anchor is None else behind(Ref(f"view:{key}:{anchor}"))
            place = {"database_id": self._emission.addresses.database(key), **position}
            # Those that look alike take turns: of these at most one may be in doubt.
            lane = f"views:{key}"
            if not alike:
                lane += f":{views[i].type}:{self._name(views[i])}"
            after = () if root is None else (f"view:{key}:{root}",)
            self._emit(_Making(f"view:{key}:{i}", "create_view", lane, key, place, after), views[i])

    def _emit(self, making: _Making, view: View) -> None:
        source = self._source(making.key) or _UNKNOWN
        self._emission.views += 1
        self._emission.emit(
            Operation(
                id=making.id,
                kind=making.kind,
                method="POST",
                path=("views",),
                lane=making.lane,
                title=self._name(view),
                body={
                    **making.place,
                    "data_source_id": self._emission.addresses.data_source(making.key),
                    **self._body(making.key, view, source),
                },
                after=(
                    *self._schema.makers[making.key],
                    *self._named(making.key, view),
                    *making.after,
                ),
            )
        )
        for i, widget in enumerate(view.widgets if isinstance(view, DashboardView) else []):
            # Every second widget stands beside the one before it, by itself each in its own row.
            placed = beside(i // WIDGETS_IN_ROW) if i % WIDGETS_IN_ROW else {}
            place = {"view_id": Ref(making.id), **placed}
            inner = _Making(f"{making.id}.{i}", "create_view", making.lane, making.key, place)
            self._emit(inner, widget)

    def _name(self, view: View) -> str:
        return view.name or DEFAULT_NAMES[self._language][view.type]

    def _named(self, key: str, view: View) -> list[str]:
        """What has to be done before a view is made: the automatic table is found while it is the
        only one; and before another table is made it is told by its name whose it is, else it might
        be taken for that one where a crash leaves that in doubt."""
        named = [f"read_views:{key}"]
        if isinstance(view, TableView):
            named.append(f"rename_view:{key}")
        return [name for name in named if name in self._emission.done]

    def _rename(self, key: str, view: View) -> None:
        """Gives the automatic table what the blueprint's table says, if it says anything."""
        if view == TableView(type="table"):
            return
        lane, title = f"views:{key}", view.name or DEFAULT_NAMES[self._language]["table"]
        read = Operation(
            id=f"read_views:{key}",
            kind="read_views",
            method="GET",
            path=("views?database_id=", self._emission.addresses.database(key)),
            lane=lane,
            title=title,
        )
        body = self._body(key, view, self._source(key) or _UNKNOWN)
        body.pop("type")
        patch = Operation(
            id=f"rename_view:{key}",
            kind="update_view",
            method="PATCH",
            path=("views/", Ref(read.id, "/results/0/id")),
            lane=lane,
            title=title,
            body=body,
            after=tuple(self._schema.makers[key]),
        )
        self._emission.emit(read, "named_table")
        self._emission.emit(patch, "named_table")


def _planted(row: range, *, outwards: bool) -> Iterator[tuple[int, int | None, int | None]]:
    """The places of a row in an order in which many can be filled at once, each with the one
    behind which it comes to stand then (None: at the row's open end), and the one that has to be
    there before: what is between two is halved, and the halves go on by themselves. A row that is
    open at its beginning grows from its middle `outwards`, else from its first."""
    between: deque[tuple[int | None, range, int | None]] = deque()
    if outwards or not row:
        between.append((None, row, None))
    else:
        between += [(None, row[:1], None), (row[0], row[1:], row[0])]
    while between:
        anchor, rest, root = between.popleft()
        if rest:
            middle = rest[len(rest) // 2]
            yield middle, anchor, root
            halves = rest[: len(rest) // 2], rest[len(rest) // 2 + 1 :]
            between += [(anchor, halves[0], middle), (middle, halves[1], middle)]
