"""A rehearsal is the real build, in a workspace that is thrown away."""

import pytest

from embedded import InMemory
from sandbox.notion.snapshot import page_snapshot, workspace_index
from tests.support.designs import board, database, design, everything, formula, paragraph
from tests.support.tables import longest_stall
from tools.errors import NotionError
from tools.notion.difference import from_nothing
from tools.notion.operations import WORKSPACE
from tools.notion.rehearse import rehearse


async def test_a_rehearsal_shows_the_plan_and_what_comes_of_it() -> None:
    rehearsal = await rehearse(everything(), InMemory())
    assert rehearsal.plan == from_nothing(everything(), WORKSPACE)
    shown = page_snapshot(rehearsal.embedded.workspace, rehearsal.page_id)
    assert len(shown["databases"]) == rehearsal.plan.counts.databases + 1  # and a linked one


async def test_rehearsals_know_nothing_of_each_other() -> None:
    first, second = await rehearse(design(), InMemory()), await rehearse(design(), InMemory())
    assert (
        len(workspace_index(first.embedded.workspace))
        == len(workspace_index(second.embedded.workspace))
        == 1
    )
    assert first.page_id != second.page_id


async def test_what_notion_would_refuse_is_refused_in_its_words() -> None:
    with pytest.raises(NotionError, match="formula"):
        await rehearse(design(databases=[database("a", formula("F", "nonsense("))]), InMemory())
    stage = {"name": "Stage", "type": "select"}
    view = {**board(), "filter": {"property": "Stage", "select": {"is_like": "x"}}}
    with pytest.raises(NotionError):
        await rehearse(design(databases=[database("a", stage, views=[view])]), InMemory())


async def test_a_rehearsal_of_long_bodies_lets_the_loop_go_on() -> None:
    row = {"blocks": [paragraph(f"line {number} of many") for number in range(120)]}
    rows = [{**row, "values": {"Name": f"row {number}"}} for number in range(100)]
    blueprint = design(databases=[{**database("long"), "rows": rows}])
    assert await longest_stall(rehearse(blueprint, InMemory())) < 0.05
