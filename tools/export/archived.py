"""A page with all that is below it as a zip: read from Notion, written and sent on bit by bit.

Pages come parents first, each with its databases' rows and tables, the blueprint last. What stands
on rows is read a few rows ahead; what was written is not kept, but for what the blueprint says.
"""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx

from tools.blueprint.base import Language
from tools.errors import NotionError, NotionNotFound
from tools.export.archive import Archive
from tools.export.blocks import Writer, files_of
from tools.export.exact import Exact
from tools.export.files import Downloads, Files, Room
from tools.export.layout import Layout, Place
from tools.export.names import stem
from tools.export.sight import Sight
from tools.export.tables import Table, lines, said_above, tables_of
from tools.notion.gateway import NotionGateway
from tools.notion.structure.assemble import assembled
from tools.notion.structure.read import AT_ONCE, Reading, read_below
from tools.notion.structure.saved import DEPTH, read_pages

Json = dict[str, Any]
Pieces = AsyncGenerator[bytes]

MOST_PAGES = 1_000
AT_A_GLANCE = 100  # parts of a page: to write no more of them costs less than a thread
BLUEPRINT = "notionforge.json"
LOST = "notionforge.lost.json"


class Export:
    """A page that was read, to be archived once. Dates in it are written in a language."""

    def __init__(
        self,
        gateway: NotionGateway,
        downloads: Downloads,
        room: Room,
        language: Language,
        readings: Sequence[Reading],
    ) -> None:
        self._gateway = gateway
        self._downloads = downloads
        self._room = room
        self._language: Language = language
        self._readings = readings
        self._bodies: dict[str, Reading] = {}
        self._archive = Archive()
        self._layout = Layout(readings[0].answers[0])
        for reading in readings:
            self._layout.add(reading)

    @classmethod
    async def read(
        cls,
        gateway: NotionGateway,
        downloads: Downloads,
        room: Room,
        page_id: str,
        language: Language,
    ) -> "Export":
        """Raises NotionError where Notion does not show the page."""
        readings = await read_pages(gateway, page_id, MOST_PAGES)
        # There may be many names to form.
        return await asyncio.to_thread(cls, gateway, downloads, room, language, readings)

    @property
    def name(self) -> str:
        """What the archive is called."""
        page = self._readings[0].structure.page
        return f"{stem(page.title, page.id, 0)}.zip"

    async def pieces(self) -> Pieces:
        """The zip. Raises NotionError where Notion stops to show what is on the page."""
        with (
            tempfile.TemporaryDirectory(prefix="notionforge-") as folder,
            contextlib.closing(Files(self._downloads, Path(folder), self._room)) as self._files,
        ):
            for reading in self._readings:
                async for piece in self._whole(reading):
                    yield piece
            async for piece in self._blueprint():
                yield piece
            yield self._archive.close()

    async def _whole(self, reading: Reading) -> Pieces:
        """A page and the databases on it; of a database that was asked for that alone."""
        if reading.structure.page.object == "page":
            async for piece in self._page(reading):
                yield piece
        for table in tables_of(reading):
            async for piece in self._table(table):
                yield piece

    async def _page(self, reading: Reading, above: str = "") -> Pieces:
        """A page's Markdown, and the files that it shows; `above` its body stand a row's values."""
        page = reading.answers[0]
        place = self._layout.of(page["id"])
        assert place is not None  # noqa: S101 - whatever was read has one
        for brought in await self._files.bring(_files_on(reading), place.base):
            async for piece in self._add(brought.path, brought.pieces()):
                yield piece
        text = self._text(reading, place, above)
        if len(reading.answers) <= AT_A_GLANCE:
            yield b"".join(self._archive.add(place.path, text))
            return
        async for piece in self._add(place.path, text):
            yield piece

    def _text(self, reading: Reading, place: Place, above: str) -> Iterator[bytes]:
        sight = Sight(self._layout, self._files, place.path, reading.answers)
        body = Writer(sight, self._language).body(sight.top(reading.answers[0]["id"]))
        # As it is, without escapes: readers find a row by it among the cells of the table.
        heading = f"# {' '.join(place.title.split())}"
        yield ("\n\n".join(filter(None, (heading, above, body))) + "\n").encode()

    async def _table(self, table: Table) -> Pieces:
        """The rows of a database with what stands on them, then its values."""
        place = self._layout.of(table.database_id)
        assert place is not None  # noqa: S101 - whatever was read has one
        for start in range(0, len(table.rows), AT_ONCE):
            async for piece in self._rows(table, table.rows[start : start + AT_ONCE]):
                yield piece
        sight = Sight(self._layout, self._files, place.path, ())
        shown = lines(table.visible, await self._shown(table), sight, self._language)
        async for piece in self._add(place.path, shown):
            yield piece
        everything = lines(table.columns, table.rows, sight, self._language)
        async for piece in self._add(f"{place.base}_all.csv", everything):
            yield piece

    async def _rows(self, table: Table, rows: list[Json]) -> Pieces:
        reads = (self._below(row) for row in rows)
        for row, reading in zip(rows, await asyncio.gather(*reads), strict=True):
            self._layout.add(reading)
            if reading.structure.blocks:
                self._bodies[row["id"]] = reading
            async for piece in self._row(table, reading):
                yield piece
            for page in reading.structure.sub_pages:
                for below in await read_pages(self._gateway, page.id, MOST_PAGES):
                    self._layout.add(below)
                    async for piece in self._whole(below):
                        yield piece

    async def _below(self, row: Json) -> Reading:
        """What stands on a row; of one that has gone meanwhile its values are what is left."""
        try:
            return await read_below(self._gateway, row, depth=DEPTH)
        except NotionNotFound:
            return Reading(assembled([row]), [row])

    async def _row(self, table: Table, reading: Reading) -> Pieces:
        """A row's page, and the databases on it."""
        row = reading.answers[0]
        place = self._layout.of(row["id"])
        assert place is not None  # noqa: S101 - whatever was read has one
        for brought in await self._files.bring(_files_in(row), place.base):
            async for piece in self._add(brought.path, brought.pieces()):
                yield piece
        sight = Sight(self._layout, self._files, place.path, ())
        async for piece in self._page(reading, said_above(table, row, sight, self._language)):
            yield piece
        for below in tables_of(reading):
            async for piece in self._table(below):
                yield piece

    async def _shown(self, table: Table) -> list[Json]:
        """The rows that the first view of a database selects, in its order; all of them where it
        asks for what Notion does not know (any more), as that hides none on the page either."""
        view = table.view
        if view is None or not (view["filter"] or view["sorts"]):
            return table.rows
        try:
            return await self._selected(table, f"views/{view['id']}/queries")
        except NotionError as error:
            if error.status != httpx.codes.BAD_REQUEST:
                raise
            return table.rows

    async def _selected(self, table: Table, path: str) -> list[Json]:
        """The rows that a view's query finds, by its path."""
        known, asked = {row["id"]: row for row in table.rows}, {"page_size": 100}
        found = await self._gateway.call("POST", path, asked, repeatable=True)
        shown, path = [*found["results"]], f"{path}/{found['id']}?page_size=100"
        while found["has_more"]:
            following = f"{path}&start_cursor={found['next_cursor']}"
            found = await self._gateway.call("GET", following)
            shown += found["results"]
        return [known[row["id"]] for row in shown if row["id"] in known]

    async def _blueprint(self) -> Pieces:
        exact = await asyncio.to_thread(
            Exact, self._readings, self._bodies, self._files, self._language
        )
        async for piece in self._add(BLUEPRINT, exact.blueprint()):
            yield piece
        if lost := exact.lost():
            async for piece in self._add(LOST, [lost]):
                yield piece

    async def _add(self, path: str, content: Iterable[bytes]) -> Pieces:
        """Writes a file in a thread, which may read and compress much, and takes what is ready."""
        pieces = self._archive.add(path, content)
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            if piece:
                yield piece


def _files_on(reading: Reading) -> Iterator[Json]:
    """What of a page Notion may keep as files: its looks, and those of its blocks."""
    page, *rest = reading.answers
    yield from filter(None, (page["icon"], page["cover"]))
    for answer in rest:
        if answer["object"] == "block":
            yield from files_of(answer)
        elif answer["object"] == "database":
            yield from filter(None, (answer["icon"], answer["cover"]))


def _files_in(row: Json) -> Iterator[Json]:
    """What of a row's values Notion may keep as files."""
    for value in row["properties"].values():
        if value["type"] == "files":
            yield from value["files"]
