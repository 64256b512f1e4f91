"""Spans go where the operator says, and say what kind of work it was: nobody's words."""

import importlib.util
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.chat import chatting, types
from tests.support.collecting import Collector, collecting
from tests.support.processes import server_process, start_of_server
from tests.support.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

INSTALLED = importlib.util.find_spec("opentelemetry.sdk") is not None
WISH = "독서 기록장 만들어줘"


@pytest_asyncio.fixture(loop_scope="module")
async def collector() -> AsyncIterator[Collector]:
    async with collecting() as collector:
        yield collector


@pytest.mark.skipif(not INSTALLED, reason="the extra [otel] is not installed")
async def test_spans_of_turn_plan_and_call_go_to_the_endpoint(tmp_path: Path, collector: Collector):
    """What is sent is uncompressed protobuf, in which names stand as they are."""
    env = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_BSP_SCHEDULE_DELAY": "200"}
    async with server_process(tmp_path, **env) as process, chatting(process.socket_url) as chat:
        await chat.approve(await chat.asked(WISH))
        assert "complete" in types(await chat.turn())
        await until(lambda: b"build" in collector.received.get("/v1/traces", b""))
    told = collector.received.pop("/v1/traces")
    for name in (b"turn", b"plan", b"rehearse", b"notion.call", b"notionforge", b"completed"):
        assert name in told
    for secret in (WISH, "독서", chat.thread_id, "sandbox"):
        assert secret.encode() not in told
    assert collector.received == {}


@pytest.mark.skipif(INSTALLED, reason="the extra [otel] is installed")
async def test_without_the_extra_the_start_says_what_to_install(tmp_path: Path):
    env = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"}
    ended = await start_of_server(tmp_path, **env)
    assert ended.code != 0
    assert "notionforge[otel]" in ended.complaints
