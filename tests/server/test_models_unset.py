"""A server without a key for any model: whoever asks for one hears that it is not there."""

import pytest

from tests.support.chat import chatting
from tests.support.rest import rest
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANTHROPIC = "sk-ant-api03-of-nobody-0123456789"


@pytest.fixture(scope="module")
def planner() -> None:
    """The server's own planners, as its settings have them."""


async def test_no_model_can_be_chosen_without_a_key_for_it(server: Server):
    async with chatting(server.socket_url) as chat:
        for model in ("openai/gpt-5", "anthropic/claude-x", "openai", "gpt-5", "ollama/llama"):
            await chat.send("set_model", model=model)
            assert (await chat.next())["code"] == "UNAVAILABLE"
        await chat.send("set_model", model="embedded")
        assert (await chat.next())["planner"] == "embedded"


async def test_a_key_that_was_brought_serves_its_provider_alone(server: Server):
    async with chatting(server.socket_url, ai_key=ANTHROPIC) as chat:
        answers = []
        for model in ("claude-x", "openai/gpt-5", "gpt-5"):
            await chat.send("set_model", model=model)
            answers.append((await chat.next()).get("code"))
        thread = chat.thread_id
    assert answers == [None, "UNAVAILABLE", "UNAVAILABLE"]
    async with chatting(server.socket_url, thread_id=thread, ai_model="anthropic/claude-y") as chat:
        assert chat.frames[0]["planner"] == "anthropic/claude-y"


async def test_a_welcome_says_that_the_model_is_not_there(server: Server):
    given = ({"ai_model": "openai/gpt-5"}, {"ai_key": ANTHROPIC, "ai_model": "gpt-5"})
    for brought in given:
        async with chatting(server.socket_url, **brought) as chat:
            hello = chat.frames[0]
        assert hello["planner"] == "embedded"
        assert hello["remark"] in hello["content"]


async def test_without_a_model_nobody_plans_where_the_embedded_planner_is_ruled_out(server: Server):
    body = {"prompt": "프로젝트 관리 만들어줘", "options": {"fallback": False}}
    async with rest(server.url) as client:
        brought = {"ai_model": "claude-x", "ai_key": ANTHROPIC}, {"ai_model": "openai/gpt-5"}
        for model in ({}, *brought[1:], {**brought[0], "ai_model": "openai/gpt-5"}):
            for way in ("generate", "generate/stream"):
                refused = await client.post(f"/api/templates/{way}", json={**body, **model})
                told = refused.json()["error"]["code"]
                assert (refused.status_code, told) == (400, "INVALID_INPUT")
        named = {**body, "ai_model": "embedded"}
        assert (await client.post("/api/templates/generate", json=named)).status_code == 200


async def test_a_preview_needs_no_model_and_takes_none(server: Server):
    given = ({}, {"ai_model": "openai/gpt-5"}, {"ai_key": "what-is-this", "ai_model": "x"})
    async with rest(server.url) as client:
        for model in given:
            body = {"prompt": "프로젝트 관리 만들어줘", "options": {"fallback": False}, **model}
            answer = await client.post("/api/templates/preview", json=body)
            assert answer.status_code == 200
            assert "warnings" not in answer.json()
