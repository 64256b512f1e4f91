"""Reading a structure: one call for each page, database, schema, view and list of children."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable
from typing import Any, TypeVar
from urllib.parse import quote

from tools.errors import NotionError
from tools.notion.gateway import NotionGateway
from tools.notion.structure import answers
from tools.notion.structure.model import (
    ExistingBlock,
    ExistingDatabase,
    ExistingPage,
    ExistingRow,
    ExistingView,
    Json,
    Structure,
    all_blocks,
)
from tools.notion.structure.references import Naming, same_id
from tools.notion.structure.values import words

DEPTH = 3  # levels of blocks, the page's own included
AT_ONCE = 8

_ELSEWHERE = frozenset({"child_page", "child_database"})
_NOT_A_PAGE = frozenset({400, 404})
T = TypeVar("T")


async def read_structure(gateway: NotionGateway, page_id: str, *, depth: int = DEPTH) -> Structure:
    """What stands on a page (or in a database, if the id is one's), blocks down to a depth.

    Raises NotionError where Notion does not show it.
    """
    found = await _Reading(gateway, depth).structure(page_id)
    return _with_far_ids(found)


class _Reading:
    """One structure's reads, a few at once."""

    def __init__(self, gateway: NotionGateway, depth: int) -> None:
        self._gateway = gateway
        self._depth = depth
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._schemas: dict[str, asyncio.Task[Json]] = {}

    async def structure(self, page_id: str) -> Structure:
        found = await self._asked_for(page_id)
        if found["object"] == "database":
            database = await self._database(found)
            return Structure(page=answers.page(found), databases=[database])
        blocks = await self._blocks(page_id, self._depth)
        below = list(all_blocks(blocks))
        subs = await _all(self._page(b.id) for b in below if b.type == "child_page")
        own = (self._database_of(b.id) for b in below if b.type == "child_database")
        databases = await _all(own)
        page = answers.page(found)
        return Structure(page=page, sub_pages=subs, blocks=blocks, databases=databases)

    async def _asked_for(self, page_id: str) -> Json:
        try:
            return await self._get(f"pages/{page_id}")
        except NotionError as error:
            if error.status not in _NOT_A_PAGE:
                raise
        return await self._get(f"databases/{page_id}")

    async def _page(self, page_id: str) -> ExistingPage:
        return answers.page(await self._get(f"pages/{page_id}"))

    async def _blocks(self, parent: str, depth: int) -> list[ExistingBlock]:
        found = [block async for block in self._listed(f"blocks/{parent}/children?page_size=100")]
        return await _all(self._block(block, depth - 1) for block in found)

    async def _block(self, answer: Json, depth: int) -> ExistingBlock:
        inside = answer["has_children"] and depth > 0 and answer["type"] not in _ELSEWHERE
        children = await self._blocks(answer["id"], depth) if inside else []
        return answers.block(answer, children)

    async def _database_of(self, database_id: str) -> ExistingDatabase:
        return await self._database(await self._get(f"databases/{database_id}"))

    async def _database(self, answer: Json) -> ExistingDatabase:
        source_id = answer["data_sources"][0]["id"] if answer["data_sources"] else None
        schema = await self._schema(source_id) if source_id else {"properties": {}, "parent": {}}
        linked = schema["parent"].get("database_id") != answer["id"]
        key = answers.key_of(schema["properties"])
        views = await self._views(answer["id"], key)
        rows = await self._rows(None if linked else source_id)
        return ExistingDatabase(
            id=answer["id"],
            title=words(answer["title"]),
            icon=answer["icon"],
            cover=answer["cover"],
            url=answer["url"],
            parent=answer["parent"],
            inline=answer["is_inline"],
            linked=linked,
            data_source_id=source_id,
            properties=answers.properties(schema["properties"]),
            views=views,
            rows=rows,
        )

    async def _schema(self, source_id: str) -> Json:
        """A data source, read once however many linked views show it."""
        if source_id not in self._schemas:
            read = self._get(f"data_sources/{source_id}")
            self._schemas[source_id] = asyncio.ensure_future(read)
        return await self._schemas[source_id]

    async def _views(self, database_id: str, key: Naming) -> list[ExistingView]:
        path = f"views?database_id={database_id}&page_size=100"
        return await _all([self._view(v["id"], key) async for v in self._listed(path)])

    async def _view(self, view_id: str, key: Naming) -> ExistingView:
        answer = await self._get(f"views/{view_id}")
        rows = (answer["configuration"] or {}).get("rows", ())
        inner = await _all(self._widget(w, key) for row in rows for w in row["widgets"])
        return answers.view(answer, key, inner)

    async def _widget(self, widget: Json, key: Naming) -> ExistingView:
        found = await self._view(widget["view_id"], key)
        return found.model_copy(update={"row_index": widget["row_index"]})

    async def _rows(self, source_id: str | None) -> list[ExistingRow]:
        """All rows in the order in which they were made, as far as Notion's newest-first says."""
        if source_id is None:
            return []
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

    async def _row(self, answer: Json) -> ExistingRow:
        """A row; relations of more than 25 rows are answered in part and read to the end."""
        row = answers.row(answer)
        long = [v for v in answer["properties"].values() if v.get("has_more")]
        full = await _all(self._related(row.id, value["id"]) for value in long)
        ids = {value["id"]: found for value, found in zip(long, full, strict=True)}
        return row.model_copy(update={"values": {**row.values, **ids}})

    async def _related(self, row_id: str, property_id: str) -> list[str]:
        path = f"pages/{row_id}/properties/{quote(property_id, safe='%')}?page_size=100"
        return [item["relation"]["id"] async for item in self._listed(path)]

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
            return await self._gateway.call("GET", path)


async def _all(reads: Iterable[Awaitable[T]]) -> list[T]:
    """What several reads bring; where one fails, none of the others goes on alone."""
    tasks = [asyncio.ensure_future(read) for read in reads]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _with_far_ids(structure: Structure) -> Structure:
    """The same structure with the ids of other databases' properties as their schemas spell them.

    Notion writes them raw where a rollup or a two-way relation names them, else URL-encoded.
    """
    spelled = [p.id for database in structure.databases for p in database.properties]

    def spell(config: Json) -> Json:
        far = {key: _spelled(config[key], spelled) for key in _FAR_KEYS if config.get(key)}
        return {**config, **far}

    databases = [
        database.model_copy(
            update={
                "properties": [
                    p.model_copy(update={"config": spell(p.config)}) for p in database.properties
                ]
            }
        )
        for database in structure.databases
    ]
    return structure.model_copy(update={"databases": databases})


_FAR_KEYS = ("property", "synced_id")


def _spelled(found: Any, known: list[str]) -> Any:
    return next((name for name in known if same_id(name, found)), found)
