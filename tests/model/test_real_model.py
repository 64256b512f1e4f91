"""Ten conversations with a real, small model behind llama.cpp: `make test-model`.

It is a splendid misbehaving one. What it says is nobody's to foresee; that every conversation ends
well, and that whoever was failed by it hears why, is.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import yaml

from tests.support.chat import Chat, Frame, chatting, types
from tests.support.processes import free_port, server_process
from tests.support.rest import rest

PYTHON, FILE = os.environ.get("MODEL_PYTHON"), os.environ.get("MODEL_FILE")
SERVE = Path(__file__).with_name("serve.py")
TEXTS = Path(__file__).parents[2] / "agent" / "texts"
WISHES = [
    "프로젝트 관리 만들어줘", "Make a reading log", "家計簿を作って", "안녕", "What can you do?",
    "A database of my plants with a watering date", "여행 계획 짜줘, 예산도", "hello there",
    "習慣トラッカーを作って", "CRM for a small bakery, 5 samples",
]  # fmt: skip
GOOD_ENDS = {"awaiting_approval", "awaiting_answer", "completed"}

pytestmark = [
    pytest.mark.skipif(not (PYTHON and FILE), reason="a real model: make test-model"),
    pytest.mark.timeout(900),
]


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[str]:
    """The model on a port of its own."""
    port = free_port()
    with (folder / "model.log").open("wb") as log:
        command = (str(PYTHON), str(SERVE), str(FILE), str(port))
        process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)
    try:
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.kill()
        await process.wait()


def reasons() -> set[str]:
    """Why a model may have failed, in every language, as the notice begins."""
    held = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in TEXTS.glob("*.yaml")]
    return {text for texts in held for key, text in texts.items() if key.startswith("ai_")}


async def talk(chat: Chat, wish: str) -> list[Frame]:
    """A wish, and a yes where that leads to a plan."""
    await chat.say(wish)
    said = await chat.turn()
    if said[-1]["status"] == "awaiting_approval":
        await chat.send("confirm_create")
        said += await chat.turn()
    return said


async def test_ten_conversations_end_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    why = reasons()
    async with served(tmp_path) as url:
        env = {"AI_PROVIDER": "llamacpp", "AI_BASE_URL": url, "WS_MESSAGES_PER_MINUTE": "0"}
        async with server_process(tmp_path, **env) as process:
            for wish in WISHES:
                async with chatting(process.socket_url) as chat:
                    said = await talk(chat, wish)
                assert said[-1]["status"] in GOOD_ENDS, said[-1]
                assert "error" not in types(said)
                notices = [frame["content"] for frame in said if frame["type"] == "system"]
                assert all(any(n.startswith(reason) for reason in why) for n in notices)
                with capsys.disabled():
                    print(f"{wish}: {said[-1]['status']}; {notices or 'by the model'}")
            async with rest(process.url) as client:
                spent = (await client.get("/api/metrics/summary")).json()
    with capsys.disabled():
        print({name: spent[name] for name in ("ai_calls", "total_tokens")})
    assert spent["ai_calls"] > 0
