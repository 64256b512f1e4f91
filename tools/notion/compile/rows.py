"""Rows: in an order in which each finds the rows that it links to already made.

A link over a two-way relation is carried by whichever row comes later, so it never costs a call;
a one-way link waits for its target, and only a cycle of those takes a patch.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from tools.blueprint.model import Database, Row
from tools.blueprint.values import words
from tools.notion.compile.bodies import Item, originals
from tools.notion.compile.emission import Emission
from tools.notion.compile.order import rows_in_order
from tools.notion.compile.pages import BodyWriter
from tools.notion.compile.schema import SchemaWriter
from tools.notion.compile.turns import turns
from tools.notion.operations import Operation, Ref
from tools.notion.render.addresses import database_operation, row_operation
from tools.notion.render.richtext import Json, cover, icon
from tools.notion.render.rows import MOST_LINKS, links, row_body, value_body, worded


@dataclass
class _RowState:
    """A row that waits: `values` without its links, those by property to row operations, `hard`
    the ones it waits for."""

    key: str
    index: int
    row: Row
    values: Json
    body: list[Item]
    links: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    hard: set[str] = field(default_factory=set)

    @property
    def id(self) -> str:
        return row_operation(self.key, self.index)


class RowWriter:
    """Emits rows as they become possible."""

    def __init__(self, emission: Emission, schema: SchemaWriter, bodies: BodyWriter) -> None:
        self._emission = emission
        self._schema = schema
        self._bodies = bodies
        self._rows = {
            row_operation(key, i): _RowState(
                key, i, row, self._plain_values(key, row), bodies.items(row.blocks)
            )
            for key, database in emission.databases.items()
            for i, row in enumerate(database.rows)
        }
        self._turns = {key: _turns(database) for key, database in emission.databases.items()}
        self._late: dict[str, set[str]] = defaultdict(set)  # row → properties to patch
        self.first: dict[str, str] = {}  # database → the row whose answer brings property ids
        self._link_rows()
        self._waiting = [self._rows[name] for name in self._ordered()]

    def _plain_values(self, key: str, row: Row) -> Json:
        known = self._emission.schemas[key]
        return {
            name: value_body(kind, worded(kind, given, self._emission.addresses))
            for name, given in row.values.items()
            if (kind := known[name].type) != "relation"
        }

    def _link_rows(self) -> None:
        titles = {key: _titles(database) for key, database in self._emission.databases.items()}
        for state in self._rows.values():
            for name, given in state.row.values.items():
                origin = self._emission.schemas[state.key][name]
                if origin.target is None or not given:
                    continue
                for title in dict.fromkeys(given):
                    index = titles[origin.target][title]
                    self._link(state, name, row_operation(origin.target, index))

    def _link(self, state: _RowState, name: str, far_id: str) -> None:
        known = self._emission.schemas[state.key][name]
        if far_id not in state.links[name]:
            state.links[name].append(far_id)
        two_way = getattr(known.origin, "two_way", None)
        if two_way is None:
            state.hard.add(far_id)
            return
        back = known.origin.name if known.reverse else two_way
        far = self._rows[far_id]
        if state.id not in far.links[back]:
            far.links[back].append(state.id)

    def _ordered(self) -> list[str]:
        """All rows, of which none waits any more for one that comes later."""
        needs = {name: state.hard for name, state in self._rows.items()}
        order = rows_in_order(needs, {name: state.key for name, state in self._rows.items()})
        earlier: set[str] = set()
        for name in order:
            self._rows[name].hard &= earlier
            earlier.add(name)
        return order

    @property
    def pending(self) -> bool:
        return bool(self._waiting)

    def advance(self) -> bool:
        """Emits every row that can be made now."""
        before = len(self._waiting)
        self._waiting = [state for state in self._waiting if not self._made(state)]
        return len(self._waiting) < before

    def force(self) -> bool:
        """Emits one row, with its unmade links to be patched in: it waits for what waits for it."""
        state = next(filter(self._possible, self._waiting), None)
        if state is not None:
            self._waiting.remove(state)
            self._emit(state)
        return state is not None

    def _made(self, state: _RowState) -> bool:
        is_ready = state.hard <= self._emission.done and self._possible(state)
        if is_ready:
            self._emit(state)
        return is_ready

    def _possible(self, state: _RowState) -> bool:
        """Whether all but the links of a row is there."""
        if not self._schema.made(state.key) or not self._schema.complete(state.key):
            return False
        needed = [state.values, *(item.block for item in state.body)]
        return self._emission.ready(needed, coming=originals(state.body))

    def _emit(self, state: _RowState) -> None:
        database = self._emission.databases[state.key]
        looks = {**icon(state.row.icon), **cover(state.row.cover)}
        body = row_body(self._emission.addresses.data_source(state.key), self._values(state), looks)
        self.first.setdefault(state.key, state.id)
        title = words(state.row.values.get(database.title_property)) or database.title
        lane = f"{database_operation(state.key)}{self._turns[state.key][state.index]}"
        after = tuple(self._schema.makers[state.key])
        operation = Operation(
            state.id, "create_row", "POST", ("pages",), lane, title, body, after=after
        )
        self._bodies.create(operation, state.body)

    def _values(self, state: _RowState) -> Json:
        values = dict(state.values)
        for name, far in state.links.items():
            if carried := self._carried(state, name, far):
                values[name] = links([Ref(far_id) for far_id in carried])
        return values

    def _carried(self, state: _RowState, name: str, far: list[str]) -> list[str]:
        """The links that this row's creation carries; the rest is patched in or carried there."""
        two_way = getattr(self._emission.schemas[state.key][name].origin, "two_way", None)
        made = [row for row in far if row in self._emission.done]
        if state.id in far or (two_way is None and len(made) < len(far)):
            self._late[state.id].add(name)
        if two_way is not None and len(made) > MOST_LINKS:
            for row in made[MOST_LINKS:]:
                self._late[row].add(self._back_name(state.key, name))
        return made[:MOST_LINKS]

    def _back_name(self, key: str, name: str) -> str:
        known = self._emission.schemas[key][name]
        back: str = known.origin.name if known.reverse else getattr(known.origin, "two_way", "")
        return back

    def patch_late(self) -> None:
        """Emits the links that no creation could carry, once all rows exist."""
        for row_id, names in self._late.items():
            state = self._rows[row_id]
            late = {name: links([Ref(far) for far in state.links[name]]) for name in sorted(names)}
            operation = Operation(
                id=f"links:{row_id}",
                kind="update_row",
                method="PATCH",
                path=("pages/", Ref(row_id)),
                lane=database_operation(state.key),
                title=self._emission.databases[state.key].title,
                body={"properties": late},
            )
            self._emission.emit(operation, "late_links")
        self._late.clear()


def _turns(database: Database) -> list[str]:
    """The places by which rows take turns, as the first view puts them."""
    kinds = {prop.name: prop.type for prop in database.properties}
    view = database.views[0] if database.views else None
    sorts = [sort.property or "" for sort in view.sorts] if view else []
    rows = [
        (words(row.values.get(database.title_property)), partial(_held, row))
        for row in database.rows
    ]
    return turns(kinds, sorts, getattr(view, "group_by", None), rows)


def _held(row: Row, name: str) -> str:
    """What a row has of a property, as far as sorting sees it: spans by their start."""
    value = row.values.get(name)
    start = value.get("start") if isinstance(value, Mapping) else value
    return words(start) if isinstance(start, str | list) else str(start)


def _titles(database: Database) -> dict[str, int]:
    """Row positions by title; of equal titles the first counts."""
    found: dict[str, int] = {}
    for i, row in enumerate(database.rows):
        found.setdefault(words(row.values.get(database.title_property)), i)
    return found
