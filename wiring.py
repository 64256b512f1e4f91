"""The application: everything is made and wired here, in one lifespan, and handed down."""

import contextlib
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Mount

from agent.builder import Builder
from agent.desk import Desk
from agent.entrance import Entrance
from agent.events import EventLog
from agent.helpdesk import TicketDesk
from agent.house import House
from agent.planner.planners import Planners
from agent.plans.registry import KINDS, WISHES
from agent.plans.store import Plans
from agent.previews import Previews
from agent.runs import Runs
from agent.tasks import Tasks
from agent.threads import Threads
from agent.turns import Turns
from api import (
    ai,
    chat,
    documents,
    editing,
    export,
    figures,
    health,
    ingest,
    ingest_data,
    ingest_stream,
    library,
    manage,
    oauth,
    pages,
    schemas,
    tasks,
    templates,
    threads,
)
from api.app import App
from api.callers import Callers
from api.errors import on_error, on_http_exception
from api.guard import middleware
from api.mcp.endpoint import Endpoint
from embedded import Demo, EmbeddedWorkspace, InMemory, Mounted
from minds import Minds, reading
from settings import VERSION, Settings
from stores import Stores, stores
from tools.documents.convert import Converter
from tools.documents.kept import KeptFiles
from tools.embeddings import reaching
from tools.errors import NotionForgeError
from tools.freshdesk.claims import Claims
from tools.freshdesk.companies import Companies
from tools.freshdesk.connect import Helpdesks
from tools.freshdesk.ingest import Ingest
from tools.freshdesk.jobs import Jobs
from tools.freshdesk.schedules import Schedules
from tools.freshdesk.search import Search
from tools.lock import FolderLock
from tools.notion.connect import NotionConnector
from tools.notion.oauth import Codes, OAuthClient, Renewals
from tools.notion.transport import NOTION_URL
from tools.starting import opening, private_folder
from tools.supervised import beside
from tools.telemetry import exported
from tools.tracing import trace
from tools.vault import Vault, load_key


def create_app(settings: Settings, planners: Planners | None = None) -> Starlette:
    """The application. Its services live as long as its lifespan.

    Without `planners` there are the embedded one and those that the operator named.
    """
    trace(settings.tracing)
    sandbox, demo = Mounted(), Demo(settings.demo_tickets, settings.demo_faults)
    mcp = Endpoint()

    @contextlib.asynccontextmanager
    async def lifespan(application: Starlette) -> AsyncIterator[None]:
        async with running(settings, planners, demo) as (app, embedded):
            application.state.app = app
            sandbox.app = embedded.over_http(_oauth_clients(settings))
            async with mcp.serving(app):
                yield
            app.leaving.set()

    return Starlette(
        routes=[*_routes(settings, sandbox, demo), mcp.route],
        middleware=middleware(settings),
        lifespan=lifespan,
        exception_handlers={
            NotionForgeError: on_error,
            HTTPException: on_http_exception,
        },
    )


@contextlib.asynccontextmanager
async def running(
    settings: Settings, planners: Planners | None = None, demo: Demo | None = None
) -> AsyncIterator[tuple[App, EmbeddedWorkspace]]:
    """All services, opened in the order in which they need each other, closed in reverse.

    Raises CannotStart, which says what helps.
    """
    folder = private_folder(settings.data_dir)
    async with contextlib.AsyncExitStack() as stack:
        opened = stack.enter_async_context
        stack.enter_context(FolderLock(folder))
        await opened(exported(settings.otel_exporter_otlp_endpoint, VERSION))
        kept = await opened(stores(settings, folder))
        embedded = await _workspace(settings, kept, folder)
        stack.push_async_callback(embedded.close)
        vault = await _vault(settings, kept, folder)
        oauth = _oauth(settings)
        renewals = Renewals(oauth, vault, kept.locks)
        connector = _notion(settings, kept, embedded, renewals)
        stack.push_async_callback(connector.aclose)
        minds = await opened(reading(settings, kept.records, folder, planners))
        ingest = await opened(_collecting(settings, kept, vault, folder, demo))
        search = await opened(_searching(settings, ingest, minds))
        schedules = Schedules(kept.records, vault, ingest)
        stack.push_async_callback(schedules.close)
        schedules.start()
        desk = _desk(settings, kept, vault, connector, minds, ingest, search, schedules)
        runs = await opened(_working(desk, settings, folder))
        entrance = Entrance(desk, runs, settings.generate_timeout_seconds)
        stack.push_async_callback(entrance.close)
        house = House(desk)
        await opened(beside("files", desk.files.sweep_for_ever))
        await opened(beside("house", partial(house.keep, settings.retention_days)))
        app = App(
            settings=settings,
            desk=desk,
            runs=runs,
            entrance=entrance,
            tasks=Tasks(desk, runs),
            house=house,
            embedded=embedded,
            library=minds.library,
            models=minds.models,
            copilot=minds.copilot,
            callers=Callers(settings, kept.allowances),
            oauth=oauth,
            renewals=renewals,
            codes=Codes(vault),
        )
        minds.copilot.begin()
        yield app, embedded


async def _workspace(settings: Settings, kept: Stores, folder: Path) -> EmbeddedWorkspace:
    place, alive = settings.database_url or folder / "workspace.db", kept.servers.alive
    with opening(place):
        return await EmbeddedWorkspace.open(place, settings.public_url, alive, settings.time_zone)


async def _vault(settings: Settings, kept: Stores, folder: Path) -> Vault:
    with opening(folder / "secret.key"):
        vault = Vault(kept.records, load_key(settings.secret_key, folder))
    with opening(settings.database_url or folder / "notionforge.db"):
        await vault.join(kept.servers.are_others)
    return vault


def _notion(
    settings: Settings, kept: Stores, embedded: EmbeddedWorkspace, renewals: Renewals
) -> NotionConnector:
    return NotionConnector(
        embedded,
        base_url=settings.notion_base_url,
        server_token=settings.notion_api_key,
        server_parent=settings.notion_parent_page_id,
        renewals=renewals,
        locks=kept.locks,
        check=kept.servers.check,
        limiters=kept.limiters(),
    )


@contextlib.asynccontextmanager
async def _searching(settings: Settings, ingest: Ingest, minds: Minds) -> AsyncIterator[Search]:
    model = settings.embedding_model
    async with reaching(*settings.embedding_account) as elsewhere:
        yield Search(ingest.companies, minds.encoder, elsewhere, model, minds.summariser)


def _oauth_clients(settings: Settings) -> dict[str, str]:
    """This server as the embedded workspace's authorization server knows it, for who tries it."""
    name, secret = settings.notion_oauth_client_id, settings.notion_oauth_client_secret
    return {} if name is None or secret is None else {name: secret}


def _oauth(settings: Settings) -> OAuthClient | None:
    """What Notion's authorization server knows us as; None where nobody has told it."""
    name, secret = settings.notion_oauth_client_id, settings.notion_oauth_client_secret
    if name is None or secret is None:
        return None
    base = settings.notion_oauth_base_url or settings.notion_base_url or NOTION_URL
    base = base.rstrip("/").removesuffix("/v1")
    return OAuthClient(name, secret, settings.oauth_redirect_uri, base)


def _desk(
    settings: Settings,
    kept: Stores,
    vault: Vault,
    connector: NotionConnector,
    minds: Minds,
    ingest: Ingest,
    search: Search,
    schedules: Schedules,
) -> Desk:
    """The services over what was opened."""
    records = kept.records
    events = EventLog(records)
    threads = Threads(records, vault)
    plans = Plans(records, settings.approval_ttl_seconds, KINDS)
    return Desk(
        records=records,
        vault=vault,
        events=events,
        threads=threads,
        plans=plans,
        previews=Previews(settings.public_url, InMemory(settings.time_zone)),
        builder=Builder(records, plans, threads, events, connector, minds.library),
        planners=minds.planners,
        connector=connector,
        checkpoints=kept.checkpoints,
        fleet=kept.fleet,
        ingest=ingest,
        search=search,
        schedules=schedules,
        library=minds.library,
        files=KeptFiles(kept.shelf, vault),
        documents=Converter(),
        tickets=TicketDesk(threads, ingest, search, settings.time_zone),
        wishes=WISHES,
        time_zone=settings.time_zone,
    )


@contextlib.asynccontextmanager
async def _working(desk: Desk, settings: Settings, folder: Path) -> AsyncIterator[Runs]:
    """Turns under way, what a dead process left of them included."""
    async with contextlib.AsyncExitStack() as stack:
        runs = Runs(desk, Turns(desk), most_running=settings.max_running)
        stack.push_async_callback(desk.builder.close)
        stack.push_async_callback(runs.close)
        with opening(settings.database_url or folder / "notionforge.db"):
            await desk.vault.sweep()
            await runs.join()
        yield runs


@contextlib.asynccontextmanager
async def _collecting(
    settings: Settings, kept: Stores, vault: Vault, folder: Path, demo: Demo | None
) -> AsyncIterator[Ingest]:
    """Jobs under way, those that a dead process left included."""
    helpdesks = Helpdesks(
        allowed=settings.freshdesk_allowed_domains,
        endpoints=settings.freshdesk_endpoints,
        share=settings.freshdesk_share,
        demo=None if demo is None else demo.inside,
    )
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(helpdesks.aclose)
        jobs = Jobs(kept.records)
        claims = Claims(jobs, kept.records, kept.servers)
        with opening(settings.database_url or folder / "notionforge.db"):
            companies = Companies(kept.tickets, helpdesks.url, await jobs.domains())
            stack.push_async_callback(companies.close)
            ingest = Ingest(jobs, claims, companies, helpdesks, vault)
            stack.push_async_callback(ingest.close)
            await ingest.recover()
        yield ingest


def _routes(settings: Settings, sandbox: Mounted, demo: Demo) -> list[BaseRoute]:
    routes = [*pages.routes, *health.routes, *templates.routes, *tasks.routes, *chat.routes]
    routes += [*figures.routes, *threads.routes, *library.routes, *oauth.routes]
    routes += [*ai.routes, *manage.routes, *schemas.routes, *editing.routes, *documents.routes]
    routes += [*export.routes]
    routes += [*ingest.routes, *ingest_stream.routes, *ingest_data.routes]
    if settings.sandbox:
        routes.append(Mount("/sandbox/notion", sandbox))
        routes.append(Mount("/sandbox/freshdesk", demo.over_http))
    return routes
