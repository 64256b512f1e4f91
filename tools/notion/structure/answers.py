"""From Notion's answers to the parts of a structure. Pure."""

from collections.abc import Mapping
from typing import Any

from tools.blueprint.properties import CHOICES
from tools.workspace.model import (
    ExistingBlock,
    ExistingOption,
    ExistingPage,
    ExistingProperty,
    ExistingRow,
    ExistingView,
    Json,
)
from tools.workspace.references import (
    Naming,
    in_condition,
    in_configuration,
    in_expression,
    in_quick_filters,
    in_sorts,
    same_id,
)
from tools.workspace.values import UNWRITABLE, kept, steady, words

ELSEWHERE = frozenset({"child_page", "child_database"})  # blocks that stand for more than a block


def page(answer: Json) -> ExistingPage:
    """A page, or a database as the page that was asked for."""
    database = answer["object"] == "database"
    return ExistingPage(
        object="database" if database else "page",
        id=answer["id"],
        title=words(answer["title"]) if database else page_title(answer),
        icon=steady(answer["icon"]),
        cover=steady(answer["cover"]),
        url=answer["url"],
        parent=answer["parent"],
        in_trash=answer["in_trash"],
    )


def page_title(answer: Json) -> str:
    """What a page or row is called."""
    values = answer["properties"].values()
    return next((words(v["title"]) for v in values if v["type"] == "title"), "")


def block(answer: Json, children: list[ExistingBlock]) -> ExistingBlock:
    """A block with its words: its text, caption, address, or the cells of a row."""
    kind = answer["type"]
    body = answer.get(kind) or {}
    return ExistingBlock(
        id=answer["id"],
        type=kind,
        text=_block_words(body),
        color=body.get("color"),
        children=children,
    )


def _block_words(body: Json) -> str:
    if "cells" in body:
        return " | ".join(words(cell) for cell in body["cells"])
    runs = body.get("rich_text") or body.get("caption") or []
    said = words(runs) or body.get("title") or body.get("expression") or body.get("url")
    return str(said or body.get("external", {}).get("url", ""))


def properties(schema: Mapping[str, Json]) -> list[ExistingProperty]:
    """The properties of a data source, the title first, else in Notion's order."""
    by_key = key_of(schema)
    found = [_property(answer, by_key) for answer in schema.values()]
    return sorted(found, key=lambda prop: prop.type != "title")


def key_of(schema: Mapping[str, Json]) -> Naming:
    """Names and ids, encoded or raw, to the ids that the schema lists."""

    def key(name: str) -> str | None:
        if name in schema:
            return str(schema[name]["id"])
        return next((p["id"] for p in schema.values() if same_id(p["id"], name)), None)

    return key


def _property(answer: Json, key: Naming) -> ExistingProperty:
    kind = answer["type"]
    body = answer.get(kind) or {}
    return ExistingProperty(
        id=answer["id"],
        name=answer["name"],
        type=kind,
        description=answer.get("description"),
        options=_options(body) if kind in CHOICES else [],
        config=_config(kind, body, key),
    )


def _options(body: Json) -> list[ExistingOption]:
    groups = {name: g["name"] for g in body.get("groups", ()) for name in g["option_ids"]}
    return [
        ExistingOption(
            id=option["id"],
            name=option["name"],
            color=option["color"],
            description=option.get("description"),
            group=groups.get(option["id"]),
        )
        for option in body["options"]
    ]


def _config(kind: str, body: Json, key: Naming) -> Json:
    match kind:
        case "number" | "unique_id":
            return dict(body)
        case "relation":
            synced = body.get("dual_property") or {}
            return {
                "data_source_id": body["data_source_id"],
                "two_way": synced.get("synced_property_name"),
                "synced_id": synced.get("synced_property_id"),
            }
        case "rollup":
            return {
                "relation": key(body["relation_property_id"]) or body["relation_property_id"],
                "property": body["rollup_property_id"],
                "property_name": body["rollup_property_name"],
                "function": body["function"],
            }
        case "formula":
            return {"expression": in_expression(body["expression"], key)}
        case _:
            return {}


def widgets(view: Json) -> list[Json]:
    """Where the widgets of a dashboard stand, row by row; none of other views."""
    rows = (view["configuration"] or {}).get("rows", ())
    return [widget for row in rows for widget in row["widgets"]]


def view(answer: Json, key: Naming, inner: list[ExistingView]) -> ExistingView:
    """A view; the rows of a dashboard are its widgets."""
    configuration = answer["configuration"] or {"type": answer["type"]}
    settings = {name: value for name, value in configuration.items() if name != "rows"}
    return ExistingView(
        id=answer["id"],
        name=answer["name"],
        type=answer["type"],
        filter=in_condition(answer["filter"], _or_same(key)),
        sorts=in_sorts(answer["sorts"], _or_same(key)),
        quick_filters=in_quick_filters(answer["quick_filters"], _or_same(key)),
        configuration=in_configuration(settings, _or_same(key)),
        widgets=inner,
    )


def _or_same(key: Naming) -> Naming:
    """What names a property that is gone stays as it is."""
    return lambda name: key(name) or name


def row(answer: Json) -> ExistingRow:
    """A row with its values."""
    held: dict[str, Any] = {}
    computed: dict[str, Any] = {}
    for value in answer["properties"].values():
        if value["type"] in UNWRITABLE:
            computed[value["id"]] = steady(value[value["type"]])
        elif (found := kept(value)) is not None:
            held[value["id"]] = found
    return ExistingRow(
        id=answer["id"],
        title=page_title(answer),
        icon=steady(answer["icon"]),
        cover=steady(answer["cover"]),
        values=held,
        computed=computed,
    )
