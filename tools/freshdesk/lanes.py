"""Ways to a helpdesk: connections of our own, each with one request at a time, and through whatever
transport of httpx's there is.

httpx's pool looks at every connection for each request: with sixteen in flight that is two thirds
of what a request costs (measured: 1.6 ms of CPU, and 0.48 with a pool for each).
"""

import asyncio
import ssl
from collections.abc import Mapping

import httpx

from tools.freshdesk.wire import Place, Reply, Wire, head_of, too_long

MOST_IDLE = 32  # connections to one host that are kept
IDLE_SECONDS = 60.0  # after which they are closed, where that host is asked nothing more
Origin = tuple[str, str, int]


class Lanes:
    """A connection for each request in flight, kept for the next one to the same host: a
    `tools.freshdesk.wire.Network`."""

    def __init__(self) -> None:
        self._idle: dict[Origin, list[Wire]] = {}
        self._letting_go: dict[Origin, asyncio.TimerHandle] = {}
        self._tls: asyncio.Future[ssl.SSLContext] | None = None

    async def get(
        self, place: Place, headers: Mapping[str, str], *, most: int, seconds: float
    ) -> Reply:
        origin: Origin = place[:3]
        wire = self._idle_one(origin) or await self._new(origin, seconds)
        try:
            answer = await wire.ask(head_of(place, headers), most, seconds)
        except BaseException:
            wire.close()
            raise
        self._release(origin, wire)
        return answer.reply()

    def _release(self, origin: Origin, wire: Wire) -> None:
        """Keeps a connection that can carry another request, until its host is asked no more."""
        idle = self._idle.setdefault(origin, [])
        if len(idle) >= MOST_IDLE:
            wire.close()
        elif wire.rest():
            idle.append(wire)
        if (before := self._letting_go.pop(origin, None)) is not None:
            before.cancel()
        later = asyncio.get_running_loop().call_later
        self._letting_go[origin] = later(IDLE_SECONDS, self._let_go, origin)

    def _let_go(self, origin: Origin) -> None:
        del self._letting_go[origin]
        for wire in self._idle.pop(origin):
            wire.close()

    def _idle_one(self, origin: Origin) -> Wire | None:
        """One that the host has not closed meanwhile."""
        idle = self._idle.get(origin, [])
        while idle:
            wire = idle.pop()
            if wire.is_open:
                return wire
        return None

    async def _new(self, origin: Origin, seconds: float) -> Wire:
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
        for origin, letting_go in [*self._letting_go.items()]:
            letting_go.cancel()
            self._let_go(origin)


class Through:
    """A transport of httpx's, such as one that stays within the process, as a `Network`."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def get(
        self, place: Place, headers: Mapping[str, str], *, most: int, seconds: float
    ) -> Reply:
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
        url = f"{place.scheme}://{place.netloc}{place.target}"
        request = httpx.Request("GET", url, headers=headers, extensions={"timeout": timeout})
        response, content = await self._transport.handle_async_request(request), bytearray()
        try:
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > most:
                    raise too_long(most)
        finally:
            await response.aclose()
        return Reply(response.status_code, response.headers, bytes(content))

    async def aclose(self) -> None:
        await self._transport.aclose()
