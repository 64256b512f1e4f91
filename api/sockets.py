"""What every socket goes through: who may open one, how many, and with which codes it closes."""

import contextlib
from collections.abc import AsyncIterator

from starlette.websockets import WebSocket, WebSocketDisconnect

from api.app import App, app_of
from api.callers import network_of
from api.errors import from_error
from api.language import language_of
from tools.errors import RateLimited, Unavailable

INIT_SECONDS = 10.0
SEND_SECONDS = 10.0

NOT_INITIALISED, BAD_CREDENTIALS, INIT_TIMEOUT, TOO_SLOW, TOO_MANY = 4001, 4002, 4003, 4008, 4029
COME_BACK = 1012  # as for a restart: reconnect and replay
COME_BACK_SECONDS = 1.0


@contextlib.asynccontextmanager
async def admitted(websocket: WebSocket) -> AsyncIterator[App | None]:
    """Accepts a socket and counts it for as long as it is open; None for one that is refused.

    One that comes while the server drains is answered 503, upon which a proxy asks another server.
    That its peer goes away is no fault.
    """
    app = app_of(websocket)
    try:
        if app.draining:
            raise Unavailable("the server stops", retry_after=COME_BACK_SECONDS)
        await app.callers.count(websocket)  # keys and threads cannot be guessed without end
    except (RateLimited, Unavailable) as error:
        refusal = from_error(websocket, error, language_of(websocket))
        await websocket.send_denial_response(refusal)
        yield None
        return
    await websocket.accept()
    network, limit = network_of(websocket), app.settings.ws_connections_per_address
    if limit and app.sockets[network] >= limit:
        await websocket.close(TOO_MANY)
        yield None
        return
    app.sockets[network] += 1
    try:
        yield app
    except WebSocketDisconnect:
        pass
    finally:
        app.sockets[network] -= 1
        if not app.sockets[network]:
            del app.sockets[network]


async def received(websocket: WebSocket) -> str | bytes:
    """What the next frame holds, be it of text or binary. Raises WebSocketDisconnect."""
    message = await websocket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message["code"])
    held: str | bytes = message.get("text") or message.get("bytes") or ""
    return held
