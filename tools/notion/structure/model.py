"""An existing workspace as data: frozen, JSON-ready, with everything that undoing a change needs.

Inside a structure properties, options, rows and pages are named by id everywhere (in formulas,
rollups, filters, configurations and values), so that renaming something touches one place only.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field

from tools.blueprint.base import Strict

Json = dict[str, Any]


class ExistingOption(Strict):
    """A choice of a select, multi-select or status; `group` is the name of a status' group."""

    id: str
    name: str
    color: str
    description: str | None = None
    group: str | None = None


class ExistingProperty(Strict):
    """A property. `config` by type, with ids in the place of names:

    number `{format}`, unique_id `{prefix}`, relation `{data_source_id, two_way, synced_id}` (the
    far property's name and id, or null), rollup `{relation, property, property_name, function}`,
    formula `{expression}` with `prop("<id>")`; else empty.
    """

    id: str
    name: str
    type: str
    description: str | None = None
    options: list[ExistingOption] = Field(default_factory=list)
    config: Json = Field(default_factory=dict)

    def option(self, option_id: str) -> ExistingOption | None:
        return next((option for option in self.options if option.id == option_id), None)


class ExistingView(Strict):
    """A tab of a database, or a widget of a dashboard (then with the row it stands in).

    `configuration`, `filter`, `sorts` and `quick_filters` are Notion's, properties by id.
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


class ExistingRow(Strict):
    """A row. `values` holds what is not empty by property id: rich text as runs, options, people
    and related rows by id, else as Notion has it; `computed` what Notion itself fills in."""

    id: str
    title: str
    icon: Json | None = None
    cover: Json | None = None
    values: Json = Field(default_factory=dict)
    computed: Json = Field(default_factory=dict)


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

    def property(self, property_id: str) -> ExistingProperty | None:
        return next((p for p in self.properties if p.id == property_id), None)


class ExistingPage(Strict):
    """A page, or the database that was asked for (`object`); `parent` is Notion's."""

    object: Literal["page", "database"] = "page"
    id: str
    title: str
    icon: Json | None = None
    cover: Json | None = None
    url: str = ""
    parent: Json = Field(default_factory=dict)
    in_trash: bool = False


class ExistingBlock(Strict):
    """A block with its words; `children` down to the depth that was asked for."""

    id: str
    type: str
    text: str = ""
    color: str | None = None
    children: list["ExistingBlock"] = Field(default_factory=list)


class Structure(Strict):
    """A page with what is directly on it: sub-pages, blocks, databases with all their rows."""

    page: ExistingPage
    sub_pages: list[ExistingPage] = Field(default_factory=list)
    blocks: list[ExistingBlock] = Field(default_factory=list)
    databases: list[ExistingDatabase] = Field(default_factory=list)

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
