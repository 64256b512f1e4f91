"""Taking changes back, however far they came and however often it is asked for."""

from typing import Any

import pytest

from tests.support.structures import Team, portrait
from tools.errors import NotionError
from tools.notion.forge import Step
from tools.notion.journal import Entry, MemoryJournal
from tools.notion.modify import CHANGES, WayBack, compile_changes, take_back

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

    def __init__(self, team: Team) -> None:
        self.team = team
        self.plan = compile_changes(team.before, CHANGES.validate_python(CHANGED))
        self.journal, self.undoing = MemoryJournal(), MemoryJournal()
        self.told: list[Step] = []

    async def make(self) -> None:
        await self.team.notion.forge(self.plan.forward, self.journal).run()

    async def take_back(self) -> int:
        async def tell(step: Step) -> None:
            self.told.append(step)

        back = WayBack.from_json(WayBack(self.plan.inverse, self.team.before).to_json())
        journals = self.journal, self.undoing
        gateway = self.team.notion.gateway()
        return (await take_back(self.plan.forward, back, gateway, journals, tell)).changes

    async def assert_as_before(self) -> None:
        now = await self.team.read()
        assert portrait(now, ordered=False) == portrait(self.team.before, ordered=False)


@pytest.fixture
async def undoing() -> Undoing:
    return Undoing(await Team.built())


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
