"""A day is the one that the person has: by their words' zone, else the operator's."""

from datetime import date, timedelta
from typing import Any

import pytest

from agent.planner.seam import About, Heard, Said
from tests.support.chat import Chat, chatting
from tests.support.designs import formula
from tests.support.exported import Exported
from tests.support.planners import ObedientPlanner
from tests.support.rest import rest
from tests.support.serving import Server
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse
from tools.zones import today_in

pytestmark = pytest.mark.asyncio(loop_scope="module")

DESIGN = {
    "title": "Days",
    "databases": [
        {
            "key": "days",
            "title": "Days",
            "properties": [
                {"name": "Name", "type": "title"},
                formula("Today", 'formatDate(today(), "YYYY-MM-DD")'),
            ],
            "rows": [{"values": {"Name": "one"}}],
        }
    ],
}
EAST, WEST = "Pacific/Kiritimati", "Etc/GMT+12"  # 26 hours apart: never the same day


class Dating(ObedientPlanner):
    """Remembers on which day it was asked."""

    days: list[date]

    def __init__(self) -> None:
        super().__init__()
        self.days = []

    async def understand(self, said: Said, about: About) -> Heard:
        self.days.append(said.today)
        return await super().understand(said, about)

    async def design(self, *_: Any) -> Blueprint:
        return parse(DESIGN)


@pytest.fixture(scope="module")
def planner() -> Dating:
    return Dating()


@pytest.fixture(scope="module")
def overrides() -> dict[str, Any]:
    return {"time_zone": WEST}


async def test_a_wish_is_dated_where_its_person_is(server: Server, planner: Dating):
    before = [today_in(EAST), today_in(WEST)]
    async with chatting(server.socket_url, settings={"time_zone": EAST}) as chat:
        await chat.asked()
    async with chatting(server.socket_url) as chat:
        await chat.asked()
    async with rest(server.url) as client:
        for options in ({"time_zone": EAST}, {}):
            body = {"prompt": "만들어줘", "options": options}
            assert (await client.post("/api/templates/preview", json=body)).status_code == 200
    wanted = [*before, *before]
    late = [day + timedelta(days=1) for day in wanted]  # midnight may have passed meanwhile
    assert all(day in pair for day, *pair in zip(planner.days, wanted, late, strict=True))
    assert planner.days[0] > planner.days[1]


async def test_a_recipe_is_shown_with_the_days_that_it_is_built_with(server: Server):
    path, korean = "/api/recipes/trip-journal", {"options": {"language": "ko"}}
    async with rest(server.url, headers={"Accept-Language": "ko"}) as client:
        shown = (await client.get(path)).json()["blueprint"]
        built = (await client.post(f"{path}/preview", json=korean)).json()["blueprint"]
    assert shown == built


def _told(database: dict[str, Any]) -> str:
    """What the first row of a database that is shown says of today."""
    said: str = database["rows"][0]["properties"]["Today"]["formula"]["string"]
    return said


async def test_a_preview_is_shown_with_the_days_of_who_looks(server: Server, chat: Chat):
    address = f"/preview/{(await chat.asked())['approval_id']}/data"
    async with rest(server.url) as client:
        for zone in (EAST, WEST, EAST):
            before = today_in(zone)
            shown = (await client.get(address, headers={"X-Time-Zone": zone})).json()
            assert _told(*shown["databases"].values()) in (str(before), str(today_in(zone)))


async def test_a_page_is_shown_with_the_days_of_who_looks(server: Server):
    async with rest(server.url) as client:
        built = await client.post("/api/templates/blueprint/import", json={"blueprint": DESIGN})
        home = f"/workspace/{built.json()['page_id']}"
        for named, zone in ((EAST, EAST), (WEST, WEST), ("Moon/Base", WEST), (EAST, EAST)):
            before, headers = today_in(zone), {"X-Time-Zone": named}
            shown = (await client.get(f"{home}/data", headers=headers)).json()
            [(database_id, database)] = shown["databases"].items()
            rows = await client.get(f"/workspace/{database_id}/rows", headers=headers)
            address = f"{home}/api/pages/{database['rows'][0]['id']}"
            edited = await client.patch(address, json={"properties": {}}, headers=headers)
            told = {_told(each) for each in (database, rows.json(), {"rows": [edited.json()]})}
            assert told <= {str(before), str(today_in(zone))}, named


async def test_a_page_is_exported_with_the_days_of_who_asks(server: Server):
    async with rest(server.url) as client:
        built = await client.post("/api/templates/blueprint/import", json={"blueprint": DESIGN})
        address = f"/api/workspaces/{built.json()['page_id']}/export"
        for asked in (
            {"headers": {"X-Time-Zone": EAST}},
            {"params": {"time_zone": EAST}, "headers": {"X-Time-Zone": WEST}},
        ):
            before = today_in(EAST)
            found = Exported((await client.get(address, **asked)).content)
            days = {str(before), str(today_in(EAST))}
            assert any(day in found.plain("Days/Days.csv") for day in days)
