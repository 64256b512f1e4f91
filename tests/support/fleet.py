"""What `deploy/compose.yaml` starts, as processes: only addresses and folders differ.

Postgres comes from `tests.support.postgres`, nginx from Debian, the servers are what the image's
entry point runs.
"""

import asyncio
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.support.processes import ROOT, Process, free_port, started
from tests.support.rest import rest
from tests.support.waiting import PATIENCE

COMPOSE: Mapping[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())
SERVERS = [name for name in COMPOSE["services"] if name.startswith("server-")]
KEY = "of-the-operator"
in_whole = pytest.mark.skipif(
    "CHECKERS" not in os.environ, reason="takes half a minute: `make test-deploy`"
)
"""What only that runs."""


class NoNginx(Exception):
    """It is not on this machine."""


@dataclass(frozen=True)
class Fleet:
    """Servers behind one address, all of which know `KEY`."""

    url: str
    servers: list[Process]

    @property
    def socket_url(self) -> str:
        return self.url.replace("http://", "ws://") + "/ws/chat"

    async def holder(self, of: str = "sockets_open") -> Process:
        """The server that the only open socket came to, or the only run (`runs_open`)."""
        async with asyncio.timeout(PATIENCE):
            while True:
                held = [await _figure(server, of) for server in self.servers]
                if sum(held) == 1:
                    return self.servers[held.index(1)]
                await asyncio.sleep(0.1)


@asynccontextmanager
async def fleet(folder: Path, database: str, **env: str) -> AsyncIterator[Fleet]:
    """All of it, started. Raises NoNginx."""
    port, ports = free_port(), {name: free_port() for name in SERVERS}
    url = f"http://localhost:{port}"
    secrets = {"database_url": database, "secret_key": "of-all", "api_keys": f"other,{KEY}"}
    for name, secret in secrets.items():
        (folder / name).write_text(f"{secret}\n")
    async with AsyncExitStack() as stack:
        servers = []
        for name in SERVERS:
            given = {
                **_environment(name, folder),
                "PORT": str(ports[name]),
                "PUBLIC_URL": url,
                **env,
            }
            process = Process(_command(), ports[name], folder / f"{name}.log", given)
            await stack.enter_async_context(started(process))
            servers.append(process)
        config = folder / "nginx.conf"
        config.write_text(_configuration(folder, port, ports))
        stack.enter_context(_nginx(config))
        await _until_served(url)
        yield Fleet(url, servers)


async def _figure(server: Process, name: str) -> int:
    """What a server says of itself; 0 where it is not running."""
    async with rest(server.url, headers={"Authorization": f"Bearer {KEY}"}) as client:
        try:
            figures = (await client.get("/metrics")).text
        except httpx.TransportError:
            return 0
    return int(figures.partition(f"\nnotionforge_{name} ")[2].split()[0])


def image(instruction: str) -> list[str]:
    """The words of an instruction of the image's last stage."""
    stage = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2].replace("\\\n", " ")
    found = [
        line.removeprefix(instruction)
        for line in stage.splitlines()
        if line.startswith(f"{instruction} ")
    ]
    return [word.strip("[],") for line in found for word in shlex.split(line)]


def _command() -> list[str]:
    """What Python is to run for the image's command."""
    program, *words = image("ENTRYPOINT") + image("CMD")
    assert program == "notionforge"
    return ["-m", "cli", *words]


def _environment(service: str, folder: Path) -> dict[str, str]:
    """A service's settings over the image's; in `folder` is what would be mounted."""
    settings = dict(word.split("=", 1) for word in image("ENV"))
    settings |= {
        name: _filled(value) for name, value in COMPOSE["services"][service]["environment"].items()
    }
    moved = {name: value.replace("/run/secrets/", f"{folder}/") for name, value in settings.items()}
    here = {"HOST": "127.0.0.1", "DATA_DIR": str(folder / service), "TRUSTED_PROXIES": "127.0.0.1"}
    return {name: value for name, value in moved.items() if name not in ("PATH", "HOME")} | here


def _filled(value: str) -> str:
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)


def _configuration(folder: Path, port: int, ports: Mapping[str, int]) -> str:
    text = (ROOT / "deploy/nginx.conf").read_text()
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};").replace("/tmp/", f"{folder}/")
    for name, own in ports.items():
        address = COMPOSE["services"][name]["networks"]["inside"]["ipv4_address"]
        assert f"server {address}:9500 " in text
        text = text.replace(f"{address}:9500", f"127.0.0.1:{own}")
    return text


@contextmanager
def _nginx(config: Path) -> Iterator[None]:
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if program is None:
        raise NoNginx("no nginx is installed: apt-get install nginx-light")
    options, said = COMPOSE["services"]["nginx"]["command"][1:]
    # Else its workers are somebody who may not enter a test's folder.
    said += " user root;" if os.geteuid() == 0 else ""
    words = [options, said, "-c", str(config), "-e", "stderr"]
    with (config.parent / "nginx.log").open("wb") as log:
        process = subprocess.Popen([program, *words], stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


async def _until_served(url: str) -> None:
    async with asyncio.timeout(PATIENCE), rest(url) as client:
        while True:
            try:
                await client.get("/health/live")
            except httpx.TransportError:
                await asyncio.sleep(0.02)
            else:
                return
