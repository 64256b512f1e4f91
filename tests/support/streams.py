"""A reader of server-sent events, as a browser's EventSource reads them."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx

Frame = dict[str, Any]


class Reading:
    """An open stream. `frames` is what came, with the last `id` of it."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.aiter_lines()
        self.response = response
        self.frames: list[Frame] = []
        self.comments = 0
        self.last_id = ""

    async def next(self) -> Frame | None:
        """The next event; None at the end."""
        data = None
        async for line in self._lines:
            name, _, value = line.partition(": ")
            match name:
                case "id":
                    self.last_id = value
                case "data":
                    data = json.loads(value)
                case "event":
                    raise AssertionError("onmessage hears of no named events")
                case "" if data is None:
                    self.comments += line != ""
                case _:
                    assert data is not None
                    self.frames.append(data)
                    return data
        return None

    async def until(self, kind: str) -> Frame:
        """Reads on to the next event of a type."""
        while (frame := await self.next()) is not None:
            if frame["type"] == kind:
                return frame
        raise AssertionError(f"no {kind} came")

    async def rest(self) -> list[Frame]:
        """Reads on to the end; all that came."""
        while await self.next() is not None:
            pass
        return self.frames

    async def broken_off(self) -> None:
        """Reads on until the server ends the stream, whole or not."""
        with suppress(httpx.TransportError):
            await self.rest()


@asynccontextmanager
async def reading(
    client: httpx.AsyncClient, method: str, url: str, **request: Any
) -> AsyncIterator[Reading]:
    async with client.stream(method, url, **request) as response:
        yield Reading(response)
