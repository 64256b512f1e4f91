"""What the way to a language model costs beside the model: the reading, the prompt, the rules."""

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from agent.planner.embedded.planner import EmbeddedPlanner
from agent.planner.model.copilot import Copilot
from agent.planner.model.ledger import Ledger, Limits
from agent.planner.model.service import Models, Offered
from agent.planner.planners import Planners
from agent.planner.seam import NothingYet, Said
from agent.planner.skills import load_skills
from bench.report import row, title
from bench.serving import HOME
from tools.encoder import UsemEncoder
from tools.records import Records

WISH = Said(
    "프로젝트 관리 만들어줘, 작업에 우선순위 속성 추가하고 샘플은 3개만", date(2026, 11, 22)
)
SCORE = {"name": "점수", "type": "number", "options": []}
PLAN = {
    "thought": "점수가 빠졌다.",
    "kind": "create",
    "reply": "점수까지 담았어요.",
    "base": "draft",
    "databases": [],
    "changes": [{"action": "add_property", "database": "작업", "property": SCORE}],
    "not_done": [],
}
TIMES = 40
BUDGET = 30.0  # ms


class Instant(httpx.AsyncBaseTransport):
    """A provider that answers at once with a plan, in pieces of so many letters."""

    def __init__(self) -> None:
        self.letters = 1_000
        self.plan: Mapping[str, Any] = PLAN

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json={"data": [{"id": "instant"}]})
        asked = json.loads(request.content)["messages"]
        said = json.dumps(self.plan if len(asked) > 1 else {"colour": "blue"}, ensure_ascii=False)
        return httpx.Response(
            200, headers={"content-type": "text/event-stream"}, stream=_Said(said, self.letters)
        )


class _Said(httpx.AsyncByteStream):
    def __init__(self, text: str, letters: int) -> None:
        self._pieces = [text[at : at + letters] for at in range(0, len(text), letters)]

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield _event({"content": piece}, None)
        yield _event({}, "stop")
        yield b"data: [DONE]\n\n"


def _event(delta: dict[str, str], finish: str | None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    data = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "instant"}
    return f"data: {json.dumps({**data, 'choices': [choice]})}\n\n".encode()


async def _milliseconds(planners: Planners, named: str) -> list[float]:
    taken = []
    for _ in range(TIMES):
        begun = time.process_time()
        _, failure = await planners.understand(named, WISH, NothingYet())
        taken.append((time.process_time() - begun) * 1000)
        assert failure is None
    return taken


@asynccontextmanager
async def modelled(instant: Instant) -> AsyncIterator[Planners]:
    """The planners of an application whose `openai/instant` is that provider."""
    skills = load_skills(HOME / "skills")
    own = EmbeddedPlanner(skills, UsemEncoder())
    with tempfile.TemporaryDirectory() as folder:
        records = await Records.open(Path(folder) / "records.db")
        offered, none = Offered({"openai": "sk-proj-of-the-bench"}), Copilot(None, Path(folder))
        ledger = Ledger(records, Limits(None))
        models = Models(offered, ledger, own, lambda _: skills, none, instant)
        yield Planners(own, {"openai": lambda c: models.planner(c.provider, c.model)})
        await models.close()
        await records.close()


async def main() -> None:
    """The least CPU of a wish by a model that takes no time, and by the embedded planner alone."""
    title(f"A wish by a model that answers at once, {TIMES} times: CPU")
    instant = Instant()
    async with modelled(instant) as planners:
        await _milliseconds(planners, "openai/instant")
        whole = min(await _milliseconds(planners, "openai/instant"))
        instant.letters = 4  # a token or so
        streamed = min(await _milliseconds(planners, "openai/instant"))
        alone = min(await _milliseconds(planners, "embedded"))
    more = whole - alone
    row("embedded planner alone", f"{alone:.1f} ms")
    row("model path beside it", f"{more:.1f} ms", f"<= {BUDGET:.0f} ms", met=more <= BUDGET)
    pieces = len(json.dumps(PLAN, ensure_ascii=False)) // 4
    row("each piece of a streamed answer", f"{(streamed - whole) / pieces:.2f} ms")


if __name__ == "__main__":
    asyncio.run(main())
