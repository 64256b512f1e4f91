"""What a design holds is put in another order."""

from typing import Any

from tests.support.designs import design
from tools.blueprint.model import Blueprint
from tools.workspace.apply import apply
from tools.workspace.changes import CHANGE
from tools.workspace.from_blueprint import opened
from tools.workspace.to_blueprint import blueprint_of

Json = dict[str, Any]
CHOICES = [{"name": name} for name in ("low", "mid", "high")]


def _database(key: str) -> Json:
    return {
        "key": key,
        "title": key,
        "properties": [
            {"name": "Name", "type": "title"},
            {"name": "Level", "type": "select", "options": CHOICES},
            {"name": "Notes", "type": "rich_text"},
        ],
        "views": [{"type": "table", "name": "All"}, {"type": "list", "name": "Short"}],
        "rows": [{"values": {"Name": name}} for name in ("one", "two", "three")],
    }


def _two() -> Blueprint:
    left, right = ({"type": "database", "ref": name} for name in ("left", "right"))
    return design(
        left,
        {"type": "divider"},
        right,
        databases=[_database("left"), _database("right")],
        sub_pages=[{"title": "First"}, {"title": "Second"}],
    )


def _after(**change: Any) -> Blueprint:
    said = CHANGE.validate_python({"action": "reorder", **change})
    return blueprint_of(apply(opened(_two()), said).structure)


def _names(parts: Any, name: str = "name") -> list[str]:
    return [getattr(part, name) for part in parts]


def test_parts_of_a_database_are_put_first_in_the_order_of_their_names():
    left = {"database": "left"}
    properties = _after(parts="properties", names=["Notes", "Name"], **left).databases[0].properties
    assert _names(properties) == ["Notes", "Name", "Level"]
    options = _after(parts="options", property="Level", names=["high"], **left)
    assert _names(options.databases[0].properties[1].options) == ["high", "low", "mid"]
    views = _after(parts="views", names=["Short"], **left).databases[0].views
    assert _names(views) == ["Short", "All"]
    rows = _after(parts="rows", names=["three", "one"], **left).databases[0].rows
    assert [row.values["Name"] for row in rows] == ["three", "one", "two"]


def test_databases_change_places_in_the_body_as_well():
    after = _after(parts="databases", names=["right"])
    assert _names(after.databases, "title") == ["right", "left"]
    assert [getattr(block, "ref", "-") for block in after.blocks] == ["right", "-", "left"]
    assert _names(_after(parts="sub_pages", names=["Second"]).sub_pages, "title") == [
        "Second",
        "First",
    ]
