"""Rehearsals: the plan carried out on a throw-away embedded workspace, by the code of the real run.

So what is shown to a person has been built once already, and a blueprint that Notion would refuse
never reaches anyone.
"""

from dataclasses import dataclass

import httpx

from sandbox.notion import Workspace, create_app
from tools.blueprint.model import Blueprint
from tools.notion.compile import WORKSPACE, compile_blueprint
from tools.notion.forge import Forge, Step
from tools.notion.gateway import NotionGateway
from tools.notion.journal import MemoryJournal
from tools.notion.operations import Plan


@dataclass(frozen=True)
class Rehearsal:
    """What was built where: the plan, the workspace in memory, and its main page's id."""

    plan: Plan
    workspace: Workspace
    page_id: str


async def rehearse(blueprint: Blueprint) -> Rehearsal:
    """Builds a valid blueprint in memory. Raises NotionError with what Notion would say."""
    workspace = await Workspace.open(None)
    transport = httpx.ASGITransport(create_app(workspace))
    gateway = NotionGateway("sandbox", transport, base_url="http://rehearsal")
    plan = compile_blueprint(blueprint, WORKSPACE)
    page_id = await Forge(plan, gateway, MemoryJournal(), _in_silence).run()
    return Rehearsal(plan, workspace, page_id)


async def _in_silence(_: Step) -> None:
    return None
