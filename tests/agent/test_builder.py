"""A build is carried out once, whoever asks for it and however often."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agent.builder import Builder
from agent.events import EventLog
from agent.plans.create import Construction
from agent.plans.store import Plans
from agent.threads import Settings, Threads
from sandbox.notion import Workspace, create_app
from sandbox.notion.snapshot import workspace_index
from tests.support.designs import design
from tools.notion.compile.compiler import WORKSPACE, compile_blueprint
from tools.notion.connect import NotionConnector
from tools.notion.transport import DirectTransport
from tools.records import Records
from tools.vault import Vault, load_key


@pytest.fixture
async def records(tmp_path: Path) -> AsyncIterator[Records]:
    records = await Records.open(tmp_path / "app.sqlite")
    yield records
    await records.close()


async def test_who_asks_for_the_same_build_awaits_the_same(records: Records, tmp_path: Path):
    workspace, events = Workspace(), EventLog(records)
    threads = Threads(records, Vault(records, load_key(None, tmp_path)))
    plans = Plans(records, ttl=60)
    connector = NotionConnector(DirectTransport(create_app(workspace)))
    builder = Builder(records, plans, threads, events, connector)
    thread = await threads.create("", Settings())
    await plans.start_build("b", thread.id, compile_blueprint(design(), WORKSPACE), Construction())
    first, second = await asyncio.gather(builder.run("b"), builder.run("b"))
    assert first == second == await builder.run("b")
    assert first["status"] == "completed"
    assert len(workspace_index(workspace)) == 1
