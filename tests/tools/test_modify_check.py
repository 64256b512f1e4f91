"""What a list of changes is refused for, before a call is made."""

from typing import Any, get_args

import pytest

from agent.texts import describe
from tests.support.structures import WORKSPACE, Team
from tools.blueprint.base import Language
from tools.errors import ValidationFailed
from tools.notion.modify.compile import compile_changes, problems
from tools.workspace.changes import CHANGES
from tools.workspace.model import Structure

Json = dict[str, Any]


def in_tasks(action: str, **more: Any) -> Json:
    return {"action": action, "database": "작업", **more}


REFUSED = [
    ({"action": "delete_property", "property": "점수"}, "database_unnamed"),
    ({"action": "delete_database", "database": "없음"}, "unknown_database"),
    (in_tasks("delete_property", property="없음"), "unknown_property"),
    (in_tasks("delete_property", property="이름"), "delete_title"),
    (in_tasks("rename_property", property="점수", to="메모"), "duplicate_property"),
    (in_tasks("add_property", property={"name": "메모", "type": "date"}), "duplicate_property"),
    (in_tasks("add_property", property={"name": "둘째", "type": "title"}), "one_title"),
    (
        in_tasks("add_property", property={"name": "r", "type": "relation", "target": "projects"}),
        "relation_by_action",
    ),
    (in_tasks("retype_property", property="이름", to="number"), "retype_impossible"),
    (in_tasks("retype_property", property="프로젝트", to="number"), "retype_impossible"),
    (in_tasks("retype_property", property="점수", to="number"), "retype_impossible"),
    (in_tasks("delete_option", property="점수", option="높음"), "not_a_choice"),
    (in_tasks("delete_option", property="우선순위", option="없음"), "unknown_option"),
    (in_tasks("rename_option", property="우선순위", option="높음", to="낮음"), "duplicate_option"),
    (in_tasks("add_option", property="우선순위", option={"name": "높음"}), "duplicate_option"),
    (in_tasks("add_formula", name="f", expression='prop("없음")'), "unknown_property"),
    (
        in_tasks("add_rollup", name="r", relation="점수", property="예산", function="sum"),
        "not_a_relation",
    ),
    (
        in_tasks("add_rollup", name="r", relation="프로젝트", property="합계", function="sum"),
        "rollup_of_rollup",
    ),
    (in_tasks("add_relation", name="r", target="없음"), "unknown_database"),
    (in_tasks("reorder", parts="properties", names=["마감"]), "order_of_existing"),
    (in_tasks("reorder", parts="rows", names=["다음"]), "order_of_existing"),
    (in_tasks("delete_view", view="없음"), "unknown_view"),
    ({"action": "delete_view", "database": "프로젝트", "view": "Default view"}, "last_view"),
    (in_tasks("add_view", view={"type": "list", "name": "보드"}), "duplicate_view"),
    (in_tasks("add_view", view={"type": "board", "group_by": "점수"}), "not_groupable"),
    (in_tasks("add_view", view={"type": "calendar", "date_property": "점수"}), "not_a_date"),
    (
        in_tasks(
            "add_view",
            view={"type": "list", "filter": {"property": "우선순위", "select": {"equals": "x"}}},
        ),
        "unknown_option",
    ),
    (in_tasks("update_view", view="보드", to={"type": "table"}), "view_type"),
    (
        in_tasks(
            "update_view", view="현황", to={"type": "dashboard", "widgets": [{"type": "list"}]}
        ),
        "dashboard_widgets",
    ),
    (in_tasks("edit_rows", rows=[{"row": "없음", "values": {}}]), "unknown_row"),
    (in_tasks("edit_rows", rows=[{"row": "시작", "values": {"두 배": 1}}]), "value_computed"),
    (in_tasks("edit_rows", rows=[{"row": "시작", "values": {"점수": "3"}}]), "value_unfit"),
    (
        in_tasks("edit_rows", rows=[{"row": "시작", "values": {"상태": "없음"}}]),
        "value_unknown_option",
    ),
    (
        in_tasks("edit_rows", rows=[{"row": "시작", "values": {"프로젝트": ["없음"]}}]),
        "unknown_row",
    ),
    (in_tasks("delete_rows", rows=["없음"]), "unknown_row"),
    (
        in_tasks(
            "add_rows", rows=[{"values": {}, "blocks": [{"type": "link_to_page", "ref": "x"}]}]
        ),
        "block_needs_ref",
    ),
    ({"action": "rename", "target": "없음", "to": "x"}, "unknown_target"),
    ({"action": "move", "target": "안내", "to": "없음"}, "unknown_page"),
    ({"action": "move", "target": "안내", "to": "안내"}, "move_into_itself"),
    ({"action": "delete_blocks", "blocks": ["없음"]}, "unknown_block"),
    (
        {"action": "add_blocks", "blocks": [{"type": "divider"}], "after": "없음"},
        "unknown_block",
    ),
    (
        {
            "action": "add_database",
            "database": {"title": "x", "properties": [{"name": "n", "type": "date"}]},
        },
        "one_title",
    ),
]


@pytest.fixture(scope="module")
def team() -> dict[str, Structure]:
    return {}


async def before(team: dict[str, Structure]) -> Structure:
    """The structure is read once: it is frozen."""
    if "before" not in team:
        team["before"] = (await Team.built()).before
    return team["before"]


@pytest.mark.parametrize(("change", "rule"), REFUSED, ids=[rule for _, rule in REFUSED])
async def test_what_cannot_be_meant_is_refused(
    team: dict[str, Structure], change: Json, rule: str
) -> None:
    found = problems(await before(team), CHANGES.validate_python([change]))
    assert [problem.rule for problem in found] == [rule]
    assert found[0].place.startswith("changes[0]")


async def test_every_rule_has_its_sentence_in_every_language(team: dict[str, Structure]) -> None:
    for change, _ in REFUSED:
        [found] = problems(await before(team), CHANGES.validate_python([change]))
        for language in get_args(Language):
            assert describe(found, language).startswith(found.place)


async def test_a_copy_comes_with_its_original(team: dict[str, Structure]) -> None:
    original: Json = {"type": "synced_block", "key": "s", "children": [{"type": "divider"}]}
    copy: Json = {"type": "synced_block", "ref": "s"}
    wished: list[Json] = [
        {"action": "add_blocks", "blocks": [original]},
        {"action": "add_sub_page", "page": {"title": "x", "blocks": [copy]}},
        in_tasks("add_rows", rows=[{"values": {"이름": "x"}, "blocks": [copy]}]),
        {"action": "add_blocks", "target": "안내", "blocks": [copy]},
        {"action": "add_blocks", "blocks": [copy]},
    ]
    found = problems(await before(team), CHANGES.validate_python(wished))
    places = [(problem.rule, problem.place.partition(".")[0]) for problem in found]
    assert places == [("unknown_ref", f"changes[{number}]") for number in (1, 2, 3)]


async def test_each_change_builds_on_those_before_it(team: dict[str, Structure]) -> None:
    wished = [
        in_tasks("rename_property", property="점수", to="포인트"),
        in_tasks("delete_property", property="점수"),
        in_tasks("add_formula", name="세 배", expression='prop("포인트") * 3'),
    ]
    changes = CHANGES.validate_python(wished)
    found = problems(await before(team), changes)
    assert [(problem.place, problem.rule) for problem in found] == [
        ("changes[1]", "unknown_property")
    ]
    with pytest.raises(ValidationFailed, match="unknown_property"):
        compile_changes(await before(team), changes)


async def test_equal_titles_have_to_be_told_apart_by_id() -> None:
    tasks = WORKSPACE["databases"][0]
    twins = {**tasks, "rows": [{"values": {"이름": "같음"}}, {"values": {"이름": "같음"}}]}
    team = await Team.built({**WORKSPACE, "databases": [twins, WORKSPACE["databases"][1]]})
    by_title = CHANGES.validate_python([in_tasks("delete_rows", rows=["같음"])])
    assert [p.rule for p in problems(team.before, by_title)] == ["ambiguous_row"]
    by_id = [in_tasks("delete_rows", rows=[team.before.databases[0].rows[1].id])]
    assert problems(team.before, CHANGES.validate_python(by_id)) == []
