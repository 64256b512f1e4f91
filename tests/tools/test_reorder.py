"""What a design holds is put in another order."""

import json
from typing import Any

import pytest

from tests.support.designs import design
from tests.support.structures import WORKSPACE, Team, portrait
from tools.blueprint.model import Blueprint
from tools.errors import ValidationFailed
from tools.workspace.apply import apply
from tools.workspace.changes import CHANGE
from tools.workspace.course import Course
from tools.workspace.draft import Draft
from tools.workspace.from_blueprint import opened
from tools.workspace.model import Structure
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


async def test_views_that_are_there_are_made_anew_where_they_belong_and_undone():
    team = await Team.built(WORKSPACE)
    order = {"action": "reorder", "parts": "views", "database": "작업", "names": ["달력", "보드"]}

    await team.change(order)

    tasks = next(d for d in (await team.read()).databases if d.title == "작업")
    assert _names(tasks.views) == ["달력", "보드", "Default view", "현황"]
    calendar = tasks.views[0]
    assert calendar.configuration["date_property_id"]
    assert len(team.plan.forward.operations) == 2 * len(["달력", "보드"])  # made, and removed
    after = await team.undo()
    assert portrait(after) == portrait(team.before)


async def test_a_dashboard_stays_and_the_views_around_it_move():
    team = await Team.built(WORKSPACE)
    order = {"action": "reorder", "parts": "views", "database": "작업", "names": ["현황"]}

    await team.change(order)

    before, now = team.before.databases[0], (await team.read()).databases[0]
    assert _names(now.views) == ["현황", "Default view", "보드", "달력"]
    assert now.views[0] == before.views[-1]


async def test_a_form_and_a_dashboard_do_not_pass_each_other():
    form = {"type": "form", "name": "신청"}
    team = await Team.built(WORKSPACE)
    await team.change({"action": "add_view", "database": "작업", "view": form})
    order = {"action": "reorder", "parts": "views", "database": "작업", "names": ["신청"]}

    with pytest.raises(ValidationFailed, match="order_of_existing"):
        apply(Draft(await team.read()), CHANGE.validate_python(order))


def test_an_order_of_what_is_added_and_what_is_there_is_no_part_of_the_addition():
    said = [
        {"action": "add_view", "database": "left", "view": {"type": "list", "name": "New"}},
        {"action": "reorder", "database": "left", "parts": "views", "names": ["New"]},
    ]
    course = Course.of(Draft(_built(opened(_two()).structure)))

    for change in said:
        course = course.then(CHANGE.validate_python(change))

    assert [change.action for change in course.changes] == ["add_view", "reorder"]
    assert _names(course.draft.structure.databases[0].views)[0] == "New"


def _built(structure: Structure) -> Structure:
    """A design as if it were there: its parts with ids of their own."""
    return Structure.from_json(json.loads(structure.model_dump_json().replace('"+', '"id-')))
