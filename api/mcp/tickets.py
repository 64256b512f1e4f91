"""A company's helpdesk as tools: what was collected is read, collecting more is a plan.

The tools are described once, for models that plan here and for clients alike
(`tools.freshdesk.tools`). Whose helpdesk it is, the headers of `POST /ingest` say; without them it
is the company of the server key, or the demo account.
"""

import asyncio
import inspect
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from pydantic import Field, ValidationError
from pydantic.fields import FieldInfo

from agent.helpdesk import DEMO_COMPANY, ThreadHelpdesk
from agent.plans.ingest import Collection, Ingestion
from agent.threads import Thread
from api.mcp.caller import Context, app_of, caller_of
from api.mcp.effects import PLANS, READS, Described
from api.mcp.reading import as_data
from api.mcp.shapes import Conversation, Job, Jobs
from api.mcp.waiting import opened
from api.requests import Options, problems_of
from tools.blueprint.base import Strict
from tools.errors import NotFound, ValidationFailed
from tools.freshdesk.facts import CountedTickets, FoundArticles, FoundTickets, ReadThrough
from tools.freshdesk.tools import (
    MOST_FETCHED,
    CountTickets,
    FetchTickets,
    FindArticles,
    FindTickets,
    ReadTicket,
    call,
)
from tools.notion.patience import Patience

MOST_JOBS = 10

# What each answers with, and how a person would call it.
_READING: tuple[tuple[type[Strict], type[Any], str], ...] = (
    (FindTickets, FoundTickets, "Find tickets"),
    (CountTickets, CountedTickets, "Count tickets"),
    (ReadTicket, ReadThrough, "Read a ticket"),
    (FindArticles, FoundArticles, "Find articles"),
)


async def _answer(ctx: Context, name: str, arguments: Mapping[str, Any]) -> Any:
    """What the helpdesk's tickets tell. Raises NotFound where none were collected, Forbidden."""
    desk, company = app_of(ctx).desk, caller_of(ctx).company or DEMO_COMPANY
    if not await desk.tickets.reader.has_any(company):
        raise NotFound("nothing was collected yet", reason="mcp_nothing_collected")
    given = {key: each for key, each in arguments.items() if each is not None}
    try:
        asked = call(name, given)
    except ValidationError as error:
        raise ValidationFailed("no such arguments", problems_of(error)) from None
    facts = await desk.tickets.reader.answer(company, asked, desk.tickets.zone)  # type: ignore[arg-type]  # of READING
    return await asyncio.to_thread(as_data, asdict(facts))


def _tool(model: type[Strict], told: type[Any]) -> Any:
    """A tool with the fields of a model as its arguments."""
    fields = {name: field for name, field in model.model_fields.items() if name != "tool"}
    name: str = model.model_fields["tool"].annotation.__args__[0]  # type: ignore[union-attr]

    async def tool(ctx: Context, **arguments: Any) -> Any:
        return await _answer(ctx, name, arguments)

    context = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=Context)
    parameters = [context, *(_parameter(name, field) for name, field in fields.items())]
    tool.__signature__ = inspect.Signature(parameters, return_annotation=told)  # type: ignore[attr-defined]
    tool.__annotations__ = {each.name: each.annotation for each in parameters}
    tool.__name__, tool.__doc__ = name, model.__doc__
    return tool


def _parameter(name: str, field: FieldInfo) -> inspect.Parameter:
    shown = (field.annotation, *field.metadata, Field(description=field.description or name))
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        annotation=Annotated[shown],
        default=inspect.Parameter.empty if field.is_required() else field.default,
    )


async def collect_tickets(
    ctx: Context,
    max_tickets: Annotated[
        int | None, Field(ge=1, le=MOST_FETCHED, description="So many of the latest; else all.")
    ] = None,
    start_date: Annotated[
        date | None, Field(description="What changed since this day (UTC).")
    ] = None,
    options: Annotated[
        Options | None, Field(description="`language` and `time_zone` count.")
    ] = None,
) -> Conversation:
    """Plans to collect tickets, conversations and articles from the helpdesk, so that they can be
    searched here. Collects nothing: `approve` does, as a job that `status` waits for."""
    fetch = FetchTickets(tool="fetch_tickets", max_tickets=max_tickets, start_date=start_date)
    wanted = Collection.of(fetch)

    async def planned(thread: Thread) -> Ingestion:
        helpdesk = ThreadHelpdesk(app_of(ctx).desk.tickets, thread, Patience())
        return await Ingestion.of(wanted, helpdesk)

    return await opened(ctx, caller_of(ctx).wish("Freshdesk", options), planned)


async def collection_jobs(ctx: Context) -> Jobs:
    """Lists the latest jobs that collect from the helpdesk, and how far each is."""
    company = caller_of(ctx).company
    found = await app_of(ctx).desk.ingest.jobs.find(
        None if company is None else [company], None, limit=MOST_JOBS, page=1
    )
    shown = [
        Job(
            job_id=job.id,
            company_id=job.company_id,
            status=job.status,
            step=job.progress.get("step", job.status),
            completed=job.progress.get("completed", 0),
            total=job.progress.get("total", 0) or 0,
        )
        for job in found.jobs
    ]
    return Jobs(jobs=shown)


TOOLS: tuple[Described, ...] = (
    *((_tool(model, told), title, READS) for model, told, title in _READING),
    (collect_tickets, "Collect tickets", PLANS),
    (collection_jobs, "Jobs that collect", READS),
)
