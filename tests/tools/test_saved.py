"""A page that was read comes back as a blueprint of the same workspace."""

import asyncio
from typing import Any

from hypothesis import given

from tests.support.blueprints import blueprints
from tests.support.examples import examples
from tests.support.named import shown
from tests.support.structures import WORKSPACE, Team
from tools.blueprint.check import problems
from tools.blueprint.model import Blueprint
from tools.notion.structure.saved import Lost, Saved, read_saved

Json = dict[str, Any]


async def saved(team: Team) -> Saved:
    return await read_saved(team.notion.gateway(), team.page_id, "ko")


async def test_a_workspace_that_was_saved_is_built_as_it_was() -> None:
    team = await Team.built()
    found = await saved(team)
    again = await Team.built(found.blueprint.model_dump(mode="json"))
    assert found.lost == ()
    assert await shown(again) == await shown(team)


@examples(15)
@given(blueprints())
def test_whatever_is_built_can_be_saved_and_what_is_lost_is_named(blueprint: Blueprint) -> None:
    asyncio.run(_save(blueprint.model_dump(mode="json")))


async def _save(data: Json) -> None:
    team = await Team.built(data)
    found = await saved(team)
    assert problems(found.blueprint) == []
    again = await Team.built(found.blueprint.model_dump(mode="json"))
    if not found.lost:
        assert await shown(again) == await shown(team)


async def test_what_notion_has_and_a_blueprint_has_not_is_named() -> None:
    image = {"type": "file", "upload": {"filename": "a.txt", "content": "YQ=="}}
    team = await Team.built({**WORKSPACE, "blocks": [image, *WORKSPACE["blocks"]]})
    found = await saved(team)
    assert [(lost.kind, lost.home) for lost in found.lost] == [("block", "팀 홈")]
    assert isinstance(found.lost[0], Lost)
