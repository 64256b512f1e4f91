"""The server: everything is made and wired here, in one lifespan, and handed down."""

import contextlib
import os
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

from agent.builder import KIND, Builder
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
from api.errors import on_error, on_http_exception, on_unexpected
from api.guard import Guard
from settings import Settings, SettingsError
from tools import logs
from tools.errors import NotionForgeError, Unavailable
from tools.lock import FolderLock
from tools.notion.connect import NotionConnector
from tools.notion.embedded import EmbeddedWorkspace, Mounted
from tools.records import Records
from tools.vault import Vault, load_key
from tools.work import Work

HOME = Path(__file__).parent
# How uvicorn serves the application, beside host and port.
SERVING: Mapping[str, Any] = {
    "log_config": None,
    "access_log": False,
    "proxy_headers": False,  # whose X-Forwarded-For counts is the guard's to say
    "ws_max_size": 1024 * 1024,
    "ws_per_message_deflate": False,  # costs 42 KB a socket and half the speed
    "timeout_graceful_shutdown": 5,
}
EXECUTOR = "single"  # who does durable work: with SQLite there is one server to a data folder


def create_app(settings: Settings, planner: Planner | None = None) -> Starlette:
    """The application. Its services live as long as its lifespan.

    Without a `planner` it is the embedded one.
    """
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
    """All services, opened in the order in which they need each other, closed in reverse."""
    folder = settings.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(FolderLock(folder))
        records = await Records.open(folder / "notionforge.db")
        stack.push_async_callback(records.close)
        embedded = await EmbeddedWorkspace.open(folder / "workspace.db", settings.public_url)
        stack.push_async_callback(embedded.close)
        checkpoints = await stack.enter_async_context(Checkpoints.open(folder / "checkpoints.db"))
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
        app, services = _wire(opened)
        await app.runs.give_up()
        services.work.launch(folder / "work.db", {KIND: services.builder.perform}, EXECUTOR)
        stack.push_async_callback(services.work.close)
        stack.push_async_callback(app.runs.close)
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


def _wire(on: _Opened) -> tuple[App, Services]:
    settings, records = on.settings, on.records
    vault = Vault(records, load_key(settings.secret_key, settings.data_dir))
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
        work=Work(),
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


def main() -> None:
    """Starts the server from the settings alone; `--open` also opens the page in a browser."""
    try:
        settings = Settings.from_env()
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with FolderLock(settings.data_dir):
            pass  # only to say in one line what the lifespan would say with a trace
    except (SettingsError, Unavailable) as error:
        sys.exit(f"notionforge: {error}")
    logs.configure(settings.log_level, settings.log_format)
    address = f"http://{'localhost' if settings.on_loopback else settings.host}:{settings.port}"
    print(f"notionforge: {address}", flush=True)  # noqa: T201 - the one line for the person
    if "--open" in sys.argv and _has_browser():
        threading.Timer(1.5, webbrowser.open, [address]).start()
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        **SERVING,
    )


def _has_browser() -> bool:
    """Whether there is a screen to open a page on; a text browser would block the terminal."""
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform in ("darwin", "win32") or bool(screen)


if __name__ == "__main__":
    main()
