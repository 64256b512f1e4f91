"""Properties that were deleted, kept beside the schema to be brought back as they were.

Rows keep their values, and views, formulas and rollups what they say of a property, by its id: so
what comes back under its id has all of it again, and stands where it stood.
"""

from __future__ import annotations

from typing import Any

from sandbox.notion.errors import ValidationError
from sandbox.notion.ids import decoded
from sandbox.notion.properties.lookup import find_property
from sandbox.notion.records import DataSource, Json
from sandbox.notion.state import Transaction

MOST = 50  # of a data source; the one that was deleted the longest ago goes first


def remove(tx: Transaction, source: DataSource, prop: Json) -> DataSource:
    """Deletes a property, with the other side of a two-way relation."""
    if prop["type"] == "title":
        raise ValidationError("Cannot delete title property")
    removed = _put_away(tx, source, prop)
    if other := _other_side(tx, prop):
        target, name = other
        if counterpart := find_property(target.schema, name):
            _put_away(tx, target, counterpart)
    return tx.get(DataSource, source.id) or removed


def named(source: DataSource, config: Any) -> Json | None:
    """The deleted property that a request asks back: it says its id, and no more."""
    if not isinstance(config, dict) or config.keys() != {"id"}:
        return None
    return find_property(source.removed, str(config["id"]))


def restore(tx: Transaction, source: DataSource, name: str, prop: Json) -> DataSource:
    """Brings a deleted property back under a name, with the other side of a two-way relation."""
    restored = _bring_back(tx, source, {**prop, "name": name})
    if other := _other_side(tx, prop):
        target, wanted = other
        if counterpart := find_property(target.removed, wanted):
            _bring_back(tx, target, counterpart)
    return tx.get(DataSource, source.id) or restored


def _put_away(tx: Transaction, source: DataSource, prop: Json) -> DataSource:
    schema = {name: kept for name, kept in source.schema.items() if name != prop["name"]}
    removed = dict([*source.removed.items(), (prop["id"], prop)][-MOST:])
    known = removed.keys() | {kept["id"] for kept in schema.values()}
    made = dict.fromkeys((*source.made, *(kept["id"] for kept in source.schema.values())))
    return tx.edit(
        source, schema=schema, removed=removed, made=tuple(name for name in made if name in known)
    )


def _bring_back(tx: Transaction, source: DataSource, prop: Json) -> DataSource:
    if prop["name"] in source.schema:
        raise ValidationError(f"Cannot have multiple properties named {prop['name']}")
    removed = {name: kept for name, kept in source.removed.items() if name != prop["id"]}
    schema = {**source.schema, prop["name"]: prop}
    places = {name: place for place, name in enumerate(source.made)}
    in_place = sorted(schema.items(), key=lambda item: places.get(item[1]["id"], len(places)))
    return tx.edit(source, schema=dict(in_place), removed=removed)


def _other_side(tx: Transaction, prop: Json) -> tuple[DataSource, str] | None:
    """The data source of a two-way relation's counterpart, as it is now, and its property's id."""
    relation = prop["relation"] if prop["type"] == "relation" else {}
    synced = relation.get("dual_property", {}).get("synced_property_id")
    target = tx.get(DataSource, relation["data_source_id"]) if synced else None
    return (target, decoded(synced)) if target else None
