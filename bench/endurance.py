"""`make endurance`: thousands of conversations in a row on one server: its memory, its files.

Each is a socket of its own with a wish of its own, so that nothing kept by a text is kept twice.
`python -m bench.endurance DECLINED BUILT` says how many; 5,000 and 1,000 take some minutes each.
"""

import asyncio
import itertools
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import websockets

from bench.report import row, title
from bench.serving import Server, serving

AT_ONCE = 4
SETTLED = 500  # conversations, after which a server has made what it makes once
WISHES = (
    "프로젝트 관리 대시보드 만들어줘, 이름은 '{name}'",
    "습관 트래커 만들어줘, 이름은 '{name}'",
    "Build me a CRM with deals and activities called '{name}'",
    "독서 기록을 '{name}'(으)로 정리하고 싶어, 파란색으로",
    "「{name}」という旅行計画のページを作って",
    "가계부 '{name}' 만들어줘, 샘플 3개만",
)
FILES = ("notionforge.db", "checkpoints.db", "workspace.db")


async def main(declined: int, built: int) -> None:
    await _endure("declined", "reject", declined)
    await _endure("built", "approve", built)


async def _endure(name: str, decision: str, times: int) -> None:
    title(f"{times} conversations, {name}, {AT_ONCE} at once, on one server")
    names = itertools.count()
    with tempfile.TemporaryDirectory() as folder:
        with serving(folder) as server:
            used = await _used(server, Path(folder), decision, names, times)
        # What it holds of the workspace, a new server over the same files holds as well.
        with serving(folder) as server:
            await conversations(server, decision, names, len(WISHES))
            more = (used - server.resident) / 1024
    row("more than a new server over these files", f"{more:.1f} MB")


async def _used(
    server: Server, folder: Path, decision: str, names: Iterator[int], times: int
) -> float:
    """Its memory in KB after so many conversations."""
    settled = min(SETTLED, times // 2)
    await conversations(server, decision, names, settled)
    memory, files = server.resident, _sizes(folder)
    row(f"memory after {settled}", f"{memory / 1024:.1f} MB")
    for done in range(settled, times, settled):
        more = min(settled, times - done)
        await conversations(server, decision, names, more)
        grown = (server.resident - memory) / 1024
        met = None if decision == "approve" else grown <= 30
        row(f"after {done + more}", f"{grown:+.1f} MB", "<= 30 MB", met=met)
    row("its CPU each", f"{server.cpu / times * 1000:.1f} ms")
    for file, size in _sizes(folder).items():
        row(f"{file}, a conversation", f"{(size - files[file]) / (times - settled):.1f} KB")
    return server.resident


async def conversations(server: Server, decision: str, names: Iterator[int], times: int) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        wish = WISHES[number % len(WISHES)].format(name=f"Space {number}")
        async with gate, asyncio.timeout(60):
            await conversation(server, wish, decision)

    await asyncio.gather(*[one(next(names)) for _ in range(times)])


async def conversation(server: Server, wish: str, decision: str) -> None:
    url = f"ws://{server.address}/ws/chat"
    async with websockets.connect(url, compression=None, max_size=None, open_timeout=60) as chat:
        await chat.send(json.dumps({"type": "init"}))
        await chat.send(json.dumps({"type": "message", "content": wish}))
        request = await _until(chat, "approval_request")
        await _until(chat, "turn_end")
        answer = {"approval_id": request["approval_id"], "decision": decision}
        await chat.send(json.dumps({"type": "approval", **answer}))
        await _until(chat, "turn_end")


async def _until(chat: websockets.ClientConnection, kind: str) -> dict[str, Any]:
    while (frame := json.loads(await chat.recv()))["type"] != kind:
        if frame["type"] in ("error", "turn_end"):
            raise RuntimeError(f"{kind} was expected, not {frame}")
    result: dict[str, Any] = frame
    return result


def _sizes(folder: Path) -> dict[str, float]:
    """KB of each database, without the log that is folded back into it from time to time."""
    return {name: (folder / name).stat().st_size / 1024 for name in FILES}


if __name__ == "__main__":
    asyncio.run(main(*(int(given) for given in sys.argv[1:])))
