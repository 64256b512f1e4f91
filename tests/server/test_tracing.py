"""No conversation leaves the house by a variable that was set for other projects."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.chat import chatting
from tests.support.collecting import Collector, collecting
from tests.support.processes import server_process
from tests.support.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

AMBIENT = dict.fromkeys(
    ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGCHAIN_TRACING"), "true"
) | {"LANGSMITH_API_KEY": "lsv2_test"}


@pytest_asyncio.fixture(loop_scope="module")
async def collector() -> AsyncIterator[Collector]:
    async with collecting() as collector:
        yield collector


async def one_wish(folder: Path, collector: Collector, **env: str) -> None:
    """A wish is planned by a server that was started among such variables."""
    given = {**AMBIENT, "LANGSMITH_ENDPOINT": collector.url, **env}
    async with server_process(folder, **given) as process:
        async with chatting(process.socket_url) as chat:
            await chat.asked("독서 기록장 만들어줘")
            await chat.quiet(1.0)
        if env:
            await until(lambda: bool(collector.received))


async def test_an_ambient_variable_sends_nothing_away(tmp_path: Path, collector: Collector):
    await one_wish(tmp_path, collector)
    assert collector.received == {}


async def test_our_own_setting_asks_for_it(tmp_path: Path, collector: Collector):
    await one_wish(tmp_path, collector, TRACING="langsmith")
    assert collector.received
