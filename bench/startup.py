"""A real server: time to `/health` and to its first plan, memory, and what an idle socket costs."""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import websockets

from bench.report import row, title

HOME = Path(__file__).parent.parent
SOCKETS = 400


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def server(folder: str) -> Iterator[tuple[int, subprocess.Popen[bytes], float]]:
    """A server process: its port, itself, and the seconds it took to answer `/health`."""
    port = _free_port()
    env = {
        **os.environ,
        "PORT": str(port),
        "DATA_DIR": folder,
        "WS_CONNECTIONS_PER_ADDRESS": "0",
        "RATE_LIMIT_RPM": "0",
        "LOG_LEVEL": "WARNING",
    }
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "server.py"], cwd=HOME, env=env)
    try:
        yield port, process, _seconds_to_health(port, begun)
    finally:
        process.terminate()
        process.wait(20)


def _seconds_to_health(port: int, begun: float) -> float:
    while time.perf_counter() - begun < 30:
        with contextlib.suppress(httpx.TransportError):
            httpx.get(f"http://127.0.0.1:{port}/health", timeout=5).raise_for_status()
            return time.perf_counter() - begun
        time.sleep(0.01)
    raise TimeoutError("the server did not answer /health within 30 s")


async def _first_plan(port: int) -> None:
    """Asks for a plan and waits until it lies before the person."""
    async with websockets.connect(f"ws://127.0.0.1:{port}/ws/chat", compression=None) as chat:
        await chat.send(json.dumps({"type": "init"}))
        await chat.send(json.dumps({"type": "message", "content": "습관 트래커 만들어줘"}))
        while json.loads(await chat.recv())["type"] != "approval_request":
            pass


def _resident(process: subprocess.Popen[bytes]) -> float:
    """Resident memory in KB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return float(line.split()[1])


async def _idle_sockets(port: int, process: subprocess.Popen[bytes]) -> float:
    """KB of the server's memory per open, initialised, idle socket."""
    before = _resident(process)
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(SOCKETS):
            connection = websockets.connect(f"ws://127.0.0.1:{port}/ws/chat", compression=None)
            opened = await stack.enter_async_context(connection)
            await opened.send(json.dumps({"type": "init"}))
            await opened.recv()
        await asyncio.sleep(1)
        return (_resident(process) - before) / SOCKETS


async def main() -> None:
    title("A server of its own")
    with tempfile.TemporaryDirectory() as folder:
        with server(folder) as (_, _, first):
            row("cold start to /health, first ever", f"{first:.2f} s", "<= 0.5 s", met=first <= 0.5)
        begun = time.perf_counter()
        with server(folder) as (port, process, again):
            row("cold start to /health, again", f"{again:.2f} s", "<= 0.5 s", met=again <= 0.5)
            await asyncio.wait_for(_first_plan(port), 30)
            plan = time.perf_counter() - begun
            row("cold start to the first plan", f"{plan:.2f} s", "<= 2.5 s", met=plan <= 2.5)
            idle = _resident(process) / 1024
            row("memory, idle", f"{idle:.0f} MB", "<= 200 MB", met=idle <= 200)
            each = await _idle_sockets(port, process)
            row(f"an idle socket ({SOCKETS} open)", f"{each:.0f} KB", "<= 40 KB", met=each <= 40)


if __name__ == "__main__":
    asyncio.run(main())
