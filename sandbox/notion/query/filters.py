"""Filters of data source queries and views: refuse malformed ones, apply the others to rows.

Notion: "Filter data source entries". A compound filter holds up to 100 filters and one further
level of compound filters; an empty one filters nothing.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sandbox.notion.query.conditions import (
    ENTRY_KINDS,
    FORMULA_KINDS,
    PROPERTY_KINDS,
    QUANTIFIERS,
    ROLLUP_KINDS,
    TEXTS,
    Kind,
    wanted_names,
)
from sandbox.notion.query.errors import QueryError, invalid, missing
from sandbox.notion.query.properties import (
    PropertySchema,
    Row,
    Schema,
    find_property,
    timestamp_of,
    value_of,
)
from sandbox.notion.query.values import PropertyValue, leaves

MAX_LEVELS = 2
MAX_ENTRIES = 100
MAX_COMPARISONS = 1_000_000
"""Of one request, over all its rows: two or three seconds, in which nobody else is served."""
TIMESTAMPS = ("created_time", "last_edited_time")
FILTER_TYPES = frozenset({*PROPERTY_KINDS, "formula", "rollup"})
OPTION_TYPES = frozenset({"select", "status", "multi_select"})


def validate_filter(filter_: Any, schema: Schema, *, formulas: bool = False) -> None:
    """Raise QueryError, in Notion's words, unless `filter_` may be asked of the data source.

    None is no filter and passes. Notion refuses to filter by a formula that came over its API; one
    that was written in its app it knows the type of, and `formulas` says that these are such.
    """
    if filter_ is None:
        return
    _validate(filter_, schema, "body.filter", MAX_LEVELS)
    if not formulas and any(_find(name, schema)["type"] == "formula" for name in _names(filter_)):
        raise QueryError("Unable to filter based on a formula of unknown type")


def _names(filter_: Mapping[str, Any]) -> Iterator[str]:
    """The properties that a valid filter asks for."""
    for entry in (*filter_.get("and", ()), *filter_.get("or", ())):
        yield from _names(entry)
    if "property" in filter_:
        yield filter_["property"]


def check_effort(filter_: Any, sorts: Any, rows: int) -> None:
    """Raise QueryError if a valid filter and valid sorts are too much for so many rows."""
    comparisons = (_conditions(filter_) + len(sorts or ())) * rows
    if comparisons > MAX_COMPARISONS:
        raise QueryError(
            f"The filter and sorts take {comparisons} comparisons of {rows} rows; "
            f"ask for less: {MAX_COMPARISONS} can be made."
        )


def _conditions(filter_: Any) -> int:
    if filter_ is None:
        return 0
    group = next((name for name in ("and", "or") if name in filter_), None)
    return 1 if group is None else sum(map(_conditions, filter_[group]))


def matches(filter_: Any, row: Row, schema: Schema, now: datetime) -> bool:
    """Whether a valid filter keeps the row. The time zone of `now` says when a day begins."""
    if filter_ is None:
        return True
    for group, holds in (("and", all), ("or", any)):
        if group in filter_:
            entries = filter_[group]
            # any([]) is false, but a group that asks nothing keeps every row.
            return not entries or holds(matches(entry, row, schema, now) for entry in entries)
    if "timestamp" in filter_:
        timestamp = filter_["timestamp"]
        value = timestamp_of(row, timestamp)
        return _satisfies(PROPERTY_KINDS[timestamp], value, filter_[timestamp], now)
    prop = _find(filter_["property"], schema)
    condition = filter_[_condition_key(filter_, prop["type"])]
    return _matches_property(prop["type"], value_of(row, prop), condition, now)


def _condition_key(node: Mapping[str, Any], type_: str) -> str:
    """The key of the condition on a property: its type, or that of any text where it is one."""
    if type_ in node or type_ not in TEXTS:
        return type_
    return next((key for key in node if key in TEXTS), type_)


def _matches_property(
    type_: str, value: PropertyValue, condition: Mapping[str, Any], now: datetime
) -> bool:
    if type_ in PROPERTY_KINDS:
        return _satisfies(PROPERTY_KINDS[type_], value, condition, now)
    ((name, inner),) = condition.items()
    if type_ == "formula":
        return _satisfies(FORMULA_KINDS[name], value, inner, now)
    if name in ROLLUP_KINDS:
        return _satisfies(ROLLUP_KINDS[name], value, inner, now)
    ((entry_type, entry_condition),) = inner.items()
    kind = ENTRY_KINDS[entry_type]
    return QUANTIFIERS[name](
        _satisfies(kind, entry, entry_condition, now) for entry in leaves(value)
    )


def _satisfies(
    kind: Kind, value: PropertyValue, condition: Mapping[str, Any], now: datetime
) -> bool:
    ((name, argument),) = condition.items()
    return kind.operators[name].holds(kind.read(value), argument, now)


def _find(name_or_id: str, schema: Schema) -> PropertySchema:
    prop = find_property(name_or_id, schema)
    if prop is None:
        raise QueryError(f"Could not find property with name or id: {name_or_id}")
    return prop


def _validate(node: Any, schema: Schema, path: str, levels: int) -> None:
    if not isinstance(node, Mapping):
        raise invalid(path, "an object", node)
    group = next((name for name in ("and", "or") if name in node), None)
    if group is not None:
        _refuse_keys(node, {group}, path)
        _validate_group(node[group], schema, f"{path}.{group}", levels)
    elif "timestamp" in node:
        _validate_timestamp(node, path)
    elif "property" in node:
        _validate_property(node, schema, path)
    else:
        choices = ("or", "and", "property", "timestamp")
        fixes = "\n".join(
            f"{path}.{key} should be defined, instead was `undefined`." for key in choices
        )
        raise QueryError(f"body failed validation. Fix one:\n{fixes}")


def _validate_group(entries: Any, schema: Schema, path: str, levels: int) -> None:
    if levels == 0:
        raise invalid(path, "not present", entries)
    if not isinstance(entries, list):
        raise invalid(path, "an array", entries)
    if len(entries) > MAX_ENTRIES:
        raise invalid(f"{path}.length", f"≤ `{MAX_ENTRIES}`", len(entries))
    for index, entry in enumerate(entries):
        _validate(entry, schema, f"{path}[{index}]", levels - 1)


def _validate_timestamp(node: Mapping[str, Any], path: str) -> None:
    timestamp = node["timestamp"]
    if timestamp not in TIMESTAMPS:
        raise invalid(f"{path}.timestamp", '"created_time" or "last_edited_time"', timestamp)
    if timestamp not in node:
        raise missing(f"{path}.{timestamp}")
    _refuse_keys(node, {"timestamp", "type", timestamp}, path)
    _validate_condition(PROPERTY_KINDS[timestamp], node[timestamp], f"{path}.{timestamp}")


def _validate_property(node: Mapping[str, Any], schema: Schema, path: str) -> None:
    if not isinstance(node["property"], str):
        raise invalid(f"{path}.property", "a string", node["property"])
    prop = _find(node["property"], schema)
    type_ = prop["type"]
    if type_ not in FILTER_TYPES:
        raise QueryError(f"Filtering by a property of type {type_} is not supported.")
    key = _condition_key(node, type_)
    if key not in node:
        raise _wrong_type(node, type_, path)
    if node.get("type", key) != key:
        raise invalid(f"{path}.type", f'"{key}"', node["type"])
    _refuse_keys(node, {"property", "type", key}, path)
    condition, path = node[key], f"{path}.{key}"
    if type_ in PROPERTY_KINDS:
        _validate_condition(PROPERTY_KINDS[type_], condition, path)
    elif type_ == "formula":
        _validate_choice(FORMULA_KINDS, condition, path)
    else:
        _validate_rollup(condition, path)
    if type_ in OPTION_TYPES:
        _validate_options(prop, condition)


def _wrong_type(node: Mapping[str, Any], type_: str, path: str) -> QueryError:
    asked = next((key for key in node if key in FILTER_TYPES), None)
    if asked is not None:
        return QueryError(f"database property {type_} does not match filter {asked}")
    return missing(f"{path}.{type_}")


def _validate_rollup(condition: Any, path: str) -> None:
    name, inner = _only_entry(condition, [*QUANTIFIERS, *ROLLUP_KINDS], path)
    if name in ROLLUP_KINDS:
        _validate_condition(ROLLUP_KINDS[name], inner, f"{path}.{name}")
    else:
        _validate_choice(ENTRY_KINDS, inner, f"{path}.{name}")


def _validate_choice(kinds: Mapping[str, Kind], condition: Any, path: str) -> None:
    name, inner = _only_entry(condition, list(kinds), path)
    _validate_condition(kinds[name], inner, f"{path}.{name}")


def _validate_condition(kind: Kind, condition: Any, path: str) -> None:
    name, argument = _only_entry(condition, list(kind.operators), path)
    wanted = kind.operators[name].argument
    if not wanted.accepts(argument):
        raise invalid(f"{path}.{name}", wanted.expected, argument)


def _validate_options(prop: PropertySchema, condition: Mapping[str, Any]) -> None:
    ((operator, argument),) = condition.items()
    if operator in ("is_empty", "is_not_empty"):
        return
    options = prop[prop["type"]]["options"]
    # Ids are accepted as well as names: the app writes them into views.
    known = {key for option in options for key in (option["name"], option.get("id"))}
    for name in wanted_names(argument):
        if name not in known:
            available = ", ".join(f'"{option["name"]}"' for option in options)
            raise QueryError(
                f'{prop["type"]} option "{name}" not found for property "{prop["name"]}". '
                f"Available options: {available}."
            )


def _only_entry(node: Any, allowed: list[str], path: str) -> tuple[str, Any]:
    """The one entry of an object that must have exactly one of the allowed keys."""
    if not isinstance(node, Mapping):
        raise invalid(path, "an object", node)
    _refuse_keys(node, set(allowed), path)
    if not node:
        raise missing(f"{path}.{allowed[0]}")
    (key, value), *others = node.items()
    if others:
        raise invalid(f"{path}.{others[0][0]}", "not present", others[0][1])
    return key, value


def _refuse_keys(node: Mapping[str, Any], allowed: set[str], path: str) -> None:
    for key, value in node.items():
        if key not in allowed:
            raise invalid(f"{path}.{key}", "not present", value)
