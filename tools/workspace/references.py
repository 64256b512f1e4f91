"""Properties by id inside filters, sorts, view configurations and formulas."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from tools.blueprint.properties import formula_properties, in_formula
from tools.workspace.model import Json

_TOKEN = re.compile(r"\{\{notion:block_property:([^:}]+):[^:}]+:[^:}]+\}\}")
_ID_KEYS = frozenset(
    {
        *("property_id", "date_property_id", "end_date_property_id", "map_by"),
        *("x_axis_property_id", "y_axis_property_id"),
    }
)
_JOINED = frozenset({"and", "or"})  # a joint of which nothing is left goes as well
_GONE = object()

# What stands for a property: from its name or id to its key, or to what a request says; None
# where there is no such property.
Naming = Callable[[str], Any]


def same_id(one: str, other: str) -> bool:
    """Property ids are URL-encoded in some answers and raw in others."""
    return unquote(one) == unquote(other)


def in_expression(expression: str, naming: Naming) -> str:
    """A formula whose properties (names or tokens) are named otherwise; unknown ones stay."""
    return in_formula(_TOKEN.sub(lambda match: f'prop("{match[1]}")', expression), naming)


def mentioned(expression: str) -> set[str]:
    """What a kept formula names: ids of properties."""
    return set(formula_properties(expression))


def in_condition(condition: Json | None, naming: Naming) -> Json | None:
    """A filter with its properties named otherwise; conditions on missing ones fall away."""
    found = _renamed(condition, naming, frozenset({"property"}))
    return None if found is _GONE else found


def each_condition(condition: Json | None, change: Callable[[Json], Json | None]) -> Json | None:
    """A filter with each condition on a property changed; those that go leave no trace."""
    if condition is None or "property" in condition:
        return condition and change(condition)
    changed = dict(condition)
    for joint in _JOINED & condition.keys():
        parts = [each_condition(part, change) for part in condition[joint]]
        changed[joint] = [part for part in parts if part is not None]
        if condition[joint] and not changed[joint]:
            return None
    return changed


def in_sorts(sorts: list[Json] | None, naming: Naming) -> list[Json] | None:
    """Sorts with their properties named otherwise; those by missing ones fall away."""
    found: list[Json] | None = _renamed(sorts, naming, frozenset({"property"}))
    return found or None


def in_quick_filters(filters: Json | None, naming: Naming) -> Json | None:
    """Quick filters are keyed by property."""
    if filters is None:
        return None
    return {str(key): value for name, value in filters.items() if (key := naming(name)) is not None}


def in_configuration(configuration: Json, naming: Naming) -> Json:
    """A view's configuration; a setting that stands on a missing property becomes null."""
    renamed: Json = {}
    for key, value in configuration.items():
        if key in _ID_KEYS:
            renamed[key] = naming(value)
        elif not key.endswith("property_name"):  # answers add names beside ids
            found = _renamed(value, naming, _ID_KEYS)
            renamed[key] = None if found is _GONE else found
    return renamed


def property_ids(value: Any) -> set[str]:
    """The ids of all properties that a kept filter, sort list or configuration names."""
    found: set[str] = set()

    def note(name: str) -> str:
        found.add(name)
        return name

    _renamed(value, note, _ID_KEYS | {"property"})
    return found


def _renamed(value: Any, naming: Naming, keys: frozenset[str]) -> Any:
    if isinstance(value, list):
        items = [_renamed(item, naming, keys) for item in value]
        return [item for item in items if item is not _GONE]
    if not isinstance(value, dict):
        return value
    renamed: Json = {}
    for key, inner in value.items():
        if key == "property_name":
            continue
        named = key in keys and isinstance(inner, str)
        found = naming(inner) if named else _renamed(inner, naming, keys)
        if found is _GONE or (named and found is None) or (key in _JOINED and inner and not found):
            return _GONE
        renamed[key] = found
    return renamed
