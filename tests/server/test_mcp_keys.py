"""Server keys over MCP: nobody comes in without one, and nobody into another's conversation."""

from typing import Any

import httpx2
import pytest
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from mcp_types import ElicitResult, InputRequiredResult

from settings import ApiKey
from tests.support.mcp_clients import Person, talking
from tests.support.rest import rest
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

KEY, OTHER = "key-one", "key-two"


@pytest.fixture(scope="module")
def overrides() -> dict[str, Any]:
    return {"api_keys": (ApiKey(KEY), ApiKey(OTHER))}


def bearing(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


async def test_nobody_comes_in_without_a_key(server: Server):
    async with rest(server.url) as client:
        for headers in ({}, bearing("wrong")):
            answer = await client.post("/mcp", json={}, headers=headers)
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "AUTH_FAILED")


async def test_one_key_neither_sees_nor_decides_what_another_has_begun(server: Server):
    async with talking(server.url, **bearing(KEY)) as mine:
        told = await mine.planned()
        async with talking(server.url, **bearing(OTHER)) as theirs:
            for tool, arguments in (
                ("approve", {"plan_id": told["plan"]["plan_id"]}),
                ("reject", {"plan_id": told["plan"]["plan_id"]}),
                ("status", {"thread_id": told["thread_id"]}),
                ("revise", {"thread_id": told["thread_id"], "words": "다르게"}),
                ("cancel", {"thread_id": told["thread_id"]}),
                ("undo", {"thread_id": told["thread_id"]}),
            ):
                assert (await theirs.refusal(tool, **arguments))["code"] == "FORBIDDEN"
        built = await mine.call("approve", plan_id=told["plan"]["plan_id"])
        assert built["status"] == "completed"
        async with talking(server.url, **bearing(OTHER)) as theirs:
            page = built["result"]["page_id"]
            refused = await theirs.refusal("change", wish="새 이름", page_id=page)
            assert refused["code"] == "FORBIDDEN"


async def test_a_question_is_answered_with_the_key_that_was_asked_alone(server: Server):
    async with talking(server.url, Person(), **bearing(KEY)) as mine:
        plan = (await mine.planned())["plan"]["plan_id"]
        arguments = {"plan_id": plan}
        asked = await mine.client.session.call_tool("approve", arguments, allow_input_required=True)
        assert isinstance(asked, InputRequiredResult)
        yes = {
            name: ElicitResult(action="accept", content={"approve": True})
            for name in asked.input_requests
        }
        answer = {"input_responses": yes, "request_state": asked.request_state}
        async with talking(server.url, Person(), **bearing(OTHER)) as theirs:
            with pytest.raises(MCPError):
                await theirs.client.session.call_tool("approve", arguments, **answer)
        told = await mine.client.session.call_tool("approve", arguments, **answer)
        assert told.structured_content["status"] == "completed"


async def test_a_session_answers_the_key_that_opened_it_alone(server: Server):
    """Clients of older protocols have one."""
    sessions: list[str] = []

    async def keep(response: httpx2.Response) -> None:
        sessions.append(response.headers.get("mcp-session-id", ""))

    hooks = {"response": [keep]}
    async with httpx2.AsyncClient(headers=bearing(KEY), event_hooks=hooks) as http:
        transport = streamable_http_client(f"{server.url}/mcp", http_client=http)
        async with Client(transport, mode="legacy") as client:
            await client.list_tools()
            session = next(filter(None, sessions))
            body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
            for key, status in ((OTHER, 404), (KEY, 200)):
                headers = {
                    **bearing(key),
                    "Mcp-Session-Id": session,
                    "Accept": "application/json, text/event-stream",
                }
                async with rest(server.url, headers=headers) as other:
                    assert (await other.post("/mcp", json=body)).status_code == status
