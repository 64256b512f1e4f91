"""Schemas of mirrored data sources: as they were read, or as far as others tell of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sandbox.notion.formula import Formula, FormulaError
from sandbox.notion.formulas import readable
from sandbox.notion.ids import TITLE_ID, decoded
from sandbox.notion.properties.lookup import find_property
from sandbox.notion.records import Json
from sandbox.notion.rollup import FITTING_TYPES

Schema = dict[str, Json]

_NAMED = frozenset({"select", "status"})
_ROLLED = ("number", "date", "checkbox", "select")
_EMPTY_CONFIGS: dict[str, Json] = {
    "select": {"options": []},
    "multi_select": {"options": []},
    "status": {"options": [], "groups": []},
    "number": {"format": "number"},
    "unique_id": {"prefix": None},
    "formula": {"expression": ""},
}


def read_schema(properties: Schema, views: Iterable[Json]) -> Schema:
    """A schema that was read. Answers list properties by id, which says nothing to a reader: the
    title comes first here, then what views list, in their order."""
    settings = [view["configuration"] or {} for view in views]
    columns = [column for found in settings for column in found.get("properties") or ()]
    listed = dict.fromkeys(column["property_id"] for column in columns)
    places = {name: place for place, name in enumerate(listed)}

    def place(prop: Json) -> tuple[bool, int]:
        return prop["type"] != "title", places.get(prop["id"], len(places))

    ordered = sorted(properties.items(), key=lambda item: place(item[1]))
    return {name: _property(prop) for name, prop in ordered}


def _property(answer: Json) -> Json:
    prop = {**answer, "description": answer.get("description")}
    relation = prop.get("relation") or {}
    if prop["type"] == "relation" and "type" not in relation:
        side = "dual_property" if relation.get("dual_property") else "single_property"
        prop["relation"] = {**relation, "type": side, side: relation.get(side) or {}}
    return prop


def targets(schema: Schema) -> dict[str, str]:
    """The data sources that the relations of a schema lead to, by decoded property id."""
    found = {p["id"]: p["relation"] for p in schema.values() if p["type"] == "relation"}
    return {decoded(name): config["data_source_id"] for name, config in found.items()}


def uncomputable(schema: Schema, read: frozenset[str]) -> frozenset[str]:
    """The ids of rollups and formulas over rows that were not read (`read` are the data sources
    whose rows were), and of formulas that are not understood here."""
    unread = {name for name, target in targets(schema).items() if target not in read}
    return frozenset(prop["id"] for prop in schema.values() if _stands_on(prop, schema, unread))


def _stands_on(prop: Json, schema: Schema, unread: set[str]) -> bool:
    if prop["type"] == "rollup":
        relation = find_property(schema, prop["rollup"]["relation_property_id"])
        return relation is None or decoded(relation["id"]) in unread
    if prop["type"] != "formula":
        return False
    try:
        names = Formula.parse(readable(prop["formula"]["expression"], schema)).properties
    except FormulaError:
        return True
    return any(n not in schema or decoded(schema[n]["id"]) in unread for n in names)


def far_schema(source_id: str, schemas: dict[str, Schema]) -> Schema:
    """What the schemas that were read tell of a data source that was not: the far sides of
    two-way relations to it, and what is rolled up from it."""
    told = [p for owner, schema in schemas.items() for p in _told(source_id, owner, schema)]
    told.sort(key=lambda prop: prop["type"] != "relation")  # that side is known in full
    by_id: Schema = {}
    for prop in (*told, _named_property(TITLE_ID, "Name", "title", {})):
        by_id.setdefault(decoded(prop["id"]), prop)
    return {prop["name"]: prop for prop in by_id.values()}


def _told(source_id: str, owner: str, schema: Schema) -> Iterator[Json]:
    own = targets(schema)
    for prop in schema.values():
        config = prop.get(prop["type"]) or {}
        if prop["type"] == "relation" and config["data_source_id"] == source_id:
            synced = config.get("dual_property") or {}
            if "synced_property_id" in synced:
                yield _other_side(owner, prop, synced)
        elif prop["type"] == "rollup":
            relation = find_property(schema, config["relation_property_id"])
            if relation and own.get(decoded(relation["id"])) == source_id:
                yield _rolled(config)


def _other_side(owner: str, prop: Json, synced: Json) -> Json:
    back = {"synced_property_name": prop["name"], "synced_property_id": prop["id"]}
    relation = {
        "database_id": "",
        "data_source_id": owner,
        "type": "dual_property",
        "dual_property": back,
    }
    return _named_property(
        synced["synced_property_id"], synced["synced_property_name"], "relation", relation
    )


def _rolled(config: Json) -> Json:
    fitting = FITTING_TYPES.get(config["function"], frozenset())
    name, prop_id = config["rollup_property_name"], config["rollup_property_id"]
    plain = "title" if prop_id == TITLE_ID else "rich_text"
    kind = next((kind for kind in _ROLLED if kind in fitting), plain)
    return _named_property(prop_id, name, kind, _EMPTY_CONFIGS.get(kind, {}))


def row_schema(properties: Schema) -> Schema:
    """What a row tells of the schema that it follows."""
    return {
        name: _named_property(value["id"], name, value["type"], _told_config(value))
        for name, value in properties.items()
    }


def _told_config(value: Json) -> Json:
    kind = value["type"]
    held: Any = value.get(kind)
    if kind in _NAMED or kind == "multi_select":
        options = held if kind == "multi_select" else [held] if held else []
        return {**_EMPTY_CONFIGS[kind], "options": [{**o, "description": None} for o in options]}
    if kind == "unique_id":
        return {"prefix": held["prefix"]}
    if kind == "relation":
        config = {"database_id": "", "data_source_id": ""}
        return {**config, "type": "single_property", "single_property": {}}
    if kind == "rollup":
        names = (
            f"{what}_property_{key}" for what in ("relation", "rollup") for key in ("name", "id")
        )
        return {**dict.fromkeys(names, ""), "function": held["function"]}
    return _EMPTY_CONFIGS.get(kind, {})


def _named_property(prop_id: str, name: str, kind: str, config: Json) -> Json:
    return {"id": prop_id, "name": name, "description": None, "type": kind, kind: config}
