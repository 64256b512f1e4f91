"""The server within this process, over the data folder, for one command: nothing else reaches it.

It listens on a socket in a folder of its own that only this user may enter.
"""

import asyncio
import contextlib
import os
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

from cli.outcome import CommandFailed
from server import Server
from settings import Settings
from tools import logs
from tools.errors import CannotStart

# Nobody but this command's own user is counted.
_UNLIMITED = {
    "rate_limit_rpm": 0,
    "ws_messages_per_minute": 0,
    "ws_connections_per_address": 0,
}


class _Quiet(Server):
    """A server that leaves the signals to the command line."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[str]:
    """The path of the socket on which the server answers, until the block ends.

    Raises CommandFailed where it cannot be opened.
    """
    if not hasattr(socket, "AF_UNIX"):  # Windows
        raise CommandFailed("needs_server")
    logs.configure("ERROR", settings.log_format)
    own = replace(settings, **_UNLIMITED)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory(prefix="notionforge-") as folder:
        path = str(Path(folder) / "socket")
        before = os.umask(0o077)  # what the server writes is its owner's
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path)
            listener.listen()
            try:
                async with _serving(own, listener):
                    yield path
            finally:
                os.umask(before)


@contextlib.asynccontextmanager
async def _serving(settings: Settings, listener: socket.socket) -> AsyncIterator[None]:
    is_open = asyncio.Event()
    server = _Quiet(settings, is_open.set)
    serving = asyncio.create_task(server.serve([listener]), name="server")
    opening = asyncio.create_task(is_open.wait(), name="opening")
    try:
        await asyncio.wait((serving, opening), return_when=asyncio.FIRST_COMPLETED)
        if server.failure is not None:
            await serving
            raise _told(server.failure)
        yield
    finally:
        opening.cancel()
        server.should_exit = True
        await serving


def _told(failure: Exception) -> Exception:
    """Why it could not be opened, as the person hears it."""
    if isinstance(failure, CannotStart):
        return CommandFailed("said", said=str(failure))
    return failure
