"""What a change takes along is told with it."""

from copy import deepcopy
from typing import Any

from tests.support.structures import WORKSPACE
from tools.blueprint.parse import parse
from tools.workspace.apply import apply
from tools.workspace.changes import CHANGES
from tools.workspace.from_blueprint import opened

Json = dict[str, Any]


def told(*changes: Json) -> list[Json]:
    draft = opened(parse(WORKSPACE))
    for change in CHANGES.validate_python(changes):
        draft = apply(draft, change)
    return list(draft.told)


def deleted(name: str) -> list[Json]:
    change = {"action": "delete_property", "database": "작업", "property": name}
    return told(change)[0].get("along", [])


def test_a_formula_goes_along_with_what_it_reads():
    assert {"database": "작업", "property": "두 배"} in deleted("점수")


def test_a_board_goes_along_with_what_it_is_grouped_by():
    assert {"database": "작업", "view": "보드"} in deleted("상태")


def test_a_view_loses_its_filter_with_the_property_that_it_asks_about():
    assert {"database": "작업", "view": "보드", "lost": "filter"} in deleted("우선순위")


def test_both_sides_of_a_relation_go():
    assert {"database": "프로젝트", "property": "작업들"} in deleted("프로젝트")


def test_what_takes_nothing_along_says_nothing_of_it():
    assert "along" not in told({"action": "rename", "to": "다른 이름"})[0]


def test_a_new_database_is_told_with_formats_options_and_views():
    properties = [
        {"name": "이름", "type": "title"},
        {"name": "값", "type": "number", "format": "won"},
        {"name": "종류", "type": "select", "options": [{"name": "가", "color": "red"}]},
    ]
    views = [{"type": "board", "name": "판", "group_by": "종류"}]
    database = {"title": "새 표", "properties": properties, "views": views}

    [change] = told({"action": "add_database", "database": database})

    assert change["properties"][1] == {"name": "값", "type": "number", "format": "won"}
    assert change["properties"][2]["options"] == [{"name": "가", "color": "red"}]
    assert change["views"] == views


def test_a_view_in_the_order_of_a_pages_own_times_loses_nothing():
    workspace = deepcopy(WORKSPACE)
    task = next(d for d in workspace["databases"] if d["title"] == "작업")
    task["views"][0]["sorts"] = [{"timestamp": "created_time", "direction": "descending"}]

    change = {"action": "delete_property", "database": "작업", "property": "점수"}
    draft = apply(opened(parse(workspace)), CHANGES.validate_python([change])[0])

    assert not [part for part in draft.told[0]["along"] if part.get("lost") == "sorts"]
