"""The same changes before a workspace is built as after it lead to the same workspace.

What differs, differs for a reason that is named here.
"""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.support.blueprints import blueprints
from tests.support.examples import examples
from tests.support.modify_cases import CASES
from tests.support.named import shown, told_apart
from tests.support.structures import WORKSPACE, Team
from tests.support.wishes import Wishes
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse
from tools.errors import ValidationFailed
from tools.notion.modify.compile import problems
from tools.workspace.apply import apply
from tools.workspace.change import Change
from tools.workspace.changes import CHANGES
from tools.workspace.draft import Draft
from tools.workspace.from_blueprint import opened
from tools.workspace.meant import meant
from tools.workspace.to_blueprint import blueprint_of

Json = dict[str, Any]

REFUSED = {
    "whole_plan": "a plan is declined, not put into the trash",
    "last_view": "the table that Notion makes by itself comes with every database",
    "move_into_itself": "two pages below each other",
    "unknown_block": "columns, panes and the rows of tables are no blocks of a blueprint",
    "unknown_target": "a linked view has no title, icon or cover of its own in a blueprint",
}
LINKED = {
    "type": "linked_view",
    "ref": "tasks",
    "view": {"type": "board", "name": "판", "group_by": "상태"},
}
WHOLE = [{"action": "archive"}]


def told(changes: list[Json]) -> str:
    return "+".join(change["action"] for change in changes)


async def after(team: Team, changes: list[Json]) -> Json:
    """What a page looks like that was built and then changed."""
    await team.change(*changes)
    return await shown(team)


async def before(blueprint: Blueprint) -> Json:
    """What a page looks like whose plan was changed and then built."""
    return await shown(await Team.built(blueprint.model_dump(mode="json")))


def planned(team: Team, data: Json, changes: list[Json]) -> Blueprint:
    """The plan after changes that may name its parts by the ids of what was built of it."""
    draft = meant(parse(data), team.before)
    for change in CHANGES.validate_python(changes):
        draft = apply(draft, change)
    return blueprint_of(draft.structure)


@pytest.mark.parametrize("changes", [c for c in CASES if c != WHOLE], ids=told)
async def test_a_change_means_the_same_before_the_build_as_after_it(changes: list[Json]) -> None:
    team = await Team.built()
    plan = await before(planned(team, WORKSPACE, changes))
    page = await after(team, changes)
    assert told_apart(plan, changes, team.before) == told_apart(page, changes, team.before)


@examples(10)
@given(blueprints(), st.data())
def test_any_changes_mean_the_same_before_and_after_the_build(
    blueprint: Blueprint, data: st.DataObject
) -> None:
    asyncio.run(_same_both_ways(blueprint.model_dump(mode="json"), data))


@examples(15)
@given(st.data())
def test_the_same_holds_for_a_workspace_with_rows_in_every_type(data: st.DataObject) -> None:
    asyncio.run(_same_both_ways(WORKSPACE, data))


async def _same_both_ways(data: Json, drawn: st.DataObject) -> None:
    team = await Team.built(data)
    changes, draft = possible(team, data, Wishes(drawn.draw, team.before).some(6))
    plan = await before(blueprint_of(draft.structure))
    page = await after(team, changes)
    assert told_apart(plan, changes, team.before) == told_apart(page, changes, team.before)


def possible(team: Team, data: Json, wishes: list[Json]) -> tuple[list[Json], Draft]:
    """Of some changes those that both can take; a plan refuses no other than it may."""
    kept: list[Json] = []
    draft = meant(parse(data), team.before)
    for wish in wishes:
        try:
            changes: list[Change] = CHANGES.validate_python([*kept, wish])
        except ValidationError:
            continue
        if problems(team.before, changes):
            continue
        after, rules = tried(draft, changes[-1])
        assert draft.lost or rules <= REFUSED.keys(), (wish, rules)
        if not rules:
            kept, draft = [*kept, wish], after
    return kept, draft


def tried(draft: Draft, change: Change) -> tuple[Draft, set[str]]:
    """The draft after a change, or the rules that refuse it."""
    try:
        return apply(draft, change), set()
    except ValidationFailed as error:
        return draft, {problem.rule for problem in error.problems}


def made(*changes: Json, data: Json = WORKSPACE) -> Blueprint:
    blueprint = parse(data)
    for change in CHANGES.validate_python(list(changes)):
        blueprint = blueprint_of(apply(opened(blueprint), change).structure)
    return blueprint


def listed(*changes: Json) -> Blueprint:
    """The plan after changes of one list, which remembers what went or moved on its way."""
    draft = opened(parse(WORKSPACE))
    for change in CHANGES.validate_python(list(changes)):
        draft = apply(draft, change)
    return blueprint_of(draft.structure)


def test_a_renamed_property_is_called_so_wherever_it_is_named() -> None:
    tasks = {"action": "rename_property", "database": "작업"}
    data = {**WORKSPACE, "blocks": [*WORKSPACE["blocks"], LINKED]}
    blueprint = made(
        {**tasks, "property": "점수", "to": 'a "b"'},
        {**tasks, "property": "마감", "to": "기한"},
        {**tasks, "property": "프로젝트", "to": "묶음"},
        {**tasks, "property": "상태", "to": "단계"},
        data=data,
    )
    work, projects = blueprint.databases
    declared = {prop.name: prop for prop in (*work.properties, *projects.properties)}
    linked = blueprint.blocks[-1]
    assert declared["두 배"].expression == 'prop("a \\"b\\"") * 2'
    assert declared["합계"].property == 'a "b"'
    assert work.views[1].group_by == "단계"
    assert [sort.property for sort in work.views[1].sorts] == ["기한"]
    assert work.views[2].date_property == "기한"
    assert linked.view.group_by == "단계"
    assert work.rows[0].values["묶음"] == ["개편"]
    assert work.rows[0].values['a "b"'] == 3


def test_a_renamed_far_side_is_called_so_by_its_relation_and_its_rollups() -> None:
    renamed = {
        "action": "rename_property",
        "database": "프로젝트",
        "property": "작업들",
        "to": "일감",
    }
    work, projects = made(renamed).databases
    declared = {prop.name: prop for prop in (*work.properties, *projects.properties)}
    assert declared["프로젝트"].two_way == "일감"
    assert declared["합계"].relation == "일감"


def test_a_renamed_option_is_called_so_by_rows_and_filters() -> None:
    renamed = {"action": "rename_option", "database": "작업", "property": "우선순위"}
    work = made({**renamed, "option": "높음", "to": "급함"}).databases[0]
    assert work.rows[0].values["우선순위"] == "급함"
    assert work.views[1].filter == {"property": "우선순위", "select": {"equals": "급함"}}


def test_what_cannot_be_without_a_property_goes_with_it_and_may_be_asked_for_again() -> None:
    tasks = {"database": "작업"}
    work, projects = listed(
        {"action": "delete_property", **tasks, "property": "점수"},
        {"action": "delete_property", **tasks, "property": "두 배"},
        {"action": "delete_property", "database": "프로젝트", "property": "합계"},
        {"action": "delete_property", **tasks, "property": "상태"},
        {"action": "delete_view", **tasks, "view": "보드"},
    ).databases
    assert {"두 배", "합계", "점수"}.isdisjoint(
        p.name for p in (*work.properties, *projects.properties)
    )
    assert [view.name for view in work.views] == [None, "달력", "현황"]
    assert [widget.name for widget in work.views[2].widgets] == ["목록"]


def test_a_deleted_database_leaves_nothing_that_names_it() -> None:
    told = {"type": "paragraph", "text": [{"mention": {"database": "tasks"}}, {"text": " 참고"}]}
    link = {"type": "link_to_page", "ref": "tasks"}
    data = {**WORKSPACE, "blocks": [*WORKSPACE["blocks"], LINKED, told, link]}
    blueprint = made({"action": "delete_database", "database": "작업"}, data=data)
    assert [prop.name for prop in blueprint.databases[0].properties] == ["제목", "예산"]
    assert [block.type for block in blueprint.blocks[-2:]] == ["paragraph", "paragraph"]
    assert "".join(run.text for run in blueprint.blocks[-1].text) == "작업 참고"


def test_what_was_moved_can_still_be_named_by_the_changes_behind() -> None:
    blueprint = listed(
        {"action": "move", "target": "작업", "to": "안내"},
        {"action": "rename_property", "database": "작업", "property": "점수", "to": "포인트"},
        {"action": "move", "target": "지난 것", "to": "안내"},
        {"action": "rename", "target": "지난 것", "to": "옛것"},
    )
    guide = blueprint.sub_pages[0]
    assert [d.title for d in (*blueprint.databases, *guide.databases)] == ["프로젝트", "작업"]
    assert "포인트" in [prop.name for prop in guide.databases[0].properties]
    assert [page.title for page in (*blueprint.sub_pages, *guide.sub_pages)] == ["안내", "옛것"]
    assert "database" not in [block.type for block in blueprint.blocks]


def test_rows_are_related_by_their_new_title() -> None:
    renamed = {"row": "개편", "values": {"제목": "새 단장"}}
    work = made({"action": "edit_rows", "database": "프로젝트", "rows": [renamed]}).databases[0]
    assert [row.values.get("프로젝트") for row in work.rows] == [
        ["새 단장"],
        ["새 단장", "새 일"],
        None,
    ]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"action": "archive"}, "whole_plan"),
        ({"action": "rename_property", "property": "점수", "to": "x"}, "database_unnamed"),
        ({"action": "delete_database", "database": "없음"}, "unknown_database"),
        (
            {"action": "delete_view", "database": "프로젝트", "view": "Default view"},
            "last_view",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_rule(change: Json, rule: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        apply(opened(parse(WORKSPACE)), CHANGES.validate_python([change])[0])
    assert [problem.rule for problem in refused.value.problems] == [rule]


def test_more_options_than_notion_takes_at_once_are_refused() -> None:
    data = {**WORKSPACE, "databases": [{**WORKSPACE["databases"][1]}], "blocks": []}
    budget = {"name": "예산", "type": "number"}
    rows = [{"values": {"제목": str(n), "예산": n}} for n in range(101)]
    data["databases"][0] |= {
        "properties": [{"name": "제목", "type": "title"}, budget],
        "rows": rows,
    }
    change = {"action": "retype_property", "property": "예산", "to": "select"}
    with pytest.raises(ValidationFailed) as refused:
        made(change, data=data)
    assert [problem.rule for problem in refused.value.problems] == ["too_many"]


def test_a_part_is_meant_by_a_title_that_the_page_has_as_well() -> None:
    own = {"title": "기록장", "properties": [{"name": "이름", "type": "title"}]}
    draft = opened(parse({"title": "기록장", "databases": [own]}))
    change = {"action": "rename", "target": "기록장", "to": "화분"}
    after = blueprint_of(apply(draft, CHANGES.validate_python([change])[0]).structure)
    assert (after.title, after.databases[0].title) == ("기록장", "화분")
