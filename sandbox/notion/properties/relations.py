"""Relations between data sources, and the other side of two-way ones."""

from __future__ import annotations

from typing import Any

from sandbox.notion import checks
from sandbox.notion.checks import Place
from sandbox.notion.errors import NotFoundError, ValidationError
from sandbox.notion.ids import new_property_id
from sandbox.notion.records import Database, DataSource, Json
from sandbox.notion.richtext import plain
from sandbox.notion.state import Transaction
from sandbox.notion.users import BOT_ID, BOT_NAME

_SIDES = ("single_property", "dual_property")
_KEYS = frozenset({"type", "data_source_id", "database_id", *_SIDES})
_SYNCED = ("synced_property_name", "synced_property_id")


def read_relation(tx: Transaction, value: Any, place: Place, old: Json | None) -> Json:
    """A relation as its own side shows it; `add_other_side` completes a two-way one."""
    found = checks.mapping(value, place, _KEYS)
    name = checks.uuid(*checks.member(found, "data_source_id", place))
    side = checks.chosen(found, _SIDES, place)
    inner = checks.mapping(found[side], (place, side), _SYNCED if side == "dual_property" else ())
    for key, given in inner.items():
        checks.filled(given, ((place, side), key))
    target = tx.get(DataSource, name)
    if target is None or tx.in_trash(target):
        raise NotFoundError("data_source", name, (BOT_ID, BOT_NAME))
    synced = old["relation"].get("dual_property") if old else None
    return {
        "database_id": target.parent.id,
        "data_source_id": target.id,
        "type": side,
        side: (synced or {}) if side == "dual_property" else {},
    }


def add_other_side(tx: Transaction, source: DataSource, prop: Json, value: Json) -> None:
    """Gives a new two-way relation its counterpart in the data source that it points to."""
    relation = prop["relation"]
    if relation["type"] != "dual_property" or relation["dual_property"]:
        return
    target = tx.get(DataSource, relation["data_source_id"]) or source
    name = value["dual_property"].get("synced_property_name")
    if name in target.schema:
        raise ValidationError(f"Cannot have multiple properties named {name}")
    name = name or _other_name(tx, source, prop, target)
    other = {
        "id": new_property_id({p["id"] for p in target.schema.values()} | target.removed.keys()),
        "name": name,
        "description": None,
        "type": "relation",
        "relation": _dual(source, prop),
    }
    _put(tx, target, other)
    # A relation to itself has just changed the very schema that is completed here.
    source = tx.get(DataSource, source.id) or source
    _put(tx, source, {**prop, "relation": _dual(target, other)})


def _dual(target: DataSource, other: Json) -> Json:
    return {
        "database_id": target.parent.id,
        "data_source_id": target.id,
        "type": "dual_property",
        "dual_property": {
            "synced_property_name": other["name"],
            "synced_property_id": other["id"],
        },
    }


def _put(tx: Transaction, source: DataSource, prop: Json) -> None:
    tx.edit(source, schema={**source.schema, prop["name"]: prop})


def _other_name(tx: Transaction, source: DataSource, prop: Json, target: DataSource) -> str:
    """Notion's name for a counterpart that nobody named, numbered if it is taken."""
    database = tx.get(Database, source.parent.id)
    title = plain(source.title) or (plain(database.title) if database else "")
    wanted = f"Related to {title} ({prop['name']})"
    names = (f"{wanted} {count}" if count else wanted for count in range(len(target.schema) + 1))
    return next(name for name in names if name not in target.schema)
