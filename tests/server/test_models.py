"""A language model over the socket and over REST: chosen, asked, told of where it fails, and never
trusted with more than a plan that somebody approves."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from starlette.responses import StreamingResponse

from agent.planner.model.lazy import LazyModels
from agent.planner.model.provider import PROVIDERS
from agent.planner.planners import Planners
from tests.agent.model_planner import Bench, bench
from tests.support.chat import Chat, chatting, of_type, types
from tests.support.models import KEY, chunk, error, replies, says, streams
from tests.support.rest import rest
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

OBEYS = says('{"colour": "blue"}')
HEAD = {"thought": "", "databases": [], "changes": [], "not_done": []}
SCORE = {"name": "점수", "type": "number", "options": []}
ADDS = {"action": "add_property", "database": "작업", "property": SCORE}
KEYS = {
    "openai": "sk-proj-leaks0123456789abcdef",
    "anthropic": "sk-ant-api03-leaks0123456789",
    "openrouter": "sk-or-v1-leaks0123456789",
    "deepseek": f"sk-{'1e' * 16}",
    "gemini": "AIzaLeaks0123456789abcdef",
    "groq": "gsk_leaks0123456789abcdef",
    "xai": "xai-leaks0123456789abcdef",
    "mistral": "leaks0123456789leaks0123456789ab",
}
WISH = "프로젝트 관리 만들어줘"
CHOSEN = {"ai_key": KEY, "ai_model": "gpt-5-mini"}


def plan(kind: str = "create", base: str = "draft", **parts: Any) -> Any:
    return replies(**{**HEAD, "kind": kind, "base": base, "reply": "모델이 말해요.", **parts})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def models(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Bench]:
    """Every provider, all of them one server of models, with no key of the operator's."""
    async with bench(tmp_path_factory.mktemp("models"), keys={}) as found:
        yield found


@pytest.fixture(scope="module")
def planner(models: Bench) -> Planners:
    opened = {
        name: lambda choice: models.service.planner(choice.provider, choice.model)
        for name in PROVIDERS
    }
    return Planners(models.planners.own, opened)


@pytest.fixture(autouse=True)
def fresh(models: Bench) -> None:
    """Each test begins with a server that is well and has been probed."""
    models.server.script.clear()
    models.server.asked.clear()
    models.server.otherwise = lambda body: (
        OBEYS(body) if "clear sky" in json.dumps(body) else plan()(body)
    )


async def test_a_thread_asks_the_model_of_the_key_that_it_brought(server: Server, models: Bench):
    async with chatting(server.socket_url, **CHOSEN) as chat:
        await chat.say(WISH)
        said = await chat.turn()
    assert of_type(said, "ai_response")["content"] == "모델이 말해요."
    assert "system" not in types(said)
    assert models.server.asked[-1]["model"] == "gpt-5-mini"


async def test_a_model_can_be_chosen_later_and_left_again(server: Server, models: Bench):
    async with chatting(server.socket_url, ai_key=KEY) as chat:
        await chat.send("set_model", model="small")
        assert (await chat.next())["type"] == "system"
        await chat.asked(WISH)
        assert models.server.asked[-1]["model"] == "small"
        models.server.asked.clear()
        await chat.send("set_model", model="embedded")
        await chat.next()
        await chat.say("샘플은 2개만")
        assert "모델이 말해요." not in str(await chat.turn())
    assert models.server.asked == []


async def test_a_key_of_nobody_does_not_keep_anybody_outside(server: Server):
    async with chatting(server.socket_url, ai_key="what-is-this", ai_model="x") as chat:
        hello = chat.frames[0]
        assert "키가 아닌 것 같아요" in hello["remark"]
        assert hello["remark"] in hello["content"]
        assert hello["planner"] == "embedded"
        assert (await chat.asked(WISH))["blueprint"]


async def test_a_socket_hears_who_plans_from_now_on(server: Server):
    async with chatting(server.socket_url, **CHOSEN) as chat:
        planners = [chat.frames[0]["planner"]]
        for model in ("small", "embedded", "openai/small", "default"):
            await chat.send("set_model", model=model)
            planners.append((await chat.next())["planner"])
        thread = chat.thread_id
    assert planners == ["openai/gpt-5-mini", "openai/small", "embedded", "openai/small", "embedded"]
    async with chatting(server.socket_url, thread_id=thread, ai_key=KEY) as chat:
        assert chat.frames[0]["planner"] == "openai"
    async with chatting(
        server.socket_url, thread_id=thread, ai_key=KEY, ai_model="embedded"
    ) as chat:
        assert chat.frames[0]["planner"] == "embedded"
        assert "remark" not in chat.frames[0]


async def test_why_a_model_failed_is_told_and_the_embedded_planner_goes_on(
    server: Server, models: Bench
):
    async with chatting(server.socket_url, ai_key="sk-proj-of-nobody", ai_model="small") as chat:
        await chat.say(WISH)
        said = await chat.turn()
    assert "키가 거부됐어요" in of_type(said, "system")["content"]
    assert said[-1]["status"] == "awaiting_approval"


async def test_an_answer_is_streamed_and_the_plan_waits_on(server: Server, models: Bench):
    answer = "작업과 프로젝트, 두 개의 데이터베이스가 있어요. " * 5
    async with chatting(server.socket_url, **CHOSEN) as chat:
        request = await chat.asked(WISH)
        models.server.plays(plan("answer", reply=answer))
        await chat.say("데이터베이스가 몇 개야?")
        said = await chat.turn()
        pieces = [frame["content"] for frame in said if frame["type"] == "ai_token"]
        assert len(pieces) > 2
        assert "".join(pieces) == of_type(said, "ai_response")["content"] == answer.strip()
        await chat.approve(request)
        assert (await chat.turn())[-1]["status"] == "completed"


async def test_a_page_is_changed_by_a_model_and_changed_back(server: Server, models: Bench):
    async with chatting(server.socket_url, **CHOSEN) as chat:
        await chat.approve(await chat.asked(WISH))
        await chat.turn()
        changes = [{"action": "edit_rows", "database": "작업", "rows": []}, ADDS]
        models.server.plays(plan("change"), plan("change", "agreed", changes=changes[1:]))
        request = await chat.asked("일마다 얼마나 중요한지 점수로 매기게 해줘")
        assert [change["action"] for change in request["changes"]] == ["add_property"]
        await chat.approve(request)
        assert (await chat.turn())[-1]["status"] == "completed"
        await chat.send("undo")
        assert of_type(await chat.turn(), "cancelled")["reason"] == "undone"


async def test_m5_a_yes_while_the_model_thinks_does_not_count_for_what_it_thinks_of(
    server: Server, models: Bench
):
    thinking = asyncio.Event()

    def slowly(body: dict[str, Any]) -> Any:
        thinking.set()
        said = json.dumps({**HEAD, "kind": "change", "reply": "새 계획", "base": "draft"})
        return streams(": …\n\n", 0.3, chunk({"content": said}), chunk({}, "stop"))(body)

    async with chatting(server.socket_url, **CHOSEN) as chat:
        old = await chat.asked(WISH)
        models.server.plays(slowly)
        await chat.say("제목을 봄 계획으로")
        await thinking.wait()
        await chat.say("좋아")
        await chat.approve(old)
        ends = [await chat.until("turn_end"), await chat.until("turn_end")]
        said = types(chat.frames)
    assert "complete" not in said
    assert [end["status"] for end in ends] == ["awaiting_approval", "awaiting_approval"]
    assert "error" in said


async def test_m6_a_yes_needs_no_model(server: Server, models: Bench):
    async with chatting(server.socket_url, **CHOSEN) as chat:
        request = await chat.asked(WISH)
        models.server.otherwise = error(500, "boom")
        await chat.say("좋아")
        said = await chat.turn()
    assert request["approval_id"]
    assert said[-1]["status"] == "completed"


async def test_a_model_reads_what_there_is_and_nothing_of_it_is_written(
    server: Server, models: Bench, chat: Chat
):
    looks = [
        {"tool": "search_workspace", "query": "프로젝트"},
        {"tool": "recipes", "query": ""},
        {"tool": "skills", "query": "crm"},
        {"tool": "read_page", "query": "no id"},
        {"tool": "count_tickets", "query": ""},
    ]
    async with chatting(server.socket_url, **CHOSEN) as asking:
        await asking.approve(await asking.asked(WISH))
        await asking.turn()
        models.server.plays(plan("look", looks=looks), plan("answer", reply="있어요."))
        await asking.say("안녕, 내 워크스페이스에 프로젝트 페이지가 있어?")
        said = await asking.turn()
    told = models.server.words()
    assert of_type(said, "ai_response")["content"] == "있어요."
    assert "page: 프로젝트 관리" in told
    assert "(failed: INVALID_INPUT)" in told
    assert "pipeline" in told


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(server.url) as client:
        yield client


async def test_a_request_brings_a_model_and_hears_where_another_stood_in(
    client: httpx.AsyncClient, models: Bench
):
    body = {"prompt": WISH, **CHOSEN}
    good = (await client.post("/api/templates/generate", json=body)).json()
    models.server.otherwise = error(429, "quota", "insufficient_quota")
    poor = (await client.post("/api/templates/generate", json=body)).json()
    assert (good["success"], good["warnings"]) == (True, [])
    assert poor["success"]
    assert len(poor["warnings"]) == 1
    assert "크레딧" in poor["warnings"][0]


async def test_a_dry_run_tells_where_another_stood_in(client: httpx.AsyncClient, models: Bench):
    made = (await client.post("/api/templates/generate", json={"prompt": WISH})).json()
    url = f"/api/templates/{made['page_id']}/modify"
    body = {"prompt": "작업에 '점수' 속성 추가해줘", "dry_run": True}
    models.server.otherwise = error(429, "quota", "insufficient_quota")
    poor = (await client.post(url, json={**body, **CHOSEN})).json()
    lost = (await client.post(url, json={**body, "ai_model": "nobody/x"})).json()
    good = (await client.post(url, json=body)).json()
    assert ["크레딧" in warning for warning in poor["warnings"]] == [True]
    assert len(lost["warnings"]) == 1
    assert "warnings" not in good


async def test_a_preview_asks_no_model_of_the_callers(client: httpx.AsyncClient, models: Bench):
    header = {"X-AI-Key": KEY}
    for body in ({**CHOSEN}, {"ai_model": "gpt-5-mini"}):
        sent = {"prompt": WISH, **body}
        answer = await client.post("/api/templates/preview", json=sent, headers=header)
        assert answer.json()["blueprint"]
        assert "warnings" not in answer.json()
    assert models.server.asked == []


async def test_a_key_for_a_model_may_come_in_a_header(client: httpx.AsyncClient, models: Bench):
    body = {"prompt": WISH, "ai_model": "gpt-5-mini"}
    first = {"X-AI-Key": KEY, "Idempotency-Key": "with-a-model"}
    made = await client.post("/api/templates/generate", json=body, headers=first)
    assert made.json()["warnings"] == []
    assert models.server.keys[-1] == KEY
    other = {**first, "X-AI-Key": "sk-proj-of-nobody"}
    assert (
        await client.post("/api/templates/generate", json=body, headers=other)
    ).status_code == 409
    odd = {"X-AI-Key": "열쇠".encode()}
    refused = await client.post("/api/templates/generate", json=body, headers=odd)
    assert refused.status_code == 422
    assert refused.json()["error"]["details"][0]["field"] == "X-AI-Key"
    assert "열쇠" not in refused.text


async def test_who_rules_the_embedded_planner_out_gets_the_models_error(
    client: httpx.AsyncClient, models: Bench
):
    models.server.otherwise = error(429, "quota", "insufficient_quota")
    body = {"prompt": WISH, **CHOSEN, "options": {"fallback": False}}
    answer = await client.post("/api/templates/generate", json=body)
    assert answer.status_code == 502
    assert answer.json()["error"]["code"] == "AI_ERROR"
    body["ai_key"] = "what-is-this"
    assert (await client.post("/api/templates/generate", json=body)).status_code == 400


async def test_no_key_of_any_provider_is_in_a_file_a_frame_or_a_log(
    server: Server, models: Bench, caplog: pytest.LogCaptureFixture
):
    """Though every provider repeats it in its refusals; encodings of it included."""
    for name in ("notionforge", "openai", "langchain_openai", "httpx", "httpcore"):
        caplog.set_level("DEBUG", name)
    models.server.key = None
    said: list[str] = []
    for key in KEYS.values():
        refusal = error(401, f"Incorrect API key provided: {key}")
        boom = error(500, f"{key} made it fail")
        models.server.otherwise = lambda body, r=refusal, b=boom: (
            r(body) if len(models.server.asked) % 2 else b(body)
        )
        async with chatting(server.socket_url, ai_key=key, ai_model="small") as chat:
            await chat.say("안녕")
            await chat.turn()
        said += [str(frame) for frame in chat.frames]
    models.server.key = KEY
    assert set(models.server.keys) >= set(KEYS.values())
    files = {path.name: path.read_bytes() for path in server.settings.data_dir.rglob("*.db*")}
    assert any(b"ai:" in held for held in files.values())  # the vault has them, encrypted
    for key in KEYS.values():
        assert key not in caplog.text
        assert all(key not in frame for frame in said)
        shapes = (
            key.encode(),
            base64.b64encode(key.encode()).rstrip(b"="),
            key.encode().hex().encode(),
        )
        assert [name for name, held in files.items() if any(s in held for s in shapes)] == []


async def test_a_key_tells_its_provider_and_models_once_a_call_has_proven_it(
    server: Server, client: httpx.AsyncClient, models: Bench
):
    server.app.models = LazyModels(lambda: models.service)
    route = "/api/templates/ai/detect-provider"
    good = await client.post(route, json={"api_key": f" {KEY}\n"})
    refused = await client.post(route, json={"api_key": "sk-proj-of-nobody"})
    unknown = await client.post(route, json={"api_key": "what-is-this"})
    empty = await client.post(route, json={"api_key": ""})
    assert good.json() == {
        "provider": "openai",
        "models": [{"id": name, "name": name} for name in models.server.models],
    }
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "AUTH_FAILED")
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (400, "INVALID_INPUT")
    assert empty.status_code == 422
    assert "what-is-this" not in unknown.text


async def test_the_state_of_copilot_is_told_without_a_client_of_it(client: httpx.AsyncClient):
    status = (await client.get("/api/templates/ai/copilot-status")).json()
    assert status == {
        "available": False, "started": False, "authenticated": None,
        "models": [], "current_model": None,
    }  # fmt: skip


async def test_no_model_of_copilot_can_be_chosen_where_no_list_is_known(
    server: Server, client: httpx.AsyncClient
):
    route = "/api/templates/ai/copilot-model"
    async with chatting(server.socket_url) as chat:
        thread = chat.thread_id
    for body in ({"model": "gpt-4.1"}, {"model": "gpt-4.1", "thread_id": thread}):
        refused = await client.post(route, json=body)
        assert (refused.status_code, refused.json()["error"]["code"]) == (422, "VALIDATION_ERROR")
        assert refused.json()["error"]["details"][0]["field"] == "model"
    unknown = await client.post(route, json={"model": "gpt-4.1", "thread_id": "nobody"})
    assert unknown.status_code == 404


async def test_who_cancels_amid_an_answer_is_heard_and_goes_on(server: Server, models: Bench):
    """The request to the model ends with it."""
    begun, left = asyncio.Event(), asyncio.Event()

    def endless(body: dict[str, Any]) -> Any:
        async def pieces() -> AsyncIterator[str]:
            yield chunk({"content": '{"kind": "answer", "reply": "작업과 프로젝트, '})
            begun.set()
            try:
                await asyncio.Event().wait()
            finally:
                left.set()

        return StreamingResponse(pieces(), media_type="text/event-stream")

    async with chatting(server.socket_url, **CHOSEN) as chat:
        request = await chat.asked(WISH)
        models.server.plays(endless)
        await chat.say("데이터베이스가 몇 개야?")
        await begun.wait()
        await chat.until("ai_token")
        await chat.send("cancel")
        said = await chat.turn()
        await asyncio.wait_for(left.wait(), 60)
        later = await chat.asked(WISH)
    assert said[-1]["status"] == "cancelled"
    assert later["approval_id"] != request["approval_id"]


async def test_who_plans_may_change_in_every_round_and_nothing_agreed_is_lost(
    server: Server, models: Bench
):
    option = {"database": "작업", "property": "상태", "option": {"name": "보류 중"}}
    rounds = [
        ("gpt-5-mini", plan(), WISH),
        ("small", plan("change", changes=[{"action": "add_option", **option}]), "미룬 일도 있어"),
        ("embedded", None, "작업에 '난이도' 속성 추가해줘"),
        ("gpt-5-mini", says("I am a teapot"), "작업에 '출판사' 속성 추가해줘"),
        ("gpt-5-mini", plan("change", changes=[ADDS]), "얼마나 급한지도 매길래"),
    ]
    async with chatting(server.socket_url, ai_key=KEY) as chat:
        for model, answer, text in rounds:
            await chat.send("set_model", model=model)
            await chat.next()
            models.server.otherwise = lambda body, answer=answer: (
                OBEYS if "clear sky" in json.dumps(body) else answer
            )(body)
            request = await chat.asked(text)
    [tasks] = [d for d in request["blueprint"]["databases"] if d["title"] == "작업"]
    named = {prop["name"]: prop for prop in tasks["properties"]}
    assert {"난이도", "출판사", "점수"} <= named.keys()
    assert "보류 중" in [option["name"] for option in named["상태"]["options"]]
