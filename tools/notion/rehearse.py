"""Rehearsals: a plan carried out on a throw-away embedded workspace, by the code of the real run.

So what is shown to a person has been built once already, and what Notion would refuse never
reaches anyone.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from sandbox.notion import Workspace, create_app
from sandbox.notion.mirror import mirror
from tools.blueprint.model import Blueprint
from tools.notion.compile import WORKSPACE, compile_blueprint
from tools.notion.forge import Forge, Step
from tools.notion.gateway import NotionGateway
from tools.notion.journal import MemoryJournal
from tools.notion.modify import ChangePlan
from tools.notion.operations import Plan
from tools.notion.structure import Structure, read_structure
from tools.notion.structure.model import Json


@dataclass(frozen=True)
class Rehearsal:
    """What was done where: the plan, the workspace in memory, and its main page's id (or that of
    the database that was changed)."""

    plan: Plan
    workspace: Workspace
    page_id: str

    async def structure(self) -> Structure:
        """What stands there now, as any page is read."""
        return await read_structure(_gateway(self.workspace), self.page_id)


async def rehearse(blueprint: Blueprint) -> Rehearsal:
    """Builds a valid blueprint in memory. Raises NotionError with what Notion would say."""
    workspace = await Workspace.open(None)
    plan = await asyncio.to_thread(compile_blueprint, blueprint, WORKSPACE)  # bodies may be long
    return Rehearsal(plan, workspace, await _carried_out(plan, workspace))


async def rehearse_changes(answers: Sequence[Json], plan: ChangePlan, page_id: str) -> Rehearsal:
    """Changes a copy in memory of what was read: the answers that `read_page` brought.

    Raises NotionError with what Notion would say.
    """
    bodies = [operation.body for operation in plan.forward.operations]
    workspace = await asyncio.to_thread(mirror, answers, bodies)  # there may be many rows
    await _carried_out(plan.forward, workspace)
    return Rehearsal(plan.forward, workspace, page_id)


async def _carried_out(plan: Plan, workspace: Workspace) -> str:
    return await Forge(plan, _gateway(workspace), MemoryJournal(), _in_silence).run()


def _gateway(workspace: Workspace) -> NotionGateway:
    transport = httpx.ASGITransport(create_app(workspace))
    return NotionGateway("sandbox", transport, base_url="http://rehearsal")


async def _in_silence(_: Step) -> None:
    return None
