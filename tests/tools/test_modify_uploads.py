"""What people have uploaded to Notion survives every change: what would take it away is refused."""

import json
import re
from typing import Any, get_args

import pytest

from agent.texts import describe
from tests.support.structures import Team, portrait
from tests.support.uploads import PICTURE
from tools.blueprint.base import Language
from tools.notion.modify.compile import problems, restore_plan
from tools.notion.structure.assemble import assembled
from tools.notion.structure.read import read_page
from tools.workspace.changes import CHANGES
from tools.workspace.model import ExistingPage, Structure

Json = dict[str, Any]

FILE: Json = {"upload": PICTURE}
LINK = "https://example.com/a.png"
EMOJI: Json = {"type": "emoji", "emoji": "🚀"}

WORKSPACE: Json = {
    "title": "홈",
    "icon": FILE,
    "cover": FILE,
    "blocks": [{"type": "image", "upload": PICTURE}, {"type": "paragraph", "text": "끝"}],
    "databases": [
        {
            "key": "tasks",
            "title": "작업",
            "icon": FILE,
            "properties": [
                {"name": "이름", "type": "title"},
                {"name": "첨부", "type": "files"},
                {"name": "참고", "type": "files"},
                {"name": "점수", "type": "number"},
                {"name": "상위", "type": "relation", "target": "tasks", "two_way": "하위"},
                {
                    "name": "모음",
                    "type": "rollup",
                    "relation": "하위",
                    "property": "첨부",
                    "function": "show_original",
                },
            ],
            "rows": [
                {
                    "icon": FILE,
                    "cover": FILE,
                    "values": {"이름": "가", "첨부": [FILE, LINK], "상위": ["나"], "참고": [LINK]},
                },
                {"values": {"이름": "나", "첨부": [LINK]}},
            ],
        }
    ],
    "sub_pages": [{"key": "guide", "title": "안내", "icon": FILE}],
}


def edit(row: str, **values: Any) -> Json:
    return {"action": "edit_rows", "rows": [{"row": row, "values": values}]}


TAKING_A_LOOK: list[list[Json]] = [
    [{"action": "set_icon", "icon": "🚀"}],
    [{"action": "set_icon", "icon": None}],
    [{"action": "set_cover", "cover": LINK}],
    [{"action": "set_icon", "target": "안내", "icon": "🚀"}],
    [{"action": "set_icon", "target": "작업", "icon": "🚀"}],
    [{"action": "set_icon", "target": "가", "icon": "🚀"}],
    [{"action": "set_cover", "target": "가", "cover": None}],
]
TAKING_A_FILE: list[list[Json]] = [
    [edit("가", 첨부=None)],
    [edit("가", 첨부=[LINK])],
    [{"action": "delete_property", "property": "첨부"}],
    [{"action": "retype_property", "property": "첨부", "to": "url"}],
    [
        {"action": "delete_rows", "rows": ["가"]},
        {"action": "delete_property", "property": "첨부"},
    ],
]
SPARING: list[list[Json]] = [
    [{"action": "rename", "to": "새 홈"}],
    [{"action": "set_cover", "target": "안내", "cover": LINK}],
    [{"action": "set_icon", "target": "나", "icon": "🚀"}],
    [{"action": "rename_property", "property": "첨부", "to": "파일"}],
    [edit("가", 점수=3), edit("나", 첨부=None)],
    [{"action": "delete_property", "property": "참고"}],
    [{"action": "delete_property", "property": "모음"}],
    [{"action": "retype_property", "property": "참고", "to": "url"}],
    [{"action": "delete_rows", "rows": ["가"]}],
    [{"action": "delete_database", "database": "작업"}],
    [{"action": "archive", "target": "안내"}],
    [{"action": "archive"}],
    [
        {"action": "set_icon", "target": "나", "icon": "🚀"},
        {"action": "delete_rows", "rows": ["가", "나"]},
        {"action": "retype_property", "property": "참고", "to": "rich_text"},
    ],
]


@pytest.mark.parametrize(
    ("changes", "rule", "name"),
    [
        *((changes, "look_uploaded", "") for changes in TAKING_A_LOOK),
        *((changes, "files_uploaded", "첨부") for changes in TAKING_A_FILE),
    ],
)
async def test_a_change_that_would_take_an_uploaded_file_away_is_refused(
    changes: list[Json], rule: str, name: str
) -> None:
    team = await Team.built(WORKSPACE)
    [problem] = problems(team.before, CHANGES.validate_python(changes))
    assert (problem.rule, problem.place) == (rule, f"changes[{len(changes) - 1}]")
    assert problem.params["name"] == (name or changes[0].get("target", "홈"))
    said = [describe(problem, language) for language in get_args(Language)]
    assert all("Notion" in words for words in said)


@pytest.mark.parametrize("changes", SPARING, ids=lambda changes: changes[0]["action"])
async def test_any_other_change_is_undone_with_every_file_where_it_was(changes: list[Json]) -> None:
    team = await Team.built(WORKSPACE)
    await team.change(*changes)
    assert portrait(await team.undo()) == portrait(team.before)


async def test_what_every_answer_signs_anew_is_no_part_of_a_structure() -> None:
    team = await Team.built(WORKSPACE)
    reading = await read_page(team.notion.gateway(), team.page_id)
    first = json.dumps(reading.answers)
    later = re.sub(r"expires=\d+&signature=\w+", "expires=1&signature=2", first)
    later = re.sub(r'("expiry_time": )"[^"]+"', r'\1"2030-01-01T00:00:00.000Z"', later)
    assert later.count("signature=2") > 6  # looks, values, the image and the rollup
    assert assembled(json.loads(later)) == reading.structure
    assert "signature" not in json.dumps(reading.structure.to_json())


def with_icon(structure: Structure, icon: Json | None) -> Structure:
    page: ExistingPage = structure.page.model_copy(update={"icon": icon})
    return structure.model_copy(update={"page": page})


async def test_a_restoring_leaves_what_was_uploaded_or_taken_away_meanwhile() -> None:
    before = (await Team.built(WORKSPACE)).before
    another = {"type": "file", "file": {"url": "https://example.com/another.png"}}
    for now, then in ((EMOJI, before.page.icon), (another, before.page.icon), (another, EMOJI)):
        plan = restore_plan(with_icon(before, now), with_icon(before, then))
        assert plan.operations == ()
    plan = restore_plan(with_icon(before, None), with_icon(before, EMOJI))
    assert [operation.body for operation in plan.operations] == [{"icon": EMOJI}]


async def test_a_restoring_writes_no_files_value_that_holds_an_upload() -> None:
    before = (await Team.built(WORKSPACE)).before
    [tasks] = before.databases
    prop = next(prop.id for prop in tasks.properties if prop.name == "첨부")
    rows = [
        row.model_copy(update={"values": {k: v for k, v in row.values.items() if k != prop}})
        for row in tasks.rows
    ]
    emptied = before.model_copy(update={"databases": [tasks.model_copy(update={"rows": rows})]})
    plan = restore_plan(emptied, before)
    assert [operation.title for operation in plan.operations] == ["나"]


@pytest.mark.parametrize("changes", SPARING, ids=lambda changes: changes[0]["action"])
async def test_a_change_is_taken_back_by_what_is_read_now(changes: list[Json]) -> None:
    team = await Team.built(WORKSPACE)
    await team.change(*changes)
    await team.notion.forge(restore_plan(await team.read(), team.before)).run()
    assert portrait(await team.read()) == portrait(team.before)
