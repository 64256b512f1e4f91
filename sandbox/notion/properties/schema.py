"""Changes to the schema of a data source: properties added, changed, renamed, removed.

One request may name everything at once. So plain properties and relations come first, then the
rollups over them, then the formulas over all of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sandbox.notion import checks
from sandbox.notion.checks import Place
from sandbox.notion.errors import ValidationError
from sandbox.notion.ids import TITLE_ID, new_property_id
from sandbox.notion.properties import derived, relations, removed
from sandbox.notion.properties.configs import CONFIGS, IGNORED, read_config
from sandbox.notion.properties.lookup import check_size, find_property, need_property
from sandbox.notion.records import DataSource, Json, Page
from sandbox.notion.state import Transaction
from sandbox.notion.views.renaming import follow

MAX_PROPERTIES = 500
MAX_DESCRIPTION = 280
_PHASES = (frozenset(CONFIGS) | {"relation"}, frozenset({"rollup"}), frozenset({"formula"}))
_TYPES = frozenset().union(*_PHASES) | IGNORED
_KEYS = _TYPES | {"type", "name", "description", "id"}

_read_description = checks.nullable(lambda value, at: checks.filled(value, at, MAX_DESCRIPTION))


@dataclass(frozen=True, slots=True)
class _Wish:
    """A property that a request adds (`old` is None) or changes."""

    name: str
    type: str
    given: Json
    place: Place
    old: Json | None


def change_schema(tx: Transaction, source: DataSource, value: Any, place: Place) -> DataSource:
    """Applies the `properties` of a request to a data source; returns it as it then is."""
    given = checks.mapping(value, place)
    checks.at_most(len(given), (place, "length"), MAX_PROPERTIES)
    wishes: list[_Wish] = []
    for key, config in given.items():
        old = find_property(source.schema, key)
        if old is None and (gone := removed.named(source, config)):
            source = removed.restore(tx, tx.get(DataSource, source.id) or source, key, gone)
        elif config is None or (old and _only_renames(config)):
            source = _drop_or_rename(tx, source, key, config, place)
        else:
            wishes.append(_read_wish(key, config, old, (place, key)))
    # Read all, then grant in order: a rollup may stand before its relation in the request.
    for phase in _PHASES:
        for wish in wishes:
            if wish.type in phase:
                source = _grant(tx, tx.get(DataSource, source.id) or source, wish)
    return _checked(tx, tx.get(DataSource, source.id) or source)


def _only_renames(config: Any) -> bool:
    return isinstance(config, dict) and config.keys() <= {"name", "description"} and bool(config)


def _drop_or_rename(
    tx: Transaction, source: DataSource, key: str, config: Json | None, place: Place
) -> DataSource:
    source = tx.get(DataSource, source.id) or source
    old = need_property(source.schema, key)
    if config is None:
        return removed.remove(tx, source, old)
    name = checks.filled(config.get("name", old["name"]), ((place, key), "name"))
    changed = {**old, "name": name, **_description(config, (place, key))}
    return _replace(tx, source, old["name"], changed)


def _replace(tx: Transaction, source: DataSource, name: str, changed: Json) -> DataSource:
    if changed["name"] != name and changed["name"] in source.schema:
        raise ValidationError(f"Cannot have multiple properties named {changed['name']}")
    if changed["name"] != name and name in source.schema:
        follow(tx, source.id, name, changed["name"])
    items = [(changed["name"], changed) if n == name else (n, p) for n, p in source.schema.items()]
    return tx.edit(source, schema=dict(items) | {changed["name"]: changed})


def _read_wish(key: str, config: Any, old: Json | None, place: Place) -> _Wish:
    found = checks.mapping(config, place, _KEYS)
    kind = checks.chosen(found, sorted(_TYPES), place)
    if kind in IGNORED and kind != "button":
        raise ValidationError(f"Property {key} of type {kind} cannot be created through the API")
    name = checks.filled(found.get("name", old["name"] if old else key), (place, "name"))
    _description(found, place)
    return _Wish(name, kind, found, place, old)


def _description(found: Json, place: Place) -> Json:
    if "description" not in found:
        return {}
    return {"description": _read_description(found["description"], (place, "description"))}


def _grant(tx: Transaction, source: DataSource, wish: _Wish) -> DataSource:
    at: Place = (wish.place, wish.type)
    old = wish.old if wish.old and wish.old["type"] == wish.type else None
    value = wish.given[wish.type]
    if wish.old and "title" in (wish.type, wish.old["type"]) and old is None:
        raise ValidationError("Cannot change the type of the title property")
    if wish.type == "relation":
        config = relations.read_relation(tx, value, at, old)
    elif wish.type == "rollup":
        config = derived.read_rollup(tx, source, value, at)
    elif wish.type == "formula":
        config = derived.read_formula(tx, source, value, at)
    else:
        config = read_config(wish.type, value, at, old)
    named = wish.old["name"] if wish.old else wish.name
    source = _replace(tx, source, named, _property(source, wish, config))
    if wish.type == "relation":
        relations.add_other_side(tx, source, source.schema[wish.name], value)
    if wish.old and old is None:
        _forget_values(tx, source, wish.old["id"])
    return source


def _forget_values(tx: Transaction, source: DataSource, prop_id: str) -> None:
    """A property of another type starts empty: only Notion's app converts values."""
    for row in tx.members(Page, source.id):
        values = {name: value for name, value in row.values.items() if name != prop_id}
        tx.put(replace(row, values=values))


def _property(source: DataSource, wish: _Wish, config: Json) -> Json:
    taken = {p["id"] for p in source.schema.values()} | source.removed.keys()
    if wish.old:
        name = wish.old["id"]
    else:
        name = TITLE_ID if wish.type == "title" else new_property_id(taken)
    described = wish.old["description"] if wish.old else None
    given = _description(wish.given, wish.place)
    return {
        "id": name,
        "name": wish.name,
        "description": given.get("description", described),
        "type": wish.type,
        wish.type: config,
    }


def _checked(tx: Transaction, source: DataSource) -> DataSource:
    titles = sum(p["type"] == "title" for p in source.schema.values())
    if titles == 0:
        raise ValidationError("Title is not provided")
    if titles > 1:
        raise ValidationError("Cannot have more than one title property")
    check_size(source.schema)
    return tx.get(DataSource, source.id) or source
