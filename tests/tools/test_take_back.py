"""Taking changes back, however far they came and however often it is asked for."""

import asyncio
import contextlib
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.examples import examples
from tests.support.notion import Died
from tests.support.structures import Team, outline, portrait
from tests.support.wishes import Wishes
from tests.tools.test_modify_any import valid
from tools.errors import NotionError
from tools.notion.forge import Step
from tools.notion.journal import Entry, MemoryJournal
from tools.notion.modify.compile import compile_changes, made_ids, restore_plan
from tools.notion.modify.merge import without_changes
from tools.notion.modify.undo import Journals, WayBack, read_changed, take_back
from tools.workspace.changes import CHANGES
from tools.workspace.model import Structure

Json = dict[str, Any]

TASKS = {"database": "작업"}
CHANGED: list[Json] = [
    {"action": "add_property", **TASKS, "property": {"name": "비고", "type": "rich_text"}},
    {"action": "delete_view", **TASKS, "view": "달력"},
    {"action": "add_rows", **TASKS, "rows": [{"values": {"이름": f"새 {n}"}} for n in range(3)]},
    {"action": "delete_rows", **TASKS, "rows": ["빈 줄"]},
    {"action": "rename", "to": "새 이름"},
]


class Undoing:
    """Changes that are made, or begun, and taken back."""

    def __init__(self, team: Team, changes: list[Json]) -> None:
        self.team = team
        self.plan = compile_changes(team.before, CHANGES.validate_python(changes))
        self.journal, self.undoing, self.restoring = (MemoryJournal() for _ in range(3))
        self.told: list[Step] = []

    async def make(self) -> None:
        await self.team.notion.forge(self.plan.forward, self.journal).run()

    async def take_back(self) -> int:
        async def tell(step: Step) -> None:
            self.told.append(step)

        back = WayBack.from_json(WayBack(self.plan, self.team.before).to_json())
        journals = Journals(self.journal, self.undoing, self.restoring)
        return (await take_back(back, self.team.notion.gateway(), journals, tell)).changes

    async def assert_as_before(self) -> None:
        now = await self.team.read()
        assert portrait(now, ordered=False) == portrait(self.team.before, ordered=False)


@pytest.fixture
async def undoing() -> Undoing:
    return Undoing(await Team.built(), CHANGED)


async def test_what_was_made_is_taken_back_and_told(undoing: Undoing) -> None:
    await undoing.make()
    assert await undoing.take_back() == len(undoing.plan.forward.operations)
    await undoing.assert_as_before()
    total = len(undoing.plan.inverse.operations)
    assert [(step.done, step.total) for step in undoing.told] == [
        (done, total) for done in range(1, total + 1)
    ]


@pytest.mark.parametrize("refused", ["/v1/pages$", "/v1/views/", "/v1/data_sources/"])
async def test_what_was_half_made_is_taken_back(undoing: Undoing, refused: str) -> None:
    undoing.team.notion.faults.inject(path=refused, status=400, times=9)
    with pytest.raises(NotionError):
        await undoing.make()
    undoing.team.notion.faults.clear()
    await undoing.take_back()
    await undoing.assert_as_before()


async def test_an_undoing_that_was_cut_off_goes_on(undoing: Undoing) -> None:
    await undoing.make()
    undoing.team.notion.faults.inject(method="PATCH", path="/v1/pages/", status=400, times=9)
    with pytest.raises(NotionError):
        await undoing.take_back()
    undoing.team.notion.faults.clear()
    await undoing.take_back()
    await undoing.assert_as_before()


async def test_an_undoing_of_half_made_changes_that_was_cut_off_goes_on(undoing: Undoing) -> None:
    await undoing.make()
    last = undoing.plan.forward.operations[-1].id
    undoing.journal.entries[last] = Entry("started")
    undoing.team.notion.faults.inject(path="/v1/(pages/|views$)", status=400, times=9)
    with pytest.raises(NotionError):
        await undoing.take_back()
    undoing.team.notion.faults.clear()
    await undoing.take_back()
    await undoing.assert_as_before()


async def test_changes_that_never_began_have_nothing_to_take_back(undoing: Undoing) -> None:
    assert await undoing.take_back() == 0
    assert undoing.told == []
    await undoing.assert_as_before()


OPTION: Json = {"action": "add_option", **TASKS, "property": "우선순위"}


async def others_change(team: Team) -> None:
    """Somebody adds an option and a row that has it, and gives another row a new title."""
    tasks = next(d for d in (await team.read()).databases if d.title == "작업")
    known = next(prop for prop in tasks.properties if prop.name == "우선순위")
    options = [{"name": option.name} for option in known.options] + [
        {"name": "남의 것", "color": "blue"}
    ]
    gateway = team.notion.gateway()
    schema = {"properties": {"우선순위": {"select": {"options": options}}}}
    await gateway.call("PATCH", f"data_sources/{tasks.data_source_id}", schema)
    values = {
        "이름": {"title": [{"text": {"content": "남의 줄"}}]},
        "우선순위": {"select": {"name": "남의 것"}},
    }
    parent = {"data_source_id": tasks.data_source_id}
    await gateway.call("POST", "pages", {"parent": parent, "properties": values})
    other = next(row for row in tasks.rows if row.title == "다음")
    title = {"properties": {"이름": {"title": [{"text": {"content": "고친 이름"}}]}}}
    await gateway.call("PATCH", f"pages/{other.id}", title)


def drawn(structure: Structure) -> Json:
    return outline(structure, structure)


async def without_ours() -> Json:
    """What the workspace is with what others did and nothing of ours."""
    team = await Team.built()
    await others_change(team)
    return drawn(await team.read())


@pytest.mark.parametrize(
    "refused", [None, "/v1/pages$", "/v1/views/"], ids=["all made", "half made", "part made"]
)
async def test_what_others_did_since_stays(refused: str | None) -> None:
    undoing = Undoing(await Team.built(), [*CHANGED, {**OPTION, "option": {"name": "우리 것"}}])
    if refused is not None:
        undoing.team.notion.faults.inject(path=refused, status=400, times=9)
        with pytest.raises(NotionError):
            await undoing.make()
        undoing.team.notion.faults.clear()
    else:
        await undoing.make()
    await others_change(undoing.team)
    await undoing.take_back()
    assert drawn(await undoing.team.read()) == await without_ours()


DONE: list[list[Json]] = [
    [{"action": "edit_rows", **TASKS, "rows": [{"row": "다음", "values": {"메모": "다른 글"}}]}],
    [{"action": "retype_property", **TASKS, "property": "링크", "to": "rich_text"}],
    [
        {"action": "edit_rows", **TASKS, "rows": [{"row": "시작", "values": {"메모": None}}]},
        {"action": "delete_property", **TASKS, "property": "점수"},
    ],
    [
        {"action": "delete_property", **TASKS, "property": "프로젝트"},
        {"action": "rename_property", "database": "프로젝트", "property": "예산", "to": "작업들"},
    ],
    [{"action": "move", "target": "지난 것", "to": "안내"}],
    [{"action": "move", "target": "프로젝트", "to": "안내"}],
]


@pytest.mark.parametrize("others", [False, True], ids=["alone", "among others"])
@pytest.mark.parametrize(
    "changes",
    DONE,
    ids=["a text", "a type", "a column", "a name", "a page's place", "a table's place"],
)
async def test_what_rows_held_and_where_parts_stood_comes_back(
    changes: list[Json], *, others: bool
) -> None:
    undoing = Undoing(await Team.built(), changes)
    await undoing.make()
    if others:
        await others_change(undoing.team)
    await undoing.take_back()
    expected = await without_ours() if others else drawn(undoing.team.before)
    assert drawn(await undoing.team.read()) == expected


async def test_what_was_refused_at_once_leaves_nothing_to_take_back(undoing: Undoing) -> None:
    undoing.team.notion.faults.inject(path="/v1/", status=403, times=99)
    with pytest.raises(NotionError):
        await undoing.make()
    undoing.team.notion.faults.clear()
    sent = len(undoing.team.notion.wire.sent)
    assert await undoing.take_back() == 0
    assert len(undoing.team.notion.wire.sent) == sent


@pytest.mark.parametrize("at", range(1, 6))
async def test_an_undoing_that_died_at_a_write_brings_nothing_back_twice(at: int) -> None:
    """The process dies when a write is done and its answer has not come."""
    undoing = Undoing(await Team.built(), CHANGED)
    undoing.team.notion.faults.inject(method="POST", path="/v1/pages$", status=400, times=9)
    with pytest.raises(NotionError):
        await undoing.make()
    undoing.team.notion.faults.clear()
    writes = 0

    def die(request: httpx.Request) -> None:
        nonlocal writes
        writes += request.method != "GET" and not request.url.path.endswith("/query")
        if writes == at and request.method != "GET":
            raise Died

    undoing.team.notion.wire.witness = die
    with contextlib.suppress(Died):
        await undoing.take_back()
    undoing.team.notion.wire.witness = lambda request: None
    await undoing.take_back()
    await undoing.assert_as_before()


@examples(15)
@given(st.data())
def test_any_changes_are_taken_out_of_what_others_went_on_with(data: st.DataObject) -> None:
    asyncio.run(_taken_out(data))


async def _taken_out(data: st.DataObject) -> None:
    team = await Team.built()
    before, changes = team.before, valid(team.before, Wishes(data.draw, team.before).some(6))
    undoing = Undoing(team, changes)
    await undoing.make()
    after = made_ids(undoing.plan, await undoing.journal.load())
    now = await read_changed(team.notion.gateway(), before, after)
    assert without_changes(before, before, now) == now
    assert without_changes(before, after, before) == before
    there = without_changes(before, after, now)
    await team.notion.forge(restore_plan(now, there)).run()
    assert portrait(await team.read(), ordered=False) == portrait(before, ordered=False)


async def test_what_was_changed_again_since_stays_and_nothing_is_told_as_taken_back() -> None:
    team = await Team.built()
    first = Undoing(team, [{"action": "rename", "to": "첫 이름"}])
    await first.make()
    gateway, page_id = team.notion.gateway(), team.before.page.id
    title = {"title": [{"text": {"content": "나중 이름"}}]}
    await gateway.call("PATCH", f"pages/{page_id}", {"properties": {"title": title}})

    assert await first.take_back() == 0
    assert (await team.read()).page.title == "나중 이름"
