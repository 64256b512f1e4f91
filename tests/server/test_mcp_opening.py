"""MCP is opened by who asks for it first; where that fails, the next that asks finds it."""

import sys

import pytest

from tests.support.mcp_clients import talking
from tests.support.rest import rest
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_where_it_cannot_be_opened_that_is_logged_and_tried_again(
    server: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    with monkeypatch.context() as broken:
        broken.setitem(sys.modules, "api.mcp.server", None)  # as if it could not be imported
        async with rest(server.url) as client:
            refused = await client.post("/mcp", json={})
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "5"
    assert [
        record.exc_info[0] for record in caplog.records if record.name == "notionforge.mcp"
    ] == [ModuleNotFoundError]

    async with talking(server.url) as talk:
        await talk.planned()
