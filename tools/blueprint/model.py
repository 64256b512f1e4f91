"""The blueprint: a workspace as data, before a single call is made."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from tools.blueprint.base import (
    Complexity,
    Hue,
    Language,
    Name,
    OwnKey,
    Strict,
    TemplateType,
    Text,
    Url,
)
from tools.blueprint.blocks import Block
from tools.blueprint.properties import Property, RelationProperty
from tools.blueprint.uploads import Icon, Uploaded
from tools.blueprint.values import Field as SchemaField
from tools.blueprint.views import View


class Row(Strict):
    """A page of a database: values by property name, related rows named by their title."""

    values: dict[str, Any] = Field(default_factory=dict)
    icon: Icon | None = None
    cover: Url | Uploaded | None = None
    blocks: list[Block] = Field(default_factory=list)


class Database(Strict):
    """A database with its schema, views and first rows."""

    key: OwnKey = ""
    title: Name
    icon: Icon | None = None
    cover: Url | Uploaded | None = None
    description: Text = ""
    inline: bool = True
    properties: Annotated[list[Property], Field(min_length=1, max_length=500)]
    views: list[View] = Field(default_factory=list)
    rows: list[Row] = Field(default_factory=list)

    @property
    def title_property(self) -> str:
        """The name of the title property."""
        return next(p.name for p in self.properties if p.type == "title")


class _Page(Strict):
    title: Name
    icon: Icon | None = None
    cover: Url | Uploaded | None = None
    blocks: list[Block] = Field(default_factory=list)
    databases: list[Database] = Field(default_factory=list)
    sub_pages: list["SubPage"] = Field(default_factory=list)


class SubPage(_Page):
    """A page below the main page, at any depth."""

    key: OwnKey = ""


class Check(Strict):
    """One thing that a design was looked at for, whether it holds, and the points it gained."""

    name: str
    passed: bool
    points: float = 0
    most: float = 0


class Quality(Strict):
    """How good a design is, out of 100 (`docs/quality.md`)."""

    score: int = Field(ge=0, le=100)
    checks: list[Check] = Field(default_factory=list)


class Meta(Strict):
    """Where a blueprint comes from; `unread` is what of the wish was not done."""

    skill: str | None = None
    source: str | None = None
    quality: Quality | None = None
    unread: list[str] = Field(default_factory=list)


class Blueprint(_Page):
    """The main page and everything below it."""

    template_type: TemplateType = "custom"
    language: Language = "ko"
    complexity: Complexity = "standard"
    color_theme: Hue | None = None
    meta: Meta = Field(default_factory=Meta)


Page = Blueprint | SubPage

for _model in (SubPage, Blueprint):
    _model.model_rebuild()


def pages(main: Page) -> Iterator[tuple[str, Page]]:
    """A page and all sub-pages, parents first, each with its place ('' for the first one)."""
    queue: list[tuple[str, Page]] = [("", main)]
    while queue:
        place, page = queue.pop(0)
        yield place, page
        prefix = f"{place}." if place else ""
        queue += [(f"{prefix}sub_pages[{i}]", sub) for i, sub in enumerate(page.sub_pages)]


def bodies(blueprint: Blueprint) -> Iterator[tuple[str, list[Block]]]:
    """The bodies of all pages, then of all rows, with their places."""
    for place, page in pages(blueprint):
        yield f"{place}.blocks" if place else "blocks", page.blocks
    for place, _, database in databases(blueprint):
        for i, row in enumerate(database.rows):
            yield f"{place}.rows[{i}].blocks", row.blocks


def databases(main: Page) -> Iterator[tuple[str, Page, Database]]:
    """All databases with their place and the page they live on, in page order."""
    for place, page in pages(main):
        prefix = f"{place}." if place else ""
        for i, database in enumerate(page.databases):
            yield f"{prefix}databases[{i}]", page, database


def schemas(blueprint: Blueprint) -> dict[str, dict[str, SchemaField]]:
    """The fields of every database by its key and their names.

    A name declared twice keeps its first meaning; the checker reports the second.
    """
    found: dict[str, dict[str, SchemaField]] = {d.key: {} for _, _, d in databases(blueprint)}
    for _, _, database in databases(blueprint):
        for declared in database.properties:
            field = SchemaField(declared.name, declared.type, declared, database.key)
            found[database.key].setdefault(declared.name, field)
    for _, _, database in databases(blueprint):
        for target, reverse in reverse_fields(database):
            found.get(target, {}).setdefault(reverse.name, reverse)
    return found


def reverse_fields(database: Database) -> Iterator[tuple[str, SchemaField]]:
    """The fields that a database's two-way relations put into their targets, with target keys."""
    for declared in database.properties:
        if isinstance(declared, RelationProperty) and declared.two_way is not None:
            yield (
                declared.target,
                SchemaField(declared.two_way, "relation", declared, database.key, reverse=True),
            )
