"""How views group rows: by the options, the days, the letters or the ranges of a property."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.notion import checks
from sandbox.notion.checks import Place, Reader, boolean, integer, number, one_of
from sandbox.notion.errors import ValidationError
from sandbox.notion.properties.lookup import need_property
from sandbox.notion.records import Json

_DAY: Mapping[str, Reader] = {
    "group_by": one_of("relative", "day", "week", "month", "year"),
    "start_day_of_week": integer,
}
_LETTERS: Mapping[str, Reader] = {"group_by": one_of("exact", "alphabet_prefix")}
_RANGE: Mapping[str, Reader] = dict.fromkeys(("range_start", "range_end", "range_size"), number)
_PLAIN: Mapping[str, Reader] = {}

# By the `type` of a grouping: its own keys. What formulas come to are grouped like properties.
_KEYS: Mapping[str, Mapping[str, Reader]] = {
    **dict.fromkeys(("select", "multi_select", "relation", "checkbox"), _PLAIN),
    **dict.fromkeys(("person", "created_by", "last_edited_by"), _PLAIN),
    **dict.fromkeys(("date", "created_time", "last_edited_time"), _DAY),
    **dict.fromkeys(("text", "title", "url", "email", "phone_number"), _LETTERS),
    "status": {"group_by": one_of("group", "option")},
    "number": _RANGE,
}
_NEEDS_MODE = frozenset({"status", *(k for k, v in _KEYS.items() if v in (_DAY, _LETTERS))})
_FORMULA_KINDS = ("date", "text", "number", "checkbox")
# Types of properties that go by another name as groupings.
_NAMES = {"people": "person", "rich_text": "text"}

_read_type = one_of(*_KEYS, "formula")
_read_order = one_of("manual", "ascending", "descending")


def read_group_by(value: Any, place: Place, schema: dict[str, Json]) -> Json:
    """A grouping in the form of answers; it must suit the property that it names."""
    found = checks.mapping(value, place)
    kind = _read_type(found.get("type", checks.MISSING), (place, "type"))
    prop = need_property(schema, checks.string(*checks.member(found, "property_id", place)))
    if _NAMES.get(prop["type"], prop["type"]) != kind:
        raise ValidationError(f"{prop['name']} is expected to be {kind}.")
    read = {"type": kind, "property_id": prop["id"], "property_name": prop["name"]}
    if kind == "formula":
        allowed: set[str] = {"type", "property_id", "group_by", "hide_empty_groups"}
        checks.mapping(found, place, allowed)
        read["group_by"] = _read_formula(*checks.member(found, "group_by", place))
    else:
        checks.mapping(found, place, _allowed(kind) | {"property_id", "hide_empty_groups"})
        read.update(_read_mode(found, kind, place))
    if "hide_empty_groups" in found:
        hidden = boolean(found["hide_empty_groups"], (place, "hide_empty_groups"))
        read["hide_empty_groups"] = hidden
    return read


def _allowed(kind: str) -> set[str]:
    return {"type", "sort", *_KEYS[kind]}


def _read_formula(value: Any, place: Place) -> Json:
    found = checks.mapping(value, place)
    kind = one_of(*_FORMULA_KINDS)(found.get("type", checks.MISSING), (place, "type"))
    checks.mapping(found, place, _allowed(kind))
    return {"type": kind, **_read_mode(found, kind, place)}


def _read_mode(found: Json, kind: str, place: Place) -> Json:
    if kind in _NEEDS_MODE:
        checks.member(found, "group_by", place)
    sort, at = checks.member(found, "sort", place)
    order = checks.mapping(sort, at, ("type",))
    read: Json = {"sort": {"type": _read_order(order.get("type", checks.MISSING), (at, "type"))}}
    for key, reader in _KEYS[kind].items():
        if key in found:
            read[key] = reader(found[key], (place, key))
    return read
