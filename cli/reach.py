"""Finding a server: the one that is named, that holds the data folder, that listens where ours
would; else one is opened in this process over the data folder."""

import contextlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import connect, unix_connect

from cli.outcome import CommandFailed, Exit
from cli.speech import Language

PROBE_SECONDS = 2.0
OPEN_SECONDS = 60.0
QUIET_SECONDS = 120.0  # without a byte of an answer; a server tells every 15 s that it waits
MOST_FRAME_BYTES = 64 * 1024 * 1024  # of what the server sends: plans with files


@dataclass(frozen=True)
class Reach:
    """A server: where it is, and what it is sent besides. With a `socket` it is in this process."""

    address: str
    key: str | None = field(repr=False)
    language: Language | None
    socket: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        told = {"Accept-Language": self.language} if self.language else {}
        return told | ({"Authorization": f"Bearer {self.key}"} if self.key else {})

    def client(self) -> httpx.AsyncClient:
        """For requests; the caller closes it."""
        way = httpx.AsyncHTTPTransport(uds=self.socket) if self.socket else None
        return httpx.AsyncClient(
            base_url=self.address,
            headers=self.headers,
            transport=way,
            timeout=httpx.Timeout(QUIET_SECONDS, connect=OPEN_SECONDS),
        )

    def connection(self, path: str) -> Any:
        """A WebSocket to open with `async with`."""
        url = self.address.replace("http", "ws", 1) + path
        told = {"additional_headers": self.headers, "open_timeout": OPEN_SECONDS}
        options: dict[str, Any] = {**told, "max_size": MOST_FRAME_BYTES, "proxy": None}
        if self.socket is None:
            return connect(url, **options)
        del options["proxy"]
        return unix_connect(self.socket, url, **options)


@contextlib.asynccontextmanager
async def reached(server: str | None, language: Language | None) -> AsyncIterator[Reach]:
    """The server to talk to, for as long as the block lasts.

    Raises CommandFailed where there is none and none can be opened.
    """
    given = os.environ.get("NOTIONFORGE_KEY", "").strip() or None
    if server is not None:
        yield Reach(_address(server), given, language)
        return
    # Imported here: not needed with `--server`, nor for what is asked of no server.
    from settings import Settings
    from tools.environment import SettingsError
    from tools.lock import holder

    try:
        settings = Settings.from_env()
    except SettingsError as error:
        raise CommandFailed("bad_setting", detail=str(error)) from None
    own = given or next((known.key for known in settings.api_keys), None)
    held = holder(settings.data_dir)
    if held:
        yield Reach(held, own, language)
    elif held is not None:
        raise CommandFailed("folder_taken", folder=settings.data_dir)
    elif await _is_ours(f"http://127.0.0.1:{settings.port}"):
        # Another folder's server: it gets no key but the one that is meant for it.
        yield Reach(f"http://127.0.0.1:{settings.port}", given, language)
    else:
        from cli.inside import opened

        async with opened(settings) as socket:
            yield Reach("http://localhost", own, language, socket)


def _address(server: str) -> str:
    address = server.rstrip("/")
    if not address.startswith(("http://", "https://")):
        raise CommandFailed("bad_server", Exit.USAGE, server=server)
    return address


async def _is_ours(address: str) -> bool:
    """Whether a notionforge listens at an address, be it still starting."""
    try:
        async with httpx.AsyncClient(timeout=PROBE_SECONDS, trust_env=False) as client:
            answer = await client.get(f"{address}/health")
            told = answer.json()
    except (httpx.HTTPError, ValueError):
        return False
    return isinstance(told, dict) and {"status", "version"} <= told.keys()
