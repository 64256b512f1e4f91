"""Any valid blueprint is built without a refusal, Notion then holds what it says, and all of it
goes again."""

import asyncio

from hypothesis import given

from tests.support.blueprints import blueprints
from tests.support.built import Built
from tests.support.designed import Designed
from tests.support.examples import examples
from tests.support.notion import Notion
from tests.support.sameness import same_databases, same_pages
from tools.blueprint.model import Blueprint
from tools.notion.difference import from_nothing
from tools.notion.journal import MemoryJournal
from tools.notion.operations import WORKSPACE
from tools.notion.rollback import roll_back


@examples(25)
@given(blueprints())
def test_what_is_built_reads_back_as_the_blueprint_says_and_leaves_nothing_when_undone(
    blueprint: Blueprint,
) -> None:
    async def build_and_undo() -> None:
        notion = await Notion.fresh()
        before = notion.census()
        plan, journal = from_nothing(blueprint, WORKSPACE), MemoryJournal()
        page_id = await notion.forge(plan, journal).run()
        assert len(notion.wire.sent) == plan.counts.api_calls == len(plan.operations)
        built = Built(notion, page_id)
        same_pages(plan, built.pages(), Designed(blueprint).pages())
        same_databases(built.databases(), Designed(blueprint).databases())
        undone = await roll_back(plan, notion.gateway(), journal)
        assert (undone.pages, undone.databases) == (plan.counts.pages, plan.counts.databases)
        assert undone.rows == plan.counts.rows
        assert notion.top() == []
        assert notion.census() == before

    asyncio.run(build_and_undo())
