"""The chat socket: parse, call, answer. The conversation itself lives in `agent.runs`.

A socket is a window on a thread: it replays what was missed, then follows. Closing it changes
nothing.
"""

import asyncio
import contextlib
import logging
import sqlite3
from dataclasses import replace
from typing import Any

import orjson
from sqlalchemy.exc import OperationalError
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from agent import frames
from agent.events import Lagging
from agent.server_frames import ServerFrame, System, frame_json
from agent.threads import Settings, Thread
from api import ai
from api.app import App
from api.callers import Budget, Flooded, known_key
from api.chat_actions import Actions
from api.client_frames import Init, frame_of, id_in, object_of
from api.ingest_callers import helpdesk_of
from api.language import language_of
from api.sockets import (
    BAD_CREDENTIALS,
    COME_BACK,
    INIT_SECONDS,
    INIT_TIMEOUT,
    NOT_INITIALISED,
    SEND_SECONDS,
    TOO_SLOW,
    admitted,
    received,
)
from tools.blueprint.base import Language
from tools.errors import (
    AuthFailed,
    NotionForgeError,
    RateLimited,
    Unavailable,
)

MOST_FAULTY = 3  # inits that cannot be used, and the socket is closed

_logger = logging.getLogger("notionforge.chat")


async def chat(websocket: WebSocket) -> None:
    """`/ws/chat`. A disconnect is not a cancel."""
    async with admitted(websocket) as app:
        if app is not None:
            await _Socket(websocket, app).serve()


class _Closed(Exception):
    """This side closes the socket, with a code of the contract."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Socket:
    def __init__(self, websocket: WebSocket, app: App) -> None:
        self._websocket = websocket
        self._app = app
        self._sending = asyncio.Lock()
        self._acting = asyncio.Lock()
        self._budget = Budget()
        self._language: Language = language_of(websocket)  # of what goes to this socket alone
        self._remark: NotionForgeError | None = None  # on what an init asked for
        self._place: dict[str, str] = {}  # the thread, once it is known
        self._seen = 0  # the number of the last frame that this socket has been sent

    async def serve(self) -> None:
        try:
            thread, init = await self._introduce()
            self._language = thread.settings.answers_in
            self._place = {"thread_id": thread.id}
            await self._converse(thread, min(init.since, thread.last_seq))
        except _Closed as closed:
            await self._websocket.close(closed.code)
        except WebSocketDisconnect:
            raise
        except Exception as error:
            _logger.exception("a socket failed")
            with contextlib.suppress(_Closed):
                await self._say(frames.error(_foreseen(error), self._language))
            await self._websocket.close(COME_BACK)

    async def _introduce(self) -> tuple[Thread, Init]:
        """Waits for an `init` that can be used; a faulty one is answered, and may be repeated.

        Only the person's time is limited: an `init` that storage keeps waiting is none too late.
        """
        faults = 0
        while faults < MOST_FAULTY:
            first = await self._first()
            try:
                frame = frame_of(object_of(first))
                if not isinstance(frame, Init):
                    raise _Closed(NOT_INITIALISED)
                return await self._open(frame), frame
            except AuthFailed:
                await self._count_fault()
                raise _Closed(BAD_CREDENTIALS) from None
            except NotionForgeError as error:
                await self._say(frames.error(error, self._language))
                if not error.retryable:
                    faults += 1
                    await self._count_fault()
        raise _Closed(NOT_INITIALISED)

    async def _first(self) -> str | bytes:
        """A frame of somebody who is not known yet."""
        try:
            return await asyncio.wait_for(received(self._websocket), INIT_SECONDS)
        except TimeoutError:
            raise _Closed(INIT_TIMEOUT) from None

    async def _count_fault(self) -> None:
        """Counts an init that failed like a request: its sender may be guessing."""
        try:
            await self._app.callers.count(self._websocket)
        except RateLimited as error:
            await self._say(frames.error(error, self._language))
            raise _Closed(BAD_CREDENTIALS) from None

    async def _open(self, init: Init) -> Thread:
        """The thread that an init means, with what it brings. Raises AuthFailed, NotFound, …"""
        owner = known_key(self._websocket, self._app.settings, init.access_token)
        helpdesk = helpdesk_of(self._websocket, init)
        if init.thread_id is None:
            await self._app.desk.connector.target(init.notion_token, init.parent_page_id)
            return await self._create(init, owner, helpdesk)
        thread = await self._app.desk.threads.get(init.thread_id)
        if thread.owner != owner:
            raise AuthFailed("the thread belongs to another server key")
        parent = init.parent_page_id or thread.settings.parent_page_id
        await self._app.desk.connector.target(init.notion_token, parent)
        changes: dict[str, Any] = {**init.settings.model_dump(exclude_none=True), **helpdesk}
        if init.settings.language not in (None, thread.settings.language):
            changes["spoken"] = init.settings.language
        if init.parent_page_id is not None:
            changes["parent_page_id"] = init.parent_page_id
        if init.notion_token:
            changes["own_token"] = True
            await self._app.desk.threads.keep_token(thread.id, init.notion_token)
        kept = await self._app.desk.threads.ai_provider(thread.id)
        if planner := self._planner_of(init, thread.settings.planner, kept):
            changes["planner"] = planner
            await ai.keep_key(self._app, thread.id, planner, init.ai_key)
        if changes:
            await self._app.desk.threads.change(thread.id, **changes)
        await self._keep_helpdesk_key(thread, init)
        return await self._app.desk.threads.get(thread.id)

    async def _create(self, init: Init, owner: str, helpdesk: dict[str, str | None]) -> Thread:
        settings = Settings(
            language=init.settings.language,
            complexity=init.settings.complexity,
            time_zone=init.settings.time_zone,
            parent_page_id=init.parent_page_id,
            own_token=bool(init.notion_token),
            spoken=init.settings.language or language_of(self._websocket),
            planner=self._planner_of(init, None),
            company=helpdesk.get("company"),
            helpdesk=helpdesk.get("helpdesk"),
        )
        thread = await self._app.desk.threads.create(owner, settings, init.notion_token)
        await ai.keep_key(self._app, thread.id, settings.planner, init.ai_key)
        await self._keep_helpdesk_key(thread, init)
        return thread

    def _planner_of(self, init: Init, now: str | None, kept: str | None = None) -> str | None:
        """The planner that an init asks for. One that is not there is no reason to stay outside: it
        is told with the welcome, and the one before plans on."""
        planner, self._remark = ai.chosen(self._app, init.ai_model, init.ai_key, now, kept)
        return planner

    async def _keep_helpdesk_key(self, thread: Thread, init: Init) -> None:
        if init.helpdesk is not None:
            await self._app.desk.threads.keep_helpdesk_key(thread.id, init.helpdesk.api_key)

    async def _converse(self, thread: Thread, since: int) -> None:
        """Reads and follows until one of the two ends."""
        await self._say(await self._welcome(thread, since))
        work = {
            asyncio.create_task(self._read(thread.id), name="socket-read"),
            asyncio.create_task(self._follow(thread.id, since), name="socket-follow"),
        }
        try:
            done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
        finally:
            async with self._acting:  # what was asked for is kept whole, though the asker has left
                for task in work:
                    task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
        for task in done:
            task.result()

    async def _welcome(self, thread: Thread, since: int) -> System:
        resumed = thread.last_seq > 0
        oldest = await self._app.desk.events.oldest(thread.id)
        gap = oldest if oldest is not None and since + 1 < oldest else None
        planner = self._app.desk.planners.named(thread.settings.planner)
        told = frames.system("", thread.id, planner=planner)
        known = replace(told, resumed=resumed or None, resume_gap=gap)
        return frames.welcome(known, self._remark, thread.settings.answers_in)

    async def _read(self, thread_id: str) -> None:
        actions = Actions(self._app, thread_id, self._say)
        while True:
            frame = await received(self._websocket)
            actions.seen = self._seen
            async with self._acting:
                await self._act(actions, thread_id, frame)
            await asyncio.sleep(0)  # frames that are there already would keep everybody waiting

    async def _act(self, actions: Actions, thread_id: str, frame: str | bytes) -> None:
        """Does what a frame says; what goes wrong is said to this socket, which stays open."""
        client_id = None
        try:
            if not self._budget.spend():
                return
            said = object_of(frame)
            client_id = id_in(said)
            await actions.perform(frame_of(said))
        except Flooded:
            raise _Closed(TOO_SLOW) from None
        except (_Closed, WebSocketDisconnect):
            raise
        except Exception as error:
            failure = _foreseen(error)
            if failure is not error:
                _logger.exception("a frame of thread %s… failed", thread_id[:6])
            told = frames.error(failure, await self._spoken(thread_id))
            await self._say(replace(told, id=client_id))

    async def _spoken(self, thread_id: str) -> Language:
        """The thread's language; the last one known where it cannot be asked for."""
        with contextlib.suppress(NotionForgeError):
            self._language = (await self._app.desk.threads.get(thread_id)).settings.answers_in
        return self._language

    async def _follow(self, thread_id: str, since: int) -> None:
        self._seen = since
        try:
            async for event in self._app.desk.events.follow(thread_id, since):
                await self._send(event.frame)
                self._seen = max(self._seen, event.seq)
        except Lagging:
            raise _Closed(TOO_SLOW) from None

    async def _say(self, frame: ServerFrame) -> None:
        await self._send({**frame_json(frame), **self._place})

    async def _send(self, frame: dict[str, Any]) -> None:
        """Sends one frame. A reader that has stalled would hold `send` for ever.

        While it waits the thread's feed is held back, whose buffer is bounded in turn.
        """
        try:
            async with asyncio.timeout(SEND_SECONDS), self._sending:
                await self._websocket.send_text(orjson.dumps(frame).decode())
        except TimeoutError:
            raise _Closed(TOO_SLOW) from None


def _foreseen(error: Exception) -> NotionForgeError:
    """What a person hears of a failure, be it one of ours or none that was thought of."""
    match error:
        case NotionForgeError():
            return error
        case OperationalError() | sqlite3.OperationalError():
            return Unavailable("the records cannot be reached", retry_after=1)
        case _:
            return NotionForgeError("unexpected")


routes = [WebSocketRoute("/ws/chat", chat)]
