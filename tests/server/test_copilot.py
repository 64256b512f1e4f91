"""GitHub Copilot over the whole server: told of, chosen, asked, named where it failed."""

import json
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import pytest_asyncio

from tests.server.test_secrets import written
from tests.support import copilot_runtime as runtime
from tests.support.chat import chatting, of_type
from tests.support.rest import rest
from tests.support.serving import Server, serving
from tests.support.waiting import until

pytestmark = [
    pytest.mark.skipif(find_spec("copilot") is None, reason="the extra [copilot] is not installed"),
    pytest.mark.asyncio(loop_scope="module"),
]

TOKEN = "github_pat_leaks0123456789"
WISH = "프로젝트 관리 만들어줘"
PLAN = {
    "thought": "",
    "kind": "create",
    "base": "draft",
    "reply": "코파일럿이 말해요.",
    "databases": [],
    "changes": [],
    "not_done": [],
}
ROUTE = "/api/templates/ai/copilot"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    folder: Path = tmp_path_factory.mktemp("copilot")
    runtime.play(folder / "copilot", {"says": json.dumps(PLAN)}, {"error": "quota"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{runtime.installed(folder / 'bin')}:/usr/bin:/bin")
        enabled = {"copilot_enabled": True, "copilot_github_token": TOKEN}
        async with serving(folder, None, **enabled) as running:
            yield running


async def test_its_state_is_told_and_a_model_chosen_from_its_list(server: Server):
    await until(lambda: bool(server.app.copilot.models))
    async with rest(server.url) as client:
        status = (await client.get(f"{ROUTE}-status")).json()
        refused = await client.post(f"{ROUTE}-model", json={"model": "off"})
        chosen = await client.post(f"{ROUTE}-model", json={"model": "gpt-5-mini"})
        later = (await client.get(f"{ROUTE}-status")).json()
        health = (await client.get("/health")).json()
    assert status == {
        "available": True, "started": True, "authenticated": True,
        "models": ["gpt-5-mini", "claude-sonnet-4.5"], "current_model": None,
    }  # fmt: skip
    assert refused.status_code == 422
    assert (chosen.status_code, chosen.json()["model"]) == (200, "gpt-5-mini")
    assert later["current_model"] == "gpt-5-mini"
    assert health["copilot"] == {"available": True, "started": True}


async def test_a_thread_plans_with_it_and_hears_where_it_fails(server: Server):
    await until(lambda: bool(server.app.copilot.models))
    async with chatting(server.socket_url) as chat:
        async with rest(server.url) as client:
            body = {"model": "claude-sonnet-4.5", "thread_id": chat.thread_id}
            assert (await client.post(f"{ROUTE}-model", json=body)).status_code == 200
        await chat.say(WISH)
        planned = await chat.turn()
        await chat.say("제목을 봄 계획으로")
        failed = await chat.turn()
    home = server.settings.data_dir / "copilot"
    made = [r["params"]["model"] for r in runtime.asked(home) if r["method"] == "session.create"]
    assert made == ["claude-sonnet-4.5"] * 2
    assert of_type(planned, "ai_response")["content"] == PLAN["reply"]
    assert planned[-1]["status"] == failed[-1]["status"] == "awaiting_approval"
    assert "크레딧" in of_type(failed, "system")["content"]


async def test_its_token_is_in_no_file_of_the_server(server: Server):
    held = {n: b for n, b in written(server.settings.data_dir).items() if "environ.json" not in n}
    assert [name for name, bytes_ in held.items() if TOKEN.encode() in bytes_] == []
