"""Sorts of data source queries and views.

Options sort in the order of the property's list, texts without regard to case, and rows without a
value come last in both directions.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from sandbox.notion.query import values as read
from sandbox.notion.query.errors import QueryError, invalid, missing
from sandbox.notion.query.properties import (
    PropertySchema,
    Row,
    Schema,
    find_property,
    timestamp_of,
    value_of,
)
from sandbox.notion.query.values import PropertyValue

DIRECTIONS = ("ascending", "descending")
TIMESTAMPS = ("created_time", "last_edited_time")
MAX_SORTS = 100

SortKey = tuple[int, Any]
"""The rank of the value's kind, then the value: values of different kinds stay comparable."""

BOOLEAN, NUMBER, DATE, OPTIONS, TEXT, LIST = range(6)
DATE_TYPES = frozenset({"date", "created_time", "last_edited_time"})
OPTION_TYPES = frozenset({"select", "status", "multi_select"})


def validate_sorts(sorts: Any, schema: Schema) -> None:
    """Raise QueryError, in Notion's words, unless `sorts` may be asked. None is no sort."""
    if sorts is None:
        return
    if not isinstance(sorts, list):
        raise invalid("body.sorts", "an array", sorts)
    if len(sorts) > MAX_SORTS:
        raise invalid("body.sorts.length", f"≤ `{MAX_SORTS}`", len(sorts))
    for index, sort in enumerate(sorts):
        _validate_sort(sort, schema, f"body.sorts[{index}]")


def sort_rows(rows: Sequence[Row], sorts: Any, schema: Schema) -> list[Row]:
    """The rows in the order of valid sorts, the first the most important; equal rows stay put."""
    ordered = list(rows)
    # Sorting is stable: the most important sort goes last and the others break its ties.
    for sort in reversed(sorts or []):
        keyed = [(_row_key(row, sort, schema), row) for row in ordered]
        filled = [(key, row) for key, row in keyed if key is not None]
        filled.sort(key=lambda pair: pair[0], reverse=sort["direction"] == "descending")
        ordered = [row for _, row in filled] + [row for key, row in keyed if key is None]
    return ordered


def _row_key(row: Row, sort: Mapping[str, Any], schema: Schema) -> SortKey | None:
    if "timestamp" in sort:
        return sort_key(timestamp_of(row, sort["timestamp"]), {})
    prop = _find(sort["property"], schema)
    return sort_key(value_of(row, prop), prop)


def sort_key(value: PropertyValue, prop: PropertySchema) -> SortKey | None:
    """What the value sorts by, None if it is empty. `prop` gives the order of options."""
    inner = read.unwrapped(value)
    type_ = inner.get("type", "")
    if type_ == "array":
        keys = (sort_key(entry, {}) for entry in inner["array"])
        filled = tuple(key for key in keys if key is not None)
        return (LIST, filled) if filled else None
    # Before asking for numbers: Python takes true for 1.
    held = read.content(inner)
    if isinstance(held, bool):
        return (BOOLEAN, held)
    if (number := read.number(inner)) is not None:
        return (NUMBER, number)
    if read.is_empty(inner):
        return None
    return _filled_key(inner, type_, prop)


def _filled_key(value: PropertyValue, type_: str, prop: PropertySchema) -> SortKey | None:
    if type_ in DATE_TYPES:
        span = read.span(value)
        return span and (DATE, tuple(read.instant(moment, UTC) for moment in span))
    if type_ in OPTION_TYPES:
        options = [option["name"] for option in prop.get(type_, {}).get("options", [])]
        return (OPTIONS, tuple(_option_key(item["name"], options) for item in read.items(value)))
    names = (str(item.get("name") or item.get("id") or "") for item in read.items(value))
    return (TEXT, (read.text(value) or "\n".join(names)).casefold())


def _option_key(name: str, options: list[str]) -> tuple[int, str]:
    return (options.index(name) if name in options else len(options), name.casefold())


def _validate_sort(sort: Any, schema: Schema, path: str) -> None:
    if not isinstance(sort, Mapping):
        raise invalid(path, "an object", sort)
    subject = "timestamp" if "timestamp" in sort else "property"
    for key in (subject, "direction"):
        if key not in sort:
            raise missing(f"{path}.{key}")
    for key, value in sort.items():
        if key not in (subject, "direction"):
            raise invalid(f"{path}.{key}", "not present", value)
    if sort["direction"] not in DIRECTIONS:
        raise invalid(f"{path}.direction", '"ascending" or "descending"', sort["direction"])
    if subject == "property":
        _find(sort["property"], schema)
    elif sort["timestamp"] not in TIMESTAMPS:
        expected = '"created_time" or "last_edited_time"'
        raise invalid(f"{path}.timestamp", expected, sort["timestamp"])


def _find(name_or_id: Any, schema: Schema) -> PropertySchema:
    prop = find_property(name_or_id, schema) if isinstance(name_or_id, str) else None
    if prop is None:
        raise QueryError(f"Could not find sort property with name or id: {name_or_id}")
    return prop
