"""Blocks in Notion's words, whole trees at once."""

from typing import Any

from tools.blueprint.base import Text
from tools.blueprint.blocks import (
    Block,
    Callout,
    Code,
    Column,
    ColumnList,
    DatabasePlace,
    Divider,
    Equation,
    Heading,
    Link,
    LinkedView,
    LinkToPage,
    Media,
    SyncedBlock,
    Tab,
    Table,
    TableOfContents,
    TabPane,
    TextBlock,
    ToDo,
)
from tools.notion.operations import Ref
from tools.notion.render.addresses import Addresses
from tools.notion.render.richtext import Json, file, icon, rich_text


class BlockRenderer:
    """Renders blocks of one blueprint; `synced` says where an original's id comes from."""

    def __init__(self, addresses: Addresses) -> None:
        self._addresses = addresses

    def render_all(self, blocks: list[Block]) -> list[Json]:
        return [self.render(block) for block in blocks]

    def render(self, block: Block) -> Json:
        """A block with everything below it.

        Databases and linked views are no blocks to Notion: they are made by calls of their own.
        """
        body = self._body(block)
        return {"object": "block", "type": block.type, block.type: body}

    def _text(self, text: Text) -> list[Json]:
        return rich_text(text, self._addresses)

    def _children(self, blocks: list[Block]) -> Json:
        return {"children": self.render_all(blocks)} if blocks else {}

    def _body(self, block: Block) -> Json:
        match block:
            case TextBlock():
                return self._text_body(block)
            case Table():
                return self._table(block)
            case ColumnList(columns=columns):
                return {"children": [self._column(column) for column in columns]}
            case Tab(tabs=tabs):
                return {"children": [self._pane(pane) for pane in tabs]}
            case SyncedBlock(ref=str(key)):
                return {"synced_from": {"type": "block_id", "block_id": synced(key)}}
            case SyncedBlock(children=children):
                return {"synced_from": None, **self._children(children)}
            case _:
                return self._leaf(block)

    def _leaf(self, block: Block) -> Json:
        match block:
            case Code():
                caption = {"caption": self._text(block.caption)} if block.caption else {}
                return {"rich_text": self._text(block.text), "language": block.language, **caption}
            case Equation(expression=expression):
                return {"expression": expression}
            case TableOfContents(color=color):
                return {"color": color}
            case Media():
                return self._media(block)
            case Link():
                caption = {"caption": self._text(block.caption)} if block.caption else {}
                return {"url": block.url, **caption}
            case LinkToPage(ref=key) if key in self._addresses.page_operations:
                return {"type": "page_id", "page_id": self._addresses.page(key)}
            case LinkToPage(ref=key):
                return {"type": "database_id", "database_id": self._addresses.database(key)}
            case Divider():
                return {}
            case DatabasePlace() | LinkedView():
                raise AssertionError(f"{block.type} is made by an operation of its own")
            case _:
                raise AssertionError(f"{block.type} is rendered elsewhere")

    def _media(self, block: Media) -> Json:
        caption = {"caption": self._text(block.caption)} if block.caption else {}
        given = block.name or (block.upload.filename if block.upload else None)
        name = {"name": given} if given and block.type == "file" else {}
        return {**file(block.upload or block.url or ""), **caption, **name}

    def _text_body(self, block: TextBlock) -> Json:
        body: Json = {"rich_text": self._text(block.text), **self._children(block.children)}
        if block.color != "default":
            body["color"] = block.color
        match block:
            case ToDo(checked=checked):
                body["checked"] = checked
            case Callout(icon=value):
                body |= icon(value)
            case Heading(toggleable=toggleable, children=children):
                body["is_toggleable"] = toggleable or bool(children)
            case _:
                pass
        return body

    def _table(self, table: Table) -> Json:
        return {
            "table_width": len(table.rows[0]),
            "has_column_header": table.header,
            "has_row_header": table.row_header,
            "children": [
                {
                    "object": "block",
                    "type": "table_row",
                    "table_row": {"cells": [self._text(cell) for cell in row]},
                }
                for row in table.rows
            ],
        }

    def _column(self, column: Column) -> Json:
        ratio: Json = {} if column.ratio is None else {"width_ratio": column.ratio}
        body = {**ratio, "children": self.render_all(column.blocks)}
        return {"object": "block", "type": "column", "column": body}

    def _pane(self, pane: TabPane) -> Json:
        """The items of a tab are paragraphs: a label, an icon, children."""
        body = {"rich_text": self._text(pane.title), **icon(pane.icon)}
        body["children"] = self.render_all(pane.blocks)
        return {"object": "block", "type": "paragraph", "paragraph": body}


def synced(key: str) -> Ref:
    """The id of the original that a synced block's key names."""
    return Ref(f"synced:{key}", "/results/0/id")


def children_of(block: Json) -> list[Json]:
    """The rendered children of a rendered block."""
    found: list[Json] = block[block["type"]].get("children") or []
    return found


def without_children(block: Json) -> Json:
    """The same rendered block, hollow."""
    kind: str = block["type"]
    body: dict[str, Any] = {k: v for k, v in block[kind].items() if k != "children"}
    return {**block, kind: body}


def count(blocks: list[Json]) -> int:
    """All blocks of rendered trees."""
    return sum(1 + count(children_of(block)) for block in blocks)
