"""From the properties of an answered row to the values that a record holds. Pure."""

from __future__ import annotations

from typing import Any

from sandbox.notion.records import Json

# What a row does not hold itself.
_OF_PAGE = frozenset(
    {"created_time", "created_by", "last_edited_time", "last_edited_by", "unique_id"}
)
_COMPUTED = frozenset({"rollup", "formula"})
_NAMED = frozenset({"select", "status"})
_LISTED = frozenset({"multi_select", "relation"})


def values(properties: dict[str, Json], frozen: frozenset[str] | None) -> Json:
    """The values of a row by property id; of what is computed only that which is `frozen`, all of
    it if that is None."""
    kept = (v for v in properties.values() if v["type"] not in _OF_PAGE)
    return {
        value["id"]: _held(value)
        for value in kept
        if value["type"] not in _COMPUTED or frozen is None or value["id"] in frozen
    }


def _held(value: Json) -> Any:
    kind = value["type"]
    shown: Any = value.get(kind)
    if kind in _NAMED:
        return shown and shown["id"]
    return [item["id"] for item in shown] if kind in _LISTED else shown


def number(properties: dict[str, Json]) -> int | None:
    """The unique id of a row, if it has one."""
    ids = (v["unique_id"] for v in properties.values() if v["type"] == "unique_id")
    return next((found["number"] for found in ids), None)
