"""A list of changes stays as short as what it comes to, whatever was said on the way."""

from typing import Any

import pytest

from tests.support.structures import Team
from tools.notion.modify.compile import compile_changes
from tools.workspace.changes import CHANGES
from tools.workspace.course import Course
from tools.workspace.draft import Draft

Json = dict[str, Any]

BOOKS: Json = {
    "action": "add_database",
    "database": {"title": "책", "properties": [{"name": "제목", "type": "title"}]},
}
TASKS = {"database": "작업"}
AUTHOR = {"action": "add_property", "property": {"name": "저자", "type": "rich_text"}}
STARS = {"name": "별", "type": "number"}


@pytest.fixture(scope="module")
def kept() -> dict[str, Team]:
    return {}


async def course(kept: dict[str, Team], *changes: Json) -> list[Json]:
    """The changes that a list comes to, which take the same calls as all of it."""
    if "team" not in kept:
        kept["team"] = await Team.built()
    team = kept["team"]
    found = Course.of(Draft(team.before))
    for change in CHANGES.validate_python(list(changes)):
        found = found.then(change)
    said = compile_changes(team.before, CHANGES.validate_python(list(changes))).forward
    short = compile_changes(team.before, found.changes).forward
    assert [(op.kind, op.title) for op in said.operations] == [
        (op.kind, op.title) for op in short.operations
    ]
    return [change.model_dump(mode="json", exclude_defaults=True) for change in found.changes]


async def test_what_is_said_of_a_new_database_becomes_part_of_it(kept: dict[str, Team]) -> None:
    books = {"database": "책"}
    found = await course(
        kept,
        BOOKS,
        {**AUTHOR, **books},
        {"action": "rename_property", **books, "property": "저자", "to": "지은이"},
        {"action": "add_rows", **books, "rows": [{"values": {"제목": "데미안", "지은이": "헤세"}}]},
        {"action": "add_view", **books, "view": {"type": "list", "name": "목록"}},
        {"action": "rename", "target": "책", "to": "서재"},
    )
    [added] = found
    database = added["database"]
    assert database["title"] == "서재"
    assert [prop["name"] for prop in database["properties"]] == ["제목", "지은이"]
    assert database["rows"] == [{"values": {"제목": "데미안", "지은이": "헤세"}}]
    assert [view.get("name") for view in database["views"]] == [None, "목록"]


async def test_what_is_added_and_taken_back_leaves_nothing(kept: dict[str, Team]) -> None:
    found = await course(
        kept,
        {"action": "add_property", **TASKS, "property": STARS},
        {"action": "delete_property", **TASKS, "property": "별"},
    )
    assert found == []


async def test_what_others_name_by_its_first_name_stays_as_it_was_said(
    kept: dict[str, Team],
) -> None:
    found = await course(
        kept,
        {"action": "add_property", **TASKS, "property": STARS},
        {"action": "edit_rows", **TASKS, "rows": [{"row": "시작", "values": {"별": 3}}]},
        {"action": "rename_property", **TASKS, "property": "별", "to": "평점"},
    )
    actions = ["add_property", "edit_rows", "rename_property"]
    assert [change["action"] for change in found] == actions


async def test_a_change_of_what_exists_stays_beside_an_addition(kept: dict[str, Team]) -> None:
    found = await course(
        kept,
        {"action": "add_property", **TASKS, "property": STARS},
        {"action": "rename_property", **TASKS, "property": "점수", "to": "포인트"},
    )
    assert [change["action"] for change in found] == ["add_property", "rename_property"]
