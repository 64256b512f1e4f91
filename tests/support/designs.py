"""Small blueprints for tests that need a certain shape."""

from typing import Any

from tests.support.uploads import FILES, PICTURE
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse

Json = dict[str, Any]
TITLE = {"name": "Name", "type": "title"}
STATUS = {"name": "Stage", "type": "select", "options": [{"name": "Now"}]}


def design(*blocks: Json, **more: Any) -> Blueprint:
    """A main page with these blocks."""
    return parse({"title": "Home", "blocks": list(blocks), **more})


def database(key: str, *properties: Json, rows: int = 0, **more: Any) -> Json:
    """A database with a title property, further ones, and rows called `key 0`, `key 1`, …"""
    return {
        "key": key,
        "title": f"{key} table",
        "properties": [TITLE, *properties],
        "rows": [{"values": {"Name": f"{key} {i}"}} for i in range(rows)],
        **more,
    }


def relation(name: str, target: str, two_way: str | None = None) -> Json:
    return {"name": name, "type": "relation", "target": target, "two_way": two_way}


def rollup(name: str, over: str, of: str, function: str = "count") -> Json:
    return {"name": name, "type": "rollup", "relation": over, "property": of, "function": function}


def formula(name: str, expression: str) -> Json:
    return {"name": name, "type": "formula", "expression": expression}


def paragraph(text: Any = "words", *children: Json) -> Json:
    return {"type": "paragraph", "text": text, "children": list(children)}


def board(name: str | None = None) -> Json:
    return {"type": "board", "name": name, "group_by": "Stage"}


def nested(depth: int) -> Json:
    """Toggles inside each other."""
    inner = [nested(depth - 1)] if depth > 1 else []
    return {"type": "toggle", "text": f"tier {depth}", "children": inner}


def everything() -> Blueprint:
    """A blueprint whose plan has an operation of every kind."""
    people = database("people", relation("Boss", "people"), rows=2)
    people["rows"][0]["values"]["Boss"] = ["people 1"]
    people["rows"][1]["values"]["Boss"] = ["people 0"]
    tasks = database("tasks", STATUS, relation("Who", "people", "Work"), rows=2)
    tasks["rows"][0]["values"]["Who"] = ["people 0"]
    tasks["rows"][1]["blocks"] = [nested(4)]
    tasks["views"] = [
        {"type": "table", "name": "All of them"},
        board("By stage"),
        {"type": "dashboard", "name": "Figures", "widgets": [{"type": "list", "name": "A list"}]},
    ]
    empty = database("empty", STATUS, views=[board("Nothing yet")])
    pane = {"blocks": [nested(4)]}
    return design(
        paragraph("before"),
        {"type": "database", "ref": "people"},
        paragraph("between"),
        {"type": "column_list", "columns": [pane, {"blocks": [paragraph("right")]}]},
        {"type": "linked_view", "ref": "tasks", "view": board("Elsewhere")},
        *(paragraph(str(number)) for number in range(120)),
        databases=[people, tasks, empty],
        sub_pages=[
            {"key": "guide", "title": "Guide", "blocks": [paragraph("g")]},
            {"key": "last", "title": "Last", "blocks": [{"type": "link_to_page", "ref": "guide"}]},
        ],
    )


# A database, and a page around it, that show files wherever files can be shown.
LIBRARY: Json = {
    "key": "library",
    "title": "Library",
    "icon": {"upload": PICTURE},
    "cover": {"upload": PICTURE},
    "properties": [TITLE, {"name": "Files", "type": "files"}],
    "rows": [
        {
            "values": {
                "Name": "A row",
                "Files": [
                    {"upload": FILES["file"]},
                    {"upload": FILES["pdf"], "name": "the plan"},
                    "https://example.com/a",
                ],
            },
            "icon": {"upload": PICTURE},
            "cover": {"upload": PICTURE},
            "blocks": [{"type": "image", "upload": PICTURE}],
        }
    ],
}
PANE = {"title": "tab", "icon": {"upload": PICTURE}, "blocks": []}
EVERYWHERE = design(
    *({"type": kind, "upload": file} for kind, file in FILES.items()),
    {"type": "callout", "text": "look", "icon": {"upload": PICTURE}},
    {"type": "tab", "tabs": [PANE]},
    icon={"upload": PICTURE},
    cover={"upload": PICTURE},
    databases=[LIBRARY],
)
