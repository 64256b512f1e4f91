"""One connection that carries one HTTP/1.1 request at a time, read by httptools' parser.

Collecting is one request a ticket, and half of its cost is the request: 0.06 ms of CPU here, 0.23
by httpcore's connection, 0.48 by httpx's transport (measured beside one another).
"""

import asyncio
from typing import cast

import httptools
import httpx

MOST_HEAD_BYTES = 64 * 1024
MOST_WAITING_BYTES = 256 * 1024  # of a body that nobody takes: the other side waits then


class Answer:
    """What came of one request so far. The parser calls its `on_…`."""

    def __init__(self) -> None:
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = bytearray()  # what of it nobody took yet
        self.has_head = self.is_whole = False
        self.keeps_alive = False  # whether its connection can carry another request
        self._parser = httptools.HttpResponseParser(self)
        self._head_bytes = 0

    @property
    def status(self) -> int:
        return self._parser.get_status_code()

    def feed(self, data: bytes) -> None:
        """Raises httpx.TransportError."""
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            raise httpx.RemoteProtocolError(type(error).__name__) from None
        if not self.has_head:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                raise httpx.RemoteProtocolError("a head without end")

    def feed_end(self) -> None:
        """The connection ended, and with it a body whose length nothing told.

        Raises httpx.TransportError where more was promised.
        """
        names = {name.lower() for name, _ in self.headers}
        if not self.has_head or names & {b"content-length", b"transfer-encoding"}:
            raise httpx.ReadError("the connection ended early")
        self.is_whole = True

    def take(self) -> bytes:
        """What came of the body since this was last asked."""
        found = bytes(self.body)
        self.body.clear()
        return found

    def on_message_begin(self) -> None:
        if self.is_whole:
            raise httpx.RemoteProtocolError("two answers to one request")

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        self.has_head = self.status >= httpx.codes.OK
        self.keeps_alive = self._parser.should_keep_alive()  # which it knows here alone
        if not self.has_head:  # 1xx: the answer itself is still to come
            self.headers.clear()

    def on_body(self, part: bytes) -> None:
        self.body += part

    def on_message_complete(self) -> None:
        self.is_whole = self.has_head


class Wire(asyncio.Protocol):
    """A connection. What comes unasked closes it: nobody shall take it for an answer of his."""

    def __init__(self) -> None:
        self.is_open = False
        self._answer: Answer | None = None
        self._failure: httpx.TransportError | None = None
        self._news = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one in deed
        self.is_open = True

    def data_received(self, data: bytes) -> None:
        if self._answer is None:
            self.close()
            return
        try:
            self._answer.feed(data)
        except httpx.TransportError as failure:
            self._failure = failure
        if len(self._answer.body) > MOST_WAITING_BYTES:
            self._transport.pause_reading()
        self._news.set()

    def eof_received(self) -> None:
        self.is_open = False  # for any other request; the transport closes itself

    def connection_lost(self, _: Exception | None) -> None:
        self.is_open = False
        if self._answer is not None and not self._answer.is_whole:
            try:
                self._answer.feed_end()
            except httpx.TransportError as failure:
                self._failure = failure
        self._news.set()

    async def ask(self, request: httpx.Request, seconds: float | None) -> Answer:
        """The answer as soon as its head is here; `seconds` for each wait.

        Raises httpx.TransportError.
        """
        self._answer = answer = Answer()
        self._transport.write(_head(request))
        while not answer.has_head:
            await self._wait(seconds)
        return answer

    async def part(self, seconds: float | None) -> bytes:
        """More of the body, b"" at its end. Raises httpx.TransportError."""
        answer = self._answer
        while answer is not None and not answer.body and not answer.is_whole:
            await self._wait(seconds)
        if self.is_open:
            self._transport.resume_reading()
        return b"" if answer is None else answer.take()

    def rest(self) -> bool:
        """Whether it may carry another request; if not, it is closed."""
        answer, self._answer = self._answer, None
        if self._failure or not (answer and answer.is_whole and answer.keeps_alive):
            self.close()
        return self.is_open

    def close(self) -> None:
        self.is_open = False
        self._transport.abort()

    async def _wait(self, seconds: float | None) -> None:
        """Until something comes. Raises httpx.TransportError."""
        if self._failure is None:
            self._news.clear()
            try:
                async with asyncio.timeout(seconds):
                    await self._news.wait()
            except TimeoutError:
                raise httpx.ReadTimeout("no answer") from None
        if self._failure is not None:
            raise self._failure


def _head(request: httpx.Request) -> bytes:
    fields = b"".join(b"%s: %s\r\n" % field for field in request.headers.raw)
    return b"%s %s HTTP/1.1\r\n%s\r\n" % (request.method.encode(), request.url.raw_path, fields)
