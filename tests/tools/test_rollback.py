"""Undoing takes one call, and never what somebody else made."""

import pytest

from tests.support.designs import everything
from tests.support.notion import Notion
from tools.errors import NotionError
from tools.notion.difference import from_nothing
from tools.notion.journal import MemoryJournal, Undone
from tools.notion.operations import WORKSPACE
from tools.notion.rollback import roll_back

PLAN = from_nothing(everything(), WORKSPACE)


async def built(notion: Notion) -> MemoryJournal:
    journal = MemoryJournal()
    await notion.forge(PLAN, journal).run()
    notion.wire.sent.clear()
    return journal


async def test_a_whole_build_is_undone_with_one_call(notion: Notion) -> None:
    journal = await built(notion)
    undone = await roll_back(PLAN, notion.gateway(), journal)
    counts = PLAN.counts
    assert undone == Undone(counts.pages, counts.databases, counts.rows, counts.views)
    assert [sent.method for sent in notion.wire.sent] == ["PATCH"]
    assert notion.top() == []


async def test_a_build_that_stopped_half_way_is_undone_as_far_as_it_came(notion: Notion) -> None:
    journal = MemoryJournal()
    notion.faults.inject(method="POST", path="/v1/databases$", status=400)
    with pytest.raises(NotionError):
        await notion.forge(PLAN, journal).run()
    undone = await roll_back(PLAN, notion.gateway(), journal)
    assert (undone.databases, undone.rows) == (0, 0)
    assert notion.top() == []


async def test_undoing_twice_does_no_harm(notion: Notion) -> None:
    journal = await built(notion)
    first = await roll_back(PLAN, notion.gateway(), journal)
    assert await roll_back(PLAN, notion.gateway(), journal) == first


async def test_a_build_that_never_began_has_nothing_to_undo(notion: Notion) -> None:
    assert await roll_back(PLAN, notion.gateway(), MemoryJournal()) == Undone()
    assert notion.wire.sent == []


async def test_a_first_page_whose_answer_was_lost_is_found_and_undone(notion: Notion) -> None:
    journal = MemoryJournal()
    await journal.start("page")
    await notion.gateway().call("POST", "pages", PLAN.operations[0].body)
    assert await roll_back(PLAN, notion.gateway(), journal) == Undone(pages=1)
    assert notion.top() == []


async def test_a_first_page_that_never_came_to_be_is_nothing_to_undo(notion: Notion) -> None:
    journal = MemoryJournal()
    await journal.start("page")
    assert await roll_back(PLAN, notion.gateway(), journal) == Undone()


async def test_a_page_of_the_same_title_that_another_build_made_stays(notion: Notion) -> None:
    journal, gateway = MemoryJournal(), notion.gateway()
    await journal.start("page")
    own = await gateway.call("POST", "pages", PLAN.operations[0].body)
    other = await gateway.call("POST", "pages", PLAN.operations[0].body)
    await journal.finish("somebody else's", other["id"], {}, 1)
    await roll_back(PLAN, gateway, journal)
    assert notion.page(own["id"])["page"]["in_trash"]
    assert not notion.page(other["id"])["page"]["in_trash"]


async def test_a_refusal_is_told(notion: Notion) -> None:
    journal = await built(notion)
    notion.faults.inject(method="PATCH", status=403)
    with pytest.raises(NotionError):
        await roll_back(PLAN, notion.gateway(), journal)
