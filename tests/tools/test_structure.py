"""What is read of a page, and with how many calls."""

import json

import pytest

from sandbox.notion.mirror import mirror
from sandbox.notion.snapshot import page_snapshot
from tests.support.structures import WORKSPACE, Team, portrait
from tools.errors import NotionError
from tools.notion.modify.compile import restore_plan
from tools.notion.structure.read import read_page, read_structure
from tools.workspace.model import Structure


async def test_a_page_is_read_with_its_sub_pages_blocks_and_databases() -> None:
    before = (await Team.built()).before
    assert (before.page.title, before.page.object) == ("팀 홈", "page")
    assert [(page.title, page.icon) for page in before.sub_pages] == [
        ("안내", {"type": "emoji", "emoji": "📘"}),
        ("지난 것", None),
    ]
    assert [(block.type, block.text, block.color) for block in before.blocks[:3]] == [
        ("callout", "먼저 읽기", "gray_background"),
        ("heading_2", "할 일", "blue"),
        ("toggle", "더 보기", "default"),
    ]
    assert [child.text for child in before.blocks[2].children] == ["안쪽"]
    assert [database.title for database in before.databases] == ["작업", "프로젝트"]


async def test_a_database_is_read_with_properties_views_and_all_rows() -> None:
    tasks = (await Team.built()).before.databases[0]
    kinds = {prop.name: prop.type for prop in tasks.properties}
    assert kinds["이름"] == "title"
    assert kinds["두 배"] == "formula"
    assert [(view.name, view.type) for view in tasks.views] == [
        ("Default view", "table"),
        ("보드", "board"),
        ("달력", "calendar"),
        ("현황", "dashboard"),
    ]
    dashboard = next(view for view in tasks.views if view.type == "dashboard")
    assert [widget.name for widget in dashboard.widgets] == ["상태별", "목록"]
    assert [row.title for row in tasks.rows] == ["시작", "다음", "빈 줄"]


async def test_a_structure_survives_json() -> None:
    before = (await Team.built()).before
    assert Structure.from_json(json.loads(json.dumps(before.to_json()))) == before


async def test_a_database_can_be_asked_for_by_its_own_id() -> None:
    team = await Team.built()
    tasks = team.before.databases[0]
    found = await read_structure(team.notion.gateway(), tasks.id)
    assert (found.page.object, found.page.title) == ("database", "작업")
    assert [row.id for row in found.databases[0].rows] == [row.id for row in tasks.rows]


async def test_each_thing_is_read_once() -> None:
    team = await Team.built()
    team.notion.wire.sent.clear()
    before = await team.read()
    views = sum(1 + len(view.widgets) for d in before.databases for view in d.views)
    # The page, its children, a toggle's, two sub-pages; of databases also schema, views, rows.
    assert len(team.notion.wire.sent) == 3 + 2 + 4 * len(before.databases) + views
    paths = [(sent.method, sent.path) for sent in team.notion.wire.sent]
    assert len(paths) == len(set(paths))


async def test_a_linked_view_is_known_as_such_and_its_rows_are_not_read_again() -> None:
    linked = {"type": "linked_view", "ref": "projects", "view": {"type": "table", "name": "둘째"}}
    team = await Team.built({**WORKSPACE, "blocks": [*WORKSPACE["blocks"], linked]})
    assert [(d.title, d.linked, len(d.rows)) for d in team.before.databases if d.linked] == [
        ("프로젝트", True, 0)
    ]
    found = next(d for d in team.before.databases if d.linked)
    assert [view.name for view in found.views] == ["둘째"]
    assert team.before.source(found.data_source_id) != found


async def test_more_rows_and_links_than_one_answer_holds_are_read_to_the_end() -> None:
    projects = WORKSPACE["databases"][1]
    many = [{"values": {"제목": f"일 {i}"}} for i in range(120)]
    first = WORKSPACE["databases"][0]["rows"][0]
    linked = {**first["values"], "프로젝트": [f"일 {i}" for i in range(40)]}
    tasks = {**WORKSPACE["databases"][0], "rows": [{"values": linked}]}
    team = await Team.built({**WORKSPACE, "databases": [tasks, {**projects, "rows": many}]})
    found, far = team.before.databases
    link = next(prop.id for prop in found.properties if prop.name == "프로젝트")
    assert len(far.rows) == 120
    assert len(found.rows[0].values[link]) == 40


async def test_blocks_deeper_than_asked_for_are_left_out() -> None:
    team = await Team.built()
    found = await read_structure(team.notion.gateway(), team.page_id, depth=1)
    assert [block.children for block in found.blocks] == [[] for _ in found.blocks]


async def test_a_page_in_the_trash_is_read_without_its_rows_and_can_be_brought_back() -> None:
    team = await Team.built()
    await team.change({"action": "archive"})
    now = await team.read()
    assert now.page.in_trash
    assert [(d.title, d.rows) for d in now.databases] == [("작업", []), ("프로젝트", [])]
    await team.notion.forge(restore_plan(now, team.before)).run()
    assert portrait(await team.read()) == portrait(team.before)


async def test_a_reading_holds_each_answer_once_and_siblings_in_their_order() -> None:
    team = await Team.built()
    reading = await read_page(team.notion.gateway(), team.page_id)
    assert reading.structure == team.before
    names = [(answer["object"], answer["id"]) for answer in reading.answers]
    assert names[0] == ("page", team.page_id)
    assert len(names) == len(set(names))
    assert json.loads(json.dumps(reading.answers)) == reading.answers
    for database in team.before.databases:
        ids = [row.id for row in database.rows]
        assert [name for _, name in names if name in ids] == ids


async def test_a_database_that_notion_does_not_show_is_left_as_its_block() -> None:
    team = await Team.built()
    hidden, shown = team.before.databases
    team.notion.faults.inject(status=404, path=f"databases/{hidden.id}", times=9)
    reading = await read_page(team.notion.gateway(), team.page_id)
    assert [database.id for database in reading.structure.databases] == [shown.id]
    assert reading.structure.blocks == team.before.blocks
    # What is rehearsed on a copy of the reading shows the block as well.
    copy = page_snapshot(mirror(reading.answers), team.page_id)
    blocks = [(block["id"], block["type"]) for block in copy["blocks"]]
    assert blocks == [(block.id, block.type) for block in team.before.blocks]


async def test_a_database_that_fails_otherwise_fails_the_reading() -> None:
    team = await Team.built()
    hidden = team.before.databases[0]
    team.notion.faults.inject(status=403, path=f"databases/{hidden.id}", times=9)
    with pytest.raises(NotionError):
        await team.read()
