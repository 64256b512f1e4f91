"""Connections that keep nobody waiting: what is asked comes, what is told is taken, or they end."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Protocol, TypeVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState

C = TypeVar("C")

HEAD_SECONDS = 10.0
BODY_SECONDS = 60.0  # the largest, a file of 20 MB, needs 3 Mbit/s then
TAKING_SECONDS = 30.0  # in which a peer takes some of what waits for it


class Connection(Protocol):
    """What uvicorn knows of a connection, be it of requests or a socket."""

    transport: asyncio.Transport


class PunctualProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a deadline for each request's head, and one for its body.

    uvicorn itself limits only the time between a response and the next byte.
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect(HEAD_SECONDS)

    def data_received(self, data: bytes) -> None:
        if self._deadline is None and self.cycle.response_complete:
            self._expect(HEAD_SECONDS)
        super().data_received(data)

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._is_there()
        if not self.parser.should_upgrade():  # a socket has no body
            self._expect(BODY_SECONDS)

    def on_message_complete(self) -> None:
        self._is_there()
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        self._is_there()
        super().connection_lost(exc)

    def _expect(self, seconds: float) -> None:
        self._deadline = self.loop.call_later(seconds, self.transport.close)

    def _is_there(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class LeavingProtocol(WebSocketsSansIOProtocol):
    """uvicorn's protocol of sockets, which lets the server stop while a peer is closing its own.

    uvicorn 0.54 raises then, out of the whole shutdown, and nothing is put away.
    """

    def shutdown(self) -> None:
        try:
            super().shutdown()
        except InvalidState:  # the peer's close was answered already
            self.transport.close()


async def cut_off_stalled(connections: Collection[Connection]) -> None:
    """Ends, as long as it runs, the connections whose peers take nothing of what waits for them.

    To send to them waits without end, and so does to close them, as what was sent goes first.
    """
    before: Mapping[Connection, int] = {}
    while True:
        await asyncio.sleep(TAKING_SECONDS)
        waiting = {one: one.transport.get_write_buffer_size() for one in connections}
        for connection in stalled(before, waiting):
            connection.transport.abort()
        before = waiting


def stalled(before: Mapping[C, int], now: Mapping[C, int]) -> list[C]:
    """Those for whom as much waits as did before, or more: who is slow takes some."""
    return [one for one, size in now.items() if 0 < before.get(one, 0) <= size]
