"""Servers as processes of their own, to be killed."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30.0
# What the machine may have set for others must not reach the processes.
_KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV", "SYSTEMROOT")


class Process:
    """A command that listens on a port of its own; `log` collects what it prints."""

    def __init__(self, arguments: list[str], port: int, log: Path, env: dict[str, str]) -> None:
        self._arguments = arguments
        self._env = {name: os.environ[name] for name in _KEPT if name in os.environ} | env
        self._running: asyncio.subprocess.Process | None = None
        self.port = port
        self.log = log

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws/chat"

    async def start(self, probe: str = "/health/live") -> None:
        """Returns once it answers."""
        with self.log.open("ab") as log:
            self._running = await asyncio.create_subprocess_exec(
                sys.executable, *self._arguments, cwd=ROOT, env=self._env, stdout=log, stderr=log
            )
        async with asyncio.timeout(START_SECONDS), httpx.AsyncClient() as client:
            while True:
                assert self._running.returncode is None, self.log.read_text()
                try:
                    await client.get(f"{self.url}{probe}")
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
                else:
                    return

    def kill(self) -> None:
        """`kill -9`, now."""
        assert self._running is not None
        if self._running.returncode is None:
            self._running.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.signal(signal.SIGTERM)

    def signal(self, number: signal.Signals) -> None:
        assert self._running is not None
        self._running.send_signal(number)

    def memory(self) -> int:
        """Resident memory in megabytes (Linux)."""
        assert self._running is not None
        status = Path(f"/proc/{self._running.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) // 1024

    async def ended(self) -> int:
        """Waits for its end; returns the exit code."""
        assert self._running is not None
        async with asyncio.timeout(START_SECONDS):
            return await self._running.wait()


@asynccontextmanager
async def server_process(folder: Path, **env: str) -> AsyncIterator[Process]:
    """`python server.py` over a data folder, started."""
    port = free_port()
    given = {"PORT": str(port), "DATA_DIR": str(folder / "data"), "LOG_LEVEL": "DEBUG", **env}
    process = Process(["server.py"], port, folder / "server.log", given)
    async with _started(process):
        yield process


@asynccontextmanager
async def notion_process(folder: Path, token: str, *options: str) -> AsyncIterator[Process]:
    """`python -m sandbox.notion` over a file, with an internal token and a personal `owner`."""
    port = free_port()
    tokens = ["--token", f"{token}=internal", "--token", "owner=personal"]
    arguments = ["-m", "sandbox.notion", "--port", str(port), "--data", str(folder / "n.db")]
    process = Process([*arguments, *tokens, *options], port, folder / "notion.log", {})
    async with _started(process):
        yield process


@asynccontextmanager
async def _started(process: Process) -> AsyncIterator[None]:
    await process.start()
    try:
        yield
    finally:
        process.kill()
        await process.ended()


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
