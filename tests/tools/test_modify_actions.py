"""Every action: done as said at the fewest calls, and undone."""

import json

import pytest

from tests.support.modify_cases import CASES, Json
from tests.support.structures import Team, outline, portrait
from tools.notion.modify.compile import ChangePlan, changes_json, compile_changes, restore_plan
from tools.workspace.changes import CHANGES
from tools.workspace.model import Structure

TASKS = {"database": "작업"}


def told(changes: list[Json]) -> str:
    return "+".join(change["action"] for change in changes)


@pytest.mark.parametrize("changes", CASES, ids=told)
async def test_a_change_is_undone_to_the_last_value(changes: list[Json]) -> None:
    team = await Team.built()
    await team.change(*changes)
    if not team.plan.expected.page.in_trash:
        assert outline(await team.read(), team.before) == outline(team.plan.expected, team.before)
    assert portrait(await team.undo()) == portrait(team.before)


async def calls(*changes: Json) -> tuple[int, int]:
    team = await Team.built()
    plan = compile_changes(team.before, CHANGES.validate_python(list(changes)))
    return len(plan.forward.operations), len(plan.inverse.operations)


async def test_all_schema_edits_of_a_database_are_one_call() -> None:
    assert await calls(
        {"action": "rename_property", **TASKS, "property": "점수", "to": "포인트"},
        {"action": "add_property", **TASKS, "property": {"name": "새", "type": "date"}},
        {"action": "add_option", **TASKS, "property": "우선순위", "option": {"name": "중간"}},
        {"action": "add_formula", **TASKS, "name": "세 배", "expression": 'prop("포인트") * 3'},
        {"action": "delete_property", **TASKS, "property": "링크"},
    ) == (1, 2)  # on the way back one row gets its link again


async def test_changes_that_lead_nowhere_cost_nothing() -> None:
    assert await calls(
        {"action": "rename", "to": "다른 이름"},
        {"action": "rename", "to": "팀 홈"},
        {"action": "add_rows", **TASKS, "rows": [{"values": {"이름": "잠깐"}}]},
        {"action": "delete_rows", **TASKS, "rows": ["잠깐"]},
    ) == (0, 0)


async def test_a_retyped_property_carries_its_values_over() -> None:
    team = await Team.built()
    await team.change(
        {"action": "retype_property", **TASKS, "property": "메모", "to": "number"},
        {"action": "retype_property", **TASKS, "property": "점수", "to": "rich_text"},
        {"action": "retype_property", **TASKS, "property": "우선순위", "to": "multi_select"},
    )
    tasks = (await team.read()).databases[0]
    ids = {prop.name: prop.id for prop in tasks.properties}
    first = tasks.rows[0].values
    assert first[ids["메모"]] == 5
    assert [run["plain_text"] for run in first[ids["점수"]]] == ["3"]
    chosen = next(p for p in tasks.properties if p.name == "우선순위").option(
        first[ids["우선순위"]][0]
    )
    assert chosen is not None
    assert (chosen.name, chosen.color) == ("높음", "red")
    assert ids["메모"] not in tasks.rows[1].values


async def test_a_deleted_row_comes_back_as_itself() -> None:
    team = await Team.built()
    await team.change({"action": "delete_rows", **TASKS, "rows": ["시작"]})
    assert [row.title for row in (await team.read()).databases[0].rows] == ["다음", "빈 줄"]
    assert (await team.undo()).databases[0].rows[0].id == team.before.databases[0].rows[0].id


async def test_a_page_moves_and_moves_back() -> None:
    team = await Team.built()
    await team.change({"action": "move", "target": "지난 것", "to": "안내"})
    assert [page.title for page in (await team.read()).sub_pages] == ["안내"]
    after = await team.undo()
    assert portrait(after, ordered=False) == portrait(team.before, ordered=False)


async def test_a_database_moves_to_a_sub_page_and_back() -> None:
    team = await Team.built()
    await team.change({"action": "move", "target": "프로젝트", "to": "안내"})
    assert [d.title for d in (await team.read()).databases] == ["작업"]
    after = await team.undo()
    assert portrait(after, ordered=False) == portrait(team.before, ordered=False)


async def test_long_additions_stand_in_order_behind_their_anchor() -> None:
    team = await Team.built()
    blocks = [{"type": "paragraph", "text": str(i)} for i in range(130)]
    await team.change({"action": "add_blocks", "blocks": blocks, "after": "할 일"})
    texts = [block.text for block in (await team.read()).blocks]
    assert texts[1:133] == ["할 일", *map(str, range(130)), "더 보기"]


async def test_a_copy_that_is_added_before_its_original_comes_behind_it() -> None:
    team = await Team.built()
    original = {"type": "synced_block", "key": "s", "children": [{"type": "divider"}]}
    blocks = [{"type": "synced_block", "ref": "s"}, {"type": "quote", "text": "q"}, original]
    await team.change({"action": "add_blocks", "blocks": blocks})
    added = (await team.read()).blocks[-3:]
    assert [block.type for block in added] == ["quote", "synced_block", "synced_block"]
    assert all(block.children for block in added[1:])
    assert portrait(await team.undo()) == portrait(team.before)


async def test_a_page_is_archived_and_restored() -> None:
    team = await Team.built()
    await team.change({"action": "archive"})
    assert team.notion.top() == []
    assert (await team.undo()).page.in_trash is False


async def test_a_database_asked_for_by_id_changes_like_any_other() -> None:
    team = await Team.built()
    team.page_id = team.before.databases[0].id
    team.before = await team.read()
    await team.change(
        {"action": "rename", "to": "일감"},
        {"action": "set_icon", "icon": "🎯"},
        {"action": "edit_rows", "rows": [{"row": "다음", "values": {"점수": 8}}]},
    )
    assert (await team.read()).page.title == "일감"
    assert portrait(await team.undo()) == portrait(team.before)


async def test_changes_read_as_a_diff() -> None:
    before = (await Team.built()).before
    wished = [
        {"action": "retype_property", **TASKS, "property": "점수", "to": "select"},
        {
            "action": "recolor_option",
            **TASKS,
            "property": "우선순위",
            "option": "높음",
            "color": "pink",
        },
        {"action": "add_relation", **TASKS, "name": "이전", "target": "작업"},
        {"action": "rename", "to": "새 홈"},
        {"action": "set_icon", "target": "새 홈", "icon": "🎯"},
    ]
    assert changes_json(before, CHANGES.validate_python(wished)) == [
        {
            "action": "retype_property",
            "target": "작업",
            "property": "점수",
            "from": "number",
            "to": "select",
        },
        {
            "action": "recolor_option",
            "target": "작업",
            "property": "우선순위",
            "options": ["높음"],
            "from": "red",
            "to": "pink",
        },
        {
            "action": "add_relation",
            "target": "작업",
            "property": "이전",
            "type": "relation",
            "to": "작업",
        },
        {"action": "rename", "target": "팀 홈", "from": "팀 홈", "to": "새 홈"},
        {"action": "set_icon", "target": "새 홈", "from": "🧭", "to": "🎯"},
    ]


@pytest.mark.parametrize("changes", CASES, ids=told)
async def test_every_diff_is_json_and_names_what_changes(changes: list[Json]) -> None:
    before = (await Team.built()).before
    said = changes_json(before, CHANGES.validate_python(changes))
    assert json.loads(json.dumps(said)) == said
    assert all(item["target"] for item in said)


@pytest.mark.parametrize(
    ("target", "kind"),
    [(None, None), ("작업", "database"), ("안내", "sub_page"), ("시작", "row")],
)
async def test_a_change_of_looks_says_what_kind_of_thing_it_changes(
    target: str | None, kind: str | None
) -> None:
    before = (await Team.built()).before
    wished = CHANGES.validate_python([{"action": "set_icon", "target": target, "icon": "🚀"}])
    assert changes_json(before, wished)[0].get("object") == kind


async def test_plans_survive_json() -> None:
    before = (await Team.built()).before
    plan = compile_changes(before, CHANGES.validate_python(CASES[-1]))
    assert ChangePlan.from_json(json.loads(json.dumps(plan.to_json()))) == plan


async def test_half_a_change_is_taken_back_from_what_is_read() -> None:
    team = await Team.built()
    await team.change(
        {"action": "delete_property", **TASKS, "property": "점수"},
        {"action": "add_rows", **TASKS, "rows": [{"values": {"이름": "남은 것"}}]},
        {"action": "delete_rows", **TASKS, "rows": ["시작"]},
    )
    plan = restore_plan(await team.read(), team.before)
    await team.notion.forge(plan).run()
    assert portrait(await team.read()) == portrait(team.before)


async def test_reading_again_finds_nothing_to_restore() -> None:
    team = await Team.built()
    assert restore_plan(await team.read(), team.before).operations == ()
    assert isinstance(team.before, Structure)


async def test_all_that_changes_is_told_with_what_stood_there_before() -> None:
    before = (await Team.built()).before
    board = {"type": "board", "group_by": "우선순위", "sorts": [{"property": "점수"}]}
    wished = [
        {"action": "retype_property", "database": "프로젝트", "property": "예산", "to": "number",
         "format": "dollar"},
        {"action": "update_view", **TASKS, "view": "보드", "to": board},
        {"action": "edit_rows", **TASKS,
         "rows": [{"row": "시작", "values": {"마감": None, "점수": 4}}]},
        {"action": "delete_option", **TASKS, "property": "태그", "option": "웹"},
        {"action": "add_property", **TASKS, "property": {"name": "값", "type": "number",
         "format": "won"}},
        {"action": "add_view", **TASKS, "view": {"type": "timeline", "date_property": "마감"}},
    ]  # fmt: skip
    told = changes_json(before, CHANGES.validate_python(wished))
    assert told[0] | {"from": "won", "to": "dollar"} == told[0]
    assert told[1]["from"]["group_by"] == "상태"
    assert [sort["property"] for sort in told[1]["from"]["sorts"]] == ["마감"]
    assert told[1]["to"]["group_by"] == "우선순위"
    assert told[2]["rows"] == [
        {
            "row": "시작",
            "from": {"마감": "2026-01-31", "점수": 3},
            "to": {"마감": None, "점수": 4},
        }
    ]
    assert (told[3]["options"], told[3]["color"]) == (["웹"], "blue")
    assert told[4]["format"] == "won"
    assert told[5]["to"] == {"date_property": "마감"}
