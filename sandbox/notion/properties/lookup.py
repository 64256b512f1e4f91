"""Finding a property in a schema, the order in which Notion lists them, how large it may be."""

from __future__ import annotations

import orjson

from sandbox.notion.errors import ValidationError
from sandbox.notion.ids import TITLE_ID, decoded
from sandbox.notion.records import Json

MAX_SCHEMA_BYTES = 50_000


def check_size(schema: dict[str, Json]) -> None:
    """Refuses a schema that is larger than Notion's may be, options included."""
    if len(orjson.dumps(schema)) > MAX_SCHEMA_BYTES:
        raise ValidationError(f"The schema exceeds the maximum of {MAX_SCHEMA_BYTES} bytes")


def find_property(schema: dict[str, Json], key: str) -> Json | None:
    """A property by its name or its id, encoded or not."""
    if key in schema:
        return schema[key]
    plain = decoded(key)
    for prop in schema.values():  # asked some hundred times in a build
        if decoded(prop["id"]) == plain:
            return prop
    return None


def need_property(schema: dict[str, Json], key: str) -> Json:
    """A property that must be there."""
    if found := find_property(schema, key):
        return found
    raise ValidationError(f"Could not find property with name or id: {key}")


def title_of(schema: dict[str, Json]) -> Json:
    """The one title property."""
    return next(p for p in schema.values() if p["type"] == "title")


def ordered(schema: dict[str, Json]) -> dict[str, Json]:
    """A schema in Notion's order: by decoded id, the title last."""
    by_id = sorted(schema.items(), key=lambda i: (i[1]["id"] == TITLE_ID, decoded(i[1]["id"])))
    return dict(by_id)
