"""Every block a blueprint can hold: what the Notion API can write, and references by key."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from tools.blueprint.base import Color, Key, Prose, Strict, Text, Url
from tools.blueprint.languages import CodeLanguage
from tools.blueprint.uploads import Icon, Upload
from tools.blueprint.views import View


class TextBlock(Strict):
    text: Prose = ""
    color: Color = "default"
    children: list["Block"] = Field(default_factory=list)


class Paragraph(TextBlock):
    type: Literal["paragraph"]


class Heading(TextBlock):
    """A heading; with children it is toggleable whether or not it says so."""

    type: Literal["heading_1", "heading_2", "heading_3", "heading_4"]
    toggleable: bool = False


class Callout(TextBlock):
    type: Literal["callout"]
    icon: Icon | None = None


class Quote(TextBlock):
    type: Literal["quote"]


class Toggle(TextBlock):
    type: Literal["toggle"]


class ToDo(TextBlock):
    type: Literal["to_do"]
    checked: bool = False


class ListItem(TextBlock):
    type: Literal["bulleted_list_item", "numbered_list_item"]


class Code(Strict):
    type: Literal["code"]
    text: Text = ""
    language: CodeLanguage = "plain text"
    caption: Text = ""


class Equation(Strict):
    type: Literal["equation"]
    expression: str = Field(min_length=1, max_length=1000)


class Divider(Strict):
    type: Literal["divider", "breadcrumb"]


class TableOfContents(Strict):
    type: Literal["table_of_contents"]
    color: Color = "default"


class Media(Strict):
    """A picture, film, sound, file or PDF: by its address, or brought along."""

    type: Literal["image", "video", "audio", "file", "pdf"]
    url: Url | None = None
    upload: Upload | None = None
    caption: Text = ""
    name: str | None = None


class Link(Strict):
    type: Literal["bookmark", "embed"]
    url: Url
    caption: Text = ""


class Table(Strict):
    """A plain table: rows of cells, all rows equally long."""

    type: Literal["table"]
    rows: list[Annotated[list[Prose], Field(min_length=1, max_length=100)]] = Field(min_length=1)
    header: bool = True
    row_header: bool = False


class Column(Strict):
    ratio: float | None = Field(default=None, gt=0, le=1)
    blocks: list["Block"] = Field(default_factory=list)


class ColumnList(Strict):
    type: Literal["column_list"]
    columns: list[Column] = Field(min_length=2, max_length=100)


class TabPane(Strict):
    title: Text
    icon: Icon | None = None
    blocks: list["Block"] = Field(default_factory=list)


class Tab(Strict):
    type: Literal["tab"]
    tabs: list[TabPane] = Field(min_length=1, max_length=100)


class SyncedBlock(Strict):
    """An original (children, and a key where copies follow) or a copy (`ref` to a key)."""

    type: Literal["synced_block"]
    key: Key | None = None
    ref: Key | None = None
    children: list["Block"] = Field(default_factory=list)

    @model_validator(mode="after")
    def _original_or_copy(self) -> "SyncedBlock":
        if self.ref is not None and (self.key is not None or self.children):
            raise PydanticCustomError("copy_holds_nothing", "a copy has nothing but its ref")
        return self


class LinkToPage(Strict):
    type: Literal["link_to_page"]
    ref: Key


class DatabasePlace(Strict):
    """Where one of the page's own databases stands in its body."""

    type: Literal["database"]
    ref: Key


class LinkedView(Strict):
    """Another look at a database that lives elsewhere in the blueprint."""

    type: Literal["linked_view"]
    ref: Key
    view: View


Block = Annotated[
    Paragraph
    | Heading
    | Callout
    | Quote
    | Toggle
    | ToDo
    | ListItem
    | Code
    | Equation
    | Divider
    | TableOfContents
    | Media
    | Link
    | Table
    | ColumnList
    | Tab
    | SyncedBlock
    | LinkToPage
    | DatabasePlace
    | LinkedView,
    Field(discriminator="type"),
]

for _model in vars().copy().values():
    if isinstance(_model, type) and issubclass(_model, Strict):
        _model.model_rebuild()


def nested(block: Block) -> list[tuple[str, list[Block]]]:
    """The lists of blocks directly inside a block, each with its place below the block."""
    match block:
        case ColumnList():
            return [(f"columns[{i}].blocks", c.blocks) for i, c in enumerate(block.columns)]
        case Tab():
            return [(f"tabs[{i}].blocks", t.blocks) for i, t in enumerate(block.tabs)]
        case TextBlock() | SyncedBlock():
            return [("children", block.children)]
        case _:
            return []


def walk(blocks: list[Block], place: str = "blocks") -> Iterator[tuple[str, Block, int]]:
    """Every block in depth-first order with its place and depth (0 at the top)."""
    stack = [(f"{place}[{i}]", block, 0) for i, block in reversed(list(enumerate(blocks)))]
    while stack:
        where, block, depth = stack.pop()
        yield where, block, depth
        inner = [
            (f"{where}.{name}[{i}]", child, depth + 1)
            for name, children in nested(block)
            for i, child in enumerate(children)
        ]
        stack.extend(reversed(inner))


def texts(block: Block) -> list[Text]:
    """All rich texts that a block carries itself (not those of its children)."""
    match block:
        case TextBlock():
            return [block.text]
        case Code():
            return [block.text, block.caption]
        case Media() | Link():
            return [block.caption]
        case Table():
            return [cell for row in block.rows for cell in row]
        case Tab():
            return [pane.title for pane in block.tabs]
        case _:
            return []
