"""What clients read of a workspace: nothing here writes, and nobody is asked.

What stands in pages was written by others. It is handed on as data: texts that aim at an agent's
rules are withheld, as they are from the models that plan here.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

from pydantic import Field

from agent.finding import check_own, search_workspace
from agent.planner.outline import harmless
from agent.server_frames import as_json
from agent.texts import say
from api.mcp.caller import Context, app_of, caller_of
from api.mcp.effects import READS, Described
from api.mcp.shapes import (
    Exported,
    Findings,
    PageRead,
    ReadDatabase,
    ReadProperty,
    Row,
    Rows,
    SubPage,
)
from tools.errors import DeadlineExceeded, NotFound
from tools.notion.gateway import NotionGateway, notion_id
from tools.notion.plain import row
from tools.notion.structure.read import read_page as read_structure
from tools.notion.structure.saved import read_saved
from tools.workspace.model import ExistingBlock, ExistingDatabase, Structure

READING_SECONDS = 50.0  # a client gives up after 60
MOST_LETTERS = 20_000  # of a page's text
LONGEST_LINE = 2_000

PageId = Annotated[str, Field(description="The id or the address of a page.")]
Cursor = Annotated[
    str | None, Field(description="`next_cursor` of the answer before, to go on behind it.")
]
Limit = Annotated[int, Field(ge=1, le=100, description="How many at most.")]


async def search(
    ctx: Context,
    words: Annotated[str, Field(max_length=2_000, description="Words of a title; '' lists all.")],
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Findings:
    """Finds pages and databases of the workspace by words of their titles."""
    caller = caller_of(ctx)
    found = await search_workspace(
        app_of(ctx).desk, caller.token, caller.owner, words, limit, cursor
    )
    return Findings.model_validate(as_data(found))


async def read_page(ctx: Context, page_id: PageId) -> PageRead:
    """Reads a page of the workspace: its text, its databases with their properties and views, and
    the pages below it."""
    return await page_of(ctx, page_id)


async def page_of(ctx: Context, page_id: str) -> PageRead:
    """A page that the caller may read. Raises NotionError, Forbidden, DeadlineExceeded."""
    gateway, place = await _way(ctx, page_id)
    try:
        async with asyncio.timeout(READING_SECONDS):
            reading = await read_structure(gateway, place)
    except TimeoutError:
        raise DeadlineExceeded("reading took too long", reason="timeout_reading") from None
    return await asyncio.to_thread(told, reading.structure)


async def query_database(
    ctx: Context,
    database_id: Annotated[str, Field(description="The id or the address of a database.")],
    filter: Annotated[  # noqa: A002 - Notion's own name for it
        dict[str, Any] | None,
        Field(description="A filter in the JSON of Notion's API, properties by name."),
    ] = None,
    sorts: Annotated[
        list[dict[str, Any]] | None, Field(description="Sorts in the JSON of Notion's API.")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Rows:
    """Reads rows of a database, filtered and sorted where asked for, as plain values."""
    gateway, place = await _way(ctx, database_id)
    sources = (await gateway.call("GET", f"databases/{place}"))["data_sources"]
    if not sources:
        raise NotFound("the database is not shared")
    asked = {"page_size": limit, "filter": filter, "sorts": sorts, "start_cursor": cursor}
    found = await gateway.call(
        "POST",
        f"data_sources/{sources[0]['id']}/query",
        {name: value for name, value in asked.items() if value is not None},
        repeatable=True,
    )
    rows = [
        Row(page_id=each["id"], url=each["url"], values=as_data(row(each)))
        for each in found["results"]
    ]
    return Rows(rows=rows, next_cursor=found["next_cursor"])


async def export_page(ctx: Context, page_id: PageId) -> Exported:
    """Exports a page with its databases, rows and the pages below it as a blueprint: JSON that can
    be kept, and built again in another workspace; and names the address of a zip of Markdown and
    CSV."""
    gateway, place = await _way(ctx, page_id)
    language = caller_of(ctx).reads
    try:
        async with asyncio.timeout(READING_SECONDS):
            saved = await read_saved(gateway, place, language)
    except TimeoutError:
        raise DeadlineExceeded("reading took too long", reason="timeout_reading") from None
    lost = [say("not_taken_along", language, **asdict(each)) for each in saved.lost]
    address = f"{app_of(ctx).settings.public_url}/api/workspaces/{place}/export"
    return Exported(blueprint=as_json(saved.blueprint), download_url=address, left_out=lost)


async def _way(ctx: Context, name: str) -> tuple[NotionGateway, str]:
    """The way to a page or database that the caller may read, and its id.

    Raises InvalidInput for an id that is none, Forbidden for another key's.
    """
    caller, desk, place = caller_of(ctx), app_of(ctx).desk, notion_id(name)
    await check_own(desk, caller.token, caller.owner, place)
    return desk.connector.open_for(caller.token), place


def as_data(value: Any) -> Any:
    """JSON that others wrote, without what is meant for an agent."""
    match value:
        case str():
            return harmless(value, LONGEST_LINE)
        case list():
            return [as_data(item) for item in value]
        case dict():
            return {name: as_data(item) for name, item in value.items()}
    return value


def told(structure: Structure) -> PageRead:
    """A page that was read. Pure."""
    text = "\n".join(_lines(structure.blocks))
    databases = [_database(each) for each in structure.databases if not each.linked]
    return PageRead(
        page_id=structure.page.id,
        title=harmless(structure.page.title, LONGEST_LINE),
        url=structure.page.url,
        text=text[:MOST_LETTERS],
        is_whole=len(text) <= MOST_LETTERS,
        databases=databases,
        sub_pages=[
            SubPage(page_id=page.id, title=harmless(page.title)) for page in structure.sub_pages
        ],
    )


def _lines(blocks: list[ExistingBlock], depth: int = 0) -> Iterator[str]:
    """A line for each block that says something."""
    for block in blocks:
        if block.text:
            yield "  " * depth + harmless(block.text, LONGEST_LINE)
        yield from _lines(block.children, depth + 1)


def _database(database: ExistingDatabase) -> ReadDatabase:
    return ReadDatabase(
        database_id=database.id,
        title=harmless(database.title),
        properties=[
            ReadProperty(
                name=harmless(each.name),
                type=each.type,
                options=[harmless(option.name) for option in each.options],
            )
            for each in database.properties
        ],
        views=[f"{harmless(view.name)} ({view.type})" for view in database.views],
        rows=len(database.rows),
    )


TOOLS: tuple[Described, ...] = (
    (search, "Search the workspace", READS),
    (read_page, "Read a page", READS),
    (query_database, "Query a database", READS),
    (export_page, "Export a page", READS),
)
