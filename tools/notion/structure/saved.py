"""What stands on a page as a blueprint: for a recipe, a copy, an export."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from tools.blueprint.base import Language
from tools.blueprint.blocks import DatabasePlace, LinkedView
from tools.blueprint.check import problems
from tools.blueprint.model import Blueprint
from tools.blueprint.properties import Property
from tools.blueprint.views import TableView
from tools.notion.gateway import NotionGateway
from tools.notion.structure.answers import ELSEWHERE
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
    key_of,
)
from tools.workspace.to_blueprint import Wording
from tools.workspace.values import picture_of, uploaded

DEPTH = 12  # levels of blocks that are read
MOST_PAGES = 100  # that are read for one blueprint

_MOST = 100  # characters of a property's or option's name
_PROPERTY: TypeAdapter[Property] = TypeAdapter(Property)
_PART = re.compile(r"(sub_pages|databases|views|properties|rows|blocks)\[(\d+)\]")


@dataclass(frozen=True)
class Lost:
    """Something that a blueprint cannot say: what it is, what it is called, and on what it is."""

    kind: str
    name: str
    home: str


@dataclass(frozen=True)
class Saved:
    """A valid blueprint of a page, and what is not in it. Bodies of rows are never read."""

    blueprint: Blueprint
    lost: tuple[Lost, ...]


async def read_saved(gateway: NotionGateway, page_id: str, language: Language) -> Saved:
    """A page and all pages below it as a blueprint.

    Raises NotionError where Notion does not show them.
    """
    readings = [await read_page(gateway, page_id, depth=DEPTH)]
    waiting = [page.id for page in readings[0].structure.sub_pages]
    while waiting and len(readings) < MOST_PAGES:
        reading = await read_page(gateway, waiting.pop(0), depth=DEPTH)
        readings.append(reading)
        waiting += [page.id for page in reading.structure.sub_pages]
    return saved(readings, language)


def saved(readings: Sequence[Reading], language: Language) -> Saved:
    """The first page that was read, with the others below it, as a blueprint. Pure."""
    return _Saving(readings, language).saved()


class _Saving:
    def __init__(self, readings: Sequence[Reading], language: Language) -> None:
        self._readings = readings
        self._language = language
        self._answers = {a["id"]: a for r in readings for a in r.answers if a["object"] == "block"}
        self._databases = {d.id: d for r in readings for d in r.structure.databases}
        self._sources = {d.data_source_id: d for d in self._databases.values() if not d.linked}
        pages = {page.id for r in readings for page in r.structure.sub_pages}
        self._here = pages | {d.id for d in self._sources.values()}
        self._lost: list[Lost] = []

    def saved(self) -> Saved:
        structure = self._structure()
        wording = Wording(structure)
        blueprint = self._valid(wording.blueprint())
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
            }
        )

    def _key(self, name: str) -> str | None:
        return key_of(name) if name in self._here else None

    # Bodies

    def _body(self, structure: Structure) -> list[ExistingBlock]:
        home = structure.page.title
        return [b for block in structure.blocks for b in self._said(block, home, top=True)]

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
        below = [] if block.type == "table" else block.children
        panes = block.type == "tab"
        children = [b for child in below for b in self._said(child, home, pane=panes)]
        yield block.model_copy(update={"said": said, "children": children})

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

    # What breaks a rule of blueprints

    def _valid(self, blueprint: Blueprint) -> Blueprint:
        """The blueprint without what breaks a rule: Notion allows more than it can be built of."""
        data = blueprint.model_dump(mode="json")
        while found := problems(blueprint):
            self._lost.append(Lost(*_removed(data, found[0].place)))
            blueprint = Blueprint.model_validate(data)
        return blueprint


def _removed(data: Json, place: str) -> tuple[str, str, str]:
    """Takes the smallest part out of a blueprint's JSON in which a place is; what it was."""
    before, _, value = place.partition(".values.")
    found = [(name, int(at)) for name, at in _PART.findall(before)]
    top = next((i + 1 for i, (name, _) in enumerate(found) if name == "blocks"), len(found))
    steps = found[:top]
    holder: Json = data
    home = str(data["title"])
    for name, at in steps if value else steps[:-1]:
        holder = holder[name][at]
        home = str(holder.get("title", home))
    if value:
        holder["values"].pop(value, None)
        return "value", value, home
    name, at = steps[-1]
    gone: Json = holder[name].pop(at)
    return name.removesuffix("s"), str(gone.get("name") or gone.get("title") or ""), home


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
