"""A structure under change: the state between two changes, and how names are found in it.

What is new has an id that begins with `+`; `new` keeps what it will be made from.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar

from tools.blueprint.base import Language
from tools.blueprint.blocks import Block
from tools.blueprint.model import Database, Row, SubPage
from tools.blueprint.names import fail, one
from tools.blueprint.properties import CHOICES, ChoiceProperty, Option, PlainProperty, Property
from tools.blueprint.schema import Field
from tools.notion.structure.model import (
    ExistingDatabase,
    ExistingOption,
    ExistingProperty,
    ExistingRow,
    ExistingView,
    Structure,
)


@dataclass(frozen=True)
class NewBlocks:
    """Blocks for the page; `after` is the id of the block that they stand behind, `first` says
    that they come before all others."""

    blocks: tuple[Block, ...]
    after: str | None = None
    first: bool = False


Novelty = Row | Database | SubPage | NewBlocks


@dataclass(frozen=True)
class Draft:
    """The structure as the changes so far leave it."""

    structure: Structure
    language: Language = "ko"
    new: Mapping[str, Novelty] = field(default_factory=dict)
    issued: int = 0

    def fresh(self) -> tuple["Draft", str]:
        """An id for something new."""
        return replace(self, issued=self.issued + 1), f"+{self.issued}"

    def with_new(self, novelty: Novelty) -> tuple["Draft", str]:
        """An id for something that takes more than the structure says of it."""
        draft, name = self.fresh()
        return replace(draft, new={**draft.new, name: novelty}), name

    def updated(self, **parts: Any) -> "Draft":
        """The draft with other parts of its structure."""
        return replace(self, structure=self.structure.model_copy(update=parts))

    def put(self, database: ExistingDatabase) -> "Draft":
        """The draft with another state of one of its databases."""
        databases = [database if d.id == database.id else d for d in self.structure.databases]
        return self.updated(databases=databases)

    def database(self, name: str | None) -> ExistingDatabase:
        """The database that a change means. Raises ValidationFailed for none or several."""
        found = [d for d in self._databases() if not is_new(d.id)]
        if name is None and len(found) != 1:
            fail("database_unnamed", count=len(found))
        return found[0] if name is None else _one("database", name, found, _title)

    def any_database(self, name: str) -> ExistingDatabase:
        """A database that may be one of those that are added. Raises ValidationFailed."""
        return _one("database", name, self._databases(), _title)

    def _databases(self) -> list[ExistingDatabase]:
        return [d for d in self.structure.databases if not d.linked]


def is_new(name: str) -> bool:
    """Whether an id stands for something that is yet to be made."""
    return name.startswith("+")


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Identified)


def _one(kind: str, name: str, items: Iterable[T], called: Callable[[T], str]) -> T:
    return one(kind, name, items, called, lambda item: item.id == name)


def _title(item: Any) -> str:
    return str(item.title)


def _name(item: Any) -> str:
    return str(item.name)


def find_property(database: ExistingDatabase, name: str) -> ExistingProperty:
    """A property by name or id. Raises ValidationFailed."""
    return _one("property", name, database.properties, _name)


def find_option(prop: ExistingProperty, name: str) -> ExistingOption:
    """An option by name. Raises ValidationFailed, also for what has no options."""
    if prop.type not in CHOICES:
        fail("not_a_choice", name=prop.name)
    return _one("option", name, prop.options, _name)


def find_view(database: ExistingDatabase, name: str) -> ExistingView:
    """A view by name. Raises ValidationFailed."""
    return _one("view", name, database.views, _name)


def find_row(database: ExistingDatabase, title: str) -> ExistingRow:
    """A row by title. Raises ValidationFailed."""
    return _one("row", title, database.rows, _title)


def find_named(kind: str, name: str, items: Iterable[T], called: Callable[[T], str]) -> T:
    """Any other thing by id or by what it is called. Raises ValidationFailed."""
    return _one(kind, name, items, called)


def with_property(database: ExistingDatabase, prop: ExistingProperty) -> ExistingDatabase:
    """The database with another state of one of its properties, or with one more."""
    known = [p.id for p in database.properties]
    if prop.id not in known:
        properties = [*database.properties, prop]
    else:
        properties = [prop if p.id == prop.id else p for p in database.properties]
    return database.model_copy(update={"properties": properties})


def need_free(database: ExistingDatabase, name: str, besides: str | None = None) -> None:
    """Raises ValidationFailed where a property has that name already."""
    if any(p.name == name for p in database.properties if p.id != besides):
        fail("duplicate_property", name=name)


def fields(database: ExistingDatabase) -> dict[str, Field]:
    """The properties by name as the blueprint's renderers and rules see them."""
    return {
        prop.name: Field(prop.name, prop.type, _declared(prop), database.id)
        for prop in database.properties
    }


def _declared(prop: ExistingProperty) -> Property:
    if prop.type not in CHOICES:
        return PlainProperty(name=prop.name, type="rich_text")
    options = [Option.model_construct(name=option.name) for option in prop.options]
    # Unchecked: Notion's own names may be longer than those a blueprint may give.
    given: dict[str, Any] = {"name": prop.name, "type": prop.type, "options": options}
    return ChoiceProperty.model_construct(**given)


def key_of(database: ExistingDatabase) -> Callable[[str], str | None]:
    """Names (or ids) of properties to their ids."""
    by_name = {prop.name: prop.id for prop in database.properties}
    ids = set(by_name.values())
    return lambda name: by_name.get(name) or (name if name in ids else None)
