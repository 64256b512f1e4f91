"""A person's line to the server: it comes back by itself, and remembers each frame once."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

Frame = dict[str, Any]
Heard = Callable[[Frame], Awaitable[None]]

PATIENCE = 420.0  # seconds for one turn, outages of everything included
REDIAL_SECONDS = 0.3
REPLAY_SECONDS = 1.0  # of silence after which a replay is taken to be over
_BROKEN = (ConnectionClosed, InvalidHandshake, InvalidMessage, OSError, TimeoutError)


class Stranded(Exception):
    """A turn that never ended."""


class _Later(Exception):
    """The server asked for another try."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Line:
    """One thread over however many sockets it takes.

    `frames` are by `seq`; `faults` says what no server may do; `silence` is the longest time in
    seconds that an open socket said nothing while a turn ran, and between which frames; `told`
    counts the errors by code.
    """

    def __init__(self, url: str, **init: Any) -> None:
        self._url = url
        self._init = init
        self._socket: ClientConnection | None = None
        self.frames: dict[int, Frame] = {}
        self.faults: list[str] = []
        self.told: dict[str, int] = {}
        self.silence = (0.0, "")
        self.redials = 0
        self._last: Frame = {}

    @property
    def ends(self) -> list[Frame]:
        """The ends of turns so far, in order."""
        ordered = [self.frames[seq] for seq in sorted(self.frames)]
        return [frame for frame in ordered if frame["type"] == "turn_end"]

    def newest(self, kind: str) -> Frame | None:
        found = [seq for seq, frame in self.frames.items() if frame["type"] == kind]
        return self.frames[max(found)] if found else None

    async def turn(self, kind: str, heard: Heard | None = None, **fields: Any) -> Frame:
        """Says something and follows to the end of its turn, however often the line breaks.

        `heard` sees each new frame. Raises Stranded.
        """
        before = len(self.ends)
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    pause = REDIAL_SECONDS
                    try:
                        return await self._attempt(before, kind, fields, heard)
                    except _Later as later:
                        pause = later.seconds
                    except _BROKEN:
                        self._socket = None
                        self.redials += 1
                    await asyncio.sleep(pause)
        except TimeoutError:
            last = self.frames.get(max(self.frames, default=0))
            raise Stranded(f"{kind} {fields} never ended; the last frame was {last}") from None

    async def send(self, kind: str, **fields: Any) -> None:
        """Says something once; it is lost where the line is broken."""
        if self._socket is not None:
            await self._socket.send(json.dumps({"type": kind, **fields}))

    async def hang_up(self) -> None:
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    def check(self) -> None:
        """Notes where numbers are missing."""
        if sorted(self.frames) != list(range(1, len(self.frames) + 1)):
            missing = set(range(1, max(self.frames, default=0) + 1)) - set(self.frames)
            self.faults.append(f"frames {sorted(missing)} were never heard")

    async def _attempt(self, before: int, kind: str, fields: Frame, heard: Heard | None) -> Frame:
        if self._socket is None:
            await self._dial()
            end = await self._follow(before, heard, REPLAY_SECONDS)
            if end is not None:
                return end
        await self.send(kind, **fields)
        end = await self._follow(before, heard, None)
        assert end is not None
        return end

    async def _dial(self) -> None:
        socket = await connect(self._url, max_size=None, max_queue=None, open_timeout=20)
        self._socket = socket
        since = max(self.frames, default=0)
        await self.send("init", **self._init, since=since)
        welcome = json.loads(await asyncio.wait_for(socket.recv(), 30))
        if welcome["type"] != "system":
            await self.hang_up()
            self._count(welcome)
            raise _Later(welcome.get("retry_after", 1.0))
        self._init["thread_id"] = welcome["thread_id"]

    async def _follow(
        self, before: int, heard: Heard | None, patience: float | None
    ) -> Frame | None:
        """Reads on to the end of the turn; None where nothing came for `patience` seconds."""
        assert self._socket is not None
        while len(self.ends) <= before:
            begun = time.monotonic()
            try:
                async with asyncio.timeout(patience):
                    frame = json.loads(await self._socket.recv())
            except TimeoutError:
                return None
            if patience is None:
                between = f"{brief(self._last)} → {brief(frame)}"
                self.silence = max(self.silence, (time.monotonic() - begun, between))
            self._last = frame
            self._note(frame)
            if heard is not None:
                await heard(frame)
        return self.ends[-1]

    def _note(self, frame: Frame) -> None:
        if frame["type"] == "error":
            self._count(frame)
        seq = frame.get("seq")
        if seq is None:
            if frame["type"] == "error" and frame["retryable"]:
                raise _Later(1.0)
            return
        if self.frames.setdefault(seq, frame) != frame:
            self.faults.append(f"{seq} was {self.frames[seq]} and is {frame}")

    def _count(self, frame: Frame) -> None:
        code = str(frame.get("code"))
        self.told[code] = self.told.get(code, 0) + 1


def brief(frame: Frame) -> str:
    """A frame in a few words."""
    told = (frame.get(key) for key in ("type", "step", "status", "code", "reason", "message"))
    return " ".join(str(part) for part in told if part is not None)
