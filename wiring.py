"""The application: everything is made and wired here, in one lifespan, and handed down."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Mount

from agent.builder import Builder
from agent.checkpoints import Checkpoints
from agent.desk import Desk
from agent.entrance import Entrance
from agent.events import EventLog
from agent.helpdesk import TicketDesk
from agent.house import House
from agent.library import Library
from agent.planner.deferred import DeferredPlanner
from agent.planner.keyed import KeyedPlanner
from agent.planner.model.copilot import Copilot, installed
from agent.planner.model.lazy import LazyModels
from agent.planner.model.provider import COPILOT, PROVIDERS
from agent.planner.planners import EMBEDDED, Choice, Planners
from agent.planner.seam import OwnPlanner
from agent.planner.skills import Skill, load_skills
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
from api.guard import Gate, Guard
from api.mcp.endpoint import Endpoint
from embedded import Demo, EmbeddedWorkspace, InMemory, Mounted
from settings import VERSION, Settings
from tools.documents.convert import Converter
from tools.documents.kept import KeptFiles
from tools.embeddings import reaching
from tools.encoder import Encoder, UsemEncoder
from tools.errors import NotionForgeError
from tools.freshdesk.companies import Companies
from tools.freshdesk.connect import Helpdesks
from tools.freshdesk.ingest import Ingest
from tools.freshdesk.jobs import Jobs
from tools.freshdesk.schedules import Schedules
from tools.freshdesk.search import Search
from tools.lock import FolderLock
from tools.notion.connect import NotionConnector
from tools.notion.oauth import OAuthClient, Renewals
from tools.notion.transport import NOTION_URL
from tools.recipes import load_recipes
from tools.records import Records
from tools.starting import opening, private_folder
from tools.telemetry import exported
from tools.tracing import trace
from tools.vault import Vault, load_key

if TYPE_CHECKING:
    from agent.planner.model.service import Models

HOME = Path(__file__).parent

_logger = logging.getLogger("notionforge.wiring")


def create_app(settings: Settings, planners: Planners | None = None) -> Starlette:
    """The application. Its services live as long as its lifespan.

    Without `planners` there is the embedded one alone.
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
        middleware=_middleware(settings),
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
        stack.enter_context(FolderLock(folder))
        spans = exported(settings.otel_exporter_otlp_endpoint, VERSION)
        await stack.enter_async_context(spans)
        with opening(folder / "notionforge.db"):
            records = await Records.open(folder / "notionforge.db")
        stack.push_async_callback(records.close)
        with opening(folder / "workspace.db"):
            embedded = await EmbeddedWorkspace.open(folder / "workspace.db", settings.public_url)
        stack.push_async_callback(embedded.close)
        with opening(folder / "checkpoints.db"):
            store = Checkpoints.open(folder / "checkpoints.db")
            checkpoints = await stack.enter_async_context(store)
        with opening(folder / "secret.key"):
            vault = Vault(records, load_key(settings.secret_key, folder))
        oauth = _oauth(settings)
        renewals = Renewals(oauth, vault)
        connector = NotionConnector(
            embedded,
            base_url=settings.notion_base_url,
            server_token=settings.notion_api_key,
            server_parent=settings.notion_parent_page_id,
            renewals=renewals,
        )
        stack.push_async_callback(connector.aclose)
        skills, encoder, deferred = load_skills(HOME / "skills"), UsemEncoder(), None
        copilot = _copilot(settings, folder)
        stack.push_async_callback(copilot.close)
        models = LazyModels(lambda: _models(settings, records, own, added.skills_of, copilot))
        stack.push_async_callback(models.close)
        if planners is None:
            deferred = DeferredPlanner(lambda: _embedded_planner(skills, encoder))
            stack.push_async_callback(deferred.close)
            planners = _planners(settings, deferred, models, copilot)
        own = planners.own
        added = await _library(records, skills, encoder, deferred)
        collecting = _collecting(settings, records, vault, folder, demo)
        ingest = await stack.enter_async_context(collecting)
        elsewhere = reaching(*settings.embedding_account)
        embeddings = await stack.enter_async_context(elsewhere)
        chosen = planners.default
        summariser = None if chosen.provider == EMBEDDED else models.summariser(chosen)
        search = Search(ingest.companies, encoder, embeddings, settings.embedding_model, summariser)
        schedules = Schedules(records, vault, ingest)
        stack.push_async_callback(schedules.close)
        schedules.start()
        desk = _desk(
            settings,
            records,
            vault,
            checkpoints,
            connector,
            planners,
            added,
            ingest,
            search,
            schedules,
        )
        runs = await stack.enter_async_context(_working(desk, settings, folder))
        entrance = Entrance(desk, runs, settings.generate_timeout_seconds)
        stack.push_async_callback(entrance.close)
        await stack.enter_async_context(_swept(desk.files))
        app = App(
            settings=settings,
            desk=desk,
            runs=runs,
            entrance=entrance,
            tasks=Tasks(desk, runs),
            house=await stack.enter_async_context(_kept(House(desk), settings.retention_days)),
            embedded=embedded,
            library=added,
            models=models,
            copilot=copilot,
            callers=Callers(settings),
            oauth=oauth,
            renewals=renewals,
        )
        copilot.begin()
        yield app, embedded


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


async def _library(
    records: Records,
    skills: Mapping[str, Skill],
    encoder: Encoder,
    deferred: DeferredPlanner | None,
) -> Library:
    """Skills and recipes; a planner of our own hears of skills that people add."""

    def renewed(common: Mapping[str, Skill], own: Mapping[str, Mapping[str, Skill]]) -> None:
        if deferred is not None:
            make = partial(_embedded_planner, encoder=encoder)
            deferred.renew(lambda: KeyedPlanner(make, common, own))

    library = Library(records, skills, load_recipes(HOME / "recipes"), renewed)
    await library.open()
    return library


def _embedded_planner(skills: Mapping[str, Skill], encoder: Encoder) -> OwnPlanner:
    """Imported here, in the thread that calls it: this is the slow part."""
    from agent.planner.embedded.planner import EmbeddedPlanner

    return EmbeddedPlanner(skills, encoder)


def _copilot(settings: Settings, folder: Path) -> Copilot:
    """GitHub Copilot, where the operator wants it and what it takes is installed."""
    runtime = installed() if settings.copilot_enabled else None
    if settings.copilot_enabled and runtime is None:
        _logger.warning("COPILOT_ENABLED needs the extra [copilot] and GitHub's `copilot` program")
    model = settings.ai_model if settings.ai_provider == COPILOT else None
    return Copilot(runtime, folder / "copilot", settings.copilot_github_token, model)


def _planners(
    settings: Settings, own: OwnPlanner, models: LazyModels, copilot: Copilot
) -> Planners:
    """Who may be asked: whoever has keys of its own, GitHub Copilot where it is there, and the one
    that the operator named."""
    there = {settings.ai_provider, COPILOT if copilot.available else None}
    named = settings.ai_provider
    offered = [name for name, each in PROVIDERS.items() if each.keys or name in there]
    default = None if named is None else Choice(named, settings.ai_model or "")
    has_address = {named} if settings.ai_base_url else set()
    locked = [
        n
        for n in offered
        if not (PROVIDERS[n].local or PROVIDERS[n].driven) and n not in settings.ai_keys
    ]
    return Planners(
        own,
        dict.fromkeys(offered, models.planner),
        default=default,
        locked={*locked} - has_address,  # an address of the operator's own may need no key
    )


def _models(
    settings: Settings,
    records: Records,
    own: OwnPlanner,
    skills: Callable[[str], Mapping[str, Skill]],
    copilot: Copilot,
) -> "Models":
    """Imported here, in the thread that calls it, as this takes a second."""
    from agent.planner.model.ledger import Ledger, Limits
    from agent.planner.model.service import Models, Offered

    limits = Limits(settings.ai_calls_per_thread or None, settings.ai_tokens_per_day)
    named, address = settings.ai_provider, settings.ai_base_url
    addresses = {named: address} if named and address else {}
    offered = Offered(settings.ai_keys, addresses)
    return Models(offered, Ledger(records, limits), own, skills, copilot)


def _desk(
    settings: Settings,
    records: Records,
    vault: Vault,
    checkpoints: Checkpoints,
    connector: NotionConnector,
    planners: Planners,
    library: Library,
    ingest: Ingest,
    search: Search,
    schedules: Schedules,
) -> Desk:
    """The services over what was opened."""
    events = EventLog(records)
    threads = Threads(records, vault)
    plans = Plans(records, settings.approval_ttl_seconds, KINDS)
    return Desk(
        records=records,
        vault=vault,
        events=events,
        threads=threads,
        plans=plans,
        previews=Previews(settings.public_url, InMemory()),
        builder=Builder(records, plans, threads, events, connector, library),
        planners=planners,
        connector=connector,
        checkpoints=checkpoints,
        ingest=ingest,
        search=search,
        schedules=schedules,
        library=library,
        files=KeptFiles(settings.data_dir / "files", vault),
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
        with opening(folder / "notionforge.db"):
            await runs.give_up()
        stack.push_async_callback(desk.builder.close)
        stack.push_async_callback(runs.close)
        with opening(folder / "notionforge.db"):
            await desk.vault.sweep()
            await runs.recover()
        yield runs


@contextlib.asynccontextmanager
async def _collecting(
    settings: Settings, records: Records, vault: Vault, folder: Path, demo: Demo | None
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
        jobs = Jobs(records)
        with opening(folder / "notionforge.db"):
            domains = await jobs.domains()
        companies = Companies(folder / "sqlite_dbs", helpdesks.url, domains)
        stack.push_async_callback(companies.close)
        ingest = Ingest(jobs, companies, helpdesks, vault)
        stack.push_async_callback(ingest.close)
        with opening(folder / "notionforge.db"):
            await ingest.recover()
        yield ingest


@contextlib.asynccontextmanager
async def _swept(files: KeptFiles) -> AsyncIterator[None]:
    """What was sent ahead goes when its time is over, for as long as this is open."""
    sweeping = asyncio.create_task(files.sweep_for_ever(), name="files")
    try:
        yield
    finally:
        sweeping.cancel()
        await asyncio.wait((sweeping,))


@contextlib.asynccontextmanager
async def _kept(house: House, days: int) -> AsyncIterator[House]:
    """The house, kept for as long as it is open."""
    keeping = asyncio.create_task(house.keep(days), name="house")
    try:
        yield house
    finally:
        keeping.cancel()
        await asyncio.wait((keeping,))


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


def _middleware(settings: Settings) -> list[Middleware]:
    gate, guard = Middleware(Gate, settings=settings), Middleware(Guard, settings=settings)
    if not settings.cors_origins:
        return [gate, guard]
    origins = list(settings.cors_origins)
    cors = Middleware(
        CORSMiddleware,
        allow_origins=origins,
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=["X-Run-ID", "X-Request-ID", "Retry-After"],  # else scripts do not see them
    )
    return [gate, cors, guard]
