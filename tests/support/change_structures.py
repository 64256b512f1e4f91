"""Workspaces that wishes to change are read against: real skills' designs, built and read."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from tests.agent.embedded_planner import designed
from tests.support.structures import Team
from tools.blueprint.base import Language
from tools.workspace.model import Structure

WISHES = {
    "ko": "프로젝트 관리 대시보드 만들어줘",
    "en": "make me a project management dashboard in English",
    "ja": "プロジェクト管理のワークスペースを作って",
    "read": "독서 기록장 만들어줘",
    "crm": "make a CRM",
}
_SPOKEN: dict[str, Language] = {"en": "en", "crm": "en", "ja": "ja"}


def spoken_in(workspace: str) -> Language:
    """The language of a workspace."""
    return _SPOKEN.get(workspace, "ko")


@cache
def workspace(name: str) -> Structure:
    """The structure of one of the workspaces; `team` is the small one of `structures`.

    It is built on a loop of its own, so that a test which runs on one may ask for it too.
    """
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(asyncio.run, _built(name)).result()


async def _built(name: str) -> Structure:
    if name == "team":
        return (await Team.built()).before
    design = await designed(WISHES[name])
    return (await Team.built(design.blueprint.model_dump(mode="json"))).before
