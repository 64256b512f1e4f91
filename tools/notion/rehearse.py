"""Rehearsals: a plan carried out on a throw-away embedded workspace, request by request.

So what is shown to a person has been built once already, and what Notion would refuse never
reaches anyone. The requests are those of the real run; there is no journal, as nothing has to
survive, and none runs beside another, as nothing has to be waited for.
"""

import asyncio
from collections.abc import Iterator, Sequence
from functools import partial

from tools.blueprint.model import Blueprint
from tools.notion.difference import from_nothing
from tools.notion.forge import send
from tools.notion.gateway import NotionGateway
from tools.notion.journal import Entry, Rehearsal, brought
from tools.notion.operations import WORKSPACE, Operation, Plan, captures, point
from tools.notion.structure.read import read_structure
from tools.notion.transport import DirectTransport, LocalWorkspace, Stage
from tools.workspace.model import Json, Structure


async def structure_of(rehearsal: Rehearsal) -> Structure:
    """What stands there now, as any page is read."""
    return await read_structure(_gateway(rehearsal.embedded), rehearsal.page_id)


async def rehearse(blueprint: Blueprint, stage: Stage) -> Rehearsal:
    """Builds a valid blueprint in memory. Raises NotionError with what Notion would say."""
    workspace = await stage.empty()
    plan = await asyncio.to_thread(from_nothing, blueprint, WORKSPACE)  # bodies may be long
    entries = await _carried_out(plan, workspace)
    page_id = str(entries[plan.operations[0].id].notion_id)
    return Rehearsal(plan, workspace, page_id, entries, from_nothing=True)


async def rehearse_changes(
    answers: Sequence[Json], plan: Plan, page_id: str, stage: Stage
) -> Rehearsal:
    """Changes a copy in memory of what was read: the answers that `read_page` brought.

    Raises NotionError with what Notion would say.
    """
    bodies = [operation.body for operation in plan.operations]
    workspace = await stage.copy(answers, bodies)
    entries = await _carried_out(plan, workspace)
    return Rehearsal(plan, workspace, page_id, entries, from_nothing=False)


async def _carried_out(plan: Plan, workspace: LocalWorkspace) -> dict[str, Entry]:
    """Does one operation after the other; returns the traces that they would leave."""
    gateway, wanted = _gateway(workspace, brief=True), captures(plan)
    entries: dict[str, Entry] = {}
    look_up = partial(brought, entries)
    for operation in _in_order(plan.operations):
        path, body = operation.filled(look_up)
        pointers = wanted[operation.id] - {"/id"}
        answer = await send(gateway, operation, path, body)
        captured = {pointer: point(answer, pointer) for pointer in pointers}
        entries[operation.id] = Entry("done", answer.get("id"), captured)
    return entries


def _in_order(operations: Sequence[Operation]) -> Iterator[Operation]:
    """The operations, each after what it needs: the main page may show what is uploaded."""
    waiting, done = list(operations), set[str]()
    while waiting:
        ready = next(operation for operation in waiting if operation.needs <= done)
        waiting.remove(ready)
        done.add(ready.id)
        yield ready


def _gateway(workspace: LocalWorkspace, *, brief: bool = False) -> NotionGateway:
    return NotionGateway(DirectTransport(workspace, brief=brief))
