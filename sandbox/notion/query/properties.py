"""Find the properties of a data source and the values of its rows."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from sandbox.notion.query.values import PropertyValue

PropertySchema = Mapping[str, Any]
Schema = Mapping[str, PropertySchema]
"""The `properties` object of a data source: name → {id, name, type, <type>: {…}}."""

Row = Mapping[str, Any]
"""A page object of the Notion API."""


def find_property(name_or_id: str, schema: Schema) -> PropertySchema | None:
    """The property of that name, else of that id, URL-encoded or not; None if there is none."""
    if name_or_id in schema:
        return schema[name_or_id]
    # Answers show ids encoded, rollups and formulas name them raw (Notion: property ids).
    wanted = unquote(name_or_id)
    found = (prop for prop in schema.values() if unquote(prop["id"]) == wanted)
    return next(found, None)


def value_of(row: Row, prop: PropertySchema) -> PropertyValue:
    """The row's value of the property; an empty one if the row does not carry it."""
    value: PropertyValue | None = row["properties"].get(prop["name"])
    return value or {"type": prop["type"], prop["type"]: None}


def timestamp_of(row: Row, timestamp: str) -> PropertyValue:
    """The row's `created_time` or `last_edited_time` as if it were a property's value."""
    return {"type": timestamp, timestamp: row[timestamp]}
