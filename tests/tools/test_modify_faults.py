"""Changes under faults: a lost answer or a dead process leaves nothing undone or doubled."""

from typing import Any

import pytest

from tests.support.structures import Team, outline, portrait
from tools.notion.journal import Entry
from tools.notion.modify.compile import compile_changes
from tools.workspace.changes import CHANGES

Json = dict[str, Any]
TASKS = {"database": "작업"}

WISHED: list[list[Json]] = [
    [{"action": "delete_view", **TASKS, "view": "보드"}],
    [{"action": "add_view", **TASKS, "view": {"type": "list", "name": "목록"}}],
    [{"action": "add_rows", **TASKS, "rows": [{"values": {"이름": "시작"}}]}],
    [{"action": "delete_rows", **TASKS, "rows": ["시작"]}],
    [{"action": "add_blocks", "blocks": [{"type": "paragraph", "text": "끝"}]}],
    [{"action": "add_blocks", "blocks": [{"type": "divider"}], "after": "할 일"}],
    [{"action": "add_blocks", "blocks": [{"type": "divider"}], "first": True}],
    [{"action": "add_sub_page", "page": {"title": "안내"}}],
    [{"action": "delete_property", **TASKS, "property": "점수"}],
    [{"action": "move", "target": "지난 것", "to": "안내"}],
    [{"action": "archive", "target": "안내"}],
]


async def result(team: Team) -> Json:
    drawn = outline(await team.read(), team.before)
    return {**drawn, "texts": [block.text for block in (await team.read()).blocks]}


@pytest.mark.parametrize("changes", WISHED, ids=lambda changes: changes[0]["action"])
@pytest.mark.parametrize("sent", [False, True], ids=["before it was sent", "after it was done"])
async def test_a_change_begun_by_a_process_that_died_is_done_once(
    changes: list[Json], sent: bool
) -> None:
    """Each operation in turn is the one whose answer the dead process never journalled."""
    calm = await Team.built()
    await calm.change(*changes)
    expected = await result(calm)
    for lost in range(len(calm.plan.forward.operations)):
        team = await Team.built()
        team.plan = compile_changes(team.before, CHANGES.validate_python(changes))
        if sent:
            await team.notion.forge(team.plan.forward, team.journal).run()
        operation = team.plan.forward.operations[lost]
        team.journal.entries[operation.id] = Entry("started")
        await team.notion.forge(team.plan.forward, team.journal).run()
        assert await result(team) == expected
        assert portrait(await team.undo(), ordered=False) == portrait(team.before, ordered=False)


@pytest.mark.parametrize("changes", WISHED, ids=lambda changes: changes[0]["action"])
@pytest.mark.parametrize("applied", [False, True], ids=["not done", "done all the same"])
async def test_a_server_error_in_the_middle_of_a_change_is_survived(
    changes: list[Json], applied: bool
) -> None:
    calm, team = await Team.built(), await Team.built()
    await calm.change(*changes)
    team.plan = compile_changes(team.before, CHANGES.validate_python(changes))
    team.notion.faults.inject(status=502, after_write=applied)
    await team.notion.forge(team.plan.forward, team.journal).run()
    assert await result(team) == await result(calm)
