"""`make sockets`: two thousand idle sockets, and readers that stall, beside a conversation.

The clients live in a process of their own, which this one starts: `python -m bench.sockets PORT`.
"""

import asyncio
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import httpx
import websockets

from bench.report import row, title
from bench.serving import HOME, Server, serving
from tests.support.chat import Chat, chatting, connected, narrow
from tests.support.waiting import until

IDLE, STALLED = 2_000, 50
FIRST = 20  # sockets for which a server makes what it makes once
PLANS = 250  # of some 25 KB each: more than the buffers of a stalled connection take
CUT_OFF_SECONDS = 120.0  # within which a stalled reader is gone


async def main() -> None:
    title(f"{IDLE} idle sockets, then {STALLED} stalled readers of one thread")
    with tempfile.TemporaryDirectory() as folder, serving(folder) as server:
        async with asyncio.timeout(500):
            url = f"ws://{server.address}/ws/chat"
            await _conversation(url)
            alone = await _cpu_of_conversation(server, url)
            with clients(server, FIRST):
                before = server.resident
                with clients(server, IDLE):
                    each = (server.resident - before) / IDLE
                    row("an idle socket", f"{each:.1f} KB", "<= 40 KB", met=each <= 40)
                    await _report_beside(server, url, alone)
            await _stalled(server, url)


async def _report_beside(server: Server, url: str, alone: float) -> None:
    """What others have of a server full of idle sockets."""
    beside = await _cpu_of_conversation(server, url)
    row("a conversation's CPU beside them ÷ alone", f"{beside / alone:.2f}")
    async with httpx.AsyncClient(timeout=10) as client:
        code = (await client.get(f"http://{server.address}/health")).status_code
    row("GET /health", str(code), "200", met=code == 200)
    used = server.cpu
    await asyncio.sleep(10)
    row("CPU of idling", f"{(server.cpu - used) * 10:.1f} %")


async def _stalled(server: Server, url: str) -> None:
    """Some follow a thread and read nothing of it; who reads hears all of it, and they are gone."""
    async with chatting(url) as chat, contextlib.AsyncExitStack() as stack:
        before, memory = _open_files(server), server.resident
        for _ in range(STALLED):
            narrow_ = connected(url, sock=narrow(url), max_queue=1)
            stalled = await stack.enter_async_context(narrow_)
            await stalled.send("init", thread_id=chat.thread_id)
        begun = time.perf_counter()
        for _ in range(PLANS):
            await _plan(chat)
        row("a plan for who reads", f"{(time.perf_counter() - begun) / PLANS * 1000:.0f} ms")
        row("memory for each that stalls", f"{(server.resident - memory) / STALLED:.0f} KB")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CUT_OFF_SECONDS):
                await until(lambda: _open_files(server) <= before, pause=1.0)
        left = _open_files(server) - before
        row("stalled readers that are still connected", str(left), "0", met=left <= 0)


async def _cpu_of_conversation(server: Server, url: str) -> float:
    """Seconds, of the least of some."""
    costs = []
    for _ in range(5):
        used = server.cpu
        for _ in range(5):
            await _conversation(url)
        costs.append((server.cpu - used) / 5)
    return min(costs)


async def _conversation(url: str) -> None:
    async with chatting(url) as chat:
        await _plan(chat)


async def _plan(chat: Chat) -> None:
    request = await chat.asked("습관 트래커 만들어줘")
    await chat.approve(request, "reject")
    await chat.turn()


def _open_files(server: Server) -> int:
    return sum(1 for _ in Path(f"/proc/{server.process.pid}/fd").iterdir())


@contextmanager
def clients(server: Server, count: int) -> Iterator[None]:
    """So many idle sockets, held by another process."""
    command = [sys.executable, "-m", "bench.sockets", str(server.port), str(count)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=HOME, stdin=pipe, stdout=pipe) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield
        finally:
            process.stdin.close()
            process.wait(60)


async def hold(port: int, count: int) -> None:
    """Holds sockets open until its standard input ends."""
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(count):
            await stack.enter_async_context(_idle(port))
        print("open", flush=True)
        await asyncio.to_thread(sys.stdin.read)


@asynccontextmanager
async def _idle(port: int) -> AsyncIterator[None]:
    url = f"ws://127.0.0.1:{port}/ws/chat"
    async with websockets.connect(url, compression=None, close_timeout=0.1) as socket:
        await socket.send(json.dumps({"type": "init"}))
        await socket.recv()
        yield


if __name__ == "__main__":
    asyncio.run(hold(*map(int, sys.argv[1:])) if len(sys.argv) > 1 else main())
