"""Any valid list of changes to any workspace: done as said, undone to the last value."""

import asyncio
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.support.blueprints import blueprints
from tests.support.examples import examples
from tests.support.structures import WORKSPACE, Team, outline, portrait
from tests.support.wishes import Wishes
from tools.blueprint.model import Blueprint
from tools.notion.modify.compile import problems
from tools.workspace.changes import CHANGES
from tools.workspace.model import Structure

Json = dict[str, Any]


def valid(structure: Structure, wishes: list[Json]) -> list[Json]:
    """Of some changes those that can be done, one after the other."""
    kept: list[Json] = []
    for wish in wishes:
        try:
            changes = CHANGES.validate_python([*kept, wish])
        except ValidationError:
            continue
        if problems(structure, changes) == []:
            kept.append(wish)
    return kept


@examples(15)
@given(blueprints(), st.data())
def test_changes_do_what_they_say_and_undo_brings_everything_back(
    blueprint: Blueprint, data: st.DataObject
) -> None:
    asyncio.run(_change_and_undo(blueprint.model_dump(mode="json"), data))


@examples(15)
@given(st.data())
def test_the_same_holds_for_a_workspace_with_rows_in_every_type(data: st.DataObject) -> None:
    asyncio.run(_change_and_undo(WORKSPACE, data))


async def _change_and_undo(workspace: Json, data: st.DataObject) -> None:
    """Also counts the calls and looks for refusals: see `Team`."""
    team = await Team.built(workspace)
    changes = valid(team.before, Wishes(data.draw, team.before).some(8))
    await team.change(*changes)
    moved = any(change["action"] == "move" for change in changes)
    if not moved:
        expected = outline(team.plan.expected, team.before)
        assert outline(await team.read(), team.before) == expected
    after = await team.undo()
    assert portrait(after, ordered=not moved) == portrait(team.before, ordered=not moved)
