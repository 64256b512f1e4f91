"""GET /pages/{id}/properties/{pid}: a property on its own, in pages where it can be long."""

from __future__ import annotations

from sandbox.notion.calls import Call
from sandbox.notion.paging import opaque, page_of
from sandbox.notion.properties.lookup import need_property
from sandbox.notion.properties.rows import schema_of
from sandbox.notion.records import Json, Page

_LISTED = frozenset({"title", "rich_text", "relation", "people"})


def retrieve_property(call: Call) -> Json:
    """One item, or a list for title, rich text, relations, people and rollups."""
    page = call.find(Page, "page_id")
    schema = schema_of(call.tx, page)
    prop = need_property(schema, call.names[1])
    shown = call.answers.rows.property(page, prop, schema)
    kind = prop["type"]
    if kind == "rollup":
        return _rollup(call, prop, shown)
    if kind not in _LISTED:
        return {"object": "property_item", **_item(prop, shown[kind])}
    values = shown[kind]
    if kind == "relation":
        values = [{"id": other.id} for other in call.answers.rows.related(page, prop)]
    return _list(call, prop, values)


def _item(prop: Json, value: object) -> Json:
    return {"type": prop["type"], "id": prop["id"], prop["type"]: value}


def _list(call: Call, prop: Json, values: list[Json]) -> Json:
    numbered = {str(index): value for index, value in enumerate(values)}
    answer = page_of(
        call,
        list(numbered),
        lambda name: {"object": "property_item", **_item(prop, numbered[name])},
        "property_item",
        opaque(prop["id"]),
    )
    answer["property_item"] = {
        "id": prop["id"],
        "next_url": None,
        "type": prop["type"],
        prop["type"]: {},
    }
    return answer


def _rollup(call: Call, prop: Json, shown: Json) -> Json:
    rolled = shown["rollup"]
    answer = _list(call, prop, [])
    if rolled["type"] == "array":
        answer["results"] = [
            {"object": "property_item", "id": prop["id"], **value} for value in rolled["array"]
        ]
        rolled = {**rolled, "array": []}
    answer["property_item"]["rollup"] = rolled
    return answer
