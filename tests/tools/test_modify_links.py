"""A database that is added can be linked to those that exist, in either direction."""

from typing import Any

import pytest

from tests.support.named import named
from tests.support.structures import Team, portrait

Json = dict[str, Any]

BOOKS: Json = {
    "action": "add_database",
    "database": {
        "title": "책",
        "properties": [{"name": "제목", "type": "title"}],
        "rows": [{"values": {"제목": "데미안"}}],
    },
}


async def changed(*changes: Json) -> tuple[Team, Json]:
    """A workspace after changes, and its databases by title and names."""
    team = await Team.built()
    await team.change(*changes)
    databases = named(await team.read())["databases"]
    return team, {database["title"]: database for database in databases}


def relation(near: str, far: str, two_way: str | None) -> Json:
    return {
        "action": "add_relation",
        "database": near,
        "name": "연결",
        "target": far,
        "two_way": two_way,
    }


@pytest.mark.parametrize("two_way", [None, "거꾸로"])
@pytest.mark.parametrize(("near", "far"), [("책", "작업"), ("작업", "책")])
async def test_a_new_database_is_linked_to_one_that_exists(
    near: str, far: str, two_way: str | None
) -> None:
    row = {"책": "데미안", "작업": "시작"}
    linked = {"row": row[near], "values": {"연결": [row[far]]}}
    team, databases = await changed(
        BOOKS,
        relation(near, far, two_way),
        {"action": "edit_rows", "database": near, "rows": [linked]},
    )
    values = {r["title"]: r["values"] for r in databases[near]["rows"]}
    assert values[row[near]]["연결"] == [row[far]]
    declared = {prop["name"]: prop for prop in databases[near]["properties"]}
    assert (declared["연결"]["target"], declared["연결"]["two_way"]) == (far, two_way)
    assert portrait(await team.undo()) == portrait(team.before)


async def test_what_stands_on_such_a_link_is_made_behind_it() -> None:
    _, databases = await changed(
        BOOKS,
        relation("책", "작업", None),
        {
            "action": "add_rollup",
            "database": "책",
            "name": "점수 합",
            "relation": "연결",
            "property": "점수",
            "function": "sum",
        },
        {
            "action": "add_view",
            "database": "책",
            "view": {"type": "board", "name": "판", "group_by": "연결", "properties": ["제목"]},
        },
    )
    [_, _, rollup] = sorted(
        databases["책"]["properties"], key=lambda prop: prop["type"] == "rollup"
    )
    assert (rollup["relation"], rollup["property"]) == ("연결", "점수")
    [board] = [view for view in databases["책"]["views"] if view["name"] == "판"]
    assert board["configuration"]["group_by"] == "연결"
    assert board["configuration"]["properties"] == ["제목"]


async def test_the_format_of_numbers_changes_alone() -> None:
    format_ = {"property": "예산", "to": "number", "format": "dollar"}
    team, databases = await changed(
        {"action": "retype_property", "database": "프로젝트", **format_}
    )
    [budget] = [prop for prop in databases["프로젝트"]["properties"] if prop["name"] == "예산"]
    values = {row["title"]: row["values"] for row in databases["프로젝트"]["rows"]}
    assert (budget["format"], values["개편"]["예산"]) == ("dollar", 1000)
    assert portrait(await team.undo()) == portrait(team.before)
