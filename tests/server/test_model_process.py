"""A server with a model of the operator's, as a process; and one without, which pays nothing."""

import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.server.test_secrets import written
from tests.support.chat import chatting, of_type
from tests.support.models import Models, replies, says
from tests.support.processes import server_process
from tests.support.rest import rest
from tests.support.serving import bound, listening

HOME = Path(__file__).parent.parent.parent
KEY = "of-the-operator-0123456789"
WISH = "프로젝트 관리 만들어줘"
PLAN = {"thought": "", "databases": [], "changes": [], "not_done": [], "base": "draft"}


@asynccontextmanager
async def local() -> AsyncIterator[tuple[str, Models]]:
    """A server of models over TCP, which has the one model that it was started with."""
    models = Models("stand-in.gguf", key=KEY)
    with bound() as sock:
        url = f"http://127.0.0.1:{sock.getsockname()[1]}/v1"
        async with listening(models.app, sock, lifespan="off"):
            yield url, models


async def test_the_operators_model_plans_for_whoever_chose_none(tmp_path: Path):
    async with local() as (url, models):
        env = {"AI_PROVIDER": "llamacpp", "AI_BASE_URL": url, "AI_API_KEY": KEY}
        env |= {"AI_PRICES": "1, 2"}
        models.plays(
            says('{"colour": "red"}'),
            replies(**PLAN, kind="create", reply="모델이 말해요."),
            replies(**PLAN, kind="answer", reply="두 개예요."),
        )
        async with server_process(tmp_path, **env) as process:
            async with chatting(process.socket_url) as chat:
                await chat.say(WISH)
                said = await chat.turn()
                await chat.say("데이터베이스가 몇 개야?")
                answered = await chat.turn()
                await chat.approve(of_type(said, "approval_request"))
                await chat.turn()
            async with rest(process.url) as client:
                health = (await client.get("/health")).json()
                summary = (await client.get("/api/metrics/summary")).json()
                [built] = (await client.get("/api/generations")).json()["generations"]
            process.terminate()
            await process.ended()
    assert of_type(said, "ai_response")["content"] == "모델이 말해요."
    assert "".join(f["content"] for f in answered if f["type"] == "ai_token") == "두 개예요."
    assert models.asked[-1]["model"] == "stand-in.gguf"
    assert health["ai_provider"] == "llamacpp"
    spent = {"total_tokens": 330, "ai_calls": 3, "ai_cost_usd": 0.00036}  # the probe is in it
    assert spent.items() <= summary.items()
    assert (built["tokens"], built["ai_cost_usd"]) == (330, 0.00036)
    assert [name for name, held in written(tmp_path).items() if KEY.encode() in held] == []


def test_a_server_loads_what_few_need_only_once_somebody_asks_for_it():
    wired = "import sys, server, wiring, settings; wiring.create_app(settings.Settings())"
    names = ("langchain_openai", "openai", "tiktoken", "mcp", "mcp_types")
    heavy = f"print([n for n in {names} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", f"{wired}; {heavy}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=HOME,
    )
    assert done.stdout.strip() == "[]"
