"""One connection that carries one HTTP/1.1 request at a time, read by httptools' parser.

Collecting is one request a ticket, and half of its cost is the request: 0.06 ms of CPU here, 0.20
with httpx's request and response around it, 0.23 by httpcore's connection, 0.48 by httpx's
transport (measured beside one another).
"""

import asyncio
import zlib
from collections.abc import Mapping
from typing import NamedTuple, Protocol, Self, cast

import httptools
import httpx

from tools.errors import FreshdeskError

MOST_HEAD_BYTES = 64 * 1024
_GZIP_OR_ZLIB = 47  # zlib's window for either, by what its head says


class Place(NamedTuple):
    """Where something is asked for; `target` is what stands behind the host, escaped."""

    scheme: str
    host: str
    port: int
    target: str

    @classmethod
    def of(cls, url: httpx.URL) -> Self:
        port = url.port or (443 if url.scheme == "https" else 80)
        return cls(url.scheme, url.raw_host.decode(), port, url.raw_path.decode())

    @property
    def netloc(self) -> str:
        """The host as a request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = self.port == (443 if self.scheme == "https" else 80)
        return host if usual else f"{host}:{self.port}"


class Reply(NamedTuple):
    """A whole answer; the names of its headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class Network(Protocol):
    """What carries requests to a helpdesk."""

    async def get(
        self, place: Place, headers: Mapping[str, str], *, most: int, seconds: float
    ) -> Reply:
        """What a GET answers; `seconds` are for each wait. Raises httpx.TransportError,
        httpx.DecodingError, and FreshdeskError for a body of more than `most` bytes."""
        ...

    async def aclose(self) -> None: ...


class Answer:
    """What came of one request so far. The parser calls its `on_…`."""

    def __init__(self, most: int) -> None:
        """`most` are the bytes that its body may have."""
        self.most = most
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = bytearray()
        self.has_head = self.is_whole = False
        self.keeps_alive = False  # whether its connection can carry another request
        self._parser = httptools.HttpResponseParser(self)
        self._head_bytes = 0

    @property
    def status(self) -> int:
        return self._parser.get_status_code()

    def feed(self, data: bytes) -> None:
        """Raises httpx.TransportError, FreshdeskError."""
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            raise httpx.RemoteProtocolError(type(error).__name__) from None
        if not self.has_head:
            self._head_bytes += len(data)
            if self._head_bytes > MOST_HEAD_BYTES:
                raise httpx.RemoteProtocolError("a head without end")
        if len(self.body) > self.most:
            raise too_long(self.most)

    def feed_end(self) -> None:
        """The connection ended, and with it a body whose length nothing told.

        Raises httpx.TransportError where more was promised.
        """
        names = {name.lower() for name, _ in self.headers}
        if not self.has_head or names & {b"content-length", b"transfer-encoding"}:
            raise httpx.ReadError("the connection ended early")
        self.is_whole = True

    def reply(self) -> Reply:
        """The whole of it. Raises httpx.DecodingError, FreshdeskError."""
        headers = {name.decode("latin-1").lower(): v.decode("latin-1") for name, v in self.headers}
        content = bytes(self.body)
        if headers.get("content-encoding", "identity") != "identity":
            content = _unpacked(content, self.most)
        return Reply(self.status, headers, content)

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
        self._failure: httpx.TransportError | FreshdeskError | None = None
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
        except (httpx.TransportError, FreshdeskError) as failure:
            self._failure = failure
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

    async def ask(self, head: bytes, most: int, seconds: float) -> Answer:
        """The answer once it is whole; `seconds` for each wait.

        Raises httpx.TransportError, FreshdeskError for a body of more than `most` bytes.
        """
        self._answer = answer = Answer(most)
        self._transport.write(head)
        while not answer.is_whole:
            await self._wait(seconds)
        return answer

    def rest(self) -> bool:
        """Whether it may carry another request; if not, it is closed."""
        answer, self._answer = self._answer, None
        if self._failure or not (answer and answer.is_whole and answer.keeps_alive):
            self.close()
        return self.is_open

    def close(self) -> None:
        self.is_open = False
        self._transport.abort()

    async def _wait(self, seconds: float) -> None:
        """Until something comes. Raises httpx.TransportError, FreshdeskError."""
        if self._failure is None:
            self._news.clear()
            try:
                async with asyncio.timeout(seconds):
                    await self._news.wait()
            except TimeoutError:
                raise httpx.ReadTimeout("no answer") from None
        if self._failure is not None:
            raise self._failure


def head_of(place: Place, headers: Mapping[str, str]) -> bytes:
    """A request as it is sent."""
    fields = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"GET {place.target} HTTP/1.1\r\nHost: {place.netloc}\r\n{fields}\r\n".encode("ascii")


def too_long(most: int) -> FreshdeskError:
    """An answer that is more than Freshdesk would send."""
    return FreshdeskError(f"an answer is larger than {most} bytes")


def _unpacked(content: bytes, most: int) -> bytes:
    """A body that came packed, though nobody asked for that."""
    unpacking = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        plain = unpacking.decompress(content, most + 1)
    except zlib.error:
        raise httpx.DecodingError("packed in another way") from None
    if len(plain) > most:
        raise too_long(most)
    return plain
