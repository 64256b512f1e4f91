"""Connections to helpdesks, each with one request at a time.

httpx's pool looks at every connection for each request: with sixteen in flight that is two thirds
of what a request costs (measured: 1.6 ms of CPU, and 0.48 with a pool for each).
"""

import asyncio
import ssl
from collections.abc import AsyncIterator

import httpx

from tools.freshdesk.wire import Wire

MOST_IDLE = 32  # connections to one host that are kept
Origin = tuple[str, str, int]


class Lanes(httpx.AsyncBaseTransport):
    """A connection for each request in flight, kept for the next one to the same host."""

    def __init__(self) -> None:
        self._idle: dict[Origin, list[Wire]] = {}
        self._tls: asyncio.Future[ssl.SSLContext] | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises httpx.TransportError, also while the body is read."""
        seconds = request.extensions.get("timeout", {}).get("read")
        origin = _origin_of(request.url)
        wire = self._idle_one(origin) or await self._new(origin, seconds)
        try:
            answer = await wire.ask(request, seconds)
        except BaseException:
            wire.close()
            raise
        body = _Body(self, origin, wire, seconds)
        return httpx.Response(answer.status, headers=answer.headers, stream=body)

    def release(self, origin: Origin, wire: Wire) -> None:
        """Keeps a connection whose answer was read; one that was left half-way is closed."""
        idle = self._idle.setdefault(origin, [])
        if len(idle) >= MOST_IDLE:
            wire.close()
        elif wire.rest():
            idle.append(wire)

    def _idle_one(self, origin: Origin) -> Wire | None:
        """One that the host has not closed meanwhile."""
        idle = self._idle.get(origin, [])
        while idle:
            wire = idle.pop()
            if wire.is_open:
                return wire
        return None

    async def _new(self, origin: Origin, seconds: float | None) -> Wire:
        """All lanes share what takes long to load, which is done beside the loop."""
        scheme, host, port = origin
        tls = await self._loaded_tls() if scheme == "https" else None
        try:
            async with asyncio.timeout(seconds):
                loop = asyncio.get_running_loop()
                _, wire = await loop.create_connection(Wire, host, port, ssl=tls)
        except TimeoutError:
            raise httpx.ConnectTimeout("no connection") from None
        except (OSError, UnicodeError) as error:  # the latter for a name that DNS cannot carry
            raise httpx.ConnectError(type(error).__name__) from None
        return wire

    async def _loaded_tls(self) -> ssl.SSLContext:
        if self._tls is None:
            loading = asyncio.to_thread(httpx.create_ssl_context)
            self._tls = asyncio.ensure_future(loading)
        return await asyncio.shield(self._tls)

    async def aclose(self) -> None:
        for idle in self._idle.values():
            for wire in idle:
                wire.close()
        self._idle.clear()


class _Body(httpx.AsyncByteStream):
    """A body whose lane is free once it is closed."""

    def __init__(self, lanes: Lanes, origin: Origin, wire: Wire, seconds: float | None) -> None:
        self._lanes, self._origin, self._wire = lanes, origin, wire
        self._seconds = seconds
        self._closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while part := await self._wire.part(self._seconds):
            yield part

    async def aclose(self) -> None:
        if not self._closed:
            self._closed = True
            self._lanes.release(self._origin, self._wire)


def _origin_of(url: httpx.URL) -> Origin:
    return url.scheme, url.raw_host.decode(), url.port or (443 if url.scheme == "https" else 80)
