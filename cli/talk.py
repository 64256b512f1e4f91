"""A conversation over the chat socket, as the browser leads it: frames in, frames out."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from cli.outcome import CommandFailed
from cli.reach import QUIET_SECONDS, Reach

Frame = dict[str, Any]

PATH = "/ws/chat"
TRIES, PAUSE = 30, 2.0  # while a server restarts
_FROM_NOW_ON = 2**53  # more frames than a thread has: what was said before is not heard again
_COME_BACK = frozenset({1001, 1006, 1012, 4008})
_REFUSED = {4002: "bad_key", 4003: "no_answer", 4029: "too_many"}


class Talk:
    """A thread, over as many sockets as it takes: what was missed is replayed."""

    def __init__(self, reach: Reach, settings: Frame, thread_id: str | None) -> None:
        self._reach = reach
        self._settings = settings
        self._seen = 0 if thread_id is None else _FROM_NOW_ON
        self._socket: Any = None
        self.thread_id = thread_id
        self.welcome: Frame = {}

    @property
    def is_elsewhere(self) -> bool:
        """Whether a server of its own answers, whose pages can be opened meanwhile."""
        return self._reach.socket is None

    async def send(self, kind: str, **fields: Any) -> None:
        """Sends a frame once, however often the socket breaks: its `id` tells it from others."""
        frame = {"type": kind, **fields}
        if kind in ("message", "approval"):
            frame["id"] = secrets.token_hex(8)
        try:
            await self._socket.send(json.dumps(frame))
        except ConnectionClosed as closed:
            await self._again(closed)
            await self._socket.send(json.dumps(frame))

    async def hear(self) -> Frame:
        """The next frame. Raises CommandFailed where the server is gone or says nothing."""
        while True:
            try:
                async with asyncio.timeout(QUIET_SECONDS):
                    frame: Frame = json.loads(await self._socket.recv())
            except ConnectionClosed as closed:
                await self._again(closed)
                continue
            except TimeoutError:
                raise CommandFailed("no_answer") from None
            self._seen = frame.get("seq", self._seen)
            return frame

    async def open(self) -> None:
        """Raises CommandFailed where the server does not let us in."""
        init = {**self._settings, "type": "init", "since": self._seen}
        if self.thread_id is not None:
            init["thread_id"] = self.thread_id
        try:
            self._socket = await self._reach.connection(PATH)
            await self._socket.send(json.dumps(init))
            async with asyncio.timeout(QUIET_SECONDS):
                self.welcome = json.loads(await self._socket.recv())
        except InvalidStatus as refused:
            raise CommandFailed("refused", status=refused.response.status_code) from None
        except ConnectionClosed as closed:
            raise CommandFailed(_reason(closed)) from None
        except (OSError, TimeoutError, WebSocketException):
            raise CommandFailed("unreachable", address=self._reach.address) from None
        if self.welcome["type"] == "error":
            raise CommandFailed("said", said=self.welcome["content"])
        self.thread_id = self.welcome["thread_id"]

    async def close(self) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def _again(self, closed: ConnectionClosed) -> None:
        """Opens the thread anew. Raises CommandFailed where the server does not come back."""
        code = closed.rcvd.code if closed.rcvd else 1006
        if code not in _COME_BACK:
            raise CommandFailed(_reason(closed)) from None
        for left in reversed(range(TRIES)):
            try:
                await self.open()
            except CommandFailed:
                if not left:
                    raise
                await asyncio.sleep(PAUSE)
            else:
                return


def _reason(closed: ConnectionClosed) -> str:
    code = closed.rcvd.code if closed.rcvd else 1006
    return _REFUSED.get(code, "left")


@asynccontextmanager
async def talking(
    reach: Reach, settings: Frame, thread_id: str | None = None
) -> AsyncIterator[Talk]:
    """An open conversation, a new one or one that goes on."""
    talk = Talk(reach, settings, thread_id)
    try:
        await talk.open()
        yield talk
    finally:
        await talk.close()
