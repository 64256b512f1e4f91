"""A run's events as a stream of server-sent events."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from agent.entrance import Begun
from agent.events import Event, Lagging
from agent.server_frames import as_json
from agent.texts import say
from agent.threads import Thread
from api.app import App, app_of
from tools.errors import DeadlineExceeded

HEARTBEAT_SECONDS = 15.0
SEND_SECONDS = 10.0  # for a reader that has stalled
COUNTED = ("pages", "databases", "blocks", "rows", "views")


class Stream(Response):
    """A run's events as they come, as server-sent events; their ids are the numbers of its thread.

    Nobody is waited for: who leaves or stalls comes back with `Last-Event-ID`.
    """

    media_type = "text/event-stream"

    def __init__(self, app: App, thread: Thread, run_id: str, since: int) -> None:
        headers = {"X-Run-ID": run_id, "Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
        super().__init__(headers=headers)
        del self.headers["content-length"]
        self._app = app
        self._thread = thread
        self._since = since

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        work: set[asyncio.Task[Any]] = {
            asyncio.create_task(self._send(send), name="stream-send"),
            asyncio.create_task(_left(receive), name="stream-left"),
            asyncio.create_task(self._app.leaving.wait(), name="stream-leaving"),
        }
        try:
            done = (await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED))[0]
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
        for task in done:
            task.result()
        with contextlib.suppress(TimeoutError, OSError):  # nobody may be there any more
            async with asyncio.timeout(SEND_SECONDS):
                await send(_body(b"", more=False))

    async def _send(self, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        with contextlib.suppress(TimeoutError, OSError, Lagging):
            async with contextlib.aclosing(self._pieces()) as pieces:
                async for piece in pieces:
                    async with asyncio.timeout(SEND_SECONDS):
                        await send(_body(piece, more=True))

    async def _pieces(self) -> AsyncGenerator[bytes]:
        yield b": the events of a run\n\n"
        follow = self._app.desk.events.follow(self._thread.id, self._since)
        async with (
            contextlib.aclosing(follow) as events,
            contextlib.aclosing(beating(events)) as beats,
        ):
            async for event in beats:
                if event is None:
                    yield b": still there\n\n"
                    continue
                number = f"id: {event.seq}\n".encode() if event.seq else b""
                data = await event_data(self._app, self._thread, event)
                yield number + b"data: " + orjson.dumps(data) + b"\n\n"
                if event.frame["type"] == "turn_end":
                    return


async def beating(events: AsyncIterator[Event]) -> AsyncGenerator[Event | None]:
    """The same events, and None whenever there was none for a while."""
    coming: asyncio.Future[Event] | None = None
    try:
        while True:
            coming = coming or asyncio.ensure_future(anext(events))
            await asyncio.wait((coming,), timeout=HEARTBEAT_SECONDS)
            if not coming.done():
                yield None
                continue
            event, coming = coming.result(), None
            yield event
    finally:
        if coming is not None:
            coming.cancel()
            await asyncio.wait((coming,))


async def event_data(app: App, thread: Thread, event: Event) -> dict[str, Any]:
    """An event as a stream tells it: of nobody who could answer a plan.

    A plan's introduction brings the blueprint; what is no plan is put as a question, which ends it;
    what was stopped for want of time is an error.
    """
    frame, language = event.frame, thread.settings.answers_in
    match frame["type"]:
        case "ai_response":
            plan = await app.desk.plans.latest(thread.id)
            if plan is None:
                return {**frame, "type": "question", "options": []}
            if (design := plan.subject.design) is not None:
                return {**frame, "type": "blueprint", "blueprint": as_json(design)}
        case "complete":
            return {**frame, **await _completed(app, thread, frame)}
        case "cancelled" if thread.settings.entrance == "request":
            text = say(DeadlineExceeded.default_reason, language)
            code = {"code": DeadlineExceeded.code, "retryable": False}
            return {**frame, **code, "type": "error", "content": text}
    return frame


async def _completed(app: App, thread: Thread, frame: dict[str, Any]) -> dict[str, Any]:
    """What a stream's last word says beside the socket's: what the route itself would answer."""
    plan = await app.desk.plans.latest(thread.id)
    summary = dict(frame["summary"])
    summary |= {name: summary[f"{name}_created"] for name in COUNTED}
    undo = {} if plan is None else {"undo_id": app.entrance.undo_id(plan.id)}
    return {"success": True, "summary": summary, **undo}


async def _left(receive: Receive) -> None:
    """Returns when the reader has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _body(piece: bytes, *, more: bool) -> dict[str, Any]:
    return {"type": "http.response.body", "body": piece, "more_body": more}


def since_of(request: Request) -> int:
    """The number of the last event that a reader has, by `Last-Event-ID`; 0 where it has none."""
    number = request.headers.get("last-event-id", "").strip()
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0


async def streamed(request: Request, begun: Begun) -> Stream:
    """The stream of a run, from the first event on or behind the one that its reader has."""
    app = app_of(request)
    thread = await app.desk.threads.get(begun.thread_id)
    return Stream(app, thread, begun.run_id, since_of(request))
