"""Formulas between Notion's JSON and the formula language.

A formula is kept as Notion shows it: every `prop("Name")` replaced by a token that names the
property by id, so that it survives renaming.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

from sandbox.notion.errors import ValidationError
from sandbox.notion.formula import (
    Budget,
    Context,
    DateValue,
    DepthError,
    Formula,
    FormulaError,
    PageValue,
)
from sandbox.notion.ids import WORKSPACE_ID
from sandbox.notion.properties.lookup import find_property
from sandbox.notion.records import DataSource, Json, Page
from sandbox.notion.richtext import plain
from sandbox.notion.rollup import RollupError, rollup_result_type
from sandbox.notion.state import Transaction

_PROP = re.compile(r'prop\(\s*"((?:[^"\\]|\\.)*)"\s*\)')
_TOKEN = re.compile(r"\{\{notion:block_property:([^:}]+):[^:}]+:[^:}]+\}\}")
_parse = lru_cache(maxsize=512)(Formula.parse)
_TEXTS = frozenset({"title", "rich_text"})
_NAMED = frozenset({"select", "status", "created_by", "last_edited_by", "place"})
_LISTED = frozenset({"multi_select", "people", "files"})


def tokenized(tx: Transaction, written: str, source: DataSource) -> str:
    """Checks a formula against a schema and puts tokens in the place of property names.

    Raises ValidationError for a syntax error, an unknown function or an unknown property, and for
    a formula that reads others that read others too deep.
    """
    expression = readable(written, source.schema)
    try:
        _parse(expression).result_type(_Types(tx, source.schema, Budget()))
    except (FormulaError, DepthError) as error:
        raise ValidationError(f"Type error with formula: {error}") from error

    def token(match: re.Match[str]) -> str:
        prop = find_property(source.schema, _unquoted(match[1]))
        if prop is None:
            return match[0]
        return f"{{{{notion:block_property:{prop['id']}:{source.id}:{WORKSPACE_ID}}}}}"

    return _PROP.sub(token, expression)


def readable(expression: str, schema: dict[str, Json]) -> str:
    """A formula as people write it: tokens replaced by `prop("Name")`."""

    def name(match: re.Match[str]) -> str:
        found = find_property(schema, match[1])
        return _quoted(found["name"] if found else match[1])

    return _TOKEN.sub(name, expression)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A formula that is ready for many rows; `kind` is the type of its results."""

    formula: Formula
    kind: str

    def evaluate(self, operand_of: Callable[[str], Any], now: datetime, budget: Budget) -> Json:
        """The value for one row, whose operands are given by name."""
        names = self.formula.properties
        values = _Lazily({name: partial(operand_of, name) for name in names})
        return _shown(self.formula.evaluate(Context(values, now, budget=budget)), self.kind)


def compiled(
    tx: Transaction, expression: str, schema: dict[str, Json], budget: Budget
) -> Compiled | None:
    """A formula for a schema, None if it no longer fits it. Raises DepthError."""
    try:
        formula = _parse(readable(expression, schema))
        return Compiled(formula, formula.result_type(_Types(tx, schema, budget)))
    except FormulaError:
        return None


def operand(shown: Json) -> Any:
    """A shown property value as the formula language has it."""
    kind = shown["type"]
    value = shown[kind]
    if kind in _TEXTS:
        return plain(value)
    if kind in _NAMED:
        return value and value.get("name")
    if kind in _LISTED:
        return [item.get("name") for item in value]
    if kind == "date":
        return value and _date_value(value)
    if kind == "unique_id":
        return f"{value['prefix']}-{value['number']}" if value["prefix"] else value["number"]
    if kind in ("created_time", "last_edited_time"):
        return DateValue(start=datetime.fromisoformat(value), end=None)
    if kind == "formula":
        return operand({"type": value["type"], value["type"]: value[value["type"]]})
    return _rolled(value) if kind == "rollup" else value


def page_value(page: Page, operands: Mapping[str, Callable[[], Any]]) -> PageValue:
    """A related page; its properties are computed when a formula asks for them."""
    title = plain(page.values.get("title", []))
    return PageValue(id=page.id, title=title, values=_Lazily(operands))


class _Lazily(Mapping[str, Any]):
    """A mapping whose values are made when they are first asked for."""

    def __init__(self, makers: Mapping[str, Callable[[], Any]]) -> None:
        self._makers = makers
        self._made: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._made:
            self._made[key] = self._makers[key]()
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


class _Types(Mapping[str, str]):
    """The types of a schema's properties, those of formulas found when they are asked for.

    A formula that is asked for while its own type is being found is not there. Raises DepthError.
    """

    def __init__(self, tx: Transaction, schema: dict[str, Json], budget: Budget) -> None:
        self._tx = tx
        self._schema = schema
        self._budget = budget
        self._known: dict[str, str] = {}
        self._pending: set[str] = set()

    def __getitem__(self, name: str) -> str:
        if name in self._pending:
            raise KeyError(name)
        if name not in self._known:
            self._known[name] = self._found(self._schema[name])
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._schema if name not in self._pending)

    def __len__(self) -> int:
        return len(self._schema) - len(self._pending)

    def _found(self, prop: Json) -> str:
        if prop["type"] == "rollup":
            return rollup_type(self._tx, prop["rollup"], self._schema)
        if prop["type"] != "formula":
            return str(prop["type"])
        self._pending.add(prop["name"])
        try:
            formula = _parse(readable(prop["formula"]["expression"], self._schema))
            with self._budget.evaluation(formula.levels):
                return formula.result_type(self)
        except FormulaError:
            return "string"
        finally:
            self._pending.remove(prop["name"])


def rollup_type(tx: Transaction, config: Json, schema: dict[str, Json]) -> str:
    """What a rollup comes to: number, date or array."""
    relation = find_property(schema, config["relation_property_id"])
    target = tx.get(DataSource, relation["relation"]["data_source_id"]) if relation else None
    rolled = find_property(target.schema, config["rollup_property_id"]) if target else None
    try:
        return rollup_result_type(config["function"], rolled["type"] if rolled else "number")
    except RollupError as error:
        raise ValidationError(str(error)) from error


def _rolled(value: Json) -> Any:
    kind = value["type"]
    if kind == "date":
        return value["date"] and _date_value(value["date"])
    if kind != "array":
        return value.get(kind)
    nested = (operand(item) for item in value["array"])
    return [part for item in nested for part in (item if isinstance(item, list) else [item])]


def _date_value(value: Json) -> DateValue:
    end = value["end"]
    return DateValue(start=_moment(value["start"]), end=_moment(end) if end else None)


def _moment(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _shown(value: Any, kind: str) -> Json:
    # Before numbers: Python's booleans are integers.
    if isinstance(value, bool):
        return {"type": "boolean", "boolean": value}
    if isinstance(value, (int, float)):
        return {"type": "number", "number": value}
    if isinstance(value, DateValue):
        end = value.end
        start = {"start": _written(value.start), "end": _written(end) if end else None}
        return {"type": "date", "date": {**start, "time_zone": None}}
    # An empty result still has the type that the formula promises.
    if value is None:
        return {"type": kind, kind: None}
    return {"type": "string", "string": _text(value)}


def _written(moment: date | datetime) -> str:
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="milliseconds")
    return moment.isoformat()


def _text(value: Any) -> str:
    """A value where only text can be shown, as in lists."""
    match value:
        case str():
            return value
        case list():
            return ", ".join(_text(item) for item in value)
        case PageValue():
            return value.title
        case DateValue():
            return _written(value.start)
    return str(value)


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'prop("{escaped}")'


def _unquoted(name: str) -> str:
    return name.replace('\\"', '"').replace("\\\\", "\\")
