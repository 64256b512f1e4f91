"""`python -m bench.peers`: ours beside LangGraph's dev server and Aegra, in turns in one run.

Each serves the same conversation through its own interface: a wish, six steps with one interrupt, a
no. Ours does more: it rehearses a page of one block and keeps each frame, for replay, on disk.

What is there is measured: `LANGGRAPH_DEV` names the `langgraph` command of an environment with
`langgraph-cli[inmem]`, `AEGRA` the `uvicorn` of one with `aegra-api` and `greenlet`, and
`AEGRA_DATABASE` the address of the empty Postgres database that it needs, whose own CPU is not
counted.
"""

import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import websockets

from bench.report import row, title

HERE = Path(__file__).parent
AT_ONCE, CONVERSATIONS, PASSES = 20, 60, 5
START_SECONDS = 60
_TICKS = os.sysconf("SC_CLK_TCK")

Converse = Callable[[], Awaitable[None]]


@dataclass
class Server:
    """A server under measurement: milliseconds of its CPU per conversation, and their rate."""

    name: str
    pid: int
    converse: Converse
    cpu: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)  # one alone, whole, in milliseconds

    async def measure(self) -> None:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one() -> None:
            async with gate:
                await self.converse()

        used, begun = _cpu(self.pid), time.perf_counter()
        await asyncio.gather(*[one() for _ in range(CONVERSATIONS)])
        self.rate.append(CONVERSATIONS / (time.perf_counter() - begun))
        self.cpu.append((_cpu(self.pid) - used) / CONVERSATIONS * 1000)
        begun = time.perf_counter()
        await self.converse()
        self.first.append((time.perf_counter() - begun) * 1000)


def _cpu(pid: int) -> float:
    """Seconds of CPU that a process and its living children have used."""
    used = 0.0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            values = path.read_text().rpartition(")")[2].split()
            if pid in (int(path.parent.name), int(values[1])):
                used += (int(values[11]) + int(values[12])) / _TICKS
    return used


@contextlib.asynccontextmanager
async def _running(command: list[str], alive: str, **env: str) -> AsyncIterator[int]:
    """A server process until the block ends, from when it answers."""
    quiet = subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        *command, cwd=HERE, env={**os.environ, **env}, stdout=quiet, stderr=quiet
    )
    try:
        async with asyncio.timeout(START_SECONDS), httpx.AsyncClient() as client:
            while not await _answers(client, alive):  # noqa: ASYNC110 - nobody tells of it
                await asyncio.sleep(0.2)
        yield process.pid
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), 20)


async def _answers(client: httpx.AsyncClient, url: str) -> bool:
    with contextlib.suppress(httpx.TransportError):
        return (await client.get(url)).is_success
    return False


@contextlib.asynccontextmanager
async def _ours() -> AsyncIterator[Server]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.peers.ours", "8240", folder]
        home = {"PYTHONPATH": str(HERE.parent.parent)}
        async with _running(command, "http://127.0.0.1:8240/health", **home) as pid:
            yield Server("ours, over its socket", pid, _chat)


async def _chat() -> None:
    url = "ws://127.0.0.1:8240/ws/chat"
    async with websockets.connect(url, compression=None) as chat:

        async def until(kind: str) -> dict[str, Any]:
            while (frame := json.loads(await chat.recv()))["type"] != kind:
                pass
            found: dict[str, Any] = frame
            return found

        await chat.send(json.dumps({"type": "init"}))
        await chat.send(json.dumps({"type": "message", "content": "make a page"}))
        asked = await until("approval_request")
        await until("turn_end")
        answer = {"approval_id": asked["approval_id"], "decision": "reject"}
        await chat.send(json.dumps({"type": "approval", **answer}))
        await until("turn_end")


@contextlib.asynccontextmanager
async def _peer(name: str, command: list[str], port: int, **env: str) -> AsyncIterator[Server]:
    """A server of the bare graph over the API that LangGraph's platform has."""
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    async with contextlib.AsyncExitStack() as stack:
        base = f"http://127.0.0.1:{port}"
        running = _running(command, f"{base}/docs", LANGSMITH_TRACING="false", **env)
        pid = await stack.enter_async_context(running)
        client = httpx.AsyncClient(base_url=base, limits=limits, timeout=60)
        await stack.enter_async_context(client)

        async def converse() -> None:
            thread = (await _post(client, "/threads", {}))["thread_id"]
            for more in ({"input": {"count": 0}}, {"command": {"resume": True}}):
                run = {"assistant_id": "bare", **more}
                state = await _post(client, f"/threads/{thread}/runs/wait", run)
            assert state["count"] == 6

        yield Server(name, pid, converse)


async def _post(client: httpx.AsyncClient, path: str, body: Any) -> Any:
    answer = await client.post(path, json=body)
    answer.raise_for_status()
    return answer.json()


async def main() -> None:
    title(f"Bare conversations, {AT_ONCE} at once, {PASSES} passes in turns")
    async with contextlib.AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(_ours())]
        if dev := os.environ.get("LANGGRAPH_DEV"):
            command = [dev, "dev", "--no-browser", "--no-reload", "--port", "8241"]
            jobs = ["--n-jobs-per-worker", str(AT_ONCE)]
            peer = _peer("langgraph dev, in memory", [*command, *jobs], 8241)
            servers.append(await stack.enter_async_context(peer))
        if aegra := os.environ.get("AEGRA"):
            command = [aegra, "aegra_api.main:app", "--port", "8242", "--log-level", "warning"]
            env = {"AEGRA_CONFIG": "langgraph.json", "LOG_LEVEL": "WARNING"}
            env["DATABASE_URL"] = os.environ["AEGRA_DATABASE"]
            peer = _peer("Aegra, on Postgres", command, 8242, **env)
            servers.append(await stack.enter_async_context(peer))
        for server in servers:  # the first of each loads what it needs
            await asyncio.gather(*[server.converse() for _ in range(AT_ONCE)])
        for number in range(PASSES):
            for at in range(len(servers)):
                await servers[(number + at) % len(servers)].measure()
    _report(servers)


def _report(servers: list[Server]) -> None:
    ours = servers[0]
    for server in servers:
        row(f"{server.name}: CPU each, least", f"{min(server.cpu):.1f} ms")
        row("  median", f"{statistics.median(server.cpu):.1f} ms")
        row("  conversations a second, most", f"{max(server.rate):.1f} /s")
        row("  one alone, least", f"{min(server.first):.0f} ms")
    for peer in servers[1:]:
        cpu = statistics.median(a / b for a, b in zip(ours.cpu, peer.cpu, strict=True))
        rate = statistics.median(a / b for a, b in zip(ours.rate, peer.rate, strict=True))
        row(f"ours ÷ {peer.name}: CPU", f"{cpu:.2f}")
        row("  conversations a second", f"{rate:.2f}")


if __name__ == "__main__":
    asyncio.run(main())
