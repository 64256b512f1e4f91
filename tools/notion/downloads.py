"""Files that Notion keeps, by the addresses in its answers: good for an hour, without a token.

No other address is asked: a file that lies elsewhere stays a link.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx

from tools.notion.transport import EMBEDDED_HOST, LocalWorkspace

_SECONDS = 60.0  # without a byte
_WHOLE_SECONDS = 600.0
_FILES = "/v1/files/"

Take = Callable[[int], bool]  # whether so many bytes more may be written


class Downloads:
    """The files of one workspace: of the embedded one, or over a connection that somebody else owns
    and closes."""

    def __init__(
        self, embedded: LocalWorkspace | None, connection: httpx.AsyncBaseTransport | None
    ) -> None:
        self._embedded = embedded
        self._connection = connection

    async def save(self, url: str, path: Path, take: Take) -> bool:
        """Writes what is at an address to a path; whether it is there, `take` lets all its bytes
        in, and the disk takes it."""
        try:
            if self._embedded is not None:
                return await self._copied(self._embedded, url, path, take)
            async with asyncio.timeout(_WHOLE_SECONDS):
                return await self._fetched(url, path, take)
        except (httpx.HTTPError, httpx.InvalidURL, OSError):  # TimeoutError is one of the latter
            return False

    async def _copied(self, embedded: LocalWorkspace, url: str, path: Path, take: Take) -> bool:
        parts = urlsplit(url)
        if parts.hostname != EMBEDDED_HOST or not parts.path.startswith(_FILES):
            return False
        upload_id = unquote(parts.path.removeprefix(_FILES).partition("/")[0])
        found = await embedded.file(upload_id, dict(parse_qsl(parts.query)))
        if found is None or not take(len(found.content)):
            return False
        await asyncio.to_thread(path.write_bytes, found.content)
        return True

    async def _fetched(self, url: str, path: Path, take: Take) -> bool:
        assert self._connection is not None  # noqa: S101 - there is one or the other
        # Not closed: the connection is its owner's. No redirect is followed.
        client = httpx.AsyncClient(transport=self._connection, timeout=_SECONDS)
        async with client.stream("GET", url) as answer:
            if answer.status_code != httpx.codes.OK:
                return False
            with await asyncio.to_thread(path.open, "wb") as file:
                async for piece in answer.aiter_bytes():
                    if not take(len(piece)):
                        return False
                    await asyncio.to_thread(file.write, piece)
        return True
