"""Blocks that changes put on a sub-page, of which only the title was read."""

from typing import Any

import pytest

from tests.support.structures import WORKSPACE, Team
from tools.errors import ValidationFailed
from tools.notion.journal import MemoryJournal
from tools.notion.modify.undo import Journals, WayBack, take_back
from tools.workspace.apply import apply
from tools.workspace.changes import CHANGE
from tools.workspace.draft import Draft

Json = dict[str, Any]
BELOW: Json = {
    "action": "add_blocks",
    "target": "규칙",
    "blocks": [{"type": "to_do", "text": "장갑"}, {"type": "divider"}],
}


async def _team() -> Team:
    page = {"title": "규칙", "blocks": [{"type": "paragraph", "text": "먼저 읽기"}]}
    return await Team.built({**WORKSPACE, "sub_pages": [page]})


async def _on_it(team: Team) -> list[str]:
    """The types of the blocks on the sub-page."""
    page = next(page for page in team.before.sub_pages if page.title == "규칙")
    answer = await team.notion.gateway().call("GET", f"blocks/{page.id}/children")
    return [block["type"] for block in answer["results"]]


async def test_blocks_stand_at_the_end_of_a_sub_page_until_they_are_undone():
    team = await _team()

    await team.change(BELOW)

    assert await _on_it(team) == ["paragraph", "to_do", "divider"]
    await team.undo()
    assert await _on_it(team) == ["paragraph"]


@pytest.mark.parametrize("others", ["title", "blocks"])
async def test_undone_they_leave_what_others_did_to_the_page_since(others: str):
    team = await _team()
    await team.change(BELOW)
    gateway, sub = team.notion.gateway(), team.before.sub_pages[0]
    if others == "title":
        title = {"title": {"title": [{"text": {"content": "우리 집"}}]}}
        await gateway.call("PATCH", f"pages/{team.page_id}", {"properties": title})
    else:
        quote = {"type": "quote", "quote": {"rich_text": [{"text": {"content": "!"}}]}}
        await gateway.call("PATCH", f"blocks/{sub.id}/children", {"children": [quote]})
    back = WayBack(team.plan, team.before)

    undone = await take_back(
        back, gateway, Journals(team.journal, MemoryJournal(), MemoryJournal()), _silent
    )

    assert undone.changes
    assert await _on_it(team) == ["paragraph", *(["quote"] if others == "blocks" else [])]


async def _silent(_: object) -> None:
    pass


async def test_a_sub_page_that_is_not_there_is_refused():
    team = await _team()
    with pytest.raises(ValidationFailed, match="unknown_sub_page"):
        apply(Draft(team.before), CHANGE.validate_python({**BELOW, "target": "없음"}))
