"""A job's stream: what became of it, from wherever somebody stood, and what becomes of it."""

import asyncio
import contextlib

import orjson
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from agent.texts import explain
from api.app import App
from api.callers import Budget, Flooded, known_key
from api.client_frames import object_of
from api.ingest_callers import job_of
from api.ingest_reports import frame
from api.language import language_of
from api.sockets import (
    BAD_CREDENTIALS,
    COME_BACK,
    INIT_SECONDS,
    INIT_TIMEOUT,
    SEND_SECONDS,
    TOO_SLOW,
    admitted,
    received,
)
from tools.errors import AuthFailed, InvalidInput, NotionForgeError, RateLimited


async def stream(websocket: WebSocket) -> None:
    """`/ingest/jobs/{job_id}/stream?since=`: frames `progress`, `log` and `status`."""
    async with admitted(websocket) as app:
        if app is None:
            return
        code = await _serve(websocket, app)
        if websocket.client_state is WebSocketState.CONNECTED:
            await websocket.close(code)


async def _serve(websocket: WebSocket, app: App) -> int:
    """The code to close with."""
    try:
        token = await _introduced(websocket, app)
        known_key(websocket, app.settings, token)
        job = await job_of(websocket, token)
    except TimeoutError:
        return INIT_TIMEOUT
    except AuthFailed:
        return BAD_CREDENTIALS
    except NotionForgeError as error:
        told = explain(error, language_of(websocket))
        refusal = {"type": "error", "code": error.code, "content": told}
        await websocket.send_text(orjson.dumps(refusal).decode())
        return 1000
    text = websocket.query_params.get("since", "0")
    since = int(text) if text.isdecimal() and len(text) < 19 else 0
    following = asyncio.create_task(_follow(websocket, app, job.id, since))
    listening = asyncio.create_task(_listen(websocket))
    try:
        done, _ = await asyncio.wait({following, listening}, return_when=asyncio.FIRST_COMPLETED)
        return (listening if listening in done else following).result()
    finally:
        for task in (following, listening):
            task.cancel()
        await asyncio.gather(following, listening, return_exceptions=True)


async def _introduced(websocket: WebSocket, app: App) -> str | None:
    """The token of a first frame `init`, where a key is asked and no header brings one.

    Raises TimeoutError, AuthFailed, WebSocketDisconnect.
    """
    if not app.settings.api_keys or websocket.headers.get("authorization"):
        return None
    async with asyncio.timeout(INIT_SECONDS):
        first = await received(websocket)
    with contextlib.suppress(InvalidInput):
        said = object_of(first)
        if said.get("type") == "init":
            return str(said.get("access_token") or "")
    raise AuthFailed("the first frame is no init")


async def _follow(websocket: WebSocket, app: App, job_id: str, since: int) -> int:
    language = language_of(websocket)
    async for event in app.desk.ingest.following.follow(job_id, since):
        if app.draining:
            return COME_BACK
        text = orjson.dumps(frame(job_id, event, language)).decode()
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await websocket.send_text(text)
        except TimeoutError:
            return TOO_SLOW
    return 1000


async def _listen(websocket: WebSocket) -> int:
    """Returns when the other side has gone, or says too much; what it says is no matter."""
    budget = Budget()
    try:
        while True:
            await received(websocket)
            with contextlib.suppress(RateLimited):
                budget.spend()
    except WebSocketDisconnect:
        return 1000
    except Flooded:
        return TOO_SLOW


routes = [WebSocketRoute("/ingest/jobs/{job_id}/stream", stream)]
