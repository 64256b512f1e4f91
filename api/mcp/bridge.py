"""Standard streams of one process, `/mcp` of another: for clients that start a process of their own
while a server runs already. A data folder has one server, and one is enough.

Messages pass unread; only the headers that HTTP asks for are made of what they say.
"""

import asyncio
from collections.abc import AsyncIterable, Awaitable, Callable, Mapping

import httpx2
from mcp.client.streamable_http import streamable_http_client
from mcp.server.stdio import stdio_server
from mcp.shared.inbound import (
    MCP_METHOD_HEADER,
    MCP_NAME_HEADER,
    MCP_PROTOCOL_VERSION_HEADER,
    NAME_BEARING_METHODS,
    encode_header_value,
)
from mcp.shared.message import ClientMessageMetadata, SessionMessage
from mcp_types import (
    PROTOCOL_VERSION_META_KEY,
    JSONRPCMessage,
    JSONRPCNotification,
    JSONRPCRequest,
    JSONRPCResponse,
)

READ_SECONDS = 600.0  # of silence in one answer; every call ends long before

Received = SessionMessage | Exception
Send = Callable[[SessionMessage], Awaitable[None]]


class Headers:
    """What HTTP wants to know of a message beside its body. Remembers the protocol that a client
    of an older one has agreed on, which says it once."""

    def __init__(self) -> None:
        self._agreed: str | None = None

    def of(self, message: JSONRPCMessage) -> dict[str, str]:
        """The headers of a message to the server."""
        if not isinstance(message, JSONRPCRequest | JSONRPCNotification):
            return self._version(None)
        params = message.params or {}
        version = (params.get("_meta") or {}).get(PROTOCOL_VERSION_META_KEY)
        named = {MCP_METHOD_HEADER: message.method}
        name = params.get(NAME_BEARING_METHODS.get(message.method) or "")
        if isinstance(name, str):
            named[MCP_NAME_HEADER] = encode_header_value(name)
        return {**self._version(version), **(named if version else {})}

    def _version(self, version: str | None) -> dict[str, str]:
        said = version or self._agreed
        return {MCP_PROTOCOL_VERSION_HEADER: said} if said else {}

    def hear(self, message: JSONRPCMessage) -> None:
        """Notes what the server agreed to."""
        if isinstance(message, JSONRPCResponse):
            self._agreed = message.result.get("protocolVersion", self._agreed)


async def bridge(url: str, headers: Mapping[str, str]) -> None:
    """Hands messages on between the standard streams and a server, until either ends."""
    timeout, known = httpx2.Timeout(READ_SECONDS), Headers()
    async with (
        httpx2.AsyncClient(headers=headers, timeout=timeout) as http,
        streamable_http_client(url, http_client=http) as (answers, requests),
        stdio_server() as (said, told),
    ):

        async def ask(message: SessionMessage) -> None:
            metadata = ClientMessageMetadata(headers=known.of(message.message))
            await requests.send(SessionMessage(message.message, metadata))

        async def tell(message: SessionMessage) -> None:
            known.hear(message.message)
            await told.send(SessionMessage(message.message))

        work = {
            asyncio.create_task(_pump(said, ask), name="bridge-there"),
            asyncio.create_task(_pump(answers, tell), name="bridge-back"),
        }
        await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
        for task in work:
            task.cancel()
        await asyncio.gather(*work, return_exceptions=True)


async def _pump(source: AsyncIterable[Received], send: Send) -> None:
    async for received in source:
        if isinstance(received, SessionMessage):  # else a line that is no message: nobody's
            await send(received)
