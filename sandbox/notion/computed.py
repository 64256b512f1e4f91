"""What rows show: the values they hold, and relations, rollups and formulas computed when read.

One `Rows` serves one request: what it computed for a row it remembers, and all of it spends from
one budget, which is small for a request that changed something: others wait for it. A value that
depends on itself, or that the budget does not reach, is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sandbox.notion import formulas
from sandbox.notion.files import Files
from sandbox.notion.formula import Budget, DepthError, EvaluationError
from sandbox.notion.formula.budget import MAX_ANSWER, PER_ROW
from sandbox.notion.mentions import resolved
from sandbox.notion.properties.lookup import find_property, ordered
from sandbox.notion.properties.rows import PLAIN_PAGE
from sandbox.notion.properties.values import shown_option
from sandbox.notion.query.values import leaves
from sandbox.notion.records import DataSource, Json, Page
from sandbox.notion.rollup import rollup
from sandbox.notion.state import Transaction
from sandbox.notion.times import minute
from sandbox.notion.users import partial

MAX_SHOWN_RELATIONS = 25
MAX_ROLLED = 100  # of an array in an answer


class Rows:
    """Shows the properties of pages as one transaction sees them."""

    def __init__(self, tx: Transaction, files: Files) -> None:
        self._tx = tx
        self._files = files
        self._known: dict[tuple[str, str], Any] = {}
        self._formulas: dict[tuple[str, str], formulas.Compiled | None] = {}
        self._budget = Budget(MAX_ANSWER, MAX_ANSWER // 4) if tx.changes else Budget()

    def properties(self, page: Page) -> dict[str, Json]:
        """Notion's `properties` of a page or row, in Notion's order."""
        source = self._tx.get(DataSource, page.parent.id)
        schema = source.schema if source else PLAIN_PAGE
        self._budget.allow(PER_ROW)
        return {name: self.property(page, prop, schema) for name, prop in ordered(schema).items()}

    def property(self, page: Page, prop: Json, schema: dict[str, Json]) -> Json:
        """One property of a page with its id and type, as much of it as an answer shows."""
        return {"id": prop["id"], **_cut(self._whole(page, prop, schema))}

    def whole(self, page: Page, wanted: Iterable[Json], schema: dict[str, Json]) -> Json:
        """What queries ask of a page: its times, and properties however long they are."""
        self._budget.allow(PER_ROW)
        return {
            "id": page.id,
            "created_time": minute(page.created_time),
            "last_edited_time": minute(page.last_edited_time),
            "properties": {prop["name"]: self._whole(page, prop, schema) for prop in wanted},
        }

    def _whole(self, page: Page, prop: Json, schema: dict[str, Json]) -> Json:
        return {"type": prop["type"], prop["type"]: self._value(page, prop, schema)}

    def related(self, page: Page, prop: Json) -> list[Page]:
        """The pages that a relation of a row points to, those in the trash left out."""
        pages = (self._tx.get(Page, name) for name in page.values.get(prop["id"], ()))
        return [page for page in pages if page and not page.in_trash]

    def _value(self, page: Page, prop: Json, schema: dict[str, Json]) -> Any:
        key = (page.id, prop["id"])
        if key not in self._known:
            self._known[key] = _EMPTY.get(prop["type"])  # what it is, should it need itself
            try:
                self._known[key] = self._compute(page, prop, schema)
            except DepthError:
                empty = self._known.pop(key)  # read by itself it may have a value
                if self._budget.is_idle:
                    return empty
                raise
        return self._known[key]

    def _compute(self, page: Page, prop: Json, schema: dict[str, Json]) -> Any:
        kind = prop["type"]
        if kind in _OF_PAGE:
            return _OF_PAGE[kind](page, prop)
        if kind in _EDITORS:
            name = _EDITORS[kind](page)
            return self._tx.user(name) or partial(name)
        held: Any = page.values.get(prop["id"], _HELD_EMPTY.get(kind))
        match kind:
            case "select" | "status":
                return shown_option(prop, held)
            case "multi_select":
                return [option for name in held if (option := shown_option(prop, name))]
            case "title" | "rich_text":
                return resolved(self._tx, held)
            case "files":
                return [self._files.shown(item) for item in held]
            case "relation":
                return [{"id": other.id} for other in self.related(page, prop)]
            # A mirrored row holds what cannot be computed here.
            case "rollup":
                return held or self._rollup(page, prop["rollup"], schema)
            case "formula":
                return held or self._formula(page, prop, schema)
        return held

    def _rollup(self, page: Page, config: Json, schema: dict[str, Json]) -> Json:
        try:
            with self._budget.evaluation(levels=0):
                values = list(self._rolled(page, config, schema))
                return rollup(config["function"], values, self._tx.moment())
        except EvaluationError:
            return {**_EMPTY["rollup"], "function": config["function"]}

    def _rolled(self, page: Page, config: Json, schema: dict[str, Json]) -> Iterator[Json]:
        """What a rollup rolls up; what it costs is on the request's budget."""
        relation = find_property(schema, config["relation_property_id"])
        for other in self.related(page, relation) if relation else ():
            source = self._tx.get(DataSource, other.parent.id)
            rolled = find_property(source.schema, config["rollup_property_id"]) if source else None
            self._budget.spend()
            if source and rolled:
                value = self._whole(other, rolled, source.schema)
                for _ in leaves(value):
                    self._budget.spend()
                yield value

    def _formula(self, page: Page, prop: Json, schema: dict[str, Json]) -> Json:
        # Compiled once per schema: a query evaluates it for every row.
        key = (page.parent.id, prop["id"])
        if key not in self._formulas:
            expression = prop["formula"]["expression"]
            self._formulas[key] = formulas.compiled(self._tx, expression, schema, self._budget)
        formula = self._formulas[key]
        if formula is None:
            return dict(_EMPTY["formula"])
        return formula.evaluate(
            lambda name: self._operand(page, schema[name], schema), self._tx.moment(), self._budget
        )

    def _operand(self, page: Page, prop: Json, schema: dict[str, Json]) -> Any:
        """A property as formulas see it."""
        if prop["type"] == "relation":
            related = self.related(page, prop)
            self._budget.spend(len(related))
            return [self._page_value(other) for other in related]
        return formulas.operand(self._whole(page, prop, schema))

    def _page_value(self, page: Page) -> Any:
        source = self._tx.get(DataSource, page.parent.id)
        schema = source.schema if source else PLAIN_PAGE
        return formulas.page_value(
            page, {name: self._lazy(page, prop, schema) for name, prop in schema.items()}
        )

    def _lazy(self, page: Page, prop: Json, schema: dict[str, Json]) -> Callable[[], Any]:
        return lambda: self._operand(page, prop, schema)


def _cut(value: Json) -> Json:
    """A value as an answer shows it: 25 of the pages of a relation, 100 of what is rolled up."""
    kind, held = value["type"], value[value["type"]]
    if kind == "relation":
        more = len(held) > MAX_SHOWN_RELATIONS
        return {**value, kind: held[:MAX_SHOWN_RELATIONS], "has_more": more}
    if kind == "rollup" and held["type"] == "array":
        return {**value, kind: {**held, "array": [_cut(v) for v in held["array"][:MAX_ROLLED]]}}
    return value


def _unique_id(page: Page, prop: Json) -> Json:
    return {"prefix": prop["unique_id"]["prefix"], "number": page.number}


_OF_PAGE: Mapping[str, Callable[[Page, Json], Any]] = {
    "created_time": lambda page, _: minute(page.created_time),
    "last_edited_time": lambda page, _: minute(page.last_edited_time),
    "unique_id": _unique_id,
}
_EDITORS: Mapping[str, Callable[[Page], str]] = {
    "created_by": lambda page: page.created_by,
    "last_edited_by": lambda page: page.last_edited_by,
}
_HELD_EMPTY: Mapping[str, Any] = {
    **dict.fromkeys(("title", "rich_text", "multi_select", "people", "files", "relation"), ()),
    "checkbox": False,
    "button": {},
}
_EMPTY: Mapping[str, Any] = {
    "formula": {"type": "string", "string": None},
    "rollup": {"type": "number", "number": None, "function": "count"},
    "relation": [],
}
