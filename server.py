"""The process: it listens and says how it is at once, and opens what takes long beside that.

Importing the application takes ten times what serving does, so only a thread of its own imports it.
"""

import asyncio
import contextlib
import gc
import importlib
import json
import logging
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from api.connections import LeavingProtocol, PunctualProtocol, cut_off_stalled
from settings import VERSION, Settings
from tools import logs
from tools.environment import SettingsError
from tools.errors import CannotStart
from tools.listening import listening, make_room
from tools.lock import holder, tell

# httpx loads a command line of its own wherever rich and click are installed, which here nobody
# uses: `findings/httpx_brings_its_command_line.sh`. Python reads None as "not to be imported".
sys.modules["httpx._main"] = None  # type: ignore[assignment]

OPENING_SECONDS = 60.0  # for which a request waits for the application
TICK_SECONDS = 0.1
MOST_CONNECTIONS = 4_000  # at once, sockets and requests; further ones are told so (503)
# Objects before a collection, and collections before one of what is older. A start makes a million
# that stay: with Python's 700 a sixth of its time went into looking for what does not.
COLLECTING = (50_000, 20, 20)
# How uvicorn serves the application, beside host and port.
SERVING: Mapping[str, Any] = {
    "http": PunctualProtocol,
    "ws": LeavingProtocol,
    "limit_concurrency": MOST_CONNECTIONS,
    "log_config": None,
    "access_log": False,
    "proxy_headers": False,  # whose X-Forwarded-For counts is a setting: `api/guard.py`
    "ws_max_size": 1024 * 1024,
    "ws_per_message_deflate": False,  # costs 42 KB a socket and half the speed
    "timeout_graceful_shutdown": 5,
}

_USAGE = """usage: python server.py [--open | mcp]
  --open  also opens the page in a browser
  mcp     speaks MCP on the standard streams instead
All else is said by the environment, or in .env: HOST, PORT, DATA_DIR, … (README.md, Settings)."""

_STARTING: Mapping[str, tuple[int, Mapping[str, Any]]] = {
    "/health": (200, {"status": "starting", "version": VERSION}),
    "/health/live": (200, {"alive": True}),
    "/health/ready": (503, {"ready": False, "checks": {}}),
}
_REFUSED = {"code": "UNAVAILABLE", "message": "the server does not start", "request_id": ""}
_CLOSED = (503, {"success": False, "error": _REFUSED})


class Front:
    """Stands before the application: while that is not open it says so, and all else waits."""

    def __init__(self) -> None:
        self._application: ASGIApp | None = None
        self._settled = asyncio.Event()

    def open(self, application: ASGIApp | None) -> None:
        """Lets in who waits, or sends them away where there will be no application."""
        self._application = application
        self._settled.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        known = _STARTING.get(scope.get("path", ""))
        if known is not None and not self._settled.is_set():
            await _answer(send, *known)
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(OPENING_SECONDS):
                await self._settled.wait()
        if self._application is not None:
            await self._application(scope, receive, send)
        elif scope["type"] == "http":
            await _answer(send, *_CLOSED)
        else:
            await send({"type": "websocket.close", "code": 1012})


async def _answer(send: Send, status: int, answer: Mapping[str, Any]) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"default-src 'none'"),
    ]
    body = json.dumps(answer).encode()
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Server(uvicorn.Server):
    """Serves at once, and opens the application beside that; `failure` is why it could not.

    `on_open` is called once the application is there.
    """

    def __init__(self, settings: Settings, on_open: Callable[[], None]) -> None:
        self._settings = settings
        self._on_open = on_open
        self._front = Front()
        super().__init__(uvicorn.Config(self._front, lifespan="off", **SERVING))
        self._open = contextlib.AsyncExitStack()
        self._is_open = False
        self._end: Callable[[], None] = lambda: None  # says that it is not ready any more
        self._leave: Callable[[], None] = lambda: None  # tells what is open without an end
        self.failure: Exception | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        watching = cut_off_stalled(self.server_state.connections)
        self._watching = asyncio.create_task(watching, name="stalled")
        self._opening = asyncio.create_task(self._open_application(), name="opening")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._opening.cancel()
        await asyncio.wait([self._opening])
        if self._is_open:
            await self._drain()
        else:
            self._front.open(None)
        self._leave()
        try:
            await super().shutdown(sockets)
        finally:
            self._watching.cancel()
            await self._open.aclose()

    async def _drain(self) -> None:
        """Goes on for `DRAIN_SECONDS`, but not as one that is ready: who hands requests out sees
        that and turns to others, and kept connections end with their next answer.

        A second Ctrl+C cuts it short.
        """
        self._end()
        closing = (b"connection", b"close")
        self.server_state.default_headers = [*self.server_state.default_headers, closing]
        for _ in range(round(self._settings.drain_seconds / TICK_SECONDS)):
            if self.force_exit:
                return
            await asyncio.sleep(TICK_SECONDS)

    async def _open_application(self) -> None:
        """Opens the application, or has the server stop where it cannot be opened."""
        try:
            wiring = await asyncio.to_thread(importlib.import_module, "wiring")
            application = wiring.create_app(self._settings)
            await self._open.enter_async_context(application.router.lifespan_context(application))
        except Exception as error:  # noqa: BLE001 - raised again once nothing is served any more
            self.failure, self.should_exit = error, True
            return
        # A full collection walks all that lives, and everybody waits: what is there now stays.
        gc.freeze()
        app = application.state.app
        self._is_open, self._end, self._leave = True, app.end, app.leaving.set
        self._front.open(application)
        self._on_open()


def main() -> None:
    """Starts the server from the settings alone; `--open` also opens the page in a browser. `mcp`
    speaks MCP on the standard streams instead."""
    match sys.argv[1:]:
        case [] | ["--open"] as given:
            serve(in_browser=bool(given))
        case ["mcp"]:
            serve_mcp()
        case _:
            sys.exit(_USAGE)


def serve(*, in_browser: bool) -> None:
    """Serves until it is told to stop. Exits with one line where it cannot start."""

    def opened(settings: Settings) -> None:
        with listening(settings.host, settings.port) as sock:
            _serve(Server(settings, partial(_ready, settings, sock, in_browser)), sock)

    _started(opened)


def serve_mcp() -> None:
    """Speaks MCP on the standard streams. Exits with one line where it cannot start."""
    _started(_serve_mcp)


def _started(serve_: Callable[[Settings], None]) -> None:
    os.umask(0o077)  # what the server writes is its owner's
    gc.set_threshold(*COLLECTING)
    make_room(MOST_CONNECTIONS)
    try:
        settings = Settings.from_env()
        logs.configure(settings.log_level, settings.log_format)
        serve_(settings)
    except (SettingsError, CannotStart) as error:
        logging.getLogger("notionforge").debug("it could not start", exc_info=True)
        sys.exit(f"notionforge: {error}")


def _serve_mcp(settings: Settings) -> None:
    """MCP on the standard streams, until their other end is closed. Where a server holds the data
    folder it answers; else this process is one meanwhile, so that the addresses it names can be
    looked at.

    Raises CannotStart.
    """
    if address := holder(settings.data_dir):
        stdio = importlib.import_module("api.mcp.stdio")
        asyncio.run(stdio.pass_on(address, settings))
        return
    with listening(settings.host, settings.port) as sock:
        asyncio.run(_serve_stdio(settings, sock))


async def _serve_stdio(settings: Settings, sock: socket.socket) -> None:
    """Returns once the input is closed; ends the process where that was told to end before."""
    application = importlib.import_module("wiring").create_app(settings)
    stdio = importlib.import_module("api.mcp.stdio")
    web = _Beside(uvicorn.Config(application, lifespan="off", **SERVING))
    told_to_end = asyncio.Event()
    with contextlib.suppress(NotImplementedError):  # Windows ends a process without asking it
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, told_to_end.set)
    async with application.router.lifespan_context(application):
        tell(settings.data_dir, _address(_near(settings), sock))
        talking = asyncio.create_task(stdio.serve(application.state.app), name="stdio")
        serving = asyncio.create_task(web.serve([sock]), name="web")
        ending = asyncio.create_task(told_to_end.wait(), name="told-to-end")
        await asyncio.wait((talking, ending), return_when=asyncio.FIRST_COMPLETED)
        application.state.app.leaving.set()
        web.should_exit = True
        await asyncio.wait((serving,))
    ending.cancel()
    if not talking.done():
        os._exit(0)  # all is closed, but a thread waits for input and nobody can wake it
    talking.result()


class _Beside(uvicorn.Server):
    """A server beside other work, which hears of signals in its own way."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _serve(server: Server, sock: socket.socket) -> None:
    """Returns when the server was asked to stop. Raises what kept the application from opening."""
    with contextlib.suppress(KeyboardInterrupt):
        server.run([sock])
    if server.failure is not None:
        raise server.failure


def _ready(settings: Settings, sock: socket.socket, in_browser: bool) -> None:  # noqa: FBT001
    """Says where the server is: to the person, and to whoever finds its folder taken."""
    address = _address(_shown(settings), sock)
    tell(settings.data_dir, _address(_near(settings), sock))
    print(f"notionforge: {address}", flush=True)  # noqa: T201 - the one line for the person
    if in_browser and _has_browser():
        threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()


def _shown(settings: Settings) -> str:
    return "localhost" if settings.on_loopback else settings.host


def _near(settings: Settings) -> str:
    """The host under which this machine reaches itself: "all of them" is none."""
    every = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - it is only compared
    return every.get(settings.host, _shown(settings))


def _address(host: str, sock: socket.socket) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{sock.getsockname()[1]}"


def _has_browser() -> bool:
    """Whether there is a screen to open a page on; a text browser would block the terminal."""
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform in ("darwin", "win32") or bool(screen)


if __name__ == "__main__":
    main()
