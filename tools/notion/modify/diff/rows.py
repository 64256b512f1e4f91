"""Rows: made, brought back, edited, trashed; one call for each."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from tools.blueprint.properties import CHOICES
from tools.notion.compile.order import rows_in_order
from tools.notion.compile.pages import BodyWriter
from tools.notion.compile.turns import turns
from tools.notion.modify.diff.schemas import SchemaDiff
from tools.notion.modify.diff.work import Work, by_id, looks
from tools.notion.operations import Operation, Ref
from tools.notion.render.rows import row_body, value_body
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow, Json, is_new
from tools.workspace.to_blueprint import blocks_of
from tools.workspace.values import UNWRITABLE, sent_runs, uploaded, words


class RowsDiff:
    """Emits what turns the rows of now into those of then."""

    def __init__(self, work: Work, schemas: SchemaDiff) -> None:
        self._work = work
        self._schemas = schemas
        self._restored: list[str] = []
        self._turns: dict[str, str] = {}  # of new rows, the places by which they take turns
        self._bodies: BodyWriter = work.bodies
        self._rows = {row.id: row for database in work.then.databases for row in database.rows}
        # The names of a property's options by their ids, once: every row asks for some.
        self._options = {
            id(prop): {option.id: option.name for option in prop.options}
            for structure in (work.now, work.then)
            for database in structure.databases
            for prop in database.properties
        }

    def write(self) -> None:
        pairs = [(now, then) for now, then in self._work.pairs() if not now.linked]
        for now, then in pairs:
            self._restore(now, then)
        there = {row.id for now, _ in pairs for row in now.rows}
        made = {
            row.id: (then, row)
            for _, then in pairs
            for row in then.rows
            if is_new(row.id) and row.id not in there
        }
        late = self._make_all(made)
        for now, then in pairs:
            known = {row.id: row for row in now.rows}
            for row in then.rows:
                if row.id not in made:
                    self._edit(now, then, known.get(row.id, row), row, back=row.id not in known)
        for then, row, names in late:
            self._link(then, row, names)
        for now, then in pairs:
            self._trash(now, then)

    def _restore(self, now: ExistingDatabase, then: ExistingDatabase) -> None:
        """Brings back rows that need nothing else; the others come back as they are edited."""
        known = {row.id for row in now.rows}
        for row in then.rows:
            gone = row.id not in known and not is_new(row.id)
            if gone and not self._values(now, then, row, row):
                self._restored.append(self._patch(then, row, {"in_trash": False}))

    def _make_all(
        self, made: Mapping[str, tuple[ExistingDatabase, ExistingRow]]
    ) -> list[tuple[ExistingDatabase, ExistingRow, list[str]]]:
        """Makes rows, those first that others link to; returns the links that closed a circle."""
        late: list[tuple[ExistingDatabase, ExistingRow, list[str]]] = []
        for then in {then.id: then for then, _ in made.values()}.values():
            self._turns |= _turns(then, [row for row in then.rows if row.id in made])
        needs = {name: _linked(*made[name]) for name in made}
        for name in rows_in_order(needs, {name: then.id for name, (then, _) in made.items()}):
            then, row = made[name]
            if missing := self._make(then, row):
                late.append((then, row, missing))
        return late

    def _make(self, then: ExistingDatabase, row: ExistingRow) -> list[str]:
        """Emits a new row; returns the relations that name rows which come later."""
        missing = [
            prop.id
            for prop in then.properties
            if prop.type == "relation" and self._unmade(row.values.get(prop.id, []))
        ]
        looks = {key: shown for key in ("icon", "cover") if (shown := getattr(row, key))}
        source = self._work.address(then.data_source_id or "")
        body = row_body(source, self._all_values(then, row, missing), looks)
        op_id = f"{self._work.prefix}row:{row.id}"
        lane = f"{self._work.prefix}rows:{then.id}{self._turns[row.id]}"
        after = (*self._work.restored, *self._schemas.last.get(then.id, ()))
        title = row.title or then.title
        operation = Operation(op_id, "create_row", "POST", ("pages",), lane, title, body, after)
        self._work.refs[row.id] = Ref(op_id)
        self._bodies.create(operation, self._bodies.items(blocks_of(row.blocks)))
        return missing

    def _unmade(self, names: list[str]) -> bool:
        return any(is_new(name) and name not in self._work.refs for name in names)

    def _all_values(self, then: ExistingDatabase, row: ExistingRow, missing: list[str]) -> Json:
        held = {name: value for name, value in row.values.items() if name not in missing}
        return {
            self._schemas.value_key(then, prop): self._sent(prop, held[prop.id])
            for prop in then.properties
            if prop.id in held
        }

    def _link(self, then: ExistingDatabase, row: ExistingRow, names: list[str]) -> None:
        known = by_id(then)
        body = {
            self._schemas.value_key(then, known[name]): self._sent(known[name], row.values[name])
            for name in names
        }
        self._work.emit(
            f"links:{row.id}",
            "update_row",
            "PATCH",
            ("pages/", self._work.address(row.id)),
            {"properties": body},
            row.title,
            note="late_links",
        )

    def _edit(
        self,
        now: ExistingDatabase,
        then: ExistingDatabase,
        old: ExistingRow,
        row: ExistingRow,
        *,
        back: bool,
    ) -> None:
        body: Json = {}
        values = self._values(now, then, old, row)
        if back and not values:
            return  # it has been brought back already
        if back:
            body["in_trash"] = False
        if values:
            body["properties"] = values
        body |= looks(old, row)
        if body:
            self._patch(then, row, body)

    def _values(
        self, now: ExistingDatabase, then: ExistingDatabase, old: ExistingRow, row: ExistingRow
    ) -> Json:
        """The values that a row has to be given: those that are new, and those that went; but
        those with uploaded files, which do not come back, stay as they are."""
        present = by_id(now)
        body: Json = {}
        for prop in then.properties:
            if prop.type in UNWRITABLE or self._is_said_there(then, prop, row):
                continue
            left = self._survivor(present.get(prop.id), prop, old.values.get(prop.id))
            wanted = row.values.get(prop.id)
            if left != wanted and not uploaded(left) + uploaded(wanted):
                body[self._schemas.value_key(then, prop)] = self._sent(prop, wanted)
        return body

    def _survivor(self, old: ExistingProperty | None, new: ExistingProperty, value: Any) -> Any:
        """What is left of a value when the schema has changed: nothing of another type's, and only
        the options that stay (one that went and comes back is another one to Notion)."""
        if old is None or old.type != new.type or value is None:
            return None
        if new.type not in CHOICES:
            return value
        there, stays = self._options[id(old)], self._options[id(new)]
        if isinstance(value, list):
            return [name for name in value if name in there and name in stays] or None
        return value if value in there and value in stays else None

    def _is_said_there(
        self, then: ExistingDatabase, prop: ExistingProperty, row: ExistingRow
    ) -> bool:
        """Whether the rows at the other side of a relation that is made there say its links too."""
        if (then.data_source_id, prop.id) not in self._schemas.far:
            return False
        back = str(prop.config.get("synced_id"))
        there = (self._rows.get(name) for name in row.values.get(prop.id, ()))
        return all(far is None or row.id in far.values.get(back, ()) for far in there)

    def _sent(self, prop: ExistingProperty, value: Any) -> Json:
        if prop.type in CHOICES and value is not None:
            names = self._options[id(prop)]
            value = [names[i] for i in value] if isinstance(value, list) else names[value]
        if prop.type == "relation":
            value = [self._work.address(name) for name in value or []]
        if prop.type in ("title", "rich_text"):
            value = sent_runs(value or [])
        return value_body(prop.type, value)

    def _patch(self, then: ExistingDatabase, row: ExistingRow, body: Json) -> str:
        relates = any("relation" in value for value in body.get("properties", {}).values())
        return self._work.emit(
            f"edit:{row.id}",
            "update_row",
            "PATCH",
            ("pages/", self._work.address(row.id)),
            body,
            row.title or then.title,
            after=(
                *self._work.restored,
                *self._schemas.last.get(then.id, ()),
                *(self._restored if relates else ()),
            ),
        )

    def _trash(self, now: ExistingDatabase, then: ExistingDatabase) -> None:
        kept = {row.id for row in then.rows}
        for row in now.rows:
            if row.id not in kept:
                path = ("pages/", self._work.address(row.id))
                body = {"in_trash": True}
                self._work.emit(f"trash:{row.id}", "update_row", "PATCH", path, body, row.title)


def _turns(then: ExistingDatabase, rows: Sequence[ExistingRow]) -> dict[str, str]:
    """The places by which new rows take turns, as the first view puts them."""
    kinds = {prop.id: prop.type for prop in then.properties}
    view = then.views[0] if then.views else None
    sorts = [str(sort.get("property", "")) for sort in (view and view.sorts) or ()]
    group = view.configuration.get("group_by", {}).get("property_id") if view else None
    named = [(row.title, partial(_held, row)) for row in rows]
    return dict(zip((r.id for r in rows), turns(kinds, sorts, group, named), strict=True))


def _held(row: ExistingRow, name: str) -> str:
    """What a row has of a property, as far as sorting sees it: spans by their start."""
    value = row.values.get(name)
    start = value.get("start") if isinstance(value, Mapping) else value
    return words(start) if isinstance(start, list) else str(start)


def _linked(then: ExistingDatabase, row: ExistingRow) -> set[str]:
    relations = [prop.id for prop in then.properties if prop.type == "relation"]
    return {name for prop in relations for name in row.values.get(prop, [])}
