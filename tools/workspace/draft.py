"""A workspace under change: the state between two changes, and how names are found in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar

from tools.blueprint.base import Language
from tools.blueprint.names import fail, one
from tools.blueprint.properties import CHOICES
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
)

Lost = tuple[str, str, str]  # what it was, the id of its database, its name


@dataclass(frozen=True)
class Draft:
    """The workspace as the changes so far leave it.

    `told` says of each change what a person is told of it. `aliases` are further ids by which
    changes may name its parts: those of a rehearsal. `lost` names what went without being asked
    for: asking for it later is no mistake. `moved` has the ids of what was moved off the main
    page, which these changes can go on to name. `named` has the ids of what the last change named.
    `issued` counts the ids that were given.
    """

    structure: Structure
    language: Language = "ko"
    told: tuple[Json, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    lost: frozenset[Lost] = frozenset()
    moved: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    issued: int = 0


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Identified)


class Edit:
    """One change at work on a draft: finds what it names, and puts other states in its place."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self.structure = draft.structure
        self.language = draft.language
        self.lost = set(draft.lost)
        self.moved = set(draft.moved)
        self.named: set[str] = set()
        self._issued = draft.issued

    def draft(self, *told: Json) -> Draft:
        """The draft as it is by now; what is told of the change."""
        return replace(
            self._draft,
            structure=self.structure,
            told=(*self._draft.told, *told),
            lost=frozenset(self.lost),
            moved=frozenset(self.moved),
            named=frozenset(self.named),
            issued=self._issued,
        )

    def fresh(self) -> str:
        """An id for something new that has no key of its own."""
        self._issued += 1
        return f"+.{self._issued}"

    def update(self, **parts: Any) -> None:
        """Puts other parts in the place of those of the structure."""
        self.structure = self.structure.model_copy(update=parts)

    def put(self, database: ExistingDatabase) -> None:
        """Puts another state of a database in its place."""
        databases = self.structure.databases
        self.update(databases=[database if d.id == database.id else d for d in databases])

    def each_database(self, change: Callable[[ExistingDatabase], ExistingDatabase]) -> None:
        """Puts another state of every database in its place."""
        self.update(databases=[change(database) for database in self.structure.databases])

    def each_block(self, change: "ChangeBlock") -> None:
        """Changes every block of every body, or takes it away; inner ones first."""
        pages = [_with_blocks(page, change) for page in self.structure.sub_pages]
        self.update(blocks=changed_blocks(self.structure.blocks, change), sub_pages=pages)

        def in_database(database: ExistingDatabase) -> ExistingDatabase:
            if not any(row.blocks for row in database.rows):
                return database
            rows = [_with_blocks(row, change) for row in database.rows]
            return database.model_copy(update={"rows": rows})

        self.each_database(in_database)

    def has_lost(self, kind: str, home: str | None, name: str, left: str) -> bool:
        """Whether a part of a database (`left`: which of its lists) went along with another."""
        if not self.lost:
            return False
        database = self.database(home)
        kept = getattr(database, left)
        gone = (kind, database.id, name) in self.lost
        return gone and all(name not in (item.name, item.id) for item in kept)

    def keyed(self, name: str) -> ExistingDatabase:
        """The database of an id."""
        return next(d for d in self.structure.databases if d.id == name)

    def real(self, name: str) -> str:
        """The id that a name stands for, if it is one."""
        return self._draft.aliases.get(name, name)

    def find(self, kind: str, name: str, items: Iterable[T], called: Callable[[T], str]) -> T:
        """The one of that id, else of that name. Raises ValidationFailed for none or several."""
        real = self.real(name)
        found = one(kind, name, items, called, lambda item: item.id == real)
        self.named.add(found.id)
        return found

    @property
    def parts(self) -> list[ExistingPage | ExistingDatabase]:
        """All sub-pages and databases."""
        return [*self.structure.sub_pages, *self.structure.databases]

    # What changes can name: what is on the main page, or was before these changes moved it.

    @property
    def databases(self) -> list[ExistingDatabase]:
        """The databases that changes can name."""
        found = (d for d in self.structure.databases if not d.linked)
        return [database for database in found if self._is_near(database)]

    @property
    def sub_pages(self) -> list[ExistingPage]:
        """The sub-pages that changes can name."""
        return [page for page in self.structure.sub_pages if self._is_near(page)]

    def _is_near(self, item: ExistingDatabase | ExistingPage) -> bool:
        above = item.parent.get("page_id")
        return item.id in self.moved or all(page.id != above for page in self.structure.sub_pages)

    def database(self, name: str | None) -> ExistingDatabase:
        """The database that a change means; without a name the only one.

        What is only about to be added beside what exists has to be named.
        """
        found = self.databases
        if name is not None:
            return self.find("database", name, found, title_of)
        there = [database for database in found if not is_new(database.id)] or found
        if len(there) != 1:
            fail("database_unnamed", count=len(there))
        return there[0]

    def property(self, database: ExistingDatabase, name: str) -> ExistingProperty:
        """A property by name or id."""
        return self.find("property", name, database.properties, name_of)

    def choice(self, database: ExistingDatabase, name: str) -> ExistingProperty:
        """A property that has options. Raises ValidationFailed for any other."""
        prop = self.property(database, name)
        if prop.type not in CHOICES:
            fail("not_a_choice", name=prop.name)
        return prop

    def option(self, prop: ExistingProperty, name: str) -> ExistingOption:
        """An option by name."""
        return self.find("option", name, prop.options, name_of)

    def view(self, database: ExistingDatabase, name: str) -> ExistingView:
        """A view by name or id."""
        return self.find("view", name, database.views, name_of)

    def row(self, database: ExistingDatabase, title: str) -> ExistingRow:
        """A row by title or id."""
        return self.find("row", title, database.rows, title_of)

    def far(self, prop: ExistingProperty) -> ExistingDatabase | None:
        """The database that a relation leads to, if it is here."""
        return self.structure.source(prop.config.get("data_source_id"))


H = TypeVar("H", ExistingPage, ExistingRow)
ChangeBlock = Callable[[ExistingBlock], ExistingBlock | None]


def _with_blocks(holder: H, change: ChangeBlock) -> H:
    if not holder.blocks:
        return holder
    return holder.model_copy(update={"blocks": changed_blocks(holder.blocks, change)})


def changed_blocks(blocks: list[ExistingBlock], change: ChangeBlock) -> list[ExistingBlock]:
    """A body with every block of it changed or taken away, inner ones first."""
    found: list[ExistingBlock] = []
    for block in blocks:
        inner = changed_blocks(block.children, change) if block.children else block.children
        same = inner == block.children
        changed = change(block if same else block.model_copy(update={"children": inner}))
        found += [] if changed is None else [changed]
    return found


def title_of(item: Any) -> str:
    """What a page, database or row is called."""
    return str(item.title)


def name_of(item: Any) -> str:
    """What a property, option or view is called."""
    return str(item.name)


def with_property(database: ExistingDatabase, prop: ExistingProperty) -> ExistingDatabase:
    """The database with another state of one of its properties, or with one more."""
    known = [p.id for p in database.properties]
    if prop.id not in known:
        properties = [*database.properties, prop]
    else:
        properties = [prop if p.id == prop.id else p for p in database.properties]
    return database.model_copy(update={"properties": properties})


def without_value(row: ExistingRow, gone: set[str]) -> ExistingRow:
    """A row without what it says of some properties."""
    held = {name: getattr(row, name) for name in ("values", "computed", "given")}
    if not any(gone & part.keys() for part in held.values()):
        return row
    left = {
        name: {prop_id: value for prop_id, value in part.items() if prop_id not in gone}
        for name, part in held.items()
    }
    return row.model_copy(update=left)
