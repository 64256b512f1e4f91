"""A workspace as data, read from Notion or yet to be built: frozen, and keyed.

Everything has an `id` and is named by it wherever it is referred to (formulas, rollups, relations,
views, values, linked views), so that renaming something touches one place only. What Notion has,
has Notion's id; what is yet to be made, one that begins with `+`: `+key` for a page or database
that a blueprint keys, `+.n` for what comes without a key. Filters name options as Notion's do: by
name.

What only a blueprint says of itself (`excluded` from JSON) is there until it is compiled.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from tools.blueprint.base import Strict, Text

Json = dict[str, Any]

MAIN = "+."  # the id of a main page that is yet to be made


def is_new(name: str) -> bool:
    """Whether an id stands for something that is yet to be made."""
    return name.startswith("+")


def key_of(name: str) -> str:
    """The key under which a blueprint has a page or database of an id."""
    return name.removeprefix("+")


def excluded(**more: Any) -> Any:
    """A field that neither Notion nor the records know."""
    return Field(exclude=True, **more)


class ExistingOption(Strict):
    """A choice of a select, multi-select or status; `group` is the name of a status' group.

    `implicit`: nobody declared it; a row names it, or Notion makes it with every status. Without a
    colour it gets one from Notion.
    """

    id: str
    name: str
    color: str | None
    description: str | None = None
    group: str | None = None
    implicit: bool = excluded(default=False)


class ExistingProperty(Strict):
    """A property. `config` by type, with ids in the place of names:

    number `{format}`, unique_id `{prefix}`, relation `{data_source_id, two_way, synced_id}` (the
    far property's name and id, or null), rollup `{relation, property, property_name, function}`,
    formula `{expression}` with `prop("<id>")`; else empty. A `reverse` relation is declared at its
    other side.
    """

    id: str
    name: str
    type: str
    description: str | None = None
    options: list[ExistingOption] = Field(default_factory=list)
    config: Json = Field(default_factory=dict)
    reverse: bool = excluded(default=False)

    def option(self, option_id: str) -> ExistingOption | None:
        return next((option for option in self.options if option.id == option_id), None)


class ExistingView(Strict):
    """A tab of a database, or a widget of a dashboard (then with the row it stands in).

    `configuration`, `filter`, `sorts` and `quick_filters` are Notion's, properties by id. An
    `unnamed` one is called so because its blueprint gives it no name.
    """

    id: str
    name: str
    type: str
    filter: Json | None = None
    sorts: list[Json] | None = None
    quick_filters: Json | None = None
    configuration: Json = Field(default_factory=dict)
    widgets: list["ExistingView"] = Field(default_factory=list)
    row_index: int | None = None
    unnamed: bool = excluded(default=False)


class ExistingBlock(Strict):
    """A block with its words; `children` down to the depth that was asked for.

    Of one that is yet to be made `said` is what the blueprint says, without what is inside; `view`
    is that of a linked view. A database stands in a body as a block of its own id.
    """

    id: str
    type: str
    text: str = ""
    color: str | None = None
    children: list["ExistingBlock"] = Field(default_factory=list)
    said: Strict | None = excluded(default=None)
    view: ExistingView | None = excluded(default=None)


class ExistingRow(Strict):
    """A row. `values` holds what is not empty by property id: rich text as runs, options, people
    and related rows by id, else as Notion has it; `computed` what Notion itself fills in.

    Of a row that is yet to be made `given` are values as its blueprint words them, `blocks` its
    body.
    """

    id: str
    title: str
    icon: Json | None = None
    cover: Json | None = None
    values: Json = Field(default_factory=dict)
    computed: Json = Field(default_factory=dict)
    given: Json = excluded(default_factory=dict)
    blocks: list[ExistingBlock] = excluded(default_factory=list)


class ExistingDatabase(Strict):
    """A database with its (first) data source; a linked one shows a source that lives elsewhere,
    and carries no rows of its own."""

    id: str
    title: str
    icon: Json | None = None
    cover: Json | None = None
    url: str = ""
    parent: Json = Field(default_factory=dict)
    inline: bool = True
    linked: bool = False
    data_source_id: str | None = None
    properties: list[ExistingProperty] = Field(default_factory=list)
    views: list[ExistingView] = Field(default_factory=list)
    rows: list[ExistingRow] = Field(default_factory=list)
    description: Text = excluded(default="")
    also: tuple[str, ...] = excluded(default=())  # what else people call it

    def property(self, property_id: str) -> ExistingProperty | None:
        return next((p for p in self.properties if p.id == property_id), None)


class ExistingPage(Strict):
    """A page, or the database that was asked for (`object`); `parent` is Notion's.

    Of a sub-page that is there only the `blocks` are known that changes add to it.
    """

    object: Literal["page", "database"] = "page"
    id: str
    title: str
    icon: Json | None = None
    cover: Json | None = None
    url: str = ""
    parent: Json = Field(default_factory=dict)
    in_trash: bool = False
    blocks: list[ExistingBlock] = Field(default_factory=list)


class Structure(Strict):
    """A page with what is directly on it: sub-pages, blocks, databases with all their rows.

    Of a workspace that is yet to be built the pages and databases of all pages, each with its
    parent; `about` is what its blueprint says of itself besides (language, template type, …).
    """

    page: ExistingPage
    sub_pages: list[ExistingPage] = Field(default_factory=list)
    blocks: list[ExistingBlock] = Field(default_factory=list)
    databases: list[ExistingDatabase] = Field(default_factory=list)
    about: Json = excluded(default_factory=dict)

    @property
    def is_design(self) -> bool:
        """Whether all of it is yet to be built."""
        return is_new(self.page.id)

    def to_json(self) -> Json:
        """The structure as JSON-ready data."""
        return self.model_dump(mode="json")

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Structure":
        """The structure that `to_json` described."""
        return cls.model_validate(data)

    @property
    def places(self) -> frozenset[str]:
        """The ids of what changes to the structure write to: its page and its data sources."""
        sources = (database.data_source_id for database in self.databases)
        return frozenset(filter(None, (self.page.id, *sources)))

    def source(self, data_source_id: str | None) -> ExistingDatabase | None:
        """The database that a data source lives in, if it is on this page."""
        found = (d for d in self.databases if d.data_source_id == data_source_id and not d.linked)
        return next(found, None)


def all_blocks(blocks: list[ExistingBlock]) -> Iterator[ExistingBlock]:
    """Every block in depth-first order."""
    for block in blocks:
        yield block
        yield from all_blocks(block.children)
