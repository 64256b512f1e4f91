"""The server: everything is made and wired here, in one lifespan, and handed down."""

import contextlib
import gc
import logging
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Mount

from agent.builder import Builder
from agent.checkpoints import Checkpoints
from agent.deferred import DeferredPlanner
from agent.events import EventLog
from agent.graph import build_graph
from agent.planner import Planner
from agent.plans import Plans
from agent.previews import Previews
from agent.runs import Runs
from agent.services import Services
from agent.skills import Skill, load_skills
from agent.threads import Threads
from api import chat, health, pages, templates
from api.app import App
from api.callers import Callers
from api.connections import PunctualProtocol
from api.errors import on_error, on_http_exception, on_unexpected
from api.guard import Guard
from settings import Settings, SettingsError
from tools import logs
from tools.errors import CannotStart, NotionForgeError
from tools.lock import FolderLock
from tools.notion.connect import NotionConnector
from tools.notion.embedded import EmbeddedWorkspace, Mounted
from tools.records import Records
from tools.starting import listening, opening, private_folder
from tools.tracing import trace
from tools.vault import Vault, load_key

HOME = Path(__file__).parent
MOST_CONNECTIONS = 2_000  # at once; further ones are told so (503)
# How uvicorn serves the application, beside host and port.
SERVING: Mapping[str, Any] = {
    "http": PunctualProtocol,
    "limit_concurrency": MOST_CONNECTIONS,
    "log_config": None,
    "access_log": False,
    "proxy_headers": False,  # whose X-Forwarded-For counts is the guard's to say
    "ws_max_size": 1024 * 1024,
    "ws_per_message_deflate": False,  # costs 42 KB a socket and half the speed
    "timeout_graceful_shutdown": 5,
}


def create_app(settings: Settings, planner: Planner | None = None) -> Starlette:
    """The application. Its services live as long as its lifespan.

    Without a `planner` it is the embedded one.
    """
    trace(settings.tracing)
    sandbox = Mounted()

    @contextlib.asynccontextmanager
    async def lifespan(application: Starlette) -> AsyncIterator[None]:
        async with running(settings, planner) as (app, embedded):
            application.state.app = app
            sandbox.app = embedded.http
            yield
            app.draining = True

    return Starlette(
        routes=_routes(settings, sandbox),
        middleware=_middleware(settings),
        lifespan=lifespan,
        exception_handlers={
            NotionForgeError: on_error,
            HTTPException: on_http_exception,
            Exception: on_unexpected,
        },
    )


@contextlib.asynccontextmanager
async def running(
    settings: Settings, planner: Planner | None = None
) -> AsyncIterator[tuple[App, EmbeddedWorkspace]]:
    """All services, opened in the order in which they need each other, closed in reverse.

    Raises CannotStart, which says what helps.
    """
    folder = private_folder(settings.data_dir)
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(FolderLock(folder))
        with opening(folder / "notionforge.db"):
            records = await Records.open(folder / "notionforge.db")
        stack.push_async_callback(records.close)
        with opening(folder / "workspace.db"):
            embedded = await EmbeddedWorkspace.open(folder / "workspace.db", settings.public_url)
        stack.push_async_callback(embedded.close)
        with opening(folder / "checkpoints.db"):
            store = Checkpoints.open(folder / "checkpoints.db")
            checkpoints = await stack.enter_async_context(store)
        connector = NotionConnector(
            embedded.transport,
            base_url=settings.notion_base_url,
            server_token=settings.notion_api_key,
            server_parent=settings.notion_parent_page_id,
        )
        stack.push_async_callback(connector.aclose)
        skills = load_skills(HOME / "skills")
        if planner is None:
            planner = deferred = DeferredPlanner(lambda: _embedded_planner(skills))
            stack.push_async_callback(deferred.close)
        opened = _Opened(settings, records, embedded, checkpoints, connector, planner, skills)
        with opening(folder / "secret.key"):
            key = load_key(settings.secret_key, folder)
        app, services = _wire(opened, key)
        with opening(folder / "notionforge.db"):
            await app.runs.give_up()
        stack.push_async_callback(services.builder.close)
        stack.push_async_callback(app.runs.close)
        with opening(folder / "notionforge.db"):
            await app.vault.sweep()
            await app.runs.recover()
        yield app, embedded


def _embedded_planner(skills: dict[str, Skill]) -> Planner:
    """Imported here, in the thread that calls it: this is the slow part."""
    from agent.embedded.encoder import UsemEncoder
    from agent.embedded.planner import EmbeddedPlanner

    return EmbeddedPlanner(skills, UsemEncoder())


@dataclass(frozen=True)
class _Opened:
    """What has to be opened before the rest can be wired."""

    settings: Settings
    records: Records
    embedded: EmbeddedWorkspace
    checkpoints: Checkpoints
    connector: NotionConnector
    planner: Planner
    skills: dict[str, Skill]


def _wire(on: _Opened, key: bytes) -> tuple[App, Services]:
    settings, records = on.settings, on.records
    vault = Vault(records, key)
    events = EventLog(records)
    threads = Threads(records, vault)
    plans = Plans(records, settings.approval_ttl_seconds)
    previews = Previews(settings.public_url)
    services = Services(
        records=records,
        events=events,
        threads=threads,
        plans=plans,
        previews=previews,
        builder=Builder(records, plans, threads, events, on.connector),
        planner=on.planner,
        connector=on.connector,
        graph=build_graph(on.checkpoints.saver),
        checkpoints=on.checkpoints,
    )
    app = App(
        settings=settings,
        records=records,
        vault=vault,
        events=events,
        threads=threads,
        plans=plans,
        previews=previews,
        runs=Runs(services, most_running=settings.max_running),
        checkpoints=on.checkpoints,
        connector=on.connector,
        workspace=on.embedded.workspace,
        skills=on.skills,
        callers=Callers(settings),
    )
    return app, services


def _routes(settings: Settings, sandbox: Mounted) -> list[BaseRoute]:
    routes = [*pages.routes, *health.routes, *templates.routes, *chat.routes]
    if settings.sandbox:
        routes.append(Mount("/sandbox/notion", sandbox))
    return routes


def _middleware(settings: Settings) -> list[Middleware]:
    guard = Middleware(Guard, settings=settings)
    if not settings.cors_origins:
        return [guard]
    origins = list(settings.cors_origins)
    cors = Middleware(
        CORSMiddleware, allow_origins=origins, allow_methods=["*"], allow_headers=["*"]
    )
    return [cors, guard]


class Server(uvicorn.Server):
    """Opens the application itself, so that what fails there can be told in one sentence."""

    def __init__(self, settings: Settings, sock: socket.socket) -> None:
        self._app = create_app(settings)
        super().__init__(uvicorn.Config(self._app, lifespan="off", **SERVING))
        self._open = contextlib.AsyncExitStack()
        host, port = settings.host, sock.getsockname()[1]
        self.address = f"http://{'localhost' if settings.on_loopback else host}:{port}"

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Says the address once it is served. Raises CannotStart."""
        await self._open.enter_async_context(self._app.router.lifespan_context(self._app))
        # A full collection walks all that lives, and everybody waits: what is there now stays.
        gc.freeze()
        gc.set_threshold(10_000, 20, 20)
        await super().startup(sockets)
        print(f"notionforge: {self.address}", flush=True)  # noqa: T201 - the one line for the person
        if "--open" in sys.argv and _has_browser():
            threading.Thread(target=webbrowser.open, args=[self.address], daemon=True).start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        await self._open.aclose()


def main() -> None:
    """Starts the server from the settings alone; `--open` also opens the page in a browser."""
    os.umask(0o077)  # what the server writes is its owner's
    try:
        settings = Settings.from_env()
        logs.configure(settings.log_level, settings.log_format)
        with (
            listening(settings.host, settings.port) as sock,
            contextlib.suppress(KeyboardInterrupt),
        ):
            Server(settings, sock).run([sock])
    except (SettingsError, CannotStart) as error:
        logging.getLogger("notionforge").debug("it could not start", exc_info=True)
        sys.exit(f"notionforge: {error}")


def _has_browser() -> bool:
    """Whether there is a screen to open a page on; a text browser would block the terminal."""
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform in ("darwin", "win32") or bool(screen)


if __name__ == "__main__":
    main()
