"""Connections that never say what they want end; those that do are left alone."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
import uvicorn
from websockets.asyncio.client import connect

from api import connections
from server import SERVING
from tests.support.chat import chatting, narrow
from tests.support.serving import Server, bound, listening
from tests.support.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEAD = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
UPGRADE = (
    b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
)
PATIENCE = 15.0


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(connections, "BODY_SECONDS", 1.2)


class Connection:
    """Bytes to the server and what comes back."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def trickle(self, text: bytes) -> None:
        """Sends byte for byte, for as long as the other side listens."""
        while not self.reader.at_eof():
            for byte in text:
                self.writer.write(bytes([byte]))
                await asyncio.sleep(0.05)

    async def ended(self) -> bytes:
        """What came until the server closed. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE):
            try:
                return await self.reader.read()
            except ConnectionResetError:
                return b""

    async def answer(self) -> bytes:
        async with asyncio.timeout(PATIENCE):
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = next(x for x in head.lower().split(b"\r\n") if x.startswith(b"content-length"))
            await self.reader.readexactly(int(length.split(b":")[1]))
            return head


@pytest_asyncio.fixture(loop_scope="module")
async def connection(server: Server) -> AsyncIterator[Connection]:
    address = urlsplit(server.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    yield Connection(reader, writer)
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


async def test_a_silent_connection_is_closed(connection: Connection):
    assert await connection.ended() == b""


@pytest.mark.parametrize("text", [b"\r\n", b"X-Slow: y\r\n"], ids=["blank lines", "headers"])
@pytest.mark.parametrize("served", [False, True], ids=["at once", "after a request"])
async def test_a_trickling_head_is_closed(connection: Connection, text: bytes, served: bool):
    if served:
        connection.writer.write(HEAD + b"\r\n")
        assert b"200 OK" in await connection.answer()
    trickling = asyncio.create_task(
        connection.trickle((b"" if text == b"\r\n" else HEAD) + text * 20)
    )
    assert await connection.ended() == b""
    trickling.cancel()
    await asyncio.gather(trickling, return_exceptions=True)


async def test_requests_on_one_connection_each_have_their_time(connection: Connection):
    for _ in range(4):
        connection.writer.write(HEAD)
        await asyncio.sleep(0.15)
        connection.writer.write(b"\r\n")
        assert b"200 OK" in await connection.answer()


async def test_a_body_and_an_answer_may_take_longer_than_the_head(connection: Connection):
    body = b'{"prompt": "\xec\x95\x88\xeb\x85\x95"}'
    connection.writer.write(POST % b"/api/templates/preview")
    connection.writer.write(b"Content-Length: %d\r\n\r\n" % len(body))
    await asyncio.sleep(0.6)
    connection.writer.write(body)
    assert (await connection.answer()).startswith(b"HTTP/1.1 ")


@pytest.mark.parametrize("path", [b"/api/templates/preview", b"/sandbox/notion/v1/pages"])
async def test_a_trickling_body_is_closed(connection: Connection, path: bytes):
    connection.writer.write(POST % path + b"Content-Length: 100000\r\n\r\n")
    trickling = asyncio.create_task(connection.trickle(b'{"prompt": "' + b"x" * 2000))
    assert await connection.ended() == b""
    trickling.cancel()
    await asyncio.gather(trickling, return_exceptions=True)


async def test_a_chat_outlives_the_time_of_its_head(server: Server):
    async with chatting(server.socket_url) as chat:
        await asyncio.sleep(1.5)
        await chat.send("ping")
        assert (await chat.next())["type"] == "pong"


async def endless(scope, receive, send):
    """Tells more than the buffers of a connection take, whatever it is asked."""
    piece = "x" * 100_000
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        for _ in range(200):
            await send({"type": "websocket.send", "text": piece})
    else:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(200):
            part = {"type": "http.response.body", "body": piece.encode(), "more_body": True}
            await send(part)


@pytest.mark.parametrize("upgrade", [b"", UPGRADE], ids=["a request", "a socket"])
async def test_who_takes_nothing_of_an_answer_is_cut_off(
    upgrade: bytes, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(connections, "TAKING_SECONDS", 0.1)
    async with listening(endless, sock := bound(), lifespan="off") as running:
        kept = running.server_state.connections
        watching = asyncio.create_task(connections.cut_off_stalled(kept))
        address = sock.getsockname()
        with narrow(f"http://{address[0]}:{address[1]}") as client:
            client.sendall(HEAD + upgrade + b"\r\n")
            await until(lambda: bool(kept))
            await until(lambda: not kept)
        watching.cancel()


async def test_who_is_slow_is_not_cut_off():
    before = {"slow": 500, "stalled": 500, "flooded": 500, "idle": 0, "done": 100}
    now = {"slow": 499, "stalled": 500, "flooded": 900, "idle": 0, "done": 0, "new": 500}
    assert connections.stalled(before, now) == ["stalled", "flooded"]


CLOSE = bytes((0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE8))  # as a client says it: code 1000, masked


async def test_a_socket_that_is_closing_keeps_no_server_from_stopping():
    """Its close is answered, and the connection not gone yet: its peer reads slowly, say."""

    async def chat(scope, receive, send):
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            pass

    sock = bound()
    config = uvicorn.Config(chat, lifespan="off", **SERVING)
    running = uvicorn.Server(config)
    serving = asyncio.create_task(running.serve(sockets=[sock]))
    await until(lambda: running.started)
    async with connect(f"ws://127.0.0.1:{sock.getsockname()[1]}/"):
        [protocol] = running.server_state.connections
        protocol.conn.receive_data(CLOSE)
        running.should_exit = True
        await asyncio.wait_for(serving, PATIENCE)
