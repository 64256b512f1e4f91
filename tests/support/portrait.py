"""What a workspace holds, without the ids: two builds of one plan look the same here."""

from collections.abc import Awaitable, Callable
from typing import Any

Snapshot = dict[str, Any]
Look = Callable[[str], Awaitable[Snapshot]]


async def portrait(look: Look, page_id: str) -> dict[str, Any]:
    """A page and all below it: blocks in order, databases with their views, rows and values."""
    snapshot = await look(page_id)
    titles = {row["id"]: _title(row) for d in snapshot["databases"].values() for row in d["rows"]}
    below = [b["id"] for b in _flat(snapshot["blocks"]) if b["type"] == "child_page"]
    return {
        "title": _title(snapshot["page"]),
        "icon": snapshot["page"]["icon"],
        "blocks": [_block(block) for block in snapshot["blocks"]],
        "databases": [_database(d, titles) for d in snapshot["databases"].values()],
        "pages": [await portrait(look, name) for name in below],
    }


def _database(found: Snapshot, titles: dict[str, str]) -> dict[str, Any]:
    properties = found["data_source"]["properties"] if found["data_source"] else {}
    return {
        "title": _words(found["database"]["title"]),
        "properties": sorted((name, value["type"]) for name, value in properties.items()),
        "views": [(view["name"], view["type"]) for view in found["views"]],
        "widgets": [(view["name"], view["type"]) for view in found["widgets"]],
        "rows": sorted((_row(row, titles) for row in found["rows"]), key=repr),
    }


def _row(row: Snapshot, titles: dict[str, str]) -> dict[str, Any]:
    return {name: _value(value, titles) for name, value in sorted(row["properties"].items())}


def _value(value: Any, titles: dict[str, str]) -> Any:
    """A property's value; who is related is named by title, times that differ are left out."""
    kind = value["type"]
    if kind == "relation":
        return sorted(titles.get(item["id"], "elsewhere") for item in value["relation"])
    if kind in ("title", "rich_text"):
        return _words(value[kind])
    if kind in ("select", "status"):
        return value[kind] and value[kind]["name"]
    if kind == "multi_select":
        return [option["name"] for option in value[kind]]
    return value[kind] if kind in ("number", "checkbox", "date", "url", "email") else kind


def _block(block: Snapshot) -> tuple[str, str, list[Any]]:
    words = _words(block[block["type"]].get("rich_text", []))
    return block["type"], words, [_block(child) for child in block["children"]]


def _flat(blocks: list[Snapshot]) -> list[Snapshot]:
    return [found for block in blocks for found in (block, *_flat(block["children"]))]


def _title(page: Snapshot) -> str:
    values = page["properties"].values()
    return next(_words(value["title"]) for value in values if value["type"] == "title")


def _words(runs: list[Snapshot]) -> str:
    return "".join(run["plain_text"] for run in runs)
