"""MCP is opened by who asks for it first; where that fails, the next that asks finds it."""

import asyncio
import gc
import sys

import pytest

from api.mcp.endpoint import Endpoint
from tests.support.mcp_clients import talking
from tests.support.rest import rest
from tests.support.serving import Server
from tools.errors import Unavailable

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


async def test_who_asks_in_the_moment_in_which_the_server_ends_is_refused(server: Server):
    endpoint, nothing = Endpoint(), asyncio.Queue[object]()
    async with endpoint.serving(server.app):
        asking = asyncio.create_task(endpoint({"type": "http"}, nothing.get, nothing.put))
        await asyncio.sleep(0)  # it has asked, and nobody was told yet
    with pytest.raises(Unavailable):
        await asyncio.wait_for(asking, 5)


async def test_where_nobody_asked_nothing_is_said_of_it(
    server: Server, caplog: pytest.LogCaptureFixture
):
    async with Endpoint().serving(server.app):
        pass
    gc.collect()  # what nobody hears of an error is told when it is let go of
    assert caplog.records == []
