"""A server process of its own for the benchmarks, and what the system knows of it."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

HOME = Path(__file__).parent.parent
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A server that answers `/health`, which it did `seconds` after it was started."""

    process: subprocess.Popen[bytes]
    port: int
    seconds: float

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    @property
    def resident(self) -> float:
        """Resident memory in KB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return float(line.split()[1])

    @property
    def cpu(self) -> float:
        """Seconds of CPU used until now, which others on the machine change less than the time."""
        values = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(values[11]) + int(values[12])) / _TICKS


@contextlib.contextmanager
def serving(folder: str, **settings: str) -> Iterator[Server]:
    """A server over a folder, without limits on who asks how often."""
    port = _free_port()
    env = {
        **os.environ,
        "PORT": str(port),
        "DATA_DIR": folder,
        "WS_CONNECTIONS_PER_ADDRESS": "0",
        "WS_MESSAGES_PER_MINUTE": "0",
        "RATE_LIMIT_RPM": "0",
        "LOG_LEVEL": "WARNING",
        **settings,
    }
    # A server as people run it keeps its bytecode; where tests forbid that each start compiles.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "server.py"], cwd=HOME, env=env, stdout=subprocess.DEVNULL
    )
    try:
        yield Server(process, port, _seconds_to_health(port, begun))
    finally:
        process.terminate()
        process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _seconds_to_health(port: int, begun: float) -> float:
    while time.perf_counter() - begun < 30:
        with contextlib.suppress(httpx.TransportError):
            httpx.get(f"http://127.0.0.1:{port}/health", timeout=5).raise_for_status()
            return time.perf_counter() - begun
        time.sleep(0.01)
    raise TimeoutError("the server did not answer /health within 30 s")
