"""A running server for each module: one for each test would cost most of the time."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from agent.planner.seam import OwnPlanner
from tests.support.chat import Chat, chatting
from tests.support.planners import ObedientPlanner
from tests.support.serving import RemoteNotion, Server, remote_notion, serving


@pytest.fixture(scope="module")
def overrides() -> dict[str, Any]:
    """Settings of the module's server, beside those of the tests; a module may say otherwise."""
    return {}


@pytest.fixture(scope="module")
def planner() -> OwnPlanner:
    return ObedientPlanner()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def notion() -> AsyncIterator[RemoteNotion]:
    """Notion over TCP, to which the module's server turns for whoever brings a token."""
    async with remote_notion() as notion:
        yield notion


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(
    tmp_path_factory: pytest.TempPathFactory,
    overrides: dict[str, Any],
    planner: OwnPlanner,
    notion: RemoteNotion,
) -> AsyncIterator[Server]:
    folder: Path = tmp_path_factory.mktemp("data")
    async with serving(folder, planner, notion_base_url=notion.url, **overrides) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="module")
async def chat(server: Server) -> AsyncIterator[Chat]:
    """A thread of its own in the embedded workspace."""
    async with chatting(server.socket_url) as chat:
        yield chat


@pytest_asyncio.fixture(loop_scope="module")
async def remote_chat(server: Server, notion: RemoteNotion) -> AsyncIterator[Chat]:
    """A thread of its own that builds in the Notion over TCP, which takes its time."""
    token, parent = notion.new_token(), await notion.new_parent()
    async with chatting(server.socket_url, notion_token=token, parent_page_id=parent) as chat:
        yield chat
    notion.faults.clear()
