"""Servers as processes of their own, to be killed."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx

from tests.support.forking import forked
from tests.support.rest import rest
from tests.support.waiting import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
# What the machine may have set for others must not reach the processes.
_KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV", "SYSTEMROOT")


class Running(Protocol):
    """A process that was begun: what asyncio tells of its own."""

    @property
    def pid(self) -> int: ...

    @property
    def returncode(self) -> int | None: ...

    def send_signal(self, number: signal.Signals) -> None: ...

    async def wait(self) -> int: ...


# Arguments of Python, the folder to begin in, the environment, the file for what is printed.
Begin = Callable[[Sequence[str], Path, Mapping[str, str], Path], Awaitable[Running]]


async def anew(
    arguments: Sequence[str], folder: Path, env: Mapping[str, str], log: Path
) -> Running:
    """By another interpreter, as a person begins it."""
    with log.open("ab") as output:
        return await asyncio.create_subprocess_exec(
            sys.executable, *arguments, cwd=folder, env=env, stdout=output, stderr=output
        )


class Process:
    """A command that listens on a port of its own; `log` collects what it prints."""

    def __init__(
        self,
        arguments: list[str],
        port: int,
        log: Path,
        env: dict[str, str],
        begin: Begin = forked,
    ) -> None:
        self._arguments = arguments
        self._env = environment(env)
        self._begin = begin
        self._running: Running | None = None
        self.port = port
        self.log = log

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws/chat"

    async def start(self, probe: str = "/api/features") -> None:
        """Returns once it answers what only the open application does."""
        self._running = await self._begin(self._arguments, ROOT, self._env, self.log)
        async with asyncio.timeout(PATIENCE), rest() as client:
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
        async with asyncio.timeout(PATIENCE):
            return await self._running.wait()


@asynccontextmanager
async def server_process(
    folder: Path, *options: str, begin: Begin = forked, **env: str
) -> AsyncIterator[Process]:
    """`python server.py` over a data folder, started; `{port}` in a setting is its own."""
    port = free_port()
    settings = {name: value.replace("{port}", str(port)) for name, value in env.items()}
    given = {"PORT": str(port), "DATA_DIR": str(folder / "data"), "LOG_LEVEL": "DEBUG", **settings}
    process = Process(["server.py", *options], port, folder / "server.log", given, begin)
    async with started(process):
        yield process


@asynccontextmanager
async def notion_process(folder: Path, token: str, *options: str) -> AsyncIterator[Process]:
    """`python -m sandbox.notion` over a file, with an internal token and a personal `owner`."""
    port = free_port()
    tokens = ["--token", f"{token}=internal", "--token", "owner=personal"]
    arguments = ["-m", "sandbox.notion", "--port", str(port), "--data", str(folder / "n.db")]
    process = Process([*arguments, *tokens, *options], port, folder / "notion.log", {})
    async with started(process):
        yield process


@asynccontextmanager
async def started(process: Process) -> AsyncIterator[None]:
    try:
        await process.start()
        yield
    finally:
        process.kill()
        await process.ended()


@dataclass(frozen=True)
class Ended:
    """How a process ended that was to end by itself."""

    code: int
    said: str
    complaints: str


async def start_of_server(folder: Path, *wrapped: str, **env: str) -> Ended:
    """What comes of starting a server over a data folder that lets none start.

    `wrapped` is a command that runs the one behind it.
    """
    given = environment({"PORT": str(free_port()), "DATA_DIR": str(folder), **env})
    command: Sequence[str] = (*wrapped, sys.executable, "server.py")
    running = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=given, stdout=PIPE, stderr=PIPE
    )
    try:
        async with asyncio.timeout(PATIENCE):
            said, complaints = await running.communicate()
    except TimeoutError:
        running.kill()
        raise
    return Ended(running.returncode or 0, said.decode(), complaints.decode())


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """What a process gets to see."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | dict(given)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
