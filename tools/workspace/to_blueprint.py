"""From a workspace to the blueprint that describes it: ids become names.

What names nothing any more falls away: conditions, sorts, settings and links; a view, a rollup or a
formula that cannot be without it goes as a whole.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from pydantic import TypeAdapter

from tools.blueprint.base import Language, Strict
from tools.blueprint.blocks import (
    Block,
    Column,
    ColumnList,
    LinkedView,
    Tab,
    TabPane,
)
from tools.blueprint.model import Blueprint, Database, Row, SubPage
from tools.blueprint.properties import CHOICES, Property, in_formula
from tools.blueprint.views import View
from tools.workspace.model import (
    ExistingBlock,
    ExistingDatabase,
    ExistingOption,
    ExistingPage,
    ExistingProperty,
    ExistingRow,
    ExistingView,
    Json,
    Structure,
    is_new,
    key_of,
)
from tools.workspace.parts import GROUPS
from tools.workspace.references import mentioned, property_ids
from tools.workspace.values import given_value, picture_of
from tools.workspace.views import view_of

_PROPERTY: TypeAdapter[Property] = TypeAdapter(Property)
_KEYS = {name: key for key, name in GROUPS.items()}  # of the groups of a status
_UNSAYABLE = frozenset({"button", "verification"})

Properties = Mapping[str, ExistingProperty]
Linked = Callable[[ExistingBlock], View | None]


def blueprint_of(structure: Structure) -> Blueprint:
    """The blueprint of a workspace, in its own order."""
    return Wording(structure).blueprint()


class Wording:
    """A workspace in a blueprint's words, as a whole and part by part."""

    def __init__(self, structure: Structure) -> None:
        self._structure = structure
        self._databases = {d.id: d for d in structure.databases if not d.linked}
        self._sources = {d.data_source_id: d for d in self._databases.values()}
        self._language: Language = structure.about.get("language", "ko")
        ids = [*(page.id for page in structure.sub_pages), *self._databases]
        self._ids = {key_of(name): name for name in ids}
        self._titles = {r.id: r.title for d in self._databases.values() for r in d.rows}
        self._alive = {d.id: dict(self._sayable(d)) for d in self._databases.values()}
        while broken := list(self._broken()):
            for database_id, name in broken:
                del self._alive[database_id][name]
        self._reverse = set(self._far_sides())

    def blueprint(self) -> Blueprint:
        """All of it."""
        about = self._structure.about
        return Blueprint(**about, **self._page_parts(self._structure.page, self._structure.blocks))

    def says(self, database_id: str, prop_id: str) -> bool:
        """Whether a property is in the blueprint."""
        return prop_id in self._alive.get(database_id, {})

    # What can be said of the properties: of those that lead nowhere, nothing.

    def _sayable(self, database: ExistingDatabase) -> Iterator[tuple[str, ExistingProperty]]:
        for prop in database.properties:
            leads = prop.type != "relation" or prop.config["data_source_id"] in self._sources
            if leads and prop.type not in _UNSAYABLE:
                yield prop.id, prop

    def _broken(self) -> Iterator[tuple[str, str]]:
        """Rollups and formulas of which a part is gone."""
        for database_id, alive in self._alive.items():
            for prop in alive.values():
                if (
                    prop.type == "formula"
                    and not mentioned(prop.config["expression"]) <= alive.keys()
                ):
                    yield database_id, prop.id
                if prop.type == "rollup" and self._rolled(alive, prop) is None:
                    yield database_id, prop.id

    def _rolled(self, alive: Properties, prop: ExistingProperty) -> ExistingProperty | None:
        relation = alive.get(prop.config["relation"])
        if relation is None:
            return None
        far = self._sources[relation.config["data_source_id"]]
        return self._alive[far.id].get(prop.config["property"])

    def _far_sides(self) -> Iterator[tuple[str, str]]:
        """The sides of relations that are declared at the other one: of two that are there, those
        that come later."""
        near: set[tuple[str, str]] = set()
        for database_id, alive in self._alive.items():
            for prop in alive.values():
                if prop.type != "relation" or not prop.config.get("synced_id"):
                    continue
                far = self._sources[prop.config["data_source_id"]].id, prop.config["synced_id"]
                if prop.reverse or far in near:
                    yield database_id, prop.id
                else:
                    near.add((database_id, prop.id))

    # Pages

    def _page_parts(self, page: ExistingPage, blocks: list[ExistingBlock]) -> Json:
        subs = [sub for sub in self._structure.sub_pages if self._is_on(page, sub)]
        databases = [d for d in self._databases.values() if self._is_on(page, d)]
        return {
            "title": page.title,
            "icon": picture_of(page.icon),
            "cover": picture_of(page.cover),
            "blocks": self._blocks(blocks),
            "databases": [self.database(database) for database in databases],
            "sub_pages": [self.sub_page(sub) for sub in subs],
        }

    def _is_on(self, page: ExistingPage, item: ExistingPage | ExistingDatabase) -> bool:
        """Whether something is on a page; on the main one is also what stands in a block of it."""
        above = item.parent.get("page_id")
        if page is not self._structure.page:
            return bool(above == page.id)
        return all(sub.id != above for sub in self._structure.sub_pages)

    # Databases

    def database(self, database: ExistingDatabase) -> Database:
        """A database with its schema, views and rows."""
        alive = self._alive[database.id]
        views = [self.view(database.id, view) for view in database.views]
        return Database(
            key=key_of(database.id),
            title=database.title,
            icon=picture_of(database.icon),
            cover=picture_of(database.cover),
            description=database.description,
            inline=database.inline,
            properties=[
                self.property(database.id, prop)
                for prop in alive.values()
                if (database.id, prop.id) not in self._reverse
            ],
            views=[view for view in views if view is not None],
            rows=[self.row(database.id, row) for row in database.rows],
        )

    def property(self, database_id: str, prop: ExistingProperty) -> Property:
        """A property that can be said, as it is declared."""
        alive = self._alive[database_id]
        said: Json = {"name": prop.name, "type": prop.type, "description": prop.description}
        match prop.type:
            case "number" | "unique_id":
                said |= prop.config
            case "relation":
                said |= self._relation(prop)
            case "rollup":
                rolled = self._rolled(alive, prop)
                relation = alive[prop.config["relation"]]
                said |= {"relation": relation.name, "property": rolled and rolled.name}
                said["function"] = prop.config["function"]
            case "formula":
                names = {p.id: p.name for p in alive.values()}
                said["expression"] = in_formula(prop.config["expression"], names.get)
            case kind if kind in CHOICES:
                said["options"] = [option_of(o) for o in prop.options if not o.implicit]
            case _:
                pass
        return _PROPERTY.validate_python(said)

    def _relation(self, prop: ExistingProperty) -> Json:
        far = self._sources[prop.config["data_source_id"]]
        synced = self._alive[far.id].get(prop.config.get("synced_id") or "")
        return {"target": key_of(far.id), "two_way": synced and synced.name}

    def row(self, database_id: str, row: ExistingRow) -> Row:
        """A row by the names of its properties; related rows by title."""
        values: Json = {}
        for name, prop in self._alive[database_id].items():
            if name in row.given:
                values[prop.name] = row.given[name]
            elif name in row.values:
                said = given_value(prop, row.values[name], self._titles, self._key)
                values |= {} if said is None else {prop.name: said}
        return Row(
            values=values,
            icon=picture_of(row.icon),
            cover=picture_of(row.cover),
            blocks=self._blocks(row.blocks),
        )

    def view(self, database_id: str, view: ExistingView) -> View | None:
        """A view of a database; None where it cannot be without what is gone."""
        return view_of(view, self._alive.get(database_id, {}), self._language)

    def sub_page(self, page: ExistingPage) -> SubPage:
        """A page with all that is on it and below it."""
        return SubPage(key=key_of(page.id), **self._page_parts(page, page.blocks))

    def _blocks(self, nodes: list[ExistingBlock]) -> list[Block]:
        return blocks_of(nodes, self._linked)

    def _linked(self, node: ExistingBlock) -> View | None:
        home = self._ids.get(getattr(node.said, "ref", ""), "")
        return None if node.view is None else self.view(home, node.view)

    def _key(self, name: str) -> str | None:
        """The key of what a text mentions, if it is a page or database that is here."""
        return key_of(name) if key_of(name) in self._ids else None


def blocks_of(nodes: list[ExistingBlock], linked: Linked = lambda _: None) -> list[Block]:
    """What a blueprint says of the blocks of a body; `linked` has the view of a linked one."""
    found = (_block(node, linked) for node in nodes)
    return [cast("Block", block) for block in found if block is not None]


def _block(node: ExistingBlock, linked: Linked) -> Strict | None:
    parts: dict[str, Any] = {}
    match node.said:
        case LinkedView():
            parts["view"] = linked(node)
            if parts["view"] is None:
                return None
        case ColumnList():
            parts["columns"] = blocks_of(node.children, linked)
        case Tab():
            parts["tabs"] = blocks_of(node.children, linked)
        case Column() | TabPane():
            parts["blocks"] = blocks_of(node.children, linked)
        case _ if node.children:
            parts["children"] = blocks_of(node.children, linked)
        case _:
            pass
    return node.said and node.said.model_copy(update=parts)


def option_of(option: ExistingOption) -> Json:
    """An option as a blueprint declares it."""
    said = {"name": option.name, "color": option.color, "description": option.description}
    return {**said, "group": _KEYS.get(option.group or "")}


def additions(structure: Structure, language: Language) -> Blueprint:
    """What is yet to be made, as one blueprint that stands for the page: databases and sub-pages,
    and all blocks of bodies, those of new rows too. Of a design it is all of it."""
    return blueprint_of(structure if structure.is_design else _added(structure, language))


def _added(structure: Structure, language: Language) -> Structure:
    there = [database for database in structure.databases if not is_new(database.id)]
    kept = [page for page in structure.sub_pages if not is_new(page.id)]
    bodies = (structure.blocks, *(page.blocks for page in kept))
    blocks = [block for body in bodies for block in body if block.said is not None]
    return Structure(
        page=ExistingPage(id=structure.page.id, title=structure.page.title or "page"),
        sub_pages=[page for page in structure.sub_pages if is_new(page.id)],
        blocks=[*blocks, *(block for home in there for row in home.rows for block in row.blocks)],
        databases=[database for database in structure.databases if is_new(database.id)],
        about={"language": language},
    )


def without_links_out(structure: Structure, language: Language) -> Structure:
    """The same with new databases as they can be made by themselves: without what links to those
    that exist, and what stands on that."""
    wording = Wording(_added(structure, language))

    def alone(database: ExistingDatabase) -> ExistingDatabase:
        out = {prop.id for prop in database.properties if not wording.says(database.id, prop.id)}
        if not is_new(database.id) or not out:
            return database
        rows = [
            row.model_copy(update={"values": {k: v for k, v in row.values.items() if k not in out}})
            for row in database.rows
        ]
        views = [view for view in database.views if not out & _named_by(view)]
        properties = [prop for prop in database.properties if prop.id not in out]
        parts = {"properties": properties, "rows": rows, "views": views}
        return database.model_copy(update=parts)

    databases = [alone(database) for database in structure.databases]
    return structure.model_copy(update={"databases": databases})


def _named_by(view: ExistingView) -> set[str]:
    """The properties that a view and its widgets name."""
    own = property_ids([view.filter, view.sorts, view.configuration])
    return own.union(*(_named_by(widget) for widget in view.widgets))
