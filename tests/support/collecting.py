"""Where traces and spans go: a server that takes everything and keeps it by its path."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.support.serving import bound, listening


class Collector:
    """What was sent to it, by path: empty where nobody sent anything."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.received: dict[str, bytes] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        self.received[scope["path"]] = self.received.get(scope["path"], b"") + body
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{}"})


@asynccontextmanager
async def collecting() -> AsyncIterator[Collector]:
    with bound() as sock:
        collector = Collector(f"http://127.0.0.1:{sock.getsockname()[1]}")
        async with listening(collector, sock, lifespan="off"):
            yield collector
