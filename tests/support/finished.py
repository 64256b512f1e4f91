"""What whoever opens a finished workspace would complain about."""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.notion.snapshot import rows_json
from tests.support.notion import Notion

Json = dict[str, Any]


async def complaints(notion: Notion, page_id: str) -> list[str]:
    """Formulas that say nothing, views and charts that show nothing, rows that are alike: on a page
    and all pages below it."""
    found: list[str] = []
    for database in _databases(notion, page_id):
        title = database["database"]["title"][0]["plain_text"]
        names = {p["id"]: name for name, p in database["data_source"]["properties"].items()}
        found += [f"{title}: {fault}" for fault in _of_rows(database["rows"])]
        for view in (*database["views"], *database["widgets"]):
            shown = await _shown(notion, database["database"]["id"], view)
            found += [f"{title}, {view['name']}: {fault}" for fault in _of_view(view, shown, names)]
    return found


def _databases(notion: Notion, page_id: str) -> Iterator[Json]:
    """Linked ones too: each has views of its own."""
    page = notion.page(page_id)
    yield from page["databases"].values()
    for block in page["blocks"]:
        if block["type"] == "child_page":
            yield from _databases(notion, block["id"])


async def _shown(notion: Notion, database_id: str, view: Json) -> list[Json]:
    """The rows that a view lets through."""
    told = await rows_json(notion.workspace, database_id, view["id"], None, base_url="/v1")
    rows: list[Json] = json.loads(told)["rows"]
    return rows


def _of_rows(rows: list[Json]) -> Iterator[str]:
    told = [{name: value_of(p) for name, p in row["properties"].items()} for row in rows]
    if len({json.dumps(row, sort_keys=True) for row in told}) < len(told):
        yield "two rows are the same"
    for row in rows:
        for name, prop in row["properties"].items():
            if prop["type"] == "formula" and value_of(prop) in (None, ""):
                yield f"{name} says nothing of {_title(row)}"


def _of_view(view: Json, shown: list[Json], names: dict[str, str]) -> Iterator[str]:
    if view["type"] in ("dashboard", "form"):
        return
    if not shown:
        yield "shows no row"
    if view["type"] == "chart":
        yield from _of_chart(view["configuration"], [row["properties"] for row in shown], names)


def _of_chart(chart: Json, rows: list[Json], names: dict[str, str]) -> Iterator[str]:
    axis, measure = chart.get("x_axis"), chart.get("y_axis") or {}
    if axis and len({str(value_of(row[names[axis["property_id"]]])) for row in rows}) < 2:
        yield "a chart with a single group"
    if measure.get("property_id"):
        found = [value_of(row[names[measure["property_id"]]]) for row in rows]
        if not any(found):
            yield "a chart without a figure"


def value_of(prop: Json) -> Any:
    """What a property of a row says, without what only its id or colour says."""
    value = prop[prop["type"]]
    match prop["type"]:
        case "formula" | "rollup":
            return value_of(value) if value["type"] != "array" else [*map(value_of, value["array"])]
        case "title" | "rich_text":
            return "".join(part["plain_text"] for part in value)
        case "select" | "status":
            return value and value["name"]
        case "multi_select":
            return [option["name"] for option in value]
        case "relation":
            return [page["id"] for page in value]
        case _:
            return value


def _title(row: Json) -> Any:
    return next(value_of(p) for p in row["properties"].values() if p["type"] == "title")
