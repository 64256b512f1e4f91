"""A workspace's file with a table of many rows in it, written before a server opens it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sandbox.notion import Workspace
from sandbox.notion.ids import new_id
from sandbox.notion.records import Page
from tests.sandbox.notionkit import Api, serving, text_value

STAGES = ("idea", "doing", "done")
_NOW = "2026-11-28T10:00:00.000Z"
_SCHEMA = {
    "Name": {"title": {}},
    "Size": {"number": {}},
    "Stage": {"select": {"options": [{"name": name} for name in STAGES]}},
    "When": {"date": {}},
}


@dataclass(frozen=True)
class Big:
    """A page with one database, whose views show all of its rows but where they say otherwise."""

    page_id: str
    database_id: str
    source_id: str
    rows: int


async def big_workspace(data: Path, rows: int) -> Big:
    """Writes `workspace.db` in a data folder: rows "row 0" to "row {rows - 1}" of that `Size`, made
    in no order, of the three stages in turn."""
    workspace = await Workspace.open(data / "workspace.db")
    async with serving(workspace) as api:
        home = await api.page("Many")
        database, source = await api.database(home["id"], "Numbers", _SCHEMA)
        await _make_views(api, database, source)
        for number, stage in enumerate(STAGES):
            await api.row(
                source,
                Name=text_value(f"row {_size(number, rows)}"),
                Size={"number": _size(number, rows)},
                Stage={"select": {"name": stage}},
                When={"date": {"start": f"2026-11-2{number}"}},
            )
    await _copy_rows(workspace, source, rows)
    await workspace.close()
    return Big(home["id"], database, source, rows)


def _size(number: int, rows: int) -> int:
    return number * 7919 % rows  # a prime: each size once


async def _make_views(api: Api, database: str, source: str) -> None:
    properties = (await api.ok("GET", f"/v1/data_sources/{source}"))["properties"]
    ids = {name: held["id"] for name, held in properties.items()}
    for name, kind, settings in _views(ids):
        view = {"database_id": database, "data_source_id": source, "name": name, "type": kind}
        await api.ok("POST", "/v1/views", {**view, **settings})


def _views(ids: dict[str, str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    largest = {"sorts": [{"property": "Size", "direction": "descending"}]}
    done = {"filter": {"property": "Stage", "select": {"equals": "done"}}}
    by_stage = {"type": "select", "property_id": ids["Stage"], "sort": {"type": "manual"}}
    total = {"chart_type": "number", "value": {"aggregator": "sum", "property_id": ids["Size"]}}
    yield "Largest", "table", largest
    yield "Board", "board", {"configuration": {"type": "board", "group_by": by_stage}}
    yield "List", "list", largest
    yield "Gallery", "gallery", {}
    yield "Done", "list", {**largest, **done}
    yield "Sum", "chart", {"configuration": {"type": "chart", **total}}
    yield "Form", "form", {}


async def _copy_rows(workspace: Workspace, source_id: str, rows: int) -> None:
    """More of the rows that are there, without the cost of asking for each."""
    tx = workspace.begin(_NOW)
    patterns = list(tx.members(Page, source_id))
    size = next(name for name, value in patterns[1].values.items() if value == _size(1, rows))
    for number in range(len(patterns), rows):
        row = patterns[number % len(patterns)]
        [run] = row.values["title"]
        words = f"row {_size(number, rows)}"
        title = [{**run, "text": {**run["text"], "content": words}, "plain_text": words}]
        values = {**row.values, "title": title, size: _size(number, rows)}
        tx.put(replace(row, id=new_id(), values=values))
    await workspace.commit(tx)
