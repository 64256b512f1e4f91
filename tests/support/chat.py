"""A chat client for tests: speaks the frames of the contract and remembers all it heard."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.support.waiting import PATIENCE

Frame = dict[str, Any]


class Chat:
    """One socket. `frames` is everything it received, in order."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.frames: list[Frame] = []
        self.thread_id = ""

    @property
    def numbered(self) -> list[Frame]:
        """The frames that have a `seq`: those that would be replayed."""
        return [frame for frame in self.frames if "seq" in frame]

    @property
    def last_seq(self) -> int:
        return max((frame["seq"] for frame in self.numbered), default=0)

    async def init(self, **fields: Any) -> Frame:
        """Introduces itself; the answer is the `system` frame."""
        await self.send("init", **fields)
        welcome = await self.next()
        self.thread_id = welcome.get("thread_id", "")
        return welcome

    async def send(self, kind: str, **fields: Any) -> None:
        await self.socket.send(json.dumps({"type": kind, **fields}))

    async def say(self, content: str, **fields: Any) -> None:
        await self.send("message", content=content, **fields)

    async def next(self) -> Frame:
        """The next frame, whatever it is."""
        async with asyncio.timeout(PATIENCE):
            frame: Frame = json.loads(await self.socket.recv())
        self.frames.append(frame)
        return frame

    async def until(self, kind: str, **values: Any) -> Frame:
        """Reads on to the next frame of a type with the given fields."""
        while True:
            frame = await self.next()
            if frame["type"] == kind and values.items() <= frame.items():
                return frame

    async def turn(self) -> list[Frame]:
        """Reads on to the end of the turn; returns what came, the end included."""
        before = len(self.frames)
        await self.until("turn_end")
        return self.frames[before:]

    async def asked(self, wish: str = "만들어줘", **fields: Any) -> Frame:
        """Says a wish and reads on to the end of its turn; returns the approval request."""
        await self.say(wish, **fields)
        return of_type(await self.turn(), "approval_request")

    async def approve(self, request: Frame, decision: str = "approve", **fields: Any) -> None:
        approval_id = request["approval_id"]
        await self.send("approval", approval_id=approval_id, decision=decision, **fields)

    async def quiet(self, seconds: float = 0.15) -> list[Frame]:
        """What still comes within a while."""
        found: list[Frame] = []
        try:
            async with asyncio.timeout(seconds):
                while True:
                    found.append(json.loads(await self.socket.recv()))
        except TimeoutError:
            self.frames += found
            return found

    async def close_code(self) -> int:
        """Reads on until the other side closes, and says with which code."""
        try:
            while True:
                await self.next()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006


@asynccontextmanager
async def connected(url: str, **options: Any) -> AsyncIterator[Chat]:
    """An open socket that has said nothing yet. It takes in whatever comes, unless told not to."""
    patient = {"open_timeout": PATIENCE, "close_timeout": PATIENCE, "ping_interval": None}
    options = {"max_size": None, "max_queue": None, **patient, **options}
    async with connect(url, **options) as socket:
        yield Chat(socket)


def narrow(url: str) -> socket.socket:
    """A connection that takes in little before it stalls."""
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.connect((urlsplit(url).hostname, urlsplit(url).port))
    return narrow


@asynccontextmanager
async def chatting(url: str, **init: Any) -> AsyncIterator[Chat]:
    """An open socket that has introduced itself."""
    async with connected(url) as chat:
        await chat.init(**init)
        yield chat


def types(frames: list[Frame]) -> list[str]:
    return [frame["type"] for frame in frames]


def of_type(frames: list[Frame], kind: str) -> Frame:
    """The only frame of a type."""
    found = [frame for frame in frames if frame["type"] == kind]
    assert len(found) == 1, f"{len(found)} of {kind} in {types(frames)}: {frames[-2:]}"
    return found[0]
