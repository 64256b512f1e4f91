"""GitHub Copilot through its SDK, against a runtime that speaks its protocol in a process of its
own: what it is asked, what comes of it, and that nothing of it stays."""

import asyncio
import json
from collections.abc import AsyncIterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import pytest_asyncio

from agent.planner.model import copilot as module
from agent.planner.model.answer import Request, Turn, Usage
from agent.planner.model.copilot import Copilot, installed
from agent.planner.model.provider import PROVIDERS, Endpoint
from tests.support import copilot_runtime as runtime
from tests.support.waiting import until
from tools.errors import AiAuthFailed, AiError

pytestmark = pytest.mark.skipif(
    find_spec("copilot") is None, reason="the extra [copilot] is not installed"
)

TOKEN = "github_pat_leaks0123456789"
TURNS = [
    Turn("system", "You plan."),
    Turn("human", "A reading log"),
    Turn("ai", "{"),
    Turn("human", "Again"),
]
ASKED = Request(TURNS, {}, "text", 100)
LONG = '{"kind": "answer", "reply": "두 개의 데이터베이스가 있어요, 작업과 프로젝트예요."}'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = runtime.installed(tmp_path / "bin")
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setenv("NOTION_API_KEY", "ntn_of_the_operator")
    return tmp_path / "copilot"


@pytest_asyncio.fixture
async def copilot(home: Path) -> AsyncIterator[Copilot]:
    found = Copilot(installed(), home, TOKEN)
    yield found
    await found.close()


async def ask(copilot: Copilot, model: str = "gpt-5-mini") -> tuple[str, list[str]]:
    pieces: list[str] = []

    async def hear(text: str) -> None:
        pieces.append(text)

    endpoint = Endpoint(PROVIDERS["copilot"], "copilot:", model)
    answer = await copilot.ask(endpoint, ASKED, hear)
    assert answer.usage == Usage(100, 10)
    return answer.text, pieces


def methods(home: Path) -> list[str]:
    return [request["method"] for request in runtime.asked(home)]


async def test_an_answer_comes_in_pieces_and_its_session_leaves_nothing(
    copilot: Copilot, home: Path
):
    runtime.play(home, {"says": LONG})
    text, pieces = await ask(copilot)
    assert text == LONG == pieces[-1]
    assert methods(home)[-3:] == ["session.abort", "session.detach", "session.delete"]
    made = next(r["params"] for r in runtime.asked(home) if r["method"] == "session.create")
    sent = next(r["params"] for r in runtime.asked(home) if r["method"] == "session.send")
    assert (made["model"], made["availableTools"]) == ("gpt-5-mini", [])
    assert made["systemMessage"] == {"mode": "replace", "content": "You plan."}
    assert sent["prompt"] == "A reading log\n\nYou answered:\n{\n\nAgain"


async def test_the_runtime_hears_of_its_own_token_and_of_no_other_secret(
    copilot: Copilot, home: Path
):
    runtime.play(home, {"says": LONG})
    await ask(copilot)
    environ = json.loads((home / "environ.json").read_text())
    assert TOKEN in environ.values()
    assert "NOTION_API_KEY" not in environ


async def test_its_state_is_told_without_starting_it(copilot: Copilot, home: Path):
    runtime.play(home)
    nothing = {"started": False, "authenticated": None, "models": [], "current_model": None}
    assert copilot.status == {"available": True, **nothing}
    assert not home.joinpath("asked.jsonl").exists()
    copilot.begin()
    await until(lambda: bool(copilot.models))
    known = {"started": True, "authenticated": True, "models": list(runtime.MODELS)}
    assert copilot.status == {"available": True, **known, "current_model": None}


async def test_without_its_program_it_is_not_there(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", str(tmp_path))
    absent = Copilot(installed(), home)
    absent.begin()
    assert not absent.available
    with pytest.raises(AiError) as refused:
        await ask(absent)
    assert refused.value.reason == "ai_unreachable"


@pytest.mark.parametrize(
    ("category", "reason"),
    [
        ("authentication", "ai_copilot_signed_out"),
        ("quota", "ai_quota"),
        ("rate_limit", "ai_busy"),
        ("context_limit", "ai_context"),
        ("query", "ai_failed"),
    ],
)
async def test_its_errors_have_names_and_their_texts_stay_there(
    copilot: Copilot, home: Path, category: str, reason: str
):
    runtime.play(home, {"error": category, "quoted": TOKEN}, {"says": LONG})
    with pytest.raises(AiError) as failed:
        await ask(copilot)
    assert failed.value.reason == reason
    assert TOKEN not in str(failed.value)
    assert (await ask(copilot))[0] == LONG
    assert methods(home).count("connect") == 1  # the runtime itself was well


async def test_a_model_that_it_does_not_know_is_no_reason_to_start_it_anew(
    copilot: Copilot, home: Path
):
    runtime.play(home, errors={"session.create": "unknown model"})
    for _ in range(2):
        with pytest.raises(AiError) as refused:
            await ask(copilot)
        assert refused.value.reason == "ai_refused"
    assert methods(home).count("connect") == 1


async def test_a_runtime_that_dies_is_missed_and_started_anew(
    copilot: Copilot, home: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "SILENT_SECONDS", 0.2)
    runtime.play(home, {"dies": True}, {"says": LONG})
    with pytest.raises(AiError) as failed:
        await ask(copilot)
    assert (failed.value.reason, failed.value.passing) == ("ai_unreachable", True)
    runtime.play(home, {"says": LONG})
    assert (await ask(copilot))[0] == LONG


async def test_a_silent_model_is_not_waited_for_for_ever(
    copilot: Copilot, home: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "SILENT_SECONDS", 0.1)
    monkeypatch.setattr(module, "MOST_SILENT", 2)
    runtime.play(home, {"silent": True})
    with pytest.raises(AiError) as failed:
        await ask(copilot)
    assert failed.value.reason == "ai_timeout"
    assert methods(home)[-1] == "session.delete"


async def test_who_cancels_ends_the_session(copilot: Copilot, home: Path):
    runtime.play(home, {"silent": True})
    asking = asyncio.create_task(ask(copilot))
    await until(lambda: "session.send" in methods(home))
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert methods(home)[-3:] == ["session.abort", "session.detach", "session.delete"]


async def test_nobody_is_asked_while_nobody_is_signed_in(copilot: Copilot, home: Path):
    runtime.play(home, signed_out=True)
    with pytest.raises(AiAuthFailed) as refused:
        await ask(copilot)
    assert refused.value.reason == "ai_copilot_signed_out"
    assert copilot.status["authenticated"] is False
    assert "session.create" not in methods(home)
