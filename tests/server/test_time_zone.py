"""A day is the one that the person has: by their words' zone, else the operator's."""

from datetime import date, timedelta
from typing import Any

import pytest

from agent.planner.seam import About, Heard, Said
from tests.support.chat import chatting
from tests.support.planners import ObedientPlanner
from tests.support.rest import rest
from tests.support.serving import Server
from tools.zones import today_in

pytestmark = pytest.mark.asyncio(loop_scope="module")

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
