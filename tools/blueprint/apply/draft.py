"""A blueprint under change, and how what a change names is found in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from tools.blueprint.apply.tree import each_database
from tools.blueprint.blocks import Block, nested
from tools.blueprint.model import Blueprint, Database, Row, SubPage, databases, pages
from tools.blueprint.names import fail, one
from tools.blueprint.schema import Field, schemas
from tools.blueprint.values import words
from tools.blueprint.views import View, called

Part = Blueprint | SubPage | Database | View | Row | Block
Lost = tuple[str, str, str]  # what it was, the key of its database, its name
T = TypeVar("T")


@dataclass(frozen=True)
class Draft:
    """The blueprint as the changes so far leave it.

    `known` says which of its parts the ids of a built workspace stand for: changes that were read
    there may name what has no name of its own, or one that others have too. `lost` names what went
    without being asked for: asking for it later is no mistake. `moved` has the keys of what was
    moved off the main page, which these changes can go on to name.
    """

    blueprint: Blueprint
    known: Mapping[str, Part] = field(default_factory=dict)
    lost: frozenset[Lost] = frozenset()
    moved: frozenset[str] = frozenset()

    @property
    def databases(self) -> list[Database]:
        """The databases that changes can name."""
        own = self.blueprint
        found = databases(own)
        return [d for _, page, d in found if page is own or d.key in self.moved]

    @property
    def sub_pages(self) -> list[SubPage]:
        """The sub-pages that changes can name."""
        below = [page for _, page in pages(self.blueprint) if page.sub_pages]
        found = [(page, sub) for page in below for sub in page.sub_pages]
        return [sub for page, sub in found if page is self.blueprint or sub.key in self.moved]

    def find(self, kind: str, name: str, items: Sequence[T], called: Callable[[T], str]) -> T:
        """What a change names. Raises ValidationFailed for none or several."""
        return one(kind, name, items, called, lambda item: self.known.get(name) is item)

    def database(self, name: str | None) -> Database:
        """A database of the main page, which may be left unnamed where it is the only one."""
        found = self.databases
        if name is None and len(found) != 1:
            fail("database_unnamed", count=len(found))
        return found[0] if name is None else self.find("database", name, found, _title)

    def keyed(self, key: str) -> Database:
        """The database of that key, wherever it lives."""
        return next(d for _, _, d in databases(self.blueprint) if d.key == key)

    def field(self, database: Database, name: str) -> Field:
        """A property of a database, the far sides of relations included."""
        return self.find("property", name, list(self.fields(database).values()), _name)

    def fields(self, database: Database) -> dict[str, Field]:
        """The properties of a database by name."""
        return schemas(self.blueprint)[database.key]

    def row(self, database: Database, title: str) -> Row:
        """A row by its title."""
        return self.find("row", title, database.rows, lambda row: title_of(database, row))

    def put(self, database: Database) -> "Draft":
        """The draft with another state of one of its databases."""
        key = database.key
        return self.to(each_database(self.blueprint, lambda d: database if d.key == key else d))

    def to(self, blueprint: Blueprint) -> "Draft":
        """The draft after one change; ids follow what they stand for."""
        if not self.known:
            return replace(self, blueprint=blueprint)
        now = {id(part): part for part, _ in _pairs(blueprint, blueprint)}  # also what moved
        now |= {id(old): new for old, new in _pairs(self.blueprint, blueprint)}
        known = {name: now.get(id(part)) for name, part in self.known.items()}
        left = {name: part for name, part in known.items() if part is not None}
        return replace(self, blueprint=blueprint, known=left)

    def named(self) -> frozenset[Lost]:
        """What may be lost with something else: the properties and views of all databases."""
        language, found = self.blueprint.language, set[Lost]()
        for key, own in schemas(self.blueprint).items():
            found |= {("property", key, name) for name in own}
        for _, _, database in databases(self.blueprint):
            found |= {("view", database.key, called(view, language)) for view in database.views}
        return frozenset(found)


def _title(database: Database) -> str:
    return database.title


def _name(one_field: Field) -> str:
    return one_field.name


def title_of(database: Database, row: Row) -> str:
    """What a row is called."""
    return words(row.values.get(database.title_property))


def _pairs(old: Part, new: Part) -> Iterator[tuple[Part, Part]]:
    """The parts of a blueprint before and after one change, which adds or takes but never both.

    Lists that stay equally long stay in order; of others the same objects are the same parts.
    """
    yield old, new
    for before, after in zip(_lists(old), _lists(new), strict=False):
        for pair in _aligned(before, after):
            yield from _pairs(*pair)


def _aligned(before: Sequence[Part], after: Sequence[Part]) -> Iterable[tuple[Part, Part]]:
    if len(before) == len(after):
        return zip(before, after, strict=True)
    left = {id(part) for part in after}
    return ((part, part) for part in before if id(part) in left)


def _lists(part: Part) -> list[Sequence[Part]]:
    match part:
        case Blueprint() | SubPage():
            return [part.databases, part.sub_pages, part.blocks]
        case Database():
            return [part.rows, part.views]
        case _:  # inside rows and views there is nothing that a change names
            return [blocks for _, blocks in nested(cast("Block", part))]
