"""What stands on a page as a blueprint: for a recipe, a copy, an export."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from tools.blueprint.base import Language
from tools.blueprint.blocks import DatabasePlace, LinkedView, SyncedBlock
from tools.blueprint.model import Blueprint
from tools.blueprint.properties import Property
from tools.blueprint.views import TableView
from tools.notion.gateway import NotionGateway
from tools.notion.structure.answers import ELSEWHERE
from tools.notion.structure.mended import Lost, mended
from tools.notion.structure.read import Reading, read_page
from tools.notion.structure.said import pane_of, said_of
from tools.workspace.model import (
    ExistingBlock,
    ExistingDatabase,
    ExistingPage,
    ExistingProperty,
    ExistingRow,
    Json,
    Structure,
    all_blocks,
    key_of,
)
from tools.workspace.to_blueprint import Wording
from tools.workspace.values import picture_of, uploaded

DEPTH = 12  # levels of blocks that are read
MOST_PAGES = 100  # that are read for one blueprint

_MOST = 100  # characters of a property's or option's name
_PROPERTY: TypeAdapter[Property] = TypeAdapter(Property)


@dataclass(frozen=True)
class Saved:
    """A valid blueprint of a page, and what is not in it."""

    blueprint: Blueprint
    lost: tuple[Lost, ...]


async def read_saved(gateway: NotionGateway, page_id: str, language: Language) -> Saved:
    """A page and all pages below it as a blueprint, without the bodies of rows.

    Raises NotionError where Notion does not show them.
    """
    return saved(await read_pages(gateway, page_id), language)


async def read_pages(gateway: NotionGateway, page_id: str, most: int = MOST_PAGES) -> list[Reading]:
    """A page (or database) and the pages below it, parents first, up to so many.

    Raises NotionError where Notion does not show them.
    """
    readings = [await read_page(gateway, page_id, depth=DEPTH)]
    waiting = [page.id for page in readings[0].structure.sub_pages]
    while waiting and len(readings) < most:
        reading = await read_page(gateway, waiting.pop(0), depth=DEPTH)
        readings.append(reading)
        waiting += [page.id for page in reading.structure.sub_pages]
    return readings


def saved(
    readings: Sequence[Reading], language: Language, bodies: Mapping[str, Reading] | None = None
) -> Saved:
    """The first page that was read, with the others below it, as a blueprint. Pure.

    `bodies` are rows, by id, with what stands on them.
    """
    return _Saving(readings, language, bodies or {}).saved()


class _Saving:
    def __init__(
        self, readings: Sequence[Reading], language: Language, bodies: Mapping[str, Reading]
    ) -> None:
        self._readings = readings
        self._language = language
        self._rows = bodies
        read = [*readings, *bodies.values()]
        self._answers = {a["id"]: a for r in read for a in r.answers if a["object"] == "block"}
        self._originals = {*_copied(self._answers)}
        self._databases = {d.id: d for r in readings for d in r.structure.databases}
        self._sources = {d.data_source_id: d for d in self._databases.values() if not d.linked}
        pages = {page.id for r in readings for page in r.structure.sub_pages}
        self._here = pages | {d.id for d in self._sources.values()}
        self._lost: list[Lost] = []

    def saved(self) -> Saved:
        structure = self._structure()
        wording = Wording(structure)
        blueprint, faulty = mended(wording.blueprint())
        self._lost += faulty
        for reading in self._readings:
            self._lost += _unsaid(reading.structure, wording)
        return Saved(blueprint, tuple(dict.fromkeys(self._lost)))

    def _structure(self) -> Structure:
        """One workspace of all that was read, each part below the page where it was read."""
        first = self._readings[0].structure
        bodies = {r.structure.page.id: self._body(r.structure) for r in self._readings}
        subs = [
            page.model_copy(
                update={
                    "title": page.title or "-",
                    "parent": {"type": "page_id", "page_id": reading.structure.page.id},
                    "blocks": bodies.get(page.id, []),
                }
            )
            for reading in self._readings
            for page in reading.structure.sub_pages
        ]
        databases = [
            self._wordable(database, reading.structure.page.id)
            for reading in self._readings
            for database in reading.structure.databases
        ]
        return Structure(
            page=first.page.model_copy(update={"title": first.page.title or "-"}),
            sub_pages=subs,
            blocks=bodies[first.page.id],
            databases=databases,
            about={"language": self._language},
        )

    def _wordable(self, database: ExistingDatabase, page_id: str) -> ExistingDatabase:
        """A database of a page, with names that a blueprint can give and what it has words for."""
        named = [_named(prop) for prop in database.properties]
        return database.model_copy(
            update={
                "title": database.title or "-",
                "parent": {"type": "page_id", "page_id": page_id},
                "properties": [prop for prop in named if _is_wordable(prop)],
                "views": [view.model_copy(update={"unnamed": True}) for view in database.views],
                "rows": [
                    row.model_copy(update={"blocks": list(self._row_body(row))})
                    for row in database.rows
                ],
            }
        )

    def _key(self, name: str) -> str | None:
        return key_of(name) if name in self._here else None

    # Bodies

    def _body(self, structure: Structure) -> list[ExistingBlock]:
        home = structure.page.title
        return [b for block in structure.blocks for b in self._said(block, home, top=True)]

    def _row_body(self, row: ExistingRow) -> Iterator[ExistingBlock]:
        """What stands on a row, as far as it was read: blocks only, which is all that a row of a
        blueprint can hold."""
        body = self._rows[row.id].structure.blocks if row.id in self._rows else ()
        for block in body:
            yield from self._said(block, row.title)
        for block in all_blocks([*body]):
            if block.type in ELSEWHERE:
                self._lost.append(Lost(block.type.removeprefix("child_"), block.text, row.title))

    def _said(
        self, block: ExistingBlock, home: str, *, top: bool = False, pane: bool = False
    ) -> Iterator[ExistingBlock]:
        """A block with what a blueprint says of it; nothing where that is nothing. Pages and
        databases that are not at the top come behind all blocks."""
        answer = self._answers[block.id]
        if block.type in ELSEWHERE:
            if block.type == "child_database" and top:
                yield from self._database(block)
            return
        inner = [self._answers[child.id] for child in block.children]
        said = pane_of(answer, self._key) if pane else said_of(answer, inner, self._key)
        if said is None:
            self._lost.append(Lost("block", block.text or block.type, home))
            return
        if answer["has_children"] and not inner:
            self._lost.append(Lost("block", block.text or block.type, home))
        if isinstance(said, SyncedBlock):
            said = self._synced(answer, said)
        below = [] if block.type == "table" or getattr(said, "ref", None) else block.children
        panes = block.type == "tab"
        children = [b for child in below for b in self._said(child, home, pane=panes)]
        yield block.model_copy(update={"said": said, "children": children})

    def _synced(self, answer: Json, said: SyncedBlock) -> SyncedBlock:
        """Of a copy whose original is here its reference, of such an original its key; other
        copies are said as what they show."""
        origin = (answer["synced_block"]["synced_from"] or {}).get("block_id")
        if origin in self._originals:
            return said.model_copy(update={"ref": key_of(origin)})
        if answer["id"] in self._originals:
            return said.model_copy(update={"key": key_of(answer["id"])})
        return said

    def _database(self, block: ExistingBlock) -> Iterator[ExistingBlock]:
        """A database's place, or a linked view of one that is here."""
        database = self._databases.get(block.id)
        if database is None:
            self._lost.append(Lost("database", block.text, ""))
        elif not database.linked:
            place = DatabasePlace(type="database", ref=key_of(database.id))
            yield block.model_copy(update={"said": place})
        elif database.data_source_id in self._sources and database.views:
            ref = key_of(self._sources[database.data_source_id].id)
            said = LinkedView(type="linked_view", ref=ref, view=TableView(type="table"))
            yield block.model_copy(update={"said": said, "view": database.views[0]})
            self._lost += [Lost("view", view.name, block.text) for view in database.views[1:]]
        else:
            self._lost.append(Lost("linked_view", block.text, ""))


def _copied(blocks: Mapping[str, Json]) -> Iterator[str]:
    """The synced blocks that are here, directly on a page, and copied here: a blueprint can name
    no others."""
    for block in blocks.values():
        origin = blocks.get(
            ((block.get("synced_block") or {}).get("synced_from") or {}).get("block_id", "")
        )
        if origin is not None and origin["parent"]["type"] == "page_id":
            yield origin["id"]


def _named(prop: ExistingProperty) -> ExistingProperty:
    """A property with names that are no longer than a blueprint's."""
    options = [
        option.model_copy(update={"name": option.name.replace(",", " ").strip()[:_MOST] or "-"})
        for option in prop.options
    ]
    name = prop.name.strip()[:_MOST] or "-"
    return prop.model_copy(update={"name": name, "options": options, "description": None})


def _is_wordable(prop: ExistingProperty) -> bool:
    """Whether a blueprint has such a property, whatever it refers to."""
    said: Json = {"name": prop.name, "type": prop.type}
    match prop.type:
        case "relation":
            said["target"] = "x"
        case "rollup":
            said |= {"relation": "x", "property": "x", "function": prop.config["function"]}
        case _:
            said |= prop.config
    try:
        _PROPERTY.validate_python(said)
    except ValidationError:
        return False
    return True


def _unsaid(structure: Structure, wording: Wording) -> Iterator[Lost]:
    """What of the parts of a page its blueprint does not say."""
    yield from _looks(structure.page)
    for database in (database for database in structure.databases if not database.linked):
        yield from _looks(database)
        for prop in database.properties:
            if not wording.says(database.id, prop.id):
                yield Lost("property", prop.name, database.title)
        for view in database.views:
            if wording.view(database.id, view) is None or view.quick_filters:
                yield Lost("view", view.name, database.title)
        for row in database.rows:
            yield from _looks(row)
            if any(map(uploaded, row.values.values())):
                yield Lost("file", row.title, database.title)


def _looks(item: ExistingPage | ExistingDatabase | ExistingRow) -> Iterator[Lost]:
    for look, picture in (("icon", item.icon), ("cover", item.cover)):
        if picture is not None and picture_of(picture) is None:
            yield Lost(look, item.title, item.title)
