"""Reading a structure: one call for each page, database, schema, view and list of children."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

from tools.errors import NotionError
from tools.notion.gateway import NotionGateway
from tools.notion.structure.answers import ELSEWHERE, widgets
from tools.notion.structure.assemble import assembled
from tools.workspace.model import Json, Structure

DEPTH = 3  # levels of blocks, the page's own included
AT_ONCE = 8
AT_A_GLANCE = 200  # answers

_HIDDEN = 404
_NOT_A_PAGE = frozenset({400, _HIDDEN})
_OF_ANSWERS_ONLY = "request_id"
T = TypeVar("T")


@dataclass(frozen=True)
class Reading:
    """What stands on a page, and the answers that say so, which are JSON-ready.

    `answers` are objects of Notion's API, each once: the page (or database) that was asked for,
    then blocks, sub-pages, databases, data sources, views and rows. Siblings stand in the order
    of blocks, of tabs, of making; relations hold all that they link. A database that is not
    shared with the integration is a block only.
    """

    structure: Structure
    answers: list[Json]


async def read_page(gateway: NotionGateway, page_id: str, *, depth: int = DEPTH) -> Reading:
    """What stands on a page (or in a database, if the id is one's), blocks down to a depth.

    Raises NotionError where Notion does not show it.
    """
    return await _reading(await _Reader(gateway, depth).answers(page_id))


async def read_below(gateway: NotionGateway, page: Json, *, depth: int = DEPTH) -> Reading:
    """What stands on a page (a row) that was answered already; as `read_page`."""
    return await _reading([page, *await _Reader(gateway, depth).on_page(page["id"])])


async def _reading(answers: list[Json]) -> Reading:
    """What some answers say; what many do is found out in a thread, as it takes its time."""
    once = _each_once(answers)
    if len(once) <= AT_A_GLANCE:
        return Reading(assembled(once), once)
    return Reading(await asyncio.to_thread(assembled, once), once)


async def read_structure(gateway: NotionGateway, page_id: str, *, depth: int = DEPTH) -> Structure:
    """The structure alone; as `read_page`."""
    return (await read_page(gateway, page_id, depth=depth)).structure


async def read_blocks(gateway: NotionGateway, page_id: str) -> set[str]:
    """The ids of the blocks that stand directly on a page. Raises NotionError."""
    return {block["id"] for block in await _Reader(gateway, 1).blocks(page_id)}


async def read_elsewhere(gateway: NotionGateway, name: str, *, database: bool) -> Structure | None:
    """A database with what is in it, or a page without its body, wherever it stands.

    None for what Notion does not show or has in the trash. Raises NotionError for all else.
    """
    reader = _Reader(gateway, 0)
    answers = await (reader.database(name) if database else reader.page(name))
    if not answers or answers[0]["in_trash"]:
        return None
    return (await _reading(answers)).structure


class _Reader:
    """One structure's reads, a few at once."""

    def __init__(self, gateway: NotionGateway, depth: int) -> None:
        self._gateway = gateway
        self._depth = depth
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._schemas: dict[str, asyncio.Task[Json]] = {}

    async def answers(self, page_id: str) -> list[Json]:
        found = await self._asked_for(page_id)
        if found["object"] == "database":
            return [found, *await self._inside(found)]
        return [found, *await self.on_page(page_id)]

    async def on_page(self, page_id: str) -> list[Json]:
        """The blocks of a page, its sub-pages, and its databases with what is in them."""
        blocks = await self.blocks(page_id)
        pages = (b["id"] for b in blocks if b["type"] == "child_page")
        databases = (b["id"] for b in blocks if b["type"] == "child_database")
        subs = await _all(self._get(f"pages/{name}") for name in pages)
        tables = await _all(self.database(name) for name in databases)
        return [*blocks, *subs, *_flat(tables)]

    async def blocks(self, page_id: str) -> list[Json]:
        """The blocks of a page, and what is below them."""
        return await self._blocks(page_id, self._depth)

    async def _asked_for(self, page_id: str) -> Json:
        try:
            return await self._get(f"pages/{page_id}")
        except NotionError as error:
            if error.status not in _NOT_A_PAGE:
                raise
        return await self._get(f"databases/{page_id}")

    async def _blocks(self, parent: str, depth: int) -> list[Json]:
        """The blocks below one, and what is below them."""
        found = [block async for block in self._listed(f"blocks/{parent}/children?page_size=100")]
        return [*found, *_flat(await _all(self._below(block, depth - 1) for block in found))]

    async def _below(self, block: Json, depth: int) -> list[Json]:
        inside = block["has_children"] and depth > 0 and block["type"] not in ELSEWHERE
        return await self._blocks(block["id"], depth) if inside else []

    async def database(self, database_id: str) -> list[Json]:
        """A database with what is in it; nothing where Notion does not show it."""
        found = await self._shown(f"databases/{database_id}")
        return [part for one in found for part in (one, *await self._inside(one))]

    async def page(self, page_id: str) -> list[Json]:
        """A page without its body; nothing where Notion does not show it."""
        return await self._shown(f"pages/{page_id}")

    async def _shown(self, path: str) -> list[Json]:
        try:
            return [await self._get(path)]
        except NotionError as error:
            if error.status != _HIDDEN:
                raise
            return []

    async def _inside(self, database: Json) -> list[Json]:
        """The schema of a database, its views, and its rows unless they live elsewhere; Notion
        does not answer for those of a database in the trash."""
        views = await self._views(database["id"])
        if not database["data_sources"]:
            return views
        schema = await self._schema(database["data_sources"][0]["id"])
        own = schema["parent"].get("database_id") == database["id"]
        rows = await self._rows(schema["id"]) if own and not schema["in_trash"] else []
        return [schema, *views, *rows]

    async def _schema(self, source_id: str) -> Json:
        """A data source, read once however many linked views show it."""
        if source_id not in self._schemas:
            read = self._get(f"data_sources/{source_id}")
            self._schemas[source_id] = asyncio.ensure_future(read)
        return await self._schemas[source_id]

    async def _views(self, database_id: str) -> list[Json]:
        path = f"views?database_id={database_id}&page_size=100"
        names = [view["id"] async for view in self._listed(path)]
        return _flat(await _all(self._view(name) for name in names))

    async def _view(self, view_id: str) -> list[Json]:
        """A view with its widgets."""
        view = await self._get(f"views/{view_id}")
        inner = await _all(self._view(widget["view_id"]) for widget in widgets(view))
        return [view, *_flat(inner)]

    async def _rows(self, source_id: str) -> list[Json]:
        """All rows in the order in which they were made, as far as Notion's newest-first says."""
        found = await self._queried(source_id)
        return await _all(self._row(row) for row in reversed(found))

    async def _queried(self, source_id: str) -> list[Json]:
        rows: list[Json] = []
        body: Json = {"page_size": 100}
        while True:
            path = f"data_sources/{source_id}/query"
            async with self._gate:
                found = await self._gateway.call("POST", path, body, repeatable=True)
            rows += found["results"]
            if not found["has_more"]:
                return rows
            body = {**body, "start_cursor": found["next_cursor"]}

    async def _row(self, row: Json) -> Json:
        """A row; relations of more than 25 rows are answered in part and read to the end."""
        properties: Json = row["properties"]
        long = {name: value for name, value in properties.items() if value.get("has_more")}
        full = await _all(self._related(row["id"], value) for value in long.values())
        return {**row, "properties": {**properties, **dict(zip(long, full, strict=True))}}

    async def _related(self, row_id: str, value: Json) -> Json:
        name = quote(value["id"], safe="%")
        path = f"pages/{row_id}/properties/{name}?page_size=100"
        links = [item["relation"] async for item in self._listed(path)]
        return {**value, "relation": links, "has_more": False}

    async def _listed(self, path: str) -> AsyncIterator[Json]:
        cursor = ""
        while True:
            found = await self._get(f"{path}{cursor}")
            for item in found["results"]:
                yield item
            if not found["has_more"]:
                return
            cursor = f"&start_cursor={quote(found['next_cursor'])}"

    async def _get(self, path: str) -> Json:
        async with self._gate:
            answer = await self._gateway.call("GET", path)
        return {key: value for key, value in answer.items() if key != _OF_ANSWERS_ONLY}


async def _all(reads: Iterable[Awaitable[T]]) -> list[T]:
    """What several reads bring; where one fails, none of the others goes on alone."""
    tasks = [asyncio.ensure_future(read) for read in reads]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _flat(lists: Iterable[list[T]]) -> list[T]:
    return [item for items in lists for item in items]


def _each_once(answers: Iterable[Json]) -> list[Json]:
    """Schemas come with every view of them, a synced block's children with every copy."""
    return list({(answer["object"], answer["id"]): answer for answer in answers}.values())
